"""Gives waiting tickets to whoever is free, and sweeps: one task per gateway, woken by changes and by a clock."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func, select

from api.conversations import queue
from api.conversations.board import Board, read_board
from api.conversations.database import Database
from api.conversations.events import QUEUE, EventHub
from api.conversations.models import Counsellor, Ticket
from api.conversations.ports import Listener
from api.desk.queueing.moves import take
from api.desk.queueing.sweeping import Sweep, read_declined
from api.desk.rights import Right, is_allowed
from api.errors import NotFound
from api.routing.routing import MORE_IN_DANGER, Assignment, Waiting, assign

logger = logging.getLogger(__name__)

CLOCK = timedelta(seconds=2)
"""So often the queue is looked at, whether something seems to have changed or not."""
# What changes within this time is looked at together.
_PAUSE = 0.1
# Whoever gave a ticket back does not get it again for so long.
_DECLINED_FOR = timedelta(minutes=10)


class Dispatcher:
    """Runs until it is stopped; what it does stands in the database at once, so that a crash loses nothing."""

    def __init__(self, database: Database, hub: EventHub, listener: Listener, now: Callable[[], datetime]) -> None:
        self._database = database
        self._hub = hub
        self._listener = listener
        self._now = now
        self._sweep = Sweep(database, listener, now)
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to look at the queue."""
        self._task = asyncio.create_task(self._run(), name="dispatcher")

    async def stop(self) -> None:
        """End; nothing is half done."""
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def step(self) -> None:
        """Look once: assign, climb, return, wake."""
        board, waiting = await self._read()
        given = {one.ticket for one in await self._assign(board, waiting)}
        await self._sweep.climb(board, [one for one in waiting if one.id not in given])
        await self._sweep.return_unanswered()
        await self._sweep.wake()

    async def _run(self) -> None:
        with self._hub.subscribe(QUEUE) as subscription:
            while not self._hub.is_closing:
                try:
                    await self.step()
                except Exception:  # a worker's loop: the next look must not be lost with this one
                    logger.exception("the queue could not be looked at")
                await subscription.wait(CLOCK.total_seconds())
                await asyncio.sleep(_PAUSE)

    async def _read(self) -> tuple[Board, list[Waiting]]:
        now = self._now()
        async with self._database.reading() as session:
            board = await read_board(session, now)
            declined = await read_declined(session, now - _DECLINED_FOR) if board.tickets else {}
        return board, [replace(one, declined=declined.get(one.id, frozenset())) for one in board.tickets]

    async def _assign(self, board: Board, waiting: list[Waiting]) -> list[Assignment]:
        more = MORE_IN_DANGER if any(one.in_danger for one in waiting) else 0
        if not waiting or not any(one.has_room(board.at, more) for one in board.counsellors):
            return []
        in_danger = {one.id for one in waiting if one.in_danger}
        found = assign(waiting, board.counsellors, board.at)
        return [one for one in found if await self._give(one, MORE_IN_DANGER if one.ticket in in_danger else 0)]

    async def _give(self, given: Assignment, more: int) -> bool:
        """Claim a ticket for somebody; False where they or the ticket are no longer as they were seen."""
        now = self._now()
        async with self._database.writing() as session:
            # Another gateway may be giving them another ticket at this moment. The key stays free: who claims a ticket
            # themselves locks it while they hold the ticket, and neither may wait for the other.
            counsellor = await session.get_one(Counsellor, given.counsellor, with_for_update={"key_share": True})
            held = await session.scalar(
                select(func.count()).where(
                    Ticket.counsellor_id == counsellor.id,
                    Ticket.state == queue.CLAIMED,
                    Ticket.snoozed_until.is_(None),
                )
            )
            is_free = counsellor.is_available and (held or 0) < counsellor.capacity + more
            if not is_free or not is_allowed(counsellor, Right.ANSWER):
                return False
            ticket = await session.get_one(Ticket, given.ticket)
            try:
                if not await take(session, ticket, counsellor, now, by=None):
                    return False
            except NotFound:  # deleted meanwhile
                return False
        self._listener.conversation_changed(ticket.conversation_id)
        self._listener.ticket_changed(ticket.id)
        self._listener.queue_changed()
        return True
