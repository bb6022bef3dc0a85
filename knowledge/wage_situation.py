"""What a worker tells about a job and its pay, whether that can be, and how long it makes the employment."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from knowledge.errors import KnowledgeError
from knowledge.wage_periods import DAY, add_months, last_day
from knowledge.wage_rules import SEVERANCE_MONTHS, Workplace

_MOST_MONTHS = 720
_MOST = timedelta(days=60 * 366)
_HOURS_OF_A_WEEK = 168
_DAYS_OF_A_WEEK = 7
_SHORTEST_MONTH, _LONGEST_MONTH = 28, 31
_SHORTEST_YEAR, _LONGEST_YEAR = 365, 366


class Fault(StrEnum):
    """Which answer cannot be true; the key of what to ask again."""

    START = "start"
    END = "end"
    TIME_WORKED = "time-worked"
    WEEKLY_HOURS = "weekly-hours"
    WEEKLY_DAYS = "weekly-days"
    MONTHLY_WAGE = "monthly-wage"
    UNPAID_MONTHS = "unpaid-months"
    UNPAID_SINCE = "unpaid-since"


class SituationInvalid(KnowledgeError):
    """Answers contradict each other or are beyond belief; `fault` names the one to ask again."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True)
class Situation:
    """A worker's answers; None for what is not known.

    `start` and `end` are the first and last day of employment (`end` may lie ahead); `months` and `days` worked count
    only without `start`. `weekly_hours` are the agreed hours, on average over four weeks, breaks left out;
    `monthly_wage` is the last full one in won, before deductions; `unpaid_since` the payday of the oldest unpaid wage;
    `status` a status of stay such as "E-9".
    """

    start: date | None = None
    months: int | None = None
    days: int | None = None
    end: date | None = None
    still_working: bool | None = None
    weekly_hours: float | None = None
    weekly_days: int | None = None
    monthly_wage: int | None = None
    unpaid_months: float | None = None
    unpaid_since: date | None = None
    workplace: Workplace | None = None
    status: str | None = None


@dataclass(frozen=True)
class Tenure:
    """How long the employment lasted: first and last day counted, days (both included), whether a full year."""

    start: date | None
    last: date | None
    days: int | None
    full_year: bool | None


def get_tenure(situation: Situation, today: date) -> Tenure:
    """The employment up to its end, or up to today while it goes on; raises SituationInvalid."""
    last = situation.end or (today if situation.still_working else None)
    _check(situation, today)
    start = situation.start or _start_from_months(situation, last)
    if start is None or last is None:
        return Tenure(start, last, None, None if start else _full_year_from_months(situation))
    days = (last - start).days + 1
    unpaid = situation.unpaid_months
    # One month is left over: people call the pay of a month that they began "one month".
    if unpaid is not None and (unpaid - 1) * _SHORTEST_MONTH > days:
        raise SituationInvalid(Fault.UNPAID_MONTHS)
    return Tenure(start, last, days, last_day(start, SEVERANCE_MONTHS) <= last)


def _start_from_months(situation: Situation, last: date | None) -> date | None:
    if last is None or (situation.months is None and situation.days is None):
        return None
    return add_months(last + DAY, -(situation.months or 0)) - timedelta(days=situation.days or 0)


def _full_year_from_months(situation: Situation) -> bool | None:
    """Without dates: None where the lengths of the months would decide."""
    if situation.months is None and situation.days is None:
        return None
    months, days = situation.months or 0, situation.days or 0
    if months >= SEVERANCE_MONTHS or months * _SHORTEST_MONTH + days >= _LONGEST_YEAR:
        return True
    return False if months * _LONGEST_MONTH + days < _SHORTEST_YEAR else None


def _check(situation: Situation, today: date) -> None:
    s = situation
    wrong = {
        Fault.END: s.end is not None and not _end_can_be(s.end, s.still_working, today),
        Fault.START: s.start is not None and not today - _MOST <= s.start <= (s.end or today),
        Fault.TIME_WORKED: not (0 <= (s.months or 0) <= _MOST_MONTHS and 0 <= (s.days or 0) <= _MOST.days)
        or (s.start is None and not (s.months or s.days) and (s.months, s.days) != (None, None)),
        Fault.WEEKLY_HOURS: s.weekly_hours is not None and not 0 < s.weekly_hours <= _HOURS_OF_A_WEEK,
        Fault.WEEKLY_DAYS: s.weekly_days is not None and not 1 <= s.weekly_days <= _DAYS_OF_A_WEEK,
        Fault.MONTHLY_WAGE: s.monthly_wage is not None and s.monthly_wage <= 0,
        Fault.UNPAID_MONTHS: s.unpaid_months is not None and not 0 <= s.unpaid_months <= _MOST_MONTHS,
        Fault.UNPAID_SINCE: s.unpaid_since is not None and not (s.start or today - _MOST) <= s.unpaid_since <= today,
    }
    for fault, is_wrong in wrong.items():
        if is_wrong:
            raise SituationInvalid(fault)


def _end_can_be(end: date, still_working: bool | None, today: date) -> bool:
    if abs(end - today) > _MOST:
        return False
    return still_working is None or still_working == (end >= today) or end == today
