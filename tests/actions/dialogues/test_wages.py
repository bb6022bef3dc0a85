"""The dialogue on wages asks what it needs, refuses what cannot be, and tells an estimate with its doubts."""

import re
from datetime import date

import pytest

from actions.dialogues.dialogue import SKIPPED, Setting, Value
from actions.dialogues.wages import WagesDialogue
from actions.dialogues.wages_result import STEPS_ARTICLES, articles, lines, read_situation, steps
from actions.dialogues.wages_words import Left, Saying, assumptions, faults, left_out, rights, sayings
from knowledge.languages import Language
from knowledge.wage_rules import LAWS
from knowledge.wages import Assumption, Fault, Right

TODAY = date(2026, 11, 22)
SETTING = Setting(Language.EN, TODAY)
LEFT: dict[str, Value] = {
    "worked": "2025-03-01",
    "end": "2026-09-30",
    "hours": 40.0,
    "wage": 2_300_000,
    "unpaid": 2.0,
    "unpaid_since": "2026-08-10",
    "status": "E-9",
}
SHORT = LEFT | {"worked": "2026-03-01", "unpaid": "none", "unpaid_since": SKIPPED, "status": "F-4"}


def text(answers: dict[str, Value], language: Language = Language.EN) -> str:
    return "\n".join(lines(answers, Setting(language, TODAY)))


def asked(answers: dict[str, Value]) -> list[str]:
    """The keys of the questions that are asked when these are the answers."""
    given: dict[str, Value] = {}
    while question := WagesDialogue().next_question(given, SETTING):
        given[question.key] = answers[question.key]
    return list(given)


def test_seven_questions_are_asked_where_wages_are_unpaid() -> None:
    assert asked(LEFT) == ["worked", "end", "hours", "wage", "unpaid", "unpaid_since", "status"]


@pytest.mark.parametrize("unpaid", ["none", SKIPPED])
def test_no_payday_is_asked_where_no_wage_is_known_to_be_unpaid(unpaid: str) -> None:
    assert asked(LEFT | {"unpaid": unpaid}) == ["worked", "end", "hours", "wage", "unpaid", "status"]


@pytest.mark.parametrize("language", list(Language))
def test_every_question_tells_its_form_and_says_back_what_it_read(language: Language) -> None:
    given: dict[str, Value] = {}
    while question := WagesDialogue().next_question(given, Setting(language, TODAY)):
        assert question.ask
        assert question.hint
        assert re.search(r"\d|E-9", question.show(LEFT[question.key]))
        assert all(re.fullmatch(r"[a-z0-9_.-]+", option.key) and len(option.label) <= 40 for option in question.options)
        given[question.key] = LEFT[question.key]
    assert given == LEFT


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ({"worked": "2026-11-23"}, Fault.START),
        ({"worked": "2026-03-01", "end": "2026-02-28"}, Fault.START),
        ({"worked": "P0M0D"}, Fault.TIME_WORKED),
        ({"worked": "P14M0D", "end": "1926-09-30"}, Fault.END),
        ({**LEFT, "hours": 169.0}, Fault.WEEKLY_HOURS),
        ({**LEFT, "wage": 49_999}, Fault.MONTHLY_WAGE),
        ({**LEFT, "wage": 30_000_001}, Fault.MONTHLY_WAGE),
        ({**LEFT, "unpaid": 22.0}, Fault.UNPAID_MONTHS),
        ({**LEFT, "unpaid_since": "2025-02-28"}, Fault.UNPAID_SINCE),
        ({**LEFT, "unpaid_since": "2026-11-23"}, Fault.UNPAID_SINCE),
    ],
)
def test_an_answer_that_cannot_be_is_refused_with_a_reason(answers: dict[str, Value], fault: Fault) -> None:
    assert WagesDialogue().check(answers, SETTING) == faults(Language.EN)[fault]


@pytest.mark.parametrize(
    "answers",
    [
        {"worked": "2026-11-22"},
        {"worked": "2026-03-01", "end": "2026-03-01"},
        {**LEFT, "wage": 50_000},
        {**LEFT, "wage": 30_000_000},
        {**LEFT, "unpaid_since": "2026-11-22"},
        dict.fromkeys(LEFT, SKIPPED) | {"worked": "P1M0D", "end": "still_working"},
    ],
)
def test_an_answer_that_can_be_is_taken(answers: dict[str, Value]) -> None:
    assert WagesDialogue().check(answers, SETTING) is None


def test_the_estimate_shows_the_sums_the_formula_and_the_days() -> None:
    shown = text(LEFT)
    assert "about 3,569,170 won, from 6,900,000 won in 3 months ÷ 92 days × 30 × 579 days worked ÷ 365" in shown
    assert "4,600,000 won for 2 months" in shown
    assert "was due by 14 October 2026" in shown
    assert "20% a year from 15 October 2026" in shown
    assert "severance pay: 30 September 2029" in shown
    assert "oldest wage: 10 August 2029" in shown
    assert "about 11,004 won" in shown
    assert "With E-9, severance pay comes mainly from insurance" in shown


def test_what_to_do_names_the_labour_office_the_papers_and_legal_aid() -> None:
    shown = "\n".join(steps(LEFT, SETTING))
    assert all(named in shown for named in ("고용노동(지)청", "1350", "pay slips", "132", "30 September 2027"))


def test_after_a_year_the_state_advance_is_open_only_by_a_lawsuit() -> None:
    shown = "\n".join(steps(LEFT | {"worked": "P14M0D", "end": "2025-11-21", "unpaid_since": SKIPPED}, SETTING))
    assert "now only if you sue by 21 November 2027" in shown
    assert "petition by" not in shown


