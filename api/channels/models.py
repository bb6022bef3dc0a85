"""The tables of channels that come to us by webhook: who writes there, what has reached them, what has come in."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.conversations.models import Base


class ChannelAccount(Base):
    """Somebody on a channel and their conversation.

    Messages up to `delivered_seq` have reached them; those up to `sending_seq` are on their way, `sent_parts` calls of
    that delivery have succeeded. A delivery under way keeps its end, so that a repeated call is the same call.
    """

    __tablename__ = "channel_accounts"
    __table_args__ = (UniqueConstraint("channel", "user_key"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str]
    user_key: Mapped[str]
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    delivered_seq: Mapped[int] = mapped_column(default=0)
    sending_seq: Mapped[int | None]
    sent_parts: Mapped[int] = mapped_column(default=0)
    reachable: Mapped[bool] = mapped_column(default=True)
    reply_token: Mapped[str | None]
    reply_token_at: Mapped[datetime | None]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ChannelEvent(Base):
    """Something that a channel told us, stored before it is acknowledged; `outcome` says what became of it."""

    __tablename__ = "channel_events"
    __table_args__ = (Index("ix_channel_events_open", "channel", "handled_at", "happened_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str]
    user_key: Mapped[str | None]
    happened_at: Mapped[datetime]
    received_at: Mapped[datetime]
    body: Mapped[dict[str, Any]]
    attempts: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str | None]
    handled_at: Mapped[datetime | None]


class ChannelSpending(Base):
    """How many messages that cost money a channel has sent in a calendar month in Seoul, like `2026-11`."""

    __tablename__ = "channel_spending"

    channel: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[str]
    messages: Mapped[int] = mapped_column(default=0)
