"""Pieces of a text that are the same in every language: addresses, telephone numbers, visa codes, names of laws."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from knowledge.entities.visas import find_visa
from knowledge.languages import Language


class FactKind(StrEnum):
    """What must be the same in a text and its translation."""

    ADDRESS = "address"
    LAW = "law"
    PHONE = "phone"
    VISA = "visa"
    DATE = "date"
    AMOUNT = "amount"
    NUMBER = "number"
    NEGATION = "negation"
    LANGUAGE = "language"


@dataclass(frozen=True)
class Fact:
    """A piece `text[start:end]` of a text; facts are the same when kind and value are."""

    kind: FactKind
    start: int
    end: int
    value: str


_DASH = r"[-‐‑‒–—−]"
_JOINT = rf"\s?(?:{_DASH}|[.)])?\s?"
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_URL = re.compile(
    r"(?:https?://|www\.)[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+"
    r"|(?<![A-Za-z0-9.@-])[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*\.(?:kr|com|org|net|info)"
    r"(?![A-Za-z0-9-])(?:/[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]*)?"
)
_LAW = re.compile("「[^「」]*[가-힣][^「」]*」")
_PHONE = re.compile(
    rf"(?<![\d.,-])(?:\+?82{_JOINT}\(?0?\)?\d{{1,2}}|\(?0\d{{1,2}}){_JOINT}\d{{3,4}}{_JOINT}\d{{4}}(?!\d)"
    rf"|(?<![\d.,-])1[568]\d\d(?:{_DASH}|[. ])\d{{4}}(?!\d)"
)
_COUNTRY = re.compile(r"^82(?=\d{8,})0?")
# With a hyphen, also in Cyrillic letters that look the same; glued only what is no paper size and no floor.
_VISA = re.compile(
    rf"(?<![A-Za-z\u00c0-\u04ff\d])(?:[A-Ha-hАВЕСНДФ]{_DASH}\d{{1,2}}(?:{_DASH}(?:\d{{1,2}}[Rr]?|[RrSs]))?|[D-Hd-h]\d{{1,3}})"
    r"(?![A-Za-z\d])"
)
_CYRILLIC = str.maketrans("АВЕСНДФ", "ABECHDF")
_TRAILING = ".,;:!?'"


def plain(text: str) -> str:
    """Return the text with digits of all scripts as ASCII and without marks that look like part of a number.

    No character moves. A full-width comma would be read as a decimal comma: "每天8小时，5天".
    """
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text).replace("，", "、")


def find_facts(text: str) -> list[Fact]:
    """Return the unchanging pieces in their order; none overlaps another."""
    text = plain(text)
    facts: list[Fact] = []
    for kind, pattern, read in _READERS:
        for match in pattern.finditer(text):
            start, end, value = match.start(), *read(match)
            if value and not any(start < fact.end and end > fact.start for fact in facts):
                facts.append(Fact(kind, start, end, value))
    return sorted(facts, key=lambda fact: fact.start)


def blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return the text with spaces in the place of these spans; no other character moves."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def digits(text: str) -> str:
    """Return nothing but the digits, telephone numbers from abroad as they are dialled in Korea."""
    return _COUNTRY.sub("0", re.sub(r"\D", "", text))


_Read = Callable[[re.Match[str]], tuple[int, str]]


def _read_address(match: re.Match[str]) -> tuple[int, str]:
    address = match[0].rstrip(_TRAILING)
    # A bracket that opens before the address closes behind it.
    while address.endswith(")") and address.count("(") < address.count(")"):
        address = address[:-1].rstrip(_TRAILING)
    return match.start() + len(address), address.lower()


def _read_whole(match: re.Match[str]) -> tuple[int, str]:
    return match.end(), match[0]


def _read_phone(match: re.Match[str]) -> tuple[int, str]:
    return match.end(), digits(match[0])


def _read_visa(match: re.Match[str]) -> tuple[int, str]:
    """Codes that are no status of stay count as written when they have a hyphen, since a wrong one is one of them."""
    written = re.sub(_DASH, "-", match[0]).upper().translate(_CYRILLIC)
    return match.end(), find_visa(f"{written} visa", Language.EN) or (written if "-" in written else "")


_READERS: tuple[tuple[FactKind, re.Pattern[str], _Read], ...] = (
    (FactKind.ADDRESS, _EMAIL, _read_address),
    (FactKind.ADDRESS, _URL, _read_address),
    (FactKind.LAW, _LAW, _read_whole),
    (FactKind.PHONE, _PHONE, _read_phone),
    (FactKind.VISA, _VISA, _read_visa),
)
