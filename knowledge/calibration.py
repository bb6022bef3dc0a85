"""How the rankers are weighed and when a question is out of scope; chosen by `python -m tools.tune_search`."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.languages import Language
from knowledge.settings import HOME

PATH = HOME / "calibration.json"


@dataclass(frozen=True)
class Calibration:
    """Weights of BM25, classifier and embedding; sharpness of the belief; per language the least score in scope."""

    weights: tuple[float, ...]
    sharpness: float
    scope: dict[Language, float]

    def as_json(self) -> dict[str, Any]:
        """Return what `load_calibration` reads."""
        return {"weights": list(self.weights), "sharpness": self.sharpness, "scope": self.scope}


@cache
def load_calibration() -> Calibration:
    """Return the calibration that ships with the project."""
    content = json.loads(PATH.read_text(encoding="utf-8"))
    scope = {Language(code): float(value) for code, value in content["scope"].items()}
    return Calibration(tuple(content["weights"]), float(content["sharpness"]), scope)


def standardise(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Z-scores along the last axis, so that rankers of different scales can be added."""
    mean = rows.mean(axis=-1, keepdims=True)
    return np.asarray((rows - mean) / (rows.std(axis=-1, keepdims=True) + 1e-6), dtype=np.float32)
