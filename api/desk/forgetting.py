"""Takes out of the desk's tables what a resident wrote or what was written about them, when they wish it gone."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.models import Message, Ticket
from api.desk.models import CaseRecord, GapQuestion, Guest, KnowledgeGap, MessageTranslation, Note


async def forget(session: AsyncSession, conversation: str, now: datetime) -> None:
    """Forget a whole conversation within the caller's transaction, while its messages are still there.

    Translations, notes, tags and gap questions go. Case records stay, since they are counted, without their text,
    where the person was referred to, what was agreed or planned, and what ties them to the person's other cases.
    All guests leave.
    """
    await forget_messages(session, select(Message.id).where(Message.conversation_id == conversation))
    tickets = select(Ticket.id).where(Ticket.conversation_id == conversation)
    await session.execute(delete(Note).where(Note.ticket_id.in_(tickets)))
    await session.execute(update(Ticket).where(Ticket.conversation_id == conversation).values(tags=[]))
    is_present = Guest.ticket_id.in_(tickets), Guest.left_at.is_(None)
    await session.execute(update(Guest).where(*is_present).values(left_at=now))
    await session.execute(
        update(CaseRecord)
        .where(CaseRecord.ticket_id.in_(tickets))
        .values(text="", referred_to=None, consented_at=None, follow_up_on=None, person=CaseRecord.id, updated_at=now)
    )


async def forget_messages(session: AsyncSession, messages: Sequence[str] | Select[tuple[str]]) -> None:
    """Forget what was made of messages, given by their ids, within the caller's transaction; some were taken back."""
    await session.execute(delete(MessageTranslation).where(MessageTranslation.message_id.in_(messages)))
    asked = GapQuestion.message_id.in_(messages)
    # Who groups questions locks them and their gaps in the same order.
    grouped = select(GapQuestion.gap_id).where(asked).order_by(GapQuestion.message_id).with_for_update()
    gaps = {gap for gap in await session.scalars(grouped) if gap}
    await session.execute(delete(GapQuestion).where(asked))
    # From here on no question joins: what is counted stays true.
    locked = select(KnowledgeGap.id).where(KnowledgeGap.id.in_(gaps)).order_by(KnowledgeGap.id).with_for_update()
    await session.execute(locked)
    left = select(func.count()).where(GapQuestion.gap_id == KnowledgeGap.id).scalar_subquery()
    await session.execute(update(KnowledgeGap).where(KnowledgeGap.id.in_(gaps)).values(questions=left))
    # A vector of what only they asked tells of them, too; what editors have begun to answer stays.
    is_bare = ~exists().where(GapQuestion.gap_id == KnowledgeGap.id), KnowledgeGap.state == "open"
    await session.execute(delete(KnowledgeGap).where(KnowledgeGap.id.in_(gaps), *is_bare))
