"""The centres for foreign residents of Seoul: reading them, and which to name to someone in a district with a need."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.languages import Language
from knowledge.settings import HOME

PATH = HOME / "centres.yaml"
SEOUL = "seoul"

# Borders run along the middle of the Han, so that districts on two banks are neighbours, too.
_NEIGHBOURS = {
    "jongno-gu": "jung-gu seongbuk-gu dongdaemun-gu seodaemun-gu eunpyeong-gu",
    "jung-gu": "jongno-gu yongsan-gu seongdong-gu dongdaemun-gu seodaemun-gu mapo-gu",
    "yongsan-gu": "jung-gu mapo-gu seongdong-gu yeongdeungpo-gu dongjak-gu seocho-gu gangnam-gu",
    "seongdong-gu": "jung-gu yongsan-gu dongdaemun-gu gwangjin-gu gangnam-gu",
    "gwangjin-gu": "seongdong-gu dongdaemun-gu jungnang-gu gangnam-gu songpa-gu gangdong-gu",
    "dongdaemun-gu": "jongno-gu jung-gu seongdong-gu gwangjin-gu jungnang-gu seongbuk-gu",
    "jungnang-gu": "dongdaemun-gu gwangjin-gu nowon-gu seongbuk-gu",
    "seongbuk-gu": "jongno-gu dongdaemun-gu jungnang-gu nowon-gu gangbuk-gu",
    "gangbuk-gu": "seongbuk-gu nowon-gu dobong-gu",
    "dobong-gu": "gangbuk-gu nowon-gu",
    "nowon-gu": "dobong-gu gangbuk-gu seongbuk-gu jungnang-gu",
    "eunpyeong-gu": "jongno-gu seodaemun-gu mapo-gu",
    "seodaemun-gu": "eunpyeong-gu jongno-gu jung-gu mapo-gu",
    "mapo-gu": "eunpyeong-gu seodaemun-gu jung-gu yongsan-gu yeongdeungpo-gu gangseo-gu",
    "yangcheon-gu": "gangseo-gu guro-gu yeongdeungpo-gu",
    "gangseo-gu": "yangcheon-gu yeongdeungpo-gu mapo-gu",
    "guro-gu": "yangcheon-gu yeongdeungpo-gu geumcheon-gu gwanak-gu",
    "geumcheon-gu": "guro-gu gwanak-gu",
    "yeongdeungpo-gu": "gangseo-gu yangcheon-gu guro-gu gwanak-gu dongjak-gu mapo-gu yongsan-gu",
    "dongjak-gu": "yeongdeungpo-gu gwanak-gu seocho-gu yongsan-gu",
    "gwanak-gu": "geumcheon-gu guro-gu yeongdeungpo-gu dongjak-gu seocho-gu",
    "seocho-gu": "gwanak-gu dongjak-gu gangnam-gu yongsan-gu",
    "gangnam-gu": "seocho-gu songpa-gu seongdong-gu gwangjin-gu yongsan-gu",
    "songpa-gu": "gangnam-gu gangdong-gu gwangjin-gu",
    "gangdong-gu": "songpa-gu gwangjin-gu",
}
NEIGHBOURS: dict[str, frozenset[str]] = {name: frozenset(others.split()) for name, others in _NEIGHBOURS.items()}


class CentreNeed(StrEnum):
    """What someone goes to a centre for; WORK is trouble at work, JOB_SEARCH finding work or training."""

    WORK = "work"
    JOB_SEARCH = "job_search"
    FAMILY = "family"
    SETTLEMENT = "settlement"
    VISA = "visa"
    LEGAL = "legal"
    HOUSING = "housing"
    KOREAN_CLASSES = "korean_classes"
    ANY = "any"


class Status(StrEnum):
    """Whether a centre was open at its `status_as_of`; only OPEN is confirmed, UNKNOWN may have closed."""

    OPEN = "open"
    PLANNED = "planned"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Why(StrEnum):
    """Why a centre is named, nearest first; ELSEWHERE only to those whose district is not known."""

    IN_DISTRICT = "in_district"
    SERVES_DISTRICT = "serves_district"
    NEIGHBOURING_DISTRICT = "neighbouring_district"
    CITY_WIDE = "city_wide"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Centre:
    """One centre; districts are lower-cased English names, and None means that no source tells.

    `languages` holds ISO codes, also of languages we do not speak; `serves` adds districts or SEOUL; `needs` are those
    its services answer and `in_part` those that its general counselling may answer; dates are as in the file.
    """

    id: str
    kind: str
    name: dict[Language, str]
    districts: frozenset[str]
    serves: frozenset[str]
    address: dict[str, str] | None
    phone: str | None
    hours: str | None
    languages: frozenset[str] | None
    needs: frozenset[CentreNeed]
    in_part: frozenset[CentreNeed]
    services: tuple[str, ...]
    status: Status
    replaced_by: str | None
    as_of: str | None

    def speaks(self, language: Language) -> bool | None:
        """Whether a language is among those stated; None where none are stated."""
        return None if self.languages is None else language.value in self.languages


@dataclass(frozen=True)
class FoundCentre:
    """A centre to name and why; `speaks` and `confirmed` tell what a reader has to check before going.

    `named_service` is true where a stated service answers the need, false where only general counselling does.
    """

    centre: Centre
    why: Why
    speaks: bool | None
    named_service: bool
    confirmed: bool


@cache
def read_centres(path: Path = PATH) -> tuple[Centre, ...]:
    """Read the centres in the file's order; raises KeyError or ValueError for an entry without the agreed shape."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(_centre(entry, content["needs"]) for entry in content["centres"])


