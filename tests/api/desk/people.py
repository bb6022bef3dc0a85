"""What the tests of people and rights share: accounts with a password, browsers that sign in, a look at the tables."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.database import Database
from api.conversations.models import Counsellor
from api.desk.accounts import Accounts, lifetimes
from api.desk.rights import Role
from api.requests import utc_now
from tests.conftest import Gateway

DESK = "/api/v1/desk"
PASSWORD = "a long enough one"
CENTRE, OTHER_CENTRE = "gangdong-foreign-workers-centre", "ichon-global-village-centre"


@asynccontextmanager
async def tables(gateway: Gateway) -> AsyncIterator[AsyncSession]:
    """Open the gateway's database for a look or a change."""
    database = Database(gateway.settings.database_url)
    try:
        async with database.writing() as session:
            yield session
    finally:
        await database.close()


async def add_account(
    gateway: Gateway,
    email: str = "kim@example.org",
    role: str = "counsellor",
    centres: tuple[str, ...] = (),
    password: str = PASSWORD,
) -> Counsellor:
    """Add an account with a password, named like its e-mail."""
    database = Database(gateway.settings.database_url)
    try:
        accounts = Accounts(database, lifetimes(gateway.settings), utc_now)
        name = email.partition("@")[0]
        return await accounts.add(email, name, ["ko"], password, role=Role(role), centres=centres)
    finally:
        await database.close()


def browser(gateway: Gateway, agent: str = "") -> httpx.AsyncClient:
    """Return a browser that is not signed in."""
    headers = {"User-Agent": agent} if agent else {}
    return httpx.AsyncClient(transport=gateway.client._transport, base_url="http://test", headers=headers)


async def sign_in(
    gateway: Gateway, email: str = "kim@example.org", password: str = PASSWORD, agent: str = ""
) -> httpx.AsyncClient:
    """Return a browser that has given its password; a second factor may still be missing."""
    client = browser(gateway, agent)
    response = await client.post(f"{DESK}/session", json={"email": email, "password": password})
    assert response.status_code == 200, response.text
    return client


async def status(client: httpx.AsyncClient, path: str = "session", method: str = "GET", **more: Any) -> int:  # noqa: ANN401
    """Return only the status of an answer."""
    return (await client.request(method, f"{DESK}/{path}", **more)).status_code


def own_id(response: httpx.Response) -> str:
    """Return the account's id from an answer of `/session`."""
    return str(response.json()["counsellor"]["id"])


async def id_of(client: httpx.AsyncClient) -> str:
    """Return the id of who is signed in."""
    return own_id(await client.get(f"{DESK}/session"))
