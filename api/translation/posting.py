"""One request to a translation service, tried a second time where the first failed for a passing reason."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

import httpx

from api.translation.ports import TranslationFailed, TranslationTooSlow

Pause = Callable[[float], Awaitable[None]]

# Before the second try, where the service does not say how long to wait.
USUAL_WAIT = timedelta(milliseconds=300)
# A service that asks for more would use up the time in which somebody waits for the translation.
LONGEST_WAIT = timedelta(seconds=3)


async def post(
    client: httpx.AsyncClient,
    path: str,
    body: Mapping[str, object],
    headers: Mapping[str, str],
    pause: Pause = asyncio.sleep,
) -> httpx.Response:
    """Return the answer, whatever its status; 429, 5xx and a broken connection are tried once more.

    Raises TranslationTooSlow for the client's own time limit and TranslationFailed for a connection that breaks twice.
    """
    try:
        response = await client.post(path, json=body, headers=headers)
    except httpx.TimeoutException as error:
        raise TranslationTooSlow from error
    except httpx.TransportError:
        await pause(USUAL_WAIT.total_seconds())
        return await _post_again(client, path, body, headers)
    if not _is_passing(response):
        return response
    wait = read_retry_after(response)
    if wait is not None and wait > LONGEST_WAIT:
        return response
    await pause((USUAL_WAIT if wait is None else wait).total_seconds())
    return await _post_again(client, path, body, headers)


def read_retry_after(response: httpx.Response) -> timedelta | None:
    """Read how long the service asks to wait, in seconds or as a date (RFC 9110, 10.2.3); None if it does not."""
    written = response.headers.get("Retry-After", "").strip()
    if written.isascii() and written.isdigit():
        # More digits than a day has seconds say no more than a day does.
        return timedelta(seconds=min(int(written[:9]), 86_400))
    try:
        moment = parsedate_to_datetime(written)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(moment - datetime.now(UTC), timedelta(0))


def read_json(response: httpx.Response) -> dict[str, Any]:
    """Return the body as an object, empty where it is none: proxies answer errors with pages."""
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


async def _post_again(
    client: httpx.AsyncClient, path: str, body: Mapping[str, object], headers: Mapping[str, str]
) -> httpx.Response:
    try:
        return await client.post(path, json=body, headers=headers)
    except httpx.TimeoutException as error:
        raise TranslationTooSlow from error
    except httpx.TransportError as error:
        raise TranslationFailed(f"no connection: {type(error).__name__}") from error


def _is_passing(response: httpx.Response) -> bool:
    return response.status_code == HTTPStatus.TOO_MANY_REQUESTS or response.is_server_error
