"""A stand-in for the LINE platform: checks what it is sent as LINE does, and remembers what users have seen.

Error bodies follow LINE's shape; where its wording is not documented, only the parts that the gateway reads are real.
"""

import asyncio
import json
import socket
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

import regex  # type: ignore[import-untyped]  # ships no types
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

ACCESS_TOKEN = "test-access-token"
USER = "U" + "1" * 32
TOKEN_LIFETIME = timedelta(minutes=1)
KEY_LIFETIME = timedelta(hours=24)
QUOTA_ZONE = ZoneInfo("Asia/Seoul")
START = datetime(2026, 10, 1, tzinfo=UTC)


class Trouble(StrEnum):
    """What the platform can be told to do to a call."""

    SLOW = "slow"
    RATE_LIMIT = "rate limit"
    QUOTA = "quota"
    ERROR = "error"
    DROP = "drop"
    GARBAGE = "garbage"
    UNDECODABLE = "undecodable"


@dataclass(frozen=True)
class Fault:
    """A trouble, and whether the messages are delivered nevertheless."""

    trouble: Trouble
    after_accepting: bool = False


@dataclass
class ReplyToken:
    """A chance to reply to one user, once."""

    user: str
    issued_at: datetime
    used: bool = False


@dataclass
class Accepted:
    """A push that was taken in, under its retry key; `body` is what it said, to whom."""

    request_id: str
    body: dict[str, Any]
    sent: list[dict[str, str]]
    at: datetime


