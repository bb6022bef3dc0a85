"""A LINE channel beside the fake platform: the real inbox, outbox, service and worker on a migrated database."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from linebot.v3 import messaging as line  # type: ignore[import-untyped]  # ships no types
from sqlalchemy import func, select

from api import problems
from api.channels.accounts import accounts_behind
from api.channels.joining import detach
from api.channels.line.channel import LineChannel
from api.channels.line.client import LineClient, Profile
from api.channels.line.lanes import Pace
from api.channels.line.results import Outcome, SendResult
from api.channels.line.routes import create_router
from api.channels.models import ChannelAccount, ChannelEvent
from api.conversations.answering import Answering, Limits
from api.conversations.attachments import Attachments
from api.conversations.database import Database
from api.conversations.events import EventHub, Listeners
from api.conversations.models import Message
from api.conversations.resume import ResumeCodes
from api.conversations.service import ConversationService
from api.conversations.worker import ConversationWorker
from api.messages import Kind, Reply
from api.settings import ApiSettings
from knowledge.detection import Detection
from knowledge.languages import DEFAULT_LANGUAGE, Language
from tests.fakes import FakeEngine
from tools import fake_kakao
from tools.fake_kakao import FakeKakao
from tools.fake_line import ACCESS_TOKEN, USER, FakeLine, serve

SECRET = "test-channel-secret"
PUBLIC_URL = "https://example.org"
QUICK = Pace(
    first_pause=timedelta(milliseconds=2),
    longest_pause=timedelta(milliseconds=20),
    sweep=timedelta(milliseconds=20),
    profile=timedelta(seconds=5),
    grace=timedelta(milliseconds=500),
)


class PlainAnswers:
    """Stands in for fallback, language detection and danger recognition: says little, follows no language."""

    async def answer(self, text: str, language: Language) -> Reply:
        """Answer for a broken engine."""
        return Reply(Kind.ANSWER, f"guidebook: {text}", language=language)

    def detect(self, _: str, previous: Language | None = None) -> Detection:
        """Know nothing of a text."""
        return Detection(previous or DEFAULT_LANGUAGE, 0.0)

    def find(self, _: str, __: Language) -> None:
        """Nobody is in danger."""


class QuietClient(LineClient):
    """Makes no calls but replies and pushes, so that what is to go wrong befalls those."""

    async def profile(self, user: str) -> Profile | None:  # noqa: ARG002 - as the real one
        """Know nobody."""
        return None

    async def show_loading(self, user: str, seconds: int) -> SendResult:  # noqa: ARG002 - as the real one
        """Show nothing."""
        return SendResult(Outcome.SENT)


@dataclass
class Halt:
    """Where the process is to die: before or after LINE got the call with this number."""

    call: int
    after: bool
    calls: int = 0
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    async def pass_by(self, *, after: bool) -> None:
        """Stay here for ever if this is the place."""
        self.calls += not after
        if (self.calls, after) == (self.call, self.after):
            self.reached.set()
            await asyncio.Event().wait()


class DyingClient(QuietClient):
    """Gets stuck in a call, as a process does that is killed there."""

    halt: Halt

    async def reply(self, token: str, messages: Sequence[line.Message]) -> SendResult:
        """Reply, unless the process dies."""
        await self.halt.pass_by(after=False)
        result = await super().reply(token, messages)
        await self.halt.pass_by(after=True)
        return result

    async def push(self, user: str, messages: Sequence[line.Message], retry_key: Any) -> SendResult:  # noqa: ANN401
        """Push, unless the process dies."""
        await self.halt.pass_by(after=False)
        result = await super().push(user, messages, retry_key)
        await self.halt.pass_by(after=True)
        return result


@dataclass
class NotedTrackers:
    """What the engine was told to forget."""

    forgotten: list[str] = field(default_factory=list)

    async def forget(self, conversation: str) -> None:
        """Note it."""
        self.forgotten.append(conversation)


@dataclass
class LineGateway:
    """One process with a LINE channel."""

    fake: FakeLine
    database: Database
    channel: LineChannel
    attachments: Attachments
    service: ConversationService
    worker: ConversationWorker
    listener: Listeners
    hub: EventHub
    engine: FakeEngine
    http: httpx.AsyncClient
    trackers: NotedTrackers = field(default_factory=NotedTrackers)

    async def post(self, body: bytes, signature: str | None = None) -> httpx.Response:
        """Call the webhook as LINE does."""
        headers = {"x-line-signature": sign(body) if signature is None else signature}
        return await self.http.post("/channels/line/webhook", content=body, headers=headers)

    async def write(self, text: str, user: str = USER, **more: object) -> httpx.Response:
        """Deliver a text with a fresh reply token."""
        return await self.post(webhook(text_event(self.fake, text, user, **more)))

    async def settle(self) -> None:
        """Wait until everything is handled, answered and delivered."""
        await until(self.is_settled)

    async def is_settled(self) -> bool:
        """Whether nothing is left to do for people who can be reached."""
        async with self.database.reading() as session:
            behind = await accounts_behind(session, "line")
            query = select(func.count()).select_from(ChannelEvent).where(ChannelEvent.handled_at.is_(None))
            unhandled = await session.scalar(query)
            pending = await session.scalar(select(func.count()).select_from(Message).where(Message.pending))
        return not (behind or unhandled or pending)

    async def outcomes(self) -> list[str | None]:
        """Return what became of all events, in the order in which they happened."""
        query = select(ChannelEvent.outcome).order_by(ChannelEvent.happened_at, ChannelEvent.id)
        async with self.database.reading() as session:
            return list(await session.scalars(query))

    async def account(self, user: str = USER) -> ChannelAccount:
        """Return somebody's account."""
        async with self.database.reading() as session:
            return (await session.scalars(select(ChannelAccount).where(ChannelAccount.user_key == user))).one()

    async def messages(self) -> list[Message]:
        """Return what stands in all conversations."""
        async with self.database.reading() as session:
            return list(await session.scalars(select(Message).order_by(Message.conversation_id, Message.seq)))

    async def stop(self) -> None:
        """End the process; what is under way in the channel has only the grace to finish."""
        await self.channel.stop()
        await self.worker.stop()
        await self.http.aclose()
        await self.database.close()


