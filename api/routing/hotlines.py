"""The telephone lines to name when no counsellor can help in time: which speak a language at a given hour."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from api.routing.hours import PATH, OpeningHours, read_days, read_hours
from knowledge.languages import Language


@dataclass(frozen=True)
class Service:
    """Languages that a line speaks at the same hours; hours None where no source tells them."""

    languages: frozenset[Language]
    hours: OpeningHours | None
    source: str
    as_of: str


@dataclass(frozen=True)
class Hotline:
    """A line: its id, the number as printed in Korea, the areas it is first called for, and who speaks when.

    `more_languages` is true where the source counts languages that it does not name.
    """

    id: str
    number: str
    topics: frozenset[str]
    services: tuple[Service, ...]
    more_languages: bool

    def is_reachable(self, language: Language, at: datetime) -> bool | None:
        """Whether somebody there speaks the language at that moment; None where no source tells."""
        hours = [service.hours for service in self.services if language in service.languages]
        if any(known is not None and known.is_open(at) for known in hours):
            return True
        is_unknown = None in hours if hours else self.more_languages
        return None if is_unknown else False

    def closes_at(self, language: Language, at: datetime) -> datetime | None:
        """Until when the language is spoken there; None round the clock, and where it is not spoken at that moment."""
        hours = (service.hours for service in self.services if language in service.languages)
        spoken = [known for known in hours if known is not None and known.is_open(at)]
        ends = [end for known in spoken if (end := known.closes_at(at)) is not None]
        return max(ends) if len(ends) == len(spoken) > 0 else None


@dataclass(frozen=True)
class Line:
    """A line to name, the language spoken there, and until when; None is round the clock."""

    hotline: Hotline
    language: Language
    until: datetime | None


@cache
def read_hotlines(path: Path = PATH) -> tuple[Hotline, ...]:
    """Read the lines in the file's order; raises ValueError or KeyError for an entry without the agreed shape."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    closed = read_days(content["closures"])
    return tuple(_hotline(entry, closed) for entry in content["hotlines"])


def reachable(
    language: Language, at: datetime, topic: str | None = None, among: tuple[Hotline, ...] | None = None
) -> tuple[Hotline, ...]:
    """The lines that surely speak a language at that moment, those for the topic first; none where none is known to."""
    lines = read_hotlines() if among is None else among
    found = [line for line in lines if line.is_reachable(language, at)]
    return tuple(sorted(found, key=lambda line: topic not in line.topics))


def find_lines(
    language: Language,
    bridges: Collection[Language],
    at: datetime,
    topic: str | None = None,
    limit: int = 2,
) -> tuple[Line, ...]:
    """Up to `limit` lines to call now: in the resident's language first, then in accepted bridge languages."""
    return tuple(_spoken(language, bridges, at, topic))[:limit]


def _spoken(language: Language, bridges: Collection[Language], at: datetime, topic: str | None) -> Iterator[Line]:
    named: set[str] = set()
    for spoken in (language, *bridges):
        for hotline in reachable(spoken, at, topic):
            if hotline.id not in named:
                named.add(hotline.id)
                yield Line(hotline, spoken, hotline.closes_at(spoken, at))


def _hotline(entry: Mapping[str, Any], closed: frozenset[date]) -> Hotline:
    services = tuple(
        Service(
            frozenset(map(Language, time["languages"])),
            read_hours(time["hours"], closed) if time["hours"] else None,
            time["source"],
            time["as_of"],
        )
        for time in entry["times"]
    )
    return Hotline(entry["id"], entry["number"], frozenset(entry["topics"]), services, entry["more_languages"])