@dataclass
class FakeLine:
    """The platform; `seen` is what each user has in the chat, `now` its clock, `faults` befall the next calls.

    `files` can be fetched by message id, after so many answers 202 as `preparing` says; `downloads` tells who asked.
    """

    now: datetime = START
    url: str = ""
    delay: float = 0.09
    seen: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    loading: list[tuple[str, int]] = field(default_factory=list)
    faults: deque[Fault] = field(default_factory=deque)
    tokens: dict[str, ReplyToken] = field(default_factory=dict)
    accepted: dict[str, Accepted] = field(default_factory=dict)
    pushed_at: list[datetime] = field(default_factory=list)
    profiles: dict[str, dict[str, str]] = field(default_factory=dict)
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    preparing: dict[str, int] = field(default_factory=dict)
    downloads: list[str] = field(default_factory=list)
    endpoint: str | None = "https://example.org/webhooks/line"
    limit: int | None = 200
    chat_mode: str = "bot"
    is_active: bool = True
    webhook_status: int = 200
    requests: int = 0

    def issue_token(self, user: str = USER) -> str:
        """Return the reply token of an event that happens now."""
        token = f"{len(self.tokens) + 1:032x}"
        self.tokens[token] = ReplyToken(user, self.now)
        return token

    def fail_next(self, trouble: Trouble, *, after_accepting: bool = False) -> None:
        """Let something go wrong with the next call."""
        self.faults.append(Fault(trouble, after_accepting))

    def texts(self, user: str = USER) -> list[str]:
        """Return the texts that a user has seen."""
        return [message["text"] for message in self.seen[user] if message["type"] == "text"]

    def as_app(self) -> Starlette:
        """Return the HTTP side."""
        calls: list[tuple[str, str, Callable[[Request, Any], Response]]] = [
            ("POST", "/v2/bot/message/reply", self._reply),
            ("POST", "/v2/bot/message/push", self._push),
            ("POST", "/v2/bot/chat/loading/start", self._show_loading),
            ("GET", "/v2/bot/profile/{user}", self._profile),
            ("GET", "/v2/bot/message/{message}/content", self._content),
            ("GET", "/v2/bot/message/quota", self._quota),
            ("GET", "/v2/bot/message/quota/consumption", self._consumption),
            ("GET", "/v2/bot/info", self._info),
            ("GET", "/v2/bot/channel/webhook/endpoint", self._webhook_endpoint),
            ("POST", "/v2/bot/channel/webhook/test", self._test_webhook),
        ]
        return Starlette(routes=[Route(path, self._guard(call), methods=[method]) for method, path, call in calls])

    def _guard(self, call: Callable[[Request, Any], Response]) -> Any:  # noqa: ANN401 - any endpoint
        async def endpoint(request: Request) -> Response:
            self.requests += 1
            fault = self.faults.popleft() if self.faults else None
            body = json.loads(await request.body() or b"{}")
            if fault and not fault.after_accepting and fault.trouble is not Trouble.SLOW:
                response = await self._fail(fault.trouble, request)
            elif request.headers.get("authorization") != f"Bearer {ACCESS_TOKEN}":
                response = refuse(401, "Authentication failed due to the following reason: invalid token.")
            else:
                response = call(request, body)
                if fault:
                    response = await self._fail(fault.trouble, request) or response
            response = response or Response()
            response.headers.setdefault("x-line-request-id", f"request-{self.requests}")
            return response

        return endpoint

    async def _fail(self, trouble: Trouble, request: Request) -> Response | None:
        """Return the error to answer with; None where the trouble is another one."""
        if trouble is Trouble.SLOW:
            await asyncio.sleep(self.delay)
        elif trouble is Trouble.DROP:
            # The ASGI interface cannot cut a connection; uvicorn's own object of this request can.
            cast(Any, request.receive).__self__.transport.abort()
        return _answer_trouble(trouble)

    def _reply(self, request: Request, body: dict[str, Any]) -> Response:
        if "x-line-retry-key" in request.headers:
            return refuse(400, "The retry key is not supported for this API.")
        if problems := check_messages(body.get("messages")):
            return refuse_request(problems)
        token = self.tokens.get(body["replyToken"])
        if token is None or token.used or self.now - token.issued_at > TOKEN_LIFETIME:
            return refuse(400, "Invalid reply token")
        token.used = True
        return JSONResponse({"sentMessages": self._deliver(token.user, body["messages"])})

    def _push(self, request: Request, body: dict[str, Any]) -> Response:
        key = request.headers.get("x-line-retry-key")
        if key and not is_uuid(key):
            return refuse(400, "Invalid retry key")
        before = self.accepted.get(key or "")
        if before and self.now - before.at <= KEY_LIFETIME:
            if before.body != body:
                return refuse(400, "The retry key belongs to another request")
            headers = {"x-line-accepted-request-id": before.request_id}
            return refuse(409, "The retry key is already accepted", headers=headers, sentMessages=before.sent)
        if refusal := self._refuse_push(body):
            return refusal
        sent = self._deliver(body["to"], body["messages"])
        self.pushed_at.append(self.now)
        if key:
            self.accepted[key] = Accepted(f"request-{self.requests}", body, sent, self.now)
        return JSONResponse({"sentMessages": sent})

    def _refuse_push(self, body: dict[str, Any]) -> Response | None:
        if not regex.fullmatch("[UCR][0-9a-f]{32}", str(body.get("to"))):
            return refuse(400, "The property, 'to', in the request body is invalid (line: -, column: -)")
        if problems := check_messages(body.get("messages")):
            return refuse_request(problems)
        is_spent = self.limit is not None and self._used() >= self.limit
        return refuse(429, "You have reached your monthly limit.") if is_spent else None

    def _deliver(self, user: str, messages: list[dict[str, Any]]) -> list[dict[str, str]]:
        self.seen[user].extend(messages)
        first = sum(len(seen) for seen in self.seen.values()) - len(messages) + 1
        return [{"id": str(first + number)} for number in range(len(messages))]

    def _show_loading(self, _: Request, body: dict[str, Any]) -> Response:
        seconds = body.get("loadingSeconds", 20)
        if seconds not in range(5, 61, 5):
            return refuse(400, "loadingSeconds is invalid")
        if not regex.fullmatch("U[0-9a-f]{32}", str(body.get("chatId"))):
            return refuse(400, "The property, 'chatId', in the request body is invalid (line: -, column: -)")
        self.loading.append((body["chatId"], seconds))
        return JSONResponse({}, 202)

    def _profile(self, request: Request, _: object) -> Response:
        user = request.path_params["user"]
        return JSONResponse(self.profiles[user]) if user in self.profiles else refuse(404, "Not found")

    def _content(self, request: Request, _: object) -> Response:
        message = request.path_params["message"]
        self.downloads.append(message)
        if message not in self.files:
            return refuse(404, "Not found")
        if self.preparing.get(message, 0) > 0:
            self.preparing[message] -= 1
            return JSONResponse({}, 202)
        data, media_type = self.files[message]
        return Response(data, media_type=media_type)

    def _quota(self, _: Request, __: object) -> Response:
        return JSONResponse({"type": "none"} if self.limit is None else {"type": "limited", "value": self.limit})

    def _consumption(self, _: Request, __: object) -> Response:
        return JSONResponse({"totalUsage": self._used()})

    def _used(self) -> int:
        """Return how many pushes were taken in this month."""
        this_month = self.now.astimezone(QUOTA_ZONE).strftime("%Y-%m")
        return sum(at.astimezone(QUOTA_ZONE).strftime("%Y-%m") == this_month for at in self.pushed_at)

    def _info(self, _: Request, __: object) -> Response:
        names = {"userId": "U" + "b" * 32, "basicId": "@216abcde", "displayName": "Gildongmu"}
        return JSONResponse(names | {"chatMode": self.chat_mode, "markAsReadMode": "auto"})

    def _webhook_endpoint(self, _: Request, __: object) -> Response:
        if not self.endpoint:
            return refuse(404, "Not found")
        return JSONResponse({"endpoint": self.endpoint, "active": self.is_active})

    def _test_webhook(self, _: Request, body: dict[str, Any]) -> Response:
        is_ours = body.get("endpoint", self.endpoint) == self.endpoint
        status = self.webhook_status if is_ours else 404
        succeeded, reason = status == 200, "OK" if status == 200 else "Not Found" if status == 404 else "Error"
        shape = {"success": succeeded, "timestamp": "2026-10-01T00:00:00Z", "statusCode": status, "reason": reason}
        return JSONResponse(shape | {"detail": str(status)})


