"""The address that KakaoTalk's chatbot calls: who may call, how much and how often; always a valid answer."""

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Callable
from datetime import datetime, timedelta

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from api.channels.kakao.access import is_allowed
from api.channels.kakao.channel import KakaoChannel, read_secrets
from api.channels.kakao.display import Reply
from api.channels.kakao.notes import Outcome, hash_user
from api.channels.kakao.requests import BadSkillRequest, SkillRequest, read_skill
from api.settings import ApiSettings

logger = logging.getLogger(__name__)

MAX_BYTES = 256 * 1024
_READING = 1.0
_MINUTE = timedelta(minutes=1)
_MOST_PEOPLE = 20_000


class RateLimit:
    """Allows so many calls a person and minute; remembers people in memory, the latest ones only."""

    def __init__(self, calls: int, now: Callable[[], datetime]) -> None:
        self._calls = calls
        self._now = now
        self._seen: OrderedDict[str, deque[datetime]] = OrderedDict()

    def is_within(self, person: str) -> bool:
        """Count a call; False if it is one too many, which then does not count."""
        now, times = self._now(), self._seen.setdefault(person, deque())
        self._seen.move_to_end(person)
        if len(self._seen) > _MOST_PEOPLE:
            self._seen.popitem(last=False)
        while times and now - times[0] >= _MINUTE:
            times.popleft()
        if len(times) >= self._calls:
            return False
        times.append(now)
        return True


class SkillResponse(JSONResponse):
    """A skill response that tells the channel whether it has gone out."""

    def __init__(self, channel: KakaoChannel, reply: Reply, *, is_wanted: bool = True) -> None:
        super().__init__(reply.body)
        self._channel = channel
        self._reply = reply
        self._is_wanted = is_wanted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the response, then settle what was shown in it."""
        outcome = Outcome.UNCERTAIN
        try:
            await super().__call__(scope, receive, send)
            outcome = Outcome.SENT if self._is_wanted else Outcome.FAILED
        finally:
            await self._channel.sent(self._reply, outcome)


def create_router(
    channel: KakaoChannel, settings: ApiSettings, now: Callable[[], datetime], calls_a_minute: int = 20
) -> APIRouter:
    """Return `/channels/kakao/skill`."""
    router = APIRouter(tags=["channels"])
    secrets, limit = read_secrets(settings), RateLimit(calls_a_minute, now)

    @router.post("/channels/kakao/skill", include_in_schema=False)
    async def answer(request: Request) -> SkillResponse:
        if not is_allowed(request.headers, settings.kakao_skill_header, secrets):
            raise HTTPException(401, "not a call of our bot")
        asked = await _read(request)
        reply = await _answer(asked) if asked else Reply(channel.apologise())
        return SkillResponse(channel, reply, is_wanted=not await request.is_disconnected())

    async def _answer(asked: SkillRequest) -> Reply:
        if not _is_our_bot(asked, settings.kakao_bot_id):
            logger.warning("skill call of another bot")
            return Reply(channel.apologise(asked))
        if asked.user and not limit.is_within(hash_user(asked.user)):
            return Reply(channel.decline(asked))
        if asked.callback_url and not channel.may_call_back(asked):
            logger.warning("skill call with an address that is no callback of our bot")
        return await channel.answer(asked)

    return router


async def _read(request: Request) -> SkillRequest | None:
    """Return the call, None if it is none; raises 413 for a body that is too large."""
    try:
        async with asyncio.timeout(_READING):
            return read_skill(await _read_body(request))
    except BadSkillRequest:
        logger.warning("skill call without a JSON object")
    except (TimeoutError, ClientDisconnect):
        logger.warning("skill call whose body did not come")
    return None


async def _read_body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            raise HTTPException(413, "the body is larger than 256 KB")
    return bytes(body)


def _is_our_bot(asked: SkillRequest, bot: str) -> bool:
    """Whether a call comes from our bot or its development channel; True if it or the setting names none."""
    return not bot or asked.bot is None or asked.bot.removesuffix("!") == bot.removesuffix("!")
