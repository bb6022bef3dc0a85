"""Which of the eight languages a text is in, in the alphabets people really use."""

import pytest

from knowledge.languages import Language, find_named_language
from knowledge.search import GuidebookSearch

TEXTS = [
    ("비자 연장하고 싶어요", "ko"),
    ("how can I extend my visa", "en"),
    ("我想延长签证", "zh"),
    ("tôi muốn gia hạn visa", "vi"),
    ("toi muon gia han visa o dau vay", "vi"),
    ("визээ яаж сунгуулах вэ", "mn"),
    ("vizee yaj sungah ve", "mn"),
    ("как мне продлить визу", "ru"),
    ("vizamni qanday uzaytiraman", "uz"),
    ("визамни қандай узайтираман", "uz"),
    ("визамни кандай узайтирсам булади", "uz"),
    ("میں اپنا ویزا کیسے بڑھاؤں", "ur"),
    ("mera visa khatam ho raha hai kya karun", "ur"),
    ("E-9 비자 workplace 변경", "ko"),
    ("보증금 money back please how", "en"),
]


@pytest.mark.parametrize(("text", "language"), TEXTS)
def test_language_is_recognised(search: GuidebookSearch, text: str, language: str) -> None:
    assert search.detect(text).language == language


@pytest.mark.parametrize("text", ["", "?", "123", "E-9", "https://example.org", "🙂"])
def test_text_without_words_says_nothing(search: GuidebookSearch, text: str) -> None:
    found = search.detect(text, Language.UZ)
    assert (found.language, found.confidence) == (Language.UZ, 0.0)


def test_same_text_gives_the_same_answer(search: GuidebookSearch) -> None:
    assert len({search.detect("visa problem yes") for _ in range(20)}) == 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("speak Russian please", "ru"),
        ("по-узбекски можно?", "uz"),
        ("한국어로 해 주세요", "ko"),
        ("说中文好吗", "zh"),
        ("اردو میں بات کریں", "ur"),
        ("tiếng Việt được không", "vi"),
        ("монголоор ярьж болох уу", "mn"),
        ("English", "en"),
    ],
)
def test_language_named_in_words_is_found(text: str, language: str) -> None:
    assert find_named_language(text) == language


def test_no_language_is_found_where_none_is_named() -> None:
    assert find_named_language("I want another language") is None
