"""The year of made-up data: whole, the same for the same seed, and never put into a database that is in use."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tools.bulk_load import SqliteTarget, open_target
from tools.desk_data import fill
from tools.desk_year import Size

UNTIL = datetime(2026, 11, 1, tzinfo=UTC)
SIZE = Size(conversations=300, messages=4500, counsellors=12)
TABLES = ("conversations", "messages", "tickets", "notes", "case_records", "ratings", "audit_log", "shifts")


def made(empty: Path, path: Path, seed: int) -> dict[str, int]:
    shutil.copy(empty, path)
    return fill(open_target(f"sqlite+aiosqlite:///{path}"), SIZE, seed, UNTIL)


def dump(path: Path, table: str) -> list[tuple[object, ...]]:
    return query(path, f"SELECT * FROM {table} ORDER BY 1")  # noqa: S608 - our tables


def query(path: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(statement).fetchall()


@pytest.fixture(scope="module")
def year(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("year") / "year.db"
    made(empty_file, path, 1)
    return path


def test_year_is_as_large_as_wanted_and_nothing_in_it_is_empty(year: Path) -> None:
    counts = {table: len(dump(year, table)) for table in TABLES}
    assert (counts["conversations"], counts["messages"]) == (SIZE.conversations, SIZE.messages)
    assert all(counts.values())


def test_rows_refer_to_rows_that_are_there(year: Path) -> None:
    assert query(year, "PRAGMA foreign_key_check") == []


def test_nothing_is_dated_after_the_last_day_nor_out_of_order(year: Path) -> None:
    wrong = query(year, "SELECT id FROM tickets WHERE claimed_at < waiting_since OR closed_at < claimed_at")
    late = query(year, f"SELECT id FROM conversations WHERE created_at >= '{UNTIL:%Y-%m-%d}'")  # noqa: S608 - our date
    assert wrong + late == []


def test_search_holds_what_residents_and_counsellors_wrote_where_there_is_a_ticket(year: Path) -> None:
    searchable = query(year, "SELECT message_id FROM searchable_messages ORDER BY 1")
    written = query(
        year,
        "SELECT id FROM messages WHERE author IN ('resident', 'counsellor') "
        "AND conversation_id IN (SELECT conversation_id FROM tickets) ORDER BY 1",
    )
    assert searchable == written != []


def test_same_seed_makes_the_same_year_and_another_one_another(empty_file: Path, year: Path, tmp_path: Path) -> None:
    made(empty_file, tmp_path / "again.db", 1)
    made(empty_file, tmp_path / "other.db", 2)
    assert dump(tmp_path / "again.db", "messages") == dump(year, "messages")
    assert dump(tmp_path / "other.db", "messages") != dump(year, "messages")


def test_database_in_use_is_refused_and_stays_as_it_is(year: Path) -> None:
    before = dump(year, "messages")
    with pytest.raises(ValueError, match="already"):
        fill(open_target(f"sqlite+aiosqlite:///{year}"), SIZE, 1, UNTIL)
    assert dump(year, "messages") == before


def test_too_few_messages_are_refused(empty_file: Path, tmp_path: Path) -> None:
    shutil.copy(empty_file, tmp_path / "few.db")
    target = open_target(f"sqlite+aiosqlite:///{tmp_path / 'few.db'}")
    assert isinstance(target, SqliteTarget)
    with pytest.raises(ValueError, match="messages are needed"):
        fill(target, Size(100, 50, 5), 1, UNTIL)
