"""The guidebook's own words in eight languages: its parts and the headings of an article."""

import gettext
from functools import cache

from knowledge.languages import Language
from knowledge.settings import HOME

CATALOGUE = "knowledge"


@cache
def catalogue(language: Language) -> gettext.NullTranslations:
    """Return the catalogue of a language; English source strings where there is none."""
    return gettext.translation(CATALOGUE, HOME / "locale", languages=[language], fallback=True)


def area_names(language: Language) -> dict[str, str]:
    """The parts of the guidebook by name, in their order."""
    say = catalogue(language).gettext
    return {
        "visa": say("Visa and stay"),
        "settlement": say("Settling in"),
        "job": say("Work"),
        "family": say("Family"),
    }


def section_name(section: str, language: Language) -> str:
    """The heading of a section as residents read it."""
    say = catalogue(language).gettext
    return {
        "who": say("Who it is for"),
        "steps": say("What to do"),
        "papers": say("Papers you need"),
        "cost-time": say("Cost and time"),
        "ask": say("Where to ask"),
        "warnings": say("Please note"),
    }[section]


def foreign_notice(language: Language) -> str:
    """What to say to somebody who writes or wants another language than the eight: in theirs so far, and in English."""
    english = (
        "I can read and write Korean, English, Chinese, Vietnamese, Mongolian, Russian, Uzbek and Urdu. For other "
        "languages please call 1345 (immigration, about 20 languages) or 1577-1366 (Danuri, 13 languages, 24 hours)."
    )
    say = catalogue(language).gettext
    own = say(
        "I can read and write Korean, English, Chinese, Vietnamese, Mongolian, Russian, Uzbek and Urdu. For other "
        "languages please call 1345 (immigration, about 20 languages) or 1577-1366 (Danuri, 13 languages, 24 hours)."
    )
    return own if language is Language.EN else f"{own}\n\n{english}"
