"""Deadlines fall on the day that the law names, for those whom it binds, and admit what they do not know."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.deadline_rules import RULES, get_rules
from knowledge.deadlines import DateImplausible, Deadline, Event, Implausible, What, compute, today_in_seoul
from knowledge.settings import HOME
from knowledge.workdays import is_working_day

TODAY = date(2026, 11, 23)
DAY = date(2026, 11, 2)
STATUSES = [None, "A-1", "B-2", "C-3", "D-2", "D-10", "E-7-4", "E-9", "F-3", "F-4", "F-5", "F-6", "G-1-5", "H-1", "H-2"]


def _dates(event: Event, day: date, status: str | None = None) -> dict[What, str]:
    return {d.what: str(d.last) for d in compute(event, day, TODAY, status)}


def _only(event: Event, day: date, status: str | None = None, stay_ends: date | None = None) -> Deadline:
    (deadline,) = compute(event, day, TODAY, status, stay_ends=stay_ends)
    return deadline


@pytest.mark.parametrize(
    ("event", "status", "what", "last", "law"),
    [
        (Event.ARRIVAL, "E-9", What.REGISTER, "2027-01-31", "Immigration Act art. 31(1)"),
        (Event.ARRIVAL, "F-4", What.REGISTER_OR_REPORT_RESIDENCE, "2027-01-31", "Overseas Koreans Act art. 6"),
        (Event.ADDRESS_CHANGE, "D-2", What.REPORT_ADDRESS, "2026-11-17", "Immigration Act art. 36(1)"),
        (Event.ADDRESS_CHANGE, "F-4", What.REPORT_ADDRESS_F4, "2026-11-16", "Overseas Koreans Act art. 6(2)"),
        (Event.PASSPORT_CHANGE, "E-7", What.REPORT_PASSPORT, "2026-11-17", "Immigration Act art. 35"),
        (Event.DETAILS_CHANGE, "F-6", What.REPORT_DETAILS, "2026-11-17", "Immigration Act art. 35"),
        (Event.SCHOOL_CHANGE, "D-4-1", What.REPORT_SCHOOL, "2026-11-17", "Immigration Act art. 35"),
        (Event.TRAINING_STARTED, "D-10-1", What.REPORT_TRAINING, "2026-11-17", "Immigration Act art. 35"),
        (Event.WORKPLACE_CHANGE, "H-2", What.REPORT_WORKPLACE, "2026-11-17", "Immigration Act art. 35"),
        (Event.WORKPLACE_CHANGE, "F-3", What.GET_ACTIVITY_PERMISSION, "2026-11-01", "Immigration Act art. 20"),
        (Event.JOB_OR_INCOME_CHANGE, "E-7", What.REPORT_JOB, "2026-11-17", "Immigration Act art. 35"),
        (Event.CONTRACT_ENDED, "E-9", What.APPLY_FOR_WORKPLACE_CHANGE, "2026-12-02", "art. 25(3)"),
        (Event.WORKPLACE_CHANGE_APPLIED, "E-9", What.GET_WORKPLACE_PERMISSION, "2027-02-02", "art. 25(3)"),
        (Event.CHILD_BORN_FOREIGN, "E-7", What.APPLY_FOR_CHILD_STATUS, "2027-01-31", "Immigration Act art. 23"),
        (Event.CHILD_BORN_KOREAN, "F-6", What.REPORT_BIRTH, "2026-12-01", "art. 44"),
        (Event.CHILD_BORN_KOREAN, "F-6", What.APPLY_FOR_CHILD_BENEFITS, "2026-12-31", "Child Allowance Act"),
        (Event.NATIONALITY_LOST, None, What.APPLY_FOR_STATUS, "2027-01-01", "Immigration Act art. 23"),
        (Event.DIPLOMATIC_STATUS_ENDED, "A-1", What.CHANGE_STATUS, "2026-12-02", "Immigration Act art. 24(2)"),
        (Event.TURNED_17, "F-3", What.APPLY_FOR_CARD, "2027-01-30", "Immigration Act art. 33(2)"),
        (Event.MARRIED_KOREAN_ABROAD, None, What.HAND_IN_MARRIAGE_CERTIFICATE, "2027-02-01", "art. 35"),
        (Event.DIVORCE_CONFIRMED, "F-6", What.REPORT_DIVORCE, "2027-02-01", "art. 75"),
        (Event.DIVORCED, None, What.CLAIM_PROPERTY, "2028-11-02", "Civil Act art. 839-2"),
        (Event.TRIP_ABROAD, "F-5", What.COME_BACK, "2028-11-02", "Immigration Act art. 30"),
        (Event.REFUGEE_REFUSED, "G-1", What.OBJECT_TO_REFUSAL, "2026-12-02", "Refugee Act art. 21"),
        (Event.REMOVAL_ORDERED, None, What.OBJECT_TO_REMOVAL, "2026-11-09", "Immigration Act art. 60"),
    ],
)
def test_settled_deadlines_fall_on_their_day(event: Event, status: str | None, what: What, last: str, law: str) -> None:
    deadline = next(d for d in compute(event, DAY, TODAY, status) if d.what is what)
    assert str(deadline.last) == last
    assert law in deadline.law
    assert deadline.certain


@pytest.mark.parametrize(
    ("today", "passed", "left"), [("2026-11-16", False, 1), ("2026-11-17", False, 0), ("2026-11-18", True, -1)]
)
def test_a_deadline_has_passed_only_after_its_last_day(today: str, passed: bool, left: int) -> None:
    (deadline,) = compute(Event.ADDRESS_CHANGE, DAY, date.fromisoformat(today), "E-9")
    assert (deadline.passed, deadline.days_left) == (passed, left)


@pytest.mark.parametrize(
    ("arrived", "last"), [("2026-12-01", "2027-03-01"), ("2027-12-01", "2028-02-29"), ("2026-01-01", "2026-04-01")]
)
def test_registration_is_due_ninety_days_after_entry_also_across_february(arrived: str, last: str) -> None:
    (deadline,) = compute(Event.ARRIVAL, date.fromisoformat(arrived), date(2027, 1, 1), "D-2")
    assert deadline.last == date.fromisoformat(last)


@pytest.mark.parametrize(("days", "due"), [(89, False), (90, False), (91, True)])
def test_only_stays_longer_than_ninety_days_are_registered(days: int, due: bool) -> None:
    found = compute(Event.ARRIVAL, DAY, TODAY, "C-3", stay_ends=DAY + timedelta(days=days))
    assert bool(found) is due


def test_an_extension_is_applied_for_from_four_months_before_until_the_last_day() -> None:
    deadline = _only(Event.STAY_ENDS, date(2027, 6, 30), "D-2")
    assert (deadline.first, deadline.last) == (date(2027, 2, 28), date(2027, 6, 30))
    assert (deadline.what, deadline.article, deadline.certain) == (What.EXTEND_STAY, "visa.extension", True)


def test_permanent_residents_renew_the_card_and_extend_nothing() -> None:
    assert _dates(Event.STAY_ENDS, date(2027, 6, 30), "F-5-1") == {What.RENEW_PERMANENT_CARD: "2027-06-30"}


def test_the_employer_of_an_e9_worker_asks_a_week_before_the_end_which_we_cannot_be_sure_of() -> None:
    found = {d.what: d for d in compute(Event.STAY_ENDS, date(2027, 6, 30), TODAY, "E-9")}
    assert set(found) == {What.EXTEND_STAY, What.EMPLOYER_ASKS_EXTENSION, What.EMPLOYER_ASKS_REENTRY}
    assert found[What.EMPLOYER_ASKS_EXTENSION].last == date(2027, 6, 23)
    assert not found[What.EMPLOYER_ASKS_EXTENSION].certain
    assert found[What.EXTEND_STAY].certain


def test_h2_holders_may_change_to_f4_until_the_stay_ends_but_an_extension_is_open() -> None:
    found = {d.what: d.certain for d in compute(Event.STAY_ENDS, date(2027, 6, 30), TODAY, "H-2")}
    assert found == {What.CHANGE_TO_F4: True, What.EXTEND_STAY: False}


def test_someone_who_did_not_tell_the_status_also_sees_the_shorter_term_for_f4() -> None:
    found = [(d.what, d.last, d.certain) for d in compute(Event.ADDRESS_CHANGE, DAY, TODAY)]
    assert found == [
        (What.REPORT_ADDRESS_F4, date(2026, 11, 16), False),
        (What.REPORT_ADDRESS, date(2026, 11, 17), True),
    ]


@pytest.mark.parametrize("status", ["E-1", "E-7-4"])
def test_professionals_need_permission_before_or_a_report_after_and_the_facts_do_not_say_which(status: str) -> None:
    assert _dates(Event.WORKPLACE_CHANGE, DAY, status) == {
        What.GET_WORKPLACE_PERMISSION: "2026-11-01",
        What.REPORT_WORKPLACE: "2026-11-17",
    }
    assert not any(d.certain for d in compute(Event.WORKPLACE_CHANGE, DAY, TODAY, status))


@pytest.mark.parametrize(
    ("event", "status"),
    [
        (Event.ARRIVAL, "A-1"),
        (Event.SCHOOL_CHANGE, "E-9"),
        (Event.SCHOOL_CHANGE, "D-3"),
        (Event.TRAINING_STARTED, "D-2"),
        (Event.JOB_OR_INCOME_CHANGE, "D-2"),
        (Event.CONTRACT_ENDED, "F-6"),
        (Event.WORKPLACE_CHANGE_APPLIED, "H-2"),
    ],
)
def test_a_status_that_is_not_bound_gets_no_deadline(event: Event, status: str) -> None:
    assert compute(event, DAY, TODAY, status) == ()


@pytest.mark.parametrize(
    ("event", "status"),
    [
        (Event.ARRIVAL, "B-1"),
        (Event.ARRIVAL, "A-2"),
        (Event.ADDRESS_CHANGE, "C-3"),
        (Event.PASSPORT_CHANGE, "F-4"),
        (Event.JOB_OR_INCOME_CHANGE, "F-2"),
        (Event.SCHOOL_CHANGE, None),
        (Event.SCHOOL_LEFT, "D-2"),
        (Event.CHILD_SCHOOL_CHANGE, "F-3"),
        (Event.CHILD_BORN, "F-6"),
        (Event.WORKPLACE_CHANGE, "E-9"),
        (Event.CONTRACT_ENDED, None),
        (Event.LEAVING_FOR_GOOD, None),
    ],
)
def test_what_the_facts_leave_open_is_not_certain(event: Event, status: str | None) -> None:
    found = compute(event, DAY, TODAY, status)
    assert found
    assert not any(deadline.certain for deadline in found)


def test_students_have_permission_on_the_day_before_the_first_day_of_work() -> None:
    permission, report = compute(Event.WORKPLACE_CHANGE, DAY, TODAY, "D-2")
    assert (permission.what, permission.last, permission.certain) == (
        What.GET_PART_TIME_PERMISSION,
        date(2026, 11, 1),
        True,
    )
    assert (report.what, report.certain) == (What.REPORT_WORKPLACE, False)


@pytest.mark.parametrize(
    ("stay_ends", "last", "certain"),
    [
        (None, "2027-11-02", False),
        ("2027-11-01", "2027-11-01", True),
        ("2027-11-02", "2027-11-02", True),
        ("2027-11-03", "2027-11-02", True),
    ],
)
def test_residents_come_back_within_a_year_or_the_rest_of_the_stay(
    stay_ends: str | None, last: str, certain: bool
) -> None:
    end = date.fromisoformat(stay_ends) if stay_ends else None
    found = {d.what: d for d in compute(Event.TRIP_ABROAD, DAY, TODAY, "E-7", stay_ends=end)}
    back = found[What.COME_BACK]
    assert (str(back.last), back.certain, back.last_working_day) == (last, certain, None)
    assert found[What.GET_REENTRY_PERMIT].last == date(2026, 11, 1)


def test_f4_holders_come_back_before_their_stay_ends_and_visitors_have_no_date() -> None:
    assert _only(Event.TRIP_ABROAD, DAY, "F-4", date(2029, 5, 1)).last == date(2029, 5, 1)
    assert _only(Event.TRIP_ABROAD, DAY, "F-4").last is None
    visitor = _only(Event.TRIP_ABROAD, DAY, "C-3", date(2026, 12, 1))
    assert (visitor.last, visitor.days_left, visitor.passed, visitor.certain) == (None, None, False, False)


def test_e9_workers_may_come_back_to_work_on_the_day_after_the_waiting_time() -> None:
    found = {d.what: d for d in compute(Event.LEAVING_FOR_GOOD, date(2026, 11, 30), TODAY, "E-9")}
    assert found[What.WORK_AGAIN_UNDER_EPS].first == date(2027, 6, 1)
    assert found[What.WORK_AGAIN_UNDER_EPS].certain
    assert found[What.WORK_AGAIN_AS_COMMITTED_WORKER].first == date(2027, 1, 1)
    assert found[What.CLAIM_DEPARTURE_INSURANCE].last == date(2026, 11, 23)
    assert found[What.CLAIM_PENSION_REFUND].last == date(2031, 11, 30)


@pytest.mark.parametrize(("event", "status"), [(Event.CONTRACT_ENDED, "E-7"), (Event.DIVORCED, "F-6")])
def test_advice_on_the_stay_is_due_before_it_ends(event: Event, status: str) -> None:
    advice = {What.ASK_ABOUT_D10, What.ASK_ABOUT_STAY_AFTER_DIVORCE}
    for stay_ends in (None, date(2027, 3, 1)):
        found = compute(event, DAY, TODAY, status, stay_ends=stay_ends)
        assert [(d.last, d.certain) for d in found if d.what in advice] == [(stay_ends, False)]


@pytest.mark.parametrize(
    ("moved", "last", "working"),
    [
        ("2026-05-19", "2026-06-03", "2026-06-02"),
        ("2026-02-03", "2026-02-18", "2026-02-13"),
        ("2026-11-02", "2026-11-17", "2026-11-17"),
        ("2026-11-07", "2026-11-22", "2026-11-20"),
    ],
)
def test_a_last_day_on_a_holiday_stays_and_the_working_day_lies_before_it(moved: str, last: str, working: str) -> None:
    deadline = _only(Event.ADDRESS_CHANGE, date.fromisoformat(moved), "E-9")
    assert (str(deadline.last), str(deadline.last_working_day)) == (last, working)


def test_a_stay_that_ends_on_a_sunday_names_the_friday_before() -> None:
    assert _only(Event.STAY_ENDS, date(2026, 11, 29), "D-2").last_working_day == date(2026, 11, 27)


def test_no_working_day_is_named_when_offices_stay_closed_from_the_event_to_the_end() -> None:
    (deadline,) = compute(Event.REMOVAL_ORDERED, date(2017, 9, 30), date(2017, 10, 1))
    assert deadline.last_working_day is None
    (deadline,) = compute(Event.REMOVAL_ORDERED, date(2017, 9, 29), date(2017, 10, 1))
    assert deadline.last_working_day == date(2017, 9, 29)


@pytest.mark.parametrize(
    ("event", "day", "reason"),
    [
        (Event.ARRIVAL, "2016-11-22", Implausible.TOO_LONG_AGO),
        (Event.ARRIVAL, "2027-11-24", Implausible.TOO_FAR_AHEAD),
        (Event.CHILD_BORN, "2027-11-24", Implausible.TOO_FAR_AHEAD),
        (Event.STAY_ENDS, "2036-11-24", Implausible.TOO_FAR_AHEAD),
    ],
)
def test_days_that_cannot_be_right_are_refused(event: Event, day: str, reason: Implausible) -> None:
    wrong = date.fromisoformat(day)
    with pytest.raises(DateImplausible) as caught:
        compute(event, wrong, TODAY)
    assert (caught.value.reason, caught.value.day) == (reason, wrong)
    back = timedelta(days=1 if reason is Implausible.TOO_LONG_AGO else -1)
    assert compute(event, wrong + back, TODAY)


def test_a_stay_that_ends_before_the_trip_is_refused() -> None:
    with pytest.raises(DateImplausible) as caught:
        compute(Event.TRIP_ABROAD, DAY, TODAY, "E-7", stay_ends=DAY - timedelta(days=1))
    assert caught.value.reason is Implausible.STAY_ENDS_FIRST
    assert compute(Event.TRIP_ABROAD, DAY, TODAY, "E-7", stay_ends=DAY)


@pytest.mark.parametrize("status", ["e9", "E9", "E-11", "Z-1", "E-", "", "E-9 ", "E-٩"])
def test_what_is_no_status_code_is_refused(status: str) -> None:
    with pytest.raises(ValueError, match="no status code"):
        compute(Event.ARRIVAL, DAY, TODAY, status)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 11, 22, 14, 59, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 15, 0, tzinfo=UTC), date(2026, 11, 23)),
    ],
)
def test_the_day_changes_at_midnight_in_seoul(now: datetime, day: date) -> None:
    assert today_in_seoul(now) == day


def test_a_moment_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        today_in_seoul(datetime(2026, 11, 22, 15, 0))  # noqa: DTZ001


def test_every_event_and_every_action_has_a_rule_with_an_article_of_the_guidebook() -> None:
    assert all(get_rules(event) for event in Event)
    assert {rule.what for rule in RULES} == set(What)
    for rule in RULES:
        area, name = rule.article.split(".")
        assert (HOME / "guidebook" / area / name / "en.md").is_file(), rule.article


@settings(database=None, deadline=None)
@given(
    st.sampled_from(Event),
    st.integers(-3000, 360),
    st.sampled_from(STATUSES),
    st.one_of(st.none(), st.integers(0, 3000)),
    st.integers(-300, 5),
)
def test_dates_are_ordered_consistent_and_independent_of_today(
    event: Event, offset: int, status: str | None, left: int | None, shift: int
) -> None:
    day = TODAY + timedelta(days=offset)
    stay_ends = None if left is None else day + timedelta(days=left)
    found = compute(event, day, TODAY, status, stay_ends=stay_ends)
    for deadline in found:
        assert deadline.passed is (deadline.last is not None and deadline.last < TODAY)
        assert deadline.last is None or deadline.days_left == (deadline.last - TODAY).days
        assert None in (deadline.first, deadline.last) or str(deadline.first) <= str(deadline.last)
        working = deadline.last_working_day
        assert working is None or (is_working_day(working) and working <= (deadline.last or date.min))
    ends = [deadline.last or deadline.first or date.max for deadline in found]
    assert ends == sorted(ends)
    later = compute(event, day, TODAY + timedelta(days=max(shift, offset - 360)), status, stay_ends=stay_ends)
    dates = [(d.what, d.first, d.last, d.last_working_day, d.certain) for d in found]
    assert dates == [(d.what, d.first, d.last, d.last_working_day, d.certain) for d in later]
