"""Empty databases for tests: SQLite files, or databases of the PostgreSQL server in TEST_POSTGRESQL."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg  # type: ignore[import-untyped]  # ships no types
from sqlalchemy import URL, make_url

from api.cli import migrate
from api.settings import ApiSettings

SERVER = os.environ.get("TEST_POSTGRESQL")
"""Such as postgresql+asyncpg://postgres@127.0.0.1:5432/postgres; whoever signs in there may create databases."""


@contextmanager
def template(folder: Path, server: str | None) -> Iterator[str]:
    """Give the address of a migrated database to copy from; migrations are slower than all of a test."""
    if not server:
        address = f"sqlite+aiosqlite:///{folder / 'empty.db'}"
        migrate(ApiSettings(database_url=address))
        yield address
        return
    url = make_url(server).set(database=f"gildongmu_test_{uuid4().hex}")
    asyncio.run(_ask(url, f"CREATE DATABASE {url.database}"))
    try:
        migrate(ApiSettings(database_url=_render(url)))
        yield _render(url)
    finally:
        asyncio.run(_ask(url, f"DROP DATABASE {url.database} WITH (FORCE)"))


@asynccontextmanager
async def copy(address: str, folder: Path) -> AsyncIterator[str]:
    """Give the address of a copy of a database that is gone at the end."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        path = folder / "test.db"
        shutil.copy(str(url.database), path)
        yield f"sqlite+aiosqlite:///{path}"
        return
    own = url.set(database=f"gildongmu_test_{uuid4().hex}")
    await _ask(own, f"CREATE DATABASE {own.database} TEMPLATE {url.database}")
    try:
        yield _render(own)
    finally:
        await _ask(own, f"DROP DATABASE {own.database} WITH (FORCE)")


async def _ask(url: URL, statement: str) -> None:
    """Run a statement in the database that every server has."""
    plain = url.set(drivername="postgresql", database="postgres")
    connection = await asyncpg.connect(_render(plain))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _render(url: URL) -> str:
    return url.render_as_string(hide_password=False)


@dataclass(frozen=True)
class Plain:
    """A database that is asked in plain SQL, beside the gateway and its library; moments are in UTC."""

    address: str

    @property
    def is_file(self) -> bool:
        """Whether it is SQLite's."""
        return make_url(self.address).get_backend_name() == "sqlite"

    def execute(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows; days as SQLite has them, in ISO 8601."""
        if self.is_file:
            with closing(sqlite3.connect(str(make_url(self.address).database), isolation_level=None)) as connection:
                return connection.execute(query).fetchall()
        with ThreadPoolExecutor(1) as elsewhere:  # a test's own event loop is busy with the test
            return elsewhere.submit(asyncio.run, self._ask(query)).result()

    def dump(self) -> str:
        """Return all rows of all tables as text."""
        if self.is_file:
            with closing(sqlite3.connect(str(make_url(self.address).database))) as connection:
                return "\n".join(connection.iterdump())
        tables = self.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
        rows = [self.execute(f"SELECT one::text FROM {table} AS one") for (table,) in tables]  # noqa: S608 - our tables
        return "\n".join(str(row) for found in rows for row in found)

    async def _ask(self, query: str) -> list[tuple[Any, ...]]:
        plain = make_url(self.address).set(drivername="postgresql")
        connection = await asyncpg.connect(_render(plain), server_settings={"timezone": "UTC"})
        try:
            rows = await connection.fetch(query)
        finally:
            await connection.close()
        return [tuple(_as_sqlite(value) for value in row) for row in rows]


def _as_sqlite(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value
