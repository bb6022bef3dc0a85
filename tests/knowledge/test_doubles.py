"""Two questions in one message are told apart; one question with a story around it stays one."""

import pytest

from knowledge.doubles import find_two
from knowledge.languages import Language
from knowledge.search import GuidebookSearch

TWO = [
    ("ko", "비자 연장하려면 어떻게 해요? 그리고 아이 초등학교 입학은 어떻게 신청해요?"),
    ("en", "how do I extend my visa, and how do I enrol my child in elementary school?"),
    ("zh", "签证怎么延长？还有孩子上小学怎么报名？"),
    ("ru", "как продлить визу и как записать ребёнка в школу?"),
]


@pytest.mark.parametrize(("language", "text"), TWO)
def test_both_questions_of_a_message_are_found(search: GuidebookSearch, language: str, text: str) -> None:
    both = find_two(search, text, Language(language))
    assert both is not None
    assert {found.hits[0].article.id for found in both} == {"visa.extension", "family.school-enrollment"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "my visa ends next month and I do not know how to extend it, what do I do?"),
        ("ko", "비자가 다음 달에 끝나는데요, 어떻게 연장해요?"),
        ("en", "how do I extend my visa?"),
        ("en", "thanks!"),
        ("ur", "ویزا کیسے بڑھاؤں؟"),
    ],
)
def test_single_question_stays_one(search: GuidebookSearch, language: str, text: str) -> None:
    assert find_two(search, text, Language(language)) is None
