"""What deletion promises: nothing that a resident wrote stays, and nothing is written into the conversation again."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.channels.models import ChannelAccount, ChannelEvent
from api.conversations import files
from api.conversations.database import Database
from api.conversations.models import Attachment, Base, Conversation, Message, Rating, Ticket
from api.dialogue.trackers import SqliteTrackers
from api.errors import EngineFailed
from tests.channels.conftest import until
from tests.conftest import Gateway, Resident, StartGateway
from tests.databases import Plain
from tests.fakes import HeldEngine
from tests.live import follow

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
SECRET = "zebra-lantern"
NOW = datetime(2026, 11, 23, tzinfo=UTC)


@asynccontextmanager
async def reading(gateway: Gateway) -> AsyncIterator[AsyncSession]:
    database = Database(gateway.settings.database_url)
    async with database.reading() as session:
        yield session
    await database.close()


async def rows(gateway: Gateway, table: type[Base]) -> list[Any]:
    async with reading(gateway) as session:
        return list(await session.scalars(select(table)))


async def add(gateway: Gateway, *new: Base) -> None:
    database = Database(gateway.settings.database_url)
    async with database.writing() as session:
        session.add_all(new)
    await database.close()


async def delete(resident: Resident) -> httpx.Response:
    return await resident.client.delete(resident.path, headers=resident.headers)


async def open_ticket(resident: Resident, desk: httpx.AsyncClient) -> str:
    await resident.write("Talk to a counsellor", payload="#counsellor")
    return str((await desk.get("/api/v1/desk/tickets")).json()["tickets"][0]["id"])


async def leave_traces(gateway: Gateway, resident: Resident, desk: httpx.AsyncClient) -> str:
    """Leave the secret wherever a resident can leave something; returns the open ticket."""
    headers, client = resident.headers, resident.client
    await resident.write(f"My boss {SECRET} does not pay me", client_id=f"{SECRET}-1")
    visitor = {"visitor": {"name": SECRET, "reference": SECRET}}
    assert (await client.patch(resident.path, json=visitor, headers=headers)).status_code == 200
    rating = {"score": 2, "comment": SECRET}
    assert (await client.post(f"{resident.path}/rating", json=rating, headers=headers)).status_code == 201
    ticket = await open_ticket(resident, desk)
    sent = await client.post(f"{resident.path}/attachments", content=PDF, headers=headers)
    assert sent.status_code == 201
    assert (await client.post(f"{resident.path}/resume-code", headers=headers)).status_code == 201
    push = {"endpoint": f"https://fcm.googleapis.com/{SECRET}", "keys": {"p256dh": POINT, "auth": "A" * 22}}
    assert (await client.put(f"{resident.path}/push", json=push, headers=headers)).status_code == 204
    account = ChannelAccount(
        id="a1", channel="line", user_key=f"U-{SECRET}", conversation_id=resident.id, created_at=NOW, updated_at=NOW
    )
    await add(gateway, account, _event("handled", NOW), _event("waiting", None))
    return ticket


POINT = "BPaL21JXuu4oGlDsNQnBBfLOnEhw6JZ67Re9_KIdVlwnPuVBUo-9L50XyDuKmjjypi9Ktk15lVwojDd28oTScYM"


def _event(name: str, handled: datetime | None) -> ChannelEvent:
    return ChannelEvent(
        id=f"line:{name}",
        channel="line",
        user_key=f"U-{SECRET}",
        happened_at=NOW,
        received_at=NOW,
        body={"kind": "message", "message": {"text": SECRET}},
        handled_at=handled,
        outcome="accepted" if handled else None,
    )


@contextmanager
def tracker_store(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("CREATE TABLE IF NOT EXISTS events (id INTEGER PRIMARY KEY, sender_id TEXT, data TEXT)")
    yield connection
    connection.close()


def remember(store: sqlite3.Connection, *sessions: str) -> None:
    store.executemany("INSERT INTO events (sender_id, data) VALUES (?, ?)", [(name, SECRET) for name in sessions])


def remembered(store: sqlite3.Connection) -> list[str]:
    return [name for (name,) in store.execute("SELECT sender_id FROM events ORDER BY sender_id")]


def file_of(plain: Plain) -> bytes:
    """Return the bytes of SQLite's file, free pages included."""
    plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(plain.address.partition("///")[2]).read_bytes()


