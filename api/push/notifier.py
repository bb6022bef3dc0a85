"""Tells browsers that a counsellor has answered: once for all that a resident has not seen, without its content.

How far they were told stands with the conversation and is committed after the push: what a crash interrupts is pushed
again, and the browser shows it in the place of the first.
"""

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import storage
from api.conversations.database import Database
from api.conversations.events import EventHub
from api.conversations.models import Conversation, PushSubscription
from api.errors import NotFound
from api.push.notes import Note, newest, note_seen, read_note, write_note
from api.push.sender import Notification, Outcome, PushSender
from api.push.subscriptions import Browser
from api.words import catalogue
from knowledge.languages import Language

logger = logging.getLogger(__name__)

_LONGEST_PAUSE = timedelta(minutes=5)
_WIDTH = 16


@dataclass(frozen=True)
class _Batch:
    """Answers up to a number that browsers have to be told of."""

    until: int
    language: Language
    browsers: dict[str, Browser]


class PushNotifier:
    """A Listener that never blocks; it also has to be told what residents are shown, and when they look no more.

    `pauses` lie between attempts; after the last one a push is given up, and the answer waits in the chat.
    """

    def __init__(self, database: Database, hub: EventHub, sender: PushSender, pauses: Sequence[timedelta]) -> None:
        self._database = database
        self._hub = hub
        self._sender = sender
        self._pauses = pauses
        self._slots = asyncio.Semaphore(_WIDTH)
        self._subscribed: set[str] = set()
        self._shown: dict[str, int] = {}
        self._again: set[str] = set()
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._is_closing = False

    async def start(self) -> None:
        """Take up what an earlier process has not told."""
        logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs addresses, and an endpoint is a secret one
        async with self._database.reading() as session:
            found = await session.scalars(select(PushSubscription.conversation_id).distinct())
            self._subscribed |= set(found)
        for conversation in tuple(self._subscribed):
            self.conversation_changed(conversation)

    async def stop(self) -> None:
        """End; what is not told is found again by `start`."""
        self._is_closing = True
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def subscribed(self, conversation: str) -> None:
        """A conversation has a browser to tell of what is said from now on."""
        self._subscribed.add(conversation)
        self.conversation_changed(conversation)

    def shown(self, conversation: str, seq: int) -> None:
        """A resident looks at a conversation: what is in it up to this message has been seen."""
        if conversation in self._subscribed:
            self._shown[conversation] = max(seq, self._shown.get(conversation, 0))
            self.conversation_changed(conversation)

    def conversation_changed(self, conversation: str) -> None:
        """Look whether there is something to tell."""
        if conversation not in self._subscribed or self._is_closing:
            return
        self._again.add(conversation)
        if conversation not in self._tasks:
            self._tasks[conversation] = asyncio.create_task(self._run(conversation), name=f"push {conversation}")

    def ticket_changed(self, ticket: str) -> None:
        """Nothing: a counsellor's answer stands in the conversation."""

    def queue_changed(self) -> None:
        """Nothing: nobody is told of a place in the queue."""

    async def _run(self, conversation: str) -> None:
        try:
            while conversation in self._again:
                self._again.discard(conversation)
                await self._step(conversation)
        except Exception:  # a worker's loop: what fails for one must not stop the others; the next change tries again
            logger.exception("cannot tell of answers in conversation %s", conversation)
        finally:
            del self._tasks[conversation]

    async def _step(self, conversation: str) -> None:
        shown = self._shown.pop(conversation, None)
        if shown is not None:
            await self._note_seen(conversation, shown)
        if self._hub.is_followed(conversation):  # it will be shown, or its stream ends and we are told
            return
        async with self._database.reading() as session:
            batch = await _find_batch(session, conversation)
        if batch is None:
            return
        if not batch.browsers:
            self._subscribed.discard(conversation)
            return
        notification = _compose(conversation, batch.language)
        deliveries = (
            self._deliver(conversation, row, browser, notification) for row, browser in batch.browsers.items()
        )
        for result in await asyncio.gather(*deliveries, return_exceptions=True):
            if isinstance(result, BaseException):  # what fails for one browser must not keep it from the others
                logger.error("push failed for conversation %s: %s", conversation, type(result).__name__)
        if self._hub.is_followed(conversation):
            return
        async with self._writing(conversation) as (_, row):
            if row:
                write_note(row, Note(batch.until, unseen=True))

    async def _note_seen(self, conversation: str, until: int) -> None:
        async with self._writing(conversation) as (session, row):
            if row:
                await note_seen(session, row, until)

    @asynccontextmanager
    async def _writing(self, conversation: str) -> AsyncIterator[tuple[AsyncSession, Conversation | None]]:
        """Commit what is noted with a conversation; it is None when it was deleted in between."""
        async with self._database.writing() as session:
            try:
                row = await storage.lock_conversation(session, conversation)
            except NotFound:
                self._subscribed.discard(conversation)
                row = None
            yield session, row

    async def _deliver(self, conversation: str, row: str, browser: Browser, notification: Notification) -> None:
        """Push to one browser, again if its push service is not well, unless the resident looks by themselves."""
        for pause in (*self._pauses, None):
            async with self._slots:
                sent = await self._sender.send(browser, notification)
            if sent.outcome is Outcome.GONE:
                await self._forget(row)
            if sent.outcome is Outcome.REFUSED:
                logger.warning("push refused for conversation %s: status %s", conversation, sent.status)
            if sent.outcome is not Outcome.AGAIN:
                return
            if pause is None:
                logger.warning("push given up for conversation %s: status %s", conversation, sent.status)
                return
            await asyncio.sleep(min(max(pause, sent.retry_after), _LONGEST_PAUSE).total_seconds())
            if self._hub.is_followed(conversation) or not await self._is_kept(row):
                return

    async def _forget(self, row: str) -> None:
        async with self._database.writing() as session:
            found = await session.get(PushSubscription, row)
            if found:
                await session.delete(found)

    async def _is_kept(self, row: str) -> bool:
        async with self._database.reading() as session:
            return await session.get(PushSubscription, row) is not None


async def _find_batch(session: AsyncSession, conversation: str) -> _Batch | None:
    """Return what a resident has to be told of; None when all is seen, or a push tells them already."""
    row = await session.get_one(Conversation, conversation)
    note = read_note(row)
    counsellor, resident = await newest(session, conversation)
    is_told = note.unseen and resident <= note.seq
    if counsellor <= max(note.seq, resident) or is_told:
        return None
    found = await session.scalars(select(PushSubscription).where(PushSubscription.conversation_id == conversation))
    browsers = {one.id: Browser(one.endpoint, one.public_key, one.auth_secret) for one in found}
    return _Batch(counsellor, Language(row.language), browsers)


def _compose(conversation: str, language: Language) -> Notification:
    """What everybody may read who sees the screen: neither what was written nor that a counsellor did."""
    say = catalogue(language).gettext
    body = say("You have a new message. Open the chat to read it.")
    topic = hashlib.sha256(conversation.encode()).hexdigest()[:32]
    return Notification("Gildongmu", body, language, topic)
