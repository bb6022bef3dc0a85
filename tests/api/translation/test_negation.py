"""Each language's cues: what says no, what only looks like it, and what another language may say with "not"."""

import pytest

from api.translation.negation import Negation, find_negation
from knowledge.languages import Language

CLEAR = [
    ("ko", "안 돼요"), ("ko", "못 받았어요"), ("ko", "가지 마세요"), ("ko", "없어요"), ("ko", "제 잘못이 아니에요"),
    ("en", "I don’t know"), ("en", "never sign it"), ("zh", "我没有工资"), ("zh", "请勿签字"), ("zh", "别签字"),
    ("vi", "em chưa nhận lương"), ("vi", "đừng ký"), ("vi", "khong duoc"), ("mn", "аваагүй"), ("mn", "битгий"),
    ("mn", "буруу биш"), ("mn", "мөнгө алга"), ("ru", "нельзя"), ("ru", "не платят"), ("ru", "никто"),
    ("uz", "bermayapti"), ("uz", "imzolamang"), ("uz", "pul yoʻq"), ("uz", "бермади"), ("ur", "نہیں ملی"),
    ("ur", "دستخط نہ کریں"), ("ur", "مت جاؤ"), ("ur", "paise nahi mile"),
]  # fmt: skip
LOOKS_LIKE_IT = [
    ("ko", "안녕하세요"), ("ko", "안전한 집"), ("ko", "안내해 드려요"), ("ko", "갈 수밖에 없어요"),
    ("en", "not only this"),
    ("en", "no later than Monday"), ("zh", "不仅如此"), ("zh", "别人的房子"), ("zh", "是不是"),
    ("vi", "anh khỏe không?"),
    ("vi", "không chỉ vậy"), ("mn", "удахгүй ирнэ"), ("mn", "дэлгэрэнгүй"), ("ru", "не позднее пятницы"),
    ("ru", "неделя"), ("uz", "olma sotib oldim"), ("uz", "hamma keldi"), ("ur", "نہ صرف یہ"),
]  # fmt: skip
VEILED = [
    ("ko", "임금 체불"), ("en", "unpaid wages"), ("zh", "拖欠工资"), ("vi", "nợ lương"), ("mn", "цалингийн өр"),
    ("ru", "без договора"), ("uz", "shartnomasiz"), ("ur", "معاہدے کے بغیر"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), CLEAR)
def test_negation_is_found(language: str, text: str) -> None:
    assert find_negation(text, Language(language)) is Negation.CLEAR


@pytest.mark.parametrize(("language", "text"), LOOKS_LIKE_IT)
def test_what_looks_like_a_negation_is_none(language: str, text: str) -> None:
    assert find_negation(text, Language(language)) is not Negation.CLEAR


@pytest.mark.parametrize(("language", "text"), VEILED)
def test_what_other_languages_say_with_not_is_veiled(language: str, text: str) -> None:
    assert find_negation(text, Language(language)) is Negation.VEILED
