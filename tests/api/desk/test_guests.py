"""Guests, mostly interpreters: they see and write in one conversation, for as long as they are invited."""

from datetime import timedelta

import httpx
import pytest

from api.desk.models import Guest
from api.requests import utc_now
from tests.api.desk.claimed import DESK, Claimed, audited, claim, cookies, identity, open_ticket, rows
from tests.api.desk.people import CENTRE, OTHER_CENTRE, tables
from tests.api.desk.queueing import ask, read
from tests.conftest import Gateway
from tests.live import follow

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


async def invite(gateway: Gateway, claimed: Claimed) -> httpx.AsyncClient:
    """Let Kim invite the interpreter Mirza."""
    mirza = await gateway.counsellor("mirza@example.org", "Mirza", role="interpreter", languages=("ur", "ko"))
    response = await claimed.desk.post(f"{claimed.path}/guests", json={"counsellor": await identity(mirza)})
    assert response.status_code == 201, response.text
    assert response.json()["guests"] == [{"id": await identity(mirza), "name": "Mirza"}]
    return mirza


async def test_interpreter_reads_and_writes_under_their_own_name(gateway: Gateway) -> None:
    claimed = await claim(gateway, "ur", "السلام علیکم، مجھے مدد چاہیے۔")
    mirza = await invite(gateway, claimed)
    assert (await mirza.get(claimed.path)).status_code == 200
    said = await mirza.post(f"{claimed.path}/replies", json={"text": "میں ترجمہ کروں گا۔", "client_id": "g1"})
    assert said.status_code == 201, said.text
    last = (await claimed.resident.messages())[-1]
    assert (last["author"], last["name"], last["text"]) == ("counsellor", "Mirza", "میں ترجمہ کروں گا۔")


async def test_resident_is_told_who_has_come_and_who_has_gone(gateway: Gateway) -> None:
    claimed = await claim(gateway, "en")
    mirza = await invite(gateway, claimed)
    await claimed.desk.delete(f"{claimed.path}/guests/{await identity(mirza)}")
    told = [one["text"] for one in await claimed.resident.messages() if one["author"] == "system"]
    assert told[-2:] == ["Mirza has joined the chat to help.", "Mirza has left the chat."]


async def test_inviting_somebody_twice_is_one_guest_and_one_notice(gateway: Gateway) -> None:
    claimed = await claim(gateway, "en")
    mirza = await invite(gateway, claimed)
    before = len(await claimed.resident.messages())
    await claimed.desk.post(f"{claimed.path}/guests", json={"counsellor": await identity(mirza)})
    assert len(await claimed.resident.messages()) == before
    assert len(await rows(gateway, Guest)) == len(await audited(gateway, "guest.invited")) == 1


