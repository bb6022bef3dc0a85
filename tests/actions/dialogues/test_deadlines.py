"""The dialogue about deadlines asks for no more than the rules need and tells what it cannot know."""

import itertools
import re
from datetime import date, timedelta

import pytest

from actions.dialogues.deadlines import DeadlinesDialogue, event_options
from actions.dialogues.deadlines_due_words import actions_due
from actions.dialogues.deadlines_laws import law_names
from actions.dialogues.deadlines_result import OTHER, articles, lines
from actions.dialogues.deadlines_words import event_names
from actions.dialogues.dialogue import SKIPPED, Question, Setting, Value
from actions.dialogues.show import show_date
from knowledge.deadline_rules import get_rules
from knowledge.deadlines import Event
from knowledge.languages import Language
from knowledge.settings import HOME

TODAY = date(2026, 11, 23)  # a Monday
ENGLISH = Setting(Language.EN, TODAY)
DIALOGUE = DeadlinesDialogue()
CHOSEN = tuple(event_names(Language.EN))
STATUSES = [SKIPPED, "A-1", "C-3", "D-2", "D-10", "E-7-4", "E-9", "F-2-R", "F-3", "F-4", "F-5", "F-6-1", "G-1-5", "H-2"]


def _told(event: Event, day: date, status: str = SKIPPED, stay_ends: str = SKIPPED) -> dict[str, Value]:
    return {"event": event.value, f"day_{event}": day.isoformat(), "status": status, "stay_ends": stay_ends}


def _text(event: Event, day: str, status: str = SKIPPED, stay_ends: str = SKIPPED, today: date = TODAY) -> str:
    return "\n".join(lines(_told(event, date.fromisoformat(day), status, stay_ends), Setting(Language.EN, today)))


def _shown(day: str) -> str:
    return show_date(day, Language.EN)


def _next(answers: dict[str, Value], setting: Setting = ENGLISH) -> Question:
    question = DIALOGUE.next_question(answers, setting)
    assert question is not None
    return question


def _keys(answers: dict[str, Value], replies: dict[str, str]) -> list[str]:
    asked = []
    while (question := DIALOGUE.next_question(answers, ENGLISH)) is not None:
        asked.append(question.key)
        answers = {**answers, question.key: replies.get(question.key, SKIPPED)}
    return asked


@pytest.mark.parametrize(
    ("event", "status", "asked"),
    [
        (Event.ARRIVAL, "E-9", ["day_arrival", "status", "stay_ends"]),
        (Event.ARRIVAL, "A-1", ["day_arrival", "status"]),
        (Event.STAY_ENDS, "E-9", ["day_stay_ends", "status"]),
        (Event.CHILD_BORN, "", ["day_child_born"]),
        (Event.CONTRACT_ENDED, "E-7", ["day_contract_ended", "status", "stay_ends"]),
        (Event.CONTRACT_ENDED, "E-9", ["day_contract_ended", "status"]),
        (Event.TRIP_ABROAD, "F-5", ["day_trip_abroad", "status"]),
        (Event.TRIP_ABROAD, SKIPPED, ["day_trip_abroad", "status", "stay_ends"]),
        (Event.DIVORCED, "F-6-1", ["day_divorced", "status", "stay_ends"]),
        (Event.DIVORCED, "F-5", ["day_divorced", "status"]),
    ],
)
def test_only_what_the_rules_depend_on_is_asked(event: Event, status: str, asked: list[str]) -> None:
    assert _keys({"event": event.value}, {f"day_{event}": "2026-11-02", "status": status}) == asked


def test_something_else_is_asked_no_further_and_names_1345_and_the_shortest_periods() -> None:
    assert DIALOGUE.next_question({"event": OTHER}, ENGLISH) is None
    text = "\n".join(lines({"event": OTHER}, ENGLISH))
    assert all(part in text for part in ("1345", "7 days", "30 days", "counsellor"))
    assert articles({"event": OTHER}, ENGLISH) == ("visa.overstay", "visa.g1-refugee")


def test_a_corrected_event_does_not_keep_the_day_of_the_other() -> None:
    answers = _told(Event.ARRIVAL, TODAY) | {"event": Event.ADDRESS_CHANGE.value}
    assert _next(answers).key == "day_address_change"


def test_buttons_and_numbers_name_their_event_and_nothing_stops_the_way_out() -> None:
    question = _next({})
    assert not question.skippable
    for number, option in enumerate(event_options(Language.EN), start=1):
        assert re.fullmatch("[a-z0-9_.-]+", option.key)
        assert len(option.label) <= 40
        assert question.read(option.label) == question.read(str(number)) == option.key
        assert question.show(option.key) == option.label


