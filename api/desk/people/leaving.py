"""What somebody leaves behind who no longer answers: their tickets return to the queue, and they are nobody's guest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import queue, storage
from api.conversations.models import Counsellor, Ticket
from api.conversations.ports import Listener
from api.desk import audit
from api.desk.models import Guest
from api.desk.queueing.moves import give_back
from api.errors import NotFound


@dataclass(frozen=True)
class Left:
    """A ticket that waits again, with its conversation."""

    ticket: str
    conversation: str


async def leave_tickets(session: AsyncSession, account: Counsellor, by: str, now: datetime) -> list[Left]:
    """Let the tickets of somebody wait again and tell the residents, in the caller's transaction."""
    account.is_available = False
    query = select(Ticket.id, Ticket.conversation_id).where(
        Ticket.counsellor_id == account.id, Ticket.state == queue.CLAIMED
    )
    # In one order: two that lock the same conversations would otherwise wait for one another.
    held = [Left(*row) for row in (await session.execute(query.order_by(Ticket.conversation_id))).all()]
    return [one for one in held if await _leave(session, one, account, by, now)]


async def _leave(session: AsyncSession, left: Left, account: Counsellor, by: str, now: datetime) -> bool:
    """Give one ticket back; False where it is no longer theirs."""
    try:
        conversation = await storage.lock_conversation(session, left.conversation)
    except NotFound:  # deleted meanwhile
        return False
    ticket = await session.get_one(Ticket, left.ticket, populate_existing=True)
    if ticket.state != queue.CLAIMED or ticket.counsellor_id != account.id:
        return False
    await give_back(session, ticket, conversation, account, now)
    audit.note(session, now, by, "ticket.released", ("ticket", ticket.id), {"because": "person.changed"})
    return True


async def leave_as_guest(session: AsyncSession, counsellor: str, now: datetime) -> None:
    """End every invitation to a single ticket."""
    leaving = update(Guest).where(Guest.counsellor_id == counsellor, Guest.left_at.is_(None))
    await session.execute(leaving.values(left_at=now))


def tell(listener: Listener, left: Iterable[Left]) -> None:
    """Wake those who show these tickets, after the commit."""
    for one in left:
        listener.conversation_changed(one.conversation)
        listener.ticket_changed(one.ticket)
        listener.queue_changed()
