"""Periods of months and days for wage claims, counted as Korean law counts them."""

from calendar import monthrange
from datetime import date, timedelta

DAY = timedelta(days=1)


def last_day(first: date, months: int) -> date:
    """The last day of a period of so many months whose first counted day is `first`.

    It is the eve of the corresponding day, or the end of the month where that day does not exist (Civil Act art. 160).
    A last day on a weekend or public holiday is left where it is: nobody is told that a deadline moves later.
    """
    year, month = _shift(first, months)
    length = monthrange(year, month)[1]
    return date(year, month, length) if first.day > length else date(year, month, first.day) - DAY


def last_day_after(event: date, months: int) -> date:
    """The last day of a period of so many months after an event, whose own day is not counted (Civil Act art. 157)."""
    return last_day(event + DAY, months)


def add_months(day: date, months: int) -> date:
    """The same day so many months later (earlier if negative), or the last day of a month that is too short."""
    year, month = _shift(day, months)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def first_of_three_months(end: date) -> date:
    """The first day of the three months that end with `end`, the last day of employment (89 to 92 days).

    Labour Standards Act art. 2(1)6 takes the three months before the day on which the claim arises: the day after.
    """
    return add_months(end + DAY, -3)


def _shift(day: date, months: int) -> tuple[int, int]:
    years, month = divmod(day.month - 1 + months, 12)
    return day.year + years, month + 1
