"""Finds messages by words in the conversations that a counsellor may see, and notes each search in the audit log."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.database import Database
from api.conversations.models import Counsellor, Message, Ticket
from api.conversations.resume import hidden_text
from api.desk import audit
from api.desk.searching.excerpts import excerpt
from api.desk.searching.matching import holding, read_words
from api.desk.searching.tables import message_search, searchable_messages
from api.desk.working.guests import sees

PAGE = 25


@dataclass(frozen=True)
class Found:
    """A message that holds the words, and the newest of its conversation's tickets that the counsellor may see."""

    ticket: str
    message: str
    language: str
    excerpt: str
    created_at: datetime


@dataclass(frozen=True)
class FoundPage:
    """Messages that came to the desk last first; `next` is where the following page begins, None at the end."""

    found: tuple[Found, ...]
    next: int | None


class MessageSearch:
    """The search over conversations."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def search(self, counsellor: Counsellor, text: str, before: int | None = None) -> FoundPage:
        """Return the messages that hold all words of a text, also as parts of words; raises InvalidRequest.

        The audit log learns who searched and which tickets were shown, never the words.
        """
        words = read_words(text)
        async with self._database.reading() as session:
            page = await _find(session, counsellor, words, before)
        shown = list(dict.fromkeys(one.ticket for one in page.found))
        async with self._database.writing() as session:
            subject = ("counsellor", counsellor.id)
            audit.note(session, self._now(), counsellor.id, "conversations.searched", subject, {"tickets": shown})
        return page


async def _find(session: AsyncSession, counsellor: Counsellor, words: Sequence[str], before: int | None) -> FoundPage:
    condition = await holding(session, words)
    if condition is None:
        return FoundPage((), None)
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    rows = (await session.execute(_query(counsellor, condition, before, is_sqlite=is_sqlite))).all()
    found = tuple(_render(message, ticket, words) for _, ticket, message in rows[:PAGE])
    return FoundPage(found, rows[PAGE - 1][0] if len(rows) > PAGE else None)


def _query(
    counsellor: Counsellor, condition: ColumnElement[bool], before: int | None, *, is_sqlite: bool
) -> Select[tuple[int, str, Message]]:
    """One row more than a page: number, ticket, message."""
    number = message_search.c.rowid if is_sqlite else searchable_messages.c.id
    ticket = (
        select(Ticket.id)
        .where(Ticket.conversation_id == Message.conversation_id, sees(counsellor))
        .order_by(Ticket.created_at.desc(), Ticket.id)
        .limit(1)
        .correlate(Message)
        .scalar_subquery()
    )
    query = select(number, ticket, Message).join(Message, Message.id == searchable_messages.c.message_id)
    if is_sqlite:
        # The order of the joins matters to SQLite: the index gives its matches one by one, the newest first.
        query = query.select_from(
            message_search.join(searchable_messages, searchable_messages.c.id == message_search.c.rowid)
        )
    if before is not None:
        query = query.where(number < before)
    return query.where(condition, ticket.is_not(None)).order_by(number.desc()).limit(PAGE + 1)


def _render(message: Message, ticket: str, words: Sequence[str]) -> Found:
    shown = excerpt(hidden_text(message), words)
    return Found(ticket, message.id, message.language, shown, message.created_at)