def find_centres(
    district: str | None,
    need: CentreNeed,
    language: Language | None,
    limit: int = 3,
    *,
    among: tuple[Centre, ...] | None = None,
) -> tuple[FoundCentre, ...]:
    """Return up to `limit` centres for a need, nearest first; those that may have closed come last, closed ones never.

    Where none of the nearest is known to speak the language, the last gives way to the nearest open one that is. Raises
    ValueError for a district that is not one of Seoul's 25 ("yeongdeungpo-gu").
    """
    place = district.casefold() if district is not None else None
    if place is not None and place not in NEIGHBOURS:
        raise ValueError(f"no district of Seoul: {district!r}")
    centres = read_centres() if among is None else among
    found = [hit for centre in centres if (hit := _weigh(centre, place, need, language)) is not None]
    found.sort(key=_order)
    return _keep_spoken(found, max(limit, 0))


def _weigh(centre: Centre, place: str | None, need: CentreNeed, language: Language | None) -> FoundCentre | None:
    named = need is CentreNeed.ANY or need in centre.needs
    why = _find_why(centre, place)
    gone = centre.status in (Status.CLOSED, Status.PLANNED) or centre.replaced_by is not None
    if gone or why is None or not (named or need in centre.in_part):
        return None
    speaks = centre.speaks(language) if language is not None else None
    return FoundCentre(centre, why, speaks, named, centre.status is Status.OPEN)


def _find_why(centre: Centre, place: str | None) -> Why | None:
    nearest = Why.ELSEWHERE if place is None else None
    if SEOUL in centre.serves:
        nearest = Why.CITY_WIDE
    if place is not None and NEIGHBOURS[place] & centre.districts:
        nearest = Why.NEIGHBOURING_DISTRICT
    if place in centre.serves:
        nearest = Why.SERVES_DISTRICT
    return Why.IN_DISTRICT if place in centre.districts else nearest


def _order(found: FoundCentre) -> tuple[bool, int, bool, int]:
    spoken = {True: 0, None: 1, False: 2}[found.speaks]
    return not found.confirmed, tuple(Why).index(found.why), not found.named_service, spoken


def _keep_spoken(found: list[FoundCentre], limit: int) -> tuple[FoundCentre, ...]:
    kept = found[:limit]
    spoken = next((hit for hit in found[limit:] if hit.speaks and hit.confirmed), None)
    if kept and spoken is not None and not any(hit.speaks for hit in kept):
        kept[-1] = spoken
    return tuple(kept)


def _centre(entry: dict[str, Any], table: dict[str, list[str]]) -> Centre:
    services = set(entry["services"])
    needs = frozenset(need for need in CentreNeed if services & set(table.get(need, ())))
    general = bool(services & set(table["general"]))
    classes = {CentreNeed.KOREAN_CLASSES, CentreNeed.ANY}
    return Centre(
        entry["id"],
        entry["kind"],
        {Language(code): name for code, name in entry["name"].items()},
        frozenset(map(str.casefold, entry["districts"])),
        frozenset(map(str.casefold, entry.get("serves", ()))),
        {code: entry["address"][code] for code in ("ko", "en")} if entry["address"] else None,
        entry["phone"],
        entry["hours"],
        frozenset(entry["languages"]) if entry["languages"] else None,
        needs,
        frozenset(CentreNeed) - needs - classes if general else frozenset(),
        tuple(entry["services"]),
        Status(entry["status"]),
        entry.get("replaced_by"),
        entry["as_of"],
    )
