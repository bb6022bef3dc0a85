"""Photos and documents from LINE reach counsellors once, whatever LINE or a crash does; other things are explained."""

import asyncio
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import func, select

from api.channels.line.client import Content, LineClient
from api.channels.models import ChannelEvent
from api.conversations.cleaning import MAX_SIZE
from api.conversations.models import Attachment, Conversation, Message
from api.messages import Author
from tests.channels.conftest import LineGateway, StartLine, event, until, webhook
from tools.fake_line import USER, FakeLine, Trouble

LOST = "Your photo or document did not arrive."
REFUSED = "This file could not be taken."
UNREADABLE = "I can only read text here for now."
ONLY_COUNSELLORS = "I cannot look at photos or documents"
PDF = b"%PDF-1.7\n%%EOF\n"


def photo() -> bytes:
    """Return a small JPEG."""
    written = io.BytesIO()
    Image.new("RGB", (40, 30), (10, 120, 40)).save(written, "JPEG")
    return written.getvalue()


def message(kind: str, identity: str = "77", **more: object) -> dict[str, Any]:
    """Return a message that is no text."""
    provider = {"contentProvider": {"type": "line"}} if kind in {"image", "video", "audio"} else {}
    return {"id": identity, "type": kind, **provider, **more}


async def post(gateway: LineGateway, sent: dict[str, Any]) -> None:
    """Deliver a message from an English speaker, and wait until everything about it is done."""
    gateway.fake.profiles[USER] = {"displayName": "A", "userId": USER, "language": "en"}
    response = await gateway.post(webhook(event(gateway.fake, "message", message=sent)))
    assert response.status_code == 200
    await gateway.settle()


async def written(gateway: LineGateway) -> list[Message]:
    """Return what stands in the conversations from residents."""
    return [one for one in await gateway.messages() if one.author == Author.RESIDENT]


def files(folder: Path) -> list[str]:
    """Return the names of what is kept."""
    return [path.name for path in folder.iterdir()]


