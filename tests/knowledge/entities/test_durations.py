"""Lengths of time and weekly hours, as residents type them; unknown where it could be a day or a week."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.entities.durations import Duration, find_duration, find_durations, find_weekly_hours
from knowledge.languages import Language

DURATIONS = [
    ("ko", "1년 3개월 일했어요", 15, 0),
    ("ko", "일년 반", 18, 0),
    ("ko", "한 달 반", 1, 15),
    ("ko", "이틀 동안", 0, 2),
    ("en", "1 year 3 months", 15, 0),
    ("en", "a year and a half", 18, 0),
    ("en", "3 weeks and 2 days", 0, 23),
    ("en", "45 days", 0, 45),
    ("zh", "一年半", 18, 0),
    ("zh", "一年三个月", 15, 0),
    ("zh", "三个星期", 0, 21),
    ("vi", "14 tháng", 14, 0),
    ("vi", "1 năm rưỡi", 18, 0),
    ("vi", "một năm ba tháng", 15, 0),
    ("vi", "sau thang", 6, 0),
    ("mn", "1 жил 3 сар", 15, 0),
    ("mn", "нэг жил хагас", 18, 0),
    ("mn", "2 долоо хоног", 0, 14),
    ("ru", "полтора года", 18, 0),
    ("ru", "год и 3 месяца", 15, 0),
    ("ru", "полгода", 6, 0),
    ("ru", "две недели", 0, 14),
    ("uz", "1 yil 2 oy", 14, 0),
    ("uz", "bir yil yarim", 18, 0),
    ("uz", "олти ой", 6, 0),
    ("ur", "ڈیڑھ سال", 18, 0),
    ("ur", "ایک سال اور دو ماہ", 14, 0),
    ("ur", "3 mahine", 3, 0),
]
NO_DURATIONS = [
    ("ko", "2026년 12월 3일"),
    ("zh", "2026年3月5日"),
    ("vi", "ngày 5 tháng 3 năm 2026"),
    ("vi", "tháng 3 năm 2026"),
    ("mn", "2026 оны 12 сарын 3"),
    ("ru", "3 декабря 2026 года"),
    ("uz", "2026-yil 3-dekabr"),
    ("en", "in the year 2026"),
    ("ur", "3 دسمبر 2026"),
]
WEEKLY = [
    ("ko", "52시간", 52),
    ("ko", "주 40시간", 40),
    ("ko", "하루 7시간 30분씩 주 5일", 37.5),
    ("ko", "하루 12시간", None),
    ("en", "8 hours a day 6 days", 48),
    ("en", "20 hours per week", 20),
    ("en", "8-10 hours, 5 days", None),
    ("en", "12 hours", None),
    ("zh", "每天八小时，每周六天", 48),
    ("zh", "一周40个小时", 40),
    ("zh", "每天12小时", None),
    ("vi", "8 tiếng một ngày, 6 ngày", 48),
    ("vi", "40 giờ một tuần", 40),
    ("mn", "12 цаг ажилладаг", None),
    ("mn", "өдөрт 8 цаг, долоо хоногт 6 өдөр", 48),
    ("ru", "40 часов в неделю", 40),
    ("ru", "8 часов в день 5 дней в неделю", 40),
    ("ru", "по 12 часов в день", None),
    ("uz", "haftasiga 40 soat", 40),
    ("uz", "kuniga 8 soatdan 6 kun", 48),
    ("ur", "ہفتے میں 40 گھنٹے", 40),
    ("ur", "روزانہ ۸ گھنٹے، ۶ دن", 48),
    ("ur", "روزانہ 12 گھنٹے", None),
]
SHAPES = {
    "ko": "{}년 {}개월",
    "en": "{} years and {} months",
    "zh": "{}年{}个月",
    "vi": "{} năm {} tháng",
    "mn": "{} жил {} сар",
    "ru": "{} лет {} месяцев",
    "uz": "{} yil va {} oy",
    "ur": "{} سال اور {} مہینے",
}


@pytest.mark.parametrize(("language", "text", "months", "days"), DURATIONS)
def test_durations_are_found_and_their_parts_summed(language: str, text: str, months: int, days: int) -> None:
    assert find_duration(text, Language(language)) == Duration(months, days)


@pytest.mark.parametrize(("language", "text"), NO_DURATIONS)
def test_a_date_is_no_duration(language: str, text: str) -> None:
    assert find_duration(text, Language(language)) is None


@pytest.mark.parametrize(("language", "text", "hours"), WEEKLY)
def test_weekly_hours_are_found_only_where_they_are_certain(language: str, text: str, hours: float | None) -> None:
    assert find_weekly_hours(text, Language(language)) == hours


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(("text", "hours"), [("0", None), ("1", 1), ("100", 100), ("101", None)])
def test_a_bare_number_counts_as_hours_a_week(language: Language, text: str, hours: float | None) -> None:
    assert find_weekly_hours(text, language) == hours


@pytest.mark.parametrize("language", list(Language))
@given(years=st.integers(1, 60), months=st.integers(1, 11))
def test_years_and_months_come_back(language: Language, years: int, months: int) -> None:
    text = SHAPES[language].format(years, months)
    (found,) = find_durations(text, language)
    assert (found.value, found.start) == (Duration(12 * years + months, 0), 0)


@pytest.mark.parametrize(("duration", "days"), [((1, 0), 30), ((12, 0), 365), ((2, 3), 64), ((0, 45), 45)])
def test_months_are_counted_in_days_by_their_mean(duration: tuple[int, int], days: int) -> None:
    assert Duration(*duration).total_days == days
