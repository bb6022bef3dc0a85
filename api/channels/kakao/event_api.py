"""Lets the bot speak first through KakaoTalk's Event API, which costs money, and counts what it costs.

EventApiError
├── InvalidEvent       not sent: too many people, or something that may not travel
├── EventForbidden     the key is not valid for this bot
├── EventRefused       Kakao did not take it
└── EventUncertain     no readable answer; an event may have been sent, so it must not be repeated blindly
"""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import httpx

MAX_USERS = 100
_SEOUL = ZoneInfo("Asia/Seoul")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
_IDENTITY = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_TASK = re.compile(r"[A-Za-z0-9_-]{1,200}")


class EventApiError(Exception):
    """Root of what can go wrong with the Event API."""


class InvalidEvent(EventApiError, ValueError):
    """The event was not sent, because it may not be sent like this."""


class EventForbidden(EventApiError):
    """The key is not valid for this bot."""


class EventRefused(EventApiError):
    """Kakao did not take the request."""


class EventUncertain(EventApiError):
    """Whether Kakao took the request is not known."""


@dataclass(frozen=True)
class TaskResult:
    """What became of an event, counted in people."""

    status: str
    asked: int
    succeeded: int
    failed: int
    failed_users: frozenset[str]

    @property
    def is_delivered(self) -> bool:
        """Whether everybody got it."""
        return self.status == "ALL SUCCESS" and self.failed == 0 and 0 < self.asked == self.succeeded


@dataclass(frozen=True)
class Spending:
    """What was sent in one calendar month in Seoul; a cap of 0 switches the Event API off.

    `price_in_won` is the price of one message to one person with tax, `month` is like `2026-11`.
    """

    cap_in_won: Decimal | int
    price_in_won: Decimal | int
    month: str = ""
    messages: int = 0

    def __post_init__(self) -> None:
        """Refuse amounts with which the cap would not hold."""
        if self.cap_in_won < 0 or self.price_in_won <= 0 or self.messages < 0:
            raise ValueError("a cap below 0, a price that is not above 0, or a negative count")

    def may_send(self, now: datetime, count: int = 1) -> bool:
        """Whether `count` more messages stay within this month's cap; raises ValueError for a naive `now`."""
        return (self._sent_in(self._month_of(now)) + count) * self.price_in_won <= self.cap_in_won

    def after_sending(self, now: datetime, count: int = 1) -> "Spending":
        """Return the spending with `count` more messages; raises ValueError for a naive `now`."""
        month = self._month_of(now)
        return replace(self, month=month, messages=self._sent_in(month) + count)

    def _month_of(self, now: datetime) -> str:
        """Return the month of `now`, but none before the one already counted: a clock set back opens no new purse."""
        if now.tzinfo is None:
            raise ValueError("naive datetime")
        return max(self.month, now.astimezone(_SEOUL).strftime("%Y-%m"))

    def _sent_in(self, month: str) -> int:
        return self.messages if month == self.month else 0


class EventApiClient:
    """Sends events of one bot; `bot` ends with `!` for the development channel, `key` is the app's REST API key."""

    def __init__(
        self,
        base_url: str,
        bot: str,
        key: str,
        http: httpx.AsyncClient,
        timeout: timedelta = timedelta(seconds=5),
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._bot = quote(bot, safe="!")
        self._headers = {"Authorization": f"KakaoAK {key}"}
        self._http = http
        self._timeout = timeout.total_seconds()

    async def notify(
        self,
        users: Sequence[str],
        event_name: str,
        data: Mapping[str, str],
        parameters: Mapping[str, str] | None = None,
    ) -> str:
        """Send an event to up to 100 people (bot user keys) and return the id of Kakao's task: taken, not delivered.

        `data` is for the block's own bubbles, `parameters` reach our skill. Both carry ids only; what people wrote is
        refused with InvalidEvent. Other EventApiErrors say what Kakao did.
        """
        body = {
            "event": {"name": _checked_name(event_name), "data": _checked_ids(data)},
            "user": [{"type": "botUserKey", "id": user, "properties": {}} for user in _checked_users(users)],
            "params": _checked_ids(parameters or {}),
        }
        answer = await self._call("POST", f"/v2/bots/{self._bot}/talk", body)
        if str(answer.get("status", "")).upper() != "SUCCESS":
            raise EventRefused("Kakao did not take the event")
        task = answer.get("taskId")
        if not isinstance(task, str) or not _TASK.fullmatch(task):
            raise EventUncertain("the event was taken, but its task has no id")
        return task

    async def result(self, task: str) -> TaskResult:
        """Return what became of an event; raises an EventApiError if that cannot be found out."""
        if not _TASK.fullmatch(task):
            raise InvalidEvent("not the id of a task")
        answer = await self._call("GET", f"/v1/tasks/{task}")
        fail = answer.get("fail")
        fail = fail if isinstance(fail, dict) else {}
        return TaskResult(
            status=str(answer.get("status", "")).strip().upper(),
            asked=_count(answer.get("allRequestCount")),
            succeeded=_count(answer.get("successCount")),
            failed=_count(fail.get("count")),
            failed_users=_failed_users(fail.get("list")),
        )

    async def _call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        try:
            async with asyncio.timeout(self._timeout):
                response = await self._http.request(
                    method,
                    self._base_url + path,
                    json=body,
                    headers=self._headers,
                    timeout=self._timeout,
                    follow_redirects=False,
                )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise EventRefused("Kakao was not reached") from error
        except (httpx.HTTPError, TimeoutError) as error:
            raise EventUncertain("Kakao did not answer") from error
        return _read_answer(response)


def _read_answer(response: httpx.Response) -> dict[str, Any]:
    if response.status_code in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
        raise EventForbidden(f"the key is not valid for this bot (status {response.status_code})")
    if response.is_client_error or response.is_redirect:
        raise EventRefused(f"Kakao did not take the request (status {response.status_code})")
    try:
        answer = response.json() if response.is_success else None
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise EventUncertain(f"Kakao's answer cannot be read (status {response.status_code})")
    return answer


def _checked_users(users: Sequence[str]) -> list[str]:
    """Return the people without repeats; the Event API refuses a request that names somebody twice."""
    different = list(dict.fromkeys(users))
    if not 0 < len(different) <= MAX_USERS or not all(different):
        raise InvalidEvent(f"an event goes to 1 to {MAX_USERS} people, not to {len(different)}")
    return different


def _checked_name(name: str) -> str:
    if not name.strip():
        raise InvalidEvent("the event has no name")
    return name


def _checked_ids(values: Mapping[str, str]) -> dict[str, str]:
    if not all(_NAME.fullmatch(name) and _IDENTITY.fullmatch(value) for name, value in values.items()):
        raise InvalidEvent("an event carries only ids, never texts")
    return dict(values)


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _failed_users(listed: object) -> frozenset[str]:
    """Return the keys in a list of failures, whose entries are keys or objects with `id` or `user.id`."""
    found: set[str] = set()
    for entry in listed if isinstance(listed, list) else []:
        one = entry.get("user", entry) if isinstance(entry, dict) else entry
        key = one.get("id") if isinstance(one, dict) else one
        if isinstance(key, str):
            found.add(key)
    return frozenset(found)
