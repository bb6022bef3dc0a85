"""BM25 and classifier: what they know survives saving, in every kind of terms that a language may want."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.bm25 import CharacterBm25
from knowledge.classifier import TextClassifier

DOCUMENTS = ["rent deposit landlord house", "wage boss salary unpaid", "visa office extension card"]
TEXTS = [word for document in DOCUMENTS for word in (document, *document.split())]
CLASSES = [place for place, document in enumerate(DOCUMENTS) for _ in (document, *document.split())]
QUESTIONS = ["landlord kept my deposit", "salry not paid", "visa extension"]


@pytest.mark.parametrize("across_words", [False, True])
def test_bm25_finds_the_document_after_loading_too(tmp_path: Path, across_words: bool) -> None:
    fitted = CharacterBm25.fit(DOCUMENTS, (2, 5), across_words=across_words)
    fitted.save(tmp_path)
    loaded = CharacterBm25.load(tmp_path)
    for place, question in enumerate(QUESTIONS):
        assert loaded.scores(question).argmax() == place
        np.testing.assert_allclose(loaded.scores(question), fitted.scores(question), rtol=1e-6)


def test_terms_across_words_know_their_neighbours() -> None:
    phrases = ["a b c", "b a c"]
    assert np.ptp(CharacterBm25.fit(phrases, (1, 1), across_words=True).scores("a b")) < 1e-6
    assert CharacterBm25.fit(phrases, (3, 3), across_words=True).scores("a b").argmax() == 0


@pytest.mark.parametrize("words", [False, True])
def test_classifier_finds_the_article_after_loading_too(tmp_path: Path, words: bool) -> None:
    fitted = TextClassifier.fit(TEXTS * 2, CLASSES * 2, (2, 4), len(DOCUMENTS), words=words)
    fitted.save(tmp_path)
    loaded = TextClassifier.load(tmp_path)
    for place, question in enumerate(QUESTIONS):
        assert loaded.scores(question).argmax() == place
        np.testing.assert_allclose(loaded.scores(question), fitted.scores(question), atol=0.02)


def test_article_without_text_is_never_the_likeliest() -> None:
    classes = [place + (place > 0) for place in CLASSES]
    fitted = TextClassifier.fit(TEXTS * 2, classes * 2, (2, 4), len(DOCUMENTS) + 2)
    scores = np.stack([fitted.scores(question) for question in QUESTIONS])
    assert scores.shape == (3, 5)
    assert scores.argmax(axis=1).tolist() == [0, 2, 3]
