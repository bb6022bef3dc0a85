"""Writes many rows fast into an empty database: SQLite by the driver, PostgreSQL by COPY through `psql`."""

import json
import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, Protocol

from sqlalchemy import JSON, URL, Column, DateTime, Table, make_url
from sqlalchemy.sql.schema import CallableColumnDefault, ScalarElementColumnDefault

Row = Mapping[str, Any]
Encode = Callable[[Any], Any]

_SQLITE_SETTINGS = ("journal_mode=MEMORY", "synchronous=OFF", "cache_size=-1000000", "foreign_keys=OFF")


class Target(Protocol):
    """A database that takes rows."""

    def count(self, table: str) -> int:
        """Return how many rows a table has, none if it is not there."""

    def write(self, table: Table, rows: Iterable[Row]) -> None:
        """Add rows by column name; what is missing gets the column's plain default, else null."""

    def finish(self) -> None:
        """Commit all, and let the database learn how its values are distributed."""


def open_target(url: str) -> Target:
    """Return the database of an SQLAlchemy address."""
    parts = make_url(url)
    return SqliteTarget(parts) if parts.get_backend_name() == "sqlite" else PostgresqlTarget(parts)


class SqliteTarget:
    """An SQLite file; a crash on the way leaves it unusable."""

    def __init__(self, url: URL) -> None:
        self._connection = sqlite3.connect(url.database or "", isolation_level=None)

    def count(self, table: str) -> int:
        """Return how many rows a table has, none if it is not there."""
        known = "SELECT count(*) FROM sqlite_master WHERE name = ?"
        if not self._connection.execute(known, (table,)).fetchone()[0]:
            return 0
        return int(self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - our tables

    def write(self, table: Table, rows: Iterable[Row]) -> None:
        """Add rows."""
        if not self._connection.in_transaction:
            for setting in _SQLITE_SETTINGS:
                self._connection.execute(f"PRAGMA {setting}")
            self._connection.execute("BEGIN")
        columns = _columns(table)
        names, places = ", ".join(one.name for one in columns), ", ".join("?" for _ in columns)
        statement = f"INSERT INTO {table.name} ({names}) VALUES ({places})"  # noqa: S608 - our tables
        self._connection.executemany(statement, _encoded(columns, rows, "%Y-%m-%d %H:%M:%S.%f"))

    def finish(self) -> None:
        """Commit, gather statistics, close."""
        self._connection.execute("COMMIT")
        self._connection.execute("ANALYZE")
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.close()


class PostgresqlTarget:
    """A PostgreSQL database; each table is a transaction of its own."""

    def __init__(self, url: URL) -> None:
        told = {
            "PGHOST": url.host,
            "PGPORT": str(url.port or 5432),
            "PGUSER": url.username,
            "PGPASSWORD": url.password,
            "PGDATABASE": url.database,
        }
        # In the environment, since everybody can read the arguments of a process.
        self._environment = {**os.environ, **{name: str(value) for name, value in told.items() if value}}

    def count(self, table: str) -> int:
        """Return how many rows a table has, none if it is not there."""
        if not self._run(f"SELECT to_regclass('{table}')"):
            return 0
        return int(self._run(f"SELECT count(*) FROM {table}"))  # noqa: S608 - our tables

    def write(self, table: Table, rows: Iterable[Row]) -> None:
        """Add rows."""
        columns = _columns(table)
        names = ", ".join(one.name for one in columns)
        command = self._command(f"COPY {table.name} ({names}) FROM STDIN")
        process = subprocess.Popen(command, env=self._environment, stdin=subprocess.PIPE, text=True)  # noqa: S603 - ours
        assert process.stdin is not None  # noqa: S101 - asked for above
        for values in _encoded(columns, rows, "%Y-%m-%d %H:%M:%S.%f+00"):
            process.stdin.write("\t".join(map(_copy_form, values)) + "\n")
        process.stdin.close()
        if process.wait():
            raise OSError(f"{table.name} could not be written")

    def finish(self) -> None:
        """Gather statistics."""
        self._run("VACUUM ANALYZE")

    def _run(self, statement: str) -> str:
        done = subprocess.run(  # noqa: S603 - ours
            self._command(statement), env=self._environment, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def _command(self, statement: str) -> list[str]:
        return ["psql", "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-c", statement]


def _columns(table: Table) -> list[Column[Any]]:
    return [one for one in table.columns if one.autoincrement is not True]


def _encoded(columns: list[Column[Any]], rows: Iterable[Row], moment: str) -> Iterator[tuple[Any, ...]]:
    plan = [(one.name, _default(one), _encoder(one, moment)) for one in columns]
    for row in rows:
        yield tuple(
            value if (value := row.get(name, default)) is None or encode is None else encode(value)
            for name, default, encode in plan
        )


def _default(column: Column[Any]) -> object:
    default = column.default
    if isinstance(default, ScalarElementColumnDefault):
        return default.arg
    if isinstance(default, CallableColumnDefault) and isinstance(column.type, JSON):
        return default.arg(None)  # type: ignore[arg-type]  # list and dict look at no context
    return None


def _encoder(column: Column[Any], moment: str) -> Encode | None:
    """How a column's values are written; None for as they are. JSON may come as text already."""
    if isinstance(column.type, JSON):
        return _json
    if isinstance(getattr(column.type, "impl_instance", column.type), DateTime):

        def format_moment(value: datetime) -> str:
            return value.astimezone(UTC).strftime(moment)

        return format_moment
    return _plain if column.type.python_type in {bool, date} else None


def _json(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else int(bool(value))


def _copy_form(value: object) -> str:
    if value is None:
        return r"\N"
    if not isinstance(value, str):
        return str(value)
    return value.replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")
