"""The gateway with a dialogue engine that answers at once, for measuring the gateway by itself; `uvicorn` runs it."""

from fastapi import FastAPI

from api.app import create_app
from api.messages import Kind, Reply, Turn, Utterance


class InstantEngine:
    """Answers with one short text and keeps nothing."""

    async def respond(self, turn: Turn) -> list[Utterance]:
        """Return the text."""
        return [Reply(Kind.TEXT, "…", language=turn.language)]

    async def is_ready(self) -> bool:
        """Always ready."""
        return True


def create() -> FastAPI:
    """Return the gateway with the settings of the environment."""
    return create_app(engine=InstantEngine())
