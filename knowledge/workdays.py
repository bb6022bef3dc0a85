"""Days on which Korean offices are open: not Saturdays, Sundays or public holidays with their substitute days.

The holidays come from the package `holidays`; a holiday that the government declares later is unknown to it.
"""

from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

_SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Whether public offices in Korea are open on that day (Public Holidays Act art. 2, 3)."""
    return day.weekday() < _SATURDAY and day not in _closed_days(day.year)


def get_last_working_day(until: date) -> date:
    """The last working day on or before a day; itself when it is one."""
    day = until
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


@cache
def _closed_days(year: int) -> frozenset[date]:
    return frozenset(country_holidays("KR", years=year))
