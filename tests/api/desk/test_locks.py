"""The locks that only PostgreSQL has, read from the statements; and that it can take the desk's tables back."""

import importlib
import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import event
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import ORMExecuteState, Session

from api.channels.line.taking_back import _remove
from api.desk.forgetting import forget_messages
from tests.api.desk.asked import PATH, ask
from tests.api.desk.claimed import open_ticket
from tests.api.desk.people import tables
from tests.api.desk.queueing import set_available, wait_until
from tests.conftest import Gateway


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """What is asked of any database, as PostgreSQL would read it."""
    found: list[str] = []

    def note(state: ORMExecuteState) -> None:
        statement: Any = state.statement
        dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy's own
        found.append(" ".join(str(statement.compile(dialect=dialect)).split()))

    event.listen(Session, "do_orm_execute", note)
    yield found
    event.remove(Session, "do_orm_execute", note)


async def test_giving_a_ticket_leaves_the_counsellors_key_free(gateway: Gateway, statements: list[str]) -> None:
    desk = await gateway.counsellor(languages=("en",))
    claimed = await open_ticket(gateway, desk, "en")
    await set_available(desk)
    await wait_until(gateway, claimed, state="claimed")
    locks = [one for one in statements if "FROM counsellors" in one and " FOR " in one]
    assert locks
    assert all(one.endswith("FOR NO KEY UPDATE") for one in locks)


async def test_gaps_are_locked_before_their_questions_are_counted(gateway: Gateway, statements: list[str]) -> None:
    async with tables(gateway) as session:
        statements.clear()
        await forget_messages(session, ["none"])
    locked, counted, deleted = (
        next(index for index, one in enumerate(statements) if re.search(pattern, one))
        for pattern in ("FROM knowledge_gaps .*FOR UPDATE$", "^UPDATE knowledge_gaps", "^DELETE FROM knowledge_gaps")
    )
    assert locked < counted < deleted
    assert "NOT (EXISTS" in statements[deleted]


async def test_merging_locks_questions_before_gaps_like_whoever_forgets_them(
    gateway: Gateway, statements: list[str]
) -> None:
    await ask(gateway)
    await ask(gateway, "Where can I learn to cook kimchi?")
    desk = await gateway.counsellor(role="editor")
    first, second = (gap["id"] for gap in (await desk.get(PATH)).json()["gaps"])
    statements.clear()
    await desk.post(f"{PATH}/{first}/merge", json={"into": second})
    orders = [one.rpartition(" ORDER BY ")[2] for one in statements if one.endswith("FOR UPDATE")]
    assert orders == ["gap_questions.message_id FOR UPDATE", "knowledge_gaps.id FOR UPDATE"]


async def test_taking_back_locks_conversations_before_it_reads_them(gateway: Gateway, statements: list[str]) -> None:
    resident = await gateway.resident("en")
    async with tables(gateway) as session:
        statements.clear()
        await _remove(session, [resident.id], "none")
    locked, searched = (
        next(index for index, one in enumerate(statements) if re.search(pattern, one))
        for pattern in ("FROM conversations .*ORDER BY conversations.id FOR UPDATE$", "FROM messages .*client_id IN")
    )
    assert locked < searched


def test_indexes_go_before_the_columns_in_them() -> None:
    written = StringIO()
    context = MigrationContext.configure(dialect_name="postgresql", opts={"as_sql": True, "output_buffer": written})
    with Operations.context(context):
        importlib.import_module("api.migrations.versions.0003_desk")._shorten_tables()
    statements = written.getvalue()
    first_column = statements.index("ALTER TABLE tickets DROP COLUMN")
    assert statements.rindex("DROP INDEX ix_tickets") < first_column
