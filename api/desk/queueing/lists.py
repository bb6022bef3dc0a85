"""The lists of tickets: filtered, in pages, with counts, each showing only what somebody may see."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, String, and_, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import queue
from api.conversations.database import Database
from api.conversations.models import Counsellor, Ticket
from api.desk import audit
from api.desk.queueing.views import TicketViews
from api.desk.rights import Right, is_allowed, serves
from api.desk.working.guests import sees
from api.errors import InvalidRequest
from api.messages import Priority

SNOOZED = "snoozed"


@dataclass(frozen=True)
class TicketFilter:
    """Which tickets are wanted; None leaves a field open, `before` is the last ticket of the page before."""

    state: str = queue.WAITING
    mine: bool = False
    centre: str | None = None
    language: str | None = None
    area: str | None = None
    tag: str | None = None
    before: str | None = None
    limit: int = 100


class Tally(NamedTuple):
    """How many open tickets are alike in what counts and rights depend on."""

    state: str
    priority: str
    is_snoozed: bool
    centre: str | None
    counsellor_id: str | None
    number: int


class TicketLists:
    """Reads lists of tickets."""

    def __init__(self, database: Database, views: TicketViews, now: Callable[[], datetime]) -> None:
        self._database = database
        self._views = views
        self._now = now

    async def page(self, counsellor: Counsellor, wanted: TicketFilter) -> dict[str, Any]:
        """Return a page of tickets as JSON: waiting ones in queue order, others newest first; and the counts.

        Who looks through closed ones is noted: unlike the queue, which is everybody's work, they are of the past.
        """
        async with self._database.reading() as session:
            query = select(Ticket).where(sees(counsellor), *_conditions(wanted, counsellor))
            if wanted.before:
                query = query.where(_after(await _get_last(session, wanted.before), wanted.state))
            rows = list(await session.scalars(query.order_by(*_order(wanted.state)).limit(wanted.limit + 1)))
            shown = rows[: wanted.limit]
            page = {
                "tickets": await self._views.render(session, shown),
                "next": shown[-1].id if len(rows) > wanted.limit else None,
                "counts": count(await read_tally(session), counsellor),
            }
        if wanted.state == queue.CLOSED:
            read = {"state": wanted.state, "tickets": [ticket.id for ticket in shown]}
            async with self._database.writing() as session:
                audit.note(session, self._now(), counsellor.id, "tickets.listed", ("tickets", ""), read)
        return page


async def read_tally(session: AsyncSession) -> list[Tally]:
    """Return the open tickets, counted."""
    kinds = (Ticket.state, Ticket.priority, Ticket.snoozed_until.is_not(None), Ticket.centre, Ticket.counsellor_id)
    query = select(*kinds, func.count()).where(Ticket.state.in_((queue.WAITING, queue.CLAIMED))).group_by(*kinds)
    return [Tally(*row) for row in await session.execute(query)]


def count(tally: Sequence[Tally], counsellor: Counsellor) -> dict[str, int]:
    """Return what stands beside the lists, for what somebody may see."""
    reads = is_allowed(counsellor, Right.READ_TICKETS)
    seen = [one for one in tally if reads and (serves(counsellor, one.centre) or one.counsellor_id == counsellor.id)]
    waiting = [one for one in seen if one.state == queue.WAITING]
    claimed = [one for one in seen if one.state == queue.CLAIMED and not one.is_snoozed]
    return {
        "waiting": _sum(waiting),
        "urgent": _sum(one for one in waiting if one.priority == Priority.URGENT),
        "mine": _sum(one for one in claimed if one.counsellor_id == counsellor.id),
        "claimed": _sum(claimed),
        "snoozed": _sum(one for one in seen if one.state == queue.CLAIMED and one.is_snoozed),
    }


def _sum(tally: Any) -> int:  # noqa: ANN401 - any iterable of Tally
    return sum(one.number for one in tally)


def _conditions(wanted: TicketFilter, counsellor: Counsellor) -> list[ColumnElement[bool]]:
    conditions = [Ticket.state == (queue.CLAIMED if wanted.state == SNOOZED else wanted.state)]
    if wanted.state in {SNOOZED, queue.CLAIMED}:
        conditions.append((Ticket.snoozed_until.is_not(None)) == (wanted.state == SNOOZED))
    if wanted.mine:
        conditions.append(Ticket.counsellor_id == counsellor.id)
    plain = ((Ticket.centre, wanted.centre), (Ticket.language, wanted.language), (Ticket.area, wanted.area))
    conditions += [column == value for column, value in plain if value]
    if wanted.tag:
        # In the list's own spelling, which writes other than Latin letters as numbers.
        conditions.append(cast(Ticket.tags, String).contains(json.dumps(wanted.tag), autoescape=True))
    return conditions


def _order(state: str) -> Sequence[ColumnElement[Any]]:
    return queue.order() if state == queue.WAITING else (Ticket.created_at.desc(), Ticket.id.desc())


async def _get_last(session: AsyncSession, identity: str) -> Ticket:
    ticket = await session.get(Ticket, identity)
    if ticket is None:
        raise InvalidRequest("There is no such page.")
    return ticket


def _after(last: Ticket, state: str) -> ColumnElement[bool]:
    """Whether a ticket comes after another in the order of a list."""
    if state != queue.WAITING:
        earlier = and_(Ticket.created_at == last.created_at, Ticket.id < last.id)
        return or_(Ticket.created_at < last.created_at, earlier)
    later = or_(
        Ticket.waiting_since > last.waiting_since,
        and_(Ticket.waiting_since == last.waiting_since, Ticket.id > last.id),
    )
    same = and_(Ticket.priority == last.priority, later)
    return same if last.priority != Priority.URGENT else or_(Ticket.priority != Priority.URGENT, same)
