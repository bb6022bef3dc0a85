"""Which messages hold all words of a search, as a condition for SQLite or PostgreSQL; parts of words count."""

import unicodedata
from collections.abc import Sequence

from sqlalchemy import ARRAY, ColumnElement, Text, and_, func, literal, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.desk.searching.tables import message_search, message_search_groups, searchable_messages
from api.errors import InvalidRequest

FEWEST_CHARACTERS = 2
MOST_WORDS = 8
_GROUP = 3
# A pair of characters begins so many groups at most; the rarest are left out, and with them next to nothing.
_MOST_GROUPS = 400
_LAST = "\U0010ffff"


def read_words(text: str) -> tuple[str, ...]:
    """Return the words to look for, in lower case; raises InvalidRequest where none has two characters."""
    words = unicodedata.normalize("NFC", text).lower().split()
    found = tuple(dict.fromkeys(word for word in words if len(word) >= FEWEST_CHARACTERS))[:MOST_WORDS]
    if not found:
        raise InvalidRequest("Search for at least two characters.")
    return found


async def holding(session: AsyncSession, words: Sequence[str]) -> ColumnElement[bool] | None:
    """Return the condition on `searchable_messages`, on SQLite joined with `message_search`; None if nothing fits."""
    if session.get_bind().dialect.name != "sqlite":
        return and_(*(_holds(word) for word in words))
    parts = [await _indexed(session, word) for word in words]
    if not all(parts):
        return None
    return literal_column(message_search.name).op("MATCH", is_comparison=True)(" AND ".join(parts))


def _holds(word: str) -> ColumnElement[bool]:
    """PostgreSQL: the index finds who has all groups of a word; then they must stand together."""
    groups = sorted(set(_groups(word))) if len(word) > _GROUP else [word]
    indexed = func.search_groups(searchable_messages.c.text).op("@>", is_comparison=True)
    text = func.lower(searchable_messages.c.text)
    return and_(indexed(literal(groups, ARRAY(Text))), text.contains(word, autoescape=True))


def _groups(word: str) -> list[str]:
    return [word[start : start + _GROUP] for start in range(len(word) - _GROUP + 1)]


async def _indexed(session: AsyncSession, word: str) -> str:
    """SQLite: a word as FTS5 writes it; a pair of characters as all groups that begin with it, empty without any."""
    if len(word) >= _GROUP:
        return _quote(word)
    term = message_search_groups.c.term
    query = select(term).where(term >= word, term < word + _LAST)
    groups = await session.scalars(query.order_by(message_search_groups.c.doc.desc()).limit(_MOST_GROUPS))
    parts = " OR ".join(_quote(group) for group in groups)
    return f"({parts})" if parts else ""


def _quote(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
