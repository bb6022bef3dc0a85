"""How the rankers are weighed, how sure a result is, and when a question lies outside the guidebook.

The figures in `calibration.json` are fitted by `python -m tools.tune_search`.
"""

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.languages import Language
from knowledge.settings import HOME

PATH = HOME / "calibration.json"

Rows = NDArray[np.float32]


@dataclass(frozen=True)
class Linear:
    """A logistic model: weights of standardised features and a bias."""

    mean: tuple[float, ...]
    spread: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float

    def odds(self, features: Rows) -> Rows:
        """Log-odds of rows of features, shape (questions,)."""
        normal = (features - np.array(self.mean)) / (np.array(self.spread) + 1e-6)
        return np.asarray(normal @ np.array(self.weights) + self.bias, dtype=np.float32)


@dataclass(frozen=True)
class Calibration:
    """Weights of BM25, classifier and embedding; what makes a first hit likely right; what is inside the guidebook.

    `limits` are, per language, the log-odds below which a question is taken to lie outside.
    """

    weights: tuple[float, ...]
    sharpness: float
    confidence: Linear
    scope: Linear
    limits: dict[Language, float]

    def fuse(self, rankers: tuple[Rows, Rows, Rows]) -> Rows:
        """Add the standardised scores of the rankers, shape (…, articles)."""
        parts = (weight * standardise(part) for weight, part in zip(self.weights, rankers, strict=True))
        return np.asarray(sum(parts), dtype=np.float32)

    def belief(self, fused: Rows) -> Rows:
        """Share of each article, adding to one, shape (…, articles)."""
        exponents = np.exp((fused - fused.max(axis=-1, keepdims=True)) * self.sharpness)
        return np.asarray(exponents / exponents.sum(axis=-1, keepdims=True), dtype=np.float32)

    def probability(self, features: Rows) -> Rows:
        """Probability that the first hit is the right one, shape (questions,)."""
        return np.asarray(1 / (1 + np.exp(-self.confidence.odds(features))), dtype=np.float32)

    def is_in_scope(self, features: Rows, language: Language) -> bool:
        """Judge the features of one question, shape (features,)."""
        return bool(self.scope.odds(features[np.newaxis])[0] >= self.limits[language])

    def as_json(self) -> dict[str, Any]:
        """Return what `load_calibration` reads."""
        return asdict(self)


def scope_features(rankers: tuple[Rows, Rows, Rows], outside: Rows, lengths: Rows) -> Rows:
    """What the rankers' scores say of each question as a whole, shape (questions, 4).

    The best BM25 score by root of the question's length, the best log-odds of the classifier and its distance to the
    log-odds of lying outside, the best similarity. Rankers have shape (questions, articles), the others (questions,).
    """
    bm25, classifier, dense = (part.max(axis=-1) for part in rankers)
    return np.stack([bm25 / np.sqrt(np.maximum(lengths, 1)), classifier, classifier - outside, dense], axis=-1)


def confidence_features(fused: Rows, belief: Rows, rankers: tuple[Rows, Rows, Rows], scope: Rows) -> Rows:
    """What tells a right first hit from a wrong one, shape (questions, 8).

    Log-odds of the first article's share, its lead before the second, how many rankers put it first, how many put it
    among their first three, and the features of scope.
    """
    first = fused.argmax(axis=-1)[:, np.newaxis]
    share = np.clip(np.take_along_axis(belief, first, axis=-1)[:, 0], 1e-4, 1 - 1e-4)
    ordered = np.sort(fused, axis=-1)
    places = [(part > np.take_along_axis(part, first, axis=-1)).sum(axis=-1) for part in rankers]
    agreeing = sum((place == 0).astype(np.float32) for place in places)
    near = sum((place < 3).astype(np.float32) for place in places)  # noqa: PLR2004 - the first three
    own = np.stack([np.log(share / (1 - share)), ordered[:, -1] - ordered[:, -2], agreeing, near], axis=-1)
    return np.concatenate([own, scope], axis=-1).astype(np.float32)


@cache
def load_calibration(path: Path = PATH) -> Calibration:
    """Return a calibration, the one that ships with the project if none is named."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return Calibration(
        tuple(content["weights"]),
        content["sharpness"],
        _linear(content["confidence"]),
        _linear(content["scope"]),
        {Language(code): limit for code, limit in content["limits"].items()},
    )


def _linear(entry: dict[str, Any]) -> Linear:
    return Linear(tuple(entry["mean"]), tuple(entry["spread"]), tuple(entry["weights"]), entry["bias"])


def standardise(rows: Rows) -> Rows:
    """Z-scores along the last axis, so that rankers of different scales can be added."""
    mean = rows.mean(axis=-1, keepdims=True)
    return np.asarray((rows - mean) / (rows.std(axis=-1, keepdims=True) + 1e-6), dtype=np.float32)
