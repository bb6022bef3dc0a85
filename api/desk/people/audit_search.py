"""Searches the audit log: newest first, page by page, and only what happened at one's own centres."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.database import Database
from api.conversations.models import Counsellor
from api.desk import audit
from api.desk.models import AuditEntry
from api.desk.people.schemas import AuditQuery


@dataclass(frozen=True)
class FoundEntries:
    """A page of the log, each entry with the name of who did it, and the `before` of the next page."""

    entries: list[tuple[AuditEntry, str | None]]
    next: int | None


class AuditLog:
    """The log, for those who may read it; that they do is noted in it, too."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def search(self, by: Counsellor, query: AuditQuery) -> FoundEntries:
        """Return what fits: to somebody with centres only what was done by people who share one."""
        async with self._database.reading() as session:
            wanted = select(AuditEntry, Counsellor.name)
            wanted = wanted.outerjoin(Counsellor, Counsellor.id == AuditEntry.counsellor_id)
            wanted = wanted.where(*_conditions(query), *await _visible(session, by))
            rows = await session.execute(wanted.order_by(AuditEntry.id.desc()).limit(query.limit + 1))
            found = [(entry, name) for entry, name in rows.all()]
        await self._note(by, query)
        page = found[: query.limit]
        return FoundEntries(page, page[-1][0].id if len(found) > query.limit else None)

    async def _note(self, by: Counsellor, query: AuditQuery) -> None:
        asked = query.model_dump(mode="json", exclude_none=True, exclude={"limit"})
        async with self._database.writing() as session:
            audit.note(session, self._now(), by.id, "audit_log.searched", ("audit_log", ""), asked)


def _conditions(query: AuditQuery) -> list[ColumnElement[bool]]:
    asked: list[tuple[Any, Callable[[Any], ColumnElement[bool]]]] = [
        (query.who, AuditEntry.counsellor_id.__eq__),
        (query.kind, AuditEntry.subject_kind.__eq__),
        (query.subject, AuditEntry.subject.__eq__),
        (query.since, AuditEntry.at.__ge__),
        (query.until, AuditEntry.at.__lt__),
        (query.before, AuditEntry.id.__lt__),
    ]
    conditions = [compare(value) for value, compare in asked if value is not None]
    if query.action is not None:
        below = AuditEntry.action.startswith(f"{query.action}.", autoescape=True)
        conditions.append(or_(AuditEntry.action == query.action, below))
    return conditions


async def _visible(session: AsyncSession, by: Counsellor) -> list[ColumnElement[bool]]:
    """Whose entries somebody may see; who has no centres is of every centre."""
    if not by.centres:
        return []
    people = (await session.execute(select(Counsellor.id, Counsellor.centres))).all()
    own = set(by.centres)
    return [AuditEntry.counsellor_id.in_([one for one, centres in people if not centres or own & set(centres)])]
