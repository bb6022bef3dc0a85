"""Answers about a job and its pay are read as residents type them, and not confused with the time without pay."""

from datetime import date

import pytest

from actions.dialogues.dialogue import Setting, Value
from actions.dialogues.wages import WagesDialogue
from knowledge.languages import Language

TODAY = date(2026, 11, 22)
BEFORE: dict[str, dict[str, Value]] = {
    "worked": {},
    "end": {"worked": "P14M0D"},
    "hours": {"worked": "P14M0D", "end": "still_working"},
    "wage": {"worked": "P14M0D", "end": "still_working", "hours": 40.0},
    "unpaid": {"worked": "P14M0D", "end": "still_working", "hours": 40.0, "wage": 2_300_000},
    "unpaid_since": {"worked": "P14M0D", "end": "still_working", "hours": 40.0, "wage": 2_300_000, "unpaid": 2.0},
    "status": {"worked": "P14M0D", "end": "still_working", "hours": 40.0, "wage": 2_300_000, "unpaid": "none"},
}
WORKED = [
    ("ko", "1년 2개월 일했어요", "P14M0D"),
    ("ko", "2025년 3월 1일부터요", "2025-03-01"),
    ("ko", "14개월 정도요", "P14M0D"),
    ("en", "about 14 months i think", "P14M0D"),
    ("en", "I started on 1 March 2025", "2025-03-01"),
    ("en", "from 1 March 2025 until 30 September 2026", "2025-03-01"),
    ("zh", "干了一年两个月", "P14M0D"),
    ("zh", "2025年3月1号开始", "2025-03-01"),
    ("vi", "mình làm được 14 tháng", "P14M0D"),
    ("vi", "mình làm 14 tháng rồi", "P14M0D"),
    ("vi", "từ ngày 1/3/2025", "2025-03-01"),
    ("mn", "1 жил 2 сар ажилласан", "P14M0D"),
    ("mn", "2025 оны 3 сарын 1", "2025-03-01"),
    ("ru", "работал год и 2 месяца", "P14M0D"),
    ("ru", "с 1 марта 2025", "2025-03-01"),
    ("uz", "1 yil 2 oy ishladim", "P14M0D"),
    ("uz", "2025-yil 1-martdan", "2025-03-01"),
    ("ur", "14 مہینے کام کیا", "P14M0D"),
    ("ur", "1 مارچ 2025", "2025-03-01"),
]
NOT_WORKED = [
    ("ko", "월급을 두 달 동안 못 받았어요"),
    ("ko", "거의 1년이요"),
    ("ko", "1년 안 됐어요"),
    ("ko", "1년 정도 일했어요"),
    ("ko", "한국에서 3년 일했어요"),
    ("ko", "2026년 9월 30일에 퇴사했어요"),
    ("en", "my boss did not pay me for 2 months"),
    ("en", "I worked 2 months without pay"),
    ("en", "less than 2 years"),
    ("en", "around one year"),
    ("en", "about a year ago"),
    ("en", "I quit 2 months ago"),
    ("en", "not paid since 1 March 2026"),
    ("en", "14"),
    ("zh", "老板两个月没发工资"),
    ("zh", "差不多一年"),
    ("zh", "不到一年"),
    ("vi", "công ty nợ lương 3 tháng"),
    ("vi", "gần 1 năm"),
    ("vi", "khoảng 1 năm"),
    ("mn", "2 сарын цалин өгөөгүй"),
    ("mn", "бараг 1 жил"),
    ("ru", "не платят зарплату 2 месяца"),
    ("ru", "почти год"),
    ("ru", "около года"),
    ("uz", "2 oydan beri oylik bermayapti"),
    ("uz", "deyarli 1 yil"),
    ("ur", "2 مہینے سے تنخواہ نہیں ملی"),
    ("ur", "تقریباً 1 سال"),
]
END = [
    ("ko", "9월 30일에 그만뒀어요", "2026-09-30"),
    ("ko", "아직 다녀요", "still_working"),
    ("en", "30 September 2026", "2026-09-30"),
    ("en", "I still work there", "still_working"),
    ("en", "it ends on 31 December", "2026-12-31"),
    ("zh", "9月30号", "2026-09-30"),
    ("zh", "还在上班", "still_working"),
    ("vi", "30/9/2026", "2026-09-30"),
    ("vi", "vẫn đang làm", "still_working"),
    ("mn", "2026 оны 9 сарын 30", "2026-09-30"),
    ("mn", "одоо ажиллаж байгаа", "still_working"),
    ("ru", "уволился 30 сентября", "2026-09-30"),
    ("ru", "ещё работаю", "still_working"),
    ("uz", "30-sentabrda chiqdim", "2026-09-30"),
    ("uz", "hali ishlayapman", "still_working"),
    ("ur", "30 ستمبر 2026", "2026-09-30"),
    ("ur", "ابھی کام کر رہا ہوں", "still_working"),
    ("en", "1", None),
    ("en", "I quit", None),
    ("en", "I left just now", None),
    ("en", "they still do not pay me", None),
    ("en", "14 months", None),
]
WAGE = [
    ("ko", "230만원", 2_300_000),
    ("ko", "시급 10,320원", None),
    ("en", "2.3 million", 2_300_000),
    ("en", "230", 2_300_000),
    ("en", "10,320 per hour", None),
    ("en", "30,000,000 a year", None),
    ("zh", "230万", 2_300_000),
    ("zh", "时薪10320韩元", None),
    ("vi", "2 triệu 300 nghìn", 2_300_000),
    ("vi", "10.320 won 1 giờ", None),
    ("mn", "2.3 сая", 2_300_000),
    ("mn", "цагт 10320 вон", None),
    ("ru", "2,3 млн", 2_300_000),
    ("ru", "10320 в час", None),
    ("uz", "2 million 300 ming von", 2_300_000),
    ("uz", "soatiga 10 320 von", None),
    ("ur", "۲۳ لاکھ", 2_300_000),
    ("ur", "10,320 وون فی گھنٹہ", None),
]
UNPAID = [
    ("ko", "두 달 치요", 2.0),
    ("ko", "없어요", "none"),
    ("en", "2", 2.0),
    ("en", "1", 1.0),
    ("en", "0", "none"),
    ("en", "one and a half months", 1.5),
    ("en", "no", "none"),
    ("en", "No month is unpaid.", "none"),
    ("en", "they owe me 3 million won", None),
    ("en", "since 10 August 2026", None),
    ("en", "I have no idea", None),
    ("zh", "两个月", 2.0),
    ("zh", "没有", "none"),
    ("vi", "2 tháng", 2.0),
    ("vi", "không có", "none"),
    ("mn", "2 сар", 2.0),
    ("mn", "байхгүй", "none"),
    ("ru", "полтора месяца", 1.5),
    ("ru", "нет", "none"),
    ("uz", "2 oy", 2.0),
    ("uz", "yo'q", "none"),
    ("ur", "2 مہینے", 2.0),
    ("ur", "نہیں", "none"),
]
PAYDAY = [
    ("ko", "8월 10일", "2026-08-10"),
    ("ko", "12월 10일", "2025-12-10"),
    ("en", "10 December", "2025-12-10"),
    ("en", "10 December 2026", "2026-12-10"),
    ("zh", "8月10号", "2026-08-10"),
    ("vi", "ngày 10 tháng 8 năm 2026", "2026-08-10"),
    ("mn", "8 сарын 10", "2026-08-10"),
    ("ru", "10 августа", "2026-08-10"),
    ("uz", "10-avgust", "2026-08-10"),
    ("ur", "10 اگست", "2026-08-10"),
    ("en", "August", None),
]


