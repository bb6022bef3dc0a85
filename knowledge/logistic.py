"""A small logistic model over named-in-order features, kept as JSON: fitted by the tools, asked by the service."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

_DIGITS = 4
_FLOOR = 1e-3


@dataclass(frozen=True)
class Logistic:
    """Weights of the features, in their order, and the bias."""

    weights: tuple[float, ...]
    bias: float

    @classmethod
    def rounded(cls, weights: Iterable[float], bias: float) -> "Logistic":
        """Return a fitted model with as many digits as are kept."""
        return cls(tuple(round(float(weight), _DIGITS) for weight in weights), round(float(bias), _DIGITS))

    def probability(self, values: Sequence[float]) -> float:
        """The probability that the features speak for; raises ValueError for another number of features."""
        odds = self.bias + sum(weight * value for weight, value in zip(self.weights, values, strict=True))
        return 1 / (1 + math.exp(-odds))

    def save(self, path: Path) -> None:
        """Write what `load_logistic` reads."""
        path.write_text(json.dumps(asdict(self)) + "\n", encoding="utf-8")


@cache
def load_logistic(path: Path) -> Logistic:
    """Read a fitted model, once per process."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return Logistic(tuple(content["weights"]), content["bias"])


def log_odds(probability: float) -> float:
    """A probability as a feature: its log-odds, kept finite at 0 and 1."""
    return math.log((probability + _FLOOR) / (1 - probability + _FLOOR))
