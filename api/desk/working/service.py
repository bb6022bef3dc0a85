"""What a counsellor reads while working on a conversation: texts that fit, and earlier tickets of the same person."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.database import Database
from api.conversations.models import Attachment, Conversation, Counsellor, Message, Ticket
from api.desk import audit
from api.desk.access import check_ticket
from api.desk.rights import Right, require
from api.desk.working.guests import sees
from api.desk.working.related import related_tickets
from api.desk.working.texts import AlignedText, AlignedTexts, Reader
from api.desk.working.translations import first_language
from api.errors import NotFound
from api.messages import Author
from knowledge.languages import Language

# A resident may have sent photos after the question.
_LOOKED_BACK = 10


class TicketViews(Protocol):
    """Shows tickets as the queue does."""

    async def views(self, session: AsyncSession, tickets: Sequence[Ticket]) -> list[dict[str, Any]]:
        """Return tickets as JSON, in their order."""


class WorkingService:
    """Reads for the desk's context pane."""

    def __init__(
        self, database: Database, texts: AlignedTexts, tickets: TicketViews, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._texts = texts
        self._tickets = tickets
        self._now = now

    async def find_texts(
        self, counsellor: Counsellor, sought: str, to: Language | None, ticket: str | None
    ) -> list[AlignedText]:
        """Return texts that fit words or a shortcut, without either those that fit the resident's last question."""
        own = first_language(counsellor)
        if ticket is None:
            return await asyncio.to_thread(self._texts.find, sought, Reader(counsellor.name, own, to or own))
        async with self._database.reading() as session:
            found = await session.get(Ticket, ticket)
            if found is None:
                raise NotFound
            conversation = await session.get_one(Conversation, found.conversation_id)
            question = "" if sought else await _last_question(session, conversation.id)
        reader = Reader(counsellor.name, own, to or Language(conversation.language))
        if sought:
            return await asyncio.to_thread(self._texts.find, sought, reader)
        shown = [entry["article"] for entry in found.summary.get("articles", [])]
        return await asyncio.to_thread(self._texts.matched, question, shown, reader)

    async def related(self, identity: str, counsellor: Counsellor) -> list[dict[str, Any]]:
        """Return other tickets of the same person as JSON, newest first; raises NotFound, or NotAllowed for guests."""
        require(counsellor, Right.READ_TICKETS)
        now = self._now()
        async with self._database.reading() as session:
            ticket = await check_ticket(session, counsellor, identity, Right.READ_TICKETS)
            found = await related_tickets(session, counsellor, ticket, now)
            views = await self._tickets.views(session, [one for one, _ in found])
        async with self._database.writing() as session:
            audit.note(session, now, counsellor.id, "related.read", ("ticket", identity), {"found": len(found)})
        return [view | {"related_by": relation} for view, (_, relation) in zip(views, found, strict=True)]

    async def note_attachment(self, identity: str, counsellor: Counsellor) -> None:
        """Note that somebody opens what a resident sent; raises NotFound unless they may see a ticket of it."""
        query = (
            select(Ticket.id)
            .join(Attachment, Attachment.conversation_id == Ticket.conversation_id)
            .where(Attachment.id == identity, sees(counsellor))
            .order_by(Ticket.created_at.desc())
        )
        async with self._database.writing() as session:
            ticket = (await session.scalars(query.limit(1))).first()
            if ticket is None:
                raise NotFound
            audit.note(
                session, self._now(), counsellor.id, "attachment.read", ("ticket", ticket), {"attachment": identity}
            )

    async def language_of(self, ticket: str) -> Language:
        """Return the language of a ticket's conversation; raises NotFound."""
        query = select(Conversation.language).join(Ticket, Ticket.conversation_id == Conversation.id)
        async with self._database.reading() as session:
            found = (await session.scalars(query.where(Ticket.id == ticket))).first()
        if found is None:
            raise NotFound
        return Language(found)


async def _last_question(session: AsyncSession, conversation: str) -> str:
    """What the resident wrote last, pressed buttons and files left out; empty for nothing."""
    query = select(Message).where(
        Message.conversation_id == conversation, Message.author == Author.RESIDENT, Message.payload.is_(None)
    )
    newest = await session.scalars(query.order_by(Message.seq.desc()).limit(_LOOKED_BACK))
    return next((one.text for one in newest if one.text and "attachment" not in one.content), "")