def read(key: str, text: str, language: str) -> object:
    question = WagesDialogue().next_question(BEFORE[key], Setting(Language(language), TODAY))
    assert question is not None
    assert question.key == key
    return question.read(text)


@pytest.mark.parametrize(("language", "text", "worked"), WORKED)
def test_the_time_worked_or_its_first_day_is_read(language: str, text: str, worked: str) -> None:
    assert read("worked", text, language) == worked


@pytest.mark.parametrize(("language", "text"), NOT_WORKED)
def test_a_time_without_pay_or_a_rough_year_is_not_the_time_worked(language: str, text: str) -> None:
    assert read("worked", text, language) is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ko", "14개월 일했는데 퇴직금을 안 줘요"),
        ("en", "I worked there for 14 months and they do not pay severance"),
        ("zh", "我在那里工作了14个月,老板不给钱"),
        ("vi", "tôi làm 14 tháng mà không được trả tiền thôi việc"),
        ("ru", "я работал там 14 месяцев, не выплатили выходное пособие"),
        ("uz", "14 oy ishladim, pul bermadi"),
    ],
)
def test_a_year_or_more_of_work_is_taken_from_a_complaint_about_pay(language: str, text: str) -> None:
    assert read("worked", text, language) == "P14M0D"


@pytest.mark.parametrize(("language", "text", "end"), END)
def test_the_last_day_is_read_or_that_the_job_goes_on(language: str, text: str, end: str | None) -> None:
    assert read("end", text, language) == end


@pytest.mark.parametrize(("language", "text", "wage"), WAGE)
def test_only_the_wage_of_a_month_is_read(language: str, text: str, wage: int | None) -> None:
    assert read("wage", text, language) == wage


@pytest.mark.parametrize(("language", "text", "months"), UNPAID)
def test_months_without_pay_are_read(language: str, text: str, months: float | str | None) -> None:
    assert read("unpaid", text, language) == months


@pytest.mark.parametrize(("language", "text", "payday"), PAYDAY)
def test_a_payday_without_a_year_is_the_last_one(language: str, text: str, payday: str | None) -> None:
    assert read("unpaid_since", text, language) == payday


@pytest.mark.parametrize("language", list(Language))
def test_hours_and_status_are_read_in_every_language(language: Language) -> None:
    assert read("hours", "40", language) == 40
    assert read("status", "E-9", language) == "E-9"
