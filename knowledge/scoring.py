"""Scores many questions with the rankers of an index, as arrays; reads the questions that nothing is trained on."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.calibration import Calibration, Rows, confidence_features, scope_features
from knowledge.embedding import Embedder
from knowledge.folding import fold
from knowledge.index import GuidebookIndex
from knowledge.languages import Language

# `right` of a question that no article answers.
OUTSIDE = -1


@dataclass(frozen=True)
class Asked:
    """A question, the article it is about (None outside the guidebook), and its style: term or situation."""

    text: str
    language: Language
    article: str | None
    style: str = ""


@dataclass(frozen=True)
class Scored:
    """Scores of questions, one row each; `right` is the position of the right article or OUTSIDE."""

    rankers: tuple[Rows, Rows, Rows]  # BM25, classifier, embedding; (questions, articles)
    scope: Rows  # (questions, features)
    right: NDArray[np.int64]
    languages: NDArray[np.str_]
    styles: NDArray[np.str_]

    def pick(self, rows: NDArray[np.bool_]) -> "Scored":
        """Only some of the rows."""
        bm25, classifier, dense = (part[rows] for part in self.rankers)
        return Scored(
            (bm25, classifier, dense), self.scope[rows], self.right[rows], self.languages[rows], self.styles[rows]
        )

    @property
    def inside(self) -> NDArray[np.bool_]:
        """Which questions an article answers."""
        return np.asarray(self.right != OUTSIDE)


@dataclass(frozen=True)
class Ranking:
    """How well a ranking fits: shares of right articles first and among the first three, mean reciprocal rank."""

    first: float
    three: float
    reciprocal: float

    @classmethod
    def of(cls, scores: Rows, right: NDArray[np.int64]) -> "Ranking":
        """Judge rows of scores, shape (questions, articles)."""
        own = np.take_along_axis(scores, right[:, np.newaxis], axis=1)
        places = (scores > own).sum(axis=1) + (scores == own).sum(axis=1)  # ties count against us
        return cls(float((places == 1).mean()), float((places <= 3).mean()), float((1 / places).mean()))  # noqa: PLR2004

    def cells(self) -> list[str]:
        """As cells of a table."""
        return [f"{self.first:.1%}", f"{self.three:.1%}", f"{self.reciprocal:.3f}"]


def score(index: GuidebookIndex, embedder: Embedder, asked: Sequence[Asked], *, taken_out: bool = False) -> Scored:
    """Score questions in their own language; `taken_out` leaves out the right article's texts in that language."""
    place = {identity: position for position, identity in enumerate(index.articles)}
    vectors = embedder.embed_questions([one.text for one in asked])
    right = np.array([place[one.article] if one.article else OUTSIDE for one in asked])
    all_scores = [
        index.score(one.text, one.language, vector, int(wanted) if taken_out else None)
        for one, vector, wanted in zip(asked, vectors, right, strict=True)
    ]
    rankers = (
        np.stack([scores.bm25 for scores in all_scores]),
        np.stack([scores.classifier for scores in all_scores]),
        np.stack([scores.dense for scores in all_scores]),
    )
    outside = np.array([scores.outside for scores in all_scores], dtype=np.float32)
    lengths = np.array([len(fold(one.text, one.language)) for one in asked], dtype=np.float32)
    return Scored(
        rankers,
        scope_features(rankers, outside, lengths),
        right,
        np.array([str(one.language) for one in asked]),
        np.array([one.style for one in asked]),
    )


def confidence_rows(calibration: Calibration, scored: Scored) -> tuple[Rows, Rows]:
    """Fused scores (questions, articles) and the features of confidence (questions, features)."""
    fused = calibration.fuse(scored.rankers)
    return fused, confidence_features(fused, calibration.belief(fused), scored.rankers, scored.scope)


def read_asked(folder: Path) -> Iterator[Asked]:
    """Yield the rows of `<language>.tsv`: article, style, text."""
    for language in Language:
        with (folder / f"{language}.tsv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield Asked(row["text"], language, row["article"], row["style"])


def read_strangers(folder: Path) -> Iterator[Asked]:
    """Yield the lines of `<language>.txt`: what no article answers."""
    for language in Language:
        for line in (folder / f"{language}.txt").read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield Asked(line.strip(), language, None)


def expected_calibration_error(probabilities: Rows, right: NDArray[np.bool_], bins: int = 10) -> float:
    """Mean distance between how sure and how often right, over bins of equal size (Naeini et al. 2015)."""
    order = np.argsort(probabilities)
    parts = [part for part in np.array_split(order, bins) if len(part)]
    return float(sum(len(part) * abs(probabilities[part].mean() - right[part].mean()) for part in parts) / len(order))
