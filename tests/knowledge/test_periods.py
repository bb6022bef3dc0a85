"""Periods end on the day that the Civil Act names."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.periods import days_after, days_from, first_day_after_months, months_after, months_before, months_from

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        ("2026-03-10", 1, "2026-04-10"),
        ("2027-01-27", 1, "2027-02-27"),
        ("2027-01-28", 1, "2027-02-28"),
        ("2027-01-30", 1, "2027-02-28"),
        ("2027-01-31", 1, "2027-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2027-02-28", 1, "2027-03-31"),
        ("2028-02-28", 1, "2028-03-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2027-02-27", 12, "2028-02-27"),
        ("2026-03-10", 60, "2031-03-10"),
    ],
)
def test_months_end_on_the_eve_of_the_corresponding_day(day: str, months: int, end: str) -> None:
    assert months_after(months)(date.fromisoformat(day)) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("day", "end"), [("2026-03-10", "2026-04-09"), ("2027-01-31", "2027-02-28"), ("2026-12-01", "2026-12-31")]
)
def test_a_month_that_counts_its_first_day_ends_a_day_earlier(day: str, end: str) -> None:
    assert months_from(1)(date.fromisoformat(day)) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("day", "before"), [("2027-03-10", "2026-11-10"), ("2027-06-30", "2027-02-28"), ("2028-06-30", "2028-02-29")]
)
def test_four_months_before_falls_on_the_same_day_or_the_last_of_the_month(day: str, before: str) -> None:
    assert months_before(4)(date.fromisoformat(day)) == date.fromisoformat(before)


def test_days_cross_a_leap_day() -> None:
    assert days_after(15)(date(2028, 2, 20)) == date(2028, 3, 6)
    assert days_after(15)(date(2027, 2, 20)) == date(2027, 3, 7)
    assert days_from(90)(date(2027, 1, 1)) == date(2027, 3, 31)


@settings(database=None, deadline=None)
@given(DAYS, st.integers(1, 60))
def test_periods_of_months_never_shrink_when_the_event_comes_a_day_later(day: date, months: int) -> None:
    later = day + timedelta(days=1)
    assert months_after(months)(day) == months_from(months)(later)
    assert months_after(months)(day) <= months_after(months)(later)
    assert first_day_after_months(months)(day) - months_after(months)(day) == timedelta(days=1)
    assert 28 * months <= (months_after(months)(day) - day).days <= 31 * months
