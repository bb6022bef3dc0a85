"""Makes one push: encrypted for the browser (RFC 8291), signed as ours (RFC 8292), handed to its push service.

pywebpush encrypts and py-vapid signs; httpx sends, since pywebpush's own sender follows redirects, to wherever.
"""

import json
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus

import httpx
from pywebpush import WebPusher  # type: ignore[import-untyped]  # ships no types

from api.push.keys import VapidKey
from api.push.subscriptions import Browser

TIME_TO_LIVE = timedelta(days=1)
"""How long a push service keeps a push for a browser that is off."""
_TIMEOUT = timedelta(seconds=10)


class Outcome(StrEnum):
    """What became of a push; only AGAIN is worth another attempt, after GONE the browser is not to be asked again."""

    SENT = "sent"
    GONE = "gone"
    AGAIN = "again"
    REFUSED = "refused"


@dataclass(frozen=True)
class Sent:
    """An attempt; `status` is None when the push service was not reached, `retry_after` what it asks to wait."""

    outcome: Outcome
    status: int | None = None
    retry_after: timedelta = timedelta()


@dataclass(frozen=True)
class Notification:
    """What a browser shows; `topic` lets a push service drop an earlier one that has not been delivered."""

    title: str
    body: str
    language: str
    topic: str

    def as_bytes(self) -> bytes:
        """Return what the service worker reads (`web/public/push-worker.js`)."""
        shape = {"title": self.title, "body": self.body, "language": self.language}
        return json.dumps(shape, ensure_ascii=False).encode()


class PushSender:
    """A client of all push services."""

    def __init__(self, http: httpx.AsyncClient, key: VapidKey) -> None:
        self._http = http
        self._key = key

    async def send(self, browser: Browser, notification: Notification) -> Sent:
        """Hand a notification to a browser's push service."""
        keys = {"p256dh": browser.public_key, "auth": browser.auth_secret}
        pusher = WebPusher({"endpoint": browser.endpoint, "keys": keys})
        headers = {
            "Authorization": self._key.authorization(browser.endpoint),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(int(TIME_TO_LIVE.total_seconds())),
            "Topic": notification.topic,
            "Urgency": "high",
        }
        body = pusher.encode(notification.as_bytes())["body"]
        try:
            response = await self._http.post(
                browser.endpoint,
                content=body,
                headers=headers,
                timeout=_TIMEOUT.total_seconds(),
                follow_redirects=False,
            )
        except httpx.HTTPError:
            return Sent(Outcome.AGAIN)
        return Sent(_judge(response), response.status_code, _retry_after(response))


def _judge(response: httpx.Response) -> Outcome:
    status = response.status_code
    if response.is_success:
        return Outcome.SENT
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return Outcome.GONE
    if response.is_server_error or status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT}:
        return Outcome.AGAIN
    return Outcome.REFUSED


def _retry_after(response: httpx.Response) -> timedelta:
    """Return what a service asks for in seconds; a date is left to our own pauses."""
    value = response.headers.get("retry-after", "")
    return timedelta(seconds=int(value)) if value.isascii() and value.isdigit() and len(value) < 7 else timedelta()  # noqa: PLR2004
