"""Messages that somebody took back on LINE: they go wherever we have them, and are not taken in if they come later."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.channels.accounts import earlier_conversations, open_account
from api.channels.line.arrivals import CHANNEL, Arrival, client_id, end_row
from api.channels.models import ChannelAccount, ChannelEvent
from api.conversations.attachments import Attachments, delete_rows
from api.conversations.database import Database
from api.conversations.models import Conversation, Message, Ticket
from api.conversations.ports import Listener, Trackers
from api.conversations.views import REMOVED, removed_messages
from api.desk.forgetting import forget_messages
from api.errors import EngineFailed
from api.messages import Author
from knowledge.languages import Language

_NOTED = 20
_MOST_PIECES = 4
_NOTES = ("tried", "reach")

logger = logging.getLogger(__name__)


@dataclass
class Removal:
    """What was taken back: where it stood, whose tickets that concerns, which files go after the commit.

    `unanswered` are the conversations in which its turn may still be under way.
    """

    conversations: set[str] = field(default_factory=set)
    unanswered: set[str] = field(default_factory=set)
    tickets: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    was_waiting: bool = False

    @property
    def outcome(self) -> str:
        """What becomes of the event."""
        return "removed" if self.conversations or self.was_waiting else "nothing to remove"


class TakingBack:
    """Removes what somebody took back; the engine forgets the conversations in which it stood.

    A turn under way writes to the engine's record once more: it is forgotten again after `settled`, the longest that a
    turn can take.
    """

    def __init__(
        self,
        database: Database,
        attachments: Attachments,
        trackers: Trackers,
        listener: Listener,
        settled: timedelta,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._attachments = attachments
        self._trackers = trackers
        self._listener = listener
        self._settled = settled
        self._now = now
        self._tasks: set[asyncio.Task[None]] = set()

    async def stop(self) -> None:
        """End; what turns under way still write stays in the engine's record."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def take(self, arrival: Arrival, language: Language) -> str:
        """Remove a message, or note it in case it comes only now, also from a stranger; returns what became of it.

        Raises EngineFailed if the engine cannot forget it; may then be repeated.
        """
        now = self._now()
        async with self._database.writing() as session:
            account = await open_account(session, CHANNEL, arrival.user, language, now)
            await session.refresh(account, with_for_update=True)
            _note(account, arrival)
            conversations = [account.conversation_id, *earlier_conversations(account)]
            removal = await _remove(session, conversations, arrival.unsent)
            removal.was_waiting = await _empty_events(session, arrival, now)
        for conversation in removal.conversations:
            self._listener.conversation_changed(conversation)
        for ticket in removal.tickets:
            self._listener.ticket_changed(ticket)
        await self._attachments.remove(removal.files)
        for conversation in removal.conversations:
            await self._trackers.forget(conversation)
        for conversation in removal.unanswered:
            self._forget_later(conversation)
        return removal.outcome

    def _forget_later(self, conversation: str) -> None:
        task = asyncio.create_task(self._forget_again(conversation), name=f"line forget {conversation}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _forget_again(self, conversation: str) -> None:
        await asyncio.sleep(self._settled.total_seconds())
        try:
            await self._trackers.forget(conversation)
        except EngineFailed as error:
            logger.warning("conversation %s not forgotten by the engine: %s", conversation, error)


def is_taken_back(account: ChannelAccount, arrival: Arrival) -> bool:
    """Whether a message was taken back before it arrived."""
    return arrival.name in account.details.get("unsent", [])


def _note(account: ChannelAccount, arrival: Arrival) -> None:
    """Remember what was taken back, in case the message comes only now."""
    earlier = [name for name in account.details.get("unsent", []) if name != arrival.unsent]
    account.details = account.details | {"unsent": [*earlier, arrival.unsent][-_NOTED:]}


async def _remove(session: AsyncSession, conversations: Sequence[str], unsent: str) -> Removal:
    """Empty the copies of a message, also in what counsellors see of it; it is not answered any more."""
    # A turn under way may be storing what it made of the message: it is over, or sees that the message is gone.
    locked = select(Conversation).where(Conversation.id.in_(conversations)).order_by(Conversation.id).with_for_update()
    found = {one.id: one for one in await session.scalars(locked.execution_options(populate_existing=True))}
    ids = [client_id(unsent, number) for number in range(1, _MOST_PIECES + 1)]
    query = select(Message).where(Message.conversation_id.in_(conversations), Message.client_id.in_(ids))
    messages = [one for one in await session.scalars(query) if one.author == Author.RESIDENT]
    unanswered = {one.conversation_id for one in messages if one.pending}
    removal = Removal({one.conversation_id for one in messages}, unanswered)
    for ticket in await session.scalars(select(Ticket).where(Ticket.conversation_id.in_(removal.conversations))):
        removal.tickets.append(ticket.id)
        for message in messages:
            ticket.summary = _without(ticket.summary, message.text)
    for message in messages:
        message.text, message.pending, message.content = "", False, {REMOVED: True}
    for identity in removal.conversations:
        conversation = found[identity]
        gone = {one.seq for one in messages if one.conversation_id == identity}
        marked = sorted(gone.union(removed_messages(conversation)))[-_NOTED:]
        conversation.details = conversation.details | {REMOVED: marked}
    removal.files = await delete_rows(session, [message.id for message in messages])
    await forget_messages(session, [message.id for message in messages])
    return removal


def _without(summary: dict[str, Any], text: str) -> dict[str, Any]:
    """Return what a counsellor sees first without a text; both keep its beginning only if it is long."""
    if not text.strip():
        return summary
    left = dict(summary)
    if left.get("question") and text.startswith(left["question"]):
        left["question"] = ""
    intake = left.get("intake")
    if intake:
        left["intake"] = intake | {name: None for name in _NOTES if _is_of(intake.get(name), text)}
    return left


def _is_of(note: str | None, text: str) -> bool:
    """Whether a note is a message, or holds one whole as a line among others that were written with it."""
    if not note:
        return False
    said = text.strip()
    return said.startswith(note) or f"\n{said}\n" in f"\n{note}\n"


async def _empty_events(session: AsyncSession, arrival: Arrival, now: datetime) -> bool:
    """Empty events that wait to be handled and hold the message."""
    query = select(ChannelEvent).where(
        ChannelEvent.channel == CHANNEL, ChannelEvent.user_key == arrival.user, ChannelEvent.handled_at.is_(None)
    )
    found = [row for row in await session.scalars(query) if _message_id(row) == arrival.unsent]
    for row in found:
        end_row(row, "taken back", now)
    return bool(found)


def _message_id(row: ChannelEvent) -> str | None:
    """Return LINE's id of the message that a stored event holds; None for none."""
    identity: str | None = (row.body.get("message") or {}).get("id")
    return identity or None
