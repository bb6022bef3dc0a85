"""The HTTP contract of the search over conversations."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from api.conversations.storage import MAX_SEQ
from api.desk.access import Access
from api.desk.searching.service import Found, MessageSearch
from api.requests import Text

_Words = Annotated[Text, Query(min_length=1, max_length=200)]
_Number = Annotated[int | None, Query(ge=0, le=MAX_SEQ)]


def create_router(access: Access, search: MessageSearch) -> APIRouter:
    """Return the route below `/api/v1/desk`."""
    router = APIRouter(prefix="/api/v1/desk", tags=["desk"])

    @router.get("/search")
    async def find(request: Request, q: _Words, before: _Number = None) -> dict[str, Any]:
        counsellor = await access.signed_in(request)
        page = await search.search(counsellor, q, before)
        return {"found": [_render(one) for one in page.found], "next": page.next}

    return router


def _render(found: Found) -> dict[str, Any]:
    return {
        "ticket_id": found.ticket,
        "message_id": found.message,
        "language": found.language,
        "excerpt": found.excerpt,
        "created_at": found.created_at.isoformat(),
    }
