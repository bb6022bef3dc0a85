"""A gateway played in the browser: one conversation in any state, and what the chat asked of it."""

import asyncio
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol
from urllib.parse import urlsplit

from playwright.async_api import Page, Request, Route, expect

from tests.api.test_conversations import QUESTIONS
from tools.stack import Stack

KEY = {"id": "staged", "token": "staged-token"}
MOMENT = "2026-11-22T05:00:00+00:00"
COUNSELLOR = "김하나"
ARTICLE = "visa.extension"
ANSWERS = {
    "ko": "체류기간 만료일 전에 신청하세요.\n• 온라인: 하이코리아\n• 전화: 1345",
    "en": "Apply before your stay ends.\n• Online: HiKorea\n• By phone: 1345",
    "zh": "请在居留期限届满前申请。\n• 网上：HiKorea\n• 电话：1345",
    "vi": "Hãy nộp đơn trước khi hết hạn lưu trú.\n• Trực tuyến: HiKorea\n• Điện thoại: 1345",
    "mn": "Оршин суух хугацаа дуусахаас өмнө өргөдлөө гаргана уу.\n• Онлайн: HiKorea\n• Утас: 1345",
    "ru": "Подайте заявление до окончания срока пребывания.\n• Онлайн: HiKorea\n• Телефон: 1345",
    "uz": "Yashash muddati tugashidan oldin ariza bering.\n• Onlayn: HiKorea\n• Telefon: 1345",
    "ur": "قیام کی مدت ختم ہونے سے پہلے درخواست دیں۔\n• آن لائن: HiKorea\n• فون: 1345",
}
TICKET = {"id": "t1", "priority": "normal", "position": 2, "wait_minutes": 10, "counsellor": None}


@dataclass
class StagedGateway:
    """Answers the chat's calls from what a test puts here; `calls` holds method, path and body of each."""

    language: str = "en"
    state: str = "bot"
    rating: str | None = None
    ticket: dict[str, Any] | None = None
    messages: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[str, str, Any]] = field(default_factory=list)
    refusals: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Last part of a path → status and slug with which it is refused; status 0 stands for no network."""
    key: dict[str, str] = field(default_factory=lambda: dict(KEY))
    """What opens the conversation that is started or gone on with next."""
    held: dict[str, asyncio.Event] = field(default_factory=dict)
    """Last part of a path → what the answer to the next such call waits for."""
    gone: set[str] = field(default_factory=set)
    """Conversations that do not exist any more."""

    def say(self, author: str, text: str, kind: str = "text", **more: object) -> None:
        """Add a message to the conversation."""
        seq = len(self.messages) + 1
        message = {"seq": seq, "id": f"m{seq}", "author": author, "kind": kind, "text": text, "created_at": MOMENT}
        self.messages.append({"language": self.language, "citations": [], "buttons": [], **message, **more})

    def say_answer(self) -> None:
        """Add a question and the assistant's answer, with where it comes from."""
        self.say("resident", QUESTIONS[self.language])
        citation = {
            "article": ARTICLE,
            "title": "체류기간 연장 · Extension of stay",
            "language": self.language,
            "source": "출입국관리법 art. 25",
            "verified": "2026-11-22",
            "url": f"/guide/{self.language}/{ARTICLE}",
        }
        buttons = [{"title": "+82 1345", "payload": "#counsellor"}]
        self.say("bot", ANSWERS[self.language], "answer", citations=[citation], buttons=buttons)

    def say_choices(self) -> None:
        """Add an answer that asks back with buttons."""
        buttons = [{"title": f"{one} {ANSWERS[self.language][:20]}", "payload": f"#topic:{one}"} for one in "ABC"]
        self.say("bot", ANSWERS[self.language].splitlines()[0], "choices", buttons=buttons)

    def wait(self) -> None:
        """The resident asked for a counsellor."""
        self.say_answer()
        self.state, self.ticket = "waiting", dict(TICKET)

    def meet(self) -> None:
        """A counsellor is there and has written."""
        self.wait()
        self.state = "human"
        self.ticket = {**TICKET, "position": None, "wait_minutes": None, "counsellor": {"name": COUNSELLOR}}
        self.say("counsellor", ANSWERS[self.language], name=COUNSELLOR)

    def part(self) -> None:
        """The counsellor closed the ticket."""
        self.meet()
        self.state, self.ticket, self.rating = "closed", None, "open"

    def asked(self, method: str, ending: str) -> list[Any]:
        """Return the bodies of the calls of this kind."""
        return [body for verb, path, body in self.calls if verb == method and path.endswith(ending)]

    async def play(self, page: Page, *, is_started: bool = True) -> None:
        """Answer this page's calls from now on; the chat finds the conversation's key on the device."""
        if is_started:
            keep = f"localStorage.setItem(`gildongmu:${{origin}}:key`, {json.dumps(json.dumps(KEY))})"
            await page.add_init_script(f"if (!sessionStorage.kept) {{ sessionStorage.kept = 1; {keep} }}")
        await page.route(re.compile(r"/api/v1/"), self._answer)

    async def _answer(self, route: Route) -> None:
        request = route.request
        path = urlsplit(request.url).path.removeprefix("/api/v1")
        self.calls.append((request.method, path, _body(request)))
        name = path.rpartition("/")[2]
        if name in self.held:
            await self.held.pop(name).wait()
        status, slug = self.refusals.get(name, (200, ""))
        if not self.gone.isdisjoint(path.split("/")):
            status, slug = 404, "not-found"
        if status == 0:
            await route.abort()
        elif slug:
            problem = {"type": f"urn:gildongmu:problem:{slug}", "title": slug, "status": status, "detail": slug}
            await route.fulfill(status=status, json=problem)
        else:
            await self._fulfil(route, request.method, path)

    async def _fulfil(self, route: Route, method: str, path: str) -> None:
        name = path.rpartition("/")[2]
        if name == "events":
            event = f"event: conversation\ndata: {json.dumps(self._conversation())}\n\n"
            await route.fulfill(content_type="text/event-stream", body=event)
        elif method == "DELETE" or name == "push":
            await route.fulfill(status=204)
        elif name in {"conversations", "resume"}:
            await route.fulfill(status=201, json={**self._conversation(), **self.key})
        elif name == "messages" and method == "POST":
            await self._store(route)
        elif name == "messages":
            await route.fulfill(json={"messages": self.messages, "conversation": self._conversation()})
        elif name == "attachments":
            photo = {"id": "a1", "media_type": "image/png", "size": 70}
            self.say("resident", "Photo", attachment=photo)
            await route.fulfill(status=201, json={"message": self.messages[-1]})
        elif name == "rating":
            self.rating = "given"
            await route.fulfill(status=201, json={"rating": "given"})
        elif name == "resume-code":
            await route.fulfill(json={"code": "ABCDE-12345", "expires_at": in_ten_minutes(), "link": None})
        elif name == "push-key":
            await route.fulfill(json={"key": "BPush"})
        else:
            await route.fulfill(json=self._conversation())

    async def _store(self, route: Route) -> None:
        body = _body(route.request)
        self.say("resident", body["text"], client_id=body["client_id"])
        stored = {"message": self.messages[-1], "replies": [], "conversation": self._conversation()}
        await route.fulfill(json=stored)

    def _conversation(self) -> dict[str, Any]:
        shape = {"language": self.language, "state": self.state, "ticket": self.ticket, "rating": self.rating}
        return {"id": self.key["id"], **shape}


