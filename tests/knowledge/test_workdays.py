"""Working days follow the Korean calendar of public holidays with its substitute days."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.workdays import get_last_working_day, is_working_day

# Closed days that are neither Saturday nor Sunday.
CLOSED = {
    2026: "01-01 02-16 02-17 02-18 03-02 05-01 05-05 05-25 06-03 07-17 08-17 09-24 09-25 10-05 10-09 12-25",
    2027: "01-01 02-08 02-09 03-01 05-03 05-05 05-13 07-19 08-16 09-14 09-15 09-16 10-04 10-11 12-27",
}


@pytest.mark.parametrize("year", CLOSED)
def test_offices_are_closed_on_exactly_the_known_weekday_holidays(year: int) -> None:
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(365))
    closed = [day for day in days if day.weekday() < 5 and not is_working_day(day)]
    assert " ".join(f"{day:%m-%d}" for day in closed) == CLOSED[year]


@pytest.mark.parametrize("day", [date(2026, 11, 21), date(2026, 11, 22)])
def test_offices_are_closed_at_weekends(day: date) -> None:
    assert not is_working_day(day)
    assert get_last_working_day(day) == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("until", "working"),
    [
        ("2026-06-02", "2026-06-02"),
        ("2026-06-03", "2026-06-02"),
        ("2026-06-04", "2026-06-04"),
        ("2026-02-18", "2026-02-13"),
        ("2027-02-09", "2027-02-05"),
        ("2027-01-03", "2026-12-31"),
    ],
)
def test_the_last_working_day_lies_before_elections_holidays_and_new_year(until: str, working: str) -> None:
    assert get_last_working_day(date.fromisoformat(until)) == date.fromisoformat(working)


@settings(database=None, deadline=None)
@given(st.dates(date(2015, 1, 1), date(2045, 12, 31)))
def test_no_working_day_is_left_out_before_a_deadline(until: date) -> None:
    working = get_last_working_day(until)
    assert is_working_day(working)
    assert not any(is_working_day(working + timedelta(days=n)) for n in range(1, (until - working).days + 1))
