"""The evaluation questions are complete, frozen, and have not leaked into what the search and the bot learn from."""

import hashlib
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from knowledge.articles import read_guidebook
from knowledge.folding import fold
from knowledge.languages import Language
from knowledge.questions import read_outside, read_questions
from knowledge.scoring import Asked, read_asked, read_strangers
from knowledge.settings import KnowledgeSettings
from knowledge.tuning import HELD_OUT
from tools.bot_data import read_small_talk

HOME = Path(__file__).parent
FROZEN = HOME / "SHA256SUMS"
ALMOST_THE_SAME = 0.8


@pytest.fixture(scope="module")
def asked() -> list[Asked]:
    """Everything that evaluates: inside and outside the guidebook."""
    return [*read_asked(HOME / "questions"), *read_strangers(HOME / "outside")]


@pytest.mark.parametrize("language", list(Language))
def test_every_article_has_its_questions_in_both_styles(language: Language, asked: list[Asked]) -> None:
    own = [one for one in asked if one.language is language and one.article]
    counts = Counter(one.article for one in own)
    assert set(counts) == set(read_guidebook(KnowledgeSettings().guidebook_dir).ids)
    assert min(counts.values()) >= 5
    assert {one.style for one in own} == {"term", "situation"}
    assert sum(one.language is language and one.article is None for one in asked) >= 50


def test_questions_have_not_been_changed() -> None:
    for line in FROZEN.read_text(encoding="utf-8").splitlines():
        digest, name = line.split()
        assert hashlib.sha256((HOME / name).read_bytes()).hexdigest() == digest, f"{name} was changed"


def _learnt(language: Language) -> list[str]:
    """All that is learnt from in a language: training, small talk, outside, and what the search is calibrated on."""
    folder = KnowledgeSettings().guidebook_dir
    texts = [q.text for q in read_questions(folder) if q.language is language]
    texts += read_small_talk()[language] + read_outside(folder).get(language, [])
    held_out = [*read_asked(HELD_OUT), *read_strangers(HELD_OUT / "outside")]
    return [*texts, *(one.text for one in held_out if one.language is language)]


def _utterances(language: Language) -> list[str]:
    """What understanding is measured with; "hello" and "yes" are the same words for everybody."""
    path = HOME / "understanding" / "utterances" / f"{language}.tsv"
    return [line.split("\t")[1] for line in path.read_text(encoding="utf-8").splitlines()[1:]]


def _telling_length(language: Language) -> int:
    return 8 if language in {Language.KO, Language.ZH} else 20


@pytest.mark.parametrize("language", list(Language))
def test_no_question_or_its_near_copy_is_learnt_from(language: Language, asked: list[Asked]) -> None:
    own = [fold(one.text, language) for one in asked if one.language is language]
    assert _near_copies(own, [fold(text, language) for text in _learnt(language)]) == set()


@pytest.mark.parametrize("language", list(Language))
def test_no_utterance_or_its_near_copy_is_an_example_of_an_intent(language: Language) -> None:
    own = [text for one in _utterances(language) if len(text := fold(one, language)) >= _telling_length(language)]
    assert _near_copies(own, [fold(text, language) for text in read_small_talk()[language]]) == set()


def _near_copies(own: list[str], learnt: list[str]) -> set[tuple[str, str]]:
    """Pairs of texts that share most of their groups of three letters, or are the same."""
    grams = CountVectorizer(analyzer="char", ngram_range=(3, 3), binary=True, dtype=np.int32).fit(own + learnt)
    ours, theirs = grams.transform(own), grams.transform(learnt)
    shared = (ours @ theirs.T).tocoo()
    sizes, their_sizes = (np.asarray(m.sum(axis=1)).ravel() for m in (ours, theirs))
    overlap = shared.data / (sizes[shared.row] + their_sizes[shared.col] - shared.data)
    near = overlap >= ALMOST_THE_SAME
    pairs = {(own[row], learnt[column]) for row, column in zip(shared.row[near], shared.col[near], strict=True)}
    return pairs | {(text, text) for text in set(own) & set(learnt)}
