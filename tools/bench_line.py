"""Residents on LINE beside the fake platform: how soon webhooks are acknowledged and answers arrive."""

import asyncio
import base64
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import uuid4

import httpx

from tools.bench_residents import Load, Seen, pause, write
from tools.fake_line import ACCESS_TOKEN, FakeLine, serve

SECRET = "0123456789abcdef" * 2
_PATIENCE = 30.0
_REPEATED = 10
"""Every so many webhooks LINE delivers one twice."""


@dataclass
class Platform(FakeLine):
    """The fake platform on the real clock; tells residents what arrives and notes it."""

    noted: Seen = field(default_factory=Seen)
    waiting: dict[str, asyncio.Future[float]] = field(default_factory=dict)

    def _deliver(self, user: str, messages: list[dict[str, Any]]) -> list[dict[str, str]]:
        for message in messages:
            if message["type"] == "text":
                self.noted.show(user, message["text"])
        future = self.waiting.pop(user, None)
        if future and not future.done():
            future.set_result(time.perf_counter())
        return [{"id": uuid4().hex} for _ in messages]


@dataclass
class LineFigures:
    """Milliseconds until a webhook was acknowledged and until the answer was with LINE; `failed` got no 200."""

    acknowledged: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    failed: int = 0
    repeated: int = 0
    silent: int = 0


@asynccontextmanager
async def serve_platform() -> AsyncIterator[Platform]:
    """Serve the platform with a clock that goes on."""

    async def keep_time() -> None:
        while True:
            platform.now = datetime.now(UTC)
            await asyncio.sleep(0.2)

    async with serve(Platform(now=datetime.now(UTC))) as served:
        assert isinstance(served, Platform)  # noqa: S101 - what was handed in
        platform = served
        clock = asyncio.create_task(keep_time())
        try:
            yield platform
        finally:
            clock.cancel()


def settings(platform: Platform) -> dict[str, str]:
    """Return the settings of a gateway beside the platform."""
    return {
        "LINE_CHANNEL_SECRET": SECRET,
        "LINE_CHANNEL_ACCESS_TOKEN": ACCESS_TOKEN,
        "LINE_API_BASE_URL": platform.url,
    }


async def measure_line(url: str, platform: Platform, load: Load, questions: list[str]) -> tuple[LineFigures, Seen]:
    """Let residents write; each waits for the answer before writing again."""
    figures, numbers = LineFigures(), count(1)
    platform.noted = Seen()
    limits = httpx.Limits(max_connections=2 * load.residents)
    async with httpx.AsyncClient(base_url=url, timeout=_PATIENCE, limits=limits) as client:

        async def deliver(body: bytes) -> None:
            began = time.perf_counter()
            with suppress(httpx.HTTPError):
                headers = {"x-line-signature": _sign(body), "content-type": "application/json"}
                response = await client.post("/channels/line/webhook", content=body, headers=headers)
                if response.is_success:
                    figures.acknowledged.append(1000 * (time.perf_counter() - began))
                    return
            figures.failed += 1

        async def talk(texts: Iterator[str]) -> None:
            user = "U" + uuid4().hex
            for text in texts:
                event, number = _event(platform, user, text), next(numbers)
                future = platform.waiting[user] = asyncio.get_running_loop().create_future()
                platform.noted.asked[user] += 1
                began = time.perf_counter()
                await deliver(_webhook(event))
                if number % _REPEATED == 0:
                    figures.repeated += 1
                    await deliver(_webhook({**event, "deliveryContext": {"isRedelivery": True}}))
                try:
                    figures.answered.append(1000 * (await asyncio.wait_for(future, _PATIENCE) - began))
                except TimeoutError:  # a counsellor has the conversation, or the answer is lost: the balance tells
                    figures.silent += 1
                    return
                await pause(load)

        await write(load, talk, questions)
    return figures, platform.noted


def _event(platform: Platform, user: str, text: str) -> dict[str, Any]:
    return {
        "type": "message",
        "mode": "active",
        "timestamp": round(time.time() * 1000),
        "source": {"type": "user", "userId": user},
        "webhookEventId": uuid4().hex,
        "deliveryContext": {"isRedelivery": False},
        "replyToken": platform.issue_token(user),
        "message": {"id": uuid4().hex, "type": "text", "text": text, "quoteToken": "q"},
    }


def _webhook(event: dict[str, Any]) -> bytes:
    return json.dumps({"destination": "U" + "b" * 32, "events": [event]}).encode()


def _sign(body: bytes) -> str:
    return base64.b64encode(hmac.new(SECRET.encode(), body, hashlib.sha256).digest()).decode()
