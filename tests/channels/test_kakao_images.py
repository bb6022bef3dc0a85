"""Photos from KakaoTalk are fetched from Kakao's own storage only, within limits, and kept once."""

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from PIL import Image

from api.channels.kakao import images
from api.channels.kakao.images import fetch_images, is_image_allowed, keep_images
from api.conversations import storage
from api.conversations.attachments import Attachments
from api.conversations.cleaning import MAX_SIZE
from api.conversations.database import Database
from api.conversations.events import Listeners
from api.requests import utc_now
from knowledge.languages import Language

HOSTS = [".kakaocdn.net"]
HOST = "https://secure.kakaocdn.net"
ADDRESS = f"{HOST}/dna/a/b/img_org.jpg?credential=x&expires=0"
HOSTILE = [
    "",
    "http://secure.kakaocdn.net/a",
    "ftp://secure.kakaocdn.net/a",
    "//secure.kakaocdn.net/a",
    "https://kakaocdn.net.attacker.invalid/a",
    "https://attackerkakaocdn.net/a",
    "https://.kakaocdn.net/a",
    "https://attacker.invalid/secure.kakaocdn.net",
    "https://attacker.invalid#.kakaocdn.net",
    "https://attacker.invalid?.kakaocdn.net",
    "https://attacker.invalid\\.kakaocdn.net/a",
    "https://secure.kakaocdn.net@attacker.invalid/a",
    "https://user@secure.kakaocdn.net/a",
    "https://secure.kakaocdn.net:8443/a",
    "https://secure.kakaocdn.net:x/a",
    "https://secure.kakaocdn.net:99999/a",
    "https://[::1].kakaocdn.net/a",
    "https://127.0.0.1/a",
    "https://169.254.169.254/latest",
    "https://localhost/a",
    "https://secure.kakaocdn.net /a",
    "https://secure.kakaocdn.net/a\nb",
    "https://ѕecure.kakaocdn.net/a",
    "https://attacker.invalid。kakaocdn.net/a",
]

Answer = Callable[[httpx.Request], httpx.Response]


def photo(colour: int = 0) -> bytes:
    """Return a small JPEG."""
    written = io.BytesIO()
    Image.new("L", (9, 9), colour).save(written, "JPEG")
    return written.getvalue()


def found(content: bytes) -> httpx.Response:
    """Return an answer that has still to be read."""
    return httpx.Response(200, stream=httpx.ByteStream(content))


class Storage:
    """Stands in for Kakao's storage: answers from a function, remembers what was asked for."""

    def __init__(self, answer: Answer | None = None) -> None:
        self.asked: list[str] = []
        self._answer = answer or (lambda _: found(photo()))
        self.http = httpx.AsyncClient(transport=httpx.MockTransport(self._respond))

    def _respond(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(str(request.url))
        return self._answer(request)


@pytest.mark.parametrize(
    "address", [ADDRESS, f"{HOST}:443/a", "https://a.b.kakaocdn.net/x", f"{HOST.upper()}/A".replace("HTTPS", "https")]
)
def test_kakaos_own_storage_is_allowed(address: str) -> None:
    assert is_image_allowed(address, HOSTS)


@pytest.mark.parametrize("address", HOSTILE)
async def test_no_other_address_is_called(address: str) -> None:
    kakao = Storage()
    assert await fetch_images(kakao.http, [address], HOSTS) == []
    assert kakao.asked == []


def test_host_without_a_dot_is_only_itself() -> None:
    assert is_image_allowed("https://images.example.org/a", ["images.example.org"])
    assert not is_image_allowed("https://a.images.example.org/a", ["images.example.org"])
    assert not is_image_allowed(ADDRESS, [])


async def test_photos_come_in_order_each_once_and_without_those_that_are_gone() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        number = int(request.url.path.strip("/"))
        return httpx.Response(404) if number == 2 else found(bytes([number]))

    kakao = Storage(answer)
    addresses = [f"{HOST}/{number}" for number in (3, 2, 1, 3)]
    assert await fetch_images(kakao.http, addresses, HOSTS) == [b"\x03", b"\x01"]
    assert kakao.asked == [f"{HOST}/{number}" for number in (3, 2, 1)]


async def test_redirect_is_not_followed() -> None:
    kakao = Storage(lambda _: httpx.Response(302, headers={"location": "https://169.254.169.254/"}))
    assert await fetch_images(kakao.http, [ADDRESS], HOSTS) == []
    assert kakao.asked == [ADDRESS]


@pytest.mark.parametrize(("size", "taken"), [(MAX_SIZE, 1), (MAX_SIZE + 1, 0)])
async def test_photo_over_ten_megabytes_is_not_taken(size: int, taken: int) -> None:
    kakao = Storage(lambda _: found(bytes(size)))
    assert len(await fetch_images(kakao.http, [ADDRESS], HOSTS)) == taken


@pytest.mark.parametrize("error", [httpx.ConnectError("x"), httpx.ReadTimeout("x"), httpx.RemoteProtocolError("x")])
async def test_broken_connection_raises_nothing_and_logs_no_address(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        raise error

    assert await fetch_images(Storage(fail).http, [ADDRESS], HOSTS) == []
    assert type(error).__name__ in caplog.text
    assert "credential" not in caplog.text


async def test_photo_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    async def drip() -> AsyncIterator[bytes]:
        while True:
            yield b"x"
            await asyncio.sleep(0.001)

    monkeypatch.setattr(images, "TIMEOUT", timedelta(seconds=0.05))
    kakao = Storage(lambda _: httpx.Response(200, content=drip()))
    assert await fetch_images(kakao.http, [ADDRESS], HOSTS) == []


async def test_no_more_than_ten_photos_of_a_message_are_fetched() -> None:
    kakao = Storage()
    await fetch_images(kakao.http, [f"{HOST}/{number}" for number in range(30)], HOSTS)
    assert len(kakao.asked) == 10


async def test_photos_are_kept_once_and_others_left_out(tmp_path: Path, database_url: str) -> None:
    database = Database(database_url)
    attachments = Attachments(database, Listeners(()), tmp_path / "attachments", utc_now)
    async with database.writing() as session:
        conversation, _ = await storage.create_conversation(session, "kakao", Language.KO, utc_now())
    contents = {"/1": photo(1), "/2": photo(200), "/3": b"<html>"}
    kakao = Storage(lambda request: found(contents[request.url.path]))
    addresses = [f"{HOST}{name}" for name in contents]
    for _ in range(2):
        assert await keep_images(kakao.http, attachments, conversation.id, addresses, HOSTS) == 2
    async with database.reading() as session:
        said = await storage.messages_after(session, conversation.id, 0)
    await database.close()
    assert [message.content.get("attachment", {}).get("media_type") for message in said] == [
        "image/jpeg", None, "image/jpeg",
    ]  # fmt: skip
