"""What is said about who is there: never an opening that nobody planned, in the resident's own way of writing days."""

from dataclasses import replace
from datetime import datetime

import pytest

from api.routing.away import Away, Notice, away_text, find_notice, lines_text
from api.routing.hotlines import find_lines, read_hotlines
from api.routing.hours import SEOUL, read_hours
from knowledge.languages import Language

OFFICE = read_hours({"weekdays": ["09:00-18:00"]}, frozenset())


def seoul(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SEOUL)


MONDAY, EVENING, CHUSEOK = seoul("2026-11-23 10:00"), seoul("2026-11-23 20:00"), seoul("2026-09-25 10:00")
TUESDAY_NINE, THURSDAY = seoul("2026-11-24 09:00"), seoul("2026-11-26 13:30")


@pytest.mark.parametrize(
    ("at", "covered", "following", "notice"),
    [
        (MONDAY, seoul("2026-11-23 18:00"), MONDAY, Notice(Away.OPEN, seoul("2026-11-23 18:00"))),
        (EVENING, None, None, Notice(Away.OPENS_LATER, TUESDAY_NINE)),
        (EVENING, None, THURSDAY, Notice(Away.OPENS_LATER, THURSDAY)),
        (MONDAY, None, THURSDAY, Notice(Away.OPENS_LATER, THURSDAY)),
        (MONDAY, None, None, Notice(Away.LEAVE_MESSAGE, None)),
        (CHUSEOK, None, None, Notice(Away.HOLIDAY, seoul("2026-09-28 09:00"))),
    ],
)
def test_the_message_follows_shifts_then_hours_then_holidays(
    at: datetime, covered: datetime | None, following: datetime | None, notice: Notice
) -> None:
    assert find_notice(OFFICE, at, covered_until=covered, next_on_shift=following) == notice


def test_unknown_hours_promise_nothing() -> None:
    assert find_notice(None, EVENING, covered_until=None, next_on_shift=None) == Notice(Away.LEAVE_MESSAGE, None)
    assert find_notice(None, EVENING, covered_until=None, next_on_shift=THURSDAY).moment == THURSDAY


def test_times_are_those_of_seoul() -> None:
    text = away_text(Notice(Away.OPEN, seoul("2026-11-23 18:00")), Language.EN, MONDAY)
    assert text == "Our counsellors are here today until 18:00."
    over_night = Notice(Away.OPEN, seoul("2026-11-24 02:00"))
    assert away_text(over_night, Language.EN, MONDAY) == "Our counsellors are here now."


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-23 23:00", "They are back today at 23:00."),
        ("2026-11-24 09:00", "They are back tomorrow (Tuesday, November 24, 2026) at 9:00."),
        ("2026-11-26 13:30", "They are back on this day: Thursday, November 26, 2026, 13:30."),
    ],
)
def test_the_return_is_said_with_day_and_time(moment: str, words: str) -> None:
    text = away_text(Notice(Away.OPENS_LATER, seoul(moment)), Language.EN, EVENING)
    assert words in text
    assert text.endswith("Please also say how we can reach you.")


@pytest.mark.parametrize(
    ("language", "day"),
    [
        (Language.KO, "2026년 11월 24일 화요일"),
        (Language.EN, "Tuesday, November 24, 2026"),
        (Language.ZH, "2026年11月24日星期二"),
        (Language.VI, "Thứ Ba, 24 tháng 11, 2026"),
        (Language.MN, "мягмар"),
        (Language.RU, "вторник, 24 ноября 2026"),
        (Language.UZ, "seshanba, 24-noyabr, 2026"),
        (Language.UR, "منگل، 24 نومبر، 2026"),
    ],
)
def test_every_language_reads_the_day_in_its_own_words_and_the_hour_of_seoul(language: Language, day: str) -> None:
    text = away_text(Notice(Away.OPENS_LATER, TUESDAY_NINE), language, EVENING)
    assert day in text
    assert "9:00" in text


def test_lines_say_language_and_end_only_where_they_differ() -> None:
    danuri, immigration = find_lines(Language.VI, [Language.EN], EVENING, "visa")
    text = lines_text((replace(danuri, language=Language.EN), replace(immigration, language=Language.ZH)), Language.EN)
    assert text.splitlines()[1:] == [
        "• 1577-1366 – Danuri, family and violence, 24 hours",
        "• 1345 – immigration and stay, Chinese, until 22:00",
    ]
    assert lines_text((), Language.EN) == ""


def test_a_number_keeps_its_order_between_urdu_words() -> None:
    assert "\u20661577-1366\u2069" in lines_text(find_lines(Language.UR, [Language.EN], EVENING), Language.UR)


@pytest.mark.parametrize("language", Language)
def test_every_line_that_ships_has_a_name(language: Language) -> None:
    for at in (MONDAY, EVENING, CHUSEOK):
        lines = find_lines(language, list(Language), at, limit=len(read_hotlines()))
        assert len(lines_text(lines, language).splitlines()) == len(lines) + 1
