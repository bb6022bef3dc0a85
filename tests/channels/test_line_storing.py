"""Webhooks that arrive together are stored together; each learns what became of its own events."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from api.channels.line.events import LineEvent, read_events
from api.channels.line.storing import EventStore
from api.channels.models import ChannelEvent
from api.conversations.database import Database
from api.requests import utc_now

BODY = json.loads((Path(__file__).parent / "bodies" / "line" / "text-ko.json").read_text(encoding="utf-8"))


class CountingDatabase(Database):
    """Counts commits, and refuses the first ones if asked to."""

    commits = 0
    refusals = 0

    @asynccontextmanager
    async def writing(self, *, urgent: bool = False) -> AsyncIterator[AsyncSession]:
        """Give a session as the real one does."""
        async with super().writing(urgent=urgent) as session:
            yield session
            if self.refusals:
                self.refusals -= 1
                raise IntegrityError("another process was first", None, ValueError())
        self.commits += 1


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[CountingDatabase]:
    """A migrated database of its own."""
    opened = CountingDatabase(database_url)
    yield opened
    await opened.close()


def delivery(number: int, user: str) -> list[LineEvent]:
    """Return the events of a webhook with one text."""
    event = {**BODY["events"][0], "webhookEventId": f"event-{number}", "source": {"type": "user", "userId": user}}
    return read_events(json.dumps({**BODY, "events": [event]}).encode())


async def stored(database: Database) -> list[str]:
    """Return the ids of all stored events."""
    async with database.reading() as session:
        return sorted(await session.scalars(select(ChannelEvent.id)))


async def test_fifty_at_the_same_moment_share_commits(database: CountingDatabase) -> None:
    store = EventStore(database)
    users = [f"U{number:032x}" for number in range(50)]
    waiting = [store.store(delivery(number, user), utc_now()) for number, user in enumerate(users)]
    assert await asyncio.gather(*waiting) == [[user] for user in users]
    assert len(await stored(database)) == 50
    assert database.commits < 5


async def test_same_delivery_at_the_same_moment_is_stored_once(database: CountingDatabase) -> None:
    store, user = EventStore(database), "U" + "1" * 32
    first, again = await asyncio.gather(*(store.store(delivery(1, user), utc_now()) for _ in range(2)))
    assert first == again == [user]
    assert await store.store(delivery(1, user), utc_now()) == []
    assert await stored(database) == ["line:event-1"]


async def test_delivery_that_cannot_be_stored_fails_alone(database: CountingDatabase) -> None:
    store = EventStore(database)
    good = [store.store(delivery(number, "U" + "2" * 32), utc_now()) for number in range(3)]
    unstorable = replace(delivery(9, "U" + "2" * 32)[0], user="\udc80")  # no text that a database can keep
    bad = store.store([unstorable], utc_now())
    results = await asyncio.gather(*good, bad, return_exceptions=True)
    assert [isinstance(one, Exception) for one in results] == [False, False, False, True]
    assert await stored(database) == ["line:event-0", "line:event-1", "line:event-2"]


async def test_delivery_that_another_process_stores_meanwhile_is_looked_at_again(database: CountingDatabase) -> None:
    database.refusals = 1
    assert await EventStore(database).store(delivery(1, "U" + "3" * 32), utc_now()) == ["U" + "3" * 32]
    assert await stored(database) == ["line:event-1"]


async def test_who_hangs_up_does_not_stop_the_others(database: CountingDatabase) -> None:
    store = EventStore(database)
    gone = asyncio.create_task(store.store(delivery(1, "U" + "4" * 32), utc_now()))
    stays = asyncio.create_task(store.store(delivery(2, "U" + "5" * 32), utc_now()))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays == ["U" + "5" * 32]
    assert await stored(database) == ["line:event-1", "line:event-2"]
