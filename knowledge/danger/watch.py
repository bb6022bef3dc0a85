"""Decides whether a message raises the alarm: words of danger do, unless it is surely an ordinary question."""

from dataclasses import dataclass

from knowledge.danger.kinds import TOUCHES_DANGER, Danger
from knowledge.danger.recognition import DangerRecogniser
from knowledge.languages import Language
from knowledge.search import GuidebookSearch

# Both must hold before words of danger are not believed: the regression sees no danger at all, and an article that is
# not about danger is the answer. Either alone would silence cries in words that nobody has written before.
_NO_DANGER = 0.9
_ORDINARY = 0.7


@dataclass(frozen=True)
class Finding:
    """What somebody may be in danger of; without `alarm` it is an ordinary question with such words in it."""

    danger: Danger
    alarm: bool = True


class DangerWatch:
    """The recogniser, and the search beside it."""

    def __init__(self, recogniser: DangerRecogniser, search: GuidebookSearch) -> None:
        self._recogniser, self._search = recogniser, search

    def find(self, text: str, language: Language) -> Finding | None:
        """Return what a message tells of danger, or None."""
        danger = self._recogniser.find(text, language)
        if danger is None:
            return None
        doubted = float(self._recogniser.probabilities(text, language)[0]) > _NO_DANGER
        return Finding(danger, alarm=not (doubted and self._is_ordinary(text, language)))

    def _is_ordinary(self, text: str, language: Language) -> bool:
        result = self._search.search(text, language, 1)
        return result.confidence >= _ORDINARY and result.hits[0].article.id not in TOUCHES_DANGER
