"""A webhook is believed only with LINE's signature over exactly its bytes."""

import base64
import hashlib
import hmac
from pathlib import Path

import pytest

from api.channels.line.signature import is_signed

SECRET = "test-channel-secret"
BODIES = sorted((Path(__file__).parent / "bodies" / "line").glob("*.json"))
EMPTY = b'{"destination":"U00000000000000000000000000000000","events":[]}'
EMPTY_SIGNATURE = "2kBoHxgh5VtBwf8Xo0g7EZleXTRAUAlsOmhia5o/Mto="
KOREAN = '{"destination":"U00000000000000000000000000000000","events":[],"note":"안녕"}'.encode()
KOREAN_SIGNATURE = "ukhXBS2zGu6QghivNhtMb03vcJSxud0bupvOCYXjyvk="


def sign(body: bytes, secret: str = SECRET) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


@pytest.mark.parametrize(("body", "signature"), [(EMPTY, EMPTY_SIGNATURE), (KOREAN, KOREAN_SIGNATURE)])
def test_known_signature_is_accepted(body: bytes, signature: str) -> None:
    assert is_signed(body, signature, [SECRET])


@pytest.mark.parametrize("path", BODIES, ids=lambda path: path.stem)
def test_every_recorded_body_is_accepted_and_a_changed_byte_is_not(path: Path) -> None:
    body = path.read_bytes()
    assert is_signed(body, sign(body), [SECRET])
    assert not is_signed(body + b" ", sign(body), [SECRET])


def test_old_and_new_secret_are_accepted_while_one_is_changed() -> None:
    secrets = ["new-secret", SECRET]
    assert is_signed(EMPTY, EMPTY_SIGNATURE, secrets)
    assert is_signed(EMPTY, sign(EMPTY, "new-secret"), secrets)
    assert not is_signed(EMPTY, sign(EMPTY, "another"), secrets)


def test_signature_of_another_body_is_refused() -> None:
    assert not is_signed(EMPTY, KOREAN_SIGNATURE, [SECRET])


@pytest.mark.parametrize(
    "header",
    [
        None, "", " ", "=", "안녕", "not base64!", "\ud800", EMPTY_SIGNATURE[:-1],
        EMPTY_SIGNATURE + "\n", EMPTY_SIGNATURE.lower(), base64.b64encode(b"short").decode(),
        hashlib.sha256(EMPTY).hexdigest(),
    ],
)  # fmt: skip
def test_missing_or_malformed_header_is_refused(header: str | None) -> None:
    assert not is_signed(EMPTY, header, [SECRET])


def test_nothing_is_signed_without_a_secret() -> None:
    assert not is_signed(EMPTY, sign(EMPTY, ""), [])
    assert not is_signed(EMPTY, sign(EMPTY, ""), [""])
