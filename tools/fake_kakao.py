"""A stand-in for Kakao: takes callbacks and events on a loopback port, checks what it gets, and fails as told."""

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

HOST = "bot-api.kakao.com"
PHOTO_HOST = "secure.kakaocdn.net"
BOT = "b6b54489299f3f6f19ee700b"
KEY = "test-rest-api-key"
MAX_BYTES = 30_000
TOKEN_LIFE = 60.0
"""Seconds for which a callback address works."""
_PROMISE_WITHIN = 0.2
KNOWN_OUTPUTS = {"simpleText", "textCard", "listCard"}


class Fault(StrEnum):
    """How the next requests fail."""

    SLOW = "slow"
    ERROR_BEFORE = "error before accepting"
    ERROR_AFTER = "error after accepting"
    DROPPED = "dropped connection"
    INVALID_TOKEN = "invalid token"
    INTERNAL = "internal error said with 200"
    NOT_JSON = "an answer that is not JSON"
    REDIRECT = "redirect"
    TASK_FAILED = "task failed"


class Dropped(Response):
    """Begins to answer and closes the connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's form
        """Promise a body and send none."""
        headers = [(b"content-length", b"100")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})


@dataclass
class IssuedToken:
    """A callback token: when it was given out, whether the skill answered that it would use it, and whether it has."""

    at: float
    promised: asyncio.Event = field(default_factory=asyncio.Event)
    is_used: bool = False


@dataclass
class FakeKakao:
    """What was received, the photos that can be fetched by their paths, and the faults to come.

    `clock` counts seconds; it tells how old callback tokens are.
    """

    fault: Fault | None = None
    callbacks: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    requests: int = 0
    photos: dict[str, bytes] = field(default_factory=dict)
    strangers: set[str] = field(default_factory=set)
    base_url: str = ""
    http: httpx.AsyncClient = field(default_factory=httpx.AsyncClient)
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    clock: Callable[[], float] = time.monotonic
    tokens: dict[str, IssuedToken] = field(default_factory=dict)

    def callback_url(self, last: str = "-x") -> str:
        """Return an address as Kakao gives it with a call, whose answer has to be told to `answered`."""
        url = f"https://{HOST}/v1/bots/{BOT}/callback/{last}"
        self.issue(url)
        return url

    def issue(self, url: str) -> None:
        """Give out an address with a call; one that has been given out stays as it is."""
        self.tokens.setdefault(url.rpartition("/")[2], IssuedToken(self.clock()))

    def answered(self, url: str, body: Mapping[str, Any]) -> None:
        """Take the skill's answer to the call that brought a callback address: it may promise to use it."""
        token = self.tokens.get(url.rpartition("/")[2])
        if token and body.get("useCallback") is True:
            token.promised.set()

    def app(self) -> Starlette:
        """Return the callback receiver and the Event API."""
        return Starlette(
            routes=[
                Route("/v1/bots/{bot}/callback/{token}", self._take_callback, methods=["POST"]),
                Route("/v2/bots/{bot}/talk", self._take_event, methods=["POST"]),
                Route("/v1/tasks/{task}", self._show_task, methods=["GET"]),
                Route("/dna/{path:path}", self._show_photo, methods=["GET"]),
            ]
        )

    async def _take_callback(self, request: Request) -> Response:
        self.requests += 1
        if failed := await self._fail():
            return failed
        token, body = self.tokens.get(request.path_params["token"]), await request.json()
        is_ours = request.path_params["bot"].removesuffix("!") == BOT
        if token is None or not is_ours or not await self._works(token):
            return answer("FAIL", "Invalid callback token")
        if problems := problems_of(body):
            return answer("FAIL", "; ".join(problems))
        token.is_used = True
        self.callbacks.append(body)
        return self._accepted(answer("SUCCESS"))

    async def _works(self, token: IssuedToken) -> bool:
        """Whether a token may be used; the answer that promises it may come a moment after the callback."""
        try:
            await asyncio.wait_for(token.promised.wait(), _PROMISE_WITHIN)
        except TimeoutError:
            return False
        return not token.is_used and self.clock() - token.at < TOKEN_LIFE

    async def _take_event(self, request: Request) -> Response:
        self.requests += 1
        if failed := await self._fail():
            return failed
        if request.headers.get("authorization") != f"KakaoAK {KEY}":
            return answer("ERROR", "wrong key", 401)
        body = await request.json()
        people = [one["id"] for one in body["user"]]
        if not 0 < len(people) <= 100 or len(set(people)) < len(people) or not body["event"]["name"]:
            return answer("FAIL", "bad event", 400)
        self.events.append({**body, "bot": request.path_params["bot"]})
        return self._accepted(answer("SUCCESS", task=f"task-{len(self.events)}"))

    async def _show_task(self, request: Request) -> Response:
        if failed := await self._fail():
            return failed
        if request.headers.get("authorization") != f"KakaoAK {KEY}":
            return answer("ERROR", "wrong key", 401)
        number = int(request.path_params["task"].removeprefix("task-")) - 1
        people = [one["id"] for one in self.events[number]["user"]]
        lost = people if self.fault is Fault.TASK_FAILED else [one for one in people if one in self.strangers]
        status = f"{len(lost)} FAIL" if lost else "ALL SUCCESS"
        counts = {"allRequestCount": len(people), "successCount": len(people) - len(lost)}
        fail = {"count": len(lost), "list": [{"id": one, "type": "botUserKey"} for one in lost]}
        return JSONResponse({"taskId": request.path_params["task"], "status": status, **counts, "fail": fail})

    async def _show_photo(self, request: Request) -> Response:
        photo = self.photos.get(request.url.path)
        return Response(photo, media_type="image/jpeg") if photo else Response("gone", 403)

    async def _fail(self) -> Response | None:
        if self.fault is Fault.SLOW:
            await self.closing.wait()
        failures = {
            Fault.ERROR_BEFORE: Response("down", 500),
            Fault.DROPPED: Dropped(),
            Fault.INVALID_TOKEN: answer("FAIL", "Invalid callback token"),
            Fault.INTERNAL: answer("ERROR", "internal 504"),
            Fault.NOT_JSON: Response("<html>"),
            Fault.REDIRECT: Response(status_code=307, headers={"location": f"{self.base_url}/v1/bots/x/callback/y"}),
        }
        return failures.get(self.fault) if self.fault else None

    def _accepted(self, response: Response) -> Response:
        return Response("down", 500) if self.fault is Fault.ERROR_AFTER else response


