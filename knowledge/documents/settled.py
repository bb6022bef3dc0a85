"""Answers that are found by what was asked: the vectors of the questions that each settles, kept beside a document.

Only vectors are kept, never what people wrote; they go with the state of the document that they belong to.
"""

import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import Vectors
from knowledge.languages import Language

SETTLED = 0.60
"""From this cosine with one of its questions or titles on, a question has an answer; measured in docs/gaps.md."""

_ORDER = tuple(Language)


@dataclass(frozen=True)
class Settled:
    """Questions and what answers them; `digest` changes with any of it, `model` is the embedder's identity.

    Row n of `vectors`, shape (questions, dimensions), is settled by the answer `owners[n]`. `passages` and `days` have
    the shape (answers, languages): the number of the passage in which an answer begins, 0 where there is none, and the
    ordinal of the day on which it was published.
    """

    digest: str
    model: str
    vectors: Vectors
    owners: NDArray[np.int64]
    passages: NDArray[np.int64]
    days: NDArray[np.int64]

    def find(self, vector: Vectors) -> tuple[int, float] | None:
        """Return the answer to a question, shape (dimensions,), with the cosine; None when none is near enough."""
        if not len(self.vectors):
            return None
        # BLAS would spread this over threads and, where the cores are busy, wait for them far longer than it takes.
        similarities = np.einsum("qd,d->q", self.vectors, vector)
        place = int(similarities.argmax())
        similarity = float(similarities[place])
        return (int(self.owners[place]), similarity) if similarity >= SETTLED else None

    def passage(self, answer: int, language: Language) -> int | None:
        """Return the number of an answer's passage in a language, else in the one most likely understood."""
        numbers = self.passages[answer]
        found = (int(numbers[_ORDER.index(one)]) for one in (language, Language.EN, Language.KO, *_ORDER))
        return next((number for number in found if number), None)

    def day(self, passage: int) -> date | None:
        """Return when the answer that begins in a passage was published."""
        found = self.days[self.passages == passage]
        return date.fromordinal(int(found[0])) if len(found) else None

    def same(self, passage: int) -> frozenset[int]:
        """Return the passages that say the same as one does in whatever language, itself among them."""
        rows = self.passages[(self.passages == passage).any(axis=1)]
        return frozenset(int(number) for number in rows.ravel() if number)

    def as_bytes(self) -> bytes:
        """Return what `read_settled` reads."""
        file = io.BytesIO()
        np.savez(
            file,
            about=np.array([self.digest, self.model]),
            vectors=self.vectors,
            owners=self.owners,
            passages=self.passages,
            days=self.days,
        )
        return file.getvalue()


def read_settled(path: Path) -> Settled | None:
    """Return what was kept; None when it is gone, since a newer state has taken its place."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            digest, model = (str(one) for one in kept["about"])
            return Settled(digest, model, kept["vectors"], kept["owners"], kept["passages"], kept["days"])
    except FileNotFoundError:
        return None


def rows_by_language(rows: list[dict[Language, int]]) -> NDArray[np.int64]:
    """Return one row per answer with a number per language, 0 where there is none, shape (answers, languages)."""
    numbers = [[row.get(language, 0) for language in _ORDER] for row in rows]
    return np.array(numbers, dtype=np.int64).reshape(len(rows), len(_ORDER))
