"""The HTTP contract of knowledge gaps."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request

from api.conversations.models import Counsellor
from api.desk.access import Access
from api.desk.gaps.schemas import Change, Merge, NewText, State
from api.desk.gaps.service import GapService
from api.desk.rights import Right, is_allowed
from api.errors import NotAllowed, UnknownLanguage
from api.requests import Text
from knowledge.languages import Language

Asked = Callable[[Request], Awaitable[Counsellor]]
"""Turns a request into who asks, if they may."""


def add_routes(router: APIRouter, access: Access, gaps: GapService) -> None:
    """Add `/gaps` below the desk: who answers tickets may read and propose texts, who edits the knowledge all of it."""

    async def reader(request: Request) -> Counsellor:
        counsellor = await access.signed_in(request)
        if not (is_allowed(counsellor, Right.EDIT_KNOWLEDGE) or is_allowed(counsellor, Right.ANSWER)):
            raise NotAllowed
        return counsellor

    async def editor(request: Request) -> Counsellor:
        return await access.allowed(request, Right.EDIT_KNOWLEDGE)

    @router.get("/gaps")
    async def list_gaps(request: Request, state: State | None = None, before: Text | None = None) -> dict[str, Any]:
        await reader(request)
        return await gaps.list(state, before)

    @router.get("/gaps/{identity}")
    async def read(identity: str, request: Request) -> dict[str, Any]:
        return await gaps.read(identity, await reader(request))

    _add_editing(router, gaps, reader, editor)


def _add_editing(router: APIRouter, gaps: GapService, reader: Asked, editor: Asked) -> None:
    @router.patch("/gaps/{identity}")
    async def change(identity: str, body: Change, request: Request) -> dict[str, Any]:
        return {"gap": await gaps.change(identity, await editor(request), body)}

    @router.put("/gaps/{identity}/texts/{language}")
    async def write(identity: str, language: str, body: NewText, request: Request) -> dict[str, Any]:
        counsellor = await reader(request)
        return await gaps.write(identity, counsellor, _get_language(language), body)

    @router.put("/gaps/{identity}/editors")
    async def assign(identity: str, body: dict[str, str], request: Request) -> dict[str, Any]:
        counsellor = await editor(request)
        return await gaps.assign(identity, counsellor, {_get_language(code): one for code, one in body.items()})

    @router.post("/gaps/{identity}/merge")
    async def merge(identity: str, body: Merge, request: Request) -> dict[str, Any]:
        return await gaps.merge(identity, await editor(request), body.into)

    @router.post("/gaps/{identity}/publish")
    async def publish(identity: str, request: Request) -> dict[str, Any]:
        published = await gaps.publish(identity, await editor(request))
        return {"told": published.told, "waiting": published.waiting}


def _get_language(code: str) -> Language:
    try:
        return Language(code)
    except ValueError as error:
        raise UnknownLanguage from error
