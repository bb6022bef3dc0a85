"""Who has a ticket: claimed, given back, passed on, taken over, put off, closed; each move is one statement.

Every move is announced to the resident and stands in the audit log, in the transaction of the move.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.channels.accounts import accounts_of
from api.conversations import queue, ratings, storage, tickets, waiting_texts
from api.conversations.database import Database
from api.conversations.models import Conversation, Counsellor, Ticket
from api.conversations.ports import Listener
from api.desk import audit
from api.desk.access import check_ticket, decides
from api.desk.queueing.centres import check_centre, name_centre
from api.desk.queueing.views import TicketViews
from api.desk.rights import Right, is_allowed, serves
from api.desk.working.guests import become_holder, dismiss
from api.desk.working.notes import add_note
from api.errors import AlreadyClaimed, InvalidRequest, NotAllowed, NotYourTicket
from api.messages import Author, Kind, Reply
from api.words import catalogue
from knowledge.languages import Language

_FARTHEST = timedelta(days=366)


class TicketMoves:
    """Changes who has a ticket; every method returns the ticket as JSON."""

    def __init__(self, database: Database, listener: Listener, views: TicketViews, now: Callable[[], datetime]) -> None:
        self._database = database
        self._listener = listener
        self._views = views
        self._now = now

    async def claim(self, identity: str, counsellor: Counsellor) -> dict[str, Any]:
        """Give a ticket to a counsellor; raises AlreadyClaimed for everybody but the first."""
        async with self._moving(identity) as session:
            ticket = await check_ticket(session, counsellor, identity, Right.ANSWER)
            _check_answers(ticket, counsellor)
            if not await take(session, ticket, counsellor, self._now(), by=counsellor.id):
                await session.refresh(ticket)
                if ticket.state != queue.CLAIMED or ticket.counsellor_id != counsellor.id:
                    raise AlreadyClaimed(await _holder(session, ticket))
            return await self._view(session, ticket)

    async def release(self, identity: str, counsellor: Counsellor, note: str) -> dict[str, Any]:
        """Let a ticket wait again, in its old place; raises NotYourTicket."""
        now = self._now()
        async with self._moving(identity) as session:
            ticket, conversation = await _lock_own(session, identity, counsellor)
            await give_back(session, ticket, conversation, counsellor, now)
            await add_note(session, identity, counsellor, note, now, kind="release")
            audit.note(session, now, counsellor.id, "ticket.released", ("ticket", identity))
            return await self._view(session, ticket)

    async def transfer(
        self, identity: str, counsellor: Counsellor, to: str | None, centre: str | None, note: str
    ) -> dict[str, Any]:
        """Pass a ticket on to a colleague or a centre; raises NotYourTicket, or InvalidRequest for whom not."""
        if (to is None) == (centre is None):
            raise InvalidRequest("Pass it on to a colleague or to a centre.")
        now = self._now()
        async with self._moving(identity) as session:
            ticket, conversation = await _lock_own(session, identity, counsellor, or_with=Right.TAKE_OVER)
            if to is not None:
                await _pass_to(session, ticket, conversation, to, now)
            else:
                await _pass_to_centre(session, ticket, conversation, check_centre(centre or ""), now)
            await add_note(session, identity, counsellor, note, now, kind="transfer")
            details = {"counsellor": to, "centre": centre}
            audit.note(session, now, counsellor.id, "ticket.transferred", ("ticket", identity), details)
            return await self._view(session, ticket)

    async def take_over(self, identity: str, counsellor: Counsellor, note: str) -> dict[str, Any]:
        """Take a ticket from a colleague; raises NotYourTicket where nobody has it."""
        now = self._now()
        async with self._moving(identity) as session:
            await check_ticket(session, counsellor, identity, Right.TAKE_OVER)
            ticket, conversation = await _lock_own(session, identity, counsellor, or_with=Right.TAKE_OVER)
            before, ticket.counsellor_id, ticket.snoozed_until = ticket.counsellor_id, counsellor.id, None
            await become_holder(session, counsellor.id, identity, now)
            language = Language(conversation.language)
            storage.add_reply(session, conversation, waiting_texts.joined_notice(counsellor.name, language), now)
            await add_note(session, identity, counsellor, note, now, kind="takeover")
            audit.note(session, now, counsellor.id, "ticket.taken_over", ("ticket", identity), {"from": before})
            return await self._view(session, ticket)

    async def snooze(self, identity: str, counsellor: Counsellor, until: datetime) -> dict[str, Any]:
        """Put a ticket off; it comes back then, or when the resident writes. Raises NotYourTicket, InvalidRequest."""
        now = self._now()
        _check_later(until, now)
        async with self._moving(identity) as session:
            ticket, _ = await _lock_own(session, identity, counsellor)
            ticket.snoozed_until = until
            details = {"until": until.isoformat()}
            audit.note(session, now, counsellor.id, "ticket.snoozed", ("ticket", identity), details)
            return await self._view(session, ticket)

    async def call_back(self, identity: str, counsellor: Counsellor, at: datetime) -> dict[str, Any]:
        """Make an appointment and tell the resident; until then the ticket rests. Raises NotYourTicket."""
        now = self._now()
        _check_later(at, now)
        async with self._moving(identity) as session:
            ticket = await check_ticket(session, counsellor, identity, Right.ANSWER)
            conversation = await storage.lock_conversation(session, ticket.conversation_id)
            await session.refresh(ticket)
            if ticket.state != queue.WAITING:
                _check_own(ticket, counsellor)
                ticket.snoozed_until = at
            _check_answers(ticket, counsellor)
            ticket.callback_at = at
            notice = waiting_texts.call_back_notice(at, now, Language(conversation.language))
            storage.add_reply(session, conversation, notice, now)
            details = {"at": at.isoformat()}
            audit.note(session, now, counsellor.id, "ticket.call_back_planned", ("ticket", identity), details)
            return await self._view(session, ticket)

    async def close(
        self, identity: str, counsellor: Counsellor, then: str, outcome: str | None = None
    ) -> dict[str, Any]:
        """End a ticket and say so in the resident's language; raises NotFound or NotYourTicket.

        Where there is no form of ours, the notice also asks whether it helped.
        """
        now = self._now()
        async with self._moving(identity) as session:
            ticket, conversation = await _lock_own(session, identity, counsellor)
            tickets.close(ticket, now, outcome)
            conversation.state = storage.BOT if then == "bot" else storage.CLOSED
            await _say_goodbye(session, conversation, now)
            await dismiss(session, identity, now)
            details = {"outcome": outcome, "next": then}
            audit.note(session, now, counsellor.id, "ticket.closed", ("ticket", identity), details)
            return await self._view(session, ticket)

    async def edit(self, identity: str, counsellor: Counsellor, action: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - columns
        """Change what is known of a ticket, such as topic or tags; raises NotAllowed for a mere guest."""
        now = self._now()
        async with self._moving(identity) as session:
            ticket = await check_ticket(session, counsellor, identity, Right.ANSWER)
            _check_answers(ticket, counsellor)
            await storage.lock_conversation(session, ticket.conversation_id)
            for name, value in fields.items():
                setattr(ticket, name, value)
            # Tags may tell of the resident, and the log forgets nothing.
            details = {name: len(value) if name == "tags" else value for name, value in fields.items()}
            audit.note(session, now, counsellor.id, action, ("ticket", identity), details)
            return await self._view(session, ticket)

    @asynccontextmanager
    async def _moving(self, identity: str) -> AsyncIterator[AsyncSession]:
        """Give a writing session; whoever follows the ticket or the queue looks again once it is committed."""
        async with self._database.writing() as session:
            yield session
            conversation = await session.scalar(select(Ticket.conversation_id).where(Ticket.id == identity))
        self._listener.conversation_changed(conversation or "")
        self._listener.ticket_changed(identity)
        self._listener.queue_changed()

    async def _view(self, session: AsyncSession, ticket: Ticket) -> dict[str, Any]:
        await session.flush()
        await session.refresh(ticket)
        (view,) = await self._views.render(session, [ticket])
        return view


async def take(session: AsyncSession, ticket: Ticket, counsellor: Counsellor, now: datetime, by: str | None) -> bool:
    """Give a waiting ticket to somebody and tell the resident; False when another was first. `by` is None for us."""
    if ticket.state != queue.WAITING:
        return False
    # First the conversation, as everywhere: two who wait for one another's rows would both fail.
    conversation = await storage.lock_conversation(session, ticket.conversation_id)
    if not await tickets.claim(session, ticket.id, counsellor.id, now):
        return False
    await become_holder(session, counsellor.id, ticket.id, now)
    conversation.state, conversation.assistant_meanwhile = storage.HUMAN, False
    notice = waiting_texts.joined_notice(counsellor.name, Language(conversation.language))
    storage.add_reply(session, conversation, notice, now)
    action, details = ("ticket.claimed", {}) if by else ("ticket.assigned", {"counsellor": counsellor.id})
    audit.note(session, now, by, action, ("ticket", ticket.id), details)
    return True


async def give_back(
    session: AsyncSession, ticket: Ticket, conversation: Conversation, holder: Counsellor, now: datetime
) -> None:
    """Let a ticket wait again and tell the resident, whose conversation waits, too."""
    for name, value in tickets.back_to_queue(now).items():
        setattr(ticket, name, value)
    conversation.state = storage.WAITING
    await dismiss(session, ticket.id, now)
    compose = partial(waiting_texts.returned_reply, name=holder.name)
    await tickets.announce(session, conversation, ticket, compose, now)


async def _pass_to(session: AsyncSession, ticket: Ticket, conversation: Conversation, to: str, now: datetime) -> None:
    colleague = await session.get(Counsellor, to)
    if colleague is None or not is_allowed(colleague, Right.ANSWER) or colleague.id == ticket.counsellor_id:
        raise InvalidRequest("This person cannot take the ticket.")
    ticket.counsellor_id, ticket.snoozed_until = colleague.id, None
    await become_holder(session, colleague.id, ticket.id, now)
    if not serves(colleague, ticket.centre):
        ticket.centre = colleague.centres[0]
    language = Language(conversation.language)
    storage.add_reply(session, conversation, waiting_texts.joined_notice(colleague.name, language), now)


async def _pass_to_centre(
    session: AsyncSession, ticket: Ticket, conversation: Conversation, centre: str, now: datetime
) -> None:
    for name, value in tickets.back_to_queue(now).items():
        setattr(ticket, name, value)
    ticket.centre = centre
    conversation.state = storage.WAITING
    await dismiss(session, ticket.id, now)
    name = name_centre(centre, Language(conversation.language))
    compose = partial(waiting_texts.passed_on_reply, centre=name)
    await tickets.announce(session, conversation, ticket, compose, now)


async def _say_goodbye(session: AsyncSession, conversation: Conversation, now: datetime) -> None:
    language = Language(conversation.language)
    say = catalogue(language).gettext
    text = (
        say("The counsellor has left the chat. The assistant answers again.")
        if conversation.state == storage.BOT
        else say("The counsellor has closed this conversation. You can write again at any time.")
    )
    asked = ratings.buttons(language) if await accounts_of(session, conversation.id) else ()
    storage.add_reply(session, conversation, Reply(Kind.NOTICE, text, Author.SYSTEM, language, buttons=asked), now)


async def _lock_own(
    session: AsyncSession, identity: str, counsellor: Counsellor, or_with: Right | None = None
) -> tuple[Ticket, Conversation]:
    """Return a held ticket and its conversation, which nobody else changes meanwhile; raises NotYourTicket."""
    ticket = await check_ticket(session, counsellor, identity, Right.ANSWER)
    if ticket.state != queue.CLAIMED:
        raise NotYourTicket
    conversation = await storage.lock_conversation(session, ticket.conversation_id)
    await session.refresh(ticket)
    if or_with is None or not decides(counsellor, ticket, or_with) or ticket.state != queue.CLAIMED:
        _check_own(ticket, counsellor)
    return ticket, conversation


def _check_own(ticket: Ticket, counsellor: Counsellor) -> None:
    if ticket.state != queue.CLAIMED or ticket.counsellor_id != counsellor.id:
        raise NotYourTicket


def _check_answers(ticket: Ticket, counsellor: Counsellor) -> None:
    """Raise NotAllowed for who may only write in a ticket, as its guest."""
    if not decides(counsellor, ticket, Right.ANSWER):
        raise NotAllowed


def _check_later(moment: datetime, now: datetime) -> None:
    if moment.tzinfo is None or not timedelta() < moment - now <= _FARTHEST:
        raise InvalidRequest("Give a moment in the future, with its time zone.")


async def _holder(session: AsyncSession, ticket: Ticket) -> str:
    holder = await session.get(Counsellor, ticket.counsellor_id) if ticket.counsellor_id else None
    return f"{holder.name} has this ticket." if holder else "This ticket is closed."
