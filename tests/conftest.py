"""Fixtures shared by all tests: the built search, a gateway on an empty database, a client."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, AsyncExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, event, make_url

from api.app import create_app
from api.conversations.database import Database
from api.desk.accounts import Accounts, lifetimes
from api.desk.rights import Role
from api.requests import utc_now
from api.settings import ApiSettings
from api.translation.ports import Translator
from knowledge.search import GuidebookSearch, load_search
from knowledge.settings import KnowledgeSettings
from tests import databases
from tests.fakes import FakeEngine

# 32 bytes in base64url; a fixed one, so that no test writes a key of the installation.
VAPID_KEY = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"
LANGUAGES = ("ko", "en", "zh", "vi", "mn", "ru", "uz", "ur")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--pictures`."""
    parser.addoption("--pictures", help="folder for the pictures that browser tests take")


@pytest.fixture(scope="session")
def search(tmp_path_factory: pytest.TempPathFactory) -> GuidebookSearch:
    """The search over the guidebook that ships, as `make build` left it, and an empty library."""
    return load_search(KnowledgeSettings(library_dir=tmp_path_factory.mktemp("library")))


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a migrated database to copy from."""
    with databases.template(tmp_path_factory.mktemp("database"), databases.SERVER) as address:
        yield address


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A migrated SQLite file to copy from, for what is read without the gateway."""
    with databases.template(tmp_path_factory.mktemp("file"), server=None) as address:
        yield Path(str(make_url(address).database))


@pytest.fixture
async def database_url(empty_database: str, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a test's own, empty database."""
    async with databases.copy(empty_database, tmp_path) as address:
        yield address


@dataclass
class Gateway:
    """A running gateway and a client without a network."""

    app: FastAPI
    client: httpx.AsyncClient
    settings: ApiSettings
    engine: FakeEngine

    async def resident(self, language: str | None = None) -> "Resident":
        """Begin a conversation."""
        body = {"language": language} if language else {}
        response = await self.client.post("/api/v1/conversations", json=body)
        assert response.status_code == 201, response.text
        return Resident(self.client, response.json()["id"], response.json()["token"])

    async def counsellor(
        self,
        email: str = "kim@example.org",
        name: str = "Kim",
        role: str = "administrator",
        languages: tuple[str, ...] = ("ko",),
        centres: tuple[str, ...] = (),
    ) -> httpx.AsyncClient:
        """Return a client that is signed in at the desk."""
        database = Database(self.settings.database_url)
        accounts = Accounts(database, lifetimes(self.settings), utc_now)
        added = await accounts.add(email, name, languages, role=Role(role), centres=centres)
        code = await accounts.issue_code(added.id)
        await database.close()
        client = httpx.AsyncClient(transport=self.client._transport, base_url="http://test")
        response = await client.post("/api/v1/desk/session", json={"code": code})
        assert response.status_code == 200, response.text
        return client


@dataclass
class Resident:
    """A resident's side of a conversation."""

    client: httpx.AsyncClient
    id: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """The only key to the conversation."""
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def path(self) -> str:
        """Where the conversation lies."""
        return f"/api/v1/conversations/{self.id}"

    async def write(self, text: str, **more: object) -> httpx.Response:
        """Send a message."""
        return await self.client.post(f"{self.path}/messages", json={"text": text, **more}, headers=self.headers)

    async def messages(self, after: int = 0) -> list[dict[str, Any]]:
        """Return what is in the conversation."""
        response = await self.client.get(f"{self.path}/messages", params={"after": after}, headers=self.headers)
        return list(response.json()["messages"])

    async def state(self) -> dict[str, Any]:
        """Return the conversation's state."""
        return dict((await self.client.get(self.path, headers=self.headers)).json())


StartGateway = Callable[..., Awaitable[Gateway]]


@pytest.fixture
async def start_gateway(search: GuidebookSearch, database_url: str, tmp_path: Path) -> AsyncIterator[StartGateway]:
    """Return a function that starts a gateway with a given engine; all are stopped at the end of the test."""
    async with AsyncExitStack() as stack:

        async def start(
            engine: FakeEngine | None = None,
            push: httpx.AsyncBaseTransport | None = None,
            translator: Translator | None = None,
            sign_on: httpx2.AsyncBaseTransport | None = None,
            **settings: object,
        ) -> Gateway:
            plain: dict[str, object] = {"mount_actions": False, "burst_pause": timedelta(0)}
            plain["attachments_dir"] = tmp_path / "attachments"
            plain["tracker_database"] = tmp_path / "tracker.db"
            plain["vapid_private_key"] = VAPID_KEY
            chosen = ApiSettings(
                database_url=database_url,
                **plain | settings,  # type: ignore[arg-type]  # a test names the fields it changes
            )
            engine = engine or FakeEngine()
            app = create_app(
                chosen, engine, search, push_transport=push, translator=translator, sign_on_transport=sign_on
            )
            await stack.enter_async_context(app.router.lifespan_context(app))
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)
            client = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://test"))
            return Gateway(app, client, chosen, engine)

        yield start


CountQueries = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def count_queries() -> CountQueries:
    """Return a context in which the statements of all databases are collected, but for those that only begin."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        statements: list[str] = []

        def note(_: object, __: object, statement: str, *___: object) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA")):
                statements.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(Engine, "before_cursor_execute", note)

    return counting


@pytest.fixture
async def gateway(start_gateway: StartGateway) -> Gateway:
    """A gateway whose engine echoes."""
    return await start_gateway()
