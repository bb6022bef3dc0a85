"""Counsellors and residents who keep a gateway busy, and how long everything takes them."""

import asyncio
import json
import random
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp

from tools.desk_texts import pick_language, topics

DESK = "/api/v1/desk"
AT_DESK, AT_RESIDENT = "resident's message at the desk", "counsellor's reply at the resident"
_ROUNDS = {
    "queue": 6,
    "ticket": 8,
    "search": 3,
    "records": 2,
    "report of a month": 1,
    "report of a year": 1,
}
_PACE, _TALK_PACE = 4.0, 10.0
_IDLE = 3
"""Seconds for which a connection is kept for the next request: fewer than the gateway's, which might just close it."""
# An event stream has no end.
_ENDLESS = aiohttp.ClientTimeout(total=None, sock_connect=30)


@dataclass(frozen=True)
class Load:
    """How many are there, and for how long they are measured, in seconds."""

    counsellors: int
    residents: int
    seconds: float

    @property
    def talks(self) -> int:
        """So many residents talk with a counsellor; the others only follow their conversation."""
        return min(self.counsellors, self.residents)


@dataclass
class Figures:
    """Milliseconds by what was done, once `counts`; what failed, by status."""

    counts: bool = False
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def note(self, name: str, milliseconds: float) -> None:
        """Keep a duration."""
        if self.counts:
            self.times[name].append(milliseconds)


@dataclass
class Talk:
    """A resident, their ticket, and the counsellor who has it."""

    session: aiohttp.ClientSession
    path: str
    headers: dict[str, str]
    ticket: str = ""
    holder: "Desk | None" = None
    written: int = 0


@dataclass
class Desk:
    """A counsellor's page."""

    session: aiohttp.ClientSession
    chance: random.Random
    figures: Figures
    is_supervisor: bool = False
    tickets: list[str] = field(default_factory=list)

    async def get(self, name: str, path: str, **query: str) -> dict[str, Any]:
        """Ask for something and note how long it took."""
        began = time.perf_counter()
        async with self.session.get(DESK + path, params=query) as response:
            body = await response.read()
        self.figures.note(name, 1000 * (time.perf_counter() - began))
        if response.status != 200:  # noqa: PLR2004 - the status of success
            self.figures.failed[f"{name} {response.status}"] += 1
            return {}
        return dict(json.loads(body))

    async def work(self, until: float) -> None:
        """Look at this and that, a few seconds apart."""
        names = [name for name in _ROUNDS if self.is_supervisor or not name.startswith("report")]
        await asyncio.sleep(self.chance.uniform(0, _PACE))
        while time.monotonic() < until:
            await self._look(self.chance.choices(names, [_ROUNDS[name] for name in names])[0])
            await asyncio.sleep(self.chance.uniform(0.5, 1.5) * _PACE)

    async def _look(self, name: str) -> None:
        if name == "queue" or not self.tickets:
            state = self.chance.choice(("waiting", "waiting", "claimed", "closed"))
            shown = await self.get("queue", "/tickets", state=state)
            self.tickets = [one["id"] for one in shown.get("tickets", [])] or self.tickets
        elif name == "ticket":
            await self.get(name, f"/tickets/{self.chance.choice(self.tickets)}")
        elif name == "search":
            await self.get(name, "/search", q=self._words())
        elif name == "records":
            await self.get(name, "/records", **({} if self.chance.random() < 0.5 else {"language": "vi"}))  # noqa: PLR2004
        else:
            await self.get(name, "/reports", **_period(name))

    def _words(self) -> str:
        """A word or two of a real question."""
        question = self.chance.choice(topics()[pick_language(self.chance)]).question
        words = [word for word in question.split() if len(word) > 1]
        if not words:
            return "비자"
        start = self.chance.randrange(len(words))
        # Languages without spaces are searched by parts of a sentence.
        return " ".join(words[start : start + self.chance.randint(1, 2)])[:12].strip() or "비자"


def _period(name: str) -> dict[str, str]:
    today = datetime.now(UTC).date()
    if name == "report of a month":
        return {"since": str(today.replace(day=1)), "until": str(today)}
    return {"since": str(today.replace(year=today.year - 1)), "until": str(today)}


async def run_load(url: str, codes: list[str], load: Load) -> Figures:
    """Sign counsellors in by their codes, connect everybody, and return the figures."""
    figures = Figures()
    async with AsyncExitStack() as stack:
        desks = [await _open_desk(stack, url, code, figures, number) for number, code in enumerate(codes)]
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=_IDLE)
        residents = aiohttp.ClientSession(url, connector=connector, timeout=_ENDLESS)
        await stack.enter_async_context(residents)
        talks = [await _begin(residents, is_talk=number < load.talks) for number in range(load.residents)]
        for number, talk in enumerate(talks[: load.talks]):
            await _claim(talk, desks, number)
        mine = {talk.ticket for talk in talks if talk.ticket}
        connected = [asyncio.Event() for _ in (*desks, *talks)]
        followers: list[Awaitable[None]] = [
            *(_follow_desk(desk, mine, gate) for desk, gate in zip(desks, connected, strict=False)),
            *(_follow_talk(talk, figures, gate) for talk, gate in zip(talks, connected[len(desks) :], strict=True)),
        ]
        tasks = [asyncio.ensure_future(one) for one in followers]
        try:
            await asyncio.gather(*(gate.wait() for gate in connected))
            await _everybody(desks, talks[: load.talks], time.monotonic() + min(10, load.seconds))
            figures.counts = True
            await _everybody(desks, talks[: load.talks], time.monotonic() + load.seconds)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    return figures