class Rerouted(httpx.AsyncHTTPTransport):
    """Sends what is meant for Kakao to the stand-in, and nothing anywhere else."""

    def __init__(self, base_url: str) -> None:
        super().__init__()
        self.base_url = httpx.URL(base_url)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Change where the request goes."""
        if request.url.host not in {HOST, PHOTO_HOST, self.base_url.host}:
            raise AssertionError(f"a request to {request.url.host}")
        request.url = request.url.copy_with(scheme="http", host=self.base_url.host, port=self.base_url.port)
        return await super().handle_async_request(request)


@asynccontextmanager
async def serve(kakao: FakeKakao) -> AsyncIterator[FakeKakao]:
    """Serve the stand-in on a free loopback port."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        kakao.base_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        config = uvicorn.Config(kakao.app(), lifespan="off", log_config=None, access_log=False, ws="none")
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:  # noqa: ASYNC110 - uvicorn offers no event to wait for
            await asyncio.sleep(0.005)
        async with httpx.AsyncClient(transport=Rerouted(kakao.base_url)) as kakao.http:
            yield kakao
        kakao.closing.set()
        server.should_exit = True
        await running


def answer(status: str, message: str = "", code: int = 200, task: str = "t-1") -> JSONResponse:
    """Return Kakao's answer to a POST."""
    return JSONResponse({"taskId": task, "status": status, "message": message, "timestamp": 0}, code)


def units(text: str) -> int:
    """Return the length in UTF-16 units, the strictest way in which Kakao might count."""
    return len(text.encode("utf-16-le")) // 2


def problems_of(body: Any) -> list[str]:  # noqa: ANN401 - anything may arrive
    """Return what is wrong with a skill response that is to be shown; empty if nothing is."""
    if not isinstance(body, dict) or body.get("version") != "2.0":
        return ["version"]
    if not isinstance(body.get("template"), dict) or "useCallback" in body:
        return ["template"]
    outputs, replies = body["template"].get("outputs", []), body["template"].get("quickReplies", [])
    problems = [] if 1 <= len(outputs) <= 3 else ["number of outputs"]
    problems += [] if len(replies) <= 10 else ["number of quick replies"]
    problems += [problem for output in outputs for problem in _problems_of_output(output)]
    problems += [problem for reply in replies for problem in _problems_of_reply(reply)]
    size = len(json.dumps(body, ensure_ascii=False).encode())
    return problems + ([] if size <= MAX_BYTES else ["size"])


def _problems_of_output(output: dict[str, Any]) -> list[str]:
    if len(output) != 1 or not set(output) <= KNOWN_OUTPUTS:
        return ["kind of output"]
    match output:
        case {"simpleText": {"text": str(text)}}:
            return [] if text.strip() and units(text) <= 1000 else ["length of text"]
        case {"textCard": card}:
            return _problems_of_card(card)
        case {"listCard": {"header": {"title": str(title)}, "items": list(items)}}:
            good = title.strip() and 1 <= len(items) <= 5 and all(item.get("title", "").strip() for item in items)
            return [] if good else ["list"]
    return ["form of output"]


def _problems_of_card(card: dict[str, Any]) -> list[str]:
    title, description, buttons = card.get("title", ""), card.get("description", ""), card.get("buttons", [])
    problems = [] if (title or description).strip() else ["empty card"]
    problems += [] if units(title) <= 50 and units(title) + units(description) <= 400 else ["length of card"]
    problems += [] if len(buttons) <= 3 else ["number of buttons"]
    for button in buttons:
        good = 0 < units(button["label"]) <= 14 and button["action"] == "webLink"
        problems += [] if good and button["webLinkUrl"].startswith("https://") else ["button"]
    return problems


def _problems_of_reply(reply: dict[str, Any]) -> list[str]:
    if not set(reply) <= {"label", "action", "messageText", "blockId", "extra"}:
        return ["unknown field of a quick reply"]
    label, words = reply.get("label", ""), reply.get("messageText", "")
    good = label.strip() and units(label) <= 14 and isinstance(reply.get("extra", {}), dict)
    is_complete = (reply["action"] == "message" and words.strip()) or (
        reply["action"] == "block" and "blockId" in reply
    )
    return [] if good and is_complete else ["quick reply"]
