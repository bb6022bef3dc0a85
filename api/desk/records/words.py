"""How areas, methods, outcomes, centres, languages and countries are called in the eight languages."""

from functools import cache

from babel import Locale

from api.desk.records.values import OUTSIDE, Expert, Method, Outcome
from api.words import catalogue
from knowledge.centres import Centre, read_centres
from knowledge.languages import Language
from knowledge.words import area_names


def area_name(area: str, language: Language) -> str:
    """Return an area's name; what the guidebook does not cover is something else."""
    say = catalogue(language).gettext
    return {**area_names(language), OUTSIDE: say("Something else")}.get(area, area)


def method_name(method: str, language: Language) -> str:
    """Return how somebody was counselled."""
    say = catalogue(language).gettext
    return {
        Method.WEB: say("Web chat"),
        Method.LINE: "LINE",
        Method.KAKAO: "KakaoTalk",
        Method.PHONE: say("Phone call"),
        Method.VISIT: say("Visit"),
    }[Method(method)]


def outcome_name(outcome: str, language: Language) -> str:
    """Return how a case ended."""
    say = catalogue(language).gettext
    return {
        Outcome.ANSWERED: say("Answered"),
        Outcome.REFERRED: say("Referred to another place"),
        Outcome.APPOINTMENT: say("Appointment made"),
        Outcome.NO_REPLY: say("No reply from the resident"),
        Outcome.ABUSIVE: say("Abusive"),
        Outcome.OTHER: say("Other"),
    }[Outcome(outcome)]


def expert_name(expert: str, language: Language) -> str:
    """Return in what an expert advised."""
    say = catalogue(language).gettext
    return {Expert.TAX: say("Tax"), Expert.PROPERTY: say("Property"), Expert.LEGAL: say("Law")}[Expert(expert)]


def language_name(code: str, language: Language) -> str:
    """Return what a language is called in another one."""
    return str(Locale.parse(language.value).languages.get(code, code))


def country_name(code: str, language: Language) -> str:
    """Return what a country is called."""
    return str(Locale.parse(language.value).territories.get(code, code))


def find_centre(identity: str | None) -> Centre | None:
    """Return a centre by its id, None for one that we do not know."""
    return _centres().get(identity or "")


def centre_name(identity: str, language: Language) -> str:
    """Return a centre's name in a language, else in Korean; the id itself of one that we do not know."""
    centre = find_centre(identity)
    return centre.name.get(language, centre.name[Language.KO]) if centre else identity


@cache
def _centres() -> dict[str, Centre]:
    return {centre.id: centre for centre in read_centres()}
