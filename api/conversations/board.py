"""The counsellors' queue as routing sees it: who waits, who is at the desk, and what follows for a resident."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property

from sqlalchemy import exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.database import Database
from api.conversations.models import Counsellor, DeskSession, PlannedShift, Ticket
from api.conversations.states import CLAIMED, CLOSED, WAITING
from api.messages import Priority
from api.routing import routing
from api.routing.expected_wait import Outlook, find_outlooks
from api.routing.hours import SEOUL
from api.routing.routing import Rung, Waiting
from api.routing.shifts import Shift
from knowledge.languages import Language

PRESENT = timedelta(seconds=60)
"""So long after the last request somebody counts as being at the desk; an open page asks more often."""
ANSWERING_ROLES = ("counsellor", "supervisor", "administrator")
_RECENT = 20
_DAY = timedelta(days=1)
# Where no shifts are planned, who is there stays as long as can be told.
_OPEN_END = timedelta(days=1)


@dataclass(frozen=True)
class Board:
    """One moment of the queue: all who wait, all who take tickets now, and how long recent tickets took."""

    at: datetime
    tickets: tuple[Waiting, ...]
    counsellors: tuple[routing.Counsellor, ...]
    handling: tuple[timedelta, ...]

    @cached_property
    def outlooks(self) -> dict[str, Outlook]:
        """What each waiting resident can be told, by ticket."""
        return find_outlooks(self.tickets, self.counsellors, self.handling, self.at)

    def find(self, ticket: str) -> Waiting | None:
        """Return a waiting ticket, or None."""
        return next((one for one in self.tickets if one.id == ticket), None)

    def is_staffed(self, language: Language, centre: str | None = None) -> bool:
        """Whether somebody who speaks a language is on shift for a centre now."""
        there = (one for one in self.counsellors if one.is_on_shift(self.at) and language in one.languages)
        return any(not centre or not one.centres or centre in one.centres for one in there)

    def languages(self) -> frozenset[Language]:
        """Which languages are spoken by those on shift."""
        return frozenset().union(*(one.languages for one in self.counsellors if one.is_on_shift(self.at)))


async def read_board(session: AsyncSession, now: datetime) -> Board:
    """Read the queue in four queries, whatever its length."""
    return Board(now, await _read_waiting(session), await _read_staff(session, now), await _read_handling(session))


class BoardReader:
    """Reads the board for many who ask together, such as all who are told their place: they share one reading.

    Everybody gets a reading that began after they asked.
    """

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._lock = asyncio.Lock()
        self._next: asyncio.Task[Board] | None = None

    async def read(self) -> Board:
        """Return the board as it is now."""
        if self._next is None:
            self._next = asyncio.create_task(self._read(), name="board")
        return await asyncio.shield(self._next)

    async def _read(self) -> Board:
        async with self._lock:
            self._next = None
            async with self._database.reading() as session:
                return await read_board(session, self._now())


async def _read_waiting(session: AsyncSession) -> tuple[Waiting, ...]:
    query = select(
        Ticket.id,
        Ticket.language,
        Ticket.waiting_since,
        Ticket.rung_since,
        Ticket.rung,
        Ticket.priority,
        Ticket.bridges,
        Ticket.area,
        Ticket.centre,
        Ticket.callback_at,
        Ticket.counsellor_id,
        Ticket.summary["intake"]["reach"].as_string().label("reach"),
    ).where(Ticket.state == WAITING)
    return tuple(
        Waiting(
            id=row.id,
            language=Language(row.language),
            since=row.waiting_since,
            rung_since=row.rung_since,
            rung=Rung(row.rung),
            priority=Priority(row.priority),
            bridges=frozenset(map(Language, row.bridges)),
            topic=row.area,
            centre=row.centre,
            reachable=bool(row.reach),
            callback_at=row.callback_at,
            first=row.counsellor_id,
        )
        for row in await session.execute(query)
    )


async def _read_staff(session: AsyncSession, now: datetime) -> tuple[routing.Counsellor, ...]:
    """Return who takes tickets and is at the desk; where shifts are planned today, only who has one counts as there."""
    is_present = exists().where(
        DeskSession.counsellor_id == Counsellor.id,
        DeskSession.seen_at > now - PRESENT,
        DeskSession.expires_at > now,
        DeskSession.second_factor != "missing",
    )
    held = (
        select(func.count())
        .where(Ticket.counsellor_id == Counsellor.id, Ticket.state == CLAIMED, Ticket.snoozed_until.is_(None))
        .scalar_subquery()
    )
    query = select(Counsellor, held).where(
        Counsellor.is_available, Counsellor.disabled_at.is_(None), Counsellor.role.in_(ANSWERING_ROLES), is_present
    )
    rows = (await session.execute(query.order_by(Counsellor.id))).all()
    shifts = await _read_shifts(session, now) if rows else ()
    return tuple(_counsellor(one, count or 0, _find_shift(one, shifts, now)) for one, count in rows)


async def _read_shifts(session: AsyncSession, now: datetime) -> tuple[Shift, ...]:
    """Return all shifts that begin today in Seoul, also those that are over, and those of yesterday that still run."""
    midnight = datetime.combine(now.astimezone(SEOUL).date(), time(), SEOUL)
    query = select(PlannedShift).where(
        PlannedShift.starts_at < midnight + _DAY,
        or_(PlannedShift.starts_at >= midnight, PlannedShift.ends_at > now),
    )
    return tuple(
        Shift(one.counsellor_id, one.centre, one.starts_at, one.ends_at) for one in await session.scalars(query)
    )


def _find_shift(counsellor: Counsellor, today: tuple[Shift, ...], now: datetime) -> Shift | None:
    # A plan of one centre says nothing about who is at another.
    theirs = [shift for shift in today if not counsellor.centres or shift.centre in counsellor.centres]
    if not theirs:
        return Shift(counsellor.id, next(iter(counsellor.centres), ""), now - _DAY, now + _OPEN_END)
    return next((shift for shift in theirs if shift.counsellor == counsellor.id and shift.covers(now)), None)


def _counsellor(counsellor: Counsellor, held: int, shift: Shift | None) -> routing.Counsellor:
    return routing.Counsellor(
        id=counsellor.id,
        languages=frozenset(Language(code) for code in counsellor.languages if code in set(Language)),
        shift=shift,
        capacity=counsellor.capacity,
        open_tickets=held,
        topics=frozenset(counsellor.topics),
        centres=frozenset(counsellor.centres),
    )


async def _read_handling(session: AsyncSession) -> tuple[timedelta, ...]:
    query = (
        select(Ticket.claimed_at, Ticket.closed_at)
        .where(Ticket.state == CLOSED, Ticket.claimed_at.is_not(None), Ticket.closed_at.is_not(None))
        .order_by(Ticket.closed_at.desc())
        .limit(_RECENT)
    )
    return tuple(closed - claimed for claimed, closed in await session.execute(query) if claimed and closed)
