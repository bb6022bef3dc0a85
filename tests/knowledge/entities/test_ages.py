"""Ages are found as stated or counted from a birth date; durations and grades are no ages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.entities.ages import Age, find_age
from knowledge.languages import Language

TODAY = date(2026, 11, 23)
FOUND = [
    ("ko", "만 5세", 5, 0),
    ("ko", "다섯 살이에요", 5, 0),
    ("ko", "18개월 아기", 1, 6),
    ("ko", "18개월", 1, 6),
    ("ko", "2019년생", 7, 0),
    ("ko", "세 살 반", 3, 6),
    ("ko", "2019년 3월 23일에 태어났어요", 7, 8),
    ("ko", "2019년 3월 24일에 태어났어요", 7, 7),
    ("ko", "아들이 12살이고 딸은 3살", 12, 0),
    ("en", "5 years old", 5, 0),
    ("en", "my 5-year-old son", 5, 0),
    ("en", "two years and 3 months old", 2, 3),
    ("en", "born in March 2019", 7, 8),
    ("en", "he is 18 months", 1, 6),
    ("en", "7", 7, 0),
    ("en", "born 24 November 2020", 5, 11),
    ("en", "3yo", 3, 0),
    ("zh", "5岁半", 5, 6),
    ("zh", "孩子五岁了", 5, 0),
    ("zh", "两岁", 2, 0),
    ("zh", "宝宝18个月", 1, 6),
    ("zh", "2019年3月出生", 7, 8),
    ("zh", "2019年出生的", 7, 0),
    ("zh", "12周岁", 12, 0),
    ("zh", "6", 6, 0),
    ("vi", "6 tuổi", 6, 0),
    ("vi", "con em 6 tuoi", 6, 0),
    ("vi", "bé 18 tháng", 1, 6),
    ("vi", "sinh tháng 3 năm 2019", 7, 8),
    ("vi", "sinh năm 2019", 7, 0),
    ("vi", "sinh ngày 24/11/2020", 5, 11),
    ("vi", "ba tuổi", 3, 0),
    ("vi", "5 tuổi rưỡi", 5, 6),
    ("mn", "3 настай", 3, 0),
    ("mn", "хүүхэд 18 сартай", 1, 6),
    ("mn", "гурван настай охин", 3, 0),
    ("mn", "5 нас", 5, 0),
    ("mn", "2019 онд төрсөн", 7, 0),
    ("mn", "2019 оны 3 сард төрсөн", 7, 8),
    ("mn", "5 nastai", 5, 0),
    ("mn", "10", 10, 0),
    ("ru", "7 лет", 7, 0),
    ("ru", "сыну 2 года 3 месяца", 2, 3),
    ("ru", "ребёнку полтора года", 1, 6),
    ("ru", "дочке 18 месяцев", 1, 6),
    ("ru", "родился в марте 2019", 7, 8),
    ("ru", "2019 года рождения", 7, 0),
    ("ru", "родилась 24.11.2020", 5, 11),
    ("ru", "пять лет", 5, 0),
    ("uz", "6 ёш", 6, 0),
    ("uz", "6 yosh", 6, 0),
    ("uz", "oʻgʻlim 6 yoshda", 6, 0),
    ("uz", "18 oylik chaqaloq", 1, 6),
    ("uz", "2019-yilda tugʻilgan", 7, 0),
    ("uz", "2019 yil mart oyida tugʻilgan", 7, 8),
    ("uz", "besh yosh", 5, 0),
    ("uz", "uch yarim yosh", 3, 6),
    ("ur", "8 ماہ کی", 0, 8),
    ("ur", "5 سال کا بیٹا", 5, 0),
    ("ur", "بیٹی کی عمر ۶ سال ہے", 6, 0),
    ("ur", "مارچ 2019 میں پیدا ہوا", 7, 8),
    ("ur", "2019 میں پیدا ہوئی", 7, 0),
    ("ur", "پانچ سال", 5, 0),
    ("ur", "beta 5 saal ka hai", 5, 0),
    ("ur", "4", 4, 0),
]
NOT_FOUND = [
    ("ko", "초등학교 5학년"),
    ("ko", "3개월 전에 왔어요"),
    ("ko", "4년 10개월"),
    ("ko", "41"),
    ("vi", "4 năm 10 tháng"),
    ("uz", "4 yil 10 oy"),
    ("mn", "4 жил 10 сар"),
    ("zh", "4年10个月"),
    ("en", "5th grade"),
    ("en", "I worked for 5 years"),
    ("en", "3 months ago"),
    ("en", "41"),
    ("en", "born in 2031"),
    ("en", "born on 2019-02-31"),
    ("zh", "三年级"),
    ("zh", "工作了5个月"),
    ("vi", "lớp 3"),
    ("vi", "làm việc 5 tháng"),
    ("mn", "5 сар ажилласан"),
    ("mn", "6 сарын 3"),
    ("ru", "работаю 7 лет"),
    ("ru", "2 года назад"),
    ("uz", "5 oy ishladim"),
    ("uz", "3-sinf"),
    ("ur", "5 سال سے کام"),
    ("ur", "تیسری جماعت"),
]


@pytest.mark.parametrize(("language", "text", "years", "months"), FOUND)
def test_ages_are_found_as_residents_type_them(language: str, text: str, years: int, months: int) -> None:
    assert find_age(text, Language(language), TODAY) == Age(years, months)


@pytest.mark.parametrize(("language", "text"), NOT_FOUND)
def test_durations_grades_and_impossible_dates_are_no_ages(language: str, text: str) -> None:
    assert find_age(text, Language(language), TODAY) is None


@pytest.mark.parametrize(("today", "years"), [(date(2026, 6, 30), 6), (date(2026, 7, 1), 7)])
def test_a_year_of_birth_counts_from_the_first_of_july(today: date, years: int) -> None:
    assert find_age("2019년생", Language.KO, today) == Age(years, 0)


@given(st.integers(0, 41), st.sampled_from(list(Language)))
def test_a_bare_figure_up_to_forty_is_years(years: int, language: Language) -> None:
    assert find_age(f" {years}. ", language, TODAY) == (Age(years, 0) if years <= 40 else None)


@given(st.dates(date(1950, 1, 1), TODAY))
def test_a_full_birth_date_counts_completed_years(birth: date) -> None:
    had_birthday = (TODAY.month, TODAY.day) >= (birth.month, birth.day)
    found = find_age(f"born {birth.isoformat()}", Language.EN, TODAY)
    assert found is not None
    assert found.years == TODAY.year - birth.year - (not had_birthday)
    assert 0 <= found.months < 12
