"""Who is there, until when, and who comes next."""

from datetime import UTC, datetime, timedelta

import pytest

from api.routing.shifts import Shift, capacity, check_shifts, covered_until, find_shift, next_on_shift, on_shift

NINE = datetime(2026, 11, 24, 0, tzinfo=UTC)  # 9:00 in Seoul


def hours(number: float) -> datetime:
    return NINE + timedelta(hours=number)


KIM, LAN, LAN_LATE, BAT = (
    Shift("kim", "a", hours(0), hours(4)),
    Shift("lan", "b", hours(2), hours(5)),
    Shift("lan", "a", hours(5), hours(9)),
    Shift("bat", "a", hours(10), hours(11)),
)
SHIFTS = (LAN_LATE, LAN, BAT, KIM)


def test_somebody_is_on_shift_from_its_start_until_before_its_end() -> None:
    assert on_shift(SHIFTS, hours(2)) == (KIM, LAN)
    assert on_shift(SHIFTS, hours(4)) == (LAN,)
    assert find_shift(SHIFTS, "lan", hours(5)) == LAN_LATE
    assert find_shift(SHIFTS, "kim", hours(5)) is None


def test_shifts_that_follow_each_other_cover_the_time_without_a_gap() -> None:
    assert covered_until(SHIFTS, {"lan"}, hours(3)) == hours(9)
    assert covered_until(SHIFTS, {"kim", "lan", "bat"}, hours(0)) == hours(9)
    assert covered_until(SHIFTS, {"lan"}, hours(0)) is None


def test_the_next_shift_is_now_later_or_not_planned() -> None:
    assert next_on_shift(SHIFTS, {"lan"}, hours(3)) == hours(3)
    assert next_on_shift(SHIFTS, {"lan", "bat"}, hours(9)) == hours(10)
    assert next_on_shift(SHIFTS, {"lan"}, hours(9)) is None


def test_capacity_counts_each_counsellor_on_shift_once() -> None:
    twice = (*SHIFTS, Shift("kim", "b", hours(1), hours(3)))
    assert capacity(twice, {"kim": 3, "lan": 2, "bat": 1}, hours(2)) == 5


def test_two_shifts_of_one_counsellor_at_once_are_refused() -> None:
    check_shifts(SHIFTS)
    with pytest.raises(ValueError, match="lan overlap"):
        check_shifts((*SHIFTS, Shift("lan", "a", hours(4.5), hours(6))))


def test_a_shift_without_length_or_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="ends after"):
        Shift("kim", "a", hours(1), hours(1))
    with pytest.raises(ValueError, match="naive"):
        Shift("kim", "a", NINE.replace(tzinfo=None), hours(1))
