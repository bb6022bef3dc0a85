"""What counsellors do with tickets: see, claim, answer, close."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.channels.accounts import accounts_of
from api.conversations import queue, ratings, storage, tickets
from api.conversations.database import Database
from api.conversations.models import Conversation, Counsellor, Message, Ticket
from api.conversations.ports import Listener, Reachability
from api.desk.schemas import render_ticket
from api.errors import AlreadyClaimed, MessageEmpty, NotFound, NotYourTicket
from api.messages import Author, Button, Kind, Reply
from api.words import catalogue
from knowledge.languages import Language

_LIST_LIMIT = 200


class DeskService:
    """The tickets of the desk."""

    def __init__(
        self,
        database: Database,
        listener: Listener,
        now: Callable[[], datetime],
        reachability: Reachability | None = None,
    ) -> None:
        self._reachability = reachability
        self._database = database
        self._listener = listener
        self._now = now

    async def tickets(self, state: str) -> list[dict[str, Any]]:
        """Return the tickets in a state: waiting ones in queue order, others newest first."""
        ordering = queue.order() if state == queue.WAITING else (Ticket.created_at.desc(),)
        async with self._database.reading() as session:
            rows = await session.execute(
                select(Ticket, Conversation, Counsellor)
                .join(Conversation, Conversation.id == Ticket.conversation_id)
                .outerjoin(Counsellor, Counsellor.id == Ticket.counsellor_id)
                .where(Ticket.state == state)
                .order_by(*ordering)
                .limit(_LIST_LIMIT)
            )
            waiting = state == queue.WAITING
            return [
                render_ticket(ticket, conversation, counsellor, place if waiting else 0)
                for place, (ticket, conversation, counsellor) in enumerate(rows.all(), start=1)
            ]

    async def ticket(self, identity: str) -> dict[str, Any]:
        """Return one ticket; raises NotFound."""
        async with self._database.reading() as session:
            return await self._view(session, await _get(session, identity))

    async def reach(self, identity: str) -> list[dict[str, str]]:
        """Return how a counsellor's message will reach the resident of a ticket; raises NotFound."""
        async with self._database.reading() as session:
            ticket = await _get(session, identity)
        found = await self._reachability.of(ticket.conversation_id) if self._reachability else []
        return [{"channel": one.channel, "how": one.how} for one in found]

    async def messages(self, identity: str, after: int | None = None) -> list[Message]:
        """Return the newest messages of a ticket's conversation, or those after a number; raises NotFound."""
        async with self._database.reading() as session:
            ticket = await _get(session, identity)
            if after is None:
                return await storage.newest_messages(session, ticket.conversation_id)
            return await storage.messages_after(session, ticket.conversation_id, after)

    async def claim(self, identity: str, counsellor: Counsellor) -> dict[str, Any]:
        """Give the ticket to a counsellor; raises AlreadyClaimed for everybody but the first."""
        now = self._now()
        async with self._database.writing() as session:
            ticket = await _get(session, identity)
            if not await tickets.claim(session, identity, counsellor.id, now):
                if ticket.state == queue.CLAIMED and ticket.counsellor_id == counsellor.id:
                    return await self._view(session, ticket)
                raise AlreadyClaimed(await _holder(session, ticket))
            await session.refresh(ticket)
            conversation = await storage.lock_conversation(session, ticket.conversation_id)
            conversation.state, conversation.assistant_meanwhile = storage.HUMAN, False
            language = Language(conversation.language)
            say = catalogue(language).gettext
            text = say("{name} has joined the chat. The assistant is silent now.").format(name=counsellor.name)
            storage.add_reply(session, conversation, _notice(text, language), now)
            view = await self._view(session, ticket)
        self._tell(ticket)
        return view

    async def reply(self, identity: str, counsellor: Counsellor, text: str, client_id: str | None) -> Message:
        """Write to the resident; raises MessageEmpty, NotFound or NotYourTicket."""
        if not text.strip():
            raise MessageEmpty
        async with self._database.writing() as session:
            ticket = await _get_own(session, identity, counsellor)
            conversation = await storage.lock_conversation(session, ticket.conversation_id)
            if client_id:
                earlier = await storage.find_by_client_id(session, conversation.id, client_id)
                if earlier:
                    return earlier
            reply = Reply(Kind.TEXT, text.strip(), Author.COUNSELLOR)
            message = storage.add_reply(
                session, conversation, reply, self._now(), counsellor=counsellor, client_id=client_id
            )
        self._tell(ticket)
        return message

    async def close(self, identity: str, counsellor: Counsellor, then: str) -> dict[str, Any]:
        """End the ticket and say so in the resident's language; raises NotFound or NotYourTicket.

        Where there is no form of ours, the notice also asks whether it helped.
        """
        now = self._now()
        async with self._database.writing() as session:
            ticket = await _get_own(session, identity, counsellor)
            tickets.close(ticket, now)
            conversation = await storage.lock_conversation(session, ticket.conversation_id)
            conversation.state = storage.BOT if then == "bot" else storage.CLOSED
            language = Language(conversation.language)
            say = catalogue(language).gettext
            text = (
                say("The counsellor has left the chat. The assistant answers again.")
                if then == "bot"
                else say("The counsellor has closed this conversation. You can write again at any time.")
            )
            asked = ratings.buttons(language) if await accounts_of(session, conversation.id) else ()
            storage.add_reply(session, conversation, _notice(text, language, asked), now)
            view = await self._view(session, ticket)
        self._tell(ticket)
        return view

    def _tell(self, ticket: Ticket) -> None:
        self._listener.conversation_changed(ticket.conversation_id)
        self._listener.ticket_changed(ticket.id)
        self._listener.queue_changed()

    async def _view(self, session: AsyncSession, ticket: Ticket) -> dict[str, Any]:
        holder = await session.get(Counsellor, ticket.counsellor_id) if ticket.counsellor_id else None
        place = await queue.standing(session, ticket, self._now())
        conversation = await session.get_one(Conversation, ticket.conversation_id)
        return render_ticket(ticket, conversation, holder, place.position)


async def _get(session: AsyncSession, identity: str) -> Ticket:
    ticket = await session.get(Ticket, identity)
    if ticket is None:
        raise NotFound
    return ticket


async def _get_own(session: AsyncSession, identity: str, counsellor: Counsellor) -> Ticket:
    ticket = await _get(session, identity)
    if ticket.state != queue.CLAIMED or ticket.counsellor_id != counsellor.id:
        raise NotYourTicket
    return ticket


async def _holder(session: AsyncSession, ticket: Ticket) -> str:
    await session.refresh(ticket)
    holder = await session.get(Counsellor, ticket.counsellor_id) if ticket.counsellor_id else None
    return f"{holder.name} has this ticket." if holder else "This ticket is closed."


def _notice(text: str, language: Language, buttons: tuple[Button, ...] = ()) -> Reply:
    return Reply(Kind.NOTICE, text, Author.SYSTEM, language, buttons=buttons)
