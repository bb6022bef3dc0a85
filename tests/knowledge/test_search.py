"""The built index finds the article of a plain question in each language, and says when there is none."""

import pytest

from knowledge.articles import Guidebook
from knowledge.index import load_index
from knowledge.languages import Language
from knowledge.models import read_choice
from knowledge.scoring import Asked, Ranking, score
from knowledge.search import Certainty, GuidebookSearch
from knowledge.settings import KnowledgeSettings

UNPAID = {
    "ko": "사장님이 두 달째 월급을 안 줘요",
    "en": "my boss has not paid my salary for two months",
    "zh": "老板两个月没发工资了",
    "vi": "chủ không trả lương cho tôi 2 tháng rồi",
    "mn": "дарга 2 сарын цалин өгөхгүй байна",
    "ru": "начальник два месяца не платит зарплату",
    "uz": "xoʻjayin ikki oydan beri oylik bermayapti",
    "ur": "مالک نے دو مہینے سے تنخواہ نہیں دی",
}
OTHER_WAYS = {
    "boss 2 oydan beri oylik bermayapti": "uz",
    "хужайин икки ойдан бери ойлик бермаяпти": "uz",
    "chu khong tra luong 2 thang roi": "vi",
    "malik ne do mahine se tankhwah nahi di": "ur",
    "nachalnik 2 mesyaca ne platit zarplatu": "ru",
    "darga 2 sariin tsalin ogohgui baina": "mn",
}


@pytest.mark.parametrize("language", UNPAID)
def test_plain_question_finds_its_article(search: GuidebookSearch, language: str) -> None:
    result = search.search(UNPAID[language], Language(language))
    assert result.hits[0].article.id == "job.unpaid-wages"
    assert result.hits[0].article.language == result.asked_in == language


@pytest.mark.parametrize("text", OTHER_WAYS)
def test_other_ways_of_writing_are_understood(search: GuidebookSearch, text: str) -> None:
    result = search.search(text, Language(OTHER_WAYS[text]))
    assert result.hits[0].article.id == "job.unpaid-wages"


def test_answer_comes_in_the_language_asked_for_not_the_one_typed(search: GuidebookSearch) -> None:
    hit = search.search("my boss has not paid my salary", Language.UR).hits[0]
    assert (hit.article.language, hit.passage.language) == (Language.UR, Language.UR)


def test_passage_stands_in_the_article(search: GuidebookSearch) -> None:
    hit = search.search("how much is the fee to extend my stay", Language.EN).hits[0]
    assert hit.article.id == "visa.extension"
    assert "60,000" in hit.passage.text


@pytest.mark.parametrize("text", ["bitcoin price tomorrow", "tell me a joke about cats", "best pizza recipe"])
def test_nothing_is_claimed_for_what_the_guidebook_lacks(search: GuidebookSearch, text: str) -> None:
    assert search.search(text, Language.EN).certainty is not Certainty.SURE


@pytest.mark.parametrize("text", ["?", "。", "🙂", "1", "a" * 4000, "ـــ", "\u2066\u2069"])
def test_odd_text_is_survived(search: GuidebookSearch, text: str) -> None:
    assert len(search.search(text, Language.MN, limit=2).hits) == 2


def test_article_missing_in_a_language_is_found_through_the_others() -> None:
    choice = read_choice(KnowledgeSettings())
    embedder = choice.embedder()
    asked = [Asked(text, Language(code), "job.unpaid-wages") for code, text in UNPAID.items()]
    scored = score(load_index(choice.index_dir, embedder), embedder, asked, taken_out=True)
    for ranker in scored.rankers:
        assert Ranking.of(ranker, scored.right).three == 1.0


def test_article_missing_in_a_language_is_given_in_another(search: GuidebookSearch) -> None:
    book = Guidebook([a for a in search.guidebook if (a.id, a.language) != ("job.unpaid-wages", Language.UZ)])
    assert [a.language for i in book.ids if (a := book.find_nearest(i, Language.UZ)) and a.language != Language.UZ] == [
        Language.EN
    ]
    assert book.find_nearest("job.nothing", Language.UZ) is None
