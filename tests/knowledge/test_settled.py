"""Questions that a document of answers settles: one step with the edition, the same in every process, gone with it."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from knowledge.documents.library import Library
from knowledge.documents.passages import DocumentPassage
from knowledge.documents.search import DocumentHit, DocumentSearch
from knowledge.documents.settled import Settled, rows_by_language
from knowledge.languages import Language
from tests.fakes import FakeEmbedder

QUESTION = "zebra crossing permit"
DAY = date(2026, 11, 1)
Settle = Callable[[Sequence[DocumentPassage]], Settled]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


def settling(*questions: str, model: str = FakeEmbedder.identity) -> Settle:
    """Let the first passage in each language answer all of the questions."""

    def settle(passages: Sequence[DocumentPassage]) -> Settled:
        numbers = {passage.language: passage.number for passage in reversed(passages)}
        days = dict.fromkeys(numbers, DAY.toordinal())
        vectors, owners = FakeEmbedder().embed_questions(list(questions)), np.zeros(len(questions), dtype=np.int64)
        rows = rows_by_language([numbers]), rows_by_language([days])
        return Settled("-".join(map(str.casefold, questions)).replace(" ", ""), model, vectors, owners, *rows)

    return settle


def publish(library: Library, folder: Path, settle: Settle | None, text: str = "Ask at the desk.") -> None:
    path = folder / "answers.html"
    path.write_text(f"<h2>한국어</h2><p>창구에 물어보세요.</p><h2>English</h2><p>{text}</p>", encoding="utf-8")
    library.add(path, lambda text: Language.EN if "English" in text else Language.KO, settle=settle)


def find(search: DocumentSearch, language: Language = Language.EN, question: str = QUESTION) -> list[DocumentHit]:
    vector = FakeEmbedder().embed_questions([question])[0]
    return search.find(question, Language.EN, language, vector)


@pytest.mark.parametrize(
    ("asked_by", "shown_in"),
    [(Language.EN, Language.EN), (Language.KO, Language.KO), (Language.UR, Language.EN)],
)
def test_answer_comes_in_the_language_most_likely_understood(
    tmp_path: Path, library: Library, asked_by: Language, shown_in: Language
) -> None:
    publish(library, tmp_path, settling(QUESTION))
    (hit,) = find(DocumentSearch(library, FakeEmbedder()), asked_by)
    assert (hit.passage.language, hit.verified, hit.source) == (shown_in, DAY, f"answers, {hit.passage.section}")


def test_every_process_sees_new_questions_and_that_they_are_withdrawn(tmp_path: Path, library: Library) -> None:
    publish(library, tmp_path, settling("something else entirely"))
    here, elsewhere = DocumentSearch(library, FakeEmbedder()), DocumentSearch(
        Library(tmp_path / "library"), FakeEmbedder()
    )  # fmt: skip
    assert [find(here), find(elsewhere)] == [[], []]
    publish(library, tmp_path, settling("something else entirely", QUESTION))
    assert [len(find(here)), len(find(elsewhere))] == [1, 1]
    library.withdraw("answers")
    assert [find(here), find(elsewhere)] == [[], []]


def test_publishing_the_same_again_changes_nothing(tmp_path: Path, library: Library) -> None:
    publish(library, tmp_path, settling(QUESTION))
    before = library.version
    publish(library, tmp_path, settling(QUESTION))
    assert (library.version, len(find(DocumentSearch(library, FakeEmbedder())))) == (before, 1)


@pytest.mark.parametrize("end", [Library.withdraw, Library.roll_back])
def test_questions_do_not_outlive_the_edition_that_settles_them(
    tmp_path: Path, library: Library, end: Callable[[Library, str], object]
) -> None:
    publish(library, tmp_path, settling("first words"), "Ask somebody.")
    publish(library, tmp_path, settling(QUESTION))
    assert len(list((tmp_path / "library" / "answers").glob("questions-*"))) == 1
    end(library, "answers")
    assert list((tmp_path / "library" / "answers").glob("questions-*")) == []
    assert find(DocumentSearch(library, FakeEmbedder())) == []


def test_vectors_of_another_model_are_not_compared(tmp_path: Path, library: Library) -> None:
    publish(library, tmp_path, settling(QUESTION, model="another"))
    assert find(DocumentSearch(library, FakeEmbedder())) == []


def test_reader_with_the_list_of_before_finds_no_questions_instead_of_failing(tmp_path: Path, library: Library) -> None:
    publish(library, tmp_path, settling("first words"))
    before = library.document("answers")
    publish(library, tmp_path, settling(QUESTION))
    assert library.settled(before) is None
    assert library.settled(library.document("answers")) is not None


def test_answer_found_by_its_words_too_is_shown_once(tmp_path: Path, library: Library) -> None:
    publish(library, tmp_path, settling("Ask at the desk."))
    (hit,) = find(DocumentSearch(library, FakeEmbedder()), question="Ask at the desk.")
    assert hit.passage.language is Language.EN
