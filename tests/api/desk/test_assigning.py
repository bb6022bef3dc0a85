"""Tickets go by themselves to whoever is free and fits; residents are told which help is open; nobody is stuck."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from api.conversations.board import ANSWERING_ROLES
from api.conversations.database import Database
from api.conversations.events import EventHub
from api.conversations.models import Conversation
from api.conversations.models import Counsellor as Account
from api.desk.queueing.sweeping import Sweep
from api.desk.rights import Right, Role, rights_of
from api.messages import Priority
from api.requests import utc_now
from api.routing.hours import SEOUL, is_public_holiday
from api.routing.routing import Counsellor, Rung, Waiting, assign, sweep
from api.routing.shifts import Shift
from knowledge.languages import Language
from tests.api.desk.claimed import DESK, audited
from tests.api.desk.people import CENTRE, OTHER_CENTRE
from tests.api.desk.queueing import ask, change, leave, move_back, read, set_available, wait_until
from tests.conftest import Gateway

MINUTE = timedelta(minutes=1)


async def test_whoever_takes_conversations_gets_the_ticket(gateway: Gateway) -> None:
    asked = await ask(gateway, await gateway.counsellor())
    await set_available(asked.desk)
    ticket = await wait_until(gateway, asked, state="claimed")
    assert ticket["counsellor"]["name"] == "Kim"
    assert (await asked.resident.state())["state"] == "human"
    (entry,) = await audited(gateway, "ticket.assigned")
    assert (entry.counsellor_id, entry.subject) == (None, asked.ticket)


async def test_who_rests_or_has_left_the_desk_gets_nothing(gateway: Gateway) -> None:
    resting = await gateway.counsellor("lee@example.org", "Lee")
    gone = await gateway.counsellor("park@example.org", "Park")
    await set_available(gone)
    await leave(gateway, "Park", 2 * MINUTE)
    asked = await ask(gateway, await gateway.counsellor())
    assert (await read(asked))["state"] == "waiting"
    await set_available(asked.desk)
    assert (await wait_until(gateway, asked, state="claimed"))["counsellor"]["name"] == "Kim"
    assert resting is not gone


async def test_the_speaker_of_the_language_is_chosen(gateway: Gateway) -> None:
    boss = await gateway.counsellor("boss@example.org", "Boss")
    for name, languages in (("Lee", ("ko",)), ("Ali", ("ko", "ur"))):
        await set_available(await gateway.counsellor(f"{name}@example.org", name, "counsellor", languages))
    urdu = await wait_until(gateway, await ask(gateway, boss, "ur"), state="claimed")
    korean = await wait_until(gateway, await ask(gateway, boss, "ko"), state="claimed")
    assert (urdu["counsellor"]["name"], korean["counsellor"]["name"]) == ("Ali", "Lee")


async def test_nobody_of_another_centre_gets_or_sees_it(gateway: Gateway) -> None:
    other = await gateway.counsellor("lee@example.org", "Lee", "counsellor", centres=(OTHER_CENTRE,))
    mine = await gateway.counsellor("kim@example.org", "Kim", "counsellor", centres=(CENTRE,))
    await set_available(other)
    asked = await ask(gateway, mine, "ko", CENTRE)
    assert (await other.get(f"{DESK}/tickets")).json()["tickets"] == []
    assert (await other.get(f"{DESK}/tickets")).json()["counts"]["waiting"] == 0
    assert (await other.get(asked.path)).status_code == 404
    assert (await other.post(f"{asked.path}/claim")).status_code == 404
    await set_available(mine)
    assert (await wait_until(gateway, asked, state="claimed"))["counsellor"]["name"] == "Kim"


async def test_with_all_places_taken_the_next_one_waits_until_one_is_free(gateway: Gateway) -> None:
    desk = await gateway.counsellor()
    await change(gateway, Account, capacity=1)
    await set_available(desk)
    first = await ask(gateway, desk)
    await wait_until(gateway, first, state="claimed")
    second = await ask(gateway, desk)
    assert (await second.resident.state())["ticket"]["position"] == 1
    await desk.post(f"{first.path}/close", json={})
    await wait_until(gateway, second, state="claimed")


async def test_who_gave_a_ticket_back_does_not_get_it_again(gateway: Gateway) -> None:
    desk = await gateway.counsellor()
    await set_available(desk)
    asked = await ask(gateway, desk)
    await wait_until(gateway, asked, state="claimed")
    await desk.post(f"{asked.path}/release", json={"note": "not mine"})
    other = await gateway.counsellor("lee@example.org", "Lee")
    await set_available(other)
    ticket = await wait_until(gateway, asked, state="claimed")
    assert ticket["counsellor"]["name"] == "Lee"


async def test_somebody_who_is_gone_does_not_keep_a_resident_waiting(gateway: Gateway) -> None:
    boss = await gateway.counsellor("boss@example.org", "Boss")
    kim = await gateway.counsellor()
    asked = await ask(gateway, boss)
    await kim.post(f"{asked.path}/claim")
    await asked.resident.write("Are you there?")
    await move_back(gateway, 6 * MINUTE)
    assert (await read(asked))["state"] == "claimed"
    await leave(gateway, "Kim", 6 * MINUTE)
    await wait_until(gateway, asked, state="waiting")
    (note,) = (await boss.get(asked.path)).json()["notes"]
    assert (note["kind"], note["counsellor"]["name"]) == ("release", "Kim")
    assert (await audited(gateway, "ticket.returned"))[0].subject == asked.ticket
    assert (await asked.resident.state())["state"] == "waiting"


async def test_what_was_answered_stays_with_who_has_gone(gateway: Gateway) -> None:
    kim = await gateway.counsellor()
    answered, unanswered = await ask(gateway, kim), await ask(gateway, kim)
    for asked in (answered, unanswered):
        await kim.post(f"{asked.path}/claim")
    await kim.post(f"{answered.path}/replies", json={"text": "Please bring your passport."})
    boss = await gateway.counsellor("boss@example.org", "Boss")
    await move_back(gateway, 6 * MINUTE)
    await leave(gateway, "Kim", 6 * MINUTE)
    await wait_until(gateway, replace(unanswered, desk=boss), state="waiting")
    assert (await read(answered, boss))["state"] == "claimed"


async def test_climbing_is_stored_once_and_told_to_the_resident(gateway: Gateway) -> None:
    ali = await gateway.counsellor("ali@example.org", "Ali", "counsellor", ("ur", "ko"))
    await change(gateway, Account, capacity=1)
    await set_available(ali)
    boss = await gateway.counsellor("boss@example.org", "Boss")
    await wait_until(gateway, await ask(gateway, boss, "ur"), state="claimed")
    asked = await ask(gateway, boss, "ur")
    assert (await read(asked))["rung"] == Rung.NATIVE
    for rung in (Rung.BRIDGE, Rung.TRANSLATED, Rung.CALL_BACK):
        await move_back(gateway, 31 * MINUTE)
        if rung is Rung.CALL_BACK:
            rung = Rung.HOTLINE  # noqa: PLW2901 - nobody was told how to reach them
        await wait_until(gateway, asked, rung=rung)
    told = [message for message in await asked.resident.messages() if message["author"] == "system"]
    assert len(told) == 3
    assert "1577-1366" in told[-1]["text"] or "1345" in told[-1]["text"] or "#dialogue:intake" in str(told[-1])
    assert len(await audited(gateway, "ticket.climbed")) == 3


async def test_with_nobody_there_the_resident_reads_what_is_open_and_leaves_a_message(gateway: Gateway) -> None:
    asked = await ask(gateway, await gateway.counsellor(), "en")
    told = (await asked.resident.messages())[-1]
    assert "Please also say how we can reach you" in told["text"]
    assert "1577-1366" in told["text"]
    assert [button["payload"] for button in told["buttons"]] == ["#dialogue:intake", "#assistant"]
    assert (await read(asked))["rung"] == Rung.HOTLINE


async def test_a_resident_can_say_what_else_they_read(gateway: Gateway) -> None:
    lee = await gateway.counsellor("lee@example.org", "Lee", "counsellor", ("ko", "en"))
    await change(gateway, Account, capacity=0)
    await set_available(lee)
    asked = await ask(gateway, lee, "ur")
    told = (await asked.resident.messages())[-1]
    assert {"#reads:en", "#reads:ko"} < {button["payload"] for button in told["buttons"]}
    replies = (await asked.resident.write("English", payload="#reads:en")).json()["replies"]
    assert "English" in replies[0]["text"]
    assert (await read(asked))["bridges"] == ["en"]
    assert gateway.engine.turns == []


def test_the_roles_that_get_tickets_are_those_that_may_answer() -> None:
    roles = [role for role in Role if Right.ANSWER in rights_of(Account(role=role))]
    assert sorted(roles) == sorted(ANSWERING_ROLES)


def test_twelve_weeks_leave_nobody_stuck() -> None:
    """Two centres, office hours, holidays: whoever came is served, by the end of the next working day at the latest."""
    draw = random.Random(12)  # noqa: S311 - a simulation
    now = datetime(2026, 9, 7, tzinfo=UTC)
    end = now + timedelta(weeks=12)
    staff = {
        str(number): Counsellor(str(number), frozenset(map(Language, spoken)), None, 3, centres=frozenset(centres))
        for number, (spoken, centres) in enumerate(
            [(("ko",), ()), (("ko", "vi"), "a"), (("ko", "ur"), "b"), (("ko", "en", "zh"), ()), (("ko", "ru"), "b")]
        )
    }
    waiting: dict[str, Waiting] = {}
    ends: list[tuple[datetime, str]] = []
    longest, served, came = timedelta(), 0, 0
    while now < end or waiting:
        now += 10 * MINUTE
        for _, who in [one for one in ends if one[0] <= now]:
            staff[who] = replace(staff[who], open_tickets=staff[who].open_tickets - 1)
        ends = [one for one in ends if one[0] > now]
        shifts = _shift(now.astimezone(SEOUL).date())
        present = [replace(one, shift=shifts) for one in staff.values()]
        if now < end and draw.random() < 0.15:
            came += 1
            priority = Priority.URGENT if draw.random() < 0.05 else Priority.NORMAL
            spoken, centre = draw.choice(tuple(Language)), draw.choice((None, "a", "b"))
            waiting[str(came)] = Waiting(str(came), spoken, now, now, priority=priority, centre=centre)
        for given in assign(waiting.values(), present, now):
            longest = max(longest, now - waiting.pop(given.ticket).since)
            served += 1
            one = staff[given.counsellor]
            staff[one.id] = replace(one, open_tickets=one.open_tickets + 1)
            ends.append((now + draw.randint(5, 90) * MINUTE, one.id))
        for climb in sweep(waiting.values(), present, now):
            waiting[climb.ticket] = replace(waiting[climb.ticket], rung=climb.rung, rung_since=now)
    assert served == came > 1000
    # Chuseok with its weekend is the longest time without anybody.
    assert longest < timedelta(days=6)


def _shift(day: date) -> Shift | None:
    if day.weekday() >= 5 or is_public_holiday(day):
        return None
    return Shift("all", "a", datetime.combine(day, time(9), SEOUL), datetime.combine(day, time(18), SEOUL))


async def test_deletion_while_looking_does_not_end_the_look(gateway: Gateway) -> None:
    kim = await gateway.counsellor()
    asked = await ask(gateway, kim)
    await kim.post(f"{asked.path}/claim")
    await asked.resident.write("Are you there?")
    await change(gateway, Conversation, state="deleted")
    await move_back(gateway, 6 * MINUTE)
    await leave(gateway, "Kim", 6 * MINUTE)
    database = Database(gateway.settings.database_url)
    await Sweep(database, EventHub(), utc_now).return_unanswered()
    await database.close()
    assert await audited(gateway, "ticket.returned") == []
