"""The minimum wage: its hourly rates, and whether a monthly wage reaches them."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from knowledge.wage_periods import add_months
from knowledge.wage_rules import OUTSIDE, Assumption, Workplace
from knowledge.wage_situation import Situation, Tenure

# Won an hour, by calendar year (labour ministry's notices; job.minimum-wage). A year that is not here is not known.
HOURLY_MINIMUM = {2024: 9_860, 2025: 10_030, 2026: 10_320}

FULL_WEEK_HOURS = 40
# From so many hours a week on there is a paid weekly holiday (Labour Standards Act art. 18(3), 55(1)).
WEEKLY_HOLIDAY_HOURS = 15
# Hours of a month with 40 hours a week and the paid weekly holiday (Minimum Wage Act, Enforcement Decree art. 5).
FULL_MONTH_HOURS = 209

_WEEKS_OF_A_MONTH = Fraction(365, 7 * 12)
_REST_SHARE = Fraction(8, FULL_WEEK_HOURS)
_OVERTIME = Fraction(3, 2)  # Labour Standards Act art. 56
_PROBATION_SHARE = Fraction(9, 10)  # Minimum Wage Act art. 5(2): for three months at most
_PROBATION_MONTHS = 3
# The last monthly wage is paid for work done up to this long before: rates of both years count around New Year.
_WAGE_LAG_MONTHS = 2


@dataclass(frozen=True)
class HourlyPay:
    """`hourly` won, rounded down; `minimum` won an hour on the day asked about; whether the first is below the law.

    `hourly` is None over 40 hours a week, where the wage may or may not pay the overtime; `exact` is not rounded.
    """

    hourly: int | None
    minimum: int | None
    below: bool | None
    exact: Fraction | None
    assumptions: tuple[Assumption, ...]


def monthly_hours(weekly_hours: float, workplace: Workplace | None) -> Fraction:
    """Hours that a monthly wage pays: 209 for 40 hours a week; from 15 hours on with the paid weekly holiday.

    Minimum Wage Act, Enforcement Decree art. 5; Labour Standards Act art. 18(3), 55(1). Farms owe no weekly holiday
    (art. 63); elsewhere `weekly_hours` over 40 are overtime, whose premium is not counted here.
    """
    hours = Fraction(str(weekly_hours))
    if workplace is Workplace.FARM or hours < WEEKLY_HOLIDAY_HOURS:
        return hours * _WEEKS_OF_A_MONTH
    if hours == FULL_WEEK_HOURS:
        return Fraction(FULL_MONTH_HOURS)
    return hours * (1 + _REST_SHARE) * _WEEKS_OF_A_MONTH


def compare(situation: Situation, tenure: Tenure) -> HourlyPay:
    """Compare the last monthly wage with the minimum of the time it was earned in; None where that is not settled."""
    wage, hours, place = situation.monthly_wage, situation.weekly_hours, situation.workplace
    if place in OUTSIDE:
        return HourlyPay(None, None, None, None, ())
    minimum = HOURLY_MINIMUM.get(tenure.last.year) if tenure.last else None
    if wage is None or hours is None:
        return HourlyPay(None, minimum, None, None, ())
    lowest, highest = _bounds(wage, hours, place)
    exact = highest if lowest == highest else None
    below = _is_below(lowest, highest, tenure)
    told = (Assumption.WAGE_BEFORE_DEDUCTIONS, *_assumptions(situation, below, tenure))
    return HourlyPay(None if exact is None else floor(exact), minimum, below, exact, told)


def _bounds(wage: int, hours: float, place: Workplace | None) -> tuple[Fraction, Fraction]:
    """Won an hour if the wage pays all overtime with its premium, and if overtime is paid on top of it."""
    if hours <= FULL_WEEK_HOURS or place is Workplace.FARM:
        same = wage / monthly_hours(hours, place)
        return same, same
    overtime = (Fraction(str(hours)) - FULL_WEEK_HOURS) * _OVERTIME * _WEEKS_OF_A_MONTH
    return wage / (FULL_MONTH_HOURS + overtime), Fraction(wage, FULL_MONTH_HOURS)


def _is_below(lowest: Fraction, highest: Fraction, tenure: Tenure) -> bool | None:
    if tenure.last is None:
        return None
    earned_from = max(filter(None, (add_months(tenure.last, -_WAGE_LAG_MONTHS), tenure.start)))
    rates = [HOURLY_MINIMUM.get(year) for year in range(earned_from.year, tenure.last.year + 1)]
    known = [rate for rate in rates if rate is not None]
    if len(known) < len(rates):
        return None
    share = _PROBATION_SHARE if _may_be_probation(tenure) else Fraction(1)
    if highest < min(known) * share:
        return True
    return False if lowest >= max(known) else None


def _may_be_probation(tenure: Tenure) -> bool:
    if tenure.start is None or tenure.last is None:
        return not tenure.full_year
    return add_months(tenure.start, _PROBATION_MONTHS + _WAGE_LAG_MONTHS) > tenure.last


def _assumptions(situation: Situation, below: bool | None, tenure: Tenure) -> Iterator[Assumption]:
    hours = situation.weekly_hours or 0
    if situation.workplace is not Workplace.FARM:
        if hours >= WEEKLY_HOLIDAY_HOURS:
            yield Assumption.WEEKLY_REST_PAID
        if hours > FULL_WEEK_HOURS:
            yield Assumption.OVERTIME_UNCLEAR
    if below is None and _may_be_probation(tenure):
        yield Assumption.PROBATION_POSSIBLE
