"""Only a line that speaks a language at that hour is named."""

from dataclasses import replace
from datetime import datetime

import pytest

from api.routing.hotlines import find_lines, reachable, read_hotlines
from api.routing.hours import SEOUL
from knowledge.languages import Language

MONDAY_NOON, MONDAY_EVENING, MONDAY_NIGHT, CHUSEOK = (
    datetime.fromisoformat(text).replace(tzinfo=SEOUL)
    for text in ("2026-11-23 12:00", "2026-11-23 20:00", "2026-11-23 23:00", "2026-09-25 12:00")
)
LINES = {line.id: line for line in read_hotlines()}


def ids(language: Language, at: datetime, topic: str | None = None) -> list[str]:
    return [line.id for line in reachable(language, at, topic)]


def test_immigration_speaks_three_languages_in_the_evening_and_none_at_night_or_on_holidays() -> None:
    line = LINES["immigration"]
    by_day = {language for language in Language if line.is_reachable(language, MONDAY_NOON)}
    in_the_evening = {language for language in Language if line.is_reachable(language, MONDAY_EVENING)}
    assert by_day == set(Language) - {Language.UZ}
    assert in_the_evening == {Language.KO, Language.EN, Language.ZH}
    assert not any(line.is_reachable(language, at) for language in Language for at in (MONDAY_NIGHT, CHUSEOK))


@pytest.mark.parametrize("at", [MONDAY_NOON, MONDAY_NIGHT, CHUSEOK])
def test_danuri_answers_at_any_hour_but_not_in_urdu(at: datetime) -> None:
    assert {language for language in Language if LINES["danuri"].is_reachable(language, at)} == set(Language) - {
        Language.UR
    }


def test_what_no_source_tells_is_unknown_and_not_named() -> None:
    assert LINES["labour"].is_reachable(Language.KO, MONDAY_NOON) is None
    assert LINES["foreign-workers"].is_reachable(Language.UR, MONDAY_NOON) is None
    assert LINES["city"].is_reachable(Language.RU, MONDAY_NOON) is False
    assert ids(Language.UR, MONDAY_NOON) == ["immigration"]
    assert ids(Language.UR, MONDAY_NIGHT) == []


def test_the_line_for_the_topic_comes_first() -> None:
    assert ids(Language.VI, MONDAY_NOON, "family")[0] == "danuri"
    assert ids(Language.VI, MONDAY_NOON, "visa")[0] == "immigration"
    assert ids(Language.VI, MONDAY_NOON, "job")[0] == "foreign-workers"


def test_a_bridge_language_follows_the_own_one_and_each_line_is_named_once() -> None:
    lines = find_lines(Language.UR, [Language.EN, Language.KO], MONDAY_NIGHT)
    assert [(line.hotline.id, line.language) for line in lines] == [("danuri", Language.EN)]
    lines = find_lines(Language.RU, [Language.EN], MONDAY_EVENING, "visa")
    assert [(line.hotline.id, line.language) for line in lines] == [
        ("danuri", Language.RU),
        ("immigration", Language.EN),
    ]


def test_a_line_closes_for_a_language_when_nobody_speaks_it_any_longer() -> None:
    line = LINES["immigration"]
    assert line.closes_at(Language.EN, MONDAY_NOON) == datetime(2026, 11, 23, 22, tzinfo=SEOUL)
    assert line.closes_at(Language.UR, MONDAY_NOON) == datetime(2026, 11, 23, 18, tzinfo=SEOUL)
    assert line.closes_at(Language.UR, MONDAY_NIGHT) is None
    assert LINES["danuri"].closes_at(Language.VI, MONDAY_NOON) is None
    both = replace(line, services=line.services + LINES["danuri"].services)
    assert both.closes_at(Language.EN, MONDAY_NOON) is None
