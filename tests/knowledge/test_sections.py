"""A question about papers, money, places or penalties is answered with that part of the article."""

import pytest

from knowledge.articles import SECTION_KEYS
from knowledge.languages import Language
from knowledge.search import GuidebookSearch
from knowledge.sections import CUES, find_section
from tests.conftest import LANGUAGES

ASKED = [
    ("ko", "비자 연장할 때 서류 뭐 필요해요", "papers"),
    ("en", "how much is the fee to extend my stay", "cost-time"),
    ("zh", "逾期居留会被罚多少", "warnings"),
    ("vi", "xin viec lam them o dau", "ask"),
    ("mn", "визээ сунгахад ямар бичиг баримт хэрэгтэй вэ", "papers"),
    ("ru", "куда обратиться, если бьёт муж", "ask"),
    ("uz", "uzaytirish necha pul turadi, qancha toʻlov", "cost-time"),
    ("uz", "қандай ҳужжат керак", "papers"),
    ("ur", "kitni fees hai visa barhane ki", "cost-time"),
    ("ur", "کون سے کاغذات چاہئیں", "papers"),
    ("en", "my boss does not pay me", "steps"),
]


@pytest.mark.parametrize(("language", "text", "section"), ASKED)
def test_section_is_told_by_the_words_of_the_question(language: str, text: str, section: str) -> None:
    assert find_section(text, Language(language)) == section


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_cues_for_the_same_sections(language: str) -> None:
    assert set(CUES[Language(language)]) == set(SECTION_KEYS) - {"steps"}


def test_article_without_that_section_says_what_to_do(search: GuidebookSearch) -> None:
    hit = search.search("what documents do I need for severance pay", Language.EN).hits[0]
    assert (hit.article.id, hit.passage.section) == ("job.severance", "steps")
