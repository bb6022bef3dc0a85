"""What a case record says before a counsellor has written in it: what the ticket and its conversation tell."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.channels.accounts import accounts_of, earlier_conversations
from api.conversations import storage
from api.conversations.models import Conversation, Counsellor, Ticket
from api.desk.models import CaseRecord
from api.desk.records.values import Method, Outcome
from api.routing.hours import seoul_day
from knowledge.articles import AREAS


async def prefill(session: AsyncSession, ticket: Ticket, counsellor: Counsellor, now: datetime) -> CaseRecord:
    """Return a record of a ticket that is not stored yet; its `area` is None where nothing tells it."""
    conversation = await session.get_one(Conversation, ticket.conversation_id)
    article = ticket.article or _first_article(ticket)
    return CaseRecord(
        id=None,
        ticket_id=ticket.id,
        person=await _person(session, conversation.id),
        counsellor_id=ticket.counsellor_id or counsellor.id,
        centre=ticket.centre or conversation.details.get("centre") or _only_centre(counsellor),
        area=ticket.area or _area_of(article),
        article=article,
        channel=conversation.channel,
        method=Method(conversation.channel),
        language=ticket.language,
        outcome=Outcome(ticket.outcome or Outcome.ANSWERED),
        text="",
        consulted_on=seoul_day(ticket.claimed_at or now),
        created_at=now,
        updated_at=now,
    )


async def _person(session: AsyncSession, conversation: str) -> str:
    """The person of an earlier record in this conversation or one of the same channel account, else a new one."""
    linked = {conversation}
    for account in await accounts_of(session, conversation):
        linked.update(earlier_conversations(account))
    earlier = (
        select(CaseRecord.person)
        .join(Ticket, Ticket.id == CaseRecord.ticket_id)
        .join(Conversation, Conversation.id == Ticket.conversation_id)
        # Whoever has deleted a conversation is not tied to it again.
        .where(Conversation.id.in_(linked), Conversation.state != storage.DELETED)
        .order_by(CaseRecord.created_at.desc())
        .limit(1)
    )
    return await session.scalar(earlier) or conversation


def _first_article(ticket: Ticket) -> str | None:
    shown = ticket.summary.get("articles") or [{}]
    article = shown[0].get("article")
    return str(article) if article and _area_of(article) else None


def _area_of(article: str | None) -> str | None:
    area = (article or "").partition(".")[0]
    return area if area in AREAS else None


def _only_centre(counsellor: Counsellor) -> str | None:
    return counsellor.centres[0] if len(counsellor.centres) == 1 else None
