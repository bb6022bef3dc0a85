"""The HTTP contract of resume codes: a conversation on the web goes on elsewhere, or one from elsewhere on the web."""

import ipaddress
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from api.conversations.resume import find_code
from api.conversations.service import ConversationService
from api.requests import Text, bearer_token

_NETWORK_BITS = 64


class TypedCode(BaseModel):
    """A resume code as somebody typed it, or the address that carries it."""

    code: Annotated[Text, Field(min_length=1, max_length=300)]


def create_router(service: ConversationService) -> APIRouter:
    """Return `/api/v1/resume` and `/api/v1/conversations/{id}/resume-code`."""
    router = APIRouter(prefix="/api/v1", tags=["conversations"])
    codes = service.codes

    @router.post("/conversations/{identity}/resume-code", status_code=201)
    async def issue(identity: str, request: Request) -> dict[str, Any]:
        issued = await codes.issue(identity, bearer_token(request))
        return {"code": issued.code, "expires_at": issued.expires_at.isoformat(), "link": issued.link or None}

    @router.delete("/conversations/{identity}/resume-code", status_code=204)
    async def revoke(identity: str, request: Request) -> None:
        await codes.revoke(identity, bearer_token(request))

    @router.post("/resume")
    async def resume(body: TypedCode, request: Request) -> dict[str, Any]:
        conversation, token = await codes.open(find_code(body.code) or body.code, _name_network(request))
        return {
            "id": conversation.id,
            "token": token,
            "language": conversation.language,
            "state": conversation.state,
        }

    return router


def _name_network(request: Request) -> str:
    """Return who tries: an IPv4 address, or the /64 network of an IPv6 address, all of which one person may have."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return host
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(address), _NETWORK_BITS), strict=False))
