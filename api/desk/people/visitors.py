"""The desk's cookie, and what a request tells of who signs in."""

from fastapi import Request, Response

from api.desk.access import COOKIE
from api.desk.accounts import Opened, Visitor
from api.settings import ApiSettings

PATH = "/api/v1/desk"


def visitor_of(request: Request) -> Visitor:
    """Return who tries to sign in."""
    address = request.client.host if request.client else ""
    return Visitor(address, request.headers.get("user-agent", ""))


def set_session(response: Response, opened: Opened, settings: ApiSettings) -> None:
    """Give the browser a session that has begun."""
    response.set_cookie(
        COOKIE,
        opened.secret,
        max_age=settings.desk_session_hours * 3600,
        path=PATH,
        httponly=True,
        samesite="strict",
        secure=settings.secure_cookies,
    )


def drop_session(response: Response) -> None:
    """Take the session from the browser."""
    response.delete_cookie(COOKIE, path=PATH)
