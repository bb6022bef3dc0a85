"""What the dialogue about centres says: needs, why a centre is named, and lines that can be called from everywhere."""

from enum import StrEnum

from actions.resources import catalogue
from knowledge.centres import CentreNeed, Why
from knowledge.languages import Language


class Line(StrEnum):
    """A number to call; CITY is Seoul's own, the others belong to no city."""

    IMMIGRATION = "immigration"
    DANURI = "danuri"
    WORKERS = "workers"
    FAMILY = "family"
    LABOUR = "labour"
    LEGAL = "legal"
    CITY = "city"


# Which lines answer which need, the first one best; CITY is left out outside Seoul.
LINES = {
    CentreNeed.WORK: (Line.WORKERS, Line.LABOUR),
    CentreNeed.JOB_SEARCH: (Line.LABOUR, Line.WORKERS),
    CentreNeed.FAMILY: (Line.DANURI, Line.FAMILY),
    CentreNeed.SETTLEMENT: (Line.CITY, Line.IMMIGRATION),
    CentreNeed.VISA: (Line.IMMIGRATION,),
    CentreNeed.LEGAL: (Line.LEGAL, Line.IMMIGRATION),
    CentreNeed.HOUSING: (Line.CITY, Line.LEGAL),
    CentreNeed.KOREAN_CLASSES: (Line.FAMILY, Line.CITY),
    CentreNeed.ANY: (Line.CITY, Line.IMMIGRATION),
}
# What is named to everyone outside Seoul, after the lines for the need.
NATIONWIDE = (Line.IMMIGRATION, Line.DANURI, Line.WORKERS)


def need_names(language: Language) -> dict[CentreNeed, str]:
    """What someone goes to a centre for."""
    say = catalogue(language).gettext
    return {
        CentreNeed.WORK: say("Trouble at work or with wages"),
        CentreNeed.JOB_SEARCH: say("Finding work or training"),
        CentreNeed.FAMILY: say("Family and children"),
        CentreNeed.SETTLEMENT: say("Daily life in Seoul"),
        CentreNeed.VISA: say("Visa and stay"),
        CentreNeed.LEGAL: say("Legal advice"),
        CentreNeed.HOUSING: say("Housing"),
        CentreNeed.KOREAN_CLASSES: say("Korean classes"),
    }


def why_named(language: Language) -> dict[Why, str]:
    """How far away a centre is, or for whom it is."""
    say = catalogue(language).gettext
    return {
        Why.IN_DISTRICT: say("In your district."),
        Why.SERVES_DISTRICT: say("For your district."),
        Why.NEIGHBOURING_DISTRICT: say("In a neighbouring district."),
        Why.CITY_WIDE: say("For all of Seoul."),
        Why.ELSEWHERE: say("In Seoul; I do not know how far from you."),
    }


def line_names(language: Language) -> dict[Line, str]:
    """The lines with their numbers, subjects, and hours and languages as far as known."""
    say = catalogue(language).gettext
    return {
        Line.IMMIGRATION: say(
            "1345, Immigration Contact Center (외국인종합안내센터): about 20 languages, Monday to Friday 9:00–22:00 "
            "(as of 2023)"
        ),
        Line.DANURI: say("1577-1366, Danuri Helpline (다누리콜센터): family and violence, 13 languages, 24 hours"),
        Line.WORKERS: say(
            "1577-0071, foreign workers' counselling centre (외국인력상담센터): 16 languages (as of 2024)"
        ),
        Line.FAMILY: say("1577-9337, family centre line (가족센터)"),
        Line.LABOUR: say("1350, labour ministry call centre (고용노동부 고객상담센터)"),
        Line.LEGAL: say("132, Korea Legal Aid Corporation (대한법률구조공단): free advice"),
        Line.CITY: say(
            "120, Dasan Call Center (120다산콜센터) of Seoul: also phone numbers of centres; English, Chinese, "
            "Japanese, Vietnamese and Mongolian, Monday to Friday 9:00–18:00 (as of 2023)"
        ),
    }
