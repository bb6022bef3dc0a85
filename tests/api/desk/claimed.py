"""A ticket that somebody holds, and who is who at the desk: what tests of working on a conversation begin with."""

from dataclasses import dataclass
from typing import Any

import httpx
from sqlalchemy import select

from api.conversations import storage
from api.conversations.database import Database
from api.conversations.models import Base
from api.desk.models import AuditEntry
from api.messages import Author, Kind, Reply
from api.requests import utc_now
from tests.conftest import Gateway, Resident

DESK = "/api/v1/desk"


@dataclass(frozen=True)
class Claimed:
    """A resident, the counsellor Kim who holds their ticket, and the ticket's id."""

    resident: Resident
    desk: httpx.AsyncClient
    ticket: str

    @property
    def path(self) -> str:
        """Where the ticket lies."""
        return f"{DESK}/tickets/{self.ticket}"


async def open_ticket(gateway: Gateway, desk: httpx.AsyncClient, language: str = "ur", *said: str) -> Claimed:
    """Let a resident say something and ask for a counsellor; the ticket waits."""
    resident = await gateway.resident(language)
    for text in said:
        assert (await resident.write(text)).status_code == 200
    await resident.write("Talk to a counsellor", payload="#counsellor")
    tickets = (await desk.get(f"{DESK}/tickets?state=waiting")).json()["tickets"]
    (ticket,) = [one["id"] for one in tickets if one["conversation"] == resident.id]
    return Claimed(resident, desk, ticket)


async def claim(gateway: Gateway, language: str = "ur", *said: str, **account: Any) -> Claimed:  # noqa: ANN401 - what `counsellor` takes
    """Let Kim claim a ticket of a resident who has said something."""
    claimed = await open_ticket(gateway, await gateway.counsellor(**account), language, *said)
    response = await claimed.desk.post(f"{claimed.path}/claim")
    assert response.status_code == 200, response.text
    return claimed


async def identity(desk: httpx.AsyncClient) -> str:
    """Return whose client this is."""
    return str((await desk.get(f"{DESK}/session")).json()["counsellor"]["id"])


def cookies(desk: httpx.AsyncClient) -> dict[str, str]:
    """Return the headers with which somebody follows the desk's stream."""
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in desk.cookies.items())}


async def rows(gateway: Gateway, table: type[Base]) -> list[Any]:
    """Return what a table holds."""
    database = Database(gateway.settings.database_url)
    async with database.reading() as session:
        found = list(await session.scalars(select(table)))
    await database.close()
    return found


async def audited(gateway: Gateway, action: str) -> list[AuditEntry]:
    """Return the entries of the audit log about an action."""
    return [one for one in await rows(gateway, AuditEntry) if one.action == action]


async def say_much(gateway: Gateway, conversation: str, count: int) -> None:
    """Fill a conversation with lines."""
    database = Database(gateway.settings.database_url)
    async with database.writing() as session:
        row = await storage.lock_conversation(session, conversation)
        for number in range(count):
            storage.add_reply(session, row, Reply(Kind.TEXT, f"line {number}", Author.SYSTEM), utc_now())
    await database.close()
