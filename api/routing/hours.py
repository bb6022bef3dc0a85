"""When a centre or a line is open: weekly hours in Seoul time, Korean public holidays, single closed days.

Holidays come from the package `holidays`; one that is declared later belongs into `closures` of `hours.yaml`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from holidays import country_holidays

from api.settings import HOME
from knowledge.languages import Language

PATH = HOME / "routing" / "hours.yaml"
SEOUL = ZoneInfo("Asia/Seoul")

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_DAY_MINUTES = 24 * 60
# Whoever has not opened for so long is not said to open again.
_HORIZON = timedelta(days=60)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_GROUPS = {"weekdays": _DAYS[:5], "weekend": _DAYS[5:], "daily": _DAYS} | {day: (day,) for day in _DAYS}


@dataclass(frozen=True, order=True)
class Span:
    """A time of a day, in minutes after midnight; `closes` is outside of it and may be 1440.

    Raises ValueError unless 0 ≤ opens < closes ≤ 1440: a night is two spans.
    """

    opens: int
    closes: int

    def __post_init__(self) -> None:
        """Refuse what is no part of one day."""
        if not 0 <= self.opens < self.closes <= _DAY_MINUTES:
            raise ValueError(f"no span of one day: {self.opens}–{self.closes} minutes")


@dataclass(frozen=True)
class OpeningHours:
    """Seven days of spans from Monday on; `on_holidays` replaces them on public holidays, None keeps them as they are.

    Nothing opens on `closed_days`. All moments are aware (ValueError otherwise); those returned are in UTC.
    """

    week: tuple[tuple[Span, ...], ...]
    on_holidays: tuple[Span, ...] | None = ()
    closed_days: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        """Refuse anything but seven days, each with spans in order that do not overlap."""
        if len(self.week) != len(_DAYS):
            raise ValueError(f"a week has seven days, not {len(self.week)}")
        for spans in (*self.week, self.on_holidays or ()):
            if any(one.closes > other.opens for one, other in pairwise(spans)):
                raise ValueError("the spans of a day overlap or are out of order")

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """The spans of a day in Seoul; none when it is closed."""
        if day in self.closed_days:
            return ()
        if self.on_holidays is not None and is_public_holiday(day):
            return self.on_holidays
        return self.week[day.weekday()]

    def is_open(self, at: datetime) -> bool:
        """Whether it is open at that moment; no longer at the moment of closing."""
        return any(start <= at < end for start, end in self._intervals(seoul_day(at), seoul_day(at)))

    def next_opening(self, at: datetime) -> datetime | None:
        """When it is open next: `at` itself when it is open; None where it stays closed for the next 60 days."""
        if self.is_open(at):
            return at.astimezone(UTC)
        openings = self._intervals(seoul_day(at), seoul_day(at + _HORIZON))
        return next((start for start, _ in openings if start >= at), None)

    def closes_at(self, at: datetime) -> datetime | None:
        """When it closes next, without a break at midnight; None where it is closed, or open for 60 days on end."""
        end: datetime | None = None
        for start, closing in self._intervals(seoul_day(at), seoul_day(at + _HORIZON)):
            if start <= at < closing or start == end:
                end = closing
            elif end is not None:
                return end
        return end if end is not None and end < at + _HORIZON else None

    def opening_minutes_between(self, start: datetime, end: datetime) -> float:
        """Minutes from `start` to `end` in which it is open; raises ValueError when `end` comes first."""
        if end < start:
            raise ValueError("the end comes before the start")
        intervals = self._intervals(seoul_day(start), seoul_day(end))
        parts = (min(closing, end) - max(opening, start) for opening, closing in intervals)
        return sum((part for part in parts if part > timedelta()), timedelta()) / _MINUTE

    def _intervals(self, first: date, last: date) -> Iterator[tuple[datetime, datetime]]:
        day = first
        while day <= last:
            midnight = datetime.combine(day, time(), SEOUL).astimezone(UTC)
            for span in self.spans_on(day):
                yield midnight + span.opens * _MINUTE, midnight + span.closes * _MINUTE
            day += _DAY


@dataclass(frozen=True)
class CentreHours:
    """A centre's hours, None where unknown, and those of single languages where they differ; source and its date."""

    hours: OpeningHours | None
    source: str
    as_of: str
    languages: Mapping[Language, OpeningHours] = field(default_factory=dict)

    def find(self, language: Language) -> OpeningHours | None:
        """The hours of the counselling in a language."""
        return self.languages.get(language, self.hours)


def seoul_day(at: datetime) -> date:
    """The day in Seoul; raises ValueError for a naive moment."""
    if at.tzinfo is None:
        raise ValueError("naive datetime")
    return at.astimezone(SEOUL).date()


def is_public_holiday(day: date) -> bool:
    """Whether a day is a public holiday or its substitute (Public Holidays Act art. 2, 3)."""
    return day in _public_holidays(day.year)


@cache
def read_centre_hours(path: Path = PATH) -> Mapping[str, CentreHours]:
    """Read the hours of the centres by id; raises ValueError or KeyError for an entry without the agreed shape."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    everywhere = read_days(content["closures"])
    return {key: _centre(entry, everywhere) for key, entry in content["centres"].items()}


def find_hours(
    centre: str | None, language: Language, among: Mapping[str, CentreHours] | None = None
) -> OpeningHours | None:
    """The hours of a centre's counselling in a language; None where nobody has told them."""
    known = read_centre_hours() if among is None else among
    found = known.get(centre) if centre else None
    return found.find(language) if found else None


def read_hours(entry: Mapping[str, Any], closed_days: frozenset[date]) -> OpeningHours:
    """Read hours as in `hours.yaml`; `closed_days` hold unless holidays are as usual; raises ValueError or KeyError."""
    week: dict[str, tuple[Span, ...]] = dict.fromkeys(_DAYS, ())
    for days, spans in entry.items():
        if days != "holidays":
            week |= dict.fromkeys(_GROUPS[days], _spans(spans))
    holidays = entry.get("holidays", "closed")
    if holidays == "as-usual":
        return OpeningHours(tuple(week.values()), None)
    return OpeningHours(tuple(week.values()), () if holidays == "closed" else _spans(holidays), closed_days)


def read_days(closures: list[dict[str, str]]) -> frozenset[date]:
    """Read closed days, each entry from its first to its last; raises ValueError where the last comes first."""
    days: set[date] = set()
    for closure in closures:
        first, last = date.fromisoformat(closure["first"]), date.fromisoformat(closure["last"])
        if last < first:
            raise ValueError(f"the closure from {first} ends before it begins")
        days |= {first + number * _DAY for number in range((last - first).days + 1)}
    return frozenset(days)


def _centre(entry: Mapping[str, Any], everywhere: frozenset[date]) -> CentreHours:
    closed = everywhere | read_days(entry.get("closures", []))
    hours = read_hours(entry["hours"], closed) if entry["hours"] else None
    languages = {Language(code): read_hours(own, closed) for code, own in entry.get("languages", {}).items()}
    return CentreHours(hours, entry["source"], entry["as_of"], languages)


def _spans(texts: list[str]) -> tuple[Span, ...]:
    return tuple(Span(*(_minutes(moment) for moment in text.split("-"))) for text in texts)


def _minutes(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(country_holidays("KR", years=year))
