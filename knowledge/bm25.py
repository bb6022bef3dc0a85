"""Ranks articles by BM25 over character n-grams: strong on names of things, typos and words in any script."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer

from knowledge import vocabularies

K1 = 1.2
B = 0.75
UNKNOWN = 0.5


class CharacterBm25:
    """BM25 (Robertson & Zaragoza 2009) over character n-grams within words or across them; a document per article."""

    def __init__(self, vectorizer: CountVectorizer, weights: sparse.csr_matrix) -> None:
        self._vectorizer = vectorizer
        self._analyze = vectorizer.build_analyzer()
        self._weights = weights
        self._by_term = weights.T.tocsr()
        self._idf = _idf(weights)

    @classmethod
    def fit(cls, documents: Sequence[str], ngrams: tuple[int, int], *, across_words: bool = False) -> "CharacterBm25":
        """Build from folded documents, one per article, in the order in which scores are wanted."""
        vectorizer = _vectorizer("char" if across_words else "char_wb", ngrams)
        counts = sparse.csr_matrix(vectorizer.fit_transform(documents), dtype=np.float32)
        lengths = np.asarray(counts.sum(axis=1)).ravel()
        idf = _idf(counts)
        coo = counts.tocoo()
        norm = K1 * (1 - B + B * lengths[coo.row] / lengths.mean())
        values = idf[coo.col] * coo.data * (K1 + 1) / (coo.data + norm)
        return cls(vectorizer, sparse.csr_matrix((values, (coo.row, coo.col)), shape=counts.shape, dtype=np.float32))

    def scores(self, text: str) -> NDArray[np.float32]:
        """Score of every document for a folded question; shape (documents,)."""
        counts = self._vectorizer.transform([text])
        return np.asarray((counts @ self._by_term).toarray(), dtype=np.float32).ravel()

    def shares(self, text: str) -> NDArray[np.float32]:
        """Scores as a share of what a document of average length that holds the whole question would get, 0 to 1.

        What stands nowhere counts half: often it is the endings and fillers of a question, sometimes its subject.
        """
        wanted = set(self._analyze(text))
        known = [column for gram in wanted if (column := self._vectorizer.vocabulary_.get(gram)) is not None]
        unknown = UNKNOWN * float(self._idf.max(initial=1.0))
        total = float(self._idf[known].sum()) + unknown * (len(wanted) - len(known))
        found = np.asarray(self._by_term[known].sum(axis=0), dtype=np.float32).ravel()
        return np.asarray(np.minimum(found / max(total, 1e-6), 1.0), dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write into a folder: `bm25.npz` and `bm25.vocabulary.json`."""
        vocabularies.save(folder / "bm25.vocabulary.json", self._vectorizer)
        sparse.save_npz(folder / "bm25.npz", self._weights)

    @classmethod
    def load(cls, folder: Path) -> "CharacterBm25":
        """Read what `save` wrote."""
        known = vocabularies.load(folder / "bm25.vocabulary.json")
        return cls(
            _vectorizer(known.analyzer, known.ngrams, known.columns), sparse.load_npz(folder / "bm25.npz").tocsr()
        )


def _idf(counts: sparse.csr_matrix) -> NDArray[np.float32]:
    in_documents = np.asarray((counts > 0).sum(axis=0)).ravel()
    return np.asarray(np.log(1 + (counts.shape[0] - in_documents + 0.5) / (in_documents + 0.5)), dtype=np.float32)


def _vectorizer(analyzer: str, ngrams: tuple[int, int], vocabulary: dict[str, int] | None = None) -> CountVectorizer:
    return CountVectorizer(
        analyzer=analyzer, ngram_range=ngrams, lowercase=False, vocabulary=vocabulary, dtype=np.float32
    )
