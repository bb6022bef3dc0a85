"""The HTTP contract of tickets: lists, reading, moves, presence, availability."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from api.conversations.storage import MAX_SEQ
from api.conversations.views import render_message
from api.desk.access import Access
from api.desk.accounts import Accounts
from api.desk.people.schemas import render_account
from api.desk.queueing.lists import TicketFilter, TicketLists
from api.desk.rights import Right
from api.desk.schemas import (
    Appointment,
    Availability,
    Bridges,
    Ending,
    NewReply,
    Pause,
    Remark,
    SignOfLife,
    Tags,
    Topic,
    Transfer,
    Wanted,
)
from api.desk.service import DeskService
from api.errors import InvalidRequest

_Seq = Annotated[int, Query(ge=1, le=MAX_SEQ)]


def add_routes(router: APIRouter, access: Access, desk: DeskService, lists: TicketLists, accounts: Accounts) -> None:
    """Add everything about tickets below the desk."""
    _add_ticket_routes(router, access, desk, lists)
    _add_move_routes(router, access, desk)
    _add_edit_routes(router, access, desk)
    _add_availability_routes(router, access, desk, accounts)


def _add_ticket_routes(router: APIRouter, access: Access, desk: DeskService, lists: TicketLists) -> None:
    """Add lists, reading, replies and presence."""

    @router.get("/tickets")
    async def list_tickets(request: Request, wanted: Annotated[Wanted, Query()]) -> dict[str, Any]:
        return await lists.page(await access.signed_in(request), TicketFilter(**wanted.model_dump()))

    @router.get("/tickets/{identity}")
    async def read_ticket(identity: str, request: Request) -> dict[str, Any]:
        return await desk.read(identity, await access.signed_in(request))

    @router.get("/tickets/{identity}/messages")
    async def read_before(identity: str, request: Request, before: _Seq) -> dict[str, Any]:
        return {"messages": await desk.read_before(identity, await access.signed_in(request), before)}

    @router.post("/tickets/{identity}/replies", status_code=201)
    async def reply(identity: str, body: NewReply, request: Request) -> dict[str, Any]:
        message = await desk.reply(identity, await access.signed_in(request), body.text, body.client_id)
        return {"message": render_message(message)}

    @router.post("/tickets/{identity}/presence", status_code=204)
    async def be_present(identity: str, request: Request, body: SignOfLife | None = None) -> None:
        counsellor = await access.to_ticket(request, identity)
        is_typing = body is not None and body.is_typing
        desk.presence.note(identity, counsellor.id, counsellor.name, is_typing=is_typing)


def _add_move_routes(router: APIRouter, access: Access, desk: DeskService) -> None:
    """Add what changes who has a ticket."""
    moves = desk.moves

    @router.post("/tickets/{identity}/claim")
    async def claim(identity: str, request: Request) -> dict[str, Any]:
        return {"ticket": await moves.claim(identity, await access.signed_in(request))}

    @router.post("/tickets/{identity}/release")
    async def release(identity: str, request: Request, body: Remark | None = None) -> dict[str, Any]:
        note = body.note if body else ""
        return {"ticket": await moves.release(identity, await access.signed_in(request), note)}

    @router.post("/tickets/{identity}/transfer")
    async def transfer(identity: str, body: Transfer, request: Request) -> dict[str, Any]:
        counsellor = await access.signed_in(request)
        return {"ticket": await moves.transfer(identity, counsellor, body.counsellor, body.centre, body.note)}

    @router.post("/tickets/{identity}/take-over")
    async def take_over(identity: str, request: Request, body: Remark | None = None) -> dict[str, Any]:
        note = body.note if body else ""
        return {"ticket": await moves.take_over(identity, await access.signed_in(request), note)}

    @router.post("/tickets/{identity}/snooze")
    async def snooze(identity: str, body: Pause, request: Request) -> dict[str, Any]:
        return {"ticket": await moves.snooze(identity, await access.signed_in(request), body.until)}

    @router.post("/tickets/{identity}/callback")
    async def call_back(identity: str, body: Appointment, request: Request) -> dict[str, Any]:
        return {"ticket": await moves.call_back(identity, await access.signed_in(request), body.at)}

    @router.post("/tickets/{identity}/close")
    async def close(identity: str, request: Request, body: Ending | None = None) -> dict[str, Any]:
        ending = body or Ending()
        counsellor = await access.signed_in(request)
        return {"ticket": await moves.close(identity, counsellor, ending.next, ending.outcome)}


def _add_edit_routes(router: APIRouter, access: Access, desk: DeskService) -> None:
    """Add what changes what is known of a ticket."""
    moves = desk.moves

    @router.post("/tickets/{identity}/topic")
    async def set_topic(identity: str, body: Topic, request: Request) -> dict[str, Any]:
        if body.article and not desk.has_article(body.article):
            raise InvalidRequest("There is no such article.")
        counsellor = await access.signed_in(request)
        fields = {"area": body.area, "article": body.article}
        return {"ticket": await moves.edit(identity, counsellor, "ticket.topic_set", **fields)}

    @router.post("/tickets/{identity}/languages")
    async def set_languages(identity: str, body: Bridges, request: Request) -> dict[str, Any]:
        counsellor = await access.signed_in(request)
        bridges = sorted({language.value for language in body.bridges})
        return {"ticket": await moves.edit(identity, counsellor, "ticket.languages_set", bridges=bridges)}

    @router.put("/tickets/{identity}/tags")
    async def set_tags(identity: str, body: Tags, request: Request) -> dict[str, Any]:
        tags = list(dict.fromkeys(body.tags))
        return {"ticket": await moves.edit(identity, await access.signed_in(request), "ticket.tagged", tags=tags)}


def _add_availability_routes(router: APIRouter, access: Access, desk: DeskService, accounts: Accounts) -> None:
    """Add the switch by which somebody takes conversations or rests."""

    @router.put("/availability")
    async def set_availability(body: Availability, request: Request) -> dict[str, Any]:
        signed_in = await access.allowed(request, Right.ANSWER)
        counsellor = await desk.set_available(signed_in, is_available=body.is_available)
        return {"counsellor": render_account(counsellor, is_required=accounts.requires_second_factor(counsellor))}
