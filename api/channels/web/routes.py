"""The HTTP contract of the web chat: conversations, messages, events."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

from api import streams
from api.channels.web.schemas import ConversationChange, NewConversation, NewMessage
from api.conversations import details, storage
from api.conversations.details import SiteDetails
from api.conversations.events import QUEUE, EventHub, Subscription
from api.conversations.service import ConversationService
from api.conversations.views import render_conversation, render_message
from api.conversations.worker import ConversationWorker
from api.errors import InvalidRequest, NotFound, UnknownLanguage
from api.messages import IncomingMessage
from api.requests import bearer_token, read_language
from api.settings import ApiSettings

CHANNEL = "web"
# What the answer to a message tells of the conversation; the rest comes with the events.
_PLAIN = {"id", "language", "state"}

Seq = Annotated[int, Query(ge=0, le=storage.MAX_SEQ)]


def create_router(
    service: ConversationService, sites: SiteDetails, worker: ConversationWorker, hub: EventHub, settings: ApiSettings
) -> APIRouter:
    """Return the routes below `/api/v1/conversations`."""
    router = APIRouter(prefix="/api/v1/conversations", tags=["conversations"])

    @router.post("", status_code=201)
    async def create(body: NewConversation | None = None) -> dict[str, Any]:
        wanted = body or NewConversation()
        told = details.from_centre(wanted.centre)
        conversation, token = await service.create(CHANNEL, read_language(wanted.language), told)
        return {
            "id": conversation.id,
            "token": token,
            "language": conversation.language,
            "state": conversation.state,
        }

    @router.get("/{identity}")
    async def read(identity: str, request: Request) -> dict[str, Any]:
        conversation, _, place, rating = await service.read(identity, bearer_token(request))
        return render_conversation(conversation, place, rating)

    @router.patch("/{identity}")
    async def change(identity: str, body: ConversationChange, request: Request) -> dict[str, Any]:
        token = bearer_token(request)
        language = read_language(body.language)
        if body.language is not None and language is None:
            raise UnknownLanguage
        if language is not None:
            await service.choose_language(identity, token, language)
        if body.visitor is not None:
            await sites.identify(identity, token, body.visitor.model_dump())
        conversation, _, place, rating = await service.read(identity, token)
        return render_conversation(conversation, place, rating)

    @router.post("/{identity}/messages")
    async def write(identity: str, body: NewMessage, request: Request) -> Response:
        token = bearer_token(request)
        incoming = IncomingMessage(body.text, body.client_id, body.payload)
        message = await service.accept(identity, token, incoming)
        in_time = not message.pending or await worker.answer(identity, message.id, settings.answer_deadline)
        answered = await service.result(identity, token, message.id)
        content = {
            "message": render_message(answered.message),
            "replies": [render_message(reply) for reply in answered.replies],
            "conversation": {
                key: value for key, value in render_conversation(answered.conversation).items() if key in _PLAIN
            },
        }
        return JSONResponse(content, 200 if in_time else 202)

    @router.get("/{identity}/messages")
    async def catch_up(identity: str, request: Request, after: Seq = 0) -> dict[str, Any]:
        conversation, messages, place, rating = await service.read(identity, bearer_token(request), after)
        return {
            "messages": [render_message(message) for message in messages],
            "conversation": render_conversation(conversation, place, rating),
        }

    @router.get("/{identity}/events")
    async def follow(identity: str, request: Request, after: Seq = 0) -> StreamingResponse:
        token = bearer_token(request)
        last = _last_event(request, after)
        await service.read(identity, token, last)
        return streams.respond(_events(service, hub, identity, token, last))

    return router


def _last_event(request: Request, after: int) -> int:
    last = request.headers.get("last-event-id", "")
    if not last:
        return after
    if not last.isdecimal() or len(last) > len(str(storage.MAX_SEQ)) or int(last) > storage.MAX_SEQ:
        raise InvalidRequest("Last-Event-ID is not the number of a message.")
    return int(last)


async def _events(
    service: ConversationService, hub: EventHub, identity: str, token: str, last: int
) -> AsyncIterator[str]:
    """Send what is new in the database whenever something changed; a missed wake-up is caught by the next read."""
    shown: dict[str, Any] | None = None
    with hub.subscribe(identity, QUEUE) as subscription:
        while not hub.is_closing:
            try:
                conversation, messages, place, rating = await service.read(identity, token, last)
            except NotFound:  # deleted, perhaps from another device
                return
            for message in messages:
                yield streams.event("message", render_message(message), message.seq)
                last = message.seq
            if messages or shown is None:
                hub.shown(identity, last)
            if len(messages) == storage.PAGE:  # there may be more
                continue
            state = render_conversation(conversation, place, rating)
            if state != shown:
                yield streams.event("conversation", state)
                shown = state
            is_in_queue = place is not None and place.position > 0
            if not await _is_changed(subscription, is_in_queue=is_in_queue):
                yield streams.comment("still here")


async def _is_changed(subscription: Subscription, *, is_in_queue: bool) -> bool:
    """Wait for something that this stream shows, False after a heartbeat; without a place the queue is not shown."""
    clock = asyncio.get_running_loop().time
    end = clock() + streams.HEARTBEAT
    while changed := await subscription.wait(end - clock()):
        if is_in_queue or changed != {QUEUE}:
            return True
    return False
