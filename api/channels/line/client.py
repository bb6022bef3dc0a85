"""Calls of the Messaging API through line-bot-sdk, with what became of each; what to send is left to the rendering.

Logs hold the call, its outcome, LINE's request id and the time taken, never what was sent or received.
"""

import logging
import time
from collections.abc import Awaitable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import UUID

import aiohttp
from linebot.v3 import messaging as line  # type: ignore[import-untyped]  # ships no types
from linebot.v3.messaging.exceptions import ApiException  # type: ignore[import-untyped]  # ships no types

from api.channels.line.rendering import MESSAGES_PER_CALL
from api.channels.line.results import Outcome, SendResult, read_refusal, read_success, read_unreadable
from api.conversations.cleaning import MAX_SIZE

DATA_URL = "https://api-data.line.me"
"""Where LINE serves what residents sent besides text."""
TIMEOUT = timedelta(seconds=5)
DOWNLOAD_TIMEOUT = timedelta(seconds=30)
"""For a whole file; between two pieces of it the ordinary timeout counts."""
LOADING_STEP, LOADING_LONGEST = 5, 60
"""Seconds of the loading indicator (display a loading indicator in the reference)."""

_CHUNK = 64 * 1024

# Of the call that a task makes now: the SDK does not tell whether it failed before or after LINE's answer.
_answered: ContextVar[int | None] = ContextVar("answered", default=None)

logger = logging.getLogger(__name__)


