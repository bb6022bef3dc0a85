"""Amounts in won are found as residents type them; other currencies, dates and hours are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.entities.amounts import find_amount
from knowledge.languages import Language

FOUND = [
    ("ko", "200만원 못 받았어요", 2_000_000),
    ("ko", "2백만원", 2_000_000),
    ("ko", "이백만 원", 2_000_000),
    ("ko", "월급 210이요", 2_100_000),
    ("ko", "210만", 2_100_000),
    ("ko", "2,156,880원 받습니다", 2_156_880),
    ("ko", "시급 10,320원", 10_320),
    ("ko", "시급은 만삼백이십원", 10_320),
    ("ko", "이백삼십오만원", 2_350_000),
    ("ko", "1억 2천만원 보증금", 120_000_000),
    ("ko", "2026년 3월에 230만원", 2_300_000),
    ("ko", "₩1500000", 1_500_000),
    ("ko", "1만 320원", 10_320),
    ("ko", "49원", 49),
    ("ko", "보증금 500에 월세 50", 5_000_000),
    ("ko", "1,5백만원", 1_500_000),
    ("ko", "8000", 8_000),
    ("en", "2,1 million", 2_100_000),
    ("en", "minimum wage 10320", 10_320),
    ("en", "1,500 won", 1_500),
    ("en", "2,000,000", 2_000_000),
    ("en", "2 million won", 2_000_000),
    ("en", "they owe me 2.3 mil", 2_300_000),
    ("en", "₩2 000 000", 2_000_000),
    ("en", "200 man won", 2_000_000),
    ("en", "10,320 per hour", 10_320),
    ("en", "two million", 2_000_000),
    ("en", "1 million 500 thousand won", 1_500_000),
    ("en", "for 3 months, 900k in total", 900_000),
    ("zh", "230万韩元", 2_300_000),
    ("zh", "二百万", 2_000_000),
    ("zh", "工资两百三十万", 2_300_000),
    ("zh", "210", 2_100_000),
    ("zh", "每小时10320韩元", 10_320),
    ("zh", "一个月230万", 2_300_000),
    ("zh", "老板欠我三百五十万韩币", 3_500_000),
    ("zh", "1,800,000", 1_800_000),
    ("vi", "2 triệu won", 2_000_000),
    ("vi", "2tr3", 2_300_000),
    ("vi", "lương 2tr350", 2_350_000),
    ("vi", "2.000.000 won", 2_000_000),
    ("vi", "hai triệu rưỡi", 2_500_000),
    ("vi", "2 triệu 300 nghìn", 2_300_000),
    ("vi", "2 trieu 3 thang luong", 2_000_000),
    ("vi", "10.320 won 1 giờ", 10_320),
    ("vi", "1,8 triệu", 1_800_000),
    ("mn", "2 сая вон", 2_000_000),
    ("mn", "цалин 2.3 сая", 2_300_000),
    ("mn", "хоёр сая", 2_000_000),
    ("mn", "2 saya 300 myanga won", 2_300_000),
    ("mn", "10320 вон", 10_320),
    ("mn", "2,100,000", 2_100_000),
    ("mn", "200 ман вон", 2_000_000),
    ("mn", "500 мянган вон өгөөгүй", 500_000),
    ("ru", "2 млн вон", 2_000_000),
    ("ru", "должны 2,3 миллиона", 2_300_000),
    ("ru", "2 000 000 вон", 2_000_000),
    ("ru", "два миллиона триста тысяч", 2_300_000),
    ("ru", "полтора миллиона", 1_500_000),
    ("ru", "10320 в час", 10_320),
    ("ru", "800 тысяч", 800_000),
    ("ru", "миллион вон", 1_000_000),
    ("ru", "2 ляма", 2_000_000),
    ("uz", "2 million von", 2_000_000),
    ("uz", "oyligim 2.3 mln", 2_300_000),
    ("uz", "ikki million won", 2_000_000),
    ("uz", "2 миллион вон", 2_000_000),
    ("uz", "500 ming von", 500_000),
    ("uz", "10 320 von", 10_320),
    ("uz", "1 800 000", 1_800_000),
    ("uz", "2 million 300 ming von", 2_300_000),
    ("ur", "20 لاکھ وون", 2_000_000),
    ("ur", "2 ملین وون", 2_000_000),
    ("ur", "۲۳ لاکھ", 2_300_000),
    ("ur", "بیس لاکھ", 2_000_000),
    ("ur", "20 lakh 50 hazar won", 2_050_000),
    ("ur", "10,320 وون", 10_320),
    ("ur", "2.3 million won", 2_300_000),
    ("ur", "پانچ لاکھ پچاس ہزار", 550_000),
]
NOT_FOUND = [
    ("ko", "2026년 3월 5일"),
    ("ko", "천만에요"),
    ("ko", "이만 가볼게요"),
    ("ko", "010-1234-5678"),
    ("ko", "500달러"),
    ("ko", "120시간 일했어요"),
    ("ko", "49"),
    ("ko", "보증금 3000"),
    ("ko", "7999"),
    ("ru", "звонил 1345"),
    ("en", "room 1205"),
    ("en", "2026-12-03"),
    ("en", "210"),
    ("en", "since 2019"),
    ("en", "2000 dollars"),
    ("en", "he won't give me 9000 dollars"),
    ("ko", "병원비 9000달러"),
    ("en", "E-9 for 3 years"),
    ("zh", "2000元人民币"),
    ("zh", "200小时"),
    ("vi", "5 triệu đồng"),
    ("vi", "làm 3 tháng"),
    ("mn", "2 сая төгрөг"),
    ("ru", "50 тысяч рублей"),
    ("ru", "2025 год"),
    ("uz", "2 mln so'm"),
    ("uz", "5 yil"),
    ("ur", "50 ہزار روپے"),
    ("ur", "3 سال"),
]


@pytest.mark.parametrize(("language", "text", "amount"), FOUND)
def test_amounts_are_found_as_residents_type_them(language: str, text: str, amount: int) -> None:
    assert find_amount(text, Language(language)) == amount


@pytest.mark.parametrize(("language", "text"), NOT_FOUND)
def test_other_currencies_and_other_figures_are_no_amount(language: str, text: str) -> None:
    assert find_amount(text, Language(language)) is None


@pytest.mark.parametrize(("figure", "amount"), [("49", None), ("50", 500_000), ("999", 9_990_000), ("1000", None)])
@pytest.mark.parametrize("language", list(Language))
def test_a_bare_figure_from_50_to_999_is_in_manwon_when_asked(
    language: Language, figure: str, amount: int | None
) -> None:
    assert find_amount(figure, language, bare_in_manwon=True) == amount


@given(st.integers(10_000, 99_999_999), st.sampled_from(list(Language)), st.sampled_from(["", ",", ".", " "]))
def test_figures_in_won_are_found_with_every_separator(amount: int, language: Language, separator: str) -> None:
    assert find_amount(f"{amount:,}".replace(",", separator) + " won", language) == amount
    assert find_amount("₩" + f"{amount:,}".replace(",", separator), language) == amount
