"""Residents on KakaoTalk beside the stand-in: how soon the skill answers, at once, by callback or at the next call.

Every second resident's block has Kakao's callback; callbacks travel over TLS through a tunnel, as they are made.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import uvicorn
from starlette.requests import Request
from starlette.responses import Response

from api.channels.kakao.asides import Aside, say_aside, words
from api.channels.kakao.notes import hash_user
from api.channels.kakao.rendering import MORE
from knowledge.languages import Language
from tools.bench_residents import Load, Seen, pause, write
from tools.fake_kakao import BOT, HOST, FakeKakao, problems_of
from tools.stack import free_port
from tools.tunnel import serve_tunnel, settings_of, write_certificate

SECRET = "kakao-skill-secret-" + "x" * 32
HEADER = "X-Gildongmu-Secret"
_LONGEST = 10.0
_CALLBACK_WITHIN = 60.0
_FETCH_WITHIN = 60.0
_LOOKS_AGAIN = 3.0
_PENDING = frozenset(say_aside(Aside.PENDING, language, "").text for language in Language)
_APOLOGIES = frozenset(words(language).failed for language in Language)
_HANDED = frozenset(say_aside(Aside.HANDED, language, "").text for language in Language)


@dataclass
class Platform(FakeKakao):
    """The stand-in; hands callbacks to who waits for them."""

    waiting: dict[str, asyncio.Future[dict[str, Any]]] = field(default_factory=dict)

    async def _take_callback(self, request: Request) -> Response:
        taken = len(self.callbacks)
        response = await super()._take_callback(request)
        future = self.waiting.pop(request.path_params["token"], None)
        if future and not future.done() and len(self.callbacks) > taken:
            future.set_result(await request.json())
        return response


@dataclass
class KakaoFigures:
    """Milliseconds of each skill call, and how questions were answered; `invalid` responses Kakao would not show.

    `apologised` counts the responses that said sorry; their questions are answered later.
    """

    calls: list[float] = field(default_factory=list)
    at_once: int = 0
    by_callback: int = 0
    later: int = 0
    silent: int = 0
    invalid: int = 0
    apologised: int = 0
    waited: list[float] = field(default_factory=list)


@asynccontextmanager
async def serve_platform(home: Path) -> AsyncIterator[tuple[Platform, dict[str, str]]]:
    """Serve the stand-in behind Kakao's name; yields it with the settings of a gateway that calls it.

    Its certificate is kept in the folder `home`, which must exist.
    """
    platform, certificate, port = Platform(), home / "kakao.pem", free_port()
    write_certificate(certificate, HOST)
    config = uvicorn.Config(
        platform.app(), port=port, lifespan="off", log_config=None, ws="none", ssl_certfile=str(certificate)
    )
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn offers no event to wait for
        await asyncio.sleep(0.005)
    async with serve_tunnel(HOST, port) as proxy:
        settings = {"KAKAO_SKILL_SECRET": SECRET, "KAKAO_SKILL_HEADER": HEADER, "KAKAO_BOT_ID": BOT}
        yield platform, settings | settings_of(proxy, certificate)
    server.should_exit = True
    await running


class Skill:
    """The bot engine's side: calls the skill and notes how long it took and what people see."""

    def __init__(self, client: httpx.AsyncClient, platform: Platform) -> None:
        self._client = client
        self._platform = platform
        self.figures = KakaoFigures()
        self.seen = Seen()

    async def ask(self, user: str, text: str, *, with_callback: bool) -> str:
        """Ask and wait for the answer; returns "at once", "by callback", "later" or "silent"."""
        self.seen.asked[hash_user(user)] += 1
        token = uuid4().hex if with_callback else None
        future: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        if token:
            self._platform.waiting[token] = future
        body = await self._call(user, text, callback=self._platform.callback_url(token) if token else None)
        if body and body.get("useCallback"):
            try:
                body = await asyncio.wait_for(future, _CALLBACK_WITHIN)
            except TimeoutError:
                return "silent"
            self._show(user, body)
            if not _says(body, _APOLOGIES):
                await self._read_on(user, body)
                return "by callback"
        return await self._fetch(user, body)

    async def _fetch(self, user: str, body: dict[str, Any] | None) -> str:
        """Ask again, as with the button that brings the rest, until the answer is there."""
        how, end = "at once", time.monotonic() + _FETCH_WITHIN
        while body is None or _says(body, _PENDING | _APOLOGIES):
            if time.monotonic() > end:
                return "silent"
            how = "later"
            await asyncio.sleep(_LOOKS_AGAIN)
            body = await self._call(user, "…", payload=MORE)
        await self._read_on(user, body)
        return how

    async def _read_on(self, user: str, body: dict[str, Any]) -> None:
        """Press the button for what did not fit, unless a counsellor has to be waited for."""
        while not _says(body, _HANDED) and (payload := _more(body)):
            following = await self._call(user, "…", payload=payload)
            if following is None:
                return
            body = following

    async def _call(
        self, user: str, text: str, *, callback: str | None = None, payload: str | None = None
    ) -> dict[str, Any] | None:
        """Call the skill; None if Kakao would show nothing of what came."""
        began = time.perf_counter()
        try:
            content = _body(user, text, callback, payload)
            response = await self._client.post("/channels/kakao/skill", json=content, headers={HEADER: SECRET})
            body: dict[str, Any] = response.json()
            self._platform.answered(callback or "", body)
        except (httpx.HTTPError, ValueError):
            self.figures.invalid += 1
            return None
        finally:
            self.figures.calls.append(1000 * (time.perf_counter() - began))
        if not body.get("useCallback") and problems_of(body):
            self.figures.invalid += 1
            return None
        self._show(user, body)
        return body

    def _show(self, user: str, body: dict[str, Any]) -> None:
        self.figures.apologised += _says(body, _APOLOGIES)
        for text in _texts(body):
            self.seen.show(hash_user(user), text)


