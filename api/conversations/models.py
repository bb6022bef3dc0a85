"""The tables: conversations, their messages, tickets, counsellors and their sessions."""

from datetime import UTC, datetime
from typing import Any

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


class Ticket(Base):
    """A wish for a counsellor; `state` is waiting, claimed or closed."""

    __tablename__ = "tickets"
    __table_args__ = (Index("ix_tickets_queue", "state", "priority", "created_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    state: Mapped[str]
    priority: Mapped[str]
    reason: Mapped[str]
    language: Mapped[str]
    summary: Mapped[dict[str, Any]] = mapped_column(default=dict)
    counsellor_id: Mapped[str | None] = mapped_column(ForeignKey("counsellors.id"))
    created_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class Counsellor(Base):
    """Somebody who works at the desk."""

    __tablename__ = "counsellors"

    id: Mapped[str] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    languages: Mapped[list[str]]
    password_hash: Mapped[str | None]
    created_at: Mapped[datetime]


class DeskSession(Base):
    """A signed-in counsellor; only the hash of the cookie is kept."""

    __tablename__ = "desk_sessions"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    counsellor_id: Mapped[str] = mapped_column(ForeignKey("counsellors.id"))
    expires_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class LoginCode(Base):
    """A one-time code that signs a counsellor in; only its hash is kept."""

    __tablename__ = "login_codes"

    code_hash: Mapped[str] = mapped_column(primary_key=True)
    counsellor_id: Mapped[str] = mapped_column(ForeignKey("counsellors.id"))
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
