"""The stream of a desk: what is new at once, only what one may see, and after a cut the same as a fresh load."""

from contextlib import AsyncExitStack
from typing import Any
from unittest.mock import AsyncMock

import pytest

from api.conversations.models import Conversation
from api.desk import broadcasting
from tests.api.desk.claimed import DESK, claim, cookies
from tests.api.desk.people import CENTRE, OTHER_CENTRE
from tests.api.desk.queueing import ask, change
from tests.conftest import CountQueries, Gateway
from tests.live import LiveStream, follow


async def until_message(stream: LiveStream, text: str) -> dict[str, Any]:
    while (told := await stream.until("message"))["message"]["text"] != text:
        pass
    return told


async def test_what_a_resident_writes_arrives_at_every_desk(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    lee = await gateway.counsellor("lee@example.org", "Lee")
    path = f"{DESK}/events"
    async with follow(gateway.app, path, cookies(claimed.desk)) as one, follow(gateway.app, path, cookies(lee)) as two:
        assert [await one.next(), await two.next()] == [("ready", {}), ("ready", {})]
        await claimed.resident.write("hello there")
        assert await until_message(one, "hello there") == await until_message(two, "hello there")


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
