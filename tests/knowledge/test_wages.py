"""What an employer owes: severance, unpaid wages, the minimum wage, and the dates, exact to the day and the won."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from knowledge.articles import AREAS
from knowledge.settings import KnowledgeSettings
from knowledge.wage_periods import first_of_three_months, last_day, last_day_after
from knowledge.wage_rules import ARTICLES, LAWS
from knowledge.wages import Assumption, Estimate, Fault, Right, Situation, SituationInvalid, Workplace, estimate

TODAY = date(2026, 11, 23)
YEAR = Situation(
    start=date(2025, 3, 1),
    end=date(2026, 2, 28),
    weekly_hours=40,
    monthly_wage=3_000_000,
    unpaid_months=0,
    workplace=Workplace.BUSINESS,
)

days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
ends = st.dates(date(2010, 1, 1), TODAY)
wages = st.integers(1, 20_000_000)


def ask(situation: Situation = YEAR, /, **changes: object) -> Estimate:
    changed: Situation = replace(situation, **changes)  # type: ignore[arg-type]
    return estimate(changed, TODAY)


# Severance


def test_severance_of_one_year_is_thirty_days_of_average_wage() -> None:
    told = ask()
    assert (told.three_months_wage, told.three_months_days, told.days_employed) == (9_000_000, 90, 365)
    assert (told.average_daily_wage, told.severance, told.severance_due) == (Decimal(100_000), 3_000_000, True)


def test_severance_is_rounded_down_to_ten_won() -> None:
    told = ask(start=date(2024, 3, 1), monthly_wage=2_345_678)
    assert told.days_employed == 730
    assert told.average_daily_wage == Decimal("78189.26")
    assert told.severance == 4_691_350  # 7,037,034 / 90 x 30 x 730 / 365 = 4,691,356


def test_higher_ordinary_wage_takes_the_place_of_the_average_wage() -> None:
    told = ask(weekly_days=5)
    assert told.ordinary_daily_wage == Decimal("114832.53")  # 3,000,000 / 209 x 8
    assert told.severance == 3_444_970
    assert Assumption.ORDINARY_WAGE_NOT_HIGHER not in told.assumptions
    assert Assumption.ORDINARY_WAGE_NOT_HIGHER in ask().assumptions


def test_lower_ordinary_wage_leaves_the_average_wage() -> None:
    told = ask(weekly_days=6)
    assert told.ordinary_daily_wage == Decimal("95693.77")
    assert told.severance == 3_000_000


@pytest.mark.parametrize(("hours", "workplace"), [(35, Workplace.BUSINESS), (52, Workplace.BUSINESS), (40, "farm")])
def test_ordinary_wage_is_not_guessed_beside_a_full_week(hours: float, workplace: str) -> None:
    told = ask(weekly_days=5, weekly_hours=hours, workplace=Workplace(workplace))
    assert (told.ordinary_daily_wage, told.severance) == (None, 3_000_000)


@pytest.mark.parametrize(
    ("start", "end", "days_employed", "is_due"),
    [
        (date(2025, 3, 1), date(2026, 2, 27), 364, False),
        (date(2025, 3, 1), date(2026, 2, 28), 365, True),
        (date(2023, 3, 1), date(2024, 2, 28), 365, False),  # the year has a 29 February
        (date(2023, 3, 1), date(2024, 2, 29), 366, True),
        (date(2024, 2, 29), date(2025, 2, 27), 365, False),
        (date(2024, 2, 29), date(2025, 2, 28), 366, True),
        (date(2025, 11, 24), date(2026, 11, 22), 364, False),
        (date(2025, 11, 24), date(2026, 11, 23), 365, True),
    ],
)
def test_a_year_ends_on_the_eve_of_its_anniversary(start: date, end: date, days_employed: int, is_due: bool) -> None:
    told = ask(start=start, end=end)
    assert (told.days_employed, told.severance_due) == (days_employed, is_due)
    assert (told.severance is not None) == is_due
    assert (Right.NO_SEVERANCE_UNDER_YEAR in told.rights) != is_due


@pytest.mark.parametrize(
    ("hours", "due", "right"),
    [
        (14.9, False, Right.NO_SEVERANCE_FEW_HOURS),
        (15, True, Right.SEVERANCE),
        (None, None, Right.SEVERANCE_UNKNOWN),
    ],
)
def test_severance_begins_at_fifteen_hours_a_week(hours: float | None, due: bool | None, right: Right) -> None:
    told = ask(weekly_hours=hours)
    assert (told.severance_due, told.rights[0]) == (due, right)
    assert (told.severance == 3_000_000) == bool(due)
    assert due or told.severance is None


@pytest.mark.parametrize("workplace", [Workplace.HOUSEHOLD, Workplace.RELATIVES, Workplace.SHIP])
def test_work_outside_the_labour_law_gets_no_dates_of_it(workplace: Workplace) -> None:
    told = ask(workplace=workplace, unpaid_months=2, unpaid_since=date(2026, 1, 31), status="E-9")
    first = Right.SEVERANCE_UNKNOWN if workplace is Workplace.SHIP else Right.NO_SEVERANCE_WORKPLACE
    assert told.rights == (first, Right.OUTSIDE_MINIMUM_WAGE, Right.LEGAL_AID)
    assert (told.severance, told.due_by, told.limit, told.petition_by, told.below_minimum) == (None,) * 5
    assert told.unpaid == 6_000_000


def test_months_worked_stand_in_for_an_unknown_start() -> None:
    told = ask(start=None, months=12)
    assert (told.days_employed, told.severance) == (365, 3_000_000)
    assert Assumption.TIME_AS_SAID in told.assumptions
    assert ask(start=None, months=11, days=27).severance_due is False
    assert ask(start=None, months=None, days=365).severance_due is True


@pytest.mark.parametrize(
    ("months", "days", "due"),
    [(12, None, True), (11, None, False), (11, 23, False), (11, 24, None), (None, 364, False), (None, 366, True)],
)
def test_without_any_date_only_the_right_is_known_not_the_sum(
    months: int | None, days: int | None, due: bool | None
) -> None:
    told = ask(start=None, end=None, still_working=False, months=months, days=days)
    assert told.severance_due is due
    assert (told.severance, told.days_employed, told.average_daily_wage, told.due_by, told.limit) == (None,) * 5


def test_who_still_works_is_reckoned_as_if_it_ended_today() -> None:
    told = ask(end=None, still_working=True)
    assert told.days_employed == (TODAY - date(2025, 3, 1)).days + 1
    assert told.severance_due is True
    assert Assumption.ENDS_TODAY in told.assumptions
    assert (told.due_by, told.limit, told.petition_by, told.interest_from) == (None,) * 4
    assert not {Right.PAID_WITHIN_14_DAYS, Right.STATE_ADVANCE, Right.LATE_INTEREST} & set(told.rights)


@pytest.mark.parametrize(
    ("end", "first", "length"),
    [
        (date(2026, 5, 31), date(2026, 3, 1), 92),
        (date(2026, 4, 30), date(2026, 2, 1), 89),
        (date(2024, 4, 30), date(2024, 2, 1), 90),
        (date(2026, 2, 28), date(2025, 12, 1), 90),
        (date(2024, 2, 29), date(2023, 12, 1), 91),
        (date(2024, 2, 28), date(2023, 11, 29), 92),
        (date(2026, 5, 30), date(2026, 2, 28), 92),  # no 31 February
        (date(2026, 11, 15), date(2026, 8, 16), 92),
    ],
)
def test_last_three_months_end_with_the_last_day(end: date, first: date, length: int) -> None:
    assert first_of_three_months(end) == first
    assert ask(start=date(2020, 1, 1), end=end).three_months_days == length


def test_average_is_unknown_before_three_months_are_full() -> None:
    assert ask(start=date(2025, 12, 2)).average_daily_wage is None
    assert ask(start=date(2025, 12, 1)).average_daily_wage == Decimal(100_000)


# Unpaid wages and dates


def test_unpaid_months_count_at_the_last_wage() -> None:
    told = ask(unpaid_months=2.5, monthly_wage=2_156_881)
    assert told.unpaid == 5_392_202
    assert {Right.UNPAID_WAGES, Right.LATE_INTEREST, Right.STATE_ADVANCE, Right.LABOUR_OFFICE} <= set(told.rights)
    assert Assumption.SAME_WAGE in told.assumptions


@pytest.mark.parametrize(("months", "wage", "unpaid"), [(None, 3_000_000, None), (2, None, None), (0, None, 0)])
def test_unknown_pay_is_not_guessed(months: float | None, wage: int | None, unpaid: int | None) -> None:
    told = ask(unpaid_months=months, monthly_wage=wage)
    assert told.unpaid == unpaid
    assert (told.severance is None) == (wage is None)


def test_oldest_unpaid_wage_lapses_first() -> None:
    told = ask(unpaid_months=3, unpaid_since=date(2025, 12, 25))
    assert (told.wages_limit, told.severance_limit) == (date(2028, 12, 25), date(2029, 2, 28))
    assert told.limit == date(2028, 12, 25)


def test_limit_is_unknown_while_the_payday_of_the_oldest_wage_is() -> None:
    told = ask(unpaid_months=3)
    assert (told.limit, told.wages_limit, told.severance_limit) == (None, None, date(2029, 2, 28))
    assert ask().limit == date(2029, 2, 28)


def test_payday_counts_for_nothing_when_no_month_is_unpaid() -> None:
    told = ask(unpaid_months=0, unpaid_since=date(2025, 12, 25))
    assert (told.wages_limit, told.limit) == (None, date(2029, 2, 28))
    assert ask(end=None, still_working=True, unpaid_since=date(2025, 12, 25)).interest_from is None


@pytest.mark.parametrize(
    ("end", "limit"),
    [
        (date(2023, 11, 23), date(2026, 11, 23)),
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2024, 2, 28), date(2027, 2, 28)),
        (date(2025, 2, 28), date(2028, 2, 29)),  # counted from 1 March
        (date(2025, 12, 31), date(2028, 12, 31)),
        (date(2026, 4, 30), date(2029, 4, 30)),
    ],
)
def test_claims_lapse_after_three_years(end: date, limit: date) -> None:
    told = ask(start=date(2020, 1, 1), end=end)
    assert told.limit == told.severance_limit == limit


def test_claim_is_alive_on_its_last_day_and_lapsed_on_the_next() -> None:
    ended = replace(YEAR, start=date(2020, 1, 1), end=date(2023, 11, 23))
    assert estimate(ended, date(2026, 11, 23)).rights[0] is Right.SEVERANCE
    assert estimate(ended, date(2026, 11, 24)).rights[0] is Right.SEVERANCE_LAPSED
    unpaid = replace(YEAR, start=date(2020, 1, 1), unpaid_months=1, unpaid_since=date(2023, 11, 23))
    assert Right.WAGES_LAPSED not in estimate(unpaid, date(2026, 11, 23)).rights
    assert Right.WAGES_LAPSED in estimate(unpaid, date(2026, 11, 24)).rights


@pytest.mark.parametrize(("later", "has_interest"), [(14, False), (15, True)])
def test_interest_runs_from_the_fifteenth_day(later: int, has_interest: bool) -> None:
    told = estimate(YEAR, date(2026, 2, 28) + timedelta(days=later))
    assert (told.due_by, told.interest_from) == (date(2026, 3, 14), date(2026, 3, 15))
    assert (Right.LATE_INTEREST in told.rights) == has_interest


@pytest.mark.parametrize(
    ("payday", "first"), [(date(2025, 10, 22), None), (date(2025, 10, 23), date(2025, 10, 24)), (None, None)]
)
def test_interest_while_employed_only_for_wages_due_under_the_new_law(payday: date | None, first: date | None) -> None:
    told = ask(end=None, still_working=True, unpaid_months=2, unpaid_since=payday)
    assert told.interest_from == first
    assert (Right.LATE_INTEREST in told.rights) == (first is not None)


@pytest.mark.parametrize(
    ("today", "is_open"),
    [(date(2026, 2, 27), False), (date(2026, 2, 28), True), (date(2028, 2, 29), True), (date(2028, 3, 1), False)],
)
def test_state_advance_is_open_from_the_end_until_two_years_after(today: date, is_open: bool) -> None:
    told = estimate(replace(YEAR, unpaid_months=1), today)
    assert (told.petition_by, told.sue_by) == (date(2027, 2, 28), date(2028, 2, 29))
    assert (Right.STATE_ADVANCE in told.rights) == is_open


# Rights


@pytest.mark.parametrize(("status", "insured"), [("E-9", True), ("H-2", True), ("E-7", False), (None, False)])
def test_departure_insurance_is_for_e9_and_h2_after_a_year(status: str | None, insured: bool) -> None:
    assert (Right.DEPARTURE_INSURANCE in ask(status=status).rights) == insured
    assert Right.DEPARTURE_INSURANCE not in ask(status=status, end=date(2026, 2, 27)).rights


def test_who_is_owed_nothing_is_not_sent_to_an_office() -> None:
    told = ask(end=date(2025, 8, 31))
    assert told.rights == (Right.NO_SEVERANCE_UNDER_YEAR, Right.PAID_WITHIN_14_DAYS)
    assert told.limit is None


def test_nothing_known_gives_no_figure_but_says_who_helps() -> None:
    told = estimate(Situation(), TODAY)
    figures = {name: value for name, value in vars(told).items() if name not in {"rights", "assumptions"}}
    assert set(figures.values()) == {None}
    assert told.rights == (Right.SEVERANCE_UNKNOWN, Right.LIMITATION, Right.LABOUR_OFFICE, Right.LEGAL_AID)
    assert told.assumptions == (Assumption.ORDINARY_BUSINESS,)


def test_every_right_has_its_law_and_an_article_that_exists() -> None:
    assert set(LAWS) == set(ARTICLES) == set(Right)
    for article in ARTICLES.values():
        area, _, name = article.partition(".")
        assert area in AREAS
        assert (KnowledgeSettings().guidebook_dir / area / name / "ko.md").is_file()
    told = ask(unpaid_months=1)
    assert set(told.laws) == set(told.articles) == set(told.rights)
    assert "8(1)" in told.laws[Right.SEVERANCE]


# Answers that cannot be true


@pytest.mark.parametrize(
    ("fault", "changes"),
    [
        (Fault.START, {"start": date(2026, 3, 1)}),
        (Fault.START, {"start": date(2027, 1, 1), "end": None}),
        (Fault.START, {"start": date(1900, 1, 1)}),
        (Fault.END, {"end": date(2206, 2, 28)}),
        (Fault.END, {"still_working": True}),
        (Fault.END, {"end": date(2026, 11, 24), "still_working": False}),
        (Fault.TIME_WORKED, {"start": None, "months": -1}),
        (Fault.TIME_WORKED, {"start": None, "months": 0}),
        (Fault.TIME_WORKED, {"start": None, "months": 721}),
        (Fault.WEEKLY_HOURS, {"weekly_hours": 0}),
        (Fault.WEEKLY_HOURS, {"weekly_hours": 168.5}),
        (Fault.WEEKLY_HOURS, {"weekly_hours": float("nan")}),
        (Fault.WEEKLY_DAYS, {"weekly_days": 8}),
        (Fault.MONTHLY_WAGE, {"monthly_wage": 0}),
        (Fault.UNPAID_MONTHS, {"unpaid_months": -0.5}),
        (Fault.UNPAID_MONTHS, {"unpaid_months": 15}),
        (Fault.UNPAID_SINCE, {"unpaid_since": date(2026, 11, 24)}),
        (Fault.UNPAID_SINCE, {"unpaid_since": date(2025, 2, 28)}),
    ],
)
def test_answer_that_cannot_be_true_is_asked_again(fault: Fault, changes: dict[str, object]) -> None:
    with pytest.raises(SituationInvalid) as caught:
        ask(**changes)
    assert caught.value.fault is fault


@pytest.mark.parametrize("end", [TODAY, TODAY + timedelta(days=30)])
def test_an_end_that_lies_ahead_is_taken_as_given(end: date) -> None:
    told = ask(end=end, still_working=True)
    assert told.due_by == end + timedelta(days=14)
    assert Assumption.ENDS_TODAY not in told.assumptions


# What holds for all


@given(end=ends, months=st.integers(12, 400), more=st.integers(1, 60), wage=wages)
def test_more_months_never_mean_less_severance(end: date, months: int, more: int, wage: int) -> None:
    told = ask(start=None, end=end, months=months, monthly_wage=wage).severance
    longer = ask(start=None, end=end, months=months + more, monthly_wage=wage).severance
    assert told is not None
    assert longer is not None
    assert told <= longer


@given(end=ends, months=st.integers(1, 400), wage=wages, more=st.integers(1, 9_000_000), weekly_days=st.integers(1, 7))
def test_a_higher_wage_never_means_less(end: date, months: int, wage: int, more: int, weekly_days: int) -> None:
    low, high = (
        ask(start=None, end=end, months=months, monthly_wage=won, weekly_days=weekly_days, unpaid_months=1)
        for won in (wage, wage + more)
    )
    assert (low.severance or 0) <= (high.severance or 0)
    assert (low.unpaid or 0) < (high.unpaid or 0)
    assert (low.hourly or 0) <= (high.hourly or 0)


@given(end=ends, months=st.integers(12, 400), wage=wages)
def test_severance_is_never_above_its_formula_nor_ten_won_below(end: date, months: int, wage: int) -> None:
    told = ask(start=None, end=end, months=months, monthly_wage=wage)
    assert told.severance is not None
    assert told.days_employed is not None
    assert told.three_months_days is not None
    assert 89 <= told.three_months_days <= 92
    exact = Decimal(3 * wage) / Decimal(told.three_months_days) * 30 * told.days_employed / 365
    assert told.severance % 10 == 0
    assert 0 <= exact - told.severance < Decimal("10.001")


@given(end=ends, today=ends)
def test_dates_depend_on_the_end_not_on_today(end: date, today: date) -> None:
    told = estimate(replace(YEAR, start=None, months=12, end=end), today)
    assert told.due_by == end + timedelta(days=14)
    assert told == replace(estimate(replace(YEAR, start=None, months=12, end=end), TODAY), rights=told.rights)


@given(first=days, months=st.integers(1, 60))
def test_periods_follow_on_each_other_without_gap_or_overlap(first: date, months: int) -> None:
    last = last_day(first, months)
    assume(first.day <= 28)
    assert last + timedelta(days=1) == date(
        first.year + (first.month - 1 + months) // 12, (first.month - 1 + months) % 12 + 1, first.day
    )


@given(event=days)
def test_three_years_after_an_event_end_on_its_own_date(event: date) -> None:
    assume((event.month, event.day) not in {(2, 28), (2, 29)})
    assert last_day_after(event, 36) == event.replace(year=event.year + 3)
