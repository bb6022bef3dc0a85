"""Handles what LINE told us: everybody's events in the order in which they happened, each once."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from api.channels import file_notices
from api.channels.accounts import find_account
from api.channels.joining import Joining, join
from api.channels.line import notices
from api.channels.line.arrivals import CHANNEL, FAILED, Arrival, client_id, end_row, read_row
from api.channels.line.client import ContentTooLarge, ContentUnavailable, LineClient
from api.channels.line.events import EventKind, IncomingLine, LineKind
from api.channels.line.lanes import AT_ONCE, Lanes, Pace
from api.channels.line.people import find_locked, meet, read_language_tag, set_reachable
from api.channels.line.rendering import split_text
from api.channels.line.taking_back import TakingBack, is_taken_back
from api.channels.models import ChannelEvent
from api.conversations import storage
from api.conversations.attachments import Attachments
from api.conversations.commands import find_press
from api.conversations.database import Database
from api.conversations.models import Conversation, Message
from api.conversations.resume import find_code
from api.conversations.service import ConversationService
from api.conversations.worker import ConversationWorker
from api.errors import Conflict, FileRefused, FileTooLarge, TooManyAttempts
from api.messages import MAX_TEXT, IncomingMessage, Reply
from knowledge.languages import DEFAULT_LANGUAGE, Language

ATTEMPTS = 3
LOADING_SECONDS = 20

_FILES = {LineKind.IMAGE, LineKind.FILE}

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Receivers:
    """Who takes what people send: texts and presses, files, and the wish to take something back."""

    service: ConversationService
    worker: ConversationWorker
    attachments: Attachments
    taking_back: TakingBack


class LineInbox:
    """Handles stored events; `changed` is told the conversation in which there may be something to deliver."""

    def __init__(
        self,
        database: Database,
        receivers: Receivers,
        client: LineClient,
        changed: Callable[[str], None],
        now: Callable[[], datetime],
        pace: Pace,
    ) -> None:
        self._database = database
        self._service = receivers.service
        self._worker = receivers.worker
        self._attachments = receivers.attachments
        self._taking_back = receivers.taking_back
        self._client = client
        self._changed = changed
        self._now = now
        self._pace = pace
        self._lanes = Lanes(self._step, pace)
        self._loading: set[asyncio.Task[Any]] = set()

    async def start(self) -> None:
        """Take up the events that an earlier process stored and did not handle."""
        query = select(ChannelEvent.user_key).where(ChannelEvent.channel == CHANNEL, ChannelEvent.handled_at.is_(None))
        async with self._database.reading() as session:
            waiting = list(await session.scalars(query.distinct()))
        for user in waiting:
            self.submit(user or "")

    async def stop(self) -> None:
        """End; unhandled events stay in the database."""
        await self._lanes.stop()
        await self._taking_back.stop()
        for task in self._loading:
            task.cancel()
        await asyncio.gather(*self._loading, return_exceptions=True)

    def submit(self, user: str) -> None:
        """See to it that somebody's events are handled; does not wait."""
        self._lanes.submit(user)

    async def _step(self, user: str) -> timedelta | None:
        """Handle somebody's oldest event; one that fails repeatedly is left, so that the next ones get their turn."""
        query = (
            select(ChannelEvent)
            .where(ChannelEvent.channel == CHANNEL, ChannelEvent.handled_at.is_(None), ChannelEvent.user_key == user)
            .order_by(ChannelEvent.happened_at, ChannelEvent.id)
            .limit(1)
        )
        async with self._database.reading() as session:
            row = (await session.scalars(query)).first()
        if row is None:
            return None
        try:
            await self._handle(read_row(row))
        except OperationalError:  # the database is not well, which is no fault of the event
            raise
        except ContentUnavailable as error:
            logger.warning("file of event %s: %s, attempt %d", row.id, error, row.attempts + 1)
            return await self._count_failure(row.id)
        except Exception:  # a worker's loop: one bad event must not stop the others
            logger.exception("event %s failed, attempt %d", row.id, row.attempts + 1)
            return await self._count_failure(row.id)
        return AT_ONCE

    async def _count_failure(self, event: str) -> timedelta:
        async with self._database.writing() as session:
            row = await session.get_one(ChannelEvent, event, with_for_update=True)
            row.attempts += 1
            if row.attempts < ATTEMPTS:
                return self._pace.pause(row.attempts)
            end_row(row, FAILED, self._now())
        return AT_ONCE

    async def _handle(self, arrival: Arrival) -> None:
        match arrival.kind:
            case EventKind.MESSAGE if code := find_code(arrival.message.text):
                await self._open_elsewhere(arrival, code)
            case EventKind.MESSAGE if _is_text(arrival.message):
                await self._take(arrival, split_text(arrival.message.text, MAX_TEXT), None)
            case EventKind.MESSAGE if arrival.message.kind in _FILES and not arrival.message.is_elsewhere:
                await self._receive(arrival)
            case EventKind.MESSAGE:
                await self._say(arrival, file_notices.unreadable)
            case EventKind.POSTBACK:
                await self._press(arrival)
            case EventKind.FOLLOW:
                await self._say(arrival, notices.greeting)
            case EventKind.UNFOLLOW:
                await self._lose(arrival)
            case EventKind.UNSEND:
                await self._take_back(arrival)

    async def _press(self, arrival: Arrival) -> None:
        """Do what a button of ours asks for; another one, of a menu for instance, shows what can be asked for."""
        payload, picked = arrival.message.payload or "", arrival.message.text.strip()
        if find_press(payload):
            await self._take(arrival, split_text(picked or payload, MAX_TEXT), payload)
        elif picked:
            await self._take(arrival, split_text(picked, MAX_TEXT), None)
        else:
            await self._say(arrival, notices.greeting)

    async def _take(self, arrival: Arrival, texts: Sequence[str], payload: str | None) -> None:
        """Hand what somebody wrote to the conversation; a text over our limit as several messages in a row."""
        language = await self._guess_language(arrival.user)
        async with self._database.writing() as session:
            account, conversation = await meet(session, arrival, language, self._now())
            taken_back = is_taken_back(account, arrival)
            texts = [] if taken_back else texts
        if texts and (conversation.state in {storage.BOT, storage.CLOSED} or conversation.assistant_meanwhile):
            self._show_loading(arrival.user)
        outcome = "accepted" if texts else "taken back" if taken_back else "empty"
        try:
            for number, text in enumerate(texts, start=1):
                incoming = IncomingMessage(text, client_id(arrival.name, number), payload)
                await self._service.accept(conversation.id, None, incoming)
        except Conflict:
            outcome = "conflict"
        self._worker.submit(conversation.id)
        async with self._database.writing() as session:
            await self._close(session, arrival, outcome)
        self._changed(conversation.id)

    async def _open_elsewhere(self, arrival: Arrival, code: str) -> None:
        """Open the conversation whose code somebody wrote; the code is no message, and is not kept."""
        language = await self._guess_language(arrival.user)
        async with self._database.writing() as session:
            account, _ = await meet(session, arrival, language, self._now())
        result = await join(self._database, self._service.codes, account.id, code, self._now())
        if result is not Joining.JOINED:
            await self._say(arrival, lambda conversation: notices.not_joined(conversation, result))
            return
        async with self._database.writing() as session:
            await self._close(session, arrival, result)

    async def _receive(self, arrival: Arrival) -> None:
        """Hand a photo or document to the conversation, at once: LINE keeps it for some time only."""
        language = await self._guess_language(arrival.user)
        name = client_id(arrival.name)
        async with self._database.writing() as session:
            account, conversation = await meet(session, arrival, language, self._now())
            taken_back = is_taken_back(account, arrival)
            is_here = await storage.find_by_client_id(session, conversation.id, name) is not None
        outcome, complaint = "taken back" if taken_back else "accepted", None
        try:
            if not (taken_back or is_here):
                content = await self._client.content(arrival.message.id)
                await self._attachments.add(conversation.id, None, content.data, name)
        except (ContentTooLarge, FileTooLarge, FileRefused):
            complaint = file_notices.refused_file
        except TooManyAttempts:
            complaint = file_notices.too_many_files
        except (ContentUnavailable, OSError):
            if arrival.attempts + 1 < ATTEMPTS:
                raise
            complaint = file_notices.lost_file
        except Conflict:
            outcome = "conflict"
        if complaint:
            await self._say(arrival, complaint)
            return
        async with self._database.writing() as session:
            await self._close(session, arrival, outcome)
        self._changed(conversation.id)

    async def _say(self, arrival: Arrival, compose: Callable[[Conversation], Reply | None]) -> None:
        """Say something by ourselves, unless it was the last thing said."""
        language = await self._guess_language(arrival.user)
        async with self._database.writing() as session:
            _, conversation = await meet(session, arrival, language, self._now())
            reply = compose(conversation)
            if reply is None or await _last_text(session, conversation) == reply.text:
                await self._close(session, arrival, "nothing to say")
            else:
                storage.add_reply(session, conversation, reply, self._now())
                await self._close(session, arrival, "said")
        self._changed(conversation.id)

    async def _lose(self, arrival: Arrival) -> None:
        """Send nothing more to somebody who has blocked us."""
        async with self._database.writing() as session:
            account = await find_locked(session, arrival.user)
            if account:
                set_reachable(account, arrival, reachable=False)
            await self._close(session, arrival, "unreachable" if account else "stranger")

    async def _take_back(self, arrival: Arrival) -> None:
        """Remove what somebody took back, or note it in case the message comes only now."""
        outcome = await self._taking_back.take(arrival, await self._guess_language(arrival.user))
        async with self._database.writing() as session:
            await self._close(session, arrival, outcome)

    async def _close(self, session: AsyncSession, arrival: Arrival, outcome: str) -> None:
        end_row(await session.get_one(ChannelEvent, arrival.id, with_for_update=True), outcome, self._now())

    async def _guess_language(self, user: str) -> Language:
        """Return a stranger's language as far as LINE tells it; not needed for anybody else."""
        async with self._database.reading() as session:
            if await find_account(session, CHANNEL, user):
                return DEFAULT_LANGUAGE
        try:
            async with asyncio.timeout(self._pace.profile.total_seconds()):
                profile = await self._client.profile(user)
        except TimeoutError:
            return DEFAULT_LANGUAGE
        return read_language_tag(profile.language if profile else None)

    def _show_loading(self, user: str) -> None:
        task = asyncio.create_task(self._client.show_loading(user, LOADING_SECONDS))
        self._loading.add(task)
        task.add_done_callback(self._loading.discard)


def _is_text(message: IncomingLine) -> bool:
    """Whether it can be read: a text, or a place of which LINE tells the name, the address or where it lies."""
    return message.kind is LineKind.TEXT or (message.kind is LineKind.LOCATION and bool(message.text.strip()))


async def _last_text(session: AsyncSession, conversation: Conversation) -> str | None:
    query = select(Message.text).where(Message.conversation_id == conversation.id).order_by(Message.seq.desc())
    return (await session.scalars(query.limit(1))).first()