async def rows(gateway: LineGateway) -> int:
    """Return how many attachments there are."""
    async with gateway.database.reading() as session:
        return await session.scalar(select(func.count()).select_from(Attachment)) or 0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where files are kept."""
    path = tmp_path / "attachments"
    path.mkdir()
    return path


@pytest.mark.parametrize(
    ("kind", "content", "media_type", "text"),
    [("image", photo(), "image/jpeg", "Photo"), ("file", PDF, "application/pdf", "Document")],
)
async def test_photo_or_document_is_fetched_at_once_and_kept(
    gateway: LineGateway, folder: Path, kind: str, content: bytes, media_type: str, text: str
) -> None:
    gateway.fake.files["77"] = (content, "application/octet-stream")
    await post(gateway, message(kind, fileName="../../passport.exe", fileSize=9))
    (sent,) = await written(gateway)
    kept = sent.content["attachment"]
    assert (sent.text, sent.pending, kept["media_type"]) == (text, False, media_type)
    assert files(folder) == [kept["id"]]
    assert await gateway.outcomes() == ["accepted"]
    (shown,) = gateway.fake.seen[USER]
    assert shown["text"].startswith(ONLY_COUNSELLORS)
    assert shown["quickReply"]["items"][0]["action"]["data"] == "#counsellor"
    assert (gateway.engine.turns, gateway.fake.loading) == ([], [])
    async with gateway.database.reading() as session:
        assert "passport" not in str([row.body for row in await session.scalars(select(ChannelEvent))])


async def test_who_waits_for_a_counsellor_is_told_nothing_of_the_bot(gateway: LineGateway) -> None:
    await gateway.write("hello")
    await gateway.settle()
    async with gateway.database.writing() as session:
        (await session.scalars(select(Conversation))).one().state = "waiting"
    gateway.fake.files["77"] = (photo(), "image/jpeg")
    await post(gateway, message("image"))
    assert gateway.fake.texts() == ["echo: hello"]
    assert await rows(gateway) == 1


async def test_several_photos_are_explained_once(gateway: LineGateway) -> None:
    for number in range(3):
        gateway.fake.files[f"p{number}"] = (photo(), "image/jpeg")
        await post(gateway, message("image", f"p{number}"))
    assert len(gateway.fake.texts()) == 1
    assert await rows(gateway) == 3


# What cannot be taken


@pytest.mark.parametrize("content", [b"GIF89a", b"<svg/>", photo()[:200], b"", PDF + bytes(MAX_SIZE)])
async def test_file_of_another_kind_or_size_is_explained(gateway: LineGateway, folder: Path, content: bytes) -> None:
    gateway.fake.files["77"] = (content, "image/jpeg")
    await post(gateway, message("file"))
    (said,) = gateway.fake.texts()
    assert said.startswith(REFUSED)
    assert (await rows(gateway), await written(gateway), files(folder)) == (0, [], [])
    assert gateway.fake.downloads == ["77"], "asking again would not help"


@pytest.mark.parametrize("kind", ["audio", "video", "sticker"])
async def test_voices_and_stickers_are_not_fetched_but_explained(gateway: LineGateway, kind: str) -> None:
    gateway.fake.files["77"] = (photo(), "image/jpeg")
    await post(gateway, message(kind))
    assert gateway.fake.downloads == []
    assert gateway.fake.texts()[0].startswith(UNREADABLE)


async def test_picture_that_lies_elsewhere_is_not_fetched(gateway: LineGateway) -> None:
    place = {"type": "external", "originalContentUrl": "https://example.org/a.jpg"}
    await post(gateway, message("image", contentProvider=place))
    assert gateway.fake.downloads == []
    assert gateway.fake.texts()[0].startswith(UNREADABLE)


async def test_twenty_first_photo_of_an_hour_is_explained(gateway: LineGateway) -> None:
    await post(gateway, message("sticker", "first"))
    account = await gateway.account()
    for number in range(20):
        await gateway.attachments.add(account.conversation_id, None, PDF, str(number))
    gateway.fake.files["77"] = (photo(), "image/jpeg")
    await post(gateway, message("image"))
    assert gateway.fake.texts()[-1].startswith("That was too many files at once.")
    assert await rows(gateway) == 20


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ({"title": "Guro", "address": "Guro 1", "latitude": 37.5, "longitude": 126.9}, "Guro, Guro 1 (37.5, 126.9)"),
        ({"latitude": 37.5, "longitude": 126.9}, "(37.5, 126.9)"),
    ],
)
async def test_place_is_taken_as_text(gateway: LineGateway, place: dict[str, Any], text: str) -> None:
    await post(gateway, message("location", **place))
    assert [one.text for one in await written(gateway)] == [text]
    assert gateway.fake.texts() == [f"echo: {text}"]


# Trouble with LINE


@pytest.mark.parametrize("waits", [1, 2])
async def test_file_that_is_being_prepared_is_asked_for_again(gateway: LineGateway, waits: int) -> None:
    gateway.fake.files["77"], gateway.fake.preparing["77"] = (photo(), "image/jpeg"), waits
    await post(gateway, message("image"))
    assert len(gateway.fake.downloads) == waits + 1
    assert await rows(gateway) == 1
    assert await gateway.outcomes() == ["accepted"]


async def test_file_that_cannot_be_fetched_three_times_is_asked_for_and_the_next_message_answered(
    gateway: LineGateway,
) -> None:
    await post(gateway, message("image"))
    await gateway.write("hello")
    await gateway.settle()
    lost, echo = gateway.fake.texts()
    assert lost.startswith(LOST)
    assert echo == "echo: hello"
    assert gateway.fake.downloads == ["77"] * 3
    assert await gateway.outcomes() == ["said", "accepted"]


async def test_file_that_failed_once_comes_before_what_was_written_after_it(
    gateway: LineGateway, fake_line: FakeLine
) -> None:
    fake_line.files["77"], fake_line.preparing["77"] = (photo(), "image/jpeg"), 1
    fake_line.profiles[USER] = {"displayName": "A", "userId": USER, "language": "en"}
    await gateway.post(webhook(event(fake_line, "message", message=message("image"))))
    await gateway.write("hello")
    await gateway.settle()
    assert [one.text for one in await written(gateway)] == ["Photo", "hello"]


@pytest.mark.parametrize("trouble", [Trouble.ERROR, Trouble.DROP, Trouble.RATE_LIMIT])
async def test_trouble_with_the_download_is_overcome(start_line: StartLine, trouble: Trouble) -> None:
    class Troubled(LineClient):
        async def content(self, message_id: str) -> Content:
            if len(gateway.fake.downloads) == 0:
                # aiohttp repeats a GET once whose connection is lost.
                for _ in range(2 if trouble is Trouble.DROP else 1):
                    gateway.fake.fail_next(trouble)
                gateway.fake.downloads.append("trouble")
            return await super().content(message_id)

    gateway = await start_line(client_class=Troubled)
    gateway.fake.files["77"] = (photo(), "image/jpeg")
    await post(gateway, message("image"))
    assert gateway.fake.downloads == ["trouble", "77"]
    assert await rows(gateway) == 1


# Once and whole


async def test_twenty_deliveries_of_a_photo_are_one(gateway: LineGateway, folder: Path) -> None:
    gateway.fake.files["77"] = (photo(), "image/jpeg")
    body = webhook(event(gateway.fake, "message", message=message("image")))
    await asyncio.gather(*(gateway.post(body) for _ in range(20)))
    await gateway.settle()
    assert (await rows(gateway), len(files(folder)), gateway.fake.downloads) == (1, 1, ["77"])


@pytest.mark.parametrize("stored", [False, True])
async def test_process_that_dies_with_a_photo_in_hand_keeps_it_once(
    start_line: StartLine, folder: Path, monkeypatch: pytest.MonkeyPatch, stored: bool
) -> None:
    first = await start_line()
    reached = asyncio.Event()
    add = first.attachments.add

    async def die(*values: Any) -> Message:  # noqa: ANN401 - as the real one
        if stored:
            await add(*values)
        reached.set()
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(first.attachments, "add", die)
    first.fake.files["77"] = (photo(), "image/jpeg")
    body = webhook(event(first.fake, "message", message=message("image")))
    assert (await first.post(body)).status_code == 200
    await asyncio.wait_for(reached.wait(), 5)
    await first.stop()
    if stored:
        del first.fake.files["77"]  # LINE deletes what is old, which must not matter now
    second = await start_line()
    await second.settle()
    await second.post(body)
    await second.settle()
    assert (await rows(second), len(await written(second)), len(files(folder))) == (1, 1, 1)
    assert len(second.fake.texts()) == 1
    assert await second.outcomes() == ["accepted"]


async def test_photo_taken_back_is_removed_with_its_file(gateway: LineGateway, folder: Path) -> None:
    gateway.fake.files["77"] = (photo(), "image/jpeg")
    await post(gateway, message("image"))
    await gateway.post(webhook(event(gateway.fake, "unsend", unsend={"messageId": "77"})))
    await gateway.settle()
    await until(lambda: not files(folder))
    (sent,) = await written(gateway)
    assert (sent.text, sent.content, await rows(gateway)) == ("", {"removed": True}, 0)


async def test_photo_taken_back_before_it_arrived_is_not_fetched(gateway: LineGateway) -> None:
    await gateway.write("hello")
    await gateway.settle()
    gateway.fake.files["77"] = (photo(), "image/jpeg")
    await gateway.post(webhook(event(gateway.fake, "unsend", unsend={"messageId": "77"})))
    await gateway.settle()
    await post(gateway, message("image"))
    assert (gateway.fake.downloads, await rows(gateway)) == ([], 0)


@pytest.fixture
def blocked(folder: Path) -> None:
    """Let nothing be written."""
    folder.rmdir()
    folder.write_text("in the way")


@pytest.mark.usefixtures("blocked")
async def test_photo_that_cannot_be_kept_is_asked_for(gateway: LineGateway) -> None:
    gateway.fake.files["77"] = (photo(), "image/jpeg")
    await post(gateway, message("image"))
    assert gateway.fake.texts()[0].startswith(LOST)
    assert await rows(gateway) == 0
