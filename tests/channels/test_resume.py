"""One person, several channels: a code opens a conversation on LINE and KakaoTalk, from where on each message comes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from api.channels.accounts import forget
from api.channels.joining import Joining, explain, join
from api.channels.models import ChannelAccount
from api.channels.reach import ChannelReach
from api.conversations import storage
from api.conversations.models import Conversation, Counsellor, Message, ResumeCode, Ticket
from api.conversations.ports import Reach
from api.conversations.resume import hash_code
from api.conversations.service import ConversationService
from api.desk.service import DeskService
from api.messages import Author, IncomingMessage, Kind, Reply
from knowledge.languages import Language
from tests.channels import kakao_fixtures
from tests.channels.conftest import QUICK, LineGateway, StartLine, event, webhook
from tests.channels.kakao_fixtures import EVENTS, StartTalk, Talk, payloads, texts
from tests.fakes import FakeEngine
from tools.fake_line import USER

detector = kakao_fixtures.detector
start_talk = kakao_fixtures.start_talk
talk = kakao_fixtures.talk

OPENED = "This conversation is now open on another device too."
WRONG = "AAAA2-BBBB3"
OTHER = "U" + "2" * 32


async def begin_on_web(gateway: LineGateway | Talk, *said: str) -> tuple[str, str]:
    """Begin a conversation in English in which some things were said; returns it and a code."""
    service: ConversationService = gateway.service
    conversation, token = await service.create("web", Language.EN)
    for text in said:
        await service.accept(conversation.id, token, IncomingMessage(text))
        while await service.answer_next(conversation.id):
            pass
    return conversation.id, (await service.codes.issue(conversation.id)).code


async def say(gateway: LineGateway | Talk, conversation: str, text: str) -> None:
    """Let something be said in a conversation."""
    async with gateway.database.writing() as session:
        found = await session.get_one(Conversation, conversation)
        storage.add_reply(session, found, Reply(Kind.TEXT, text), found.created_at)
    await gateway.service.codes.tell(conversation)


async def counsel(gateway: LineGateway | Talk, conversation: str) -> tuple[DeskService, str, Counsellor]:
    """Have a counsellor take a conversation; returns what is needed to write."""
    service = gateway.service
    await service.accept(conversation, None, IncomingMessage("#counsellor"))
    await service.answer_next(conversation)
    listener = gateway.listener if isinstance(gateway, LineGateway) else service._listener
    now = service._now
    kim = Counsellor(id="kim", email="kim@example.org", name="Kim", languages=["ko"], created_at=now())
    async with gateway.database.writing() as session:
        session.add(kim)
        ticket = (await session.scalars(select(Ticket).where(Ticket.conversation_id == conversation))).one()
    desk = DeskService(gateway.database, listener, now)
    await desk.claim(ticket.id, kim)
    return desk, ticket.id, kim


async def resident_texts(gateway: LineGateway | Talk) -> list[str]:
    async with gateway.database.reading() as session:
        return list(await session.scalars(select(Message.text).where(Message.author == "resident")))


async def test_line_joins_the_web_and_gets_the_counsellors_next_message_once(gateway: LineGateway) -> None:
    conversation, code = await begin_on_web(gateway, "hello", "how are you")
    await gateway.write(f" {code.lower()} ")
    await gateway.settle()
    desk, ticket, kim = await counsel(gateway, conversation)
    await desk.reply(ticket, kim, "Good morning.", "c1")
    await desk.reply(ticket, kim, "Good morning.", "c1")
    await gateway.settle()
    said = gateway.fake.texts()
    assert said[0].startswith(OPENED)
    assert not any(text.startswith("echo") for text in said)
    assert [text.startswith("Kim:\nGood morning.") for text in said].count(True) == 1
    assert await gateway.outcomes() == ["joined"]


async def test_code_on_line_is_neither_stored_nor_answered(gateway: LineGateway) -> None:
    await gateway.write("hello")
    await gateway.settle()
    conversation, code = await begin_on_web(gateway)
    await gateway.write(f"https://help.example.org/#resume={code}")
    await gateway.settle()
    await gateway.write("I am here now")
    await gateway.settle()
    assert await resident_texts(gateway) == ["hello", "I am here now"]
    assert [turn.text for turn in gateway.engine.turns] == ["hello", "I am here now"]
    assert (await gateway.account()).conversation_id == conversation
    assert gateway.fake.texts()[-1] == "echo: I am here now"


async def test_code_delivered_again_after_a_crash_changes_nothing(gateway: LineGateway) -> None:
    conversation, code = await begin_on_web(gateway)
    await gateway.write(code)
    await gateway.settle()
    await gateway.write(code)
    await gateway.settle()
    assert (await gateway.account()).conversation_id == conversation
    assert [text.split(".")[0] for text in gateway.fake.texts()] == [OPENED[:-1], "This conversation is open here"]


async def test_wrong_code_on_line_is_said_kindly_and_too_many_are_refused(start_line: StartLine) -> None:
    gateway = await start_line()
    for number in range(2, 9):
        await gateway.write(f"AAAA{number}-BBBB3")
        await gateway.settle()
    said = " ".join(gateway.fake.texts())
    assert said == f"{explain(Joining.WRONG, Language.KO)} {explain(Joining.TOO_OFTEN, Language.KO)}"
    assert await resident_texts(gateway) == []


async def test_who_waits_for_a_counsellor_on_line_stays(gateway: LineGateway) -> None:
    await gateway.write("#counsellor")
    await gateway.settle()
    before = (await gateway.account()).conversation_id
    _, code = await begin_on_web(gateway)
    await gateway.write(code)
    await gateway.settle()
    assert (await gateway.account()).conversation_id == before
    assert gateway.fake.texts()[-1] == explain(Joining.BUSY, Language.KO)


async def test_code_on_line_waits_for_what_has_not_arrived(start_line: StartLine) -> None:
    gateway = await start_line(pace=replace(QUICK, sweep=timedelta(hours=1)))
    await gateway.write("hello")
    await gateway.settle()
    before = (await gateway.account()).conversation_id
    async with gateway.database.writing() as session:
        found = await session.get_one(Conversation, before)
        storage.add_reply(session, found, Reply(Kind.TEXT, "Please call me.", Author.COUNSELLOR), found.created_at)
    _, code = await begin_on_web(gateway)
    await gateway.write(code)
    await gateway.settle()
    assert (await gateway.account()).conversation_id == before
    assert gateway.fake.texts()[-2:] == ["Please call me.", explain(Joining.UNSEEN, Language.KO)]
    await gateway.write(code)
    await gateway.settle()
    assert (await gateway.account()).conversation_id != before


@pytest.mark.parametrize("is_pending", [True, False])
async def test_code_does_not_leave_a_question_that_is_still_to_be_answered(talk: Talk, is_pending: bool) -> None:
    await talk.say("hello")
    account = await talk.account()
    async with talk.database.writing() as session:
        found = await session.get_one(Conversation, account.conversation_id)
        asked = storage.add_incoming(session, found, IncomingMessage("He hits me"), "He hits me", found.created_at)
        asked.pending = is_pending
    _, code = await begin_on_web(talk)
    result = await join(talk.database, talk.service.codes, account.id, code, talk.clock())
    assert result is (Joining.UNSEEN if is_pending else Joining.JOINED)
    async with talk.database.reading() as session:
        stored = await session.get_one(ResumeCode, hash_code(code))
    assert (stored.used_at is None) is is_pending


async def test_kakao_shows_what_waits_with_the_code_which_then_works(talk: Talk) -> None:
    await talk.say("hello")
    before = (await talk.account()).conversation_id
    await say(talk, before, "Please call me.")
    _, code = await begin_on_web(talk)
    assert texts(await talk.say(code)) == ["Please call me.", explain(Joining.UNSEEN, Language.EN)]
    assert texts(await talk.say(code))[0].startswith(OPENED)
    assert (await talk.account()).conversation_id != before


async def delete(gateway: LineGateway | Talk, conversation: str) -> None:
    """Delete a conversation as far as channels are concerned."""
    async with gateway.database.writing() as session:
        found = await session.get_one(Conversation, conversation)
        await forget(session, conversation, found.created_at)
        found.state = storage.DELETED


async def test_deletion_gives_those_who_joined_their_own_conversation_back(talk: Talk) -> None:
    await talk.say("hello")
    own = (await talk.account()).conversation_id
    conversation, code = await begin_on_web(talk)
    await talk.say(code)
    await talk.say("I am here")
    await delete(talk, conversation)
    account = await talk.account()
    assert (account.conversation_id, account.details["earlier"]) == (own, [own, conversation])
    assert texts(await talk.say("and now?")) == ["echo: and now?"]
    await delete(talk, own)
    assert await talk.rows(ChannelAccount) == []


async def test_deletion_gives_a_fresh_conversation_where_their_own_is_deleted_too(gateway: LineGateway) -> None:
    await gateway.write("hello")
    await gateway.settle()
    own = (await gateway.account()).conversation_id
    conversation, code = await begin_on_web(gateway)
    await gateway.write(code)
    await gateway.settle()
    await delete(gateway, own)
    await delete(gateway, conversation)
    assert (await gateway.account()).conversation_id not in {own, conversation}
    await gateway.write("and now?")
    await gateway.settle()
    assert gateway.fake.texts()[-1] == "echo: and now?"


async def test_who_came_back_to_their_own_conversation_stays_in_it(talk: Talk) -> None:
    await talk.say("hello")
    own = (await talk.account()).conversation_id
    _, code = await begin_on_web(talk)
    await talk.say(code)
    await talk.say((await talk.service.codes.issue(own)).code)
    await talk.service.codes.close_elsewhere(own)
    assert (await talk.account()).conversation_id == own


async def test_two_people_on_line_in_one_conversation_both_get_everything(gateway: LineGateway) -> None:
    conversation, code = await begin_on_web(gateway)
    await gateway.write(code)
    await gateway.settle()
    await gateway.write((await gateway.service.codes.issue(conversation)).code, OTHER)
    await gateway.settle()
    await say(gateway, conversation, "for both")
    await gateway.settle()
    assert [gateway.fake.texts(user)[-1] for user in (USER, OTHER)] == ["for both", "for both"]
    assert gateway.fake.texts(OTHER)[0].startswith(OPENED)


async def test_same_numbers_in_the_next_conversation_are_other_messages(gateway: LineGateway) -> None:
    await gateway.write("hello")
    await gateway.settle()
    first = (await gateway.account()).conversation_id
    await say(gateway, first, "pushed in the first")
    await gateway.settle()
    conversation, code = await begin_on_web(gateway, "one")
    await gateway.write(code)
    await gateway.settle()
    await say(gateway, conversation, "pushed in the second")
    await gateway.settle()
    assert gateway.fake.texts()[-1] == "pushed in the second"


async def test_message_taken_back_on_line_goes_from_the_earlier_conversation_too(gateway: LineGateway) -> None:
    await gateway.write("my secret")
    await gateway.settle()
    _, code = await begin_on_web(gateway)
    await gateway.write(code)
    await gateway.settle()
    await gateway.post(webhook(event(gateway.fake, "unsend", unsend={"messageId": "m1"})))
    await gateway.settle()
    assert "my secret" not in await resident_texts(gateway)


async def test_who_was_sent_away_on_line_gets_nothing_more_and_begins_afresh(gateway: LineGateway) -> None:
    conversation, code = await begin_on_web(gateway)
    await gateway.write(code)
    await gateway.settle()
    await gateway.service.codes.close_elsewhere(conversation)
    await say(gateway, conversation, "not for you")
    await gateway.write("who am I?")
    await gateway.settle()
    assert gateway.fake.texts()[1:] == ["echo: who am I?"]
    assert (await gateway.account()).conversation_id != conversation


async def test_conversation_that_began_on_line_stays_there_when_closed_elsewhere(gateway: LineGateway) -> None:
    await gateway.write("hello")
    await gateway.settle()
    conversation = (await gateway.account()).conversation_id
    await gateway.service.codes.close_elsewhere(conversation)
    assert (await gateway.account()).conversation_id == conversation


async def test_kakao_joins_the_web_and_shows_only_what_comes_after(talk: Talk) -> None:
    await talk.say("안녕하세요")
    conversation, code = await begin_on_web(talk, "hello")
    joined = await talk.say(code.replace("-", " "))
    assert [text.split("\n")[0].startswith(OPENED) for text in texts(joined)] == [True]
    assert payloads(joined) == ["#revoke"]
    desk, ticket, kim = await counsel(talk, conversation)
    await desk.reply(ticket, kim, "Good morning.", None)
    shown = texts(await talk.say("#more"))
    assert [text.startswith("Kim:\nGood morning.") for text in shown].count(True) == 1
    assert not any(text.startswith("echo") for text in shown)
    again = [text for text in texts(await talk.say("thank you")) if "Good morning." in text]
    assert again == []
    assert code not in " ".join(await talk.questions())


async def test_same_delivery_of_a_code_to_kakao_shows_the_same(talk: Talk) -> None:
    _, code = await begin_on_web(talk)
    first = await talk.say(code)
    assert await talk.say(code) == first


async def test_wrong_code_on_kakao_is_said_kindly_and_not_stored(talk: Talk) -> None:
    said = [texts(await talk.say(f"AAAA{number}-BBBB3"))[0] for number in range(2, 8)]
    assert said == [explain(Joining.WRONG, Language.KO)] * 5 + [explain(Joining.TOO_OFTEN, Language.KO)]
    assert await talk.questions() == []


async def test_who_waits_for_a_counsellor_on_kakao_stays(talk: Talk) -> None:
    await talk.with_counsellor()
    before = (await talk.account()).conversation_id
    _, code = await begin_on_web(talk)
    await talk.say(code)
    assert (await talk.account()).conversation_id == before


async def test_who_was_sent_away_on_kakao_begins_afresh(talk: Talk) -> None:
    conversation, code = await begin_on_web(talk)
    await talk.say(code)
    await talk.service.codes.close_elsewhere(conversation)
    await say(talk, conversation, "not for you")
    assert texts(await talk.say("who am I?")) == ["echo: who am I?"]
    assert (await talk.account()).conversation_id != conversation


@pytest.mark.parametrize("settings", [{}, EVENTS])
async def test_hand_over_on_kakao_offers_the_web(start_talk: StartTalk, settings: dict[str, object]) -> None:
    talk = await start_talk(FakeEngine(), **settings)
    handed = await talk.say("Person", payload="#counsellor")
    waiting = await talk.say("#more")
    assert payloads(handed).count("#resume") == 1
    assert "#resume" in payloads(waiting)


async def test_code_on_kakao_is_asked_for_by_button_also_beside_a_counsellor(talk: Talk) -> None:
    await talk.with_counsellor()
    body = await talk.say("Continue on the web", payload="#resume")
    assert any("https://help.example.org/#resume=" in text for text in texts(body))


async def test_web_is_not_offered_without_an_address(start_talk: StartTalk) -> None:
    talk = await start_talk(public_url="")
    assert "#resume" not in payloads(await talk.say("Person", payload="#counsellor"))


async def test_desk_learns_how_messages_arrive(gateway: LineGateway) -> None:
    conversation, code = await begin_on_web(gateway)
    await gateway.write(code)
    await gateway.settle()
    reach = ChannelReach(gateway.database, {"line": gateway.channel.reach})
    assert await reach.of(conversation) == [Reach("web", "live"), Reach("line", "push")]
    await gateway.post(webhook(event(gateway.fake, "unfollow")))
    await gateway.settle()
    assert await reach.of(conversation) == [Reach("web", "live"), Reach("line", "unreachable")]


async def test_desk_learns_whether_kakao_sends_an_event(start_talk: StartTalk) -> None:
    plain = await start_talk()
    await plain.say("hello")
    reach = ChannelReach(plain.database, {"kakao": plain.channel.reach})
    conversation = (await plain.account()).conversation_id
    assert await reach.of(conversation) == [Reach("kakao", "next message")]
    paid = await start_talk(**EVENTS)
    await paid.say("hello again")
    assert await ChannelReach(paid.database, {"kakao": paid.channel.reach}).of(conversation) == [
        Reach("kakao", "event")
    ]
