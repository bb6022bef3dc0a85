"""What was answered before, and whether a question is the same again."""

import re
from dataclasses import asdict, dataclass

from rasa_sdk import Tracker

from knowledge.folding import fold
from knowledge.languages import Language

SHOWN = "shown"


@dataclass(frozen=True)
class Shown:
    """What was answered last: the question, its article, the others offered, all articles of this subject so far."""

    question: str
    article: str
    others: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()

    @classmethod
    def read(cls, tracker: Tracker) -> "Shown | None":
        """Return what the tracker remembers, or None."""
        kept = tracker.get_slot(SHOWN)
        if not isinstance(kept, dict):
            return None
        return cls(kept["question"], kept["article"], tuple(kept["others"]), tuple(kept["seen"]))

    def as_slot(self) -> dict[str, object]:
        """Return the form in which Rasa keeps it."""
        return asdict(self)


def is_same(question: str, before: str, language: Language) -> bool:
    """Tell whether a question is the last one again, whatever its punctuation."""
    plain, plain_before = (re.sub(r"\W+", "", fold(text, language)) for text in (question, before))
    return bool(plain) and plain == plain_before
