"""The HTTP contract of shifts and centres."""

from typing import Any

from fastapi import APIRouter, Request
from pydantic import AwareDatetime

from api.desk.access import Access
from api.desk.queueing.centres import list_centres
from api.desk.queueing.shifts import Shifts
from api.desk.rights import Right
from api.desk.schemas import NewShift
from api.requests import utc_now


def add_routes(router: APIRouter, access: Access, shifts: Shifts) -> None:
    """Add `/shifts` and `/centres` below the desk."""

    @router.get("/shifts")
    async def list_shifts(
        request: Request, since: AwareDatetime, until: AwareDatetime, centre: str | None = None
    ) -> dict[str, Any]:
        counsellor = await access.signed_in(request)
        return {"shifts": await shifts.between(counsellor, since, until, centre)}

    @router.post("/shifts", status_code=201)
    async def plan(body: NewShift, request: Request) -> dict[str, Any]:
        planner = await access.allowed(request, Right.PLAN_SHIFTS)
        return {"shift": await shifts.plan(planner, body.counsellor, body.centre, body.starts_at, body.ends_at)}

    @router.delete("/shifts/{identity}", status_code=204)
    async def remove(identity: str, request: Request) -> None:
        await shifts.remove(await access.allowed(request, Right.PLAN_SHIFTS), identity)

    @router.get("/centres")
    async def centres(request: Request) -> dict[str, Any]:
        await access.signed_in(request)
        return {"centres": list_centres(utc_now())}
