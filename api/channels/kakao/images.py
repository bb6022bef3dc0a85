"""Photos from KakaoTalk's secure image block: their addresses work for some ten minutes, so they are fetched at once.

A skill has no time for it: it answers first, and a background task calls `keep_images` with `SkillRequest.pictures`.
"""

import asyncio
import hashlib
import logging
from collections.abc import Collection, Sequence
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

import httpx

from api.conversations.attachments import Attachments
from api.conversations.cleaning import MAX_SIZE
from api.errors import FileRefused, FileTooLarge, TooManyAttempts

MOST_IMAGES = 10
"""Of one message; Kakao does not say how many there can be."""
TIMEOUT = timedelta(seconds=15)
"""For one photo, whole."""

_READ = 5.0
# Nothing may grow while it is received.
_AS_IT_IS = {"Accept-Encoding": "identity"}

logger = logging.getLogger(__name__)


async def keep_images(
    http: httpx.AsyncClient,
    attachments: Attachments,
    conversation: str,
    addresses: Sequence[str],
    hosts: Collection[str],
) -> int:
    """Fetch photos and store them once each in a conversation; returns how many of them are there now.

    If there are fewer than addresses, the resident should be asked to send the others again.
    """
    kept = 0
    for content in await fetch_images(http, addresses, hosts):
        name = f"kakao:{hashlib.sha256(content).hexdigest()}"
        try:
            await attachments.add(conversation, None, content, name)
        except (FileRefused, FileTooLarge, TooManyAttempts) as error:
            logger.warning("photo from Kakao refused: %s", error)
        else:
            kept += 1
    return kept


async def fetch_images(http: httpx.AsyncClient, addresses: Sequence[str], hosts: Collection[str]) -> list[bytes]:
    """Return the photos behind the first ten addresses, in order, without those that cannot be had; never raises.

    Addresses come from a request that nobody has signed: only https on `hosts` is called (a name that begins with a
    dot stands for all below it), redirects are not followed, and more than ten megabytes or fifteen seconds are not
    taken.
    """
    allowed = [address for address in dict.fromkeys(addresses) if is_image_allowed(address, hosts)][:MOST_IMAGES]
    found = [await _fetch(http, address) for address in allowed]
    return [content for content in found if content is not None]


def is_image_allowed(address: str, hosts: Collection[str]) -> bool:
    """Whether an address is https on one of the hosts, with nothing in it that readers of addresses dispute."""
    if not address.isascii() or not address.isprintable() or set(address) & set(' \\"<>'):
        return False
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme != "https" or "@" in parts.netloc or port not in {None, 443}:
        return False
    host = parts.hostname or ""
    if not all(host.split(".")):
        return False
    return any(host == name or (name.startswith(".") and host.endswith(name)) for name in hosts)


async def _fetch(http: httpx.AsyncClient, address: str) -> bytes | None:
    """Return one photo; None, and a line in the log without the address, which opens it to everybody."""
    try:
        async with (
            asyncio.timeout(TIMEOUT.total_seconds()),
            http.stream("GET", address, headers=_AS_IT_IS, timeout=_READ, follow_redirects=False) as response,
        ):
            if response.status_code != HTTPStatus.OK:
                logger.warning("photo from Kakao: status %d", response.status_code)
                return None
            return await _read(response)
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
        logger.warning("photo from Kakao: %s", type(error).__name__)
        return None


async def _read(response: httpx.Response) -> bytes | None:
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > MAX_SIZE:
            logger.warning("photo from Kakao: over %d bytes", MAX_SIZE)
            return None
    return bytes(body)
