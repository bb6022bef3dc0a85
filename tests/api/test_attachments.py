"""Photos and documents reach counsellors, and nobody else; nothing hides in them, nothing is lost or doubled."""

import asyncio
import hashlib
import io
import os
import struct
import threading
import zlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import func, select

from api.conversations import attachments
from api.conversations.attachments import MOST_PER_HOUR, Attachments
from api.conversations.cleaning import LONGEST_SIDE, MAX_SIZE, CleanFile, MediaType, clean
from api.conversations.database import Database
from api.conversations.events import Listeners
from api.conversations.models import Attachment, Message
from api.errors import FileRefused, FileTooLarge, GatewayError, TooManyAttempts
from api.messages import HandOver, Priority, Reason
from api.requests import utc_now
from tests.channels.conftest import until
from tests.conftest import Gateway, Resident, StartGateway
from tests.fakes import FakeEngine

GPS, MAKE, ORIENTATION = 0x8825, 0x010F, 0x0112
RED, BLUE = (220, 30, 30), (30, 30, 220)
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
SECRET = b"geheim-37.5665"


def picture(size: tuple[int, int] = (60, 40)) -> Image.Image:
    """Return a picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    return image


def write(form: str, image: Image.Image | None = None, **options: Any) -> bytes:  # noqa: ANN401 - as Pillow's
    """Return a picture as a file."""
    written = io.BytesIO()
    (image or picture()).save(written, form, **options)
    return written.getvalue()


def telling_exif(orientation: int = 1) -> Image.Exif:
    """Return EXIF that tells where and with what a photo was taken."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = orientation, SECRET.decode()
    exif[GPS] = {1: "N", 2: (37.0, 33.0, 59.0), 3: "E", 4: (126.0, 58.0, 40.0)}
    return exif


def opened(data: bytes) -> Image.Image:
    """Return a kept photo as its viewer sees it."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(width: int, height: int) -> bytes:
    """Return a small PNG that unpacks to very many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width // 8 + 1) * min(height, 1000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


