# ruff: noqa: ARG002 - stand-ins answer everything alike
"""Words of danger raise the alarm unless everything else says that it is an ordinary question."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from knowledge.danger.kinds import Danger
from knowledge.danger.recognition import DangerRecogniser
from knowledge.danger.watch import DangerWatch
from knowledge.languages import Language
from knowledge.search import GuidebookSearch


@dataclass
class Recogniser:
    """Finds fire in everything, with a given probability that it is nothing."""

    nothing: float

    def find(self, text: str, language: Language) -> Danger:
        """Find fire."""
        return Danger.FIRE

    def probabilities(self, text: str, language: Language) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        """Return the given probability and the rest."""
        return np.array([self.nothing, 1 - self.nothing], dtype=np.float32)


@dataclass
class Guide:
    """Answers everything with one article."""

    article: str
    confidence: float

    def search(self, text: str, language: Language, limit: int) -> SimpleNamespace:
        """Return the article."""
        return SimpleNamespace(
            confidence=self.confidence, hits=[SimpleNamespace(article=SimpleNamespace(id=self.article))]
        )


@pytest.mark.parametrize(
    ("nothing", "article", "confidence", "alarm"),
    [
        (0.99, "settlement.utilities", 0.9, False),
        (0.5, "settlement.utilities", 0.9, True),
        (0.99, "settlement.utilities", 0.4, True),
        (0.99, "settlement.emergency-numbers", 0.9, True),
    ],
)
def test_only_a_sure_answer_and_no_sign_of_danger_together_hold_the_alarm_back(
    nothing: float, article: str, confidence: float, alarm: bool
) -> None:
    watch = DangerWatch(
        cast("DangerRecogniser", Recogniser(nothing)), cast("GuidebookSearch", Guide(article, confidence))
    )
    found = watch.find("fire insurance for my flat", Language.EN)
    assert found is not None
    assert (found.danger, found.alarm) == (Danger.FIRE, alarm)
