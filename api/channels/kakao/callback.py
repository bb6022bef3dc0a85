"""Sends an answer that took longer than a skill may, once, to the address that came with the request."""

import asyncio
import logging
from collections.abc import Collection, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any

import httpx

from api.channels.kakao.access import is_callback_allowed

logger = logging.getLogger(__name__)


class CallbackResult(StrEnum):
    """What became of the answer; only SENT is certainly shown, only UNCERTAIN may be."""

    SENT = "sent"
    EXPIRED = "expired"
    REJECTED = "rejected"
    UNCERTAIN = "uncertain"


class CallbackClient:
    """Posts answers to the callback addresses of one bot on known hosts."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        hosts: Collection[str],
        bot: str,
        timeout: timedelta = timedelta(seconds=5),
    ) -> None:
        self._http = http
        self._hosts = frozenset(hosts)
        self._bot = bot
        self._timeout = timeout.total_seconds()

    async def send(self, url: str, body: Mapping[str, Any]) -> CallbackResult:
        """Post a skill response once; never raises for what the other side does, and never repeats.

        EXPIRED: the address was used before or is older than a minute. REJECTED: the address is not ours, nothing was
        reached, or Kakao refused the answer. UNCERTAIN: it may have been taken.
        """
        if not is_callback_allowed(url, self._hosts, self._bot):
            logger.warning("callback refused: not an address of our bot")
            return CallbackResult.REJECTED
        result = await self._post(url, body)
        logger.info("callback: %s", result)
        return result

    async def _post(self, url: str, body: Mapping[str, Any]) -> CallbackResult:
        try:
            async with asyncio.timeout(self._timeout):
                response = await self._http.post(url, json=body, timeout=self._timeout, follow_redirects=False)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            return CallbackResult.REJECTED
        except (httpx.HTTPError, TimeoutError):
            return CallbackResult.UNCERTAIN
        return _read_result(response)


def _read_result(response: httpx.Response) -> CallbackResult:
    status, message = _read_status(response)
    if "callback token" in message:
        return CallbackResult.EXPIRED
    if response.is_success and status == "SUCCESS":
        return CallbackResult.SENT
    if response.is_client_error or response.is_redirect or (response.is_success and status == "FAIL"):
        return CallbackResult.REJECTED
    return CallbackResult.UNCERTAIN


def _read_status(response: httpx.Response) -> tuple[str, str]:
    """Return Kakao's status in capitals and its message in small letters; empty where there is none."""
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return "", ""
    body = body if isinstance(body, dict) else {}
    return str(body.get("status", "")).upper(), str(body.get("message", "")).lower()
