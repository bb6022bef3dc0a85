"""The stream of a desk: what is new at once, only what one may see, and after a cut the same as a fresh load."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import AsyncMock

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.models import Conversation
from api.desk import broadcasting, service
from api.desk.queueing import presence
from api.desk.working.notes import notes_of
from tests.api.desk.claimed import DESK, Claimed, audited, claim, cookies, identity
from tests.api.desk.people import CENTRE, OTHER_CENTRE
from tests.api.desk.queueing import ask, change
from tests.conftest import CountQueries, Gateway
from tests.live import LiveStream, follow


async def until_message(stream: LiveStream, text: str) -> dict[str, Any]:
    while (told := await stream.until("message"))["message"]["text"] != text:
        pass
    return told


async def until_about(stream: LiveStream, identity: str) -> tuple[str, dict[str, Any]]:
    """Return how the stream tells of a message or note: with its contents, or as news."""
    while (event := await stream.next()) is not None:
        name, data = event
        if name in {"message", "note", "news"} and identity == data.get(name, data)["id"]:
            return event
    raise EOFError(identity)


async def write(claimed: Claimed, text: str) -> str:
    """Let the resident write; returns the message's id."""
    return str((await claimed.resident.write(text)).json()["message"]["id"])


@asynccontextmanager
async def desks(gateway: Gateway, *clients: httpx.AsyncClient) -> AsyncIterator[list[LiveStream]]:
    """Follow the desk as several people."""
    async with AsyncExitStack() as stack:
        path = f"{DESK}/events"
        streams = [await stack.enter_async_context(follow(gateway.app, path, cookies(one))) for one in clients]
        for stream in streams:
            assert await stream.next() == ("ready", {})
        yield streams