async def test_interpreter_finds_only_the_ticket_they_are_a_guest_of(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    mirza = await invite(gateway, claimed)
    await open_ticket(gateway, claimed.desk)
    found = [
        ticket["id"]
        for state in ("waiting", "claimed", "closed")
        for ticket in (await mirza.get(f"{DESK}/tickets?state={state}")).json()["tickets"]
    ]
    assert found == [claimed.ticket]


async def test_interpreter_is_told_only_of_the_ticket_they_are_a_guest_of(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    mirza = await invite(gateway, claimed)
    other = await open_ticket(gateway, claimed.desk)
    async with follow(gateway.app, f"{DESK}/events", cookies(mirza)) as stream:
        assert await stream.next() == ("ready", {})
        await claimed.desk.post(f"{other.path}/notes", json={"text": "not for Mirza"})
        await claimed.desk.post(f"{claimed.path}/notes", json={"text": "for Mirza"})
        told, name = [], ""
        while name != "note":
            name, data = await stream.next() or ("note", {})
            told.append(data)
    assert told[-1]["note"]["text"] == "for Mirza"
    assert other.ticket not in str(told)


async def test_interpreter_is_refused_everything_else(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    mirza = await invite(gateway, claimed)
    other = await open_ticket(gateway, claimed.desk)
    headers = {"Content-Type": "application/pdf", **other.resident.headers}
    sent = await other.resident.client.post(f"{other.resident.path}/attachments", content=PDF, headers=headers)
    file = sent.json()["message"]["attachment"]["id"]
    assert (await claimed.desk.get(f"{DESK}/attachments/{file}")).status_code == 200
    for method, path, body, status in [
        ("GET", other.path, None, 404),
        ("POST", f"{other.path}/replies", {"text": "x"}, 404),
        ("POST", f"{other.path}/notes", {"text": "x"}, 404),
        ("POST", f"{other.path}/claim", None, 404),
        ("GET", f"{DESK}/attachments/{file}", None, 404),
        ("GET", f"{DESK}/texts?ticket={other.ticket}", None, 404),
        ("GET", f"{claimed.path}/related", None, 403),
        ("POST", f"{claimed.path}/close", {"next": "bot"}, 409),
        ("POST", f"{claimed.path}/guests", {"counsellor": await identity(mirza)}, 409),
    ]:
        response = await mirza.request(method, path, json=body)
        assert response.status_code == status, (method, path, response.text)


async def test_guest_opens_the_files_of_their_conversation_and_it_is_noted(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    mirza = await invite(gateway, claimed)
    resident = claimed.resident
    sent = await resident.client.post(f"{resident.path}/attachments", content=PDF, headers=resident.headers)
    file = sent.json()["message"]["attachment"]["id"]
    assert (await mirza.get(f"{DESK}/attachments/{file}")).status_code == 200
    (entry,) = await audited(gateway, "attachment.read")
    assert (entry.counsellor_id, entry.subject) == (await identity(mirza), claimed.ticket)


async def test_guest_who_has_left_sees_nothing_more(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    mirza = await invite(gateway, claimed)
    own = await identity(mirza)
    assert (await mirza.delete(f"{claimed.path}/guests/{own}")).status_code == 204
    assert (await mirza.get(claimed.path)).status_code == 404
    assert (await mirza.post(f"{claimed.path}/replies", json={"text": "x"})).status_code == 404
    assert (await claimed.desk.delete(f"{claimed.path}/guests/{own}")).status_code == 404


async def test_guests_leave_when_the_ticket_is_closed(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    mirza = await invite(gateway, claimed)
    await claimed.desk.post(f"{claimed.path}/close", json={"next": "closed"})
    assert (await mirza.get(claimed.path)).status_code == 404


async def test_only_who_holds_the_ticket_or_supervises_invites(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    lee = await gateway.counsellor("lee@example.org", "Lee", role="counsellor")
    choi = await gateway.counsellor("choi@example.org", "Choi", role="supervisor")
    guest = {"counsellor": await identity(lee)}
    assert (await lee.post(f"{claimed.path}/guests", json=guest)).status_code == 409
    assert (await choi.post(f"{claimed.path}/guests", json=guest)).status_code == 201


@pytest.mark.parametrize("whom", ["holder", "nobody"])
async def test_neither_the_holder_nor_a_stranger_is_invited(gateway: Gateway, whom: str) -> None:
    claimed = await claim(gateway)
    person = await identity(claimed.desk) if whom == "holder" else "nobody"
    assert (await claimed.desk.post(f"{claimed.path}/guests", json={"counsellor": person})).status_code == 400


async def test_colleague_writes_only_as_a_guest(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    lee = await gateway.counsellor("lee@example.org", "Lee", role="counsellor")
    assert (await lee.post(f"{claimed.path}/replies", json={"text": "x"})).status_code == 409
    await claimed.desk.post(f"{claimed.path}/guests", json={"counsellor": await identity(lee)})
    assert (await lee.post(f"{claimed.path}/replies", json={"text": "x"})).status_code == 201


async def test_guest_with_rights_elsewhere_neither_moves_nor_keeps_a_conversation(gateway: Gateway) -> None:
    kim = await gateway.counsellor("kim@example.org", "Kim", "counsellor", centres=(CENTRE,))
    asked = await ask(gateway, kim, centre=CENTRE)
    await kim.post(f"{asked.path}/claim")
    lee = await gateway.counsellor("lee@example.org", "Lee", "counsellor", centres=(OTHER_CENTRE,))
    choi = await gateway.counsellor("choi@example.org", "Choi", "supervisor", centres=(OTHER_CENTRE,))
    own = {"counsellor": await identity(choi)}
    assert (await kim.post(f"{asked.path}/guests", json=own)).status_code == 201
    for path, body, status in [
        ("transfer", own, 409),
        ("transfer", {"centre": OTHER_CENTRE}, 409),
        ("take-over", {"note": ""}, 403),
        ("guests", {"counsellor": await identity(lee)}, 409),
    ]:
        response = await choi.post(f"{asked.path}/{path}", json=body)
        assert response.status_code == status, (path, response.text)
    ticket = await read(asked)
    assert (ticket["counsellor"]["name"], ticket["centre"]["id"]) == ("Kim", CENTRE)


async def test_guest_with_rights_elsewhere_claims_no_waiting_conversation(gateway: Gateway) -> None:
    kim = await gateway.counsellor("kim@example.org", "Kim", "counsellor", centres=(CENTRE,))
    asked = await ask(gateway, kim, centre=CENTRE)
    choi = await gateway.counsellor("choi@example.org", "Choi", "supervisor", centres=(OTHER_CENTRE,))
    host, guest = await identity(kim), await identity(choi)
    async with tables(gateway) as session:
        session.add(Guest(ticket_id=asked.ticket, counsellor_id=guest, invited_by=host, created_at=utc_now()))
    assert (await choi.post(f"{asked.path}/claim")).status_code == 403
    appointment = {"at": (utc_now() + timedelta(days=1)).isoformat()}
    assert (await choi.post(f"{asked.path}/callback", json=appointment)).status_code == 403
    assert (await read(asked))["state"] == "waiting"


async def test_guests_leave_when_the_resident_deletes_the_conversation(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    mirza = await invite(gateway, claimed)
    resident = claimed.resident
    assert (await resident.client.delete(resident.path, headers=resident.headers)).status_code == 204
    assert (await mirza.get(claimed.path)).status_code == 404


@pytest.mark.parametrize("way", ["transfer", "claim", "take-over"])
async def test_guest_who_becomes_the_holder_is_no_guest_any_more(gateway: Gateway, way: str) -> None:
    claimed = await claim(gateway)
    lee = await gateway.counsellor("lee@example.org", "Lee", role="supervisor")
    own = {"counsellor": await identity(lee)}
    await claimed.desk.post(f"{claimed.path}/guests", json=own)
    # Also a mere guest keeps what the role allows.
    assert (await lee.get(f"{claimed.path}/record")).status_code == 200
    if way == "transfer":
        response = await claimed.desk.post(f"{claimed.path}/transfer", json=own)
    else:
        if way == "claim":
            await claimed.desk.post(f"{claimed.path}/release")
            async with tables(gateway) as session:
                (await session.get_one(Guest, (claimed.ticket, own["counsellor"]))).left_at = None
        response = await lee.post(f"{claimed.path}/{way}")
    ticket = response.json()["ticket"]
    assert (ticket["counsellor"]["name"], ticket["guests"]) == ("Lee", [])
    assert (await lee.get(f"{claimed.path}/record")).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "tags", {"tags": ["x"]}),
        ("POST", "topic", {"area": "visa"}),
        ("POST", "languages", {"bridges": ["en"]}),
    ],
)
async def test_interpreter_changes_nothing_that_is_known_of_a_ticket(
    gateway: Gateway, method: str, path: str, body: dict[str, object]
) -> None:
    claimed = await claim(gateway)
    mirza = await invite(gateway, claimed)
    assert (await mirza.request(method, f"{claimed.path}/{path}", json=body)).status_code == 403
    assert (await claimed.desk.request(method, f"{claimed.path}/{path}", json=body)).status_code == 200
