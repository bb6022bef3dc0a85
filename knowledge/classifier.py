"""Ranks articles by softmax regression over character n-gram TF-IDF: learns what tells the articles apart."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from knowledge import vocabularies

REGULARISATION = 20.0
# More terms cost build time and memory and bring nothing that could be measured.
MAX_TERMS = 40_000


class CharacterClassifier:
    """Multinomial logistic regression; classes are articles, given as their positions."""

    def __init__(self, vectorizer: TfidfVectorizer, weights: NDArray[np.float32], bias: NDArray[np.float32]) -> None:
        self._vectorizer = vectorizer
        self._weights = weights  # (articles, terms)
        self._bias = bias  # (articles,)

    @classmethod
    def fit(cls, texts: Sequence[str], classes: Sequence[int], ngrams: tuple[int, int]) -> "CharacterClassifier":
        """Train on folded questions and the position of the article each belongs to."""
        vectorizer = _vectorizer(ngrams)
        features = vectorizer.fit_transform(texts)
        model = LogisticRegression(C=REGULARISATION, max_iter=60, tol=1e-3).fit(features, classes)
        return cls(vectorizer, model.coef_.astype(np.float32), model.intercept_.astype(np.float32))

    def scores(self, text: str) -> NDArray[np.float32]:
        """Log-odds of every article for a folded question; shape (articles,)."""
        features = self._vectorizer.transform([text])
        return np.asarray(features @ self._weights.T + self._bias, dtype=np.float32).ravel()

    def save(self, folder: Path) -> None:
        """Write into a folder: `classifier.npz` and `classifier.vocabulary.json`."""
        vocabularies.save(folder / "classifier.vocabulary.json", self._vectorizer)
        np.savez(
            folder / "classifier.npz",
            weights=self._weights.astype(np.float16),
            bias=self._bias,
            idf=self._vectorizer.idf_.astype(np.float32),
        )

    @classmethod
    def load(cls, folder: Path) -> "CharacterClassifier":
        """Read what `save` wrote."""
        vocabulary, ngrams = vocabularies.load(folder / "classifier.vocabulary.json")
        arrays = np.load(folder / "classifier.npz")
        vectorizer = _vectorizer(ngrams, vocabulary)
        vectorizer.idf_ = arrays["idf"]
        return cls(vectorizer, arrays["weights"].astype(np.float32), arrays["bias"])


def _vectorizer(ngrams: tuple[int, int], vocabulary: dict[str, int] | None = None) -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=ngrams,
        lowercase=False,
        sublinear_tf=True,
        min_df=2 if vocabulary is None else 1,
        max_features=MAX_TERMS if vocabulary is None else None,
        vocabulary=vocabulary,
        dtype=np.float32,
    )
