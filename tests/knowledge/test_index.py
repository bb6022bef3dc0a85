"""The index as a whole: built from a few articles with a stand-in embedder, loaded, refused when it does not fit."""

from pathlib import Path

import pytest

from knowledge.articles import Guidebook, read_guidebook
from knowledge.detection import LanguageDetector
from knowledge.documents.library import Library
from knowledge.documents.search import DocumentSearch
from knowledge.errors import IndexMissing
from knowledge.index import build_index, load_index
from knowledge.languages import Language
from knowledge.questions import read_questions
from knowledge.search import GuidebookSearch
from knowledge.settings import KnowledgeSettings
from tests.fakes import FakeEmbedder

ARTICLES = {"visa.extension", "job.unpaid-wages", "settlement.housing-rent"}


@pytest.fixture(scope="module")
def guidebook() -> Guidebook:
    """Three articles in eight languages."""
    return Guidebook([a for a in read_guidebook(KnowledgeSettings().guidebook_dir) if a.id in ARTICLES])


@pytest.fixture(scope="module")
def folder(guidebook: Guidebook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of these articles."""
    folder = tmp_path_factory.mktemp("index") / "index"
    questions = [q for q in read_questions(KnowledgeSettings().guidebook_dir) if q.article in ARTICLES]
    build_index(guidebook, questions, FakeEmbedder(), folder)
    return folder


@pytest.mark.parametrize("language", list(Language))
def test_every_title_finds_its_article(guidebook: Guidebook, folder: Path, tmp_path: Path, language: Language) -> None:
    documents = DocumentSearch(Library(tmp_path), FakeEmbedder())
    search = GuidebookSearch(
        guidebook, load_index(folder, FakeEmbedder()), FakeEmbedder(), documents, LanguageDetector.load()
    )
    for identity in guidebook.ids:
        title = guidebook.get(identity, language).title
        assert search.search(title, language).hits[0].article.id == identity


def test_index_of_another_model_is_refused(folder: Path) -> None:
    class OtherEmbedder(FakeEmbedder):
        identity = "other"

    with pytest.raises(IndexMissing, match="make build"):
        load_index(folder, OtherEmbedder())


def test_missing_index_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="make build"):
        load_index(tmp_path / "none", FakeEmbedder())


def test_new_index_takes_the_place_of_the_old_one(guidebook: Guidebook, tmp_path: Path) -> None:
    questions = [q for q in read_questions(KnowledgeSettings().guidebook_dir) if q.article in ARTICLES]
    for _ in range(2):
        build_index(guidebook, questions, FakeEmbedder(), tmp_path / "index")
    assert [path.name for path in tmp_path.iterdir()] == ["index"]
    assert load_index(tmp_path / "index", FakeEmbedder()).articles == guidebook.ids