async def is_forgotten(gateway: Gateway) -> bool:
    return not any(one.details for one in await rows(gateway, Conversation))


async def test_nothing_that_was_written_stays(gateway: Gateway) -> None:
    resident, desk = await gateway.resident("en"), await gateway.counsellor()
    await leave_traces(gateway, resident, desk)
    plain = Plain(gateway.settings.database_url)
    assert SECRET in plain.dump()
    assert (await delete(resident)).status_code == 204
    dump = plain.dump()
    assert SECRET not in dump
    assert resident.token not in dump
    if plain.is_file:
        assert SECRET.encode() not in file_of(plain)
    assert list(gateway.settings.attachments_dir.iterdir()) == []


def log_of(gateway: Gateway) -> bytes:
    """Return SQLite's write-ahead log; what other databases keep is their operators' to set."""
    if not Plain(gateway.settings.database_url).is_file:
        pytest.skip("SQLite's")
    return Path(gateway.settings.database_url.partition("///")[2] + "-wal").read_bytes()


async def test_nothing_stays_in_the_write_ahead_log(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    await resident.write(SECRET)
    assert SECRET.encode() in log_of(gateway)
    await delete(resident)
    assert SECRET.encode() not in log_of(gateway)


async def test_write_ahead_log_that_is_being_read_is_emptied_later(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(engine_timeout=timedelta(milliseconds=20))
    resident = await gateway.resident("en")
    await resident.write(SECRET)
    async with reading(gateway) as session:
        await session.scalars(select(Message))
        assert (await delete(resident)).status_code == 204
        assert SECRET.encode() in log_of(gateway)
    await until(lambda: is_forgotten(gateway))
    assert SECRET.encode() not in log_of(gateway)


async def test_files_that_a_crash_left_are_removed_at_the_next_start(
    start_gateway: StartGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway = await start_gateway(engine_timeout=timedelta(hours=1))
    resident = await gateway.resident("en")
    await gateway.client.post(f"{resident.path}/attachments", content=PDF, headers=resident.headers)

    def fail(_: object) -> None:
        raise OSError("the disk is away")

    with monkeypatch.context() as patch:
        patch.setattr(files, "remove", fail)
        assert (await delete(resident)).status_code == 204
    assert len(list(gateway.settings.attachments_dir.iterdir())) == 1
    await start_gateway(engine_timeout=timedelta(hours=1))
    assert list(gateway.settings.attachments_dir.iterdir()) == []


async def test_only_an_empty_row_and_the_score_stay(gateway: Gateway) -> None:
    resident, desk = await gateway.resident("en"), await gateway.counsellor()
    ticket = await leave_traces(gateway, resident, desk)
    await delete(resident)
    kept = {"conversations", "tickets", "ratings", "channel_events", "counsellors", "desk_sessions", "login_codes"}
    kept |= {"audit_log"}
    async with reading(gateway) as session:
        filled = {
            name for name, table in Base.metadata.tables.items() if (await session.execute(select(table))).first()
        }
    assert filled <= kept
    (conversation,) = await rows(gateway, Conversation)
    assert (conversation.id, conversation.state, conversation.turns) == (resident.id, "deleted", 0)
    assert [(one.score, one.comment) for one in await rows(gateway, Rating)] == [(2, "")]
    assert [(one.id, one.state) for one in await rows(gateway, Ticket)] == [(ticket, "closed")]


async def test_token_opens_nothing_afterwards(gateway: Gateway) -> None:
    resident, desk = await gateway.resident("en"), await gateway.counsellor()
    await leave_traces(gateway, resident, desk)
    await delete(resident)
    calls = [("GET", ""), ("GET", "/messages"), ("GET", "/events"), ("POST", "/messages"), ("POST", "/rating")]
    calls += [("PATCH", ""), ("DELETE", ""), ("DELETE", "/push"), ("POST", "/attachments"), ("POST", "/resume-code")]
    bodies = {"/messages": {"text": "x"}, "/rating": {"score": 5}, "": {"language": "ko"}}
    for method, place in calls:
        response = await gateway.client.request(
            method, resident.path + place, headers=resident.headers, json=bodies.get(place)
        )
        assert response.status_code == 404, (method, place)
    assert await rows(gateway, Message) == []


async def test_nobody_else_can_delete(gateway: Gateway) -> None:
    mine, other = await gateway.resident("en"), await gateway.resident("en")
    await mine.write("hello")
    assert (await gateway.client.delete(mine.path)).status_code == 404
    assert (await gateway.client.delete(mine.path, headers=other.headers)).status_code == 404
    assert (await gateway.client.delete("/api/v1/conversations/missing", headers=other.headers)).status_code == 404
    assert len(await mine.messages()) == 2


async def test_of_ten_deletions_at_once_one_succeeds(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    await resident.write("hello")
    responses = await asyncio.gather(*(delete(resident) for _ in range(10)))
    assert sorted(response.status_code for response in responses) == [204] + 9 * [404]


async def test_other_conversations_stay_whole(gateway: Gateway) -> None:
    resident, other, desk = await gateway.resident("en"), await gateway.resident("en"), await gateway.counsellor()
    await other.write("mine")
    sent = await gateway.client.post(f"{other.path}/attachments", content=PDF, headers=other.headers)
    await leave_traces(gateway, resident, desk)
    # What lies in no ticket is not the desk's to see.
    await open_ticket(other, desk)
    before = await other.messages()
    await delete(resident)
    assert await other.messages() == before
    kept = sent.json()["message"]["attachment"]["id"]
    assert (await desk.get(f"/api/v1/desk/attachments/{kept}")).content == PDF


@pytest.mark.parametrize("is_claimed", [False, True])
async def test_desk_is_told_and_cannot_answer_any_more(gateway: Gateway, is_claimed: bool) -> None:
    resident, desk = await gateway.resident("en"), await gateway.counsellor()
    ticket = await leave_traces(gateway, resident, desk)
    place = f"/api/v1/desk/tickets/{ticket}"
    if is_claimed:
        assert (await desk.post(f"{place}/claim")).status_code == 200
    cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in desk.cookies.items())}
    async with follow(gateway.app, "/api/v1/desk/events", cookie) as stream:
        assert await stream.next() == ("ready", {})
        await delete(resident)
        while not (told := await stream.until("ticket"))["deleted"]:
            pass
    shown = (await desk.get(place)).json()
    assert told == shown["ticket"]
    assert (told["state"], told["deleted"], shown["messages"]) == ("closed", True, [])
    assert told["summary"] == {"question": "", "answer": "", "articles": []}
    assert (told["visitor"], told["centre"]) == (None, None)
    for action, body in (("claim", {}), ("replies", {"text": "hello?"}), ("close", {})):
        assert (await desk.post(f"{place}/{action}", json=body)).status_code == 409
    assert await rows(gateway, Message) == []


async def test_those_who_wait_move_up(gateway: Gateway) -> None:
    resident, next_one, desk = await gateway.resident("en"), await gateway.resident("en"), await gateway.counsellor()
    await open_ticket(resident, desk)
    await open_ticket(next_one, desk)
    await delete(resident)
    assert (await next_one.state())["ticket"]["position"] == 1


async def test_live_stream_ends_without_a_trace(gateway: Gateway, caplog: pytest.LogCaptureFixture) -> None:
    resident = await gateway.resident("en")
    async with follow(gateway.app, f"{resident.path}/events", resident.headers) as stream:
        assert (await stream.next() or ("", {}))[0] == "conversation"
        await delete(resident)
        assert await stream.next() is None
    assert caplog.records == []


async def test_answer_that_comes_too_late_is_not_written(
    start_gateway: StartGateway, caplog: pytest.LogCaptureFixture
) -> None:
    engine = HeldEngine()
    gateway = await start_gateway(engine)
    resident = await gateway.resident("en")
    writing = asyncio.create_task(resident.write(f"My boss {SECRET}"))
    await engine.asked.wait()
    assert (await delete(resident)).status_code == 204
    engine.free.set()
    assert (await writing).status_code == 404
    (conversation,) = await rows(gateway, Conversation)
    assert (await rows(gateway, Message), conversation.state) == ([], "deleted")
    assert caplog.records == []


async def test_messages_and_deletion_at_once_leave_nothing(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    sending = [asyncio.create_task(resident.write(f"question {number}?")) for number in range(10)]
    await asyncio.gather(asyncio.create_task(delete(resident)), *sending)
    await until(lambda: _is_empty(gateway))
    assert {(await task).status_code for task in sending} <= {200, 202, 404}
    assert await _is_empty(gateway)


async def _is_empty(gateway: Gateway) -> bool:
    return not await rows(gateway, Message)


async def test_somebody_on_a_channel_begins_anew_and_no_event_is_taken_twice(gateway: Gateway) -> None:
    resident, desk = await gateway.resident("en"), await gateway.counsellor()
    await leave_traces(gateway, resident, desk)
    await delete(resident)
    assert await rows(gateway, ChannelAccount) == []
    events = {one.id: one for one in await rows(gateway, ChannelEvent)}
    assert set(events) == {"line:handled", "line:waiting"}
    assert all(one.handled_at and one.user_key is None for one in events.values())
    assert events["line:waiting"].outcome == "deleted"


async def test_engine_forgets_all_sessions_of_the_conversation_only(
    start_gateway: StartGateway, tmp_path: Path
) -> None:
    with tracker_store(tmp_path / "tracker.db") as store:
        gateway = await start_gateway(engine_timeout=timedelta(milliseconds=20))
        resident, other = await gateway.resident("en"), await gateway.resident("en")
        remember(store, f"{resident.id}-0", f"{resident.id}-11", f"{other.id}-0", "someone", f"{resident.id}x-0")
        await delete(resident)
        await until(lambda: is_forgotten(gateway))
        assert remembered(store) == sorted([f"{other.id}-0", "someone", f"{resident.id}x-0"])


async def test_engine_forgets_what_a_turn_under_way_writes(start_gateway: StartGateway, tmp_path: Path) -> None:
    with tracker_store(tmp_path / "tracker.db") as store:
        gateway = await start_gateway(engine_timeout=timedelta(seconds=0.3))
        resident = await gateway.resident("en")
        remember(store, f"{resident.id}-0")
        await delete(resident)
        await until(lambda: remembered(store) == [])
        remember(store, f"{resident.id}-0")
        await until(lambda: is_forgotten(gateway))
        assert remembered(store) == []


async def test_engine_forgets_after_a_restart(start_gateway: StartGateway, tmp_path: Path) -> None:
    first = await start_gateway(engine_timeout=timedelta(hours=1))
    resident = await first.resident("en")
    await delete(resident)
    with tracker_store(tmp_path / "tracker.db") as store:
        remember(store, f"{resident.id}-0")
        second = await start_gateway(engine_timeout=timedelta(milliseconds=20))
        await until(lambda: is_forgotten(second))
        assert remembered(store) == []


async def test_broken_tracker_store_is_tried_again_and_disturbs_nobody(
    start_gateway: StartGateway, tmp_path: Path
) -> None:
    path = tmp_path / "tracker.db"
    path.write_bytes(b"no database at all, but longer than a header of one hundred bytes" * 4)
    gateway = await start_gateway(engine_timeout=timedelta(milliseconds=20))
    resident = await gateway.resident("en")
    assert (await delete(resident)).status_code == 204
    with pytest.raises(EngineFailed):
        await SqliteTrackers(path).forget(resident.id)
    path.unlink()
    await until(lambda: is_forgotten(gateway))


async def test_attachment_without_its_row_is_not_opened(gateway: Gateway) -> None:
    resident, desk = await gateway.resident("en"), await gateway.counsellor()
    await leave_traces(gateway, resident, desk)
    (kept,) = await rows(gateway, Attachment)
    await delete(resident)
    assert (await desk.get(f"/api/v1/desk/attachments/{kept.id}")).status_code == 404
