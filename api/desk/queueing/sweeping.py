"""What happens to tickets by themselves: they climb, come back from who has gone, wake up; each step once.

Several gateways may sweep at the same time: every step is a conditional statement, and only who wins it tells anybody.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import queue, storage, tickets, waiting_texts
from api.conversations.board import Board
from api.conversations.database import Database
from api.conversations.models import Counsellor, DeskSession, Message, Ticket
from api.conversations.ports import Listener
from api.desk import audit
from api.desk.models import Note
from api.desk.queueing.moves import give_back
from api.errors import NotFound
from api.messages import Author
from api.routing.routing import Cause, Climb, Waiting, sweep
from api.words import catalogue
from knowledge.languages import Language

GONE_AFTER = timedelta(minutes=5)
"""So long somebody may be away from the desk while a resident waits for an answer."""


class Sweep:
    """Takes care of tickets that nobody touches."""

    def __init__(self, database: Database, listener: Listener, now: Callable[[], datetime]) -> None:
        self._database = database
        self._listener = listener
        self._now = now
        self._looked_at = now()

    async def climb(self, board: Board, waiting: Sequence[Waiting]) -> None:
        """Store the rungs of tickets that must climb, and tell their residents which help is open now."""
        by_id = {ticket.id: ticket for ticket in waiting}
        for climb in sweep(waiting, board.counsellors, board.at):
            if await self._climb(by_id[climb.ticket], climb):
                self._tell(climb.ticket)

    async def return_unanswered(self) -> None:
        """Let tickets wait again whose resident waits for an answer while their counsellor has gone."""
        now = self._now()
        async with self._database.reading() as session:
            found = list(await session.scalars(_unanswered(now)))
        for identity in found:
            if await self._return(identity, now):
                self._tell(identity)

    async def wake(self) -> None:
        """Bring back what was put off until now, and show the call-backs that have come due."""
        now = self._now()
        async with self._database.reading() as session:
            is_over = Ticket.snoozed_until <= now
            snoozed = list(await session.scalars(select(Ticket.id).where(Ticket.state == queue.CLAIMED, is_over)))
            has_come = (Ticket.callback_at > self._looked_at) & (Ticket.callback_at <= now)
            due = list(await session.scalars(select(Ticket.id).where(Ticket.state == queue.WAITING, has_come)))
        self._looked_at = now
        for identity in snoozed:
            async with self._database.writing() as session:
                woken = await tickets.change(session, identity, {"snoozed_until": None}, is_over)
                if woken:
                    audit.note(session, now, None, "ticket.woken", ("ticket", identity))
            if woken:
                self._tell(identity)
        for identity in due:
            self._tell(identity)

    async def _climb(self, waiting: Waiting, climb: Climb) -> bool:
        now = self._now()
        async with self._database.writing() as session:
            ticket = await session.get_one(Ticket, waiting.id)
            try:
                conversation = await storage.lock_conversation(session, ticket.conversation_id)
            except NotFound:  # deleted meanwhile
                return False
            as_seen = (
                Ticket.state == queue.WAITING,
                Ticket.rung == waiting.rung,
                Ticket.rung_since == waiting.rung_since,
            )
            if not await tickets.change(session, ticket.id, {"rung": climb.rung, "rung_since": now}, *as_seen):
                return False
            await session.refresh(ticket)
            details = {"rung": climb.rung, "cause": climb.cause}
            audit.note(session, now, None, "ticket.climbed", ("ticket", ticket.id), details)
            if climb.cause in {Cause.FORGOTTEN, Cause.DANGER}:
                return True
            situation = await tickets.find_situation(session, conversation, ticket, now)
            reply = waiting_texts.climb_reply(situation, climb.rung)
            if reply:
                storage.add_reply(session, conversation, reply, now, ticket=situation.place.as_json())
        self._listener.conversation_changed(conversation.id)
        return True

    async def _return(self, identity: str, now: datetime) -> bool:
        async with self._database.writing() as session:
            ticket = await session.get_one(Ticket, identity)
            try:
                conversation = await storage.lock_conversation(session, ticket.conversation_id)
            except NotFound:  # deleted meanwhile
                return False
            # Only now can nobody answer any more: whether they did is asked again.
            still = (await session.scalars(_unanswered(now).where(Ticket.id == identity))).first()
            if still is None:
                return False
            await session.refresh(ticket)
            holder = await session.get_one(Counsellor, ticket.counsellor_id)
            await give_back(session, ticket, conversation, holder, now)
            session.add(_note(identity, holder, now))
            details = {"counsellor": holder.id}
            audit.note(session, now, None, "ticket.returned", ("ticket", identity), details)
        self._listener.conversation_changed(conversation.id)
        return True

    def _tell(self, ticket: str) -> None:
        self._listener.ticket_changed(ticket)
        self._listener.queue_changed()


def _unanswered(now: datetime) -> Select[tuple[str]]:
    """Select the claimed tickets whose counsellor has gone and whose resident had the last word long ago."""
    is_there = exists().where(DeskSession.counsellor_id == Ticket.counsellor_id, DeskSession.seen_at > now - GONE_AFTER)
    said = Message.conversation_id == Ticket.conversation_id
    spoken = Message.author.in_((Author.RESIDENT, Author.COUNSELLOR))
    last = select(Message.seq).where(said, spoken).order_by(Message.seq.desc()).limit(1)
    waits = exists().where(
        said,
        Message.seq == last.correlate(Ticket).scalar_subquery(),
        Message.author == Author.RESIDENT,
        Message.created_at <= now - GONE_AFTER,
    )
    return select(Ticket.id).where(
        Ticket.state == queue.CLAIMED,
        Ticket.snoozed_until.is_(None),
        Ticket.claimed_at <= now - GONE_AFTER,
        ~is_there,
        waits,
    )


def _note(ticket: str, holder: Counsellor, now: datetime) -> Note:
    say = catalogue(Language.KO).gettext
    text = say("{name} has been away for some minutes, so this ticket waits again.").format(name=holder.name)
    return Note(
        id=storage.new_id(),
        ticket_id=ticket,
        counsellor_id=holder.id,
        kind="release",
        text=text,
        mentions=[],
        created_at=now,
    )


async def read_declined(session: AsyncSession, since: datetime) -> dict[str, frozenset[str]]:
    """Return who gave which waiting ticket back since a moment."""
    query = (
        select(Note.ticket_id, Note.counsellor_id)
        .join(Ticket, Ticket.id == Note.ticket_id)
        .where(Ticket.state == queue.WAITING, Note.kind == "release", Note.created_at > since)
    )
    found: dict[str, frozenset[str]] = {}
    for ticket, counsellor in await session.execute(query):
        found[ticket] = found.get(ticket, frozenset()) | {counsellor}
    return found
