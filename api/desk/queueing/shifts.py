"""Planned shifts at the desk: listed, planned, taken back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from api.conversations.database import Database
from api.conversations.models import Counsellor, PlannedShift
from api.conversations.ports import Listener
from api.conversations.storage import new_id
from api.desk import audit
from api.desk.queueing.centres import check_centre
from api.desk.rights import Right, is_allowed, serves
from api.errors import InvalidRequest, NotAllowed, NotFound
from api.routing.shifts import Shift, check_shifts

LONGEST = timedelta(hours=24)
LONGEST_LIST = timedelta(days=62)
_FARTHEST = timedelta(days=3660)


class Shifts:
    """Who is planned when and where; whoever has centres plans for those only."""

    def __init__(self, database: Database, listener: Listener, now: Callable[[], datetime]) -> None:
        self._database = database
        self._listener = listener
        self._now = now

    async def between(
        self, counsellor: Counsellor, since: datetime, until: datetime, centre: str | None
    ) -> list[dict[str, Any]]:
        """Return the shifts that overlap a time of at most 62 days, the earliest first; raises InvalidRequest."""
        if not timedelta() < until - since <= LONGEST_LIST or not self._is_near(since):
            raise InvalidRequest("Ask for at most 62 days.")
        query = (
            select(PlannedShift, Counsellor.name)
            .join(Counsellor, Counsellor.id == PlannedShift.counsellor_id)
            .where(PlannedShift.ends_at > since, PlannedShift.starts_at < until)
            .order_by(PlannedShift.starts_at, PlannedShift.id)
        )
        if centre:
            query = query.where(PlannedShift.centre == centre)
        if counsellor.centres:
            query = query.where(PlannedShift.centre.in_(counsellor.centres))
        async with self._database.reading() as session:
            return [_render(shift, name) for shift, name in await session.execute(query)]

    async def plan(
        self, planner: Counsellor, who: str, centre: str, starts_at: datetime, ends_at: datetime
    ) -> dict[str, Any]:
        """Add a shift; raises InvalidRequest where it overlaps another of the same person, or NotAllowed."""
        _check_theirs(planner, check_centre(centre))
        has_zones = starts_at.tzinfo is not None and ends_at.tzinfo is not None
        if not has_zones or not timedelta() < ends_at - starts_at <= LONGEST or not self._is_near(starts_at):
            raise InvalidRequest("A shift ends after it starts, within 24 hours; give times with their zone.")
        async with self._database.writing() as session:
            colleague = await session.get(Counsellor, who, with_for_update=True)
            if colleague is None or not is_allowed(colleague, Right.ANSWER) or not serves(colleague, centre):
                raise InvalidRequest("This person does not take conversations at this centre.")
            near = PlannedShift.ends_at > starts_at, PlannedShift.starts_at < ends_at
            planned = await session.scalars(select(PlannedShift).where(PlannedShift.counsellor_id == who, *near))
            shift = PlannedShift(id=new_id(), counsellor_id=who, centre=centre, starts_at=starts_at, ends_at=ends_at)
            try:
                check_shifts([_shift(one) for one in (*planned, shift)])
            except ValueError as error:
                raise InvalidRequest("This person has another shift at that time.") from error
            session.add(shift)
            audit.note(session, self._now(), planner.id, "shift.planned", ("shift", shift.id), _details(shift))
        self._listener.queue_changed()
        return _render(shift, colleague.name)

    def _is_near(self, moment: datetime) -> bool:
        """Whether a moment can be stored and compared: at the ends of time no other zone has it."""
        return abs(moment - self._now()) <= _FARTHEST

    async def remove(self, planner: Counsellor, identity: str) -> None:
        """Take a shift back; raises NotFound or NotAllowed."""
        async with self._database.writing() as session:
            shift = await session.get(PlannedShift, identity)
            if shift is None:
                raise NotFound
            _check_theirs(planner, shift.centre)
            await session.delete(shift)
            audit.note(session, self._now(), planner.id, "shift.removed", ("shift", identity), _details(shift))
        self._listener.queue_changed()


def _check_theirs(planner: Counsellor, centre: str) -> None:
    if not serves(planner, centre):
        raise NotAllowed


def _shift(planned: PlannedShift) -> Shift:
    return Shift(planned.counsellor_id, planned.centre, planned.starts_at, planned.ends_at)


def _details(shift: PlannedShift) -> dict[str, str]:
    moments = {"starts_at": shift.starts_at.isoformat(), "ends_at": shift.ends_at.isoformat()}
    return {"counsellor": shift.counsellor_id, "centre": shift.centre, **moments}


def _render(shift: PlannedShift, name: str) -> dict[str, Any]:
    return {
        "id": shift.id,
        "counsellor": {"id": shift.counsellor_id, "name": name},
        "centre": shift.centre,
        "starts_at": shift.starts_at.isoformat(),
        "ends_at": shift.ends_at.isoformat(),
    }
