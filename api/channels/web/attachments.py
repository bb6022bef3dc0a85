"""The HTTP contract of the web chat for photos and documents: a raw body in, a message out."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from api.channels.web.schemas import ClientId
from api.conversations.attachments import Attachments
from api.conversations.cleaning import MAX_SIZE
from api.conversations.views import render_message
from api.errors import FileTooLarge
from api.requests import bearer_token


def create_router(attachments: Attachments) -> APIRouter:
    """Return `POST /api/v1/conversations/{id}/attachments`; what the body is, its bytes say, not its Content-Type."""
    router = APIRouter(prefix="/api/v1/conversations", tags=["conversations"])

    @router.post("/{identity}/attachments", status_code=201)
    async def send(
        identity: str, request: Request, client_id: Annotated[ClientId | None, Query()] = None
    ) -> dict[str, Any]:
        token = bearer_token(request)
        await attachments.verify_owner(identity, token)
        content = await _read_body(request)
        return {"message": render_message(await attachments.add(identity, token, content, client_id))}

    return router


async def _read_body(request: Request) -> bytes:
    """Return the body; raises FileTooLarge as soon as it is longer than a file may be."""
    told = request.headers.get("content-length", "")
    if told.isdecimal() and int(told) > MAX_SIZE:
        raise FileTooLarge
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_SIZE:
            raise FileTooLarge
    return bytes(body)
