"""Bringing a database to the newest tables: whole or not at all, by one process, and without touching what was said."""

import asyncio
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy.exc import OperationalError

from api.settings import HOME

ROWS = """
INSERT INTO conversations (id, token_hash, channel, language, language_chosen, state, assistant_meanwhile, turns,
    last_seq, created_at, updated_at)
    VALUES ('c', 'h', 'web', 'ur', 1, 'waiting', 0, 1, 2, '2026-01-05 09:00', '2026-01-05 09:00');
INSERT INTO messages (id, conversation_id, seq, author, kind, text, language, pending, attempts, content, created_at)
    VALUES ('m', 'c', 1, 'resident', 'text', 'میری تنخواہ نہیں ملی', 'ur', 0, 0, '{}', '2026-01-05 09:00'),
    ('n', 'c', 2, 'bot', 'text', 'ایک مشیر آئے گا', 'ur', 0, 0, '{}', '2026-01-05 09:01');
INSERT INTO tickets (id, conversation_id, state, priority, reason, language, summary, created_at)
    VALUES ('t', 'c', 'waiting', 'normal', 'asked', 'ur', '{}', '2026-01-05 09:02');
INSERT INTO counsellors (id, email, name, languages, created_at)
    VALUES ('k', 'kim@example.org', 'Kim', '[]', '2026-01-02 09:00');
"""
MESSAGES = """SELECT id, conversation_id, seq, author, kind, text, language, client_id, payload, pending, answers,
    created_at FROM messages ORDER BY id"""


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A database of the release before the desk, with somebody who waits."""
    path = tmp_path / "older.db"
    upgrade(path, "0002")
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(ROWS)
    return path


def upgrade(path: Path, revision: str = "head") -> None:
    config = Config()
    config.set_main_option("script_location", str(HOME / "migrations"))
    config.set_main_option("sqlalchemy.url", address(path))
    command.upgrade(config, revision)


def address(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


def run(path: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(statement).fetchall()


def content(path: Path) -> list[str]:
    """All tables and rows as SQL."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_messages_stay_as_they_were(older: Path) -> None:
    before = run(older, MESSAGES)
    upgrade(older)
    assert run(older, MESSAGES) == before
    waiting = [("t", "c", "waiting", "2026-01-05 09:02")]
    assert run(older, "SELECT id, conversation_id, state, waiting_since FROM tickets") == waiting
    assert run(older, "SELECT id, role FROM counsellors") == [("k", "administrator")]
    assert run(older, "PRAGMA foreign_key_check") == []
    assert run(older, "SELECT rowid FROM message_search WHERE message_search MATCH 'تنخواہ'") == [(1,)]


def test_failed_migration_leaves_everything_as_it_was(older: Path) -> None:
    # A name that the last step of 0003 needs is taken.
    run(older, "CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON alembic_version BEGIN SELECT 1; END")
    before = content(older)
    with pytest.raises(OperationalError, match="audit_log_no_delete already exists"):
        upgrade(older)
    assert content(older) == before
    run(older, "DROP TRIGGER audit_log_no_delete")
    upgrade(older)
    assert run(older, "SELECT version_num FROM alembic_version") == newest()


def newest() -> list[tuple[object, ...]]:
    return [(sorted(path.name[:4] for path in (HOME / "migrations" / "versions").glob("0*.py"))[-1],)]


async def test_processes_that_start_together_migrate_once(older: Path) -> None:
    environment = os.environ | {"DATABASE_URL": address(older)}
    call = (sys.executable, "-m", "api.cli", "migrate")
    processes = [await asyncio.create_subprocess_exec(*call, env=environment) for _ in range(3)]
    assert [await process.wait() for process in processes] == [0, 0, 0]
    assert run(older, "SELECT version_num FROM alembic_version") == newest()
