"""Counts the year's work in SQL, on SQLite and PostgreSQL alike: rows are never loaded, messages never read."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, distinct, exists, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from api.conversations import queue
from api.conversations.models import Conversation, Rating, Ticket
from api.desk.models import CaseRecord
from api.desk.records.durations import minutes_between
from api.desk.records.period import Period

Rows = Sequence[Row[Any]]


@dataclass(frozen=True)
class Scope:
    """What is counted: a period; one centre, or those somebody serves and what belongs to none, or all."""

    period: Period
    centre: str | None = None
    served: tuple[str, ...] = ()

    def at(self, centre: InstrumentedAttribute[str | None]) -> ColumnElement[bool]:
        """Return the condition on a column that holds a centre."""
        if self.centre is not None:
            return centre == self.centre
        return or_(centre.is_(None), centre.in_(self.served)) if self.served else true()


@dataclass(frozen=True)
class Times:
    """Closed tickets of one centre and language: how many, how many no counsellor had, minutes until and with one."""

    closed: int
    not_reached: int
    waiting: Counter[int]
    handling: Counter[int]

    def __add__(self, other: "Times") -> "Times":
        return Times(
            self.closed + other.closed,
            self.not_reached + other.not_reached,
            self.waiting + other.waiting,
            self.handling + other.handling,
        )


NO_TIMES = Times(0, 0, Counter(), Counter())


async def count_cases(
    session: AsyncSession,
    scope: Scope,
    by: Sequence[InstrumentedAttribute[Any]],
    condition: ColumnElement[bool] | None = None,
) -> Rows:
    """Return (…, cases, people) of case records by some of their columns."""
    query = select(*by, func.count(), func.count(distinct(CaseRecord.person))).select_from(CaseRecord)
    query = query.where(_is_recorded(scope), *([] if condition is None else [condition]))
    return (await session.execute(query.group_by(*by).order_by(*by))).all()


async def count_totals(session: AsyncSession, scope: Scope) -> Row[Any]:
    """Return (cases, people, expert cases)."""
    counts = (func.count(), func.count(distinct(CaseRecord.person)), func.count(CaseRecord.expert))
    return (await session.execute(select(*counts).where(_is_recorded(scope)))).one()


async def count_days(session: AsyncSession, scope: Scope) -> Rows:
    """Return (day, cases)."""
    day = CaseRecord.consulted_on
    query = select(day, func.count()).where(_is_recorded(scope)).group_by(day).order_by(day)
    return (await session.execute(query)).all()


async def count_follow_ups(session: AsyncSession, scope: Scope) -> Rows:
    """Return (centre, follow-ups due in the period)."""
    due = CaseRecord.follow_up_on.between(scope.period.since, scope.period.until)
    query = select(CaseRecord.centre, func.count()).where(due, scope.at(CaseRecord.centre))
    return (await session.execute(query.group_by(CaseRecord.centre).order_by(CaseRecord.centre))).all()


async def count_opened(session: AsyncSession, scope: Scope) -> int:
    """Return how many tickets were opened."""
    # The state is named for the index on state and time.
    is_any = Ticket.state.in_((queue.WAITING, queue.CLAIMED, queue.CLOSED))
    query = select(func.count()).where(is_any, _within(Ticket.created_at, scope), scope.at(Ticket.centre))
    return await session.scalar(query) or 0


async def count_times(session: AsyncSession, scope: Scope) -> dict[tuple[str | None, str], Times]:
    """Return the times of tickets closed in the period by centre and language."""
    reached = Ticket.claimed_at >= Ticket.waiting_since
    waiting = case((reached, minutes_between(Ticket.waiting_since, Ticket.claimed_at)))
    handling = case((reached, minutes_between(Ticket.claimed_at, Ticket.closed_at)))
    times: dict[tuple[str | None, str], Times] = {}
    for centre, language, minutes, count in await _histogram(session, scope, waiting):
        times.setdefault((centre, language), Times(0, 0, Counter(), Counter()))
        known = Times(count, count, Counter(), Counter()) if minutes is None else _waited(minutes, count)
        times[centre, language] += known
    for centre, language, minutes, count in await _histogram(session, scope, handling):
        if minutes is not None:
            times[centre, language] += Times(0, 0, Counter(), Counter({minutes: count}))
    return times


def _waited(minutes: int, count: int) -> Times:
    return Times(count, 0, Counter({minutes: count}), Counter())


async def _histogram(session: AsyncSession, scope: Scope, minutes: ColumnElement[int | None]) -> Rows:
    by = (Ticket.centre, Ticket.language, minutes)
    # A ticket that was reopened has no end any more.
    closed = and_(_within(Ticket.closed_at, scope), scope.at(Ticket.centre))
    return (await session.execute(select(*by, func.count()).where(closed).group_by(*by))).all()


async def count_ratings(session: AsyncSession, scope: Scope) -> Rows:
    """Return (centre, score, ratings); a conversation without a ticket belongs to no centre."""
    by = (Ticket.centre, Rating.score)
    query = select(*by, func.count()).select_from(Rating).outerjoin(Ticket, Ticket.id == Rating.subject)
    query = query.where(_within(Rating.created_at, scope), scope.at(Ticket.centre))
    return (await session.execute(query.group_by(*by).order_by(*by))).all()


async def count_assistant(session: AsyncSession, scope: Scope) -> Rows:
    """Return (language, channel, conversations, answered, answered without a ticket) of conversations begun.

    One that has had a turn was answered; turns are counted with every answer, so that no message is read here.
    """
    by = (Conversation.language, Conversation.channel)
    answered = Conversation.turns > 0
    alone = and_(answered, ~exists(Ticket.conversation_id).where(Ticket.conversation_id == Conversation.id))
    counts = (func.count(), func.count(case((answered, 1))), func.count(case((alone, 1))))
    query = select(*by, *counts).where(_within(Conversation.created_at, scope)).group_by(*by).order_by(*by)
    return (await session.execute(query)).all()


def _is_recorded(scope: Scope) -> ColumnElement[bool]:
    days = CaseRecord.consulted_on.between(scope.period.since, scope.period.until)
    return and_(days, scope.at(CaseRecord.centre))


def _within(moment: InstrumentedAttribute[Any], scope: Scope) -> ColumnElement[bool]:
    return and_(moment >= scope.period.begins, moment < scope.period.ends)
