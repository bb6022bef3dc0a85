"""Short questions after an answer speak of it; which part of the article they mean is told by a model."""

import pytest

from knowledge.followups import HITS, is_follow_up
from knowledge.languages import Language
from knowledge.search import GuidebookSearch
from knowledge.section_model import find_section_model
from tests.fakes import FakeEmbedder

FOLLOW_UPS = [
    ("ko", "비자 연장은 어떻게 해요?", "수수료는요?", "cost-time"),
    ("en", "how do I extend my visa?", "how much is it?", "cost-time"),
    ("zh", "签证怎么延长？", "要带什么材料？", "papers"),
    ("vi", "gia hạn visa thế nào?", "hết bao nhiêu tiền?", "cost-time"),
    ("mn", "визээ яаж сунгах вэ?", "хэд вэ?", "cost-time"),
    ("ru", "как продлить визу?", "а какие документы?", "papers"),
    ("uz", "vizani qanday uzaytiraman?", "qancha turadi?", "cost-time"),
    ("ur", "ویزا کیسے بڑھاؤں؟", "کون سے کاغذات؟", "papers"),
]


@pytest.mark.parametrize(("language", "first", "second", "section"), FOLLOW_UPS)
def test_follow_up_is_told_and_its_section_shown(
    search: GuidebookSearch, language: str, first: str, second: str, section: str
) -> None:
    code = Language(language)
    alone, together = search.search(second, code, HITS), search.search(second, code, HITS, after=first)
    assert is_follow_up(second, code, alone, together, "visa.extension")
    assert search.about("visa.extension", second, code).hits[0].passage.section == section


@pytest.mark.parametrize(
    ("language", "second"),
    [
        ("ko", "사장님이 두 달째 월급을 안 줘서 신고하고 싶어요"),
        ("en", "my landlord does not give my deposit back, what can I do"),
        ("ru", "как записать ребёнка в начальную школу в Сеуле"),
    ],
)
def test_new_subject_is_no_follow_up(search: GuidebookSearch, language: str, second: str) -> None:
    code, first = Language(language), "visa extension"
    alone, together = search.search(second, code, HITS), search.search(second, code, HITS, after=first)
    assert not is_follow_up(second, code, alone, together, "visa.extension")


def test_section_model_belongs_to_the_embedding_that_ships(search: GuidebookSearch) -> None:
    assert find_section_model(search._embedder) is not None
    assert find_section_model(FakeEmbedder()) is None
