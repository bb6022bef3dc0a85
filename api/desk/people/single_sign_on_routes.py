"""Which ways of signing in there are, and the way over an organisation's own accounts."""

import secrets
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.desk.people.parts import PeopleParts
from api.desk.people.single_sign_on import LIFETIME, SignOnFailed, SignOnProblem
from api.desk.people.visitors import PATH, set_session, visitor_of
from api.errors import NotFound, NotSignedIn
from api.settings import ApiSettings

_COOKIE, _COOKIE_PATH = "gildongmu_sign_on", f"{PATH}/single-sign-on"


def add_single_sign_on_routes(router: APIRouter, people: PeopleParts) -> None:
    """Add `/sign-in-ways` and `/single-sign-on` below the desk."""
    single = people.single_sign_on

    @router.get("/sign-in-ways")
    async def list_ways() -> dict[str, Any]:
        return {"password": True, "single_sign_on": {"name": single.name} if single.is_on else None}

    @router.get("/single-sign-on/start")
    async def start(request: Request) -> Response:
        if not single.is_on:
            raise NotFound
        try:
            departure = await single.depart(visitor_of(request).address)
        except SignOnFailed as failure:
            return _back(failure.problem)
        response = _redirect(departure.url)
        _remember(response, departure.state, people.settings)
        return response

    @router.get("/single-sign-on/callback")
    async def callback(request: Request, code: str = "", state: str = "") -> Response:
        """Where the identity provider sends people back to; ends at the desk, signed in or with the reason why not."""
        if not single.is_on:
            raise NotFound
        # Only the browser that was sent may come back: nobody is signed in as somebody else by a link.
        if not state or not secrets.compare_digest(request.cookies.get(_COOKIE, "").encode(), state.encode()):
            return _back(SignOnProblem.EXPIRED)
        try:
            opened = await single.arrive(code, state, visitor_of(request))
        except SignOnFailed as failure:
            return _back(failure.problem)
        except NotSignedIn:
            return _back(SignOnProblem.UNKNOWN)
        response = _redirect("/desk")
        response.delete_cookie(_COOKIE, path=_COOKIE_PATH)
        set_session(response, opened, people.settings)
        return response


def _remember(response: Response, state: str, settings: ApiSettings) -> None:
    response.set_cookie(
        _COOKIE,
        state,
        max_age=int(LIFETIME.total_seconds()),
        path=_COOKIE_PATH,
        httponly=True,
        samesite="lax",  # a strict one would not come along when the provider sends the browser back
        secure=settings.secure_cookies,
    )


def _back(problem: SignOnProblem) -> Response:
    response = _redirect(f"/desk#single-sign-on={problem}")
    response.delete_cookie(_COOKIE, path=_COOKIE_PATH)
    return response


def _redirect(url: str) -> Response:
    return RedirectResponse(url, 303, {"Cache-Control": "no-store"})