JPEG, PNG, WEBP = write("JPEG"), write("PNG"), write("WEBP")
GOOD = {"image/jpeg": JPEG, "image/png": PNG, "image/webp": WEBP, "application/pdf": PDF}
BAD = {
    "nothing": b"",
    "text": b"hello",
    "html": b"<!doctype html><script>alert(1)</script>",
    "svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "html that names a PDF": b"<html><!-- %PDF-1.7 --></html>",
    "html after a JPEG's first bytes": b"\xff\xd8\xff<script>alert(1)</script>",
    "html after a PNG's first bytes": b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
    "PNG with a WebP's name inside": b"RIFF\x10\x00\x00\x00WEBPVP8 <script>",
    "PDF after white space": b"\n" + PDF,
    "GIF": write("GIF"),
    "TIFF": write("TIFF"),
    "zip": b"PK\x03\x04" + bytes(40),
    "half a JPEG": JPEG[: len(JPEG) // 2],
    "half a PNG": write("PNG", picture((900, 700)))[:700],
    "half a WebP": WEBP[: len(WEBP) // 2],
    "bomb": bomb(60_000, 60_000),
    "picture just over the limit": bomb(8000, 5001),
    "JPEG of very many scans": JPEG[:-2] + b"\xff\xda" * 301 + JPEG[-2:],
}


@pytest.fixture
def folder(gateway: Gateway) -> Path:
    """Where the gateway keeps files."""
    return gateway.settings.attachments_dir


@pytest.fixture
async def store(gateway: Gateway) -> AsyncIterator[Attachments]:
    """Attachments beside those of the gateway, on the same database and folder."""
    database = Database(gateway.settings.database_url)
    yield Attachments(database, Listeners(()), gateway.settings.attachments_dir, utc_now)
    await database.close()


async def send(resident: Resident, content: bytes, client_id: str | None = None, **headers: str) -> httpx.Response:
    """Send a file as the widget does."""
    params = {"client_id": client_id} if client_id else {}
    path = f"{resident.path}/attachments"
    return await resident.client.post(path, params=params, content=content, headers=resident.headers | headers)


async def rows(gateway: Gateway) -> tuple[int, int]:
    """Return how many attachments and messages there are."""
    database = Database(gateway.settings.database_url)
    async with database.reading() as session:
        found = [await session.scalar(select(func.count()).select_from(table)) or 0 for table in (Attachment, Message)]
    await database.close()
    return found[0], found[1]


def files(folder: Path) -> list[str]:
    """Return the names of what is kept."""
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def problem(response: httpx.Response) -> tuple[int, str]:
    """Return the status and the name of an error."""
    return response.status_code, response.json()["type"].rpartition(":")[2]


# What may be sent


@pytest.mark.parametrize("media_type", GOOD)
async def test_file_is_shown_to_the_resident_and_opened_at_the_desk(
    gateway: Gateway, folder: Path, media_type: str
) -> None:
    resident, desk = await gateway.resident("en"), await gateway.counsellor()
    response = await send(resident, GOOD[media_type], "a1")
    assert response.status_code == 201, response.text
    message = response.json()["message"]
    assert (message["author"], message["kind"], message["client_id"]) == ("resident", "text", "a1")
    assert message["text"] == ("Document" if media_type == "application/pdf" else "Photo")
    kept = message["attachment"]
    assert set(kept) == {"id", "media_type", "size"}
    assert kept["media_type"] == media_type
    assert (await resident.messages())[0] == message

    # What lies in no ticket is not the desk's to see.
    await resident.write("Talk to a counsellor", payload="#counsellor")
    read = await desk.get(f"/api/v1/desk/attachments/{kept['id']}")
    assert read.status_code == 200
    assert read.headers["content-type"] == media_type
    assert len(read.content) == kept["size"]
    assert read.headers["x-content-type-options"] == "nosniff"
    assert read.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert read.headers["cache-control"] == "no-store"
    way = "attachment" if media_type == "application/pdf" else "inline"
    assert read.headers["content-disposition"].startswith(f"{way}; filename=")
    assert (folder / kept["id"]).stat().st_mode & 0o777 == 0o600
    assert files(folder) == [kept["id"]]


async def test_name_and_content_type_do_not_decide_what_a_file_is(gateway: Gateway) -> None:
    resident = await gateway.resident()
    told = {"Content-Type": "application/pdf", "Content-Disposition": 'attachment; filename="a.pdf"'}
    assert (await send(resident, PNG, **told)).json()["message"]["attachment"]["media_type"] == "image/png"
    assert problem(await send(resident, b"<html>", **{"Content-Type": "image/jpeg"})) == (422, "file-refused")


@pytest.mark.parametrize("name", BAD)
async def test_other_files_are_refused_and_leave_nothing(gateway: Gateway, folder: Path, name: str) -> None:
    resident = await gateway.resident()
    assert problem(await send(resident, BAD[name])) == (422, "file-refused")
    assert (await rows(gateway), files(folder)) == ((0, 0), [])


async def test_file_over_ten_megabytes_is_refused_and_one_of_ten_taken(gateway: Gateway, folder: Path) -> None:
    resident = await gateway.resident()
    whole = PDF + bytes(MAX_SIZE - len(PDF))
    assert problem(await send(resident, whole + b"\0")) == (413, "file-too-large")
    assert files(folder) == []
    assert (await send(resident, whole)).status_code == 201


async def test_body_of_unknown_length_is_cut_off_at_the_limit(gateway: Gateway) -> None:
    resident = await gateway.resident()
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 10 * MAX_SIZE:
            sent += 2**20
            yield bytes(2**20)

    response = await resident.client.post(f"{resident.path}/attachments", content=endless(), headers=resident.headers)
    assert problem(response) == (413, "file-too-large")
    assert sent <= MAX_SIZE + 2 * 2**20


# What is left of a photo


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_a_photo_is_kept_but_its_pixels(form: str) -> None:
    content = write(form, exif=telling_exif(), icc_profile=SECRET * 20) + SECRET
    if form == "JPEG":
        content = write(form, exif=telling_exif(), comment=SECRET, xmp=SECRET, icc_profile=SECRET * 20) + SECRET
    assert SECRET in content
    cleaned = clean(content)
    assert SECRET not in cleaned.data
    image = opened(cleaned.data)
    assert dict(image.getexif()) == {}
    assert not {"exif", "xmp", "icc_profile", "comment"} & set(image.info)
    assert image.size == (60, 40)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_photo_is_turned_as_the_camera_was_held(form: str) -> None:
    image = opened(clean(write(form, exif=telling_exif(orientation=6))).data)
    assert image.size == (40, 60)
    top, bottom = (image.convert("RGB").getpixel((20, y)) for y in (5, 55))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > top[2]
    assert bottom[2] > bottom[0]


def test_large_photo_is_made_smaller() -> None:
    image = opened(clean(write("JPEG", picture((6000, 1500)))).data)
    assert image.size == (LONGEST_SIDE, 1024)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_pictures_of_all_kinds_of_pixels_stay_what_they_show(mode: str) -> None:
    source = Image.linear_gradient("L")
    if mode == "I;16":
        source = Image.fromarray(np.asarray(source).astype(np.uint16) * 257)
    form = "JPEG" if mode == "CMYK" else "PNG"
    shown = opened(clean(write(form, source.convert(mode))).data).convert("L")
    top, bottom = shown.getpixel((100, 2)), shown.getpixel((100, 253))
    assert isinstance(top, int)
    assert isinstance(bottom, int)
    assert top < 12
    assert bottom > 243


def test_transparent_parts_stay_transparent() -> None:
    assert opened(clean(write("PNG", Image.new("RGBA", (8, 8), (9, 9, 9, 0)))).data).getpixel((1, 1)) == (9, 9, 9, 0)


def test_photo_that_grows_over_the_limit_is_refused() -> None:
    noise = hashlib.shake_256(b"noise").digest(2200 * 2200 + 768)
    colours = Image.frombytes("P", (2200, 2200), noise[768:])
    colours.putpalette(noise[:768])
    content = write("PNG", colours)
    assert len(content) < MAX_SIZE
    with pytest.raises(FileTooLarge):
        clean(content)


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's, about broken metadata
@settings(max_examples=300, deadline=None)
@given(
    start=st.sampled_from([write("JPEG", exif=telling_exif(6)), PNG, WEBP, write("PNG", exif=telling_exif(3))]),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=12),
    cut=st.floats(0.2, 1),
)
def test_damaged_photo_is_refused_or_kept_whole(start: bytes, changes: list[tuple[float, int]], cut: float) -> None:
    damaged = bytearray(start[: int(len(start) * cut)])
    for place, value in changes:
        damaged[int(place * len(damaged))] = value
    try:
        cleaned = clean(bytes(damaged))
    except (FileRefused, FileTooLarge):
        return
    if cleaned.media_type is not MediaType.PDF:
        assert max(opened(cleaned.data).size) <= LONGEST_SIDE


# Whose it is


async def test_strangers_can_neither_send_nor_read(gateway: Gateway, folder: Path) -> None:
    resident, other = await gateway.resident(), await gateway.resident()
    thief = Resident(gateway.client, resident.id, other.token)
    assert (await send(thief, JPEG)).status_code == 404
    path = f"{resident.path}/attachments"
    assert (await gateway.client.post(path, content=JPEG)).status_code == 404
    assert files(folder) == []
    identity = (await send(resident, JPEG)).json()["message"]["attachment"]["id"]
    for headers in ({}, resident.headers):
        response = await gateway.client.get(f"/api/v1/desk/attachments/{identity}", headers=headers)
        assert problem(response) == (401, "not-signed-in")
    assert (await gateway.client.get(f"{path}/{identity}", headers=resident.headers)).status_code == 404


@pytest.mark.parametrize("identity", ["nobody", "..%2F..%2Fpyproject.toml", "%00", "0" * 32])
async def test_unknown_attachment_is_missing_at_the_desk(gateway: Gateway, identity: str) -> None:
    desk = await gateway.counsellor()
    assert problem(await desk.get(f"/api/v1/desk/attachments/{identity}")) == (404, "not-found")


async def test_attachment_whose_file_is_gone_is_missing(gateway: Gateway, folder: Path) -> None:
    resident, desk = await gateway.resident(), await gateway.counsellor()
    identity = (await send(resident, PDF)).json()["message"]["attachment"]["id"]
    (folder / identity).unlink()
    assert (await desk.get(f"/api/v1/desk/attachments/{identity}")).status_code == 404


async def test_counsellor_sees_the_attachment_in_the_ticket(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(FakeEngine([HandOver(Priority.NORMAL, Reason.REQUEST)]))
    resident, desk = await gateway.resident("en"), await gateway.counsellor()
    await resident.write("a person please")
    sent = (await send(resident, JPEG)).json()["message"]
    assert [message["text"] for message in await resident.messages(sent["seq"])] == []
    (ticket,) = (await desk.get("/api/v1/desk/tickets")).json()["tickets"]
    messages = (await desk.get(f"/api/v1/desk/tickets/{ticket['id']}")).json()["messages"]
    assert messages[-1] == {**sent, "translation": None}
    assert len(gateway.engine.turns) == 1


async def test_bot_says_that_only_a_counsellor_can_look_and_says_it_once(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    for name in ("a", "b"):
        await send(resident, JPEG, name)
    photo, notice, second = await resident.messages()
    assert (photo["text"], second["text"]) == ("Photo", "Photo")
    assert (notice["author"], notice["kind"]) == ("system", "notice")
    assert notice["text"].startswith("I cannot look at photos or documents")
    assert [button["payload"] for button in notice["buttons"]] == ["#counsellor"]
    assert gateway.engine.turns == []
    await resident.write("hello")
    await send(resident, JPEG, "c")
    assert (await resident.messages())[-1]["text"] == notice["text"]


# Once and whole


async def test_repeated_client_id_returns_the_first_message(gateway: Gateway, folder: Path) -> None:
    resident = await gateway.resident()
    first, second = await send(resident, JPEG, "a"), await send(resident, JPEG, "a")
    assert second.json() == first.json()
    assert (await rows(gateway), len(files(folder))) == ((1, 2), 1)
    assert problem(await send(resident, PNG, "a")) == (409, "client-id-reused")
    await resident.write("hello", client_id="text")
    assert problem(await send(resident, PNG, "text")) == (409, "client-id-reused")
    assert len(files(folder)) == 1


async def test_deliveries_at_the_same_moment_are_one_message(gateway: Gateway, folder: Path) -> None:
    resident = await gateway.resident()
    responses = await asyncio.gather(*(send(resident, JPEG, "a") for _ in range(6)))
    assert {response.status_code for response in responses} == {201}
    assert len({response.json()["message"]["id"] for response in responses}) == 1
    assert (await rows(gateway), len(files(folder))) == ((1, 2), 1)


async def test_files_without_a_client_id_are_different_ones(gateway: Gateway) -> None:
    resident = await gateway.resident()
    for _ in range(2):
        await send(resident, PDF)
    assert (await rows(gateway))[0] == 2


async def test_twenty_first_file_of_an_hour_is_refused(gateway: Gateway, store: Attachments, folder: Path) -> None:
    resident, other = await gateway.resident(), await gateway.resident()
    for number in range(MOST_PER_HOUR - 1):
        await store.add(resident.id, None, PDF, str(number))
    together = await asyncio.gather(*(send(resident, PDF, f"last {number}") for number in range(3)))
    assert sorted(problem(one) if one.is_error else (201, "") for one in together) == [
        (201, ""), (429, "too-many-attempts"), (429, "too-many-attempts"),
    ]  # fmt: skip
    assert len(files(folder)) == MOST_PER_HOUR
    assert (await send(other, PDF)).status_code == 201
    assert (await send(resident, PDF, "0")).status_code == 201, "a repeated one is none more"
    database = Database(gateway.settings.database_url)
    later = Attachments(database, Listeners(()), folder, lambda: utc_now() + timedelta(minutes=61))
    await later.add(resident.id, None, PDF, "next hour")
    await database.close()


async def test_files_that_arrive_while_one_is_under_way_are_refused_but_not_its_repetition(
    gateway: Gateway, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, free = threading.Event(), threading.Event()

    def slow(content: bytes) -> CleanFile:
        begun.set()
        free.wait(10)
        return clean(content)

    monkeypatch.setattr(attachments, "clean", slow)
    resident, other = await gateway.resident(), await gateway.resident()
    first = asyncio.create_task(send(resident, PDF, "first"))
    await until(begun.is_set)
    try:
        assert problem(await send(resident, JPEG, "second")) == (429, "too-many-attempts")
        assert problem(await send(resident, JPEG)) == (429, "too-many-attempts")
        again, others = (asyncio.create_task(send(one, PDF, "first")) for one in (resident, other))
    finally:
        free.set()
    assert (await first).json() == (await again).json()
    assert (await others).status_code == 201
    assert (await send(resident, JPEG, "second")).status_code == 201
    assert len(files(folder)) == 3


async def test_files_over_the_limit_are_not_drawn(
    gateway: Gateway, store: Attachments, monkeypatch: pytest.MonkeyPatch
) -> None:
    resident = await gateway.resident()
    for number in range(MOST_PER_HOUR - 1):
        await store.add(resident.id, None, PDF, str(number))
    drawn: list[bytes] = []

    def note(content: bytes) -> CleanFile:
        drawn.append(content)
        return clean(content)

    monkeypatch.setattr(attachments, "clean", note)
    together = (store.add(resident.id, None, JPEG, f"last {number}") for number in range(3))
    results = await asyncio.gather(*together, return_exceptions=True)
    assert [isinstance(one, TooManyAttempts) for one in results] == [False, True, True]
    assert drawn == [JPEG]


def leave_orphan(folder: Path) -> None:
    """Leave a file without a row, as a crash an hour ago would have."""
    folder.mkdir(exist_ok=True)
    (folder / "orphan").write_bytes(PDF)
    hour_ago = utc_now().timestamp() - 3700
    os.utime(folder / "orphan", (hour_ago, hour_ago))


async def test_orphans_are_swept_while_the_gateway_runs(gateway: Gateway, folder: Path) -> None:
    database = Database(gateway.settings.database_url)
    store = Attachments(database, Listeners(()), folder, utc_now, sweep_pause=timedelta(milliseconds=5))
    await store.start()
    leave_orphan(folder)
    await until(lambda: files(folder) == [])
    await store.stop()
    await database.close()


async def test_crash_between_file_and_row_leaves_no_row_and_an_orphan_that_is_swept(
    gateway: Gateway, store: Attachments, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resident = await gateway.resident()
    kept = (await send(resident, PDF, "kept")).json()["message"]["attachment"]["id"]

    async def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(store, "_commit", die)
        with pytest.raises(KeyboardInterrupt):
            await store.add(resident.id, None, JPEG, "a")
    assert await rows(gateway) == (1, 2)
    (orphan,) = set(files(folder)) - {kept}
    assert await store.sweep() == 0, "it may be one whose row is being written"
    hour_ago = utc_now().timestamp() - 3700
    for name in (orphan, kept):
        os.utime(folder / name, (hour_ago, hour_ago))
    assert await store.sweep() == 1
    assert files(folder) == [kept]
    assert (await store.add(resident.id, None, JPEG, "a")).content["attachment"]["media_type"] == "image/jpeg"


async def test_file_that_cannot_be_written_leaves_no_message(
    gateway: Gateway, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resident = await gateway.resident()

    def fail(_: int) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        assert (await send(resident, JPEG, "a")).status_code == 500
    assert await rows(gateway) == (0, 0)
    assert [name for name in files(folder) if not name.endswith(".part")] == []
    assert (await send(resident, JPEG, "a")).status_code == 201


async def test_sweep_without_a_folder_finds_nothing(store: Attachments, folder: Path) -> None:
    assert await store.sweep() == 0
    assert files(folder) == []


async def test_message_of_an_unknown_conversation_is_refused(store: Attachments, folder: Path) -> None:
    with pytest.raises(GatewayError):
        await store.add("nobody", None, JPEG, None)
    assert files(folder) == []
