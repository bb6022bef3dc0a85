"""What the gateway wants of a dialogue engine."""

from typing import Protocol

from api.messages import Turn, Utterance


class Engine(Protocol):
    """Answers one turn of a conversation."""

    async def respond(self, turn: Turn) -> list[Utterance]:
        """Return what to say, never an empty list; raises EngineFailed."""

    async def is_ready(self) -> bool:
        """Tell whether it would answer now."""
