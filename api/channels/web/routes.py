"""The HTTP contract of the web chat: conversations, messages, events."""

from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

from api import streams
from api.channels.web.schemas import LanguageChoice, NewConversation, NewMessage
from api.conversations.events import QUEUE, EventHub
from api.conversations.service import ConversationService
from api.conversations.views import render_conversation, render_message
from api.conversations.worker import ConversationWorker
from api.errors import InvalidRequest, UnknownLanguage
from api.messages import IncomingMessage
from api.requests import bearer_token, read_language
from api.settings import ApiSettings

CHANNEL = "web"


def create_router(
    service: ConversationService, worker: ConversationWorker, hub: EventHub, settings: ApiSettings
) -> APIRouter:
    """Return the routes below `/api/v1/conversations`."""
    router = APIRouter(prefix="/api/v1/conversations", tags=["conversations"])

    @router.post("", status_code=201)
    async def create(body: NewConversation | None = None) -> dict[str, Any]:
        conversation, token = await service.create(CHANNEL, read_language(body.language if body else None))
        return {
            "id": conversation.id,
            "token": token,
            "language": conversation.language,
            "state": conversation.state,
        }

    @router.get("/{identity}")
    async def read(identity: str, request: Request) -> dict[str, Any]:
        conversation, _, place = await service.read(identity, bearer_token(request))
        return render_conversation(conversation, place)

    @router.patch("/{identity}")
    async def choose_language(identity: str, body: LanguageChoice, request: Request) -> dict[str, Any]:
        token = bearer_token(request)
        language = read_language(body.language)
        if language is None:
            raise UnknownLanguage
        await service.choose_language(identity, token, language)
        conversation, _, place = await service.read(identity, token)
        return render_conversation(conversation, place)

    @router.post("/{identity}/messages")
    async def write(identity: str, body: NewMessage, request: Request) -> Response:
        incoming = IncomingMessage(body.text, body.client_id, body.payload)
        message = await service.accept(identity, bearer_token(request), incoming)
        in_time = not message.pending or await worker.answer(identity, message.id, settings.answer_deadline)
        answered = await service.result(identity, message.id)
        content = {
            "message": render_message(answered.message),
            "replies": [render_message(reply) for reply in answered.replies],
            "conversation": {
                key: value for key, value in render_conversation(answered.conversation).items() if key != "ticket"
            },
        }
        return JSONResponse(content, 200 if in_time else 202)

    @router.get("/{identity}/messages")
    async def catch_up(identity: str, request: Request, after: int = 0) -> dict[str, Any]:
        conversation, messages, place = await service.read(identity, bearer_token(request), after)
        return {
            "messages": [render_message(message) for message in messages],
            "conversation": render_conversation(conversation, place),
        }

    @router.get("/{identity}/events")
    async def follow(identity: str, request: Request, after: int = 0) -> StreamingResponse:
        token = bearer_token(request)
        last = _last_event(request, after)
        await service.read(identity, token, last)
        return streams.respond(_events(service, hub, identity, token, last))

    return router


def _last_event(request: Request, after: int) -> int:
    last = request.headers.get("last-event-id", "")
    if last and not last.isdecimal():
        raise InvalidRequest("Last-Event-ID is not a number.")
    return int(last) if last else after


async def _events(
    service: ConversationService, hub: EventHub, identity: str, token: str, last: int
) -> AsyncIterator[str]:
    """Send what is new in the database whenever something changed; a missed wake-up is caught by the next."""
    shown: dict[str, Any] | None = None
    with hub.subscribe(identity, QUEUE) as subscription:
        while not hub.is_closing:
            conversation, messages, place = await service.read(identity, token, last)
            for message in messages:
                yield streams.event("message", render_message(message), message.seq)
                last = message.seq
            state = render_conversation(conversation, place)
            if state != shown:
                yield streams.event("conversation", state)
                shown = state
            if not await subscription.wait(streams.HEARTBEAT):
                yield streams.comment("still here")
