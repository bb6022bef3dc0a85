"""The values that a case record may hold, read as people write them; each raises ValueError for anything else."""

import re
from enum import StrEnum
from functools import cache

from babel import Locale

from knowledge.articles import AREAS
from knowledge.centres import read_centres
from knowledge.entities.visas import find_visa
from knowledge.languages import Language

OUTSIDE = "outside"
"""The area of what the guidebook does not cover."""
# CLDR names these beside the countries of ISO 3166-1: groups of countries, parts of some, and codes for tests.
_NO_COUNTRY = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
_COUNTRY, _LANGUAGE = re.compile(r"[A-Z]{2}"), re.compile(r"[a-z]{2,3}")


class Method(StrEnum):
    """How somebody was counselled."""

    WEB = "web"
    LINE = "line"
    KAKAO = "kakao"
    PHONE = "phone"
    VISIT = "visit"


class Outcome(StrEnum):
    """How a case ended; the same words as for a ticket."""

    ANSWERED = "answered"
    REFERRED = "referred"
    APPOINTMENT = "appointment"
    NO_REPLY = "no_reply"
    ABUSIVE = "abusive"
    OTHER = "other"


class Expert(StrEnum):
    """In what an expert advised."""

    TAX = "tax"
    PROPERTY = "property"
    LEGAL = "legal"


def read_area(text: str) -> str:
    """Return an area of the guidebook, or `outside`."""
    if text not in (*AREAS, OUTSIDE):
        raise ValueError(f"must be one of {', '.join((*AREAS, OUTSIDE))}")
    return text


def read_centre(text: str) -> str:
    """Return the id of a centre that we know."""
    if text not in {centre.id for centre in read_centres()}:
        raise ValueError("no centre has this id")
    return text


def read_language_code(text: str) -> str:
    """Return an ISO 639 code in lower case; also of languages that we do not speak."""
    code = text.strip().lower()
    if not (_LANGUAGE.fullmatch(code) and code in _english().languages):
        raise ValueError("must be an ISO 639 code such as ko or ne")
    return code


def read_nationality(text: str) -> str:
    """Return an ISO 3166-1 alpha-2 code in upper case."""
    code = text.strip().upper()
    if not (_COUNTRY.fullmatch(code) and code in _english().territories) or code in _NO_COUNTRY:
        raise ValueError("must be an ISO 3166 code of two letters such as VN")
    return code


def read_stay_status(text: str) -> str:
    """Return a status of stay in its canonical spelling ("E-9", "F-6-1")."""
    code = find_visa(text, Language.KO)
    if code is None:
        raise ValueError("must be a status of stay such as E-9 or F-6")
    return code


@cache
def _english() -> Locale:
    return Locale("en")
