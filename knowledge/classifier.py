"""Ranks articles by softmax regression over TF-IDF of character n-grams: learns what tells the articles apart.

Where words do not change their form, whole words and pairs of words are added (measured: they help English and
Vietnamese, and harm languages with many endings).
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from knowledge import vocabularies

REGULARISATION = 20.0
# More terms cost build time and memory and bring nothing that could be measured.
MAX_TERMS = 40_000
WORD_NGRAMS = (1, 2)


class TextClassifier:
    """Multinomial logistic regression; classes are articles, given as their positions."""

    def __init__(
        self, vectorizers: Sequence[TfidfVectorizer], weights: NDArray[np.float32], bias: NDArray[np.float32]
    ) -> None:
        self._vectorizers = tuple(vectorizers)
        # One row per term of any vectorizer, so that a question reads only the rows of its own terms.
        self._weights = np.ascontiguousarray(weights.T)
        self._bias = bias  # (articles,)

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        classes: Sequence[int],
        ngrams: tuple[int, int],
        count: int,
        *,
        words: bool = False,
        weights: Sequence[float] | None = None,
    ) -> "TextClassifier":
        """Train on folded questions and the position of the article each belongs to, of `count` in all.

        What has no text gets the odds of the least likely one; `weights` say how much each text counts.
        """
        vectorizers = [_vectorizer("char_wb", ngrams), *([_vectorizer("word", WORD_NGRAMS)] if words else [])]
        features = sparse.hstack([one.fit_transform(texts) for one in vectorizers]).tocsr()
        model = LogisticRegression(C=REGULARISATION, max_iter=60, tol=1e-3).fit(features, classes, weights)
        coefficients = np.zeros((count, features.shape[1]), dtype=np.float32)
        bias = np.full(count, model.intercept_.min(), dtype=np.float32)
        coefficients[model.classes_], bias[model.classes_] = model.coef_, model.intercept_
        return cls(vectorizers, coefficients, bias)

    def scores(self, text: str) -> NDArray[np.float32]:
        """Log-odds of every article for a folded question; shape (articles,)."""
        found, first = self._bias.copy(), 0
        for one in self._vectorizers:
            features = one.transform([text])
            found += features.data @ self._weights[first + features.indices]
            first += features.shape[1]
        return found

    def save(self, folder: Path) -> None:
        """Write into a folder: `classifier.npz` and a `classifier.<kind>.json` for each kind of term."""
        for one in self._vectorizers:
            vocabularies.save(folder / f"classifier.{one.analyzer}.json", one)
        np.savez(
            folder / "classifier.npz",
            weights=self._weights.T.astype(np.float16),
            bias=self._bias,
            kinds=[one.analyzer for one in self._vectorizers],
            **{f"idf_{one.analyzer}": one.idf_.astype(np.float32) for one in self._vectorizers},
        )

    @classmethod
    def load(cls, folder: Path) -> "TextClassifier":
        """Read what `save` wrote."""
        arrays = np.load(folder / "classifier.npz")
        vectorizers = []
        for kind in arrays["kinds"]:
            known = vocabularies.load(folder / f"classifier.{kind}.json")
            vectorizer = _vectorizer(known.analyzer, known.ngrams, known.columns)
            vectorizer.idf_ = arrays[f"idf_{kind}"]
            vectorizers.append(vectorizer)
        return cls(vectorizers, arrays["weights"].astype(np.float32), arrays["bias"])


def _vectorizer(analyzer: str, ngrams: tuple[int, int], vocabulary: dict[str, int] | None = None) -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer=analyzer,
        ngram_range=ngrams,
        token_pattern=r"\S+" if analyzer == "word" else None,
        lowercase=False,
        sublinear_tf=True,
        min_df=2 if vocabulary is None else 1,
        max_features=MAX_TERMS if vocabulary is None else None,
        vocabulary=vocabulary,
        dtype=np.float32,
    )
