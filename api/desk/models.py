"""The tables of the desk: notes, guests, case records, the audit log, translations, knowledge gaps."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from api.conversations.models import Base


class RecoveryCode(Base):
    """A code for whoever has lost the second factor; only its hash is kept."""

    __tablename__ = "recovery_codes"

    code_hash: Mapped[str] = mapped_column(primary_key=True)
    counsellor_id: Mapped[str] = mapped_column(ForeignKey("counsellors.id"), index=True)
    used_at: Mapped[datetime | None]


class SignOnAttempt(Base):
    """Somebody sent to the identity provider who has not come back yet; of the state only the hash is kept."""

    __tablename__ = "sign_on_attempts"

    state_hash: Mapped[str] = mapped_column(primary_key=True)
    nonce: Mapped[str]
    code_verifier: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Note(Base):
    """What counsellors tell one another about a ticket; residents never see it.

    `kind` is note, transfer, release or takeover; `mentions` are the ids of counsellors.
    """

    __tablename__ = "notes"

    id: Mapped[str] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id"), index=True)
    counsellor_id: Mapped[str] = mapped_column(ForeignKey("counsellors.id"))
    kind: Mapped[str] = mapped_column(default="note")
    text: Mapped[str]
    mentions: Mapped[list[str]] = mapped_column(default=list)
    created_at: Mapped[datetime] = mapped_column(index=True)


class Guest(Base):
    """Somebody, mostly an interpreter, invited to one ticket; until `left_at`."""

    __tablename__ = "guests"

    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    counsellor_id: Mapped[str] = mapped_column(ForeignKey("counsellors.id"), primary_key=True, index=True)
    invited_by: Mapped[str] = mapped_column(ForeignKey("counsellors.id"))
    created_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class CaseRecord(Base):
    """The record of one case (상담일지); without a ticket for a visit or a call.

    `method` is web, line, kakao, phone or visit; `expert` is tax, property or legal for expert consulting, else None;
    `person` groups the cases of one person: the conversation's id, or an id of its own. `channel` is the
    conversation's, None without a ticket.
    """

    __tablename__ = "case_records"
    __table_args__ = (
        # With all that reports count, so that they read no texts.
        Index(
            "ix_case_records_period",
            "consulted_on",
            "centre",
            "area",
            "language",
            "channel",
            "method",
            "nationality",
            "outcome",
            "expert",
            "person",
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    ticket_id: Mapped[str | None] = mapped_column(ForeignKey("tickets.id"), unique=True)
    person: Mapped[str] = mapped_column(index=True)
    counsellor_id: Mapped[str] = mapped_column(ForeignKey("counsellors.id"), index=True)
    centre: Mapped[str | None]
    area: Mapped[str]
    article: Mapped[str | None]
    channel: Mapped[str | None]
    method: Mapped[str]
    language: Mapped[str]
    nationality: Mapped[str | None]
    stay_status: Mapped[str | None]
    outcome: Mapped[str]
    referred_to: Mapped[str | None]
    follow_up_on: Mapped[date | None] = mapped_column(Date)
    expert: Mapped[str | None]
    text: Mapped[str]
    consented_at: Mapped[datetime | None]
    consulted_on: Mapped[date] = mapped_column(Date)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class AuditEntry(Base):
    """Who read or changed what, for ever: the database refuses to change or delete a row."""

    __tablename__ = "audit_log"
    __table_args__ = (
        Index("ix_audit_log_subject", "subject_kind", "subject"),
        Index("ix_audit_log_who", "counsellor_id", "at"),
        Index("ix_audit_log_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    counsellor_id: Mapped[str | None]
    action: Mapped[str]
    subject_kind: Mapped[str]
    subject: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)


class MessageTranslation(Base):
    """A machine's translation of a message, with what it may have got wrong; the message itself stays as it is."""

    __tablename__ = "message_translations"

    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    differences: Mapped[dict[str, Any]] = mapped_column(default=dict)
    provider: Mapped[str]
    created_at: Mapped[datetime]


class KnowledgeGap(Base):
    """A question that the guidebook does not answer, asked by several people in several languages.

    `state` is open, assigned, published or dismissed; `centroid` is the mean of its questions' vectors (float32).
    `texts` holds title and text by language as far as they are written; `editors` the counsellor asked per language.
    """

    __tablename__ = "knowledge_gaps"

    id: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(default="open", index=True)
    centroid: Mapped[bytes] = mapped_column(LargeBinary)
    questions: Mapped[int] = mapped_column(default=0)
    area: Mapped[str | None]
    texts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    editors: Mapped[dict[str, Any]] = mapped_column(default=dict)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    published_at: Mapped[datetime | None]


class GapQuestion(Base):
    """One resident's question that found no good answer; `wants_answer` once they agreed to be told."""

    __tablename__ = "gap_questions"

    message_id: Mapped[str] = mapped_column(ForeignKey("messages.id"), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    gap_id: Mapped[str | None] = mapped_column(ForeignKey("knowledge_gaps.id"), index=True)
    language: Mapped[str]
    text: Mapped[str]
    found: Mapped[str]
    wants_answer: Mapped[bool] = mapped_column(default=False)
    told_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
