"""Severance pay: whether it is due, how much by the legal minimum, and the parts of the sum."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from knowledge.minimum_wage import FULL_WEEK_HOURS
from knowledge.wage_periods import first_of_three_months
from knowledge.wage_rules import SEVERANCE_WEEKLY_HOURS, WITHOUT_SEVERANCE, Assumption, Right, Workplace
from knowledge.wage_situation import Situation, Tenure

_SEVERANCE_DAYS = 30
_YEAR_DAYS = 365
_AVERAGED_MONTHS = 3
_WON_STEP = 10


@dataclass(frozen=True)
class Severance:
    """Whether severance is due (None: not known), why, and in won: the amount and the parts that make it.

    Daily wages have two decimals and are rounded down, the amount is rounded down to 10 won.
    """

    due: bool | None
    reason: Right
    amount: int | None = None
    average_daily_wage: Decimal | None = None
    ordinary_daily_wage: Decimal | None = None
    three_months_wage: int | None = None
    three_months_days: int | None = None
    assumptions: tuple[Assumption, ...] = ()


def compute_severance(situation: Situation, tenure: Tenure, hourly: Fraction | None) -> Severance:
    """30 days' average wage for each year of service (Retirement Benefits Act art. 8(1)), by days employed / 365.

    The average wage of a day is the wage of the last three months by their calendar days, the ordinary wage of a day
    if that is higher (Labour Standards Act art. 2(1)6, 2(2)). `hourly` is the exact wage of an hour in won.
    """
    due, reason = _judge(situation, tenure)
    wage, last, days = situation.monthly_wage, tenure.last, tenure.days
    if wage is None or last is None or days is None or not _covers_three_months(tenure):
        return Severance(due, reason)
    three_months_days = (last - first_of_three_months(last)).days + 1
    average = Fraction(_AVERAGED_MONTHS * wage, three_months_days)
    ordinary = _ordinary_daily_wage(situation, hourly)
    exact = max(average, ordinary or average) * _SEVERANCE_DAYS * days / _YEAR_DAYS
    return Severance(
        due,
        reason,
        floor(exact / _WON_STEP) * _WON_STEP if due else None,
        _cents(average),
        None if ordinary is None else _cents(ordinary),
        _AVERAGED_MONTHS * wage,
        three_months_days,
        tuple(_assumptions(due, ordinary)),
    )


def _judge(situation: Situation, tenure: Tenure) -> tuple[bool | None, Right]:
    hours = situation.weekly_hours
    if situation.workplace in WITHOUT_SEVERANCE:
        return False, Right.NO_SEVERANCE_WORKPLACE
    if situation.workplace is Workplace.SHIP:
        return None, Right.SEVERANCE_UNKNOWN
    if tenure.full_year is False:
        return False, Right.NO_SEVERANCE_UNDER_YEAR
    if hours is not None and hours < SEVERANCE_WEEKLY_HOURS:
        return False, Right.NO_SEVERANCE_FEW_HOURS
    if hours is None or tenure.full_year is None:
        return None, Right.SEVERANCE_UNKNOWN
    return True, Right.SEVERANCE


def _covers_three_months(tenure: Tenure) -> bool:
    if tenure.start is None or tenure.last is None:
        return False
    return tenure.start <= first_of_three_months(tenure.last)


def _ordinary_daily_wage(situation: Situation, hourly: Fraction | None) -> Fraction | None:
    """Known only for a full week of 40 hours: part-timers' day depends on that of their colleagues."""
    days = situation.weekly_days
    if hourly is None or days is None or situation.weekly_hours != FULL_WEEK_HOURS:
        return None
    return None if situation.workplace is Workplace.FARM else hourly * FULL_WEEK_HOURS / days


def _assumptions(due: bool | None, ordinary: Fraction | None) -> Iterator[Assumption]:
    yield Assumption.SAME_WAGE
    if due:
        yield Assumption.WITHOUT_BREAK
        if ordinary is None:
            yield Assumption.ORDINARY_WAGE_NOT_HIGHER


def _cents(won: Fraction) -> Decimal:
    return Decimal(floor(won * 100)) / 100
