"""Which browsers asked to be told; only addresses of known push services are kept, since we shall call them."""

import base64
import binascii
import ipaddress
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import httpx
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import storage
from api.conversations.database import Database
from api.conversations.models import PushSubscription
from api.errors import InvalidRequest
from api.push.notes import note_seen

MOST = 5
"""Browsers of one conversation; the oldest gives way."""
_HTTPS = 443
_AUTH_BYTES = 16
# RFC 8291 knows only the uncompressed form, and so does what encrypts.
_POINT_BYTES, _UNCOMPRESSED = 65, b"\4"
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*")


@dataclass(frozen=True)
class Browser:
    """Where a browser can be reached, and the keys with which only it can read (RFC 8291)."""

    endpoint: str
    public_key: str
    auth_secret: str


class Subscriptions:
    """Adds and removes browsers; `subscribed` is told whose conversation has one."""

    def __init__(
        self,
        database: Database,
        hosts: Sequence[str],
        subscribed: Callable[[str], None],
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._hosts = tuple(hosts)
        self._subscribed = subscribed
        self._now = now

    async def add(self, identity: str, token: str, browser: Browser) -> None:
        """Keep a browser, once however often it asks; raises NotFound or InvalidRequest."""
        verify_endpoint(browser.endpoint, self._hosts)
        verify_keys(browser)
        async with self._database.writing() as session:
            conversation = await storage.lock_conversation(session, identity, token)
            # Whoever subscribes is looking at the conversation.
            await note_seen(session, conversation)
            known = await _find_all(session, identity)
            row = next((one for one in known if one.endpoint == browser.endpoint), None)
            if row is None:
                row = self._new(identity, browser)
                session.add(row)
                for oldest in known[: max(0, len(known) + 1 - MOST)]:
                    await session.delete(oldest)
            row.public_key, row.auth_secret = browser.public_key, browser.auth_secret
        self._subscribed(identity)

    async def remove(self, identity: str, token: str, endpoint: str | None = None) -> None:
        """Remove one browser of a conversation, or all; raises NotFound."""
        wanted = delete(PushSubscription).where(PushSubscription.conversation_id == identity)
        if endpoint is not None:
            wanted = wanted.where(PushSubscription.endpoint == endpoint)
        async with self._database.writing() as session:
            await storage.lock_conversation(session, identity, token)
            await session.execute(wanted)

    def _new(self, identity: str, browser: Browser) -> PushSubscription:
        return PushSubscription(
            id=storage.new_id(), conversation_id=identity, endpoint=browser.endpoint, created_at=self._now()
        )


def verify_endpoint(endpoint: str, hosts: Sequence[str]) -> None:
    """Raise InvalidRequest unless the address is one of a push service: https, and a host below one of `hosts`."""
    try:
        url = httpx.URL(endpoint)
    except httpx.InvalidURL as error:
        raise InvalidRequest("endpoint: not an address.") from error
    if url.scheme != "https" or url.userinfo or url.port not in {None, _HTTPS}:
        raise InvalidRequest("endpoint: only https addresses are called.")
    if _is_address(url.host) or not _HOST.fullmatch(url.host):
        raise InvalidRequest("endpoint: not a public host name.")
    if not any(url.host == host or url.host.endswith(f".{host}") for host in hosts):
        raise InvalidRequest("endpoint: not a push service that we know.")


def verify_keys(browser: Browser) -> None:
    """Raise InvalidRequest unless a message can be encrypted for the browser."""
    try:
        point = _read(browser.public_key)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError as error:
        raise InvalidRequest("keys.p256dh: not a point on P-256.") from error
    if len(point) != _POINT_BYTES or not point.startswith(_UNCOMPRESSED):
        raise InvalidRequest("keys.p256dh: not an uncompressed point.")
    try:
        length = len(_read(browser.auth_secret))
    except ValueError as error:
        raise InvalidRequest("keys.auth: not base64url.") from error
    if length != _AUTH_BYTES:
        raise InvalidRequest("keys.auth: not 16 bytes.")


async def _find_all(session: AsyncSession, conversation: str) -> list[PushSubscription]:
    query = select(PushSubscription).where(PushSubscription.conversation_id == conversation)
    return list(await session.scalars(query.order_by(PushSubscription.created_at, PushSubscription.id)))


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _read(text: str) -> bytes:
    """Read base64url with or without padding; raises ValueError."""
    plain = text.rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error
