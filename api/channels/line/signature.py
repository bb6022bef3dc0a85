"""Whether a webhook comes from LINE: the signature over the raw body, checked before anything is parsed."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence


def is_signed(body: bytes, header: str | None, secrets: Sequence[str]) -> bool:
    """Tell whether `header` (x-line-signature) is base64 of HMAC-SHA256 over the body with one of the channel secrets.

    Several secrets are given while one is being changed; empty ones never match. A missing or malformed header does
    not either.
    """
    signature = _read_header(header)
    if signature is None:
        return False
    matches = [hmac.compare_digest(_sign(body, secret), signature) for secret in secrets if secret]
    return any(matches)


def _read_header(header: str | None) -> bytes | None:
    try:
        return base64.b64decode(header or "", validate=True)
    except (binascii.Error, ValueError):
        return None


def _sign(body: bytes, secret: str) -> bytes:
    return hmac.new(secret.encode(), body, hashlib.sha256).digest()
