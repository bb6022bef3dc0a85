"""Whether a monthly wage reaches the minimum wage: exact to the won, and not claimed where the facts leave it open."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.minimum_wage import HOURLY_MINIMUM, monthly_hours
from knowledge.wages import Assumption, Estimate, Right, Situation, Workplace, estimate

TODAY = date(2026, 11, 23)
WORKING = Situation(
    start=date(2024, 3, 1),
    still_working=True,
    weekly_hours=40,
    monthly_wage=2_156_880,
    workplace=Workplace.BUSINESS,
)


def ask(today: date = TODAY, /, **changes: object) -> Estimate:
    changed: Situation = replace(WORKING, **changes)  # type: ignore[arg-type]
    return estimate(changed, today)


@pytest.mark.parametrize(
    ("year", "wage", "hourly"), [(2024, 2_060_740, 9_860), (2025, 2_096_270, 10_030), (2026, 2_156_880, 10_320)]
)
def test_full_week_at_the_published_monthly_minimum_is_not_below_and_one_won_less_is(
    year: int, wage: int, hourly: int
) -> None:
    told = ask(date(year, 11, 23), monthly_wage=wage)
    assert (told.minimum_hourly, told.hourly, told.below_minimum) == (hourly, hourly, False)
    less = ask(date(year, 11, 23), monthly_wage=wage - 1)
    assert (less.hourly, less.below_minimum) == (hourly - 1, True)
    assert (Right.BELOW_MINIMUM_WAGE in less.rights, Right.BELOW_MINIMUM_WAGE in told.rights) == (True, False)


@pytest.mark.parametrize(
    ("hours", "wage", "hourly"),
    [
        (14.9, 1_000_000, 15_445),  # 14.9 x 365 / 84 = 64.74 hours, no weekly holiday
        (15, 1_000_000, 12_785),  # 18 x 365 / 84 = 78.21 hours
        (20, 1_076_229, 10_320),  # 24 x 365 / 84 = 104.29 hours
        (40, 2_500_000, 11_961),
    ],
)
def test_weekly_holiday_is_paid_from_fifteen_hours_on(hours: float, wage: int, hourly: int) -> None:
    told = ask(weekly_hours=hours, monthly_wage=wage)
    assert (told.hourly, told.below_minimum) == (hourly, False)
    assert (Assumption.WEEKLY_REST_PAID in told.assumptions) == (hours >= 15)
    assert Assumption.WAGE_BEFORE_DEDUCTIONS in told.assumptions


@pytest.mark.parametrize(
    ("wage", "below"), [(2_156_879, True), (2_156_880, None), (2_964_051, None), (2_964_052, False)]
)
def test_over_forty_hours_only_what_holds_either_way_is_claimed(wage: int, below: bool | None) -> None:
    told = ask(weekly_hours=52, monthly_wage=wage)  # 209 hours, or 209 + 12 x 1.5 x 365 / 84 = 287.21 hours
    assert (told.hourly, told.below_minimum) == (None, below)
    assert Assumption.OVERTIME_UNCLEAR in told.assumptions


def test_farm_owes_no_paid_weekly_holiday() -> None:
    told = ask(workplace=Workplace.FARM, monthly_wage=2_000_000)
    assert (told.hourly, told.below_minimum) == (11_506, False)
    assert (ask(monthly_wage=2_000_000).hourly, ask(monthly_wage=2_000_000).below_minimum) == (9_569, True)
    assert ask(workplace=Workplace.FARM, monthly_wage=2_000_000, weekly_hours=52).below_minimum is True


@pytest.mark.parametrize("changes", [{"weekly_hours": None}, {"monthly_wage": None}])
def test_without_hours_or_wage_there_is_no_comparison(changes: dict[str, object]) -> None:
    told = ask(**changes)
    assert (told.minimum_hourly, told.hourly, told.below_minimum) == (10_320, None, None)


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2027, 6, 1)])
def test_year_without_a_known_rate_is_not_judged(day: date) -> None:
    told = ask(day, start=date(2020, 1, 1), monthly_wage=1_000_000)
    assert (told.minimum_hourly, told.below_minimum) == (None, None)


@pytest.mark.parametrize(
    ("wage", "below"), [(2_096_269, True), (2_096_270, None), (2_156_879, None), (2_156_880, False)]
)
def test_around_new_year_both_rates_must_agree(wage: int, below: bool | None) -> None:
    assert ask(date(2026, 2, 28), monthly_wage=wage).below_minimum is below
    assert ask(date(2026, 3, 1), monthly_wage=wage).below_minimum is (wage < 2_156_880)


def test_who_began_in_the_new_year_is_judged_by_its_rate_alone() -> None:
    assert ask(date(2026, 2, 28), start=date(2026, 1, 1), monthly_wage=1_800_000).below_minimum is True
    assert ask(date(2026, 2, 28), start=date(2025, 12, 31), monthly_wage=1_900_000).below_minimum is None
    assert ask(date(2026, 2, 28), start=date(2026, 1, 1), monthly_wage=1_900_000).below_minimum is True


@pytest.mark.parametrize(("start", "may_be"), [(date(2026, 6, 24), True), (date(2026, 6, 23), False), (None, True)])
def test_probation_may_explain_up_to_a_tenth_less(start: date | None, may_be: bool) -> None:
    told = ask(start=start, monthly_wage=1_941_192)  # 90% of the minimum
    assert told.below_minimum is (None if may_be else True)
    assert (Assumption.PROBATION_POSSIBLE in told.assumptions) == may_be
    assert ask(start=start, monthly_wage=1_941_191).below_minimum is True


@given(hours=st.integers(1, 160).map(lambda quarters: quarters / 4), year=st.sampled_from(sorted(HOURLY_MINIMUM)))
def test_hourly_wage_below_the_rate_and_the_verdict_agree(hours: float, year: int) -> None:
    exact = monthly_hours(hours, None) * HOURLY_MINIMUM[year]
    for wage in (int(exact) - 1, int(exact), int(exact) + 1):
        told = ask(date(year, 6, 1), weekly_hours=hours, monthly_wage=wage, start=date(2020, 1, 1))
        assert told.hourly is not None
        assert told.below_minimum is (wage < exact) is (told.hourly < HOURLY_MINIMUM[year])


@given(hours=st.floats(0.5, 40))
def test_more_hours_never_mean_a_shorter_month(hours: float) -> None:
    assert monthly_hours(hours, None) <= monthly_hours(40, None)
    assert monthly_hours(hours, Workplace.FARM) <= monthly_hours(hours, None)
