"""Opens the database: SQLite in WAL mode by default, anything SQLAlchemy's asynchronous drivers know otherwise."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from api.conversations.turns import Turns

_WRITING = "gildongmu_writing"


class Database:
    """Sessions for reading and for writing; a writing session commits when its block ends without an error."""

    def __init__(self, url: str) -> None:
        # Errors must not carry what people wrote into the logs.
        self.engine: AsyncEngine = create_async_engine(url, hide_parameters=True)
        self._reading = async_sessionmaker(self.engine, expire_on_commit=False)
        writing_engine = self.engine.execution_options(**{_WRITING: True})
        self._writing = async_sessionmaker(writing_engine, expire_on_commit=False)
        # SQLite takes one writer at a time and lets the others poll, which keeps some waiting for seconds: within a
        # process they stand in line instead.
        self._turns: Turns | None = None
        if self.engine.dialect.name == "sqlite":
            self._turns = Turns()
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Give a session that sees one consistent state and changes nothing."""
        async with self._reading() as session:
            yield session

    @asynccontextmanager
    async def writing(self, *, urgent: bool = False) -> AsyncIterator[AsyncSession]:
        """Give a session that is committed at the end, or rolled back on an error; an urgent one goes first.

        Urgent is only what somebody waits for who gives up within seconds, such as a platform that calls a webhook.
        """
        turn = self._turns.turn(urgent=urgent) if self._turns else nullcontext()
        async with turn, self._writing() as session, session.begin():
            yield session

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()

    async def drop_traces(self) -> bool:
        """Empty SQLite's write-ahead log, where deleted text would stay; False while somebody reads it."""
        if self._turns is None:
            return True
        async with self._turns.turn(urgent=False), self.engine.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            # Others stand in line meanwhile: who reads is not waited for longer.
            await driver.execute("PRAGMA busy_timeout=200")
            try:
                ((is_busy, *_),) = await driver.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                await driver.execute("PRAGMA busy_timeout=10000")
        return not is_busy


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
