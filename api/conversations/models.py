"""The tables: conversations, their messages, tickets, counsellors, their sessions and shifts."""

from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, Index, MetaData, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes in UTC, also on SQLite, which stores no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive datetimes; store UTC."""
        if value is not None and value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return an aware datetime."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class Base(DeclarativeBase):
    """Root of all tables; constraints are named so that migrations can change them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, dict[str, Any]: JSON, list[str]: JSON}  # noqa: RUF012 - SQLAlchemy's form


class Conversation(Base):
    """One resident's conversation; `state` is bot, waiting, human, closed or deleted.

    `details` holds what the embedding site told: the centre and the visitor's name and reference.
    """

    __tablename__ = "conversations"
    # All that reports count of conversations.
    __table_args__ = (Index("ix_conversations_begun", "created_at", "language", "channel", "turns", "id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    token_hash: Mapped[str]
    channel: Mapped[str]
    language: Mapped[str]
    language_chosen: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str]
    assistant_meanwhile: Mapped[bool] = mapped_column(default=False)
    turns: Mapped[int] = mapped_column(default=0)
    last_seq: Mapped[int] = mapped_column(default=0)
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Message(Base):
    """A message in or a reply out; `seq` orders a conversation without gaps."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        UniqueConstraint("conversation_id", "client_id"),
        Index("ix_messages_pending", "pending"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    seq: Mapped[int]
    author: Mapped[str]
    kind: Mapped[str]
    text: Mapped[str]
    language: Mapped[str]
    client_id: Mapped[str | None]
    payload: Mapped[str | None]
    pending: Mapped[bool] = mapped_column(default=False)
    attempts: Mapped[int] = mapped_column(default=0)
    answers: Mapped[str | None] = mapped_column(ForeignKey("messages.id"), index=True)
    counsellor_id: Mapped[str | None] = mapped_column(ForeignKey("counsellors.id"))
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]


def _created_at(context: Any) -> datetime:  # noqa: ANN401 - SQLAlchemy's context of an INSERT
    return cast("datetime", context.get_current_parameters()["created_at"])


class Ticket(Base):
    """A wish for a counsellor; `state` is waiting, claimed or closed.

    `area` and `article` are the guidebook's; `centre` is where it belongs, None for every centre; `rung` and
    `rung_since` tell where on the ladder of `api/routing` it waits; `bridges` are further languages that are accepted.
    A ticket of the past keeps its first `created_at` when it is reopened, and waits from `waiting_since` on. One that
    waits with a `counsellor_id` is offered to them first.
    """

    __tablename__ = "tickets"
    __table_args__ = (
        Index("ix_tickets_queue", "state", "priority", "waiting_since"),
        Index("ix_tickets_held", "counsellor_id", "state"),
        Index("ix_tickets_newest", "state", "created_at"),
        # With all that reports ask of closed tickets, so that they read no summaries.
        Index("ix_tickets_closed_at", "closed_at", "centre", "language", "waiting_since", "claimed_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    state: Mapped[str]
    priority: Mapped[str]
    reason: Mapped[str]
    language: Mapped[str]
    summary: Mapped[dict[str, Any]] = mapped_column(default=dict)
    counsellor_id: Mapped[str | None] = mapped_column(ForeignKey("counsellors.id"))
    centre: Mapped[str | None]
    area: Mapped[str | None]
    article: Mapped[str | None]
    rung: Mapped[str] = mapped_column(default="native")
    rung_since: Mapped[datetime]
    bridges: Mapped[list[str]] = mapped_column(default=list)
    callback_at: Mapped[datetime | None]
    snoozed_until: Mapped[datetime | None]
    outcome: Mapped[str | None]
    tags: Mapped[list[str]] = mapped_column(default=list)
    created_at: Mapped[datetime]
    waiting_since: Mapped[datetime] = mapped_column(default=_created_at)
    claimed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class Counsellor(Base):
    """Somebody who works at the desk; `role` is one of `api.desk.rights.Role`.

    `centres` are those whose people they serve, none for all; `topics` the areas they know best, none for all;
    `is_available` while they take tickets, `capacity` at once; `disabled_at` ends the account without deleting it.
    """

    __tablename__ = "counsellors"

    id: Mapped[str] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    languages: Mapped[list[str]]
    password_hash: Mapped[str | None]
    role: Mapped[str] = mapped_column(default="counsellor")
    centres: Mapped[list[str]] = mapped_column(default=list)
    topics: Mapped[list[str]] = mapped_column(default=list)
    capacity: Mapped[int] = mapped_column(default=4)
    is_available: Mapped[bool] = mapped_column(default=False)
    totp_secret: Mapped[str | None]
    totp_confirmed_at: Mapped[datetime | None]
    totp_last_step: Mapped[int | None]
    oidc_subject: Mapped[str | None] = mapped_column(unique=True)
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class DeskSession(Base):
    """A signed-in counsellor; only the hash of the cookie is kept.

    `device` is what the browser calls itself, shortened; `second_factor` is missing (the code has still to be given),
    passed or not_needed.
    """

    __tablename__ = "desk_sessions"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)
    counsellor_id: Mapped[str] = mapped_column(ForeignKey("counsellors.id"), index=True)
    device: Mapped[str] = mapped_column(default="")
    second_factor: Mapped[str] = mapped_column(default="not_needed")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)


class PlannedShift(Base):
    """A counsellor's planned time at a centre; `ends_at` is outside of it."""

    __tablename__ = "shifts"
    __table_args__ = (Index("ix_shifts_time", "ends_at", "starts_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    counsellor_id: Mapped[str] = mapped_column(ForeignKey("counsellors.id"), index=True)
    centre: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class LoginCode(Base):
    """A one-time code that signs a counsellor in, or invites one; only its hash is kept."""

    __tablename__ = "login_codes"

    code_hash: Mapped[str] = mapped_column(primary_key=True)
    counsellor_id: Mapped[str] = mapped_column(ForeignKey("counsellors.id"))
    purpose: Mapped[str] = mapped_column(default="sign_in")
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ConversationKey(Base):
    """A further token of a conversation, given to who redeemed a resume code; only its hash is kept."""

    __tablename__ = "conversation_keys"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    created_at: Mapped[datetime]


class ResumeCode(Base):
    """A code that opens a conversation once on another device or channel; only its hash is kept."""

    __tablename__ = "resume_codes"

    code_hash: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Attachment(Base):
    """A photo or document that a resident sent to a counsellor; its bytes lie in a file named by the id."""

    __tablename__ = "attachments"

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id"), unique=True)
    media_type: Mapped[str]
    size: Mapped[int]
    digest: Mapped[str]
    created_at: Mapped[datetime]


class Rating(Base):
    """How satisfied a resident was, 1 to 5, once; `subject` is the ticket, or the conversation without one."""

    __tablename__ = "ratings"

    subject: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    score: Mapped[int]
    comment: Mapped[str]
    created_at: Mapped[datetime]


class PushSubscription(Base):
    """A browser that asked to be told when a counsellor has answered (RFC 8030); the endpoint is a secret address."""

    __tablename__ = "push_subscriptions"

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    endpoint: Mapped[str]
    public_key: Mapped[str]
    auth_secret: Mapped[str]
    created_at: Mapped[datetime]
