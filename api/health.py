"""Tells whether the service lives, and which of its parts are ready."""

from collections.abc import Mapping
from typing import Any, Protocol

from fastapi import APIRouter, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from api.conversations.database import Database
from api.dialogue.engine import Engine
from knowledge.search import GuidebookSearch


class Channel(Protocol):
    """Something through which residents write to us."""

    def state(self) -> str:
        """Return "ready", "off" for a channel without its secrets, or what is wrong."""


def create_router(
    database: Database, engine: Engine, search: GuidebookSearch, channels: Mapping[str, Channel]
) -> APIRouter:
    """Return `/healthz` and `/readyz`."""
    router = APIRouter(tags=["health"])

    @router.get("/healthz")
    async def alive() -> dict[str, str]:
        return {"status": "ok"}

    @router.get("/readyz")
    async def ready(response: Response) -> dict[str, Any]:
        parts = {
            "database": await _database_ready(database),
            "dialogue": await engine.is_ready(),
            "guidebook": len(search.guidebook.ids) > 0,
        }
        # Without the dialogue engine residents still get the guidebook and a person: degraded, but in service.
        usable = parts["database"] and parts["guidebook"]
        response.status_code = 200 if usable else 503
        states = {name: channel.state() for name, channel in channels.items()}
        complete = all(parts.values()) and all(state in {"ready", "off"} for state in states.values())
        return {
            "status": "ready" if complete else "degraded" if usable else "down",
            "parts": {name: "ready" if ok else "down" for name, ok in parts.items()},
            "channels": states,
        }

    return router


async def _database_ready(database: Database) -> bool:
    try:
        async with database.reading() as session:
            await session.execute(text("SELECT 1 FROM conversations LIMIT 1"))
    except SQLAlchemyError:
        return False
    return True
