"""Programmes for a child: exact at every age, amounts by school, and never surer than what is known."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.articles import read_guidebook
from knowledge.languages import Language
from knowledge.programmes import (
    Child,
    Family,
    Fit,
    Income,
    Need,
    Programme,
    Reason,
    School,
    count_years,
    match,
    read_programmes,
    weigh,
)
from knowledge.settings import KnowledgeSettings

BY_ID = {programme.id: programme for programme in read_programmes()}
KNOWN = Child(school=School.PRIMARY, income=Income.UP_TO_100, family=Family.MULTICULTURAL)
CHILDREN = st.builds(
    Child,
    age_years=st.none() | st.integers(0, 26),
    age_months=st.just(None),
    school=st.none() | st.sampled_from(School),
    income=st.none() | st.sampled_from(Income),
    needs=st.frozensets(st.sampled_from(Need), max_size=2),
    family=st.none() | st.sampled_from(Family),
)


def fits(identity: str, child: Child) -> tuple[Fit, Reason]:
    found = weigh(BY_ID[identity], child)
    return found.fits, found.reason


@pytest.mark.parametrize(
    ("identity", "first", "last"),
    [
        ("visiting-education", 3, 12),
        ("home-tutoring", 3, 15),
        ("education-allowance", 7, 18),
        ("english-education", 7, 12),
        ("soccer-class", 5, 12),
        ("career-guidance", 9, 24),
    ],
)
def test_first_and_last_age_belong_to_the_programme_and_the_next_ones_do_not(
    identity: str, first: int, last: int
) -> None:
    answers = [weigh(BY_ID[identity], replace(KNOWN, age_years=age)).fits for age in (first - 1, first, last, last + 1)]
    assert answers == [Fit.NO, Fit.YES, Fit.YES, Fit.NO]


@pytest.mark.parametrize(
    ("today", "fit"), [(date(2026, 11, 22), Fit.YES), (date(2026, 11, 23), Fit.NO), (date(2026, 11, 24), Fit.NO)]
)
def test_child_is_twelve_until_the_day_before_the_thirteenth_birthday(today: date, fit: Fit) -> None:
    child = replace(KNOWN, age_years=count_years(date(2013, 11, 23), today))
    assert weigh(BY_ID["soccer-class"], child).fits is fit


@pytest.mark.parametrize(
    ("today", "years"),
    [(date(2025, 2, 28), 12), (date(2025, 3, 1), 13), (date(2028, 2, 28), 15), (date(2028, 2, 29), 16)],
)
def test_who_is_born_on_a_leap_day_is_a_year_older_from_the_first_of_march(today: date, years: int) -> None:
    assert count_years(date(2012, 2, 29), today) == years


@pytest.mark.parametrize(("months", "fit"), [(35, Fit.NO), (36, Fit.YES)])
def test_months_of_a_baby_count_as_completed_years(months: int, fit: Fit) -> None:
    assert weigh(BY_ID["home-tutoring"], Child(age_months=months)).fits is fit


@pytest.mark.parametrize(
    ("identity", "age", "answer"),
    [
        ("language-development", 2, (Fit.PERHAPS, Reason.AGE_SOURCES_DIFFER)),
        ("language-development", 3, (Fit.YES, Reason.CONDITIONS_MET)),
        ("language-development", 13, (Fit.PERHAPS, Reason.AGE_SOURCES_DIFFER)),
        ("bilingual", 2, (Fit.PERHAPS, Reason.AGE_SOURCES_DIFFER)),
        ("bilingual", 13, (Fit.NO, Reason.OUTSIDE_AGE)),
        ("career-design", 6, (Fit.NO, Reason.OUTSIDE_AGE)),
        ("career-design", 7, (Fit.PERHAPS, Reason.AGE_SOURCES_DIFFER)),
        ("career-design", 9, (Fit.YES, Reason.CONDITIONS_MET)),
    ],
)
def test_age_on_which_the_sources_differ_is_perhaps(identity: str, age: int, answer: tuple[Fit, Reason]) -> None:
    assert fits(identity, replace(KNOWN, age_years=age)) == answer


@pytest.mark.parametrize(
    ("school", "age", "won"),
    [(School.PRIMARY, 7, 400_000), (School.MIDDLE, 13, 500_000), (School.HIGH, 18, 600_000)],
)
def test_allowance_goes_by_school(school: School, age: int, won: int) -> None:
    found = weigh(BY_ID["education-allowance"], replace(KNOWN, age_years=age, school=school))
    assert (found.fits, found.yearly_won) == (Fit.YES, won)


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({"income": Income.BASIC_LIVELIHOOD}, (Fit.NO, Reason.OUTSIDE_INCOME)),
        ({"income": Income.UP_TO_50}, (Fit.PERHAPS, Reason.INCOME_SOURCES_DIFFER)),
        ({"income": Income.ABOVE_100}, (Fit.NO, Reason.OUTSIDE_INCOME)),
        ({"income": None}, (Fit.PERHAPS, Reason.ASK_INCOME)),
        ({"school": None}, (Fit.PERHAPS, Reason.ASK_SCHOOL)),
        ({"school": School.OUT_OF_SCHOOL}, (Fit.PERHAPS, Reason.SCHOOL_NOT_NAMED)),
        ({"age_years": None}, (Fit.PERHAPS, Reason.ASK_AGE)),
        ({"family": None}, (Fit.PERHAPS, Reason.ASK_FAMILY)),
        ({"family": Family.FOREIGN}, (Fit.PERHAPS, Reason.FOREIGN_FAMILY)),
    ],
)
def test_allowance_says_which_condition_is_open_or_fails(change: dict[str, object], answer: tuple[Fit, Reason]) -> None:
    known = {"age_years": 10, "school": School.PRIMARY, "income": Income.UP_TO_100, "family": Family.MULTICULTURAL}
    assert fits("education-allowance", Child(**{**known, **change})) == answer  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("school", "fit"),
    [(School.KINDERGARTEN, Fit.YES), (School.PRIMARY, Fit.YES), (School.MIDDLE, Fit.NO), (None, Fit.PERHAPS)],
)
def test_basic_learning_ends_with_primary_school(school: School | None, fit: Fit) -> None:
    child = Child(age_years=12, school=school, family=Family.MULTICULTURAL)
    assert weigh(BY_ID["basic-learning"], child).fits is fit


def test_child_of_two_foreigners_is_sure_only_where_the_source_takes_foreign_families() -> None:
    found = match(Child(age_years=10, school=School.PRIMARY, income=Income.UP_TO_100, family=Family.FOREIGN))
    assert {m.programme.id for m in found if m.fits is Fit.YES} == {"home-tutoring", "soccer-class"}


def test_only_programmes_for_the_need_are_named_and_the_sure_one_first() -> None:
    found = match(replace(KNOWN, age_years=9, needs=frozenset({Need.KOREAN})))
    assert [m.fits for m in found] == [Fit.YES, Fit.YES, Fit.YES, Fit.PERHAPS]
    assert (found[-1].programme.id, found[-1].reason) == ("visiting-education", Reason.ASK_ARRIVAL)
    assert match(replace(KNOWN, age_years=25, needs=frozenset({Need.MONEY}))) == ()


def test_pupil_of_high_school_is_not_sent_to_a_class_for_small_children() -> None:
    found = {m.programme.id for m in match(Child(school=School.HIGH, family=Family.MULTICULTURAL))}
    assert not found & {"soccer-class", "visiting-education", "basic-learning", "bilingual"}
    assert {"career-guidance", "education-allowance"} <= found


def test_culture_lessons_are_for_schools_to_order() -> None:
    found = match(replace(KNOWN, age_years=10, needs=frozenset({Need.CULTURE})))
    assert [(m.fits, m.reason) for m in found] == [(Fit.PERHAPS, Reason.GROUPS_APPLY)]


@given(CHILDREN, st.sampled_from(read_programmes()))
def test_what_becomes_known_later_never_turns_a_firm_answer_round(child: Child, programme: Programme) -> None:
    before = weigh(programme, child).fits
    if before is Fit.PERHAPS:
        return
    for family in Family if child.family is None else ():
        assert weigh(programme, replace(child, family=family)).fits is before
    for income in Income if child.income is None else ():
        assert weigh(programme, replace(child, income=income)).fits is before
    if child.age is None and child.school is None:
        for age in range(27):
            assert weigh(programme, replace(child, age_years=age)).fits is before


@given(CHILDREN)
def test_matches_are_never_no_and_the_sure_ones_come_first(child: Child) -> None:
    order = [(m.fits, len(m.open_points)) for m in match(child)]
    assert order == sorted(order, key=lambda pair: (pair[0] is Fit.PERHAPS, pair[1]))
    assert all(fit is not Fit.NO and (fit is Fit.YES) == (points == 0) for fit, points in order)


def test_programmes_that_exclude_each_other_say_so_on_both_sides() -> None:
    pairs = {(p.id, other) for p in read_programmes() for other in p.not_with}
    assert pairs == {("visiting-education", "home-tutoring"), ("home-tutoring", "visiting-education")}


def test_every_need_finds_a_programme_and_every_programme_has_its_article() -> None:
    assert frozenset().union(*(p.needs for p in read_programmes())) == frozenset(Need)
    guidebook = read_guidebook(KnowledgeSettings().guidebook_dir)
    assert [p.id for p in read_programmes() if guidebook.find(p.article, Language.EN) is None] == []


@pytest.mark.parametrize("age", [{"age_years": -1}, {"age_months": -1}])
def test_age_below_zero_is_refused(age: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="below zero"):
        Child(**age)  # type: ignore[arg-type]
