"""Passing a ticket on to a colleague or a centre, and taking it over: the receiving side sees everything."""

from tests.api.desk.claimed import DESK, audited, claim, identity
from tests.api.desk.people import CENTRE, OTHER_CENTRE
from tests.api.desk.queueing import read
from tests.conftest import Gateway


async def test_colleague_who_gets_a_ticket_sees_all_of_it(gateway: Gateway) -> None:
    claimed = await claim(gateway, "en", "I was not paid")
    lee = await gateway.counsellor("lee@example.org", "Lee", "counsellor", centres=(OTHER_CENTRE,))
    body = {"counsellor": await identity(lee), "note": "You know wages."}
    ticket = (await claimed.desk.post(f"{claimed.path}/transfer", json=body)).json()["ticket"]
    assert (ticket["state"], ticket["counsellor"]["name"]) == ("claimed", "Lee")
    shown = (await lee.get(claimed.path)).json()
    assert "I was not paid" in [message["text"] for message in shown["messages"]]
    assert [(note["kind"], note["text"]) for note in shown["notes"]] == [("transfer", "You know wages.")]
    assert (await lee.post(f"{claimed.path}/replies", json={"text": "hello"})).status_code == 201
    assert (await claimed.desk.post(f"{claimed.path}/replies", json={"text": "hello"})).status_code == 409
    assert "Lee" in (await claimed.resident.messages())[-2]["text"]


async def test_ticket_passed_to_a_centre_waits_there_at_once(gateway: Gateway) -> None:
    claimed = await claim(gateway, "en", role="counsellor", centres=(CENTRE,))
    there = await gateway.counsellor("lee@example.org", "Lee", "counsellor", centres=(OTHER_CENTRE,))
    body = {"centre": OTHER_CENTRE, "note": "They live there."}
    response = await claimed.desk.post(f"{claimed.path}/transfer", json=body)
    assert response.json()["ticket"]["centre"]["id"] == OTHER_CENTRE
    (waiting,) = (await there.get(f"{DESK}/tickets")).json()["tickets"]
    assert waiting["id"] == claimed.ticket
    assert (await there.get(claimed.path)).json()["notes"][0]["text"] == "They live there."
    assert (await claimed.desk.get(claimed.path)).status_code == 404
    assert (await claimed.resident.state())["state"] == "waiting"
    assert "Ichon" in (await claimed.resident.messages())[-1]["text"]


async def test_supervisor_takes_over_and_a_counsellor_may_not(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    lee = await gateway.counsellor("lee@example.org", "Lee", "counsellor")
    boss = await gateway.counsellor("boss@example.org", "Boss", "supervisor")
    assert (await lee.post(f"{claimed.path}/take-over", json={"note": ""})).status_code == 403
    ticket = (await boss.post(f"{claimed.path}/take-over", json={"note": "I go on."})).json()["ticket"]
    assert ticket["counsellor"]["name"] == "Boss"
    assert (await claimed.desk.post(f"{claimed.path}/replies", json={"text": "hi"})).status_code == 409
    (entry,) = await audited(gateway, "ticket.taken_over")
    assert entry.details == {"from": await identity(claimed.desk)}


async def test_nobody_who_may_not_answer_gets_a_ticket(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    auditor = await gateway.counsellor("a@example.org", "A", "auditor")
    response = await claimed.desk.post(f"{claimed.path}/transfer", json={"counsellor": await identity(auditor)})
    assert response.status_code == 400
    assert (await read(claimed))["counsellor"]["name"] == "Kim"