async def _everybody(desks: list[Desk], talks: list[Talk], until: float) -> None:
    await asyncio.gather(*(desk.work(until) for desk in desks), *(_talk(talk, until) for talk in talks))


async def _open_desk(stack: AsyncExitStack, url: str, code: str, figures: Figures, number: int) -> Desk:
    jar = aiohttp.CookieJar(unsafe=True)
    connector = aiohttp.TCPConnector(keepalive_timeout=_IDLE)
    session = await stack.enter_async_context(
        aiohttp.ClientSession(url, cookie_jar=jar, connector=connector, timeout=_ENDLESS)
    )
    async with session.post(f"{DESK}/session", json={"code": code}) as response:
        told = await response.json()
        response.raise_for_status()
    role = told["counsellor"]["role"]
    return Desk(session, random.Random(number), figures, role in {"supervisor", "administrator"})  # noqa: S311 - no secret


async def _begin(session: aiohttp.ClientSession, *, is_talk: bool) -> Talk:
    async with session.post("/api/v1/conversations", json={"language": "en"}) as response:
        made = await response.json()
    path, headers = f"/api/v1/conversations/{made['id']}", {"Authorization": f"Bearer {made['token']}"}
    talk = Talk(session, path, headers)
    if is_talk:
        await _write(talk, "Talk to a counsellor", payload="#counsellor")
    return talk


async def _write(talk: Talk, text: str, **more: str) -> None:
    talk.written += 1
    body = {"text": text, "client_id": f"b{talk.written}", **more}
    async with talk.session.post(f"{talk.path}/messages", json=body, headers=talk.headers) as response:
        await response.read()


async def _claim(talk: Talk, desks: list[Desk], number: int) -> None:
    """Have a counsellor claim a resident's ticket; where the queue was quicker, whoever has it."""
    async with talk.session.get(talk.path, headers=talk.headers) as response:
        talk.ticket = (await response.json())["ticket"]["id"]
    for desk in desks[number:] + desks[:number]:
        async with desk.session.post(f"{DESK}/tickets/{talk.ticket}/claim") as response:
            if response.status == 200:  # noqa: PLR2004 - the status of success
                talk.holder = desk
                return


async def _talk(talk: Talk, until: float) -> None:
    """The resident writes, the counsellor answers."""
    await asyncio.sleep(random.uniform(0, _TALK_PACE))  # noqa: S311 - no secret
    while time.monotonic() < until and talk.holder:
        await _write(talk, f"Message {talk.written}: what else do I need?")
        await asyncio.sleep(1)
        body = {"text": f"Reply {talk.written}", "client_id": f"r{talk.written}"}
        async with talk.holder.session.post(f"{DESK}/tickets/{talk.ticket}/replies", json=body) as response:
            if response.status != 201:  # noqa: PLR2004 - the status of success
                talk.holder.figures.failed[f"reply {response.status}"] += 1
        await asyncio.sleep(random.uniform(0.5, 1.5) * _TALK_PACE)  # noqa: S311 - no secret


async def _follow_desk(desk: Desk, tickets: set[str], connected: asyncio.Event) -> None:
    """Note when messages of our residents arrive; a message is dated when it is accepted."""
    async for name, data in _events(desk.session, f"{DESK}/events", {}, connected):
        message = data.get("message", {}) if name == "message" and data.get("ticket_id") in tickets else {}
        if message.get("author") == "resident":
            desk.figures.note(AT_DESK, _age(message))


async def _follow_talk(talk: Talk, figures: Figures, connected: asyncio.Event) -> None:
    async for name, data in _events(talk.session, f"{talk.path}/events", talk.headers, connected):
        if name == "message" and data.get("author") == "counsellor":
            figures.note(AT_RESIDENT, _age(data))


def _age(message: dict[str, Any]) -> float:
    return 1000 * (datetime.now(UTC) - datetime.fromisoformat(message["created_at"])).total_seconds()


async def _events(
    session: aiohttp.ClientSession, path: str, headers: dict[str, str], connected: asyncio.Event
) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    """Follow server-sent events."""
    name = ""
    async with session.get(path, headers=headers) as response:
        response.raise_for_status()
        connected.set()
        async for line in response.content:
            if line.startswith(b"event: "):
                name = line[7:].decode().strip()
            elif line.startswith(b"data: ") and name == "message":
                yield name, json.loads(line[6:])
