"""Personal numbers are hidden before anything is stored; what people need to write stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.masking import mask

PERSONAL = [
    ("내 등록번호 900101-5234567 이에요", "내 등록번호 ●●●●●●-●●●●●●● 이에요"),
    ("my number is 9001015234567", "my number is ●●●●●●●●●●●●●"),
    ("паспорт M12345678 украли", "паспорт ●●●●●●●●● украли"),
    ("护照 M123A4567", "护照 ●●●●●●●●●"),
    ("thẻ 4111 1111 1111 1111", "thẻ ●●●● ●●●● ●●●● ●●●●"),
    ("hisob raqamim 110-234-567890", "hisob raqamim ●●●-●●●-●●●●●●"),
    ("میرا نمبر ۹۰۰۱۰۱-۵۲۳۴۵۶۷", "میرا نمبر ●●●●●●-●●●●●●●"),
    ("данс 1002-345-678901", "данс ●●●●-●●●-●●●●●●"),
]
NEEDED = [
    "call me at 010-1234-5678",
    "1577-1366",
    "02-2038-0173",
    "+82-10-1234-5678",
    "my stay ends on 2026-12-03",
    "2,000,000원 못 받았어요",
    "E-9, D-2-6, F-6",
    "제31조 제1항",
    "order 4111 1111 1111 1112",
]


@pytest.mark.parametrize(("text", "hidden"), PERSONAL)
def test_personal_number_is_hidden(text: str, hidden: str) -> None:
    assert mask(text) == (hidden, True)


@pytest.mark.parametrize("text", NEEDED)
def test_what_people_need_to_write_stays(text: str) -> None:
    assert mask(text) == (text, False)


@given(st.text())
def test_length_and_other_characters_never_change(text: str) -> None:
    hidden, found = mask(text)
    assert len(hidden) == len(text)
    assert found == (hidden != text)


@given(st.from_regex(r"\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])-?[1-8]\d{6}", fullmatch=True))
def test_no_residence_number_gets_through(number: str) -> None:
    hidden, found = mask(f"id {number}.")
    assert found
    assert not any(character.isdigit() for character in hidden)
