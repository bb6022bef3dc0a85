"""Photos and documents that residents send to counsellors: kept as files, each named by the id of its row.

A file is on the disk before its row is committed, so that no row is ever without one. A file without a row is what a
crash left; `sweep` removes it.
"""

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from weakref import WeakValueDictionary

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import files, storage
from api.conversations.cleaning import MAX_SIZE, CleanFile, MediaType, clean
from api.conversations.database import Database
from api.conversations.models import Attachment, Conversation, Message
from api.conversations.ports import Listener
from api.conversations.queue import find_open_ticket
from api.errors import Conflict, FileTooLarge, GatewayError, NotFound, TooManyAttempts
from api.messages import Author, Button, IncomingMessage, Kind, Reply
from api.words import catalogue
from knowledge.languages import Language

MOST_PER_HOUR = 20
"""Files of one conversation."""
ORPHAN_AGE = timedelta(hours=1)
"""A younger file without a row may be one whose row is being written."""

logger = logging.getLogger(__name__)

_HOUR = timedelta(hours=1)
_AT_ONCE = 2
_IDS_PER_QUERY = 500


@dataclass(frozen=True)
class StoredFile:
    """A file of ours; `name` is what it may be called elsewhere."""

    path: Path
    media_type: MediaType
    name: str


class Attachments:
    """Takes files in, and gives them to the desk."""

    def __init__(
        self,
        database: Database,
        listener: Listener,
        folder: Path,
        now: Callable[[], datetime],
        sweep_pause: timedelta = _HOUR,
    ) -> None:
        self._database = database
        self._listener = listener
        self._folder = folder
        self._now = now
        # A photo of forty megapixels takes some hundred megabytes while it is drawn anew.
        self._drawing = asyncio.Semaphore(_AT_ONCE)
        self._turns: WeakValueDictionary[str, _Turn] = WeakValueDictionary()
        self._sweep_pause = sweep_pause
        self._sweeper: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Remove what a crash left, now and from time to time."""
        await self.sweep()
        self._sweeper = asyncio.create_task(self._sweep_on(), name="attachments")

    async def stop(self) -> None:
        """End the sweeping."""
        if self._sweeper:
            self._sweeper.cancel()
            await asyncio.gather(self._sweeper, return_exceptions=True)

    async def verify_owner(self, conversation: str, token: str) -> None:
        """Raise NotFound unless the token opens the conversation; to be asked before a file is received."""
        async with self._database.reading() as session:
            await storage.get_conversation(session, conversation, token)

    async def add(self, conversation_id: str, token: str | None, content: bytes, client_id: str | None) -> Message:
        """Store a photo or PDF once and return its message; a repeated client id returns the first one.

        Without a token only for channels that have proved by themselves whose conversation it is: their files wait for
        one another, others are refused while one is under way. Raises FileTooLarge, FileRefused, TooManyAttempts,
        NotFound, or Conflict for a client id used for something else.
        """
        if len(content) > MAX_SIZE:
            raise FileTooLarge
        digest = await asyncio.to_thread(lambda: hashlib.sha256(content).hexdigest())
        earlier = await self._look(conversation_id, token, client_id, digest)
        if earlier:
            return earlier
        async with self._turn(conversation_id, token, client_id):
            async with self._drawing:
                # Others may have been stored while this one waited.
                earlier = await self._look(conversation_id, token, client_id, digest)
                if earlier:
                    return earlier
                file = await asyncio.to_thread(clean, content)
            identity = storage.new_id()
            await asyncio.to_thread(files.write, self._folder, identity, file.data)
            message, ticket = await self._commit(conversation_id, token, client_id, _Arrived(identity, digest, file))
        self._listener.conversation_changed(conversation_id)
        if ticket:
            self._listener.ticket_changed(ticket)
        return message

    async def get(self, identity: str) -> StoredFile:
        """Return where a file lies; raises NotFound."""
        async with self._database.reading() as session:
            row = await session.get(Attachment, identity)
        path = self._folder / row.id if row else None
        if row is None or path is None or not path.is_file():
            raise NotFound
        media_type = MediaType(row.media_type)
        return StoredFile(path, media_type, f"{row.created_at:%Y-%m-%d}-{row.id[:8]}.{media_type.extension}")

    async def remove(self, identities: Iterable[str]) -> None:
        """Remove files whose rows are gone."""
        paths = [self._folder / identity for identity in identities]
        await asyncio.to_thread(files.remove, paths)

    async def sweep(self) -> int:
        """Remove files that no row names and that are older than an hour; returns how many."""
        oldest = self._now() - ORPHAN_AGE
        found = await asyncio.to_thread(files.list_older, self._folder, oldest)
        known: set[str] = set()
        async with self._database.reading() as session:
            for start in range(0, len(found), _IDS_PER_QUERY):
                ids = found[start : start + _IDS_PER_QUERY]
                known |= set(await session.scalars(select(Attachment.id).where(Attachment.id.in_(ids))))
        orphans = [name for name in found if name not in known]
        await self.remove(orphans)
        return len(orphans)

    async def _sweep_on(self) -> None:
        while True:
            await asyncio.sleep(self._sweep_pause.total_seconds())
            try:
                await self.sweep()
            except Exception:  # a background task: the next sweep tries again
                logger.exception("cannot sweep the attachments")

    @asynccontextmanager
    async def _turn(self, conversation: str, token: str | None, client_id: str | None) -> AsyncIterator[None]:
        """Let one file of a conversation through at a time; raises TooManyAttempts for who need not be waited with."""
        turn = self._turns.setdefault(conversation, _Turn())
        is_repeated = client_id is not None and client_id == turn.client_id
        if turn.lock.locked() and token is not None and not is_repeated:
            raise TooManyAttempts
        async with turn.lock:
            turn.client_id = client_id
            yield

    async def _look(
        self, conversation_id: str, token: str | None, client_id: str | None, digest: str
    ) -> Message | None:
        """Return the message of the same file, None for a new one; raises as `add` does."""
        async with self._database.reading() as session:
            conversation = await storage.get_conversation(session, conversation_id, token)
            earlier = await _find_earlier(session, conversation_id, client_id, digest)
            if earlier is None:
                await self._check_number(session, conversation)
        return earlier

    async def _commit(
        self, conversation_id: str, token: str | None, client_id: str | None, arrived: "_Arrived"
    ) -> tuple[Message, str | None]:
        """Write the rows; what has certainly not been written leaves no file. Any other failure is left to `sweep`."""
        try:
            try:
                message, ticket = await self._store(conversation_id, token, client_id, arrived)
            except IntegrityError:  # the same client id at the same moment
                message, ticket = await self._store(conversation_id, token, client_id, arrived)
        except GatewayError:
            await self.remove([arrived.identity])
            raise
        if message.content["attachment"]["id"] != arrived.identity:
            await self.remove([arrived.identity])
        return message, ticket

    async def _store(
        self, conversation_id: str, token: str | None, client_id: str | None, arrived: "_Arrived"
    ) -> tuple[Message, str | None]:
        now = self._now()
        async with self._database.writing() as session:
            conversation = await storage.lock_conversation(session, conversation_id, token)
            earlier = await _find_earlier(session, conversation_id, client_id, arrived.digest)
            if earlier:
                return earlier, None
            await self._check_number(session, conversation)
            previous = await _last_said(session, conversation_id)
            message = await _add_message(session, conversation, client_id, arrived, now)
            if conversation.state in {storage.BOT, storage.CLOSED}:
                notice = _notice(Language(conversation.language))
                if previous != notice.text:
                    storage.add_reply(session, conversation, notice, now, answers=message.id)
            ticket = await find_open_ticket(session, conversation_id)
            if ticket:
                ticket.snoozed_until = None
            return message, ticket.id if ticket else None

    async def _check_number(self, session: AsyncSession, conversation: Conversation) -> None:
        query = select(func.count()).where(
            Attachment.conversation_id == conversation.id, Attachment.created_at > self._now() - _HOUR
        )
        if (await session.scalar(query) or 0) >= MOST_PER_HOUR:
            raise TooManyAttempts


@dataclass(eq=False)
class _Turn:
    """Held while a file of a conversation is under way; `client_id` is of that file."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    client_id: str | None = None


