"""The HTTP contract of the desk: sign-in, tickets, events."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any, Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from api import streams
from api.conversations.attachments import Attachments
from api.conversations.events import DESK, EventHub
from api.conversations.models import Counsellor
from api.conversations.views import render_message
from api.desk import attachments as attached
from api.desk import documents, glossary
from api.desk.accounts import Accounts
from api.desk.schemas import Ending, NewPassword, NewReply, SignIn, render_counsellor
from api.desk.service import DeskService
from api.errors import InvalidRequest
from api.requests import utc_now
from api.settings import ApiSettings
from knowledge.search import GuidebookSearch

COOKIE = "gildongmu_desk"
# A page fetches what it shows and opens its stream one after the other: what is said in between is sent, perhaps twice.
_OVERLAP = timedelta(seconds=10)

SignedIn = Callable[[Request], Awaitable[Counsellor]]


def create_router(
    accounts: Accounts,
    desk: DeskService,
    hub: EventHub,
    search: GuidebookSearch,
    attachments: Attachments,
    settings: ApiSettings,
) -> APIRouter:
    """Return the routes below `/api/v1/desk`."""
    router = APIRouter(prefix="/api/v1/desk", tags=["desk"])

    async def signed_in(request: Request) -> Counsellor:
        return await accounts.get_signed_in(request.cookies.get(COOKIE))

    _add_account_routes(router, accounts, signed_in, settings)
    _add_ticket_routes(router, desk, signed_in)
    documents.add_routes(router, search, signed_in)
    glossary.add_routes(router, signed_in)
    attached.add_routes(router, attachments, signed_in)

    @router.get("/events")
    async def follow(request: Request) -> StreamingResponse:
        await signed_in(request)
        return streams.respond(_events(accounts, desk, hub, request.cookies.get(COOKIE)))

    return router


def _add_account_routes(router: APIRouter, accounts: Accounts, signed_in: SignedIn, settings: ApiSettings) -> None:
    @router.post("/session")
    async def sign_in(body: SignIn, response: Response) -> dict[str, Any]:
        if body.code:
            counsellor, secret = await accounts.sign_in_once(body.code)
        elif body.email and body.password:
            counsellor, secret = await accounts.sign_in(body.email, body.password)
        else:
            raise InvalidRequest("Give e-mail and password, or a one-time code.")
        response.set_cookie(
            COOKIE,
            secret,
            max_age=settings.desk_session_hours * 3600,
            path="/api/v1/desk",
            httponly=True,
            samesite="strict",
            secure=settings.secure_cookies,
        )
        return {"counsellor": render_counsellor(counsellor)}

    @router.get("/session")
    async def session(request: Request) -> dict[str, Any]:
        return {"counsellor": render_counsellor(await signed_in(request))}

    @router.delete("/session", status_code=204)
    async def sign_out(request: Request, response: Response) -> None:
        await accounts.sign_out(request.cookies.get(COOKIE))
        response.delete_cookie(COOKIE, path="/api/v1/desk")

    @router.put("/password", status_code=204)
    async def set_password(body: NewPassword, request: Request) -> None:
        await accounts.set_password((await signed_in(request)).id, body.password)


def _add_ticket_routes(router: APIRouter, desk: DeskService, signed_in: SignedIn) -> None:
    @router.get("/tickets")
    async def list_tickets(
        request: Request, state: Literal["waiting", "claimed", "closed"] = "waiting"
    ) -> dict[str, Any]:
        await signed_in(request)
        return {"tickets": await desk.tickets(state)}

    @router.get("/tickets/{identity}")
    async def read_ticket(identity: str, request: Request) -> dict[str, Any]:
        await signed_in(request)
        messages = await desk.messages(identity)
        return {
            "ticket": await desk.ticket(identity),
            "messages": [render_message(message, shows_codes=False) for message in messages],
            "reach": await desk.reach(identity),
        }

    @router.post("/tickets/{identity}/claim")
    async def claim(identity: str, request: Request) -> dict[str, Any]:
        return {"ticket": await desk.claim(identity, await signed_in(request))}

    @router.post("/tickets/{identity}/replies", status_code=201)
    async def reply(identity: str, body: NewReply, request: Request) -> dict[str, Any]:
        message = await desk.reply(identity, await signed_in(request), body.text, body.client_id)
        return {"message": render_message(message)}

    @router.post("/tickets/{identity}/close")
    async def close(identity: str, request: Request, body: Ending | None = None) -> dict[str, Any]:
        ending = body or Ending()
        return {"ticket": await desk.close(identity, await signed_in(request), ending.next)}


async def _events(accounts: Accounts, desk: DeskService, hub: EventHub, secret: str | None) -> AsyncIterator[str]:
    """Send each changed ticket with its new messages; after a reconnect the page fetches what it shows."""
    seen: dict[str, int] = {}
    begun = utc_now() - _OVERLAP
    with hub.subscribe(DESK) as subscription:
        yield streams.comment("ready")
        while not hub.is_closing:
            changed = await subscription.wait(streams.HEARTBEAT)
            await accounts.get_signed_in(secret)
            if not changed:
                yield streams.comment("still here")
            for identity in sorted(changed - {DESK}):
                yield streams.event("ticket", await desk.ticket(identity))
                messages = await desk.messages(identity, seen.get(identity))
                # Earlier messages come with the ticket itself; the stream brings what is new since it was followed.
                for message in messages if identity in seen else [one for one in messages if one.created_at >= begun]:
                    shown = render_message(message, shows_codes=False)
                    yield streams.event("message", {"ticket_id": identity, "message": shown})
                if messages:
                    seen[identity] = messages[-1].seq
