"""The key pair with which push services recognise us (VAPID, RFC 8292)."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid, VapidException  # type: ignore[import-untyped]  # ships no types
from py_vapid.utils import b64urlencode  # type: ignore[import-untyped]  # ships no types

_TOKEN_LIFE = timedelta(hours=12)
"""RFC 8292 allows up to 24 hours."""


class VapidKey:
    """Signs requests to push services; browsers are given `public` when they subscribe."""

    def __init__(self, vapid: Vapid, contact: str) -> None:
        self._vapid = vapid
        self._contact = contact
        point = vapid.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.public: str = b64urlencode(point)
        """The uncompressed point on P-256, base64url without padding."""

    def authorization(self, endpoint: str) -> str:
        """Return the `Authorization` header of a request to an endpoint."""
        url = httpx.URL(endpoint)
        expires = int((datetime.now(UTC) + _TOKEN_LIFE).timestamp())
        claims = {"aud": f"{url.scheme}://{url.host}", "exp": expires, "sub": self._contact}
        return str(self._vapid.sign(claims)["Authorization"])


def read_key(setting: str, contact: str, default: Path) -> VapidKey:
    """Return the key of a PEM file or a base64url text; without a setting that of `default`, made if there is none.

    Raises ValueError for anything else, without repeating it.
    """
    if not setting and not default.is_file():
        _make(default)
    source = setting or str(default)
    try:
        vapid = Vapid.from_file(source) if Path(source).is_file() else Vapid.from_string(source)
        return VapidKey(vapid, contact)
    except (ValueError, VapidException, OSError) as error:
        raise ValueError("VAPID_PRIVATE_KEY is neither a PEM file nor a base64url P-256 key") from error


def _make(path: Path) -> None:
    """Write a fresh key that only we can read; of several processes at once, one key counts for all."""
    vapid = Vapid()
    vapid.generate_keys()
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{uuid4().hex}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as target:
        target.write(vapid.private_pem())
        target.flush()
        os.fsync(target.fileno())
    try:
        path.hardlink_to(unfinished)
    except FileExistsError:
        pass
    finally:
        unfinished.unlink()