async def measure_kakao(url: str, platform: Platform, load: Load, questions: list[str]) -> tuple[KakaoFigures, Seen]:
    """Let residents write; each waits for the answer before writing again."""
    people = count()
    limits = httpx.Limits(max_connections=2 * load.residents)
    async with httpx.AsyncClient(base_url=url, timeout=_LONGEST, limits=limits) as client:
        skill = Skill(client, platform)
        figures = skill.figures

        async def talk(texts: Iterator[str]) -> None:
            user, with_callback = uuid4().hex, next(people) % 2 == 0
            for text in texts:
                began = time.perf_counter()
                how = await skill.ask(user, text, with_callback=with_callback)
                figures.at_once += how == "at once"
                figures.by_callback += how == "by callback"
                figures.later += how == "later"
                figures.silent += how == "silent"
                figures.waited.append(1000 * (time.perf_counter() - began))
                if how == "silent":  # the balance tells whether the answer is lost
                    return
                await pause(load)

        await write(load, talk, questions)
    return figures, skill.seen


def _body(user: str, text: str, callback: str | None, payload: str | None) -> dict[str, Any]:
    block = {"id": "b06b6ca27e616bdc055ffe09", "name": "폴백 블록"}
    properties = {"botUserKey": user, "plusfriendUserKey": user[:12]}
    asked = {
        "timezone": "Asia/Seoul",
        "params": {"surface": "Kakaotalk.plusfriend"},
        "block": block,
        "utterance": text,
        "lang": "ko",
        "user": {"id": user, "type": "botUserKey", "properties": properties},
    }
    return {
        "intent": block,
        "userRequest": asked | ({"callbackUrl": callback} if callback else {}),
        "bot": {"id": BOT, "name": "bench"},
        "action": {"id": "a", "name": "skill", "params": {}, "clientExtra": {"payload": payload} if payload else {}},
        "contexts": [],
    }


def _texts(body: dict[str, Any]) -> list[str]:
    outputs = body.get("template", {}).get("outputs", [])
    return [output["simpleText"]["text"] for output in outputs if "simpleText" in output]


def _says(body: dict[str, Any], texts: frozenset[str]) -> bool:
    return any(text.startswith(one) for text in _texts(body) for one in texts)


def _more(body: dict[str, Any]) -> str | None:
    """Return the payload of the button that brings the rest; None if there is none."""
    found = (reply.get("extra", {}).get("payload", "") for reply in body.get("template", {}).get("quickReplies", []))
    return next((payload for payload in found if payload.partition(":")[0] == MORE), None)
