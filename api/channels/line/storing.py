"""Stores LINE's events before they are acknowledged; webhooks that arrive together share one commit."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from api.channels.line.arrivals import render_row
from api.channels.line.events import LineEvent
from api.channels.models import ChannelEvent
from api.conversations.database import Database

_CHUNK = 500

Rows = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class _Delivery:
    rows: Rows
    stored: asyncio.Future[list[str]]


class EventStore:
    """Takes in what webhooks bring; everything that waits when a commit begins goes into it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[_Delivery] = []
        self._task: asyncio.Task[None] | None = None

    async def store(self, events: Sequence[LineEvent], now: datetime) -> list[str]:
        """Store what is new; returns whose events now wait to be handled, once that is committed."""
        rows = {row["id"]: row for row in (render_row(event, now) for event in events)}
        delivery = _Delivery(rows, asyncio.get_running_loop().create_future())
        self._waiting.append(delivery)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name="line store")
        return await delivery.stored

    async def _run(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                await self._commit(batch)
            except Exception:  # noqa: BLE001 - what keeps one delivery out must not keep out the others
                for delivery in batch:
                    await self._commit_alone(delivery)

    async def _commit_alone(self, delivery: _Delivery) -> None:
        try:
            await self._commit([delivery])
        except Exception as error:  # noqa: BLE001 - told to the caller, whose 500 makes LINE deliver it again
            if not delivery.stored.done():
                delivery.stored.set_exception(error)

    async def _commit(self, batch: list[_Delivery]) -> None:
        rows: Rows = {identity: row for delivery in batch for identity, row in delivery.rows.items()}
        try:
            new = await self._insert_new(rows)
        except IntegrityError:  # another process has stored the same delivery at the same moment
            new = await self._insert_new(rows)
        for delivery in batch:
            if not delivery.stored.done():  # who has hung up does not wait for it
                delivery.stored.set_result(_unhandled(delivery.rows, new))

    async def _insert_new(self, rows: Rows) -> set[str]:
        async with self._database.writing(urgent=True) as session:
            known: set[str] = set()
            for chunk in _chunks(list(rows)):
                known |= set(await session.scalars(select(ChannelEvent.id).where(ChannelEvent.id.in_(chunk))))
            new = [row for identity, row in rows.items() if identity not in known]
            if new:
                await session.execute(insert(ChannelEvent), new)
        return rows.keys() - known


def _unhandled(rows: Rows, new: set[str]) -> list[str]:
    users = (row["user_key"] for identity, row in rows.items() if identity in new and row["handled_at"] is None)
    return list(dict.fromkeys(users))


def _chunks(values: list[str]) -> Iterator[list[str]]:
    rest = iter(values)
    return iter(lambda: list(islice(rest, _CHUNK)), [])
