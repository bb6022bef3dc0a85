"""What conversations need from the rest of the gateway; `app.py` hands it in."""

from typing import Protocol

from api.messages import Reply
from knowledge.danger.watch import Finding
from knowledge.detection import Detection
from knowledge.languages import Language


class Fallback(Protocol):
    """Answers when the dialogue engine cannot."""

    async def answer(self, text: str, language: Language) -> Reply:
        """Return a reply; never fails for a text."""


class Detector(Protocol):
    """Tells which language a text is in."""

    def detect(self, text: str, previous: Language | None = None) -> Detection:
        """Return the likeliest language, 0 confidence when the text says nothing."""


class DangerFinder(Protocol):
    """Recognises messages of people in danger, whatever the state of the engine."""

    def find(self, text: str, language: Language) -> Finding | None:
        """Return what somebody may be in danger of, or None."""


class Listener(Protocol):
    """Is told after a change has been committed."""

    def conversation_changed(self, conversation: str) -> None:
        """A conversation has new messages or another state."""

    def ticket_changed(self, ticket: str) -> None:
        """A ticket was opened, claimed, closed, or its conversation has a new message."""

    def queue_changed(self) -> None:
        """Positions in the queue may differ."""
