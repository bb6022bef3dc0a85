"""Deadlines of foreign residents: from an event and its day to the dates until which something is due.

Periods are counted by the Civil Act (see knowledge/periods.py); who is bound by what stands in deadline_rules.py.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum

from knowledge.deadline_names import Event, What
from knowledge.deadline_rule import Rule
from knowledge.deadline_rules import get_rules
from knowledge.errors import KnowledgeError
from knowledge.periods import shift_months
from knowledge.workdays import get_last_working_day

__all__ = ["DateImplausible", "Deadline", "Event", "Implausible", "What", "compute", "today_in_seoul"]

# Without summer time since 1988, so that no time-zone data is needed.
_SEOUL = timezone(timedelta(hours=9))
_STATUS = re.compile(r"(?P<main>[A-H]-(?:10|[1-9]))(?:-\d{1,2})*", re.ASCII)
_REGISTRATION_FREE = timedelta(days=90)
_FARTHEST_MONTHS = 120
_PLANNED_MONTHS = 12
_DATES_OF_PAPERS = frozenset({Event.STAY_ENDS, Event.TURNED_17})


class Implausible(StrEnum):
    """Why a day cannot be right; keys of texts that are kept elsewhere."""

    TOO_LONG_AGO = "too_long_ago"
    TOO_FAR_AHEAD = "too_far_ahead"
    STAY_ENDS_FIRST = "stay_ends_first"


class DateImplausible(KnowledgeError):
    """A day that was given cannot be right; `reason` says why in one key."""

    def __init__(self, reason: Implausible, day: date) -> None:
        super().__init__(f"{day}: {reason}")
        self.reason = reason
        self.day = day


@dataclass(frozen=True)
class Deadline:
    """One action with its dates.

    `first` and `last` are inclusive; None means that the law names none or that it cannot be known. `days_left`
    counts from today to `last`: 0 on the last day, negative when it has passed. `last_working_day` is the last day up
    to `last` on which offices are open, None when no office is involved or none is open between the event and `last`.
    `certain` is False when the facts do not settle that the deadline, or its date, holds for this person.
    """

    what: What
    first: date | None
    last: date | None
    article: str
    law: str
    passed: bool
    days_left: int | None
    last_working_day: date | None
    certain: bool


def compute(
    event: Event, day: date, today: date, status: str | None = None, *, stay_ends: date | None = None
) -> tuple[Deadline, ...]:
    """What is due after an event, earliest first; () when the facts know no deadline for that status.

    `day` is the day that `Event` asks for, `today` the day in Seoul, `status` a code such as "E-9" or "E-7-4" (None
    when not said), `stay_ends` the last day of the permitted stay where known. Nobody has to register whose stay ends
    within 90 days of entry (Immigration Act art. 31(1)). Raises DateImplausible for days that cannot be right and
    ValueError for what is not a status code.
    """
    main = _read_status(status)
    _check(event, day, today, stay_ends)
    if event is Event.ARRIVAL and stay_ends is not None and stay_ends <= day + _REGISTRATION_FREE:
        return ()
    found = (_apply(rule, day, today, main, stay_ends) for rule in get_rules(event) if rule.covers(main))
    return tuple(sorted(found, key=lambda deadline: (deadline.last or deadline.first or date.max, deadline.what)))


def today_in_seoul(now: datetime) -> date:
    """The calendar day in Seoul at a moment; raises ValueError for a moment without time zone."""
    if now.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return now.astimezone(_SEOUL).date()


def _read_status(status: str | None) -> str | None:
    if status is None:
        return None
    match = _STATUS.fullmatch(status)
    if match is None:
        raise ValueError(f"no status code: {status!r}")
    return match["main"]


def _check(event: Event, day: date, today: date, stay_ends: date | None) -> None:
    ahead = _FARTHEST_MONTHS if event in _DATES_OF_PAPERS else _PLANNED_MONTHS
    if day < shift_months(today, -_FARTHEST_MONTHS):
        raise DateImplausible(Implausible.TOO_LONG_AGO, day)
    if day > shift_months(today, ahead):
        raise DateImplausible(Implausible.TOO_FAR_AHEAD, day)
    if event in {Event.ARRIVAL, Event.TRIP_ABROAD} and stay_ends is not None and stay_ends < day:
        raise DateImplausible(Implausible.STAY_ENDS_FIRST, stay_ends)


def _apply(rule: Rule, day: date, today: date, status: str | None, stay_ends: date | None) -> Deadline:
    last = rule.last(day) if rule.last else None
    if rule.ends_with_stay and stay_ends is not None:
        last = min(last or stay_ends, stay_ends)
    return Deadline(
        what=rule.what,
        first=rule.first(day) if rule.first else None,
        last=last,
        article=rule.article,
        law=rule.law,
        passed=last is not None and last < today,
        days_left=(last - today).days if last else None,
        last_working_day=_find_last_working_day(day, last) if last and rule.at_office else None,
        certain=rule.is_settled(status) and not (rule.ends_with_stay and stay_ends is None),
    )


def _find_last_working_day(day: date, last: date) -> date | None:
    working = get_last_working_day(last)
    return None if working < day < last else working
