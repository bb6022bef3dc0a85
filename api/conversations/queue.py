"""A ticket's place in the counsellors' queue, by the same rules by which it is given to somebody."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.board import Board, read_board
from api.conversations.models import Counsellor, Ticket
from api.conversations.states import CLAIMED, CLOSED, WAITING
from api.messages import Priority

__all__ = ["CLAIMED", "CLOSED", "WAITING", "QueueStanding", "find_open_ticket", "order", "standing", "standing_on"]


@dataclass(frozen=True)
class QueueStanding:
    """What a waiting resident is told; `wait_minutes` is None when it cannot be known honestly."""

    id: str
    priority: str
    position: int
    wait_minutes: int | None
    counsellor: str | None = None

    def as_json(self) -> dict[str, object]:
        """Return the shape of the HTTP contract; the counsellor's name once there is one."""
        shape: dict[str, object] = {
            "id": self.id,
            "priority": self.priority,
            "position": self.position,
            "wait_minutes": self.wait_minutes,
        }
        if self.counsellor:
            shape["counsellor"] = {"name": self.counsellor}
        return shape


async def find_open_ticket(session: AsyncSession, conversation: str) -> Ticket | None:
    """Return the conversation's ticket that is not closed, or None."""
    query = select(Ticket).where(Ticket.conversation_id == conversation, Ticket.state != CLOSED)
    return (await session.scalars(query.order_by(Ticket.created_at.desc()))).first()


async def standing(session: AsyncSession, ticket: Ticket, now: datetime) -> QueueStanding:
    """Return where a ticket stands; position 0 once a counsellor has it."""
    if ticket.state == WAITING:
        return standing_on(await read_board(session, now), ticket)
    holder = await session.get(Counsellor, ticket.counsellor_id) if ticket.counsellor_id else None
    return QueueStanding(ticket.id, ticket.priority, 0, 0, holder.name if holder else None)


def standing_on(board: Board, ticket: Ticket) -> QueueStanding:
    """Return where a waiting ticket stands on a board; at the end where the board was read before it came."""
    outlook = board.outlooks.get(ticket.id)
    if outlook is None:
        return QueueStanding(ticket.id, ticket.priority, len(board.tickets) + 1, None)
    return QueueStanding(ticket.id, ticket.priority, outlook.position, outlook.minutes)


def order() -> tuple[ColumnElement[bool], ColumnElement[datetime], ColumnElement[str]]:
    """Urgent first, then whoever has waited longest."""
    return (Ticket.priority != Priority.URGENT, Ticket.waiting_since.expression, Ticket.id.expression)