def test_what_cannot_be_told_may_be_skipped_and_a_second_date_is_not_taken_from_the_first_message() -> None:
    day, stay = _next({"event": "arrival"}), _next({"event": "arrival", "day_arrival": "2026-11-02", "status": "E-9"})
    status = _next({"event": "arrival", "day_arrival": "2026-11-02"})
    assert (day.skippable, status.skippable, stay.skippable) == (False, True, True)
    assert (day.prefill, status.prefill, stay.prefill) == (True, True, False)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("month", range(1, 13))
def test_a_date_as_it_is_shown_can_be_read_again_in_every_language(language: Language, month: int) -> None:
    setting = Setting(language, date(2026, month, 20))
    question = _next({"event": "arrival"}, setting)
    written = show_date(date(2025, month, 3), language)
    assert question.read(written) == f"2025-{month:02}-03"
    assert question.read(question.hint) == "2026-12-03"


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        (Language.KO, "12월 3일까지예요", "2026-12-03"),
        (Language.EN, "on Nov 2nd", "2026-11-02"),
        (Language.ZH, "上周一", "2026-11-16"),
        (Language.VI, "ngay 3/12/2026 nha", "2026-12-03"),
        (Language.MN, "12 сарын 3-нд", "2026-12-03"),
        (Language.RU, "03.12.2026", "2026-12-03"),
        (Language.UZ, "3-dekabrda", "2026-12-03"),
        (Language.UR, "3 دسمبر 2026 کو", "2026-12-03"),
        (Language.EN, "from 2 November to 3 December", None),
        (Language.EN, "31 February 2027", None),
        (Language.EN, "I do not know", None),
    ],
)
def test_one_date_is_read_and_several_are_asked_about_again(language: Language, text: str, day: str | None) -> None:
    assert _next({"event": "stay_ends"}, Setting(language, TODAY)).read(text) == day


@pytest.mark.parametrize(
    ("language", "text", "status"),
    [
        (Language.KO, "이나인이요", "E-9"),
        (Language.EN, "f6-1", "F-6-1"),
        (Language.ZH, "E9签证", "E-9"),
        (Language.VI, "em visa d2", "D-2"),
        (Language.MN, "е9 виз", "E-9"),
        (Language.RU, "у меня н2", "H-2"),
        (Language.UZ, "E-9 vizam bor", "E-9"),
        (Language.UR, "میرا ویزا E7 ہے", "E-7"),
        (Language.EN, "work visa", None),
    ],
)
def test_a_status_is_read_as_people_type_it(language: Language, text: str, status: str | None) -> None:
    question = _next({"event": "stay_ends", "day_stay_ends": "2027-01-03"}, Setting(language, TODAY))
    assert question.read(text) == status


@pytest.mark.parametrize(
    ("event", "day", "stay_ends", "said"),
    [
        (Event.ARRIVAL, "2016-11-22", SKIPPED, "more than 10 years ago"),
        (Event.ARRIVAL, "2016-11-23", SKIPPED, None),
        (Event.ARRIVAL, "2027-11-23", SKIPPED, None),
        (Event.ARRIVAL, "2027-11-24", SKIPPED, "too far ahead"),
        (Event.STAY_ENDS, "2036-11-23", SKIPPED, None),
        (Event.STAY_ENDS, "2036-11-24", SKIPPED, "too far ahead"),
        (Event.ARRIVAL, "2026-11-02", "2026-11-01", "before the day you gave first"),
        (Event.CONTRACT_ENDED, "2026-11-02", "2016-01-03", "more than 10 years ago"),
    ],
)
def test_a_day_that_cannot_be_right_is_said_back_and_refused(
    event: Event, day: str, stay_ends: str, said: str | None
) -> None:
    reason = DIALOGUE.check(_told(event, date.fromisoformat(day), "E-7", stay_ends), ENGLISH)
    assert (reason is None) == (said is None)
    assert said is None or said in str(reason)
    assert DIALOGUE.check({"event": event.value}, ENGLISH) is None


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2026, 11, 16), f"Last day: {_shown('2026-11-17')}. Days left: 1."),
        (date(2026, 11, 17), "Today is the last day."),
        (date(2026, 11, 18), f"The last day was {_shown('2026-11-17')}. It has passed. Do it now all the same."),
    ],
)
def test_the_last_day_itself_is_not_late(today: date, said: str) -> None:
    text = _text(Event.ADDRESS_CHANGE, "2026-11-02", "E-9", today=today)
    assert f"• Report your new address. {said}" in text
    assert "(Immigration Act art. 36(1))" in text
    assert "whether this applies" not in text


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2026, 12, 11), f"Offices are open for the last time on {_shown('2026-12-11')}."),
        (date(2026, 12, 12), "Offices do not open again before it."),
        (date(2026, 12, 14), "It has passed."),
    ],
)
def test_a_last_day_on_a_sunday_names_the_friday_before(today: date, said: str) -> None:
    assert said in _text(Event.STAY_ENDS, "2026-12-13", "D-2", today=today)


