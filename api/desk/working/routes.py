"""The HTTP contract of working on a conversation: notes, guests, texts, manual, translations, related tickets."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import AwareDatetime

from api.conversations.views import render_message
from api.desk.access import Access
from api.desk.rights import Right
from api.desk.working.drafts import Drafts
from api.desk.working.guests import Guests
from api.desk.working.notes import PAGE, Notes
from api.desk.working.schemas import (
    ChosenText,
    Draft,
    NewGuest,
    NewNote,
    render_check_lists,
    render_reply,
    render_text,
)
from api.desk.working.sending import Chosen, Sending
from api.desk.working.service import WorkingService
from api.desk.working.translations import render_differences
from api.requests import Text, read_language
from knowledge.manual import read_manual

_Moment = Annotated[AwareDatetime | None, Query()]
_Words = Annotated[Text, Query(max_length=500)]


@dataclass(frozen=True)
class Working:
    """All parts of working on a conversation."""

    service: WorkingService
    notes: Notes
    guests: Guests
    sending: Sending
    drafts: Drafts


def add_routes(router: APIRouter, access: Access, working: Working) -> None:
    """Add the routes below the desk."""
    _add_note_routes(router, access, working.notes)
    _add_guest_routes(router, access, working.guests)
    _add_text_routes(router, access, working)
    _add_manual_routes(router, access)

    @router.get("/tickets/{identity}/related")
    async def related(identity: str, request: Request) -> dict[str, Any]:
        counsellor = await access.to_ticket(request, identity)
        return {"tickets": await working.service.related(identity, counsellor)}

    @router.post("/tickets/{identity}/translation")
    async def translate(identity: str, body: Draft, request: Request) -> dict[str, Any]:
        counsellor = await access.to_ticket(request, identity, Right.ANSWER)
        target = read_language(body.to) or await working.service.language_of(identity)
        found = await working.drafts.translate(identity, counsellor, body.text, target)
        return {"text": found.text, "differences": render_differences(found.differences)}


def _add_note_routes(router: APIRouter, access: Access, notes: Notes) -> None:
    @router.post("/tickets/{identity}/notes", status_code=201)
    async def add_note(identity: str, body: NewNote, request: Request) -> dict[str, Any]:
        counsellor = await access.to_ticket(request, identity)
        return {"note": await notes.add(identity, counsellor, body.text, body.mentions, body.client_id)}

    @router.get("/mentions")
    async def mentions(
        request: Request, before: _Moment = None, limit: Annotated[int, Query(ge=1, le=PAGE)] = PAGE
    ) -> dict[str, Any]:
        return await notes.mentions(await access.signed_in(request), before, limit)


def _add_guest_routes(router: APIRouter, access: Access, guests: Guests) -> None:
    @router.post("/tickets/{identity}/guests", status_code=201)
    async def invite(identity: str, body: NewGuest, request: Request) -> dict[str, Any]:
        counsellor = await access.to_ticket(request, identity, Right.ANSWER)
        return {"guests": await guests.invite(identity, counsellor, body.counsellor)}

    @router.delete("/tickets/{identity}/guests/{guest}", status_code=204)
    async def remove(identity: str, guest: str, request: Request) -> None:
        await guests.remove(identity, await access.to_ticket(request, identity), guest)


def _add_text_routes(router: APIRouter, access: Access, working: Working) -> None:
    @router.get("/texts")
    async def find_texts(
        request: Request, q: _Words = "", to: str | None = None, ticket: str | None = None
    ) -> dict[str, Any]:
        counsellor = await (access.to_ticket(request, ticket) if ticket else access.signed_in(request))
        found = await working.service.find_texts(counsellor, q.strip(), read_language(to), ticket)
        return {"texts": [render_text(text) for text in found]}

    @router.post("/tickets/{identity}/texts", status_code=201)
    async def send_text(identity: str, body: ChosenText, request: Request) -> dict[str, Any]:
        counsellor = await access.to_ticket(request, identity, Right.ANSWER)
        chosen = Chosen(body.kind, body.id, body.section, body.variables, read_language(body.to))
        return {"message": render_message(await working.sending.send(identity, counsellor, chosen, body.client_id))}


def _add_manual_routes(router: APIRouter, access: Access) -> None:
    @router.get("/manual")
    async def manual(request: Request, area: str | None = None) -> dict[str, Any]:
        await access.signed_in(request)
        found = read_manual()
        return {
            "replies": [render_reply(one) for one in found.replies if area in {None, one.area}],
            "check_lists": render_check_lists(one for one in found.check_lists if area in {None, one.area}),
        }
