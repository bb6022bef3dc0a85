"""One ticket: claimed by one, given back, put off, called back, labelled, closed; the bot is silent meanwhile."""

import asyncio
from datetime import timedelta

import pytest

from api.conversations.models import Ticket
from api.conversations.storage import PAGE
from api.desk.models import Note
from api.requests import utc_now
from tests.api.desk.claimed import DESK, audited, claim, rows, say_much
from tests.api.desk.people import CENTRE, OTHER_CENTRE
from tests.api.desk.queueing import ask, change, read, wait_until
from tests.conftest import Gateway

MINUTE = timedelta(minutes=1)


async def test_of_a_thousand_claims_at_once_one_per_ticket_wins_and_the_bot_is_silent(gateway: Gateway) -> None:
    desks = [await gateway.counsellor(f"c{number}@example.org", f"C{number}") for number in range(50)]
    asked = [await ask(gateway, desks[0]) for _ in range(20)]
    claims = [(one, desk) for one in asked for desk in desks]
    answers = await asyncio.gather(*(desk.post(f"{one.path}/claim") for one, desk in claims))
    won = [one.ticket for (one, _), answer in zip(claims, answers, strict=True) if answer.status_code == 200]
    assert sorted(won) == sorted(one.ticket for one in asked)
    assert {answer.status_code for answer in answers} == {200, 409}
    assert len(await audited(gateway, "ticket.claimed")) == 20
    for one in asked:
        told = [message["kind"] for message in await one.resident.messages()]
        assert told == ["text", "handover", "notice"]
        assert (await one.resident.write("질문이 있어요")).json()["replies"] == []
    assert gateway.engine.turns == []


