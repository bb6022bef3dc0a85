"""Opens the database: SQLite in WAL mode by default, anything SQLAlchemy's asynchronous drivers know otherwise."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

_WRITING = "gildongmu_writing"


class Database:
    """Sessions for reading and for writing; a writing session commits when its block ends without an error."""

    def __init__(self, url: str) -> None:
        # Errors must not carry what people wrote into the logs.
        self.engine: AsyncEngine = create_async_engine(url, hide_parameters=True)
        self._reading = async_sessionmaker(self.engine, expire_on_commit=False)
        writing_engine = self.engine.execution_options(**{_WRITING: True})
        self._writing = async_sessionmaker(writing_engine, expire_on_commit=False)
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Give a session that sees one consistent state and changes nothing."""
        async with self._reading() as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """Give a session that is committed at the end, or rolled back on an error."""
        async with self._writing() as session, session.begin():
            yield session

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()


def _prepare_sqlite(connection: Any, _: object) -> None:  # noqa: ANN401 - a driver's connection
    # The driver must not begin transactions by itself: a deferred one that turns into a writer fails with "locked".
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get(_WRITING, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