@pytest.mark.parametrize(
    ("worked", "is_due"),
    [("2025-10-01", True), ("2025-10-02", False), ("P12M0D", True), ("P11M29D", False), ("P0M365D", True)],
)
def test_severance_pay_begins_with_a_full_year(worked: str, is_due: bool) -> None:
    answers = LEFT | {"worked": worked, "unpaid": "none", "unpaid_since": SKIPPED}
    assert ("(퇴직금): about" in text(answers)) is is_due
    assert ("not due by your answers" in text(answers)) is not is_due


@pytest.mark.parametrize(("hours", "is_due"), [(15.0, True), (14.9, False)])
def test_severance_pay_needs_fifteen_hours_a_week(hours: float, is_due: bool) -> None:
    assert ("(퇴직금): about" in text(LEFT | {"hours": hours})) is is_due


@pytest.mark.parametrize(("end", "shown"), [("still_working", "22 November 2026"), ("2026-12-31", "31 December 2026")])
def test_while_the_job_goes_on_severance_pay_is_only_for_its_end(end: str, shown: str) -> None:
    assert f"(퇴직금) if the job ends on {shown}: about" in text(LEFT | {"end": end})
    assert "was due" not in text(LEFT | {"end": end})


@pytest.mark.parametrize(
    ("wage", "shown"),
    [(2_156_880, "reaches"), (2_156_879, "below"), (2_095_000, "below"), (SKIPPED, "cannot be compared")],
)
def test_the_wage_is_compared_with_the_minimum_wage(wage: Value, shown: str) -> None:
    found = text(LEFT | {"wage": wage})
    assert shown in found
    assert "10,320 won an hour" in found


def test_skipped_answers_are_named_and_nothing_is_guessed_from_them() -> None:
    skipped: dict[str, Value] = dict.fromkeys(LEFT, SKIPPED)
    shown = text(skipped | {"worked": "P14M0D", "end": "2026-09-30"})
    assert "skipped: hours a week; monthly wage; months without pay; oldest unpaid payday; status of stay" in shown
    assert "(퇴직금): not known" in shown
    assert not re.search(r"about [\d,]+ won", shown)


def test_without_the_payday_no_last_day_for_wages_is_given() -> None:
    shown = text(LEFT | {"unpaid_since": SKIPPED})
    assert "oldest wage:" not in shown
    assert "Each claim lapses 3 years after it was due" in shown


def test_what_has_lapsed_is_said_to_have_lapsed() -> None:
    shown = text(LEFT | {"worked": "2018-03-01", "end": "2022-09-30", "unpaid_since": "2022-08-10"})
    assert "by your answers the right lapsed on 30 September 2025" in shown
    assert "oldest unpaid wage lapsed on 10 August 2025" in shown
    assert "Last day to claim" not in shown


def test_where_no_claim_shows_it_is_said_and_there_are_no_steps() -> None:
    assert "Your answers show no claim" in text(SHORT)
    assert steps(SHORT, SETTING) == []


@pytest.mark.parametrize(("status", "is_insured"), [("E-9-1", True), ("H-2", True), ("E-7-4", False), ("E-10", False)])
def test_departure_insurance_is_told_by_the_main_status(status: str, is_insured: bool) -> None:
    assert ("출국만기보험" in text(LEFT | {"status": status})) is is_insured
    assert ("job.departure-insurance" in articles(LEFT | {"status": status}, SETTING)) is is_insured


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("answers", [LEFT, LEFT | {"hours": 52.0, "wage": 2_000_000, "worked": "P14M0D"}, SHORT])
def test_a_result_fits_a_phone_and_every_line_has_its_dot(language: Language, answers: dict[str, Value]) -> None:
    for told in (lines(answers, Setting(language, TODAY)), steps(answers, Setting(language, TODAY))):
        assert language is not Language.EN or len("\n".join(told)) <= 1_300
        assert all(line.startswith("• ") and "{" not in line for line in told[1:])
        assert all(not line.startswith("• ") for line in told[:1])


@pytest.mark.parametrize("answers", [LEFT, SHORT, LEFT | {"hours": 52.0, "wage": 1_000_000}])
def test_at_most_four_articles_are_cited_and_the_main_ones_first(answers: dict[str, Value]) -> None:
    ids = articles(answers, SETTING)
    assert ids[:2] == ("job.severance", "job.unpaid-wages")
    assert len(ids) == len(set(ids)) <= 4
    assert "settlement.legal-aid" in STEPS_ARTICLES


@pytest.mark.parametrize("right", list(Right))
def test_every_right_names_its_law_with_an_article(right: Right) -> None:
    law, article = re.split(r" art\. ", LAWS[right].split(";")[0])
    number = re.match(r"\d+", article)
    shown = rights(Language.EN)[right]
    assert number
    assert law in shown
    # The formula of severance pay is in article 8, the right in article 4.
    assert f"art. {8 if right is Right.SEVERANCE else number[0]}" in shown


def test_nothing_is_left_without_words() -> None:
    assert set(rights(Language.EN)) == set(Right)
    assert set(assumptions(Language.EN)) == set(Assumption)
    assert set(faults(Language.EN)) == set(Fault)
    assert set(left_out(Language.EN)) == set(Left)
    assert set(sayings(Language.EN)) == set(Saying)


def test_a_skipped_or_missing_answer_is_unknown_in_the_situation() -> None:
    assert read_situation({"worked": "P14M5D", "hours": SKIPPED}) == read_situation({"worked": "P14M5D"})
    situation = read_situation({"worked": "P14M5D", "unpaid": "none"})
    assert (situation.months, situation.days, situation.unpaid_months, situation.end) == (14, 5, 0.0, None)
