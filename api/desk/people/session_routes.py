"""Signing in and out, and one's own account: password, second factor, sessions."""

from typing import Any

from fastapi import APIRouter, Request, Response

from api.conversations.models import Counsellor
from api.desk.access import COOKIE
from api.desk.accounts import Opened
from api.desk.people.parts import PeopleParts
from api.desk.people.schemas import (
    AcceptedInvitation,
    Code,
    NewPassword,
    PresentPassword,
    SignIn,
    render_account,
    render_session,
)
from api.desk.people.sessions import SecondFactor, SignedIn
from api.desk.people.visitors import drop_session, set_session, visitor_of
from api.errors import InvalidRequest, SecondFactorMissing


def add_session_routes(router: APIRouter, people: PeopleParts) -> None:
    """Add `/session` and `/invitations/accept` below the desk."""
    accounts = people.accounts

    def show(counsellor: Counsellor, second_factor: SecondFactor) -> dict[str, Any]:
        is_required = accounts.requires_second_factor(counsellor)
        return {"counsellor": render_account(counsellor, is_required=is_required), "second_factor": second_factor}

    def begin(response: Response, opened: Opened) -> dict[str, Any]:
        set_session(response, opened, people.settings)
        return show(opened.counsellor, opened.second_factor)

    @router.post("/session")
    async def sign_in(body: SignIn, request: Request, response: Response) -> dict[str, Any]:
        visitor = visitor_of(request)
        if body.code:
            return begin(response, await accounts.sign_in_once(body.code, visitor))
        if body.email and body.password:
            return begin(response, await accounts.sign_in(body.email, body.password, visitor))
        raise InvalidRequest("Give e-mail and password, or a one-time code.")

    @router.get("/session")
    async def session(request: Request) -> dict[str, Any]:
        who = await accounts.get_session(request.cookies.get(COOKIE))
        return show(who.counsellor, who.second_factor)

    @router.delete("/session", status_code=204)
    async def sign_out(request: Request, response: Response) -> None:
        await accounts.sign_out(request.cookies.get(COOKIE))
        drop_session(response)

    @router.post("/session/second-factor")
    async def give_code(body: Code, request: Request) -> dict[str, Any]:
        who = await accounts.get_session(request.cookies.get(COOKIE))
        await people.second_factors.verify(who, body.code)
        return show(who.counsellor, SecondFactor.PASSED)

    @router.post("/invitations/accept")
    async def accept(body: AcceptedInvitation, request: Request, response: Response) -> dict[str, Any]:
        visitor = visitor_of(request)
        return begin(response, await accounts.accept_invitation(body.code, body.password, body.name, visitor))


def add_own_account_routes(router: APIRouter, people: PeopleParts) -> None:
    """Add `/password`, `/second-factor` and `/sessions` below the desk."""
    accounts, second_factors = people.accounts, people.second_factors

    async def passed(request: Request) -> SignedIn:
        """Return who is signed in with all that is needed."""
        who = await accounts.get_session(request.cookies.get(COOKIE))
        if who.second_factor is SecondFactor.MISSING:
            raise SecondFactorMissing
        return who

    @router.put("/password", status_code=204)
    async def change_password(body: NewPassword, request: Request) -> None:
        await accounts.change_password(await passed(request), body.password, body.current)

    # Who must set one up cannot pass before: for them the next two are open.
    @router.post("/second-factor")
    async def set_up(request: Request) -> dict[str, Any]:
        who = await accounts.get_session(request.cookies.get(COOKIE))
        made = await second_factors.begin(who.counsellor)
        return {"secret": made.secret, "uri": made.uri, "qr_svg": made.qr_svg}

    @router.post("/second-factor/confirm")
    async def confirm(body: Code, request: Request) -> dict[str, Any]:
        who = await accounts.get_session(request.cookies.get(COOKIE))
        return {"recovery_codes": await second_factors.confirm(who, body.code)}

    @router.delete("/second-factor", status_code=204)
    async def turn_off(body: PresentPassword, request: Request) -> None:
        who = await passed(request)
        await accounts.check_password(who.counsellor, body.password)
        await second_factors.remove(who)

    @router.get("/sessions")
    async def list_sessions(request: Request) -> dict[str, Any]:
        who = await passed(request)
        return {"sessions": [render_session(entry, who.session) for entry in await accounts.sessions(who)]}

    @router.delete("/sessions/{identity}", status_code=204)
    async def end_session(identity: str, request: Request) -> None:
        await accounts.end_session(await passed(request), identity)
