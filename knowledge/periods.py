"""Ends of periods in days, months and years as the Korean Civil Act counts them (art. 155 to 160).

No end ever moves to the next working day here (art. 161): people are told the day that is safe.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

Reckoning = Callable[[date], date]

_MONTHS_A_YEAR = 12


def days_after(days: int) -> Reckoning:
    """Last day of a period of days; the day of the event is not counted (Civil Act art. 157)."""
    return lambda day: day + timedelta(days=days)


def days_from(days: int) -> Reckoning:
    """Last day of a period of days that counts the day of the event as its first (Civil Act art. 157, 158)."""
    return lambda day: day + timedelta(days=days - 1)


def days_before(days: int) -> Reckoning:
    """The day so many days before; days=0 is the day itself."""
    return lambda day: day - timedelta(days=days)


def months_after(months: int) -> Reckoning:
    """Last day of a period of months; the day of the event is not counted (Civil Act art. 157, 160).

    The period starts on the next day and ends on the eve of the corresponding day, or with the last month when that
    has no such day: one month after 28 February 2027 ends on 31 March, one month after 30 January on 28 February.
    """
    return lambda day: _end(day + timedelta(days=1), months)


def months_from(months: int) -> Reckoning:
    """Last day of a period of months that counts the day of the event as its first (Civil Act art. 160)."""
    return lambda day: _end(day, months)


def first_day_after_months(months: int) -> Reckoning:
    """The first day after a period of months that does not count the day of the event (Civil Act art. 157, 160)."""
    return lambda day: _end(day + timedelta(days=1), months) + timedelta(days=1)


def months_before(months: int) -> Reckoning:
    """The same day of an earlier month, or the last day of that month when it is shorter."""
    return lambda day: shift_months(day, -months)


def shift_months(day: date, months: int) -> date:
    """The same day so many months later (earlier when negative), or the last day of that month when it is shorter."""
    year, month = divmod(day.year * _MONTHS_A_YEAR + day.month - 1 + months, _MONTHS_A_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _end(start: date, months: int) -> date:
    shifted = shift_months(start, months)
    return shifted if shifted.day != start.day else shifted - timedelta(days=1)
