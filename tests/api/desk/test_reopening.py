"""Who writes again after a counsellor has closed the conversation comes back to the same ticket."""

from datetime import timedelta

from tests.api.desk.claimed import DESK, Claimed, claim
from tests.api.desk.queueing import ask, move_back, read, set_available, wait_until
from tests.conftest import Gateway


async def closed(gateway: Gateway) -> Claimed:
    claimed = await claim(gateway, "en", "first question")
    await claimed.desk.post(f"{claimed.path}/close", json={"next": "closed", "outcome": "answered"})
    return claimed


async def test_same_ticket_waits_again_and_the_bot_is_silent(gateway: Gateway) -> None:
    claimed = await closed(gateway)
    turns = len(gateway.engine.turns)
    await move_back(gateway, timedelta(days=13))
    replies = (await claimed.resident.write("one more question")).json()["replies"]
    ticket = await read(claimed)
    assert (ticket["state"], ticket["outcome"], ticket["closed_at"]) == ("waiting", None, None)
    assert ticket["summary"]["question"] == "one more question"
    assert ticket["waiting_since"] > ticket["created_at"]
    assert [reply["kind"] for reply in replies] == ["handover"]
    assert len(gateway.engine.turns) == turns


async def test_whoever_waits_longer_stays_ahead_of_a_reopened_ticket(gateway: Gateway) -> None:
    claimed = await closed(gateway)
    waiting = await ask(gateway, claimed.desk, "en")
    await claimed.resident.write("one more question")
    assert (await waiting.resident.state())["ticket"]["position"] == 1
    assert (await claimed.resident.state())["ticket"]["position"] == 2


async def test_it_goes_first_to_who_had_it(gateway: Gateway) -> None:
    claimed = await closed(gateway)
    native = await gateway.counsellor("lee@example.org", "Lee", "counsellor", ("en", "ko"))
    for desk in (native, claimed.desk):
        await set_available(desk)
    await claimed.resident.write("one more question")
    assert (await wait_until(gateway, claimed, state="claimed"))["counsellor"]["name"] == "Kim"


async def test_with_that_one_gone_it_goes_to_another(gateway: Gateway) -> None:
    claimed = await closed(gateway)
    await set_available(await gateway.counsellor("lee@example.org", "Lee", "counsellor", ("en", "ko")))
    await claimed.resident.write("one more question")
    assert (await wait_until(gateway, claimed, state="claimed"))["counsellor"]["name"] == "Lee"


async def test_after_two_weeks_the_assistant_answers(gateway: Gateway) -> None:
    claimed = await closed(gateway)
    await move_back(gateway, timedelta(days=15))
    body = (await claimed.resident.write("another question")).json()
    assert (body["conversation"]["state"], body["replies"][0]["author"]) == ("bot", "bot")
    assert (await read(claimed))["state"] == "closed"


async def test_the_button_reopens_it_too_and_other_buttons_do_not(gateway: Gateway) -> None:
    claimed = await closed(gateway)
    await claimed.resident.write("Thanks", payload="#rating:5")
    assert (await read(claimed))["state"] == "closed"
    await claimed.resident.write("Talk to a counsellor", payload="#counsellor")
    assert (await read(claimed))["state"] == "waiting"
    page = (await claimed.desk.get(f"{DESK}/tickets")).json()
    assert [ticket["id"] for ticket in page["tickets"]] == [claimed.ticket]


async def test_handed_back_to_the_assistant_it_stays_closed(gateway: Gateway) -> None:
    claimed = await claim(gateway, "en")
    await claimed.desk.post(f"{claimed.path}/close", json={"next": "bot"})
    body = (await claimed.resident.write("another question")).json()
    assert (body["conversation"]["state"], (await read(claimed))["state"]) == ("bot", "closed")


async def test_danger_told_in_a_closed_conversation_calls_with_priority(gateway: Gateway) -> None:
    claimed = await closed(gateway)
    await claimed.resident.write("My husband is beating me, he has a knife, help me")
    ticket = await read(claimed)
    assert (ticket["state"], ticket["priority"]) == ("waiting", "urgent")
