"""Dates are found as residents write them; what had to be guessed is marked, and no impossible date is found."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.entities.dates import find_date, find_dates
from knowledge.languages import Language

TODAY = date(2026, 11, 23)  # a Monday
FOUND = [
    ("ko", "2026년 12월 3일까지예요", "2026-12-03", False),
    ("ko", "12월 3일에 끝나요", "2026-12-03", True),
    ("ko", "26.12.03", "2026-12-03", False),
    ("ko", "십이월 삼일", "2026-12-03", True),
    ("ko", "다음 달 5일이요", "2026-12-05", False),
    ("ko", "1년 3개월 전에 왔어요", "2025-08-23", False),
    ("ko", "십일월 이십일까지", "2026-11-20", True),
    ("ko", "95.05.03", "1995-05-03", False),
    ("ko", "오늘부터 10일 후", "2026-12-03", False),
    ("ko", "모레 만료돼요", "2026-11-25", False),
    ("ko", "내년 1월 3일", "2027-01-03", False),
    ("en", "it ends Dec 3rd", "2026-12-03", True),
    ("en", "3/12/2026", "2026-12-03", True),
    ("en", "10 days from today", "2026-12-03", False),
    ("en", "it ended 5 Jan 25", "2025-01-05", False),
    ("en", "12/25/2026", "2026-12-25", False),
    ("en", "the twenty-third of May", "2027-05-23", True),
    ("en", "the day after tomorrow", "2026-11-25", False),
    ("en", "next Monday", "2026-11-30", False),
    ("en", "next Friday", "2026-11-27", True),
    ("en", "a year and a half ago", "2025-05-23", False),
    ("zh", "二〇二六年十二月三日", "2026-12-03", False),
    ("zh", "十二月三号到期", "2026-12-03", True),
    ("zh", "下个月5号", "2026-12-05", False),
    ("zh", "从今天起10天后", "2026-12-03", False),
    ("zh", "三天前", "2026-11-20", False),
    ("zh", "下周一", "2026-11-30", False),
    ("zh", "月底", "2026-11-30", False),
    ("vi", "ngày 3 tháng 12 năm 2026", "2026-12-03", False),
    ("vi", "mùng năm tháng sáu", "2026-06-05", True),
    ("vi", "tháng sau ngày 5", "2026-12-05", False),
    ("vi", "ngay 5 thang sau", "2026-12-05", True),
    ("vi", "2 tuần trước", "2026-11-09", False),
    ("vi", "thứ hai tuần sau", "2026-11-30", False),
    ("mn", "2026 оны 12-р сарын 3", "2026-12-03", False),
    ("mn", "12 сарын 3-нд дуусна", "2026-12-03", True),
    ("mn", "арван хоёрдугаар сарын гурван", "2026-12-03", True),
    ("mn", "ирэх сарын 5", "2026-12-05", False),
    ("mn", "2 долоо хоногийн дараа", "2026-12-07", False),
    ("mn", "margaash", "2026-11-24", False),
    ("ru", "до 3 декабря 2026 года", "2026-12-03", False),
    ("ru", "двадцать третьего мая", "2027-05-23", True),
    ("ru", "03.12.2026", "2026-12-03", False),
    ("ru", "5-го числа следующего месяца", "2026-12-05", False),
    ("ru", "через неделю", "2026-11-30", False),
    ("ru", "до конца месяца", "2026-11-30", False),
    ("uz", "3-dekabrda tugaydi", "2026-12-03", True),
    ("uz", "2026 йил 3 декабрь", "2026-12-03", False),
    ("uz", "bugundan 10 kun keyin", "2026-12-03", False),
    ("uz", "kelasi oyning 5-sida", "2026-12-05", False),
    ("uz", "ikki haftadan keyin", "2026-12-07", False),
    ("uz", "dekabrning 3-kuni", "2026-12-03", True),
    ("ur", "۳ دسمبر ۲۰۲۶", "2026-12-03", False),
    ("ur", "اگلے مہینے کی 5 تاریخ", "2026-12-05", False),
    ("ur", "آج سے 10 دن بعد", "2026-12-03", False),
    ("ur", "دو ہفتے بعد", "2026-12-07", False),
    ("ur", "اس مہینے کے آخر میں", "2026-11-30", False),
    ("ur", "3 december", "2026-12-03", True),
]
NONE = [
    ("ko", "2026.2.31"),
    ("ko", "비자 만료 3일 전"),
    ("ko", "내일배움카드"),
    ("en", "31 February"),
    ("en", "open 24/7, we may come"),
    ("zh", "2026年2月30日"),
    ("vi", "làm 3 tháng 12 ngày"),
    ("vi", "3 ngày trước khi hết hạn"),
    ("mn", "хугацаа дуусахаас 3 хоногийн өмнө"),
    ("ru", "31.02.2026"),
    ("ru", "через 3 месяца после увольнения"),
    ("uz", "5 marta bordim"),
    ("uz", "viza tugashidan 3 kun oldin"),
    ("ur", "کل"),
    ("ur", "ویزا ختم ہونے سے 3 دن پہلے"),
]
EVERYWHERE = ("{y}-{m:02}-{d:02}", "{y}.{m}.{d}", "{y}/{m}/{d}", "{y}{m:02}{d:02}", "({y}. {m}. {d}.)")
ENGLISH = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip
RUSSIAN = [
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
]  # fmt: skip
UZBEK = ["yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avgust", "sentabr", "oktabr", "noyabr", "dekabr"]
URDU = ["جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر", "دسمبر"]
NAMES = {"en": ENGLISH, "ru": RUSSIAN, "uz": UZBEK, "ur": URDU}
SHAPES = {
    "ko": ("{y}년 {m}월 {d}일", "{y}년{m}월{d}일에", "{y}년 {m}월 {d}일까지입니다"),
    "en": ("{d} {name} {y}", "{name} {d}, {y}", "{name:.3} {d} {y}"),
    "zh": ("{y}年{m}月{d}日", "{y}年{m}月{d}号到期"),
    "vi": ("ngày {d} tháng {m} năm {y}", "ngay {d} thang {m} nam {y}", "{d}/{m}/{y}", "{d}-{m}-{y}"),
    "mn": ("{y} оны {m}-р сарын {d}", "{y} оны {m} сарын {d}-нд", "{y} ony {m} sariin {d}"),
    "ru": ("{d} {name} {y}", "{d}-го {name} {y} года", "{d:02}.{m:02}.{y}", "{d}/{m}/{y}"),
    "uz": ("{d}-{name} {y}", "{y}-yil {d}-{name}", "{y} yil {d} {name}da", "{d:02}.{m:02}.{y}"),
    "ur": ("{d} {name} {y}", "{d}/{m}/{y}", "{d}-{m}-{y} تک"),
}
DAYS = st.dates(date(1950, 1, 1), date(2049, 12, 31))


@pytest.mark.parametrize(("language", "text", "value", "assumed"), FOUND)
def test_dates_are_found_as_residents_type_them(language: str, text: str, value: str, assumed: bool) -> None:
    found = find_date(text, Language(language), TODAY)
    assert found is not None
    assert (found.value.isoformat(), found.assumed) == (value, assumed)


@pytest.mark.parametrize(("language", "text"), NONE)
def test_impossible_and_uncertain_dates_are_not_found(language: str, text: str) -> None:
    assert find_dates(text, Language(language), TODAY) == []


@pytest.mark.parametrize("language", list(Language))
@given(day=DAYS)
def test_every_usual_form_of_a_full_date_comes_back(language: Language, day: date) -> None:
    names = NAMES.get(language, ENGLISH)
    for shape in (*EVERYWHERE, *SHAPES[language]):
        text = shape.format(y=day.year, m=day.month, d=day.day, name=names[day.month - 1])
        found = find_dates(text, language, TODAY)
        assert [(one.value, one.assumed) for one in found] == [(day, False)], text


@given(day=DAYS)
def test_english_order_is_assumed_only_where_both_are_possible(day: date) -> None:
    found = find_date(f"{day.day}/{day.month}/{day.year}", Language.EN, TODAY)
    assert found is not None
    assert (found.value, found.assumed) == (day, day.day <= 12 and day.day != day.month)


@given(today=DAYS, offset=st.integers(-170, 170))
def test_a_date_without_a_year_is_the_nearest(today: date, offset: int) -> None:
    day = today + timedelta(days=offset)
    if (day.month, day.day) != (2, 29):
        found = find_date(f"{day.month}월 {day.day}일", Language.KO, today)
        assert found is not None
        assert (found.value, found.assumed) == (day, True)


@pytest.mark.parametrize(
    ("today", "text", "value"),
    [
        (date(2027, 1, 31), "1 month from now", date(2027, 2, 28)),
        (date(2026, 12, 31), "next month 5th", date(2027, 1, 5)),
        (date(2028, 2, 1), "end of the month", date(2028, 2, 29)),
        (date(2026, 1, 10), "last month 5th", date(2025, 12, 5)),
    ],
)
def test_months_are_counted_over_their_ends(today: date, text: str, value: date) -> None:
    found = find_date(text, Language.EN, today)
    assert found is not None
    assert found.value == value


def test_several_dates_are_found_where_they_stand() -> None:
    text = "2026년 12월 3일부터 내일까지, 2026-13-40"
    found = find_dates(text, Language.KO, TODAY)
    assert [text[one.start : one.end] for one in found] == ["2026년 12월 3일", "내일"]


@given(text=st.text(max_size=50), language=st.sampled_from(Language))
def test_any_text_is_read_without_error(text: str, language: Language) -> None:
    assert all(0 <= one.start < one.end <= len(text) for one in find_dates(text, language, TODAY))
