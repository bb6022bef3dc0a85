"""How the rankers are weighed and when a question is out of scope; chosen by `python -m tools.tune_search`."""

import json
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.languages import Language
from knowledge.settings import HOME

PATH = HOME / "calibration.json"


@dataclass(frozen=True)
class Scope:
    """What questions inside the guidebook score in one language: mean and spread of each feature, and the limit."""

    mean: tuple[float, ...]
    spread: tuple[float, ...]
    limit: float


@dataclass(frozen=True)
class Calibration:
    """Weights of BM25, classifier and embedding; sharpness of the belief; what shows that a question lies outside."""

    weights: tuple[float, ...]
    sharpness: float
    scope_weights: tuple[float, ...]
    scope: dict[Language, Scope]

    def is_in_scope(self, features: NDArray[np.float32], language: Language) -> bool:
        """Judge the features of one question, shape (features,)."""
        return bool(self.scope_score(features[np.newaxis], language)[0] >= self.scope[language].limit)

    def scope_score(self, features: NDArray[np.float32], language: Language) -> NDArray[np.float32]:
        """Score questions of one language, shape (questions, features); more is more surely inside."""
        own = self.scope[language]
        normal = (features - np.array(own.mean)) / (np.array(own.spread) + 1e-6)
        return np.asarray(normal @ np.array(self.scope_weights), dtype=np.float32)

    def as_json(self) -> dict[str, Any]:
        """Return what `load_calibration` reads."""
        return asdict(self)


def scope_features(
    bm25: NDArray[np.float32], classifier: NDArray[np.float32], dense: NDArray[np.float32], length: int
) -> NDArray[np.float32]:
    """What the rankers' scores say of a question as a whole, shape (3,): the best scores, BM25 by root of length."""
    return np.array([bm25.max() / max(length, 1) ** 0.5, classifier.max(), dense.max()], dtype=np.float32)


@cache
def load_calibration() -> Calibration:
    """Return the calibration that ships with the project."""
    content = json.loads(PATH.read_text(encoding="utf-8"))
    scope = {
        Language(code): Scope(tuple(own["mean"]), tuple(own["spread"]), own["limit"])
        for code, own in content["scope"].items()
    }
    return Calibration(tuple(content["weights"]), content["sharpness"], tuple(content["scope_weights"]), scope)


def standardise(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Z-scores along the last axis, so that rankers of different scales can be added."""
    mean = rows.mean(axis=-1, keepdims=True)
    return np.asarray((rows - mean) / (rows.std(axis=-1, keepdims=True) + 1e-6), dtype=np.float32)
