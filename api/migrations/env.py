"""Runs migrations on the database of the settings: all that are due in one transaction, by one process at a time."""

import asyncio
from typing import Any

from alembic import context
from sqlalchemy import Connection, event, text
from sqlalchemy.ext.asyncio import create_async_engine

from api.channels import models  # noqa: F401 - its tables belong to the metadata
from api.conversations.models import Base
from api.desk import models as desk_models  # noqa: F401 - likewise

_LOCK = 0x67696C646F6E676D
"""Any number that no other program in the database takes: "gildongm"."""


def _migrate(connection: Connection) -> None:
    # SQLite's own transactions cover changes of tables, whatever alembic believes of it.
    context.configure(
        connection=connection, target_metadata=Base.metadata, render_as_batch=True, transactional_ddl=True
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        context.run_migrations()


def _prepare_sqlite(connection: Any, _: object) -> None:  # noqa: ANN401 - a driver's connection
    # The driver would end the transaction at the first change of a table; foreign keys stay off, since a table that is
    # written anew would take along what refers to it.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=60000")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


async def _run() -> None:
    engine = create_async_engine(context.config.get_main_option("sqlalchemy.url") or "")
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_migrate)
            await connection.commit()
    finally:
        await engine.dispose()


asyncio.run(_run())
