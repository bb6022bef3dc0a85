"""A gateway with KakaoTalk only: the real route, service, worker and desk around an engine that tests control."""

import asyncio
import copy
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from api import problems
from api.channels.joining import detach
from api.channels.kakao.channel import KakaoChannel, Timing
from api.channels.kakao.notes import hash_user
from api.channels.kakao.routes import create_router
from api.channels.models import ChannelAccount, ChannelSpending
from api.conversations.answering import Answering, Limits
from api.conversations.attachments import Attachments
from api.conversations.database import Database
from api.conversations.events import Listeners
from api.conversations.models import Counsellor, Message, Ticket
from api.conversations.ports import Listener
from api.conversations.resume import ResumeCodes
from api.conversations.service import ConversationService
from api.conversations.worker import ConversationWorker
from api.desk.service import DeskService
from api.messages import Author, Button, Kind, Reply, Turn, Utterance
from api.settings import ApiSettings
from knowledge.danger.watch import Finding
from knowledge.detection import LanguageDetector
from knowledge.languages import Language
from tests.fakes import FakeEngine
from tools.fake_kakao import BOT, KEY, FakeKakao, problems_of

BODIES = Path(__file__).parent / "bodies" / "kakao"
SECRET = "s3cret-" * 6
HEADERS = {"X-Gildongmu-Secret": SECRET}
PATIENT = Timing(timedelta(seconds=20), timedelta(seconds=25))
HASTY = Timing(timedelta(seconds=0.05), timedelta(seconds=20), task_check=timedelta(0))


def load(name: str) -> dict[str, Any]:
    """Return a recorded body."""
    return dict(json.loads((BODIES / f"{name}.json").read_bytes()))


def ask(text: str, user: str = "u-1", *, callback: str | None = None, payload: str | None = None) -> dict[str, Any]:
    """Return the body of a typed or pressed text."""
    body = copy.deepcopy(load("fallback-block"))
    asked = body["userRequest"]
    asked["utterance"] = text
    asked["user"]["id"] = asked["user"]["properties"]["botUserKey"] = user
    if callback:
        asked["callbackUrl"] = callback
    if payload:
        body["action"]["clientExtra"] = {"payload": payload}
    return body


def texts(body: dict[str, Any]) -> list[str]:
    """Return the texts of a skill response."""
    return [output["simpleText"]["text"] for output in body["template"]["outputs"] if "simpleText" in output]


def payloads(body: dict[str, Any]) -> list[str]:
    """Return what the buttons of a skill response ask for."""
    return [one.get("extra", {}).get("payload", "") for one in body["template"].get("quickReplies", [])]


def more(body: dict[str, Any]) -> str:
    """Return what the button that brings the rest asks for; empty if there is none."""
    return next((one for one in payloads(body) if one.startswith("#more:")), "")


class HeldEngine(FakeEngine):
    """Answers only once it is let go."""

    def __init__(self, *replies: list[Utterance] | Exception) -> None:
        super().__init__(*replies)
        self.free = asyncio.Event()

    async def respond(self, turn: Turn) -> list[Utterance]:
        """Wait, then answer."""
        await self.free.wait()
        return await super().respond(turn)


class PlainFallback:
    """Answers when the engine cannot."""

    async def answer(self, text: str, language: Language) -> Reply:
        """Return a notice."""
        return Reply(Kind.NOTICE, f"fallback: {text}", Author.SYSTEM, language, (), (Button("Person", "#counsellor"),))


class NoDanger:
    """Finds nobody in danger."""

    def find(self, text: str, language: Language) -> Finding | None:  # noqa: ARG002 - the port's form
        """Return None."""
        return None