class _Calls(line.AsyncApiClient):  # type: ignore[misc]  # ships no types
    """The SDK's calls; notes the status of an accepted one before its body is read."""

    async def request(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as the SDK's
        """Make a call."""
        response = await super().request(*arguments, **options)
        _answered.set(response.status)
        return response


class CallFailed(Exception):
    """A question to LINE got no usable answer; `result` tells why."""

    def __init__(self, call: str, result: SendResult) -> None:
        super().__init__(f"no usable answer to {call}: {result.outcome}, status {result.status}")
        self.result = result


class ContentUnavailable(Exception):
    """A file cannot be fetched: gone, not ready yet, or no answer."""


class ContentTooLarge(Exception):
    """A file is larger than we take."""


@dataclass(frozen=True)
class Profile:
    """A resident as LINE knows them; `language` is a BCP 47 tag, None without their consent."""

    language: str | None
    name: str = field(repr=False)


@dataclass(frozen=True)
class Content:
    """A file that somebody sent."""

    data: bytes = field(repr=False)
    media_type: str


@dataclass(frozen=True)
class Quota:
    """Messages that may be pushed in a month, None for any number, and how many have been."""

    limit: int | None
    used: int


@dataclass(frozen=True)
class BotInfo:
    """Our own account; `user` is the destination of its webhooks, `chat_mode` is "bot" or "chat"."""

    user: str
    basic_id: str
    name: str
    chat_mode: str


@dataclass(frozen=True)
class WebhookEndpoint:
    """The address that LINE calls, and whether it does."""

    url: str
    active: bool


@dataclass(frozen=True)
class WebhookTest:
    """What LINE saw when it called our webhook; `status` is zero or negative without an answer."""

    succeeded: bool
    status: int
    reason: str
    detail: str


class LineClient:
    """The Messaging API of one channel; made inside the running event loop, closed once.

    `base_url` and `data_url` stay None in production: a `base_url` alone also serves files.
    """

    def __init__(
        self,
        access_token: str,
        base_url: str | None = None,
        data_url: str | None = None,
        timeout: timedelta = TIMEOUT,
        max_content: int = MAX_SIZE,
    ) -> None:
        host = base_url.rstrip("/") if base_url else None
        self._client = _Calls(line.Configuration(access_token=access_token.strip(), host=host))
        self._api = line.AsyncMessagingApi(self._client)
        self._data_url = (data_url or host or DATA_URL).rstrip("/")
        self._timeout = timeout.total_seconds()
        self._max_content = max_content

    async def reply(self, token: str, messages: Sequence[line.Message]) -> SendResult:
        """Answer an event with one to five messages; raises ValueError for another number of them."""
        request = line.ReplyMessageRequest(replyToken=token, messages=_check_number(messages))
        call = self._api.reply_message_with_http_info(request, _request_timeout=self._timeout)
        return (await self._exchange("reply", call))[0]

    async def push(self, user: str, messages: Sequence[line.Message], retry_key: UUID) -> SendResult:
        """Send one to five messages at any time; the same key never sends twice. Raises ValueError as `reply` does."""
        request = line.PushMessageRequest(to=user, messages=_check_number(messages))
        call = self._api.push_message_with_http_info(
            request, x_line_retry_key=str(retry_key), _request_timeout=self._timeout
        )
        return (await self._exchange("push", call))[0]

    async def show_loading(self, user: str, seconds: int) -> SendResult:
        """Show that an answer is coming; `seconds` are rounded up to what LINE allows (5 to 60 in steps of 5)."""
        steps = -(-seconds // LOADING_STEP)
        seconds = min(max(steps * LOADING_STEP, LOADING_STEP), LOADING_LONGEST)
        request = line.ShowLoadingAnimationRequest(chatId=user, loadingSeconds=seconds)
        call = self._api.show_loading_animation_with_http_info(request, _request_timeout=self._timeout)
        return (await self._exchange("loading", call))[0]

    async def profile(self, user: str) -> Profile | None:
        """Return somebody's profile; None if LINE does not tell, for whatever reason."""
        call = self._api.get_profile_with_http_info(user, _request_timeout=self._timeout)
        _, data = await self._exchange("profile", call)
        return Profile(data.language, data.display_name) if data else None

    async def quota(self) -> Quota:
        """Return the monthly allowance and its use; raises CallFailed."""
        quota = await self._ask("quota", self._api.get_message_quota_with_http_info(_request_timeout=self._timeout))
        used = await self._ask(
            "consumption", self._api.get_message_quota_consumption_with_http_info(_request_timeout=self._timeout)
        )
        return Quota(quota.value, used.total_usage)

    async def bot_info(self) -> BotInfo:
        """Return our own account; raises CallFailed."""
        info = await self._ask("info", self._api.get_bot_info_with_http_info(_request_timeout=self._timeout))
        return BotInfo(info.user_id, info.basic_id, info.display_name, info.chat_mode)

    async def webhook_endpoint(self) -> WebhookEndpoint | None:
        """Return where LINE sends events, None if no address is set; raises CallFailed."""
        call = self._api.get_webhook_endpoint_with_http_info(_request_timeout=self._timeout)
        result, data = await self._exchange("webhook", call)
        if result.status == HTTPStatus.NOT_FOUND:
            return None
        if data is None:
            raise CallFailed("webhook", result)
        return WebhookEndpoint(data.endpoint, data.active)

    async def test_webhook(self, url: str | None = None) -> WebhookTest:
        """Let LINE call the registered webhook, or `url`, at most 60 times an hour; raises CallFailed."""
        request = line.TestWebhookEndpointRequest(endpoint=url)
        call = self._api.test_webhook_endpoint_with_http_info(request, _request_timeout=self._timeout)
        test = await self._ask("webhook test", call)
        return WebhookTest(bool(test.success), test.status_code, test.reason, test.detail)

    async def content(self, message_id: str) -> Content:
        """Return a file that somebody sent; raises ContentTooLarge or ContentUnavailable."""
        started = time.monotonic()
        status: int | None = None
        try:
            async with await self._open(message_id) as response:
                status = response.status
                return await self._read_content(response)
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise ContentUnavailable(type(error).__name__) from error
        finally:
            _log("content", "read", status, "", started)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def _open(self, message_id: str) -> aiohttp.ClientResponse:
        # The SDK's own call reads a file of any size into memory before it can be refused.
        url = f"{self._data_url}/v2/bot/message/{quote(message_id, safe='')}/content"
        limits = aiohttp.ClientTimeout(
            total=max(self._timeout, DOWNLOAD_TIMEOUT.total_seconds()),
            sock_connect=self._timeout,
            sock_read=self._timeout,
        )
        response: aiohttp.ClientResponse = await self._client.rest_client.get_request(
            url, headers=dict(self._client.default_headers), _preload_content=False, _request_timeout=limits
        )
        return response

    async def _read_content(self, response: aiohttp.ClientResponse) -> Content:
        if response.status != HTTPStatus.OK:
            raise ContentUnavailable(f"status {response.status}")
        data = bytearray()
        async for chunk in response.content.iter_chunked(_CHUNK):
            data += chunk
            if len(data) > self._max_content:
                response.close()
                raise ContentTooLarge(f"over {self._max_content} bytes")
        return Content(bytes(data), response.content_type)

    async def _ask(self, name: str, call: Awaitable[Any]) -> Any:  # noqa: ANN401 - the SDK has no types
        result, data = await self._exchange(name, call)
        if data is None:
            raise CallFailed(name, result)
        return data

    async def _exchange(self, name: str, call: Awaitable[Any]) -> tuple[SendResult, Any]:
        """Await a call; return what became of it and its data, which is None if there is none to read."""
        started = time.monotonic()
        data = None
        _answered.set(None)
        try:
            response = await call
        except ApiException as error:
            result = read_refusal(error)
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            reached = not isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)
            result = SendResult(Outcome.UNCERTAIN, detail=type(error).__name__, reached=reached)
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            result = read_unreadable(error, _answered.get())
        else:
            data = response.data
            result = read_success(response)
        _log(name, result.outcome, result.status, result.request_id, started)
        return result, data


def _check_number(messages: Sequence[line.Message]) -> list[line.Message]:
    if not 1 <= len(messages) <= MESSAGES_PER_CALL:
        raise ValueError(f"{len(messages)} messages: one call takes 1 to {MESSAGES_PER_CALL}")
    return list(messages)


def _log(call: str, outcome: str, status: int | None, request_id: str, started: float) -> None:
    milliseconds = round((time.monotonic() - started) * 1000)
    logger.info("LINE %s: %s, status %s, request %s, %d ms", call, outcome, status, request_id, milliseconds)