StartLine = Callable[..., Awaitable[LineGateway]]


@pytest.fixture
def counts(record_property: Callable[[str, object], None]) -> Iterator[Counter[str]]:
    """Count what happened over all examples of a test, for `make fuzz` to print."""
    found: Counter[str] = Counter()
    yield found
    for name in ("bodies", "5xx", "second replies"):
        record_property(name, found[name])


@pytest.fixture
async def fake_line(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeLine]:
    """The platform; the SDK would honour a proxy of the environment."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    async with serve(FakeLine()) as fake:
        yield fake


@pytest.fixture
async def kakao() -> AsyncIterator[FakeKakao]:
    """The stand-in for Kakao, listening."""
    async with fake_kakao.serve(FakeKakao()) as served:
        yield served


@pytest.fixture
async def start_line(fake_line: FakeLine, database_url: str, tmp_path: Path) -> AsyncIterator[StartLine]:
    """Return a function that starts a process on the one database of the test."""
    places = {"database_url": database_url, "attachments_dir": tmp_path / "attachments"}
    async with AsyncExitStack() as stack:

        async def start(
            engine: FakeEngine | None = None,
            client_class: type[LineClient] = LineClient,
            pace: Pace = QUICK,
            **settings: object,
        ) -> LineGateway:
            gateway = build(fake_line, engine or FakeEngine(), client_class, pace, places | settings)
            parts = (gateway.service, gateway.worker, gateway.attachments, gateway.trackers, gateway.listener)
            await gateway.channel.start(*parts)
            await gateway.worker.resume()
            stack.push_async_callback(gateway.stop)
            return gateway

        yield start


@pytest.fixture
async def gateway(start_line: StartLine) -> LineGateway:
    """A process whose engine echoes."""
    return await start_line()


def build(
    fake: FakeLine,
    engine: FakeEngine,
    client_class: type[LineClient],
    pace: Pace,
    changes: dict[str, object],
) -> LineGateway:
    """Wire a process as `app.py` does."""
    chosen: dict[str, Any] = {
        "public_url": PUBLIC_URL,
        "line_channel_secret": f"old-secret, {SECRET}",
        "line_channel_access_token": ACCESS_TOKEN,
        "line_api_base_url": fake.url,
    }
    settings = ApiSettings(**(chosen | changes))

    def now() -> datetime:
        return fake.now

    def connect() -> LineClient:
        return client_class(settings.line_channel_access_token, settings.line_api_base_url)

    database, hub, plain = Database(settings.database_url), EventHub(), PlainAnswers()
    channel = LineChannel(database, settings, now, connect, pace)
    answering = Answering(engine, plain, plain, plain, Limits(timedelta(seconds=5), 40))
    listener = Listeners((hub, channel))
    attachments = Attachments(database, listener, settings.attachments_dir, now)
    codes = ResumeCodes(database, listener, now, settings.public_url, detach)
    service = ConversationService(database, answering, listener, now, codes=codes)
    app = FastAPI()
    problems.install(app)
    app.include_router(create_router(channel))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    http = httpx.AsyncClient(transport=transport, base_url="http://test")
    worker = ConversationWorker(service)
    return LineGateway(fake, database, channel, attachments, service, worker, listener, hub, engine, http)


def sign(body: bytes) -> str:
    """Return the signature of a body."""
    return base64.b64encode(hmac.new(SECRET.encode(), body, hashlib.sha256).digest()).decode()


def webhook(*events: dict[str, Any]) -> bytes:
    """Return a body with events."""
    return json.dumps({"destination": "U" + "b" * 32, "events": events}).encode()


def event(fake: FakeLine, kind: str, user: str = USER, **more: object) -> dict[str, Any]:
    """Return an event that happens now, or `after` it, with a fresh reply token."""
    number = len(fake.tokens) + 1
    after = more.pop("after", timedelta())
    assert isinstance(after, timedelta)
    return {
        "type": kind,
        "mode": "active",
        "timestamp": round((fake.now + after).timestamp() * 1000),
        "source": {"type": "user", "userId": user},
        "webhookEventId": f"{number:026d}",
        "deliveryContext": {"isRedelivery": False},
        "replyToken": fake.issue_token(user),
        **more,
    }


def text_event(fake: FakeLine, text: str, user: str = USER, **more: object) -> dict[str, Any]:
    """Return a text message; its id is `m` and the number of the reply token."""
    message = {"id": f"m{len(fake.tokens) + 1}", "type": "text", "text": text}
    return event(fake, "message", user, message=message, **more)


def press_event(fake: FakeLine, payload: str, user: str = USER) -> dict[str, Any]:
    """Return a pressed button."""
    return event(fake, "postback", user, postback={"data": payload})


async def until(is_true: Callable[[], Awaitable[bool] | bool]) -> None:
    """Wait until something holds; fails after some seconds."""
    async with asyncio.timeout(8):
        while True:
            found = is_true()
            if found if isinstance(found, bool) else await found:
                return
            await asyncio.sleep(0.005)