@dataclass
class Clock:
    """A clock that tests move."""

    time: datetime = datetime(2026, 11, 23, 3, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the time."""
        return self.time

    def pass_seconds(self, seconds: float) -> None:
        """Move on."""
        self.time += timedelta(seconds=seconds)


@dataclass
class Talk:
    """A running gateway, and what can be seen of it from outside."""

    channel: KakaoChannel
    client: httpx.AsyncClient
    engine: FakeEngine
    database: Database
    desk: DeskService
    service: ConversationService
    clock: Clock
    kakao: FakeKakao
    restart: Callable[[], Awaitable["Talk"]]
    counsellors: dict[str, Counsellor] = field(default_factory=dict)

    async def post(self, body: object) -> httpx.Response:
        """Call the skill."""
        return await self.client.post("/channels/kakao/skill", json=body, headers=HEADERS)

    async def call(self, body: dict[str, Any]) -> dict[str, Any]:
        """Call the skill and check that the response is valid."""
        url = body["userRequest"].get("callbackUrl") or ""
        self.kakao.issue(url)
        response = await self.post(body)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        self.kakao.answered(url, answer)
        if answer.get("useCallback") is True:
            assert answer["version"] == "2.0"
            assert answer["data"]["text"]
            assert "template" not in answer
        else:
            assert problems_of(answer) == []
        return answer

    async def say(self, text: str, user: str = "u-1", **more: str) -> dict[str, Any]:
        """Type or press something."""
        return await self.call(ask(text, user, **more))

    async def rows(self, table: type[Any]) -> list[Any]:
        """Return all rows of a table."""
        async with self.database.reading() as session:
            return list(await session.scalars(select(table)))

    async def account(self, user: str = "u-1") -> ChannelAccount:
        """Return somebody's account."""
        found: ChannelAccount = next(one for one in await self.rows(ChannelAccount) if one.user_key == hash_user(user))
        return found

    async def questions(self) -> list[str]:
        """Return what residents have asked, as it is stored."""
        return [one.text for one in await self.rows(Message) if one.author == Author.RESIDENT]

    async def spent(self) -> int:
        """Return how many paid messages have been counted."""
        return sum(one.messages for one in await self.rows(ChannelSpending))

    async def claim(self, user: str = "u-1") -> tuple[str, Counsellor]:
        """Have a counsellor take somebody's ticket."""
        account = await self.account(user)
        tickets = await self.rows(Ticket)
        ticket = next(one for one in tickets if one.conversation_id == account.conversation_id)
        if "kim" not in self.counsellors:
            kim = Counsellor(id="kim", email="kim@example.org", name="Kim", languages=["ko"], created_at=self.clock())
            async with self.database.writing() as session:
                session.add(kim)
            self.counsellors["kim"] = kim
        await self.desk.claim(ticket.id, self.counsellors["kim"])
        return ticket.id, self.counsellors["kim"]

    async def with_counsellor(self, user: str = "u-1") -> Callable[[str], Awaitable[Message]]:
        """Ask for a counsellor and return a function that lets the counsellor write; all so far has been shown."""
        await self.say("Person", user, payload="#counsellor")
        ticket, kim = await self.claim(user)
        await self.say("Look", user, payload="#more")

        async def write(text: str) -> Message:
            return await self.desk.reply(ticket, kim, text, None)

        return write


StartTalk = Callable[..., Awaitable[Talk]]


async def until(holds: Callable[[], Awaitable[bool]] | Callable[[], bool]) -> None:
    """Wait until something holds, up to 20 seconds."""
    async with asyncio.timeout(20):
        while True:
            result = holds()
            if result if isinstance(result, bool) else await result:
                return
            await asyncio.sleep(0.01)


@pytest.fixture(scope="session")
def detector() -> LanguageDetector:
    """The detector that ships."""
    return LanguageDetector.load()


@pytest.fixture
async def start_talk(
    kakao: FakeKakao, detector: LanguageDetector, database_url: str, tmp_path: Path
) -> AsyncIterator[StartTalk]:
    """Return a function that starts a gateway; all are stopped at the end of the test."""
    clock = Clock()
    async with AsyncExitStack() as stack:

        async def start(engine: FakeEngine | None = None, timing: Timing = PATIENT, **settings: object) -> Talk:
            chosen: dict[str, object] = {
                "database_url": database_url,
                "kakao_skill_secret": SECRET,
                "kakao_bot_id": BOT,
                "public_url": "https://help.example.org",
                **settings,
            }
            configured = ApiSettings(**chosen)  # type: ignore[arg-type]  # a test names its fields
            database, used = Database(configured.database_url), engine or FakeEngine()
            listening: list[Listener] = []
            listeners = Listeners(listening)
            limits = Limits(timedelta(seconds=30), 40)
            answering = Answering(used, PlainFallback(), detector, NoDanger(), limits)
            codes = ResumeCodes(database, listeners, clock, configured.public_url, detach)
            service = ConversationService(database, answering, listeners, clock, codes=codes)
            worker = ConversationWorker(service)
            attachments = Attachments(database, listeners, tmp_path / "attachments", clock)
            channel = KakaoChannel(database, service, worker, configured, kakao.http, clock, attachments, timing)
            listening.append(channel)
            app = FastAPI()
            problems.install(app)
            app.include_router(create_router(channel, configured, clock))
            await worker.resume()
            await channel.start()
            ends = AsyncExitStack()
            stack.push_async_callback(ends.aclose)
            for end in (database.close, worker.stop, channel.stop):
                ends.push_async_callback(end)
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)
            client = await ends.enter_async_context(httpx.AsyncClient(transport=transport, base_url="http://test"))

            async def restart() -> Talk:
                await ends.aclose()
                return await start(FakeEngine(), PATIENT, **settings)

            desk = DeskService(database, listeners, clock)
            return Talk(channel, client, used, database, desk, service, clock, kakao, restart)

        yield start


@pytest.fixture
async def talk(start_talk: StartTalk) -> Talk:
    """A gateway whose engine echoes at once."""
    return await start_talk()


EVENTS: dict[str, object] = {
    "kakao_event_api_base_url": "https://bot-api.kakao.com",
    "kakao_event_api_key": KEY,
    "kakao_event_api_monthly_cap": 1000,
}