@dataclass(frozen=True)
class _Arrived:
    """A clean file on the disk; `digest` is of what was sent."""

    identity: str
    digest: str
    file: CleanFile


async def delete_rows(session: AsyncSession, messages: Collection[str]) -> list[str]:
    """Delete the rows of the attachments of messages; returns the ids whose files go after the commit."""
    found = list(await session.scalars(select(Attachment.id).where(Attachment.message_id.in_(messages))))
    await session.execute(delete(Attachment).where(Attachment.id.in_(found)))
    return found


def name_kind(media_type: MediaType, language: Language) -> str:
    """Return what a conversation shows of a file: "Photo" or "Document" in its language."""
    say = catalogue(language).gettext
    return say("Photo") if media_type.is_photo else say("Document")


async def _find_earlier(session: AsyncSession, conversation: str, client_id: str | None, digest: str) -> Message | None:
    """Return the message of the same file under the same client id, or None; raises Conflict for anything else."""
    if client_id is None:
        return None
    message = await storage.find_by_client_id(session, conversation, client_id)
    if message is None:
        return None
    same = await session.scalar(select(Attachment.digest).where(Attachment.message_id == message.id))
    if same != digest:
        raise Conflict
    return message


async def _last_said(session: AsyncSession, conversation: str) -> str | None:
    """Return what was last said to the resident."""
    query = select(Message.text).where(Message.conversation_id == conversation, Message.author != Author.RESIDENT)
    return (await session.scalars(query.order_by(Message.seq.desc()).limit(1))).first()


async def _add_message(
    session: AsyncSession, conversation: Conversation, client_id: str | None, arrived: _Arrived, now: datetime
) -> Message:
    file = arrived.file
    title = name_kind(file.media_type, Language(conversation.language))
    message = storage.add_incoming(session, conversation, IncomingMessage(title, client_id), title, now)
    # Nobody but a counsellor can answer it.
    message.pending = False
    shown = {"id": arrived.identity, "media_type": file.media_type, "size": len(file.data)}
    message.content = {"attachment": shown}
    await session.flush()
    session.add(
        Attachment(
            id=arrived.identity,
            conversation_id=conversation.id,
            message_id=message.id,
            media_type=file.media_type,
            size=len(file.data),
            digest=arrived.digest,
            created_at=now,
        )
    )
    return message


def _notice(language: Language) -> Reply:
    """That the bot sees nothing of a file, and who does."""
    say = catalogue(language).gettext
    text = say("I cannot look at photos or documents, but a counsellor can. Would you like to talk to one?")
    buttons = (Button(say("Talk to a counsellor"), "#counsellor"),)
    return Reply(Kind.NOTICE, text, Author.SYSTEM, language, buttons=buttons)
