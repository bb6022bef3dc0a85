"""full-text search at the desk: what residents and counsellors wrote in conversations that have a ticket

Kept by triggers alone, so that whatever removes or changes a message does so here, too. A table with a number of its
own stands between the messages and the index, since the row numbers of a table with text keys may change.
"""

import sqlite3

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Two spaces at the end let the last two characters of a text begin a group of three, too.
_ADD_MESSAGE = """
    INSERT INTO searchable_messages (message_id, conversation_id, text) SELECT {new}.id, {new}.conversation_id,
    {new}.text || '  ' WHERE {new}.author IN ('resident', 'counsellor')
    AND EXISTS (SELECT 1 FROM tickets WHERE tickets.conversation_id = {new}.conversation_id)"""
_ADD_CONVERSATION = """
    INSERT INTO searchable_messages (message_id, conversation_id, text) SELECT id, conversation_id, text || '  '
    FROM messages WHERE conversation_id = {new}.conversation_id AND author IN ('resident', 'counsellor')
    AND NOT EXISTS (SELECT 1 FROM searchable_messages AS s WHERE s.message_id = messages.id) ORDER BY seq"""
_CHANGE_MESSAGE = "UPDATE searchable_messages SET text = {new}.text || '  ' WHERE message_id = {new}.id"
_REMOVE_MESSAGE = "DELETE FROM searchable_messages WHERE message_id = {old}.id"
_FILL = """
    INSERT INTO searchable_messages (message_id, conversation_id, text) SELECT id, conversation_id, text || '  '
    FROM messages WHERE author IN ('resident', 'counsellor')
    AND conversation_id IN (SELECT conversation_id FROM tickets) ORDER BY created_at, conversation_id, seq"""
_TRIGGERS = (
    ("searchable_message_added", "AFTER INSERT ON messages", _ADD_MESSAGE),
    ("searchable_message_changed", "AFTER UPDATE OF text ON messages", _CHANGE_MESSAGE),
    ("searchable_message_removed", "AFTER DELETE ON messages", _REMOVE_MESSAGE),
    ("searchable_conversation_added", "AFTER INSERT ON tickets", _ADD_CONVERSATION),
)

_OLD_ENTRY = "INSERT INTO message_search (message_search, rowid, text) VALUES ('delete', OLD.id, OLD.text);"
_NEW_ENTRY = "INSERT INTO message_search (rowid, text) VALUES (NEW.id, NEW.text);"
_SQLITE_INDEX = (
    "CREATE VIRTUAL TABLE message_search USING fts5 "
    "(text, content='searchable_messages', content_rowid='id', tokenize='trigram')",
    "CREATE VIRTUAL TABLE message_search_groups USING fts5vocab ('message_search', 'row')",
    f"CREATE TRIGGER message_search_added AFTER INSERT ON searchable_messages BEGIN {_NEW_ENTRY} END",
    f"CREATE TRIGGER message_search_removed AFTER DELETE ON searchable_messages BEGIN {_OLD_ENTRY} END",
    "CREATE TRIGGER message_search_changed AFTER UPDATE OF text ON searchable_messages "
    f"BEGIN {_OLD_ENTRY} {_NEW_ENTRY} END",
)
# From 3.42 on what is deleted can be wiped from the index at once, instead of when its parts are merged.
_WIPES_SINCE = (3, 42, 0)
_WIPE = "INSERT INTO message_search (message_search, rank) VALUES ('secure-delete', 1)"

# Groups of two and three characters, since words of Korean and Chinese often have two.
_POSTGRESQL_INDEX = (
    """CREATE FUNCTION search_groups(content text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr(folded, place, size)), '{}')
    FROM (SELECT lower(content) AS folded) AS one, generate_series(2, 3) AS size,
    generate_series(1, length(folded) - size + 1) AS place $$""",
    "CREATE INDEX ix_searchable_messages_groups ON searchable_messages USING gin (search_groups(text))",
    # With few statistics a rare word counts as common, and all messages are read from the newest on.
    "ALTER INDEX ix_searchable_messages_groups ALTER COLUMN 1 SET STATISTICS 1000",
)


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "searchable_messages",
        sa.Column("id", sa.Integer(), sa.Identity(), autoincrement=True, nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_searchable_messages")),
        sa.UniqueConstraint("message_id", name=op.f("uq_searchable_messages_message_id")),
    )
    op.create_index("ix_searchable_messages_conversation_id", "searchable_messages", ["conversation_id"])
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _SQLITE_INDEX if is_sqlite else _POSTGRESQL_INDEX:
        op.execute(statement)
    if is_sqlite and sqlite3.sqlite_version_info >= _WIPES_SINCE:
        op.execute(_WIPE)
    op.execute(_FILL)
    for name, moment, work in _TRIGGERS:
        _add_trigger(name, moment, work.format(new="NEW", old="OLD"), is_sqlite=is_sqlite)


def downgrade() -> None:
    """Take the change back."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, moment, _ in _TRIGGERS:
        table = moment.rpartition(" ")[2]
        op.execute(f"DROP TRIGGER {name}" + ("" if is_sqlite else f" ON {table}"))
        if not is_sqlite:
            op.execute(f"DROP FUNCTION {name}()")
    if is_sqlite:
        op.execute("DROP TABLE message_search_groups")
        op.execute("DROP TABLE message_search")
    op.drop_table("searchable_messages")
    if not is_sqlite:
        op.execute("DROP FUNCTION search_groups(text)")


def _add_trigger(name: str, moment: str, work: str, *, is_sqlite: bool) -> None:
    if is_sqlite:
        op.execute(f"CREATE TRIGGER {name} {moment} BEGIN {work}; END")
        return
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {work}; RETURN NULL; END $$")
    op.execute(f"CREATE TRIGGER {name} {moment} FOR EACH ROW EXECUTE FUNCTION {name}()")
