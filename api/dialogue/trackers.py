"""Rasa's own record of what was said, in the SQLite file that `bot/endpoints.yml` names.

Rasa's HTTP API cannot delete a tracker: `PUT /conversations/{id}/tracker/events` with an empty list adds nothing to an
SQL store and removes nothing from it (rasa/core/tracker_store.py, `SQLTrackerStore.save`). Rasa reads a tracker anew
for each turn, so rows deleted beside it are forgotten.
"""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from api.errors import EngineFailed

_TIMEOUT = 10.0
# Sessions are named `{conversation}-{number}`: all of them lie between "-" and the character after it.
_DELETE = "DELETE FROM events WHERE sender_id >= ? || '-' AND sender_id < ? || '.'"


class SqliteTrackers:
    """Forgets conversations; without the file there is nothing to forget."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def forget(self, conversation: str) -> None:
        """Delete what was said in all sessions of a conversation; raises EngineFailed, and may then be repeated."""
        try:
            await asyncio.to_thread(self._delete, conversation)
        except sqlite3.Error as error:
            raise EngineFailed(f"tracker store: {type(error).__name__}") from error

    def _delete(self, conversation: str) -> None:
        if not self._path.is_file():
            return
        with closing(sqlite3.connect(self._path, timeout=_TIMEOUT)) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            with connection:
                connection.execute(_DELETE, (conversation, conversation))
