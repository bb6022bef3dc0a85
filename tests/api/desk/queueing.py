"""What tests of queue and routing share: people at the desk who take conversations, moments that are long ago."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
from sqlalchemy import select, update

from api.conversations.models import Base, Counsellor, DeskSession, Message, Ticket
from tests.api.desk.claimed import DESK, Claimed, cookies
from tests.api.desk.people import tables
from tests.conftest import Gateway, Resident
from tests.live import follow

_PATIENCE = 10.0


async def set_available(desk: httpx.AsyncClient, *, is_available: bool = True) -> None:
    """Let somebody take conversations, or rest."""
    response = await desk.put(f"{DESK}/availability", json={"is_available": is_available})
    assert response.json()["counsellor"]["is_available"] is is_available, response.text


async def ask(gateway: Gateway, desk: httpx.AsyncClient, language: str = "ko", centre: str | None = None) -> Claimed:
    """Let a resident, perhaps on a centre's page, ask for a counsellor; the ticket may be given away at once."""
    created = await gateway.client.post("/api/v1/conversations", json={"language": language, "centre": centre})
    resident = Resident(gateway.client, created.json()["id"], created.json()["token"])
    await resident.write("Talk to a counsellor", payload="#counsellor")
    return Claimed(resident, desk, (await resident.state())["ticket"]["id"])


async def read(claimed: Claimed, desk: httpx.AsyncClient | None = None) -> dict[str, Any]:
    """Return a ticket as a counsellor sees it."""
    return dict((await (desk or claimed.desk).get(claimed.path)).json()["ticket"])


async def wait_until(gateway: Gateway, claimed: Claimed, **wanted: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Follow the desk until a ticket looks as wanted, and return it."""
    async with follow(gateway.app, f"{DESK}/events", cookies(claimed.desk)) as stream, asyncio.timeout(_PATIENCE):
        assert await stream.next() == ("ready", {})
        ticket = await read(claimed)
        while any(ticket[name] != value for name, value in wanted.items()):
            await stream.until("ticket")
            ticket = await read(claimed)
    return ticket


async def change(gateway: Gateway, table: type[Base], **values: Any) -> None:  # noqa: ANN401 - columns
    """Change all rows of a table."""
    async with tables(gateway) as session:
        await session.execute(update(table).values(**values))


async def move_back(gateway: Gateway, by: timedelta) -> None:
    """Let all that happened have happened earlier."""
    async with tables(gateway) as session:
        for ticket in await session.scalars(select(Ticket)):
            for name in ("created_at", "waiting_since", "rung_since", "claimed_at", "closed_at"):
                if getattr(ticket, name):
                    setattr(ticket, name, getattr(ticket, name) - by)
        for message in await session.scalars(select(Message)):
            message.created_at -= by


async def leave(gateway: Gateway, name: str, ago: timedelta) -> None:
    """Let somebody not have been seen at the desk for a time."""
    async with tables(gateway) as session:
        theirs = select(DeskSession).join(Counsellor).where(Counsellor.name == name)
        for entry in await session.scalars(theirs):
            entry.seen_at -= ago