def test_a_stay_that_has_ended_is_told_calmly_and_cites_what_to_do_then() -> None:
    told = _told(Event.STAY_ENDS, TODAY - timedelta(days=1), "D-2")
    assert "It has passed. Ask 1345 as soon as you can what is still possible." in lines(told, ENGLISH)[1]
    assert articles(told, ENGLISH) == ("visa.overstay", "visa.extension")


def test_the_first_day_is_named_only_while_it_lies_ahead() -> None:
    assert f"From {_shown('2027-02-28')} until {_shown('2027-06-30')}." in _text(Event.STAY_ENDS, "2027-06-30", "D-2")
    assert "From" not in _text(Event.STAY_ENDS, "2027-03-23", "D-2")


def test_the_own_act_comes_first_and_what_is_not_sure_says_whom_to_ask() -> None:
    first, *rest = _text(Event.STAY_ENDS, "2027-06-30", "E-9").splitlines()[1:4]
    assert "extension of stay" in first
    assert "whether" not in first
    assert all("Ask 1577-0071 whether this applies to you." in line for line in rest)


@pytest.mark.parametrize(("stay_ends", "free"), [("2027-01-31", True), ("2027-02-01", False)])
def test_a_stay_of_ninety_days_gives_the_reason_why_nothing_is_due(stay_ends: str, free: bool) -> None:
    text = _text(Event.ARRIVAL, "2026-11-02", "D-2", stay_ends)
    assert ("Only stays longer than 90 days are registered" in text) is free
    assert ("Leave Korea or apply for an extension by" in text) is free
    assert ("That does not mean that there is none: ask 1345" in text) is free


def test_a_short_stay_that_has_ended_is_not_told_to_apply_in_time() -> None:
    text = _text(Event.ARRIVAL, "2026-06-01", "C-3", "2026-08-01")
    assert f"your stay ended on {_shown('2026-08-01')}. Ask 1345 as soon as you can" in text
    assert "apply for an extension" not in text
    assert articles(_told(Event.ARRIVAL, date(2026, 6, 1), "C-3", "2026-08-01"), ENGLISH)[0] == "visa.overstay"


def test_an_end_of_the_stay_that_was_told_for_another_event_does_not_count() -> None:
    left_over = _text(Event.STAY_ENDS, "2026-11-02", "D-2", "2027-01-03")
    assert left_over == _text(Event.STAY_ENDS, "2026-11-02", "D-2")


def test_the_stay_comes_before_money_and_before_what_the_employer_does() -> None:
    assert "about your stay" in _text(Event.DIVORCED, "2026-11-02", "F-6", "2026-12-06").splitlines()[1]
    assert "D-10" in _text(Event.CONTRACT_ENDED, "2026-11-02", "E-7").splitlines()[1]


@pytest.mark.parametrize(
    ("event", "status"), [(Event.SCHOOL_CHANGE, "E-9"), (Event.CONTRACT_ENDED, "F-6"), (Event.ARRIVAL, "A-1")]
)
def test_no_known_deadline_is_not_told_as_safety(event: Event, status: str) -> None:
    assert "I know no deadline for this. That does not mean that there is none" in _text(event, "2026-11-02", status)
    assert articles(_told(event, date(2026, 11, 2), status), ENGLISH)


def test_what_was_skipped_is_said_to_be_open() -> None:
    text = _text(Event.TRIP_ABROAD, "2026-12-02")
    assert "You did not tell your status of stay." in text
    assert "If it ends earlier, that day is your last day." in text
    assert "You did not tell" not in _text(Event.TRIP_ABROAD, "2026-12-02", "D-2", "2027-03-01")
    assert "I do not know when" not in _text(Event.STAY_ENDS, "2026-12-02")


def test_everything_that_may_be_due_has_words_and_a_law_in_words() -> None:
    rules = [rule for event in CHOSEN for rule in get_rules(event)]
    for language in Language:
        assert {rule.what for rule in rules} == set(actions_due(language))
        assert {part for rule in rules for part in rule.law.split("; ")} == set(law_names(language))


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("event", CHOSEN)
def test_every_result_is_short_bulleted_and_rests_on_articles_that_exist(event: Event, status: str) -> None:
    for ago, stay in itertools.product((-300, -20, 0, 5, 16, 60, 400, 2000), (SKIPPED, "2027-01-03", "2026-11-20")):
        told = _told(event, TODAY - timedelta(days=ago), status, stay)
        if DIALOGUE.check(told, ENGLISH):
            continue
        heading, *rest = lines(told, ENGLISH)
        assert heading.startswith("An estimate from your answers")
        assert all(line.startswith("• ") for line in rest)
        assert len("\n".join([heading, *rest])) <= 1200
        named = articles(told, ENGLISH)
        assert 1 <= len(named) <= 4
        assert all((HOME / "guidebook" / one.replace(".", "/") / "en.md").exists() for one in named)
