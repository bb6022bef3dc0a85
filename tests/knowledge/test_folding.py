"""Spellings that mean the same are folded together."""

import pytest

from knowledge.folding import fold
from knowledge.languages import Language

SAME = [
    ("uz", "Oʻzbekiston", "O'zbekiston"),
    ("uz", "ўзбек тили", "o‘zbek tili"),
    ("ru", "Приём", "прием"),
    ("vi", "Gia hạn thị thực", "gia han thi thuc"),
    ("vi", "Đường", "duong"),
    ("ur", "تنخواه", "تنخواہ"),
    ("ur", "کيا", "کیا"),
    ("en", "E-9 visa", "e9 visa"),
    ("ru", "е-9 виза", "E9 виза"),
    ("ko", "Ｅ－９ 비자", "e-9 비자"),
    ("ur", "۱۳۴۵", "1345"),
    ("ur", "\u20661345\u2069", "1345"),
]


@pytest.mark.parametrize(("language", "one", "other"), SAME)
def test_spellings_fold_together(language: str, one: str, other: str) -> None:
    assert fold(one, Language(language)) == fold(other, Language(language))


def test_different_words_stay_apart() -> None:
    assert fold("өөр", Language.MN) != fold("оор", Language.MN)
