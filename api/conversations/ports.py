"""What conversations need from the rest of the gateway; `app.py` hands it in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.models import Conversation, Message
from api.messages import Reply, Utterance
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


class Trackers(Protocol):
    """What the dialogue engine remembers of conversations."""

    async def forget(self, conversation: str) -> None:
        """Forget all sessions of a conversation; raises EngineFailed, and may then be repeated."""


class Gaps(Protocol):
    """Keeps the questions that found no good answer, inside the caller's transaction."""

    async def hear(
        self,
        session: AsyncSession,
        conversation: Conversation,
        messages: Sequence[Message],
        said: Sequence[Utterance],
        now: datetime,
    ) -> tuple[Utterance, ...]:
        """Return what is said to messages, with the offer to be told of an answer later or the thanks for it."""

    async def rated(self, session: AsyncSession, conversation: str, score: int, now: datetime) -> None:
        """The resident of a conversation told how helpful its answers were, 1 to 5."""


class Listener(Protocol):
    """Is told after a change has been committed."""

    def conversation_changed(self, conversation: str) -> None:
        """A conversation has new messages or another state."""

    def ticket_changed(self, ticket: str) -> None:
        """A ticket was opened, claimed, closed, or its conversation has a new message."""

    def queue_changed(self) -> None:
        """Positions in the queue may differ."""


@dataclass(frozen=True)
class Reach:
    """How a counsellor's message reaches a resident on a channel.

    At once ("live", "push"), by a notification that leads to it ("event"), only with what they write next ("reply",
    "next message"), or not at all ("unreachable").
    """

    channel: str
    how: str


class Reachability(Protocol):
    """Knows how residents are reached."""

    async def of(self, conversation: str) -> list[Reach]:
        """Return how messages of a conversation arrive, each way once."""