async def test_second_claim_by_the_same_counsellor_changes_nothing(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    said = len(await claimed.resident.messages())
    assert (await claimed.desk.post(f"{claimed.path}/claim")).status_code == 200
    assert len(await claimed.resident.messages()) == said


async def test_given_back_ticket_waits_in_its_old_place(gateway: Gateway) -> None:
    claimed = await claim(gateway, "en")
    later = await ask(gateway, claimed.desk, "en")
    response = await claimed.desk.post(f"{claimed.path}/release", json={"note": "Needs somebody for tax."})
    assert (response.json()["ticket"]["state"], response.json()["ticket"]["position"]) == ("waiting", 1)
    assert (await later.resident.state())["ticket"]["position"] == 2
    assert (await claimed.resident.state())["state"] == "waiting"
    assert "Kim had to leave" in (await claimed.resident.messages())[-1]["text"]
    shown = (await claimed.desk.get(claimed.path)).json()
    assert [(note["kind"], note["text"]) for note in shown["notes"]] == [("release", "Needs somebody for tax.")]


async def test_put_off_ticket_comes_back_when_the_resident_writes(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    until = (utc_now() + 60 * MINUTE).isoformat()
    await claimed.desk.post(f"{claimed.path}/snooze", json={"until": until})
    page = (await claimed.desk.get(f"{DESK}/tickets?state=snoozed")).json()
    assert ([one["id"] for one in page["tickets"]], page["counts"]["snoozed"]) == ([claimed.ticket], 1)
    assert (await claimed.desk.get(f"{DESK}/tickets?state=claimed")).json()["tickets"] == []
    await claimed.resident.write("one more thing")
    assert (await read(claimed))["snoozed_until"] is None


async def test_put_off_ticket_wakes_at_its_time(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    await claimed.desk.post(f"{claimed.path}/snooze", json={"until": (utc_now() + MINUTE).isoformat()})
    await change(gateway, Ticket, snoozed_until=utc_now() - MINUTE)
    await wait_until(gateway, claimed, snoozed_until=None)
    assert len(await audited(gateway, "ticket.woken")) == 1


async def test_appointment_is_told_in_the_residents_language_and_the_ticket_rests(gateway: Gateway) -> None:
    claimed = await claim(gateway, "en")
    at = utc_now() + timedelta(days=2)
    ticket = (await claimed.desk.post(f"{claimed.path}/callback", json={"at": at.isoformat()})).json()["ticket"]
    assert (ticket["callback_at"], ticket["snoozed_until"]) == (at.isoformat(), at.isoformat())
    assert "get back to you" in (await claimed.resident.messages())[-1]["text"]


async def test_waiting_ticket_with_an_appointment_is_ahead_of_nobody(gateway: Gateway) -> None:
    desk = await gateway.counsellor()
    promised, other = await ask(gateway, desk), await ask(gateway, desk)
    await desk.post(f"{promised.path}/callback", json={"at": (utc_now() + timedelta(days=1)).isoformat()})
    assert (await other.resident.state())["ticket"]["position"] == 1


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("snooze", {"until": "2020-01-01T00:00:00Z"}),
        ("snooze", {"until": "2099-01-01T00:00:00"}),
        ("callback", {"at": "2020-01-01T00:00:00Z"}),
        ("close", {"outcome": "great"}),
        ("transfer", {"note": "to nobody"}),
        ("transfer", {"centre": "nowhere"}),
        ("transfer", {"counsellor": "nobody"}),
        ("topic", {"area": "weather"}),
        ("topic", {"area": "visa", "article": "visa.nothing"}),
        ("languages", {"bridges": ["xx"]}),
    ],
)
async def test_wrong_move_is_refused_and_changes_nothing(
    gateway: Gateway, action: str, body: dict[str, object]
) -> None:
    claimed = await claim(gateway)
    before = await read(claimed)
    response = await claimed.desk.post(f"{claimed.path}/{action}", json=body)
    assert (response.status_code, response.json()["type"]) == (400, "urn:gildongmu:problem:invalid-request")
    assert await read(claimed) == before


@pytest.mark.parametrize("action", ["release", "snooze", "callback", "transfer", "close", "replies"])
async def test_only_the_holder_moves_a_ticket(gateway: Gateway, action: str) -> None:
    claimed = await claim(gateway)
    other = await gateway.counsellor("lee@example.org", "Lee", "counsellor")
    moment = (utc_now() + MINUTE).isoformat()
    body = {"until": moment, "at": moment, "counsellor": "x", "note": "", "text": "hi"}
    assert (await other.post(f"{claimed.path}/{action}", json=body)).status_code == 409


async def test_closing_keeps_the_outcome_and_the_entry(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    await claimed.desk.post(f"{claimed.path}/close", json={"next": "closed", "outcome": "referred"})
    assert ((await read(claimed))["outcome"], (await claimed.resident.state())["state"]) == ("referred", "closed")
    (entry,) = await audited(gateway, "ticket.closed")
    assert entry.details == {"outcome": "referred", "next": "closed"}


async def test_topic_and_languages_are_kept(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    await claimed.desk.post(f"{claimed.path}/topic", json={"area": "visa", "article": "visa.extension"})
    await claimed.desk.post(f"{claimed.path}/languages", json={"bridges": ["ru", "en", "ru"]})
    ticket = await read(claimed)
    assert (ticket["area"], ticket["article"]["id"], ticket["bridges"]) == ("visa", "visa.extension", ["en", "ru"])
    assert ticket["article"]["title"] != "visa.extension"


async def test_nothing_that_a_resident_wrote_stands_in_the_audit_log(gateway: Gateway) -> None:
    claimed = await claim(gateway, "en", "My employer keeps my passport")
    await claimed.desk.get(claimed.path)
    await claimed.desk.post(f"{claimed.path}/close", json={})
    for action in ("ticket.claimed", "ticket.read", "ticket.closed"):
        (entry,) = await audited(gateway, action)
        assert "passport" not in str(entry.details)
    assert len(await rows(gateway, Ticket)) == 1


async def test_log_tells_how_many_tags_and_not_which(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    await claimed.desk.put(f"{claimed.path}/tags", json={"tags": ["pregnant", "undocumented"]})
    (entry,) = await audited(gateway, "ticket.tagged")
    assert entry.details == {"tags": 2}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "tags", {"tags": ["pregnant"]}),
        ("POST", "topic", {"area": "job", "article": "job.unpaid-wages"}),
        ("POST", "notes", {"text": "is pregnant"}),
    ],
)
async def test_nothing_is_written_about_a_deleted_conversation(
    gateway: Gateway, method: str, path: str, body: dict[str, object]
) -> None:
    claimed = await claim(gateway)
    await claimed.resident.client.delete(claimed.resident.path, headers=claimed.resident.headers)
    (before,) = await rows(gateway, Ticket)
    assert (await claimed.desk.request(method, f"{claimed.path}/{path}", json=body)).status_code == 404
    (after,) = await rows(gateway, Ticket)
    assert (after.tags, after.area, after.article) == (before.tags, before.area, before.article)
    assert await rows(gateway, Note) == []


async def test_long_conversation_is_read_back_to_its_beginning_and_each_reading_is_in_the_log(gateway: Gateway) -> None:
    claimed = await claim(gateway, "ur", "the first words")
    await say_much(gateway, claimed.resident.id, 2 * PAGE)
    shown = (await claimed.desk.get(claimed.path)).json()["messages"]
    assert len(shown) == PAGE
    while shown[0]["seq"] > 1:
        page = (await claimed.desk.get(f"{claimed.path}/messages?before={shown[0]['seq']}")).json()["messages"]
        assert len(page) <= PAGE
        shown = page + shown
    assert [one["seq"] for one in shown] == list(range(1, len(shown) + 1))
    assert (shown[0]["text"], shown[-1]["text"]) == ("the first words", f"line {2 * PAGE - 1}")
    assert len(await audited(gateway, "ticket.read")) == 3


async def test_who_may_not_see_a_ticket_reads_nothing_of_its_beginning(gateway: Gateway) -> None:
    claimed = await claim(gateway, "ur", "the first words", centres=(CENTRE,))
    other = await gateway.counsellor("lee@example.org", "Lee", role="counsellor", centres=(OTHER_CENTRE,))
    await change(gateway, Ticket, centre=CENTRE)
    assert (await other.get(f"{claimed.path}/messages?before=2")).status_code == 404
    assert (await claimed.desk.get(f"{claimed.path}/messages?before=2")).status_code == 200
    assert (await claimed.desk.get(f"{claimed.path}/messages?before=x")).status_code == 400
