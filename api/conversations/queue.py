"""The counsellors' queue: order, position and an honest waiting time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.models import Counsellor, DeskSession, Ticket
from api.messages import Priority

WAITING, CLAIMED, CLOSED = "waiting", "claimed", "closed"
PRESENT = timedelta(minutes=5)
_RECENT = 20
_MIN_SAMPLE = 3


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
    if ticket.state != WAITING:
        holder = await session.get(Counsellor, ticket.counsellor_id) if ticket.counsellor_id else None
        return QueueStanding(ticket.id, ticket.priority, 0, 0, holder.name if holder else None)
    ahead = await session.scalar(select(func.count()).where(_is_ahead_of(ticket)))
    position = (ahead or 0) + 1
    return QueueStanding(ticket.id, ticket.priority, position, await _expected_wait(session, position, now))


def order() -> tuple[ColumnElement[bool] | ColumnElement[datetime], ...]:
    """Urgent first, then whoever has waited longest."""
    return (Ticket.priority != Priority.URGENT, Ticket.created_at.expression, Ticket.id.expression)  # type: ignore[return-value]


def _is_ahead_of(ticket: Ticket) -> ColumnElement[bool]:
    earlier = or_(
        Ticket.created_at < ticket.created_at,
        and_(Ticket.created_at == ticket.created_at, Ticket.id < ticket.id),
    )
    same = and_(Ticket.priority == ticket.priority, earlier)
    if ticket.priority == Priority.URGENT:
        return and_(Ticket.state == WAITING, same)
    return and_(Ticket.state == WAITING, or_(Ticket.priority == Priority.URGENT, same))


async def _expected_wait(session: AsyncSession, position: int, now: datetime) -> int | None:
    """Position × mean handling time ÷ counsellors present; unknown without counsellors or experience."""
    present = await session.scalar(
        select(func.count(func.distinct(DeskSession.counsellor_id))).where(DeskSession.seen_at > now - PRESENT)
    )
    recent = await session.execute(
        select(Ticket.claimed_at, Ticket.closed_at)
        .where(Ticket.state == CLOSED, Ticket.claimed_at.is_not(None), Ticket.closed_at.is_not(None))
        .order_by(Ticket.closed_at.desc())
        .limit(_RECENT)
    )
    durations = [closed - claimed for claimed, closed in recent.all() if claimed and closed]
    if not present or len(durations) < _MIN_SAMPLE:
        return None
    mean = sum(durations, timedelta()) / len(durations)
    return max(1, ceil(position * mean / present / timedelta(minutes=1)))