async def test_what_a_resident_writes_goes_to_the_holder_and_to_who_has_read_the_ticket(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    lee = await gateway.counsellor("lee@example.org", "Lee")
    bat = await gateway.counsellor("bat@example.org", "Bat")
    async with desks(gateway, claimed.desk, lee, bat) as (holder, reader, other):
        await lee.get(claimed.path)
        said = await write(claimed, "hello there")
        told = await until_about(holder, said)
        assert (told[0], told[1]["message"]["text"]) == ("message", "hello there")
        assert await until_about(reader, said) == told
        news = {"ticket_id": claimed.ticket, "about": "message", "id": said}
        assert await until_about(other, said) == ("news", news | {"is_from_resident": True, "is_mention": False})
        reply = (await claimed.desk.post(f"{claimed.path}/replies", json={"text": "hello"})).json()["message"]["id"]
        assert (await until_about(other, reply))[1]["is_from_resident"] is False
    assert [one.counsellor_id for one in await audited(gateway, "ticket.read")] == [await identity(lee)]


async def test_sign_of_presence_alone_opens_no_ticket(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    lee = await gateway.counsellor("lee@example.org", "Lee")
    async with desks(gateway, lee) as (stream,):
        assert (await lee.post(f"{claimed.path}/presence", json={})).status_code == 204
        assert (await until_about(stream, await write(claimed, "hello there")))[0] == "news"


async def test_who_has_not_looked_for_some_time_has_to_load_again(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    claimed = await claim(gateway)
    lee = await gateway.counsellor("lee@example.org", "Lee")
    async with desks(gateway, lee) as (stream,):
        with monkeypatch.context() as patch:
            patch.setattr(presence, "FORGOTTEN_AFTER", timedelta(0))
            await lee.get(claimed.path)
        await lee.post(f"{claimed.path}/presence", json={})
        assert (await until_about(stream, await write(claimed, "hello there")))[0] == "news"
        await lee.get(claimed.path)
        assert (await until_about(stream, await write(claimed, "hello again")))[0] == "message"


async def test_what_is_said_while_a_ticket_loads_comes_by_the_stream(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    claimed = await claim(gateway)
    lee = await gateway.counsellor("lee@example.org", "Lee")
    told = []
    async with desks(gateway, lee) as (stream,):

        async def be_overtaken(session: AsyncSession, ticket: str) -> list[dict[str, Any]]:
            notes = await notes_of(session, ticket)
            told.append(await until_about(stream, await write(claimed, "said meanwhile")))
            return notes

        monkeypatch.setattr(service, "notes_of", be_overtaken)
        loaded = (await lee.get(claimed.path)).json()
    assert "said meanwhile" not in [message["text"] for message in loaded["messages"]]
    assert [name for name, _ in told] == ["message"]


async def test_mention_is_told_without_the_note_to_who_has_not_opened_it(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    lee = await gateway.counsellor("lee@example.org", "Lee")
    bat = await gateway.counsellor("bat@example.org", "Bat")
    async with desks(gateway, lee, bat) as (mentioned, other):
        note = {"text": "call the tax office", "mentions": [await identity(lee)]}
        written = (await claimed.desk.post(f"{claimed.path}/notes", json=note)).json()["note"]["id"]
        news = {"ticket_id": claimed.ticket, "about": "note", "id": written, "is_from_resident": False}
        assert await until_about(mentioned, written) == ("news", news | {"is_mention": True})
        assert await until_about(other, written) == ("news", news | {"is_mention": False})


async def test_open_ticket_that_goes_to_another_centre_tells_no_more(gateway: Gateway) -> None:
    boss = await gateway.counsellor("boss@example.org", "Boss")
    here = await gateway.counsellor("kim@example.org", "Kim", "counsellor", centres=(CENTRE,))
    asked = await ask(gateway, boss, centre=CENTRE)
    async with desks(gateway, here) as (stream,):
        await here.get(asked.path)
        await asked.resident.write("said here")
        await until_message(stream, "said here")
        await boss.post(f"{asked.path}/claim")
        await boss.post(f"{asked.path}/transfer", json={"centre": OTHER_CENTRE, "note": ""})
        await asked.resident.write("said there")
        last, seen = await ask(gateway, boss, centre=CENTRE), []
        while (event := await stream.next()) is not None and event[1].get("id") != last.ticket:
            seen.append(event)
    assert ("ticket", {"id": asked.ticket, "is_gone": True}) in seen
    assert "said there" not in str(seen)
    assert "news" not in [name for name, _ in seen[seen.index(("ticket", {"id": asked.ticket, "is_gone": True})) :]]


async def test_state_after_a_cut_is_that_of_a_fresh_load(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    async with follow(gateway.app, f"{DESK}/events", cookies(claimed.desk)) as stream:
        await stream.next()
    await claimed.resident.write("said during the cut")
    await claimed.desk.put(f"{claimed.path}/tags", json={"tags": ["new"]})
    async with follow(gateway.app, f"{DESK}/events", cookies(claimed.desk)) as stream:
        assert await stream.next() == ("ready", {})
        fresh = (await claimed.desk.get(claimed.path)).json()
        await claimed.resident.write("said after it")
        await until_message(stream, "said after it")
    assert "said during the cut" in [message["text"] for message in fresh["messages"]]
    assert fresh["ticket"]["tags"] == ["new"]


async def test_what_was_said_just_before_is_not_lost(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    path = f"{DESK}/events"
    async with follow(gateway.app, path, cookies(claimed.desk)) as first:
        await claimed.resident.write("between load and stream")
        told = await until_message(first, "between load and stream")
        async with follow(gateway.app, path, cookies(claimed.desk)) as second:
            assert await until_message(second, "between load and stream") == told


async def test_nobody_is_told_of_other_centres_and_what_leaves_ones_own_is_gone(gateway: Gateway) -> None:
    boss = await gateway.counsellor("boss@example.org", "Boss")
    here = await gateway.counsellor("kim@example.org", "Kim", "counsellor", centres=(CENTRE,))
    there = await gateway.counsellor("lee@example.org", "Lee", "counsellor", centres=(OTHER_CENTRE,))
    asked = await ask(gateway, boss, centre=CENTRE)
    path = f"{DESK}/events"
    async with follow(gateway.app, path, cookies(here)) as mine, follow(gateway.app, path, cookies(there)) as theirs:
        await mine.next()
        await theirs.next()
        await boss.post(f"{asked.path}/claim")
        assert (await mine.until("ticket"))["id"] == asked.ticket
        await boss.post(f"{asked.path}/transfer", json={"centre": OTHER_CENTRE, "note": ""})
        # The first that the other centre hears of the ticket is that it waits there.
        assert (await theirs.until("ticket"))["state"] == "waiting"
        while not (told := await mine.until("ticket")).get("is_gone"):
            pass
    assert told == {"id": asked.ticket, "is_gone": True}


async def test_counts_follow_the_queue(gateway: Gateway) -> None:
    desk = await gateway.counsellor()
    async with follow(gateway.app, f"{DESK}/events", cookies(desk)) as stream:
        assert (await stream.until("counts"))["waiting"] == 0
        await ask(gateway, desk)
        assert (await stream.until("counts"))["waiting"] == 1


async def test_note_is_told_to_the_desk_and_not_to_the_resident(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    async with follow(gateway.app, f"{DESK}/events", cookies(claimed.desk)) as stream:
        await claimed.desk.post(f"{claimed.path}/notes", json={"text": "call the tax office", "mentions": []})
        told = await stream.until("note")
    assert (told["ticket_id"], told["note"]["text"]) == (claimed.ticket, "call the tax office")
    assert "tax office" not in str(await claimed.resident.messages())


async def test_a_change_is_read_once_however_many_follow(gateway: Gateway, count_queries: CountQueries) -> None:
    claimed = await claim(gateway)
    counts = []
    for followers in (1, 8):
        async with AsyncExitStack() as stack:
            path, who = f"{DESK}/events", cookies(claimed.desk)
            streams = [await stack.enter_async_context(follow(gateway.app, path, who)) for _ in range(followers)]
            for stream in streams:
                await stream.next()
            with count_queries() as statements:
                text = f"to {followers}"
                await claimed.desk.post(f"{claimed.path}/replies", json={"text": text})
                for stream in streams:
                    await until_message(stream, text)
            counts.append(len([one for one in statements if "FROM messages" in one]))
    assert counts[1] <= counts[0] + 6


async def test_desks_load_anew_when_a_change_could_not_be_read(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    claimed = await claim(gateway)
    path, who = f"{DESK}/events", cookies(claimed.desk)
    async with follow(gateway.app, path, who) as stream:
        await stream.next()
        with monkeypatch.context() as patch:
            patch.setattr(broadcasting, "read_tally", AsyncMock(side_effect=OSError("connection lost")))
            await claimed.resident.write("said while it failed")
            while await stream.next() is not None:
                pass
    async with follow(gateway.app, path, who) as stream:
        await claimed.resident.write("said after it")
        await until_message(stream, "said after it")


@pytest.mark.parametrize("is_deleted", [True, False])
async def test_what_is_deleted_or_taken_back_is_not_told_again(gateway: Gateway, *, is_deleted: bool) -> None:
    claimed = await claim(gateway)
    path, who, resident = f"{DESK}/events", cookies(claimed.desk), claimed.resident
    async with follow(gateway.app, path, who) as first:
        await resident.write("my secret")
        seq = (await until_message(first, "my secret"))["message"]["seq"]
        if is_deleted:
            await resident.client.delete(resident.path, headers=resident.headers)
        else:
            await change(gateway, Conversation, details={"removed": [seq]})
            await claimed.desk.put(f"{claimed.path}/tags", json={"tags": ["new"]})
        while not ((told := await first.until("ticket"))["deleted"] or told["removed"]):
            pass
        async with follow(gateway.app, path, who) as second:
            other = await ask(gateway, claimed.desk)
            seen = []
            while (event := await second.next()) is not None and event[1].get("id") != other.ticket:
                seen.append(event)
    assert "my secret" not in str(seen)
    assert "ticket" in [name for name, _ in seen]