async def show(page: Page, stack: Stack, gateway: StagedGateway, path: str = "/?language=en") -> None:
    """Open the chat page on a staged conversation."""
    await gateway.play(page)
    await page.goto(f"{stack.url}{path}")
    await expect(page.get_by_test_id("input")).to_be_visible()


class Served(Protocol):
    """A service, whether all of it or the gateway alone."""

    @property
    def url(self) -> str:
        """Where it is."""


async def embed(page: Page, served: Served, attributes: str) -> None:
    """A page of another origin with the one line that its makers need."""
    line = f'<script type="module" src="{served.url}/static/widget.js" {attributes}></script>'
    body = f"<!doctype html><html lang=en><title>Centre</title><h1>Centre</h1>{line}".encode()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" + body)
        await writer.drain()
        writer.close()

    # A real one: Chromium lets no page that came from nowhere load anything from this machine.
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        await page.goto(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
        await expect(page.get_by_test_id("bubble")).to_be_visible()


async def choose(page: Page, item: str) -> None:
    """Press an item of the menu."""
    await page.get_by_test_id("more").click()
    await page.get_by_test_id("menu").get_by_test_id(item).click()


async def kept_key(page: Page) -> Any:  # noqa: ANN401 - whatever the JSON says
    """What opens the conversation, as the device keeps it; None where nothing is kept."""
    return json.loads(await page.evaluate("localStorage.getItem(`gildongmu:${origin}:key`)") or "null")


async def settle(page: Page) -> None:
    """Let the page work off what it has been answered, and ask for what it is about to: one call follows the other."""
    await page.evaluate("fetch('/api/v1/push-key').then((answer) => answer.text())")


def in_ten_minutes() -> str:
    """When a code issued now ends."""
    return (datetime.now(UTC) + timedelta(minutes=10)).isoformat()


def _body(request: Request) -> Any:  # noqa: ANN401 - bytes, or whatever the JSON says
    if "json" not in (request.headers.get("content-type") or ""):
        return request.post_data_buffer
    return request.post_data_json
