"""The audit log: every reading of a conversation and every change at the desk, written with what it tells of."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.desk.models import AuditEntry


def note(
    session: AsyncSession,
    at: datetime,
    counsellor: str | None,
    action: str,
    subject: tuple[str, str],
    details: dict[str, Any] | None = None,
) -> None:
    """Add an entry within the caller's transaction; `subject` is kind and id, e.g. ("ticket", "…").

    `action` is a verb with its object, e.g. "ticket.claimed". `details` never hold what a resident wrote.
    """
    kind, identity = subject
    session.add(
        AuditEntry(
            at=at,
            counsellor_id=counsellor,
            action=action,
            subject_kind=kind,
            subject=identity,
            details=details or {},
        )
    )