def _answer_trouble(trouble: Trouble) -> Response | None:
    match trouble:
        case Trouble.RATE_LIMIT:
            return refuse(429, "The API rate limit has been exceeded. Try again later.", headers={"retry-after": "7"})
        case Trouble.QUOTA:
            return refuse(429, "You have reached your monthly limit.")
        case Trouble.GARBAGE:
            return Response('{"unexpected": true}', media_type="application/json")
        case Trouble.UNDECODABLE:
            return Response(b"\xff\xfe", 400, media_type="application/json")
        case Trouble.ERROR:
            return refuse(500, "Internal server error")
    return None


def refuse(status: int, message: str, headers: dict[str, str] | None = None, **more: object) -> Response:
    """Return an error as LINE writes it."""
    return JSONResponse({"message": message, **more}, status, headers=headers)


def refuse_request(problems: list[dict[str, str]]) -> Response:
    """Return LINE's answer to messages that break a limit."""
    return refuse(400, f"The request body has {len(problems)} error(s)", details=problems)


def is_uuid(text: str) -> bool:
    """Tell whether a retry key has the right form."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def check_messages(messages: Any) -> list[dict[str, str]]:  # noqa: ANN401 - anything may arrive
    """Return what LINE would refuse in the messages of one call, as `details` of its error."""
    if not isinstance(messages, list) or not 1 <= len(messages) <= 5:
        return [problem("messages", "Size must be between 1 and 5")]
    return [found for number, one in enumerate(messages) for found in _check_message(one, f"messages[{number}]")]


def problem(place: str, message: str) -> dict[str, str]:
    """Return one of the `details`."""
    return {"message": message, "property": place}


def _check_message(message: dict[str, Any], place: str) -> list[dict[str, str]]:
    found = []
    if message["type"] == "text":
        found += _check_length(message.get("text"), f"{place}.text", 5000)
    elif message["type"] == "flex":
        found += _check_length(message.get("altText"), f"{place}.altText", 1500)
        found += _check_container(message["contents"], f"{place}.contents")
    else:
        found.append(problem(f"{place}.type", "unknown"))
    if sender := message.get("sender"):
        found += _check_length(sender.get("name"), f"{place}.sender.name", 20)
        if "line" in sender["name"].lower():
            found.append(problem(f"{place}.sender.name", "contains a refused word"))
    items = message.get("quickReply", {"items": [None]})["items"]
    if not 1 <= len(items) <= 13:
        found.append(problem(f"{place}.quickReply.items", "Size must be between 1 and 13"))
    for number, item in enumerate(items):
        if item:
            found += _check_action(item["action"], f"{place}.quickReply.items[{number}].action")
    return found


def _check_container(container: dict[str, Any], place: str) -> list[dict[str, str]]:
    if container["type"] == "bubble":
        return _check_bubble(container, place)
    bubbles = container["contents"]
    found = [found for number, one in enumerate(bubbles) for found in _check_bubble(one, f"{place}[{number}]")]
    if not 1 <= len(bubbles) <= 12 or len(json.dumps(container)) > 50_000:
        found.append(problem(place, "carousel is too large"))
    return found


def _check_bubble(bubble: dict[str, Any], place: str) -> list[dict[str, str]]:
    found = [problem(place, "bubble is too large")] if len(json.dumps(bubble)) > 30_000 else []
    for box in ("body", "footer"):
        for part in bubble[box]["contents"]:
            if part["type"] == "text":
                found += _check_length(part["text"], f"{place}.{box}.text", 2000)
            else:
                found += _check_action(part["action"], f"{place}.{box}.action")
    return found


def _check_action(action: dict[str, Any], place: str) -> list[dict[str, str]]:
    found = _check_graphemes(action.get("label"), f"{place}.label", 20)
    if action["type"] == "uri":
        if not str(action.get("uri")).startswith("https://") or not str(action["uri"]).isascii():
            found.append(problem(f"{place}.uri", "invalid uri scheme"))
        return found + _check_length(action.get("uri"), f"{place}.uri", 1000)
    found += _check_graphemes(action.get("displayText"), f"{place}.displayText", 300)
    return found + _check_length(action.get("data"), f"{place}.data", 300)


def _check_length(text: str | None, place: str, limit: int) -> list[dict[str, str]]:
    units = sum(2 if ord(character) > 0xFFFF else 1 for character in text or "")
    if text and text.strip() and units <= limit:
        return []
    return [problem(place, f"Length must be between 1 and {limit}")]


def _check_graphemes(text: str | None, place: str, limit: int) -> list[dict[str, str]]:
    if text and text.strip() and len(regex.findall(r"\X", text)) <= limit:
        return []
    return [problem(place, f"Length must be between 1 and {limit} graphemes")]


@asynccontextmanager
async def serve(fake: FakeLine) -> AsyncIterator[FakeLine]:
    """Serve the platform on a free loopback port; its address is `fake.url`."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        fake.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        config = uvicorn.Config(fake.as_app(), http="h11", ws="none", lifespan="off", log_config=None)
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:  # noqa: ASYNC110 - uvicorn has no event to wait for
            await asyncio.sleep(0.005)
        try:
            yield fake
        finally:
            server.should_exit = True
            await task
