"""The HTTP contract of records and reports: the counselling database, referral packs, figures for the city."""

import asyncio
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.desk.access import Access
from api.desk.records.exports import render_report, write_csv, write_spreadsheet
from api.desk.records.parts import RecordParts
from api.desk.records.period import read_period
from api.desk.records.queries import RecordQuery, ReportQuery, TableQuery
from api.desk.records.referral import Referral, render_pack
from api.desk.records.reports import Report
from api.desk.records.schemas import Consent, NewRecord, RecordChanges, render_record
from api.desk.records.service import KeptRecord, Records
from api.desk.rights import Right
from api.errors import NotFound
from api.requests import Text
from api.routing.hours import seoul_day

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def create_router(access: Access, parts: RecordParts) -> APIRouter:
    """Return the routes below `/api/v1/desk`."""
    router = APIRouter(prefix="/api/v1/desk", tags=["desk"])
    _add_ticket_routes(router, access, parts.records)
    _add_list_routes(router, access, parts.records)
    _add_record_routes(router, access, parts.records)
    _add_referral_route(router, access, parts)
    _add_report_routes(router, access, parts)
    return router


def _add_ticket_routes(router: APIRouter, access: Access, records: Records) -> None:
    @router.get("/tickets/{identity}/record")
    async def record_of_ticket(identity: str, request: Request) -> dict[str, Any]:
        kept = await records.of_ticket(identity, await access.signed_in(request))
        return _render(kept) | {"is_saved": kept.record.id is not None}

    @router.put("/tickets/{identity}/record")
    async def save_for_ticket(identity: str, body: RecordChanges, request: Request) -> dict[str, Any]:
        return _render(await records.save_for_ticket(identity, await access.signed_in(request), body))


def _add_list_routes(router: APIRouter, access: Access, records: Records) -> None:
    @router.get("/records")
    async def list_records(request: Request, asked: Annotated[RecordQuery, Query()]) -> dict[str, Any]:
        counsellor = await access.allowed(request, Right.KEEP_RECORDS)
        found, following = await records.find(counsellor, asked.wanted(), asked.before, asked.limit)
        return {"records": [_render(kept)["record"] for kept in found], "next": following}

    @router.get("/records/follow-ups")
    async def follow_ups(request: Request, until: date | None = None) -> dict[str, Any]:
        counsellor = await access.allowed(request, Right.KEEP_RECORDS)
        return {"records": [_render(kept)["record"] for kept in await records.follow_ups(counsellor, until)]}


def _add_record_routes(router: APIRouter, access: Access, records: Records) -> None:
    @router.post("/records", status_code=201)
    async def add(body: NewRecord, request: Request) -> dict[str, Any]:
        return _render(await records.add(await access.allowed(request, Right.KEEP_RECORDS), body))

    @router.put("/records/{identity}")
    async def change(identity: str, body: RecordChanges, request: Request) -> dict[str, Any]:
        return _render(await records.change(identity, await access.allowed(request, Right.KEEP_RECORDS), body))

    @router.put("/records/{identity}/consent")
    async def consent(identity: str, body: Consent, request: Request) -> dict[str, Any]:
        counsellor = await access.allowed(request, Right.KEEP_RECORDS)
        return _render(await records.consent(identity, counsellor, given=body.given))


def _add_referral_route(router: APIRouter, access: Access, parts: RecordParts) -> None:
    @router.get("/records/{identity}/referral-pack.pdf")
    async def referral_pack(
        identity: str, request: Request, to: Annotated[Text, Query(min_length=1, max_length=200)]
    ) -> Response:
        counsellor = await access.allowed(request, Right.KEEP_RECORDS)
        kept = await parts.records.refer(identity, counsellor, to.strip())
        referral = Referral(kept.record, kept.counsellor, to.strip(), parts.now())
        page = await asyncio.to_thread(render_pack, referral, parts.guidebook, parts.fonts)
        return _download(page, "application/pdf", f"referral-{kept.record.consulted_on}.pdf")


def _add_report_routes(router: APIRouter, access: Access, parts: RecordParts) -> None:
    async def make(request: Request, asked: ReportQuery) -> Report:
        counsellor = await access.allowed(request, Right.READ_REPORTS)
        period = read_period(asked.since, asked.until, seoul_day(parts.now()))
        return await parts.reports.make(counsellor, period, asked.centre)

    @router.get("/reports")
    async def report(request: Request, asked: Annotated[ReportQuery, Query()]) -> dict[str, Any]:
        return render_report(await make(request, asked))

    @router.get("/reports.xlsx")
    async def spreadsheet(request: Request, asked: Annotated[ReportQuery, Query()]) -> Response:
        made, language = await make(request, asked), asked.named_in()
        content = await asyncio.to_thread(write_spreadsheet, made, language)
        return _download(content, _XLSX, _file_name(made, "report", "xlsx"))

    @router.get("/reports.csv")
    async def table(request: Request, asked: Annotated[TableQuery, Query()]) -> Response:
        made, language = await make(request, asked), asked.named_in()
        try:
            content = write_csv(made, asked.table, language)
        except KeyError as error:
            raise NotFound from error
        return _download(content, "text/csv; charset=utf-8", _file_name(made, asked.table, "csv"))


def _render(kept: KeptRecord) -> dict[str, Any]:
    return {"record": render_record(kept.record, kept.counsellor)}


def _file_name(report: Report, name: str, ending: str) -> str:
    return f"{name}-{report.period.since}-{report.period.until}.{ending}"


def _download(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=media_type, headers=headers)
