"""Recognises danger by rules or by a regression; either suffices, and neither needs the dialogue engine."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge.classifier import TextClassifier
from knowledge.danger.kinds import Danger
from knowledge.danger.lexicon import find_danger, read_lexicon
from knowledge.folding import fold
from knowledge.languages import Language

KINDS = tuple(Danger)
# Classes of the regression: nothing, then the kinds in their order.
_NOTHING = 0
# From this probability on the regression alone raises the alarm.
ALARM = 0.5
NGRAMS = {Language.KO: (1, 4), Language.ZH: (1, 3)}
USUAL_NGRAMS = (1, 5)
# Messages of people in danger are few beside all others.
_WEIGHT = 6.0
_NEAR_WEIGHT = 3.0


@dataclass(frozen=True)
class Example:
    """A message to learn from; `danger` None for an ordinary one, `near` for one that has words of danger."""

    text: str
    danger: Danger | None
    near: bool = False


class DangerRecogniser:
    """A regression per language over character n-grams, beside the lexicon."""

    def __init__(self, classifiers: dict[Language, TextClassifier]) -> None:
        self._classifiers = classifiers

    def find(self, text: str, language: Language) -> Danger | None:
        """Return what kind of danger a message tells of, or None."""
        if (named := find_danger(text, language)) is not None:
            return named
        probabilities = self.probabilities(text, language)
        if 1 - probabilities[_NOTHING] < ALARM:
            return None
        return KINDS[int(np.argmax(probabilities[1:]))]

    def probabilities(self, text: str, language: Language) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        """The probability of no danger and of each kind; shape (1 + kinds,)."""
        scores = self._classifiers[language].scores(fold(text, language))
        shares = np.exp(scores - scores.max())
        return np.asarray(shares / shares.sum(), dtype=np.float32)

    @classmethod
    def load(cls, folder: Path) -> "DangerRecogniser":
        """Read what `fit_danger` wrote for each language below `folder`, and the lexicon, which takes seconds."""
        for language in Language:
            read_lexicon(language)
        return cls({language: TextClassifier.load(folder / language) for language in Language})


def fit_danger(examples: Sequence[Example], language: Language) -> TextClassifier:
    """Learn from one language's examples what a message in danger looks like."""
    classes = [_NOTHING if one.danger is None else 1 + KINDS.index(one.danger) for one in examples]
    weights = [_WEIGHT if one.danger else _NEAR_WEIGHT if one.near else 1.0 for one in examples]
    return TextClassifier.fit(
        [fold(one.text, language) for one in examples],
        classes,
        NGRAMS.get(language, USUAL_NGRAMS),
        1 + len(KINDS),
        weights=weights,
    )
