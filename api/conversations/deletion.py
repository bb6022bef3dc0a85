"""Deletes a conversation because its resident wishes so: nothing that was written stays, neither here nor in Rasa.

A row without content remains, so that tickets keep their numbers and nothing can be written into it afterwards. What
lies outside the database goes after the commit; a crash in between is made good at the next start.
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import storage, tickets
from api.conversations.attachments import Attachments
from api.conversations.database import Database
from api.conversations.models import (
    Attachment,
    Conversation,
    ConversationKey,
    Message,
    PushSubscription,
    Rating,
    ResumeCode,
    Ticket,
)
from api.conversations.ports import Listener, Trackers
from api.conversations.queue import CLOSED
from api.errors import EngineFailed

logger = logging.getLogger(__name__)

Forget = Callable[[AsyncSession, str, datetime], Awaitable[None]]
"""Takes what channels or desk keep of a conversation out of the database, inside the same transaction."""

EMPTY_SUMMARY: dict[str, Any] = {"question": "", "answer": "", "articles": []}
_UNFORGOTTEN, _FILES = "unforgotten", "files"
_ATTEMPTS = 5


class ConversationDeletion:
    """Deletes conversations; what the dialogue engine keeps is forgotten in the background.

    Files and SQLite's write-ahead log are emptied at once, and once more then, in case that was not possible. A turn
    may be under way in the engine: what it writes is gone after `settled`, the longest that a turn can take.
    """

    def __init__(
        self,
        database: Database,
        listener: Listener,
        forgetting: Sequence[Forget],
        attachments: Attachments,
        trackers: Trackers,
        settled: timedelta,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._listener = listener
        self._forgetting = forgetting
        self._attachments = attachments
        self._trackers = trackers
        self._settled = settled
        self._now = now
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Take up what an earlier process has deleted and what is not yet gone outside the database."""
        query = select(Conversation).where(Conversation.state == storage.DELETED)
        marked = query.where(Conversation.details[_UNFORGOTTEN].as_boolean())
        async with self._database.reading() as session:
            found = list(await session.scalars(marked))
        for conversation in found:
            await self._clear(conversation.id, conversation.details.get(_FILES, ()))
            self._forget_later(conversation.id)

    async def stop(self) -> None:
        """End; what is not yet forgotten is found again by `start`."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def delete(self, identity: str, token: str) -> None:
        """Delete a conversation and all that belongs to it; raises NotFound, also the second time."""
        now = self._now()
        async with self._database.writing() as session:
            conversation = await storage.lock_conversation(session, identity, token)
            if session.get_bind().dialect.name == "sqlite":
                # Deleted text is overwritten instead of staying on free pages.
                await session.execute(text("PRAGMA secure_delete = ON"))
            files = list(await session.scalars(select(Attachment.id).where(Attachment.conversation_id == identity)))
            for forget in self._forgetting:
                await forget(session, identity, now)
            await _delete_rows(session, identity)
            emptied = await _empty_tickets(session, identity, now)
            _empty_conversation(conversation, files, now)
        self._listener.conversation_changed(identity)
        for ticket in emptied:
            self._listener.ticket_changed(ticket)
        if emptied:
            self._listener.queue_changed()
        self._forget_later(identity)
        await self._clear(identity, files)

    def _forget_later(self, conversation: str) -> None:
        task = asyncio.create_task(self._forget(conversation), name=f"forget {conversation}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _forget(self, conversation: str) -> None:
        """Let the engine forget at once, and again when no turn can be under way any more."""
        if await self._try_to_forget(conversation):
            await asyncio.sleep(self._settled.total_seconds())
            if await self._try_to_forget(conversation) and await self._try_to_clear(conversation):
                async with self._database.writing() as session:
                    (await session.get_one(Conversation, conversation)).details = {}

    async def _try_to_clear(self, conversation: str) -> bool:
        async with self._database.reading() as session:
            files = (await session.get_one(Conversation, conversation)).details.get(_FILES, ())
        for attempt in range(_ATTEMPTS):
            if await self._clear(conversation, files):
                return True
            await asyncio.sleep(2**attempt)
        return False

    async def _clear(self, conversation: str, files: Sequence[str]) -> bool:
        """Remove the files and what the database keeps beside itself; False if that has to be repeated."""
        try:
            await self._attachments.remove(files)
        except OSError as error:
            logger.warning("files of conversation %s not yet removed: %s", conversation, type(error).__name__)
            return False
        return await self._database.drop_traces()

    async def _try_to_forget(self, conversation: str) -> bool:
        for attempt in range(_ATTEMPTS):
            try:
                await self._trackers.forget(conversation)
            except EngineFailed as error:
                logger.warning("conversation %s not yet forgotten by the engine: %s", conversation, error)
                await asyncio.sleep(2**attempt)
            else:
                return True
        return False


async def _delete_rows(session: AsyncSession, conversation: str) -> None:
    """Delete what belongs to a conversation; of ratings the score stays."""
    for table in (Attachment, PushSubscription, ConversationKey, ResumeCode, Message):
        await session.execute(delete(table).where(table.conversation_id == conversation))
    await session.execute(update(Rating).where(Rating.conversation_id == conversation).values(comment=""))


async def _empty_tickets(session: AsyncSession, conversation: str, now: datetime) -> list[str]:
    """Close the open ticket and empty all; returns their ids."""
    query = select(Ticket).where(Ticket.conversation_id == conversation).order_by(Ticket.created_at)
    found = list(await session.scalars(query.with_for_update()))
    for ticket in found:
        ticket.summary = EMPTY_SUMMARY
        if ticket.state != CLOSED:
            tickets.close(ticket, now)
    return [ticket.id for ticket in found]


def _empty_conversation(conversation: Conversation, files: Sequence[str], now: datetime) -> None:
    """Leave a row that nobody has a key to; it names the files until they are certainly removed."""
    conversation.state = storage.DELETED
    conversation.token_hash = storage.hash_token(secrets.token_urlsafe(32))
    conversation.turns = 0
    conversation.assistant_meanwhile = False
    conversation.details = {_UNFORGOTTEN: True, _FILES: list(files)}
    conversation.updated_at = now
