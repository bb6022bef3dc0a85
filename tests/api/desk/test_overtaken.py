"""Answers that were overtaken while they were found: by another gateway, a text taken back, a counsellor."""

import asyncio

import pytest
from sqlalchemy import select, update

from api.conversations.models import Message, Ticket
from api.conversations.service import ConversationService
from api.messages import HandOver, Intake, Priority, Reason, Utterance
from tests.api.desk.claimed import claim, open_ticket
from tests.api.desk.people import tables
from tests.channels.conftest import until
from tests.conftest import StartGateway
from tests.fakes import HeldEngine


async def test_message_that_two_gateways_work_on_is_answered_once(start_gateway: StartGateway) -> None:
    engine = HeldEngine()
    resident = await (await start_gateway(engine)).resident("en")
    writing = asyncio.create_task(resident.write("How long is my visa valid?"))
    await engine.asked.wait()
    await start_gateway()  # takes up at once what waits

    async def is_answered() -> bool:
        return len(await resident.messages()) > 1

    await until(is_answered)
    engine.free.set()
    assert (await writing).status_code == 200
    assert [one["author"] for one in await resident.messages()] == ["resident", "bot"]


async def test_text_that_is_taken_back_during_its_turn_is_not_answered(start_gateway: StartGateway) -> None:
    engine = HeldEngine()
    gateway = await start_gateway(engine)
    resident = await gateway.resident("en")
    writing = asyncio.create_task(resident.write("This was meant for a friend."))
    await engine.asked.wait()
    async with tables(gateway) as session:
        await session.execute(update(Message).values(text="", pending=False))
    engine.free.set()
    assert (await writing).status_code == 200
    assert [one["author"] for one in await resident.messages()] == ["resident"]


async def test_question_that_was_left_to_a_counsellor_who_closed_meanwhile_is_taken_up(
    start_gateway: StartGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    claimed = await claim(await start_gateway(), "en")
    commit = ConversationService._commit

    async def close_first(self: ConversationService, *given: object) -> object:
        monkeypatch.setattr(ConversationService, "_commit", commit)
        assert (await claimed.desk.post(f"{claimed.path}/close", json={})).status_code == 200
        return await commit(self, *given)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(ConversationService, "_commit", close_first)
    written = await claimed.resident.write("One more question: what about tax?")
    assert [one["text"] for one in written.json()["replies"]] == ["echo: One more question: what about tax?"]


async def _claimed_during_the_turn(start_gateway: StartGateway, answer: Utterance) -> Ticket:
    """Let Kim claim a ticket while the bot finds an answer to what its resident wrote."""
    engine = HeldEngine()
    engine.replies.append([answer])
    gateway = await start_gateway(engine)
    claimed = await open_ticket(gateway, await gateway.counsellor(), "en")
    await claimed.resident.write("Ask the assistant meanwhile", payload="#assistant")
    writing = asyncio.create_task(claimed.resident.write("I have something to say."))
    await engine.asked.wait()
    assert (await claimed.desk.post(f"{claimed.path}/claim")).status_code == 200
    engine.free.set()
    await writing
    async with tables(gateway) as session:
        return (await session.scalars(select(Ticket))).one()


async def test_wish_for_a_person_beside_a_counsellor_is_no_danger(start_gateway: StartGateway) -> None:
    ticket = await _claimed_during_the_turn(start_gateway, HandOver(Priority.NORMAL, Reason.REQUEST))
    assert (ticket.priority, ticket.reason) == ("normal", "request")


async def test_danger_beside_a_counsellor_is_still_raised(start_gateway: StartGateway) -> None:
    ticket = await _claimed_during_the_turn(start_gateway, HandOver(Priority.URGENT, Reason.DANGER))
    assert (ticket.priority, ticket.reason) == ("urgent", "danger")


async def test_intake_that_ends_beside_a_counsellor_is_kept(start_gateway: StartGateway) -> None:
    intake = Intake(topic="visa", tried="I called 1345.", reach="morning", consent=True)
    ticket = await _claimed_during_the_turn(start_gateway, intake)
    assert (ticket.summary["intake"]["tried"], ticket.priority) == ("I called 1345.", "normal")
