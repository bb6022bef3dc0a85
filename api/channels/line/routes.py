"""The webhook that LINE calls: checks that it is LINE, stores, acknowledges; waits for nothing else."""

import logging
from typing import Any

from fastapi import APIRouter, HTTPException, Request

from api.channels.line.channel import LineChannel
from api.channels.line.events import BadWebhook, read_events
from api.channels.line.signature import is_signed
from api.errors import InvalidRequest, NotFound

MAX_BODY = 1024 * 1024
"""Bytes (channels.md, L-2)."""
_TOO_LARGE = 413

logger = logging.getLogger(__name__)


def create_router(channel: LineChannel) -> APIRouter:
    """Return `POST /channels/line/webhook`: 200 once the events are committed, 500 if they cannot be stored.

    400 for a wrong signature or a body that is no webhook, 413 for one over a megabyte, 404 if the channel is off.
    """
    router = APIRouter(tags=["line"])

    @router.post("/channels/line/webhook")
    async def receive(request: Request) -> dict[str, Any]:
        if not channel.secrets:
            raise NotFound
        body = await _read_body(request)
        if not is_signed(body, request.headers.get("x-line-signature"), channel.secrets):
            logger.warning("LINE webhook with a wrong signature refused")
            raise InvalidRequest("The signature is wrong.")
        try:
            events = read_events(body)
        except BadWebhook as error:
            raise InvalidRequest from error
        await channel.receive(events)
        return {}

    return router


async def _read_body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise HTTPException(_TOO_LARGE, "The body is too large.")
    return bytes(body)
