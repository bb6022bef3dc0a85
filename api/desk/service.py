"""One ticket at the desk: how it looks, its conversation, and writing into it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import queue, storage
from api.conversations.database import Database
from api.conversations.models import Counsellor, Message, Ticket
from api.conversations.ports import Listener, Reachability
from api.conversations.views import render_message
from api.desk import audit
from api.desk.access import check_ticket
from api.desk.queueing.moves import TicketMoves
from api.desk.queueing.presence import Presence
from api.desk.queueing.views import FindTitle, TicketViews
from api.desk.rights import Right
from api.desk.working.notes import notes_of
from api.desk.working.translations import translations_of
from api.desk.working.writing import write
from api.errors import MessageEmpty, NotYourTicket
from api.messages import Author, Kind, Reply


class DeskService:
    """The tickets of the desk."""

    def __init__(
        self,
        database: Database,
        listener: Listener,
        now: Callable[[], datetime],
        reachability: Reachability | None = None,
        find_title: FindTitle = lambda _: None,
    ) -> None:
        self.presence = Presence(now)
        self.rendering = TicketViews(self.presence, find_title, now)
        self.moves = TicketMoves(database, listener, self.rendering, now)
        self._find_title = find_title
        self._reachability = reachability
        self._database = database
        self._listener = listener
        self._now = now

    async def views(self, session: AsyncSession, found: Sequence[Ticket]) -> list[dict[str, Any]]:
        """Return tickets as JSON, in a number of queries that does not grow with them."""
        return await self.rendering.render(session, found)

    async def read(self, identity: str, counsellor: Counsellor) -> dict[str, Any]:
        """Return a ticket with the newest messages and the notes as JSON, and note who read it; raises NotFound."""
        async with self._database.writing() as session:
            await check_ticket(session, counsellor, identity, Right.READ_TICKETS)
            audit.note(session, self._now(), counsellor.id, "ticket.read", ("ticket", identity))
        # Before it is read: whatever comes after this reading has to reach them by the stream.
        self.presence.open(identity, counsellor.id)
        async with self._database.reading() as session:
            ticket = await check_ticket(session, counsellor, identity, Right.READ_TICKETS)
            messages = await _newest(session, ticket, counsellor)
            notes = await notes_of(session, identity)
            (view,) = await self.views(session, [ticket])
        return {
            "ticket": view,
            "messages": messages,
            "reach": await self._reach(ticket.conversation_id),
            "notes": notes,
        }

    async def read_before(self, identity: str, counsellor: Counsellor, before: int) -> list[dict[str, Any]]:
        """Return the last messages before one as JSON, and note who read them; raises NotFound."""
        async with self._database.writing() as session:
            ticket = await check_ticket(session, counsellor, identity, Right.READ_TICKETS)
            audit.note(session, self._now(), counsellor.id, "ticket.read", ("ticket", identity))
        async with self._database.reading() as session:
            return await _newest(session, ticket, counsellor, before)

    def has_article(self, article: str) -> bool:
        """Whether the guidebook has an article."""
        return self._find_title(article) is not None

    async def set_available(self, counsellor: Counsellor, *, is_available: bool) -> Counsellor:
        """Let somebody take conversations, or rest; returns their account."""
        async with self._database.writing() as session:
            account = await session.get_one(Counsellor, counsellor.id)
            account.is_available = is_available
            details = {"is_available": is_available}
            audit.note(session, self._now(), account.id, "availability.set", ("counsellor", account.id), details)
        self._listener.queue_changed()
        return account

    async def claim(self, identity: str, counsellor: Counsellor) -> dict[str, Any]:
        """Give the ticket to a counsellor; raises AlreadyClaimed for everybody but the first."""
        return await self.moves.claim(identity, counsellor)

    async def reply(self, identity: str, counsellor: Counsellor, text: str, client_id: str | None) -> Message:
        """Write to the resident; raises MessageEmpty, NotFound, NotYourTicket or Conflict."""
        if not text.strip():
            raise MessageEmpty
        async with self._database.writing() as session:
            ticket = await check_ticket(session, counsellor, identity, Right.ANSWER)
            if ticket.state != queue.CLAIMED:
                raise NotYourTicket
            reply = Reply(Kind.TEXT, text.strip(), Author.COUNSELLOR)
            message = await write(session, ticket, counsellor, reply, client_id, self._now())
        self._listener.conversation_changed(ticket.conversation_id)
        self._listener.ticket_changed(identity)
        return message

    async def _reach(self, conversation: str) -> list[dict[str, str]]:
        """Return how a counsellor's message will reach the resident."""
        found = await self._reachability.of(conversation) if self._reachability else []
        return [{"channel": one.channel, "how": one.how} for one in found]


async def _newest(
    session: AsyncSession, ticket: Ticket, counsellor: Counsellor, before: int = storage.MAX_SEQ
) -> list[dict[str, Any]]:
    """Return the last messages before one, with their translations."""
    messages = await storage.newest_messages(session, ticket.conversation_id, before=before)
    translations = await translations_of(session, [message.id for message in messages], counsellor.languages)
    return [render_for_desk(one, translations.get(one.id)) for one in messages]


def render_for_desk(message: Message, translation: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a message as the desk sees it: without resume codes, with its translation."""
    return {**render_message(message, shows_codes=False), "translation": translation}
