"""Earlier tickets of the same person: of the conversation, of linked channels, of the embedding site's reference."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.channels.accounts import accounts_of, earlier_conversations
from api.conversations.details import same_visitor
from api.conversations.models import Conversation, Counsellor, Ticket
from api.desk.working.guests import sees

RELATED_WITHIN = timedelta(days=3 * 365)
"""Older tickets are not looked for by a site's reference."""
MOST = 20


class Relation(StrEnum):
    """Why two tickets are of one person; REFERENCE is what the embedding site says, which nobody has proved."""

    CONVERSATION = "conversation"
    ACCOUNT = "account"
    REFERENCE = "reference"


async def related_tickets(
    session: AsyncSession, counsellor: Counsellor, ticket: Ticket, now: datetime
) -> Sequence[tuple[Ticket, Relation]]:
    """Return the other tickets of a ticket's person that a counsellor may see, newest first."""
    conversation = await session.get_one(Conversation, ticket.conversation_id)
    linked = {conversation.id}
    for account in await accounts_of(session, conversation.id):
        linked.update(earlier_conversations(account))
    is_other = and_(Ticket.id != ticket.id, sees(counsellor))
    found = await _newest(session, and_(Ticket.conversation_id.in_(linked), is_other))
    visitor = same_visitor(conversation)
    if visitor is not None:
        # A query of its own: together they could use no index.
        lately = Ticket.created_at > now - RELATED_WITHIN
        found += await _newest(session, and_(visitor, lately, Ticket.conversation_id.not_in(linked), is_other))
    newest = sorted(found, key=lambda one: one.created_at, reverse=True)[:MOST]
    return [(one, _relation(one, conversation.id, linked)) for one in newest]


async def _newest(session: AsyncSession, condition: ColumnElement[bool]) -> list[Ticket]:
    query = select(Ticket).join(Conversation, Conversation.id == Ticket.conversation_id).where(condition)
    return list(await session.scalars(query.order_by(Ticket.created_at.desc()).limit(MOST)))


def _relation(ticket: Ticket, conversation: str, linked: set[str]) -> Relation:
    if ticket.conversation_id == conversation:
        return Relation.CONVERSATION
    return Relation.ACCOUNT if ticket.conversation_id in linked else Relation.REFERENCE
