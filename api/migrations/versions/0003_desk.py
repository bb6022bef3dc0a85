"""the desk: routing, shifts, notes, records, rights, audit log, translations, knowledge gaps"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# The audit log only grows: the database itself refuses to change or delete what is in it.
_GUARDS = {
    "sqlite": tuple(
        f"CREATE TRIGGER audit_log_no_{action} BEFORE {action} ON audit_log "
        "BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END"
        for action in ("update", "delete")
    ),
    "postgresql": (
        "CREATE FUNCTION audit_log_stays() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit log only grows'; END $$",
        "CREATE TRIGGER audit_log_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_log_stays()",
    ),
}


def upgrade() -> None:
    """Apply the change."""
    _add_tables()
    _extend_tables()
    op.execute("UPDATE tickets SET rung_since = created_at, waiting_since = created_at")
    with op.batch_alter_table("tickets") as batch_op:
        batch_op.alter_column("waiting_since", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.alter_column("rung_since", existing_type=sa.DateTime(timezone=True), nullable=False)
    # Until now everybody could do everything: the first account keeps that.
    op.execute(
        "UPDATE counsellors SET role = 'administrator' "
        "WHERE id = (SELECT id FROM counsellors ORDER BY created_at, id LIMIT 1)"
    )
    for statement in _GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Take the change back."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER audit_log_stays ON audit_log")
        op.execute("DROP FUNCTION audit_log_stays()")
    _shorten_tables()
    _drop_tables()


def _add_tables() -> None:
    op.create_table(
        "audit_log",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counsellor_id", sa.String(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_log")),
    )
    with op.batch_alter_table("audit_log", schema=None) as batch_op:
        batch_op.create_index("ix_audit_log_at", ["at"], unique=False)
        batch_op.create_index("ix_audit_log_subject", ["subject_kind", "subject"], unique=False)
        batch_op.create_index("ix_audit_log_who", ["counsellor_id", "at"], unique=False)

    op.create_table(
        "knowledge_gaps",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("centroid", sa.LargeBinary(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(), nullable=True),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("editors", sa.JSON(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_gaps")),
    )
    with op.batch_alter_table("knowledge_gaps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_knowledge_gaps_state"), ["state"], unique=False)

    op.create_table(
        "recovery_codes",
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("counsellor_id", sa.String(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["counsellor_id"], ["counsellors.id"], name=op.f("fk_recovery_codes_counsellor_id_counsellors")
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_codes")),
    )
    with op.batch_alter_table("recovery_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_codes_counsellor_id"), ["counsellor_id"], unique=False)

    op.create_table(
        "sign_on_attempts",
        sa.Column("state_hash", sa.String(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("code_verifier", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_sign_on_attempts")),
    )
    with op.batch_alter_table("sign_on_attempts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_on_attempts_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "shifts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("counsellor_id", sa.String(), nullable=False),
        sa.Column("centre", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["counsellor_id"], ["counsellors.id"], name=op.f("fk_shifts_counsellor_id_counsellors")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shifts")),
    )
    with op.batch_alter_table("shifts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shifts_counsellor_id"), ["counsellor_id"], unique=False)
        batch_op.create_index("ix_shifts_time", ["ends_at", "starts_at"], unique=False)

    op.create_table(
        "case_records",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("ticket_id", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("counsellor_id", sa.String(), nullable=False),
        sa.Column("centre", sa.String(), nullable=True),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("article", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("nationality", sa.String(), nullable=True),
        sa.Column("stay_status", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("referred_to", sa.String(), nullable=True),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("expert", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consulted_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["counsellor_id"], ["counsellors.id"], name=op.f("fk_case_records_counsellor_id_counsellors")
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_case_records_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_records")),
        sa.UniqueConstraint("ticket_id", name=op.f("uq_case_records_ticket_id")),
    )
    with op.batch_alter_table("case_records", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_records_counsellor_id"), ["counsellor_id"], unique=False)
        batch_op.create_index(
            "ix_case_records_period",
            [
                *("consulted_on", "centre", "area", "language", "channel"),
                *("method", "nationality", "outcome", "expert", "person"),
            ],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_case_records_person"), ["person"], unique=False)

    op.create_table(
        "gap_questions",
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("gap_id", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("found", sa.String(), nullable=False),
        sa.Column("wants_answer", sa.Boolean(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_gap_questions_conversation_id_conversations")
        ),
        sa.ForeignKeyConstraint(["gap_id"], ["knowledge_gaps.id"], name=op.f("fk_gap_questions_gap_id_knowledge_gaps")),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_gap_questions_message_id_messages")),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_gap_questions")),
    )
    with op.batch_alter_table("gap_questions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gap_questions_conversation_id"), ["conversation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_gap_questions_gap_id"), ["gap_id"], unique=False)

    op.create_table(
        "guests",
        sa.Column("ticket_id", sa.String(), nullable=False),
        sa.Column("counsellor_id", sa.String(), nullable=False),
        sa.Column("invited_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["counsellor_id"], ["counsellors.id"], name=op.f("fk_guests_counsellor_id_counsellors")
        ),
        sa.ForeignKeyConstraint(["invited_by"], ["counsellors.id"], name=op.f("fk_guests_invited_by_counsellors")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_guests_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("ticket_id", "counsellor_id", name=op.f("pk_guests")),
    )
    with op.batch_alter_table("guests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_guests_counsellor_id"), ["counsellor_id"], unique=False)

    op.create_table(
        "message_translations",
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("differences", sa.JSON(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name=op.f("fk_message_translations_message_id_messages")
        ),
        sa.PrimaryKeyConstraint("message_id", "language", name=op.f("pk_message_translations")),
    )
    op.create_table(
        "notes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("ticket_id", sa.String(), nullable=False),
        sa.Column("counsellor_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("mentions", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["counsellor_id"], ["counsellors.id"], name=op.f("fk_notes_counsellor_id_counsellors")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_notes_ticket_id_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notes_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_notes_ticket_id"), ["ticket_id"], unique=False)


def _extend_tables() -> None:
    with op.batch_alter_table("counsellors", schema=None) as batch_op:
        batch_op.add_column(sa.Column("role", sa.String(), nullable=False, server_default="counsellor"))
        batch_op.add_column(sa.Column("centres", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("topics", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("capacity", sa.Integer(), nullable=False, server_default="4"))
        batch_op.add_column(sa.Column("is_available", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("totp_secret", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("totp_confirmed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("totp_last_step", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("oidc_subject", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_counsellors_oidc_subject"), ["oidc_subject"])

    # Who was signed in signs in again: the new columns cannot be known for old sessions.
    op.execute("DELETE FROM desk_sessions")
    with op.batch_alter_table("desk_sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("id", sa.String(), nullable=False))
        batch_op.add_column(sa.Column("device", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("second_factor", sa.String(), nullable=False, server_default="not_needed"))
        batch_op.add_column(sa.Column("created_at", sa.DateTime(timezone=True), nullable=False))
        batch_op.create_index(batch_op.f("ix_desk_sessions_counsellor_id"), ["counsellor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_desk_sessions_seen_at"), ["seen_at"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_desk_sessions_id"), ["id"])

    with op.batch_alter_table("login_codes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("purpose", sa.String(), nullable=False, server_default="sign_in"))

    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.add_column(sa.Column("centre", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("area", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("article", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("rung", sa.String(), nullable=False, server_default="native"))
        batch_op.add_column(sa.Column("rung_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("bridges", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("callback_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("outcome", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("tags", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.create_index("ix_tickets_held", ["counsellor_id", "state"], unique=False)
        batch_op.create_index("ix_tickets_newest", ["state", "created_at"], unique=False)
        batch_op.add_column(sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_index("ix_tickets_queue")
        batch_op.create_index("ix_tickets_queue", ["state", "priority", "waiting_since"], unique=False)
        batch_op.create_index(
            "ix_tickets_closed_at", ["closed_at", "centre", "language", "waiting_since", "claimed_at"], unique=False
        )
    op.create_index("ix_conversations_begun", "conversations", ["created_at", "language", "channel", "turns", "id"])


def _shorten_tables() -> None:
    op.drop_index("ix_conversations_begun", "conversations")
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        # PostgreSQL drops an index together with a column in it: all indexes go before the first column.
        batch_op.drop_index("ix_tickets_queue")
        batch_op.drop_index("ix_tickets_newest")
        batch_op.drop_index("ix_tickets_held")
        batch_op.drop_index("ix_tickets_closed_at")
        batch_op.create_index("ix_tickets_queue", ["state", "priority", "created_at"], unique=False)
        batch_op.drop_column("waiting_since")
        batch_op.drop_column("tags")
        batch_op.drop_column("outcome")
        batch_op.drop_column("snoozed_until")
        batch_op.drop_column("callback_at")
        batch_op.drop_column("bridges")
        batch_op.drop_column("rung_since")
        batch_op.drop_column("rung")
        batch_op.drop_column("article")
        batch_op.drop_column("area")
        batch_op.drop_column("centre")

    with op.batch_alter_table("login_codes", schema=None) as batch_op:
        batch_op.drop_column("purpose")

    with op.batch_alter_table("desk_sessions", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_desk_sessions_id"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_desk_sessions_seen_at"))
        batch_op.drop_index(batch_op.f("ix_desk_sessions_counsellor_id"))
        batch_op.drop_column("created_at")
        batch_op.drop_column("second_factor")
        batch_op.drop_column("device")
        batch_op.drop_column("id")

    with op.batch_alter_table("counsellors", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_counsellors_oidc_subject"), type_="unique")
        batch_op.drop_column("disabled_at")
        batch_op.drop_column("oidc_subject")
        batch_op.drop_column("totp_last_step")
        batch_op.drop_column("totp_confirmed_at")
        batch_op.drop_column("totp_secret")
        batch_op.drop_column("is_available")
        batch_op.drop_column("capacity")
        batch_op.drop_column("topics")
        batch_op.drop_column("centres")
        batch_op.drop_column("role")


def _drop_tables() -> None:
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notes_ticket_id"))
        batch_op.drop_index(batch_op.f("ix_notes_created_at"))

    op.drop_table("notes")
    op.drop_table("message_translations")
    with op.batch_alter_table("guests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_guests_counsellor_id"))

    op.drop_table("guests")
    with op.batch_alter_table("gap_questions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gap_questions_gap_id"))
        batch_op.drop_index(batch_op.f("ix_gap_questions_conversation_id"))

    op.drop_table("gap_questions")
    with op.batch_alter_table("case_records", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_records_person"))
        batch_op.drop_index("ix_case_records_period")
        batch_op.drop_index(batch_op.f("ix_case_records_counsellor_id"))

    op.drop_table("case_records")
    with op.batch_alter_table("shifts", schema=None) as batch_op:
        batch_op.drop_index("ix_shifts_time")
        batch_op.drop_index(batch_op.f("ix_shifts_counsellor_id"))

    op.drop_table("shifts")
    with op.batch_alter_table("sign_on_attempts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_on_attempts_expires_at"))

    op.drop_table("sign_on_attempts")
    with op.batch_alter_table("recovery_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_codes_counsellor_id"))

    op.drop_table("recovery_codes")
    with op.batch_alter_table("knowledge_gaps", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_knowledge_gaps_state"))

    op.drop_table("knowledge_gaps")
    with op.batch_alter_table("audit_log", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_log_who")
        batch_op.drop_index("ix_audit_log_subject")
        batch_op.drop_index("ix_audit_log_at")

    op.drop_table("audit_log")
