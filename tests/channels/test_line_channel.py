"""Residents on LINE get every answer exactly once and in order, whatever LINE, the network or a crash does."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from api.channels.line.client import Profile
from api.channels.line.people import read_language_tag
from api.channels.line.results import SendResult
from api.channels.line.routes import MAX_BODY
from api.channels.models import ChannelAccount, ChannelEvent
from api.conversations.events import DESK
from api.conversations.models import Conversation, Message, Ticket
from api.conversations.views import render_conversation, render_message
from api.desk.accounts import Accounts, lifetimes
from api.desk.service import DeskService
from api.messages import Author, Button, HandOver, Kind, Priority, Reason, Reply, Turn, Utterance
from api.settings import ApiSettings
from knowledge.languages import Language
from tests.channels.conftest import (
    QUICK,
    DyingClient,
    Halt,
    LineGateway,
    QuietClient,
    StartLine,
    event,
    press_event,
    sign,
    text_event,
    until,
    webhook,
)
from tests.fakes import FakeEngine
from tools.fake_line import USER, FakeLine, ReplyToken, Trouble

FOLDER = Path(__file__).parent / "bodies" / "line"
BODIES = {path.stem: path.read_bytes() for path in sorted(FOLDER.glob("*.json"))}
OTHER = "U" + "2" * 32
NOTICE = "I can only read text here for now."
MONTH = timedelta(days=31)

# What users see and what becomes of the events of each recorded body; "" stands for a text of our own.
SILENT: dict[str, list[str | None]] = {
    "account-link-failed": ["ignored: type accountLink"],
    "account-link-ok": ["ignored: type accountLink"],
    "group-mention": ["group"],
    "group-text-no-userid": ["group"],
    "standby": ["standby"],
    "unfollow": ["stranger"],
    "unknown-event-type": ["ignored: type pollAnswered"],
    "unsend": ["nothing to remove"],
    "verify-empty": [],
    "verify-legacy-dummy": ["ignored: verification", "ignored: verification"],
}
ECHOED = {
    "redelivery-of-text-ko": ["외국인등록은 입국하고 며칠 안에 해야 하나요?"],
    "redelivery-out-of-order": ["Tôi ở quận Yeongdeungpo", "À, tôi chuyển đến Guro rồi"],
    "text-ko": ["외국인등록은 입국하고 며칠 안에 해야 하나요?"],
    "text-mn-emoji": ["(moon) Эрүүл мэндийн даатгал хэдэн төгрөг вэ? 👩‍👧‍👦🇲🇳"],
    "text-quoting": ["这个我还是不明白"],
    "text-ur-rtl": ["میرا ویزا اگلے ہفتے ختم ہو رہا ہے، کیا کروں؟"],
    "text-vi": ["Chủ trả lương chậm 2 tháng rồi, tôi phải làm gì?"],
    "unknown-extra-properties": ["전세 보증금 지키는 방법"],
    "postback-datetime": ["2026-10-02 10:30"],
    "mixed-good-and-unparsable": ["外国人登录证丢了怎么办"],
    "location": ["서울글로벌센터, 서울특별시 종로구 종로 38 (37.5696, 126.9837)"],
}
NOTICED = {
    "audio",
    "file",
    "image",
    "image-set",
    "sticker",
    "unknown-message-type",
    "unknown-sticker-resource-type",
}
GREETED = {"follow", "follow-unblocked", "postback"}


class SlowEngine(FakeEngine):
    """Answers only when it is allowed to."""

    def __init__(self) -> None:
        super().__init__()
        self.allowed = asyncio.Event()

    async def respond(self, turn: Turn) -> list[Utterance]:
        await self.allowed.wait()
        return await super().respond(turn)


def long_replies(number: int) -> list[Utterance]:
    """Return so many replies; LINE takes five in a call."""
    return [Reply(Kind.TEXT, f"part {part}") for part in range(1, number + 1)]


def content(body: bytes) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = json.loads(body)["events"]
    return events


def prepare(fake: FakeLine, body: bytes) -> None:
    """Let the platform know the reply tokens of a recorded body, at the time when it was sent."""
    for one in content(body):
        fake.now = max(fake.now, datetime.fromtimestamp(one["timestamp"] / 1000 + 1, UTC))
    for one in content(body):
        if "replyToken" in one and "userId" in one.get("source", {}):
            fake.tokens[one["replyToken"]] = ReplyToken(one["source"]["userId"], fake.now)


def gateway_desk(gateway: LineGateway) -> DeskService:
    return DeskService(gateway.database, gateway.listener, lambda: gateway.fake.now)


async def say_later(gateway: LineGateway, said: str, user: str = USER) -> None:
    """Let something be said in a conversation without a message of its resident."""
    account = await gateway.account(user)
    async with gateway.database.writing() as session:
        conversation = await session.get_one(Conversation, account.conversation_id)
        conversation.last_seq += 1
        session.add(
            Message(
                id=f"{conversation.id}-{conversation.last_seq}",
                conversation_id=conversation.id,
                seq=conversation.last_seq,
                created_at=gateway.fake.now,
                author=Author.SYSTEM,
                kind=Kind.NOTICE,
                text=said,
                language="en",
            )
        )
    gateway.listener.conversation_changed(account.conversation_id)


# Answers


async def test_text_is_answered_by_its_reply_token(gateway: LineGateway) -> None:
    response = await gateway.write("hello")
    await gateway.settle()
    assert (response.status_code, response.json()) == (200, {})
    assert gateway.fake.texts() == ["echo: hello"]
    assert [token.used for token in gateway.fake.tokens.values()] == [True]
    assert not gateway.fake.accepted
    assert gateway.fake.loading == [(USER, 20)]


async def test_each_message_has_its_own_token(gateway: LineGateway) -> None:
    for said in ("one", "two", "three"):
        await gateway.write(said)
        await gateway.settle()
    assert gateway.fake.texts() == ["echo: one", "echo: two", "echo: three"]
    assert all(token.used for token in gateway.fake.tokens.values())
    assert not gateway.fake.accepted


async def test_more_than_five_messages_go_on_by_push(start_line: StartLine) -> None:
    gateway = await start_line(FakeEngine(long_replies(12)))
    await gateway.write("tell me all")
    await gateway.settle()
    assert gateway.fake.texts() == [f"part {part}" for part in range(1, 13)]
    assert len(gateway.fake.accepted) == 2


async def test_late_answer_is_pushed_and_the_old_token_left_alone(start_line: StartLine) -> None:
    engine = SlowEngine()
    gateway = await start_line(engine)
    await gateway.write("slow question")
    await until(lambda: len(gateway.fake.loading) == 1)
    gateway.fake.now += timedelta(seconds=51)
    engine.allowed.set()
    await gateway.settle()
    assert gateway.fake.texts() == ["echo: slow question"]
    assert len(gateway.fake.accepted) == 1
    assert not any(token.used for token in gateway.fake.tokens.values())


async def test_token_that_line_does_not_know_is_replaced_by_a_push(gateway: LineGateway) -> None:
    strange = text_event(gateway.fake, "hello") | {"replyToken": "e" * 32}
    await gateway.post(webhook(strange))
    await gateway.settle()
    assert gateway.fake.texts() == ["echo: hello"]
    assert len(gateway.fake.accepted) == 1


@pytest.mark.parametrize(("minutes", "pushes"), [(19, 0), (21, 1)])
async def test_redelivery_can_be_replied_to_for_twenty_minutes(gateway: LineGateway, minutes: int, pushes: int) -> None:
    late = text_event(gateway.fake, "hello") | {"deliveryContext": {"isRedelivery": True}}
    gateway.fake.now += timedelta(minutes=minutes)
    gateway.fake.tokens[late["replyToken"]].issued_at = gateway.fake.now
    await gateway.post(webhook(late))
    await gateway.settle()
    assert gateway.fake.texts() == ["echo: hello"]
    assert len(gateway.fake.accepted) == pushes


async def test_counsellors_messages_are_pushed(start_line: StartLine) -> None:
    gateway = await start_line(FakeEngine([HandOver(Priority.NORMAL, Reason.REQUEST)]))
    await gateway.write("a person please")
    await gateway.settle()
    async with gateway.database.reading() as session:
        ticket = (await session.scalars(select(Ticket))).one()
    desk = gateway_desk(gateway)
    accounts = Accounts(gateway.database, lifetimes(ApiSettings()), lambda: gateway.fake.now)
    counsellor = await accounts.add("kim@example.org", "Kim", ["ko"])
    await desk.claim(ticket.id, counsellor)
    await desk.reply(ticket.id, counsellor, "What happened?", None)
    await gateway.settle()
    assert gateway.fake.texts()[-1] == "Kim:\nWhat happened?"
    assert len(gateway.fake.seen[USER]) == 3
    assert 1 <= len(gateway.fake.accepted) <= 2


async def test_pressed_button_is_shown_by_its_title_and_followed(start_line: StartLine) -> None:
    choice = Reply(Kind.CHOICES, "Which one?", buttons=(Button("Extend a visa", "#article:visa.extension"),))
    gateway = await start_line(FakeEngine([choice]))
    await gateway.write("visa")
    await gateway.settle()
    await gateway.post(webhook(press_event(gateway.fake, "#article:visa.extension")))
    await gateway.settle()
    assert gateway.engine.turns[-1].command == "show_article"
    assert gateway.fake.texts() == ["Which one?", "echo: Extend a visa"]


async def test_text_longer_than_ours_may_be_is_taken_whole(gateway: LineGateway) -> None:
    await gateway.write("A sentence of words. " * 235)
    await gateway.settle()
    written = [message.text for message in await gateway.messages() if message.author == Author.RESIDENT]
    assert "".join(" ".join(written).split()) == "Asentenceofwords." * 235
    assert len(written) == 2
    assert await gateway.outcomes() == ["accepted"]


async def test_blank_text_is_not_answered(gateway: LineGateway) -> None:
    await gateway.write(" \n ")
    await gateway.settle()
    assert not gateway.fake.seen[USER]
    assert await gateway.outcomes() == ["empty"]


async def test_no_loading_sign_while_a_counsellor_has_the_conversation(gateway: LineGateway) -> None:
    await gateway.write("hello")
    await gateway.settle()
    async with gateway.database.writing() as session:
        (await session.scalars(select(Conversation))).one().state = "human"
    await gateway.write("are you there?")
    await gateway.settle()
    assert len(gateway.fake.loading) == 1
    assert gateway.fake.texts() == ["echo: hello"]


# Languages


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("vi", "vi"), ("zh-Hant", "zh"), ("zh_CN", "zh"), ("EN-us", "en"), ("th", "en"), ("", "ko"), (None, "ko"),
        ("-", "en"),
    ],
)  # fmt: skip
def test_language_of_a_profile_is_read(tag: str | None, language: str) -> None:
    assert read_language_tag(tag) is Language(language)


async def test_new_residents_are_greeted_in_the_language_of_their_profile(gateway: LineGateway) -> None:
    gateway.fake.profiles[USER] = {"displayName": "A", "userId": USER, "language": "en"}
    await gateway.post(webhook(event(gateway.fake, "follow", follow={"isUnblocked": False})))
    await gateway.settle()
    assert gateway.fake.texts()[0].startswith("Hello. What can I help you with?")
    items = gateway.fake.seen[USER][0]["quickReply"]["items"]
    assert [item["action"]["data"] for item in items] == [
        "#topic:visa", "#topic:settlement", "#topic:job", "#topic:family", "#counsellor",
    ]  # fmt: skip


async def test_unwilling_profile_does_not_hold_up_an_answer(start_line: StartLine) -> None:
    class Unwilling(QuietClient):
        async def profile(self, user: str) -> Profile | None:
            await asyncio.Event().wait()
            return await super().profile(user)

    gateway = await start_line(client_class=Unwilling, pace=replace(QUICK, profile=timedelta(milliseconds=20)))
    await gateway.write("hello")
    await gateway.settle()
    assert gateway.fake.texts() == ["echo: hello"]
    assert (await gateway.messages())[0].language == "ko"


# Other events


@pytest.mark.parametrize("name", BODIES)
async def test_recorded_body_has_its_effect(start_line: StartLine, fake_line: FakeLine, name: str) -> None:
    prepare(fake_line, BODIES[name])
    gateway = await start_line()
    assert (await gateway.post(BODIES[name])).status_code == 200
    await gateway.settle()
    outcomes, seen = await gateway.outcomes(), [said for user in fake_line.seen for said in fake_line.texts(user)]
    assert len(outcomes) == len(content(BODIES[name]))
    assert "failed" not in outcomes
    if name in SILENT:
        assert (outcomes, seen) == (SILENT[name], [])
    elif name in ECHOED:
        assert "\n".join(seen).replace("echo: ", "").split("\n") == ECHOED[name]
    elif name in NOTICED:
        assert len(seen) == 1
        assert gateway.engine.turns == []
    elif name in GREETED:
        assert [len(message["quickReply"]["items"]) for user in fake_line.seen.values() for message in user] == [5]
    else:
        assert name == "multi-events"
        assert sorted(len(fake_line.seen[user]) for user in fake_line.seen) == [1, 1]
        assert sorted(str(outcome) for outcome in outcomes) == ["accepted", "said", "stranger"]


async def test_sticker_is_answered_by_a_notice_and_the_way_to_a_person(gateway: LineGateway) -> None:
    gateway.fake.profiles[USER] = {"displayName": "A", "userId": USER, "language": "en"}
    for number in range(2):
        sticker = {"id": f"p{number}", "type": "sticker", "packageId": "1", "stickerId": "1"}
        await gateway.post(webhook(event(gateway.fake, "message", message=sticker)))
        await gateway.settle()
    (shown,) = gateway.fake.seen[USER]
    assert shown["text"].startswith(NOTICE)
    assert shown["quickReply"]["items"][0]["action"]["data"] == "#counsellor"
    assert await gateway.outcomes() == ["said", "nothing to say"]


async def test_who_blocked_us_gets_nothing_until_they_write_again(gateway: LineGateway) -> None:
    await gateway.write("hello")
    await gateway.settle()
    await gateway.post(webhook(event(gateway.fake, "unfollow", after=timedelta(seconds=-1))))
    await gateway.settle()
    assert (await gateway.account()).reachable, "the message came later"
    gateway.fake.now += timedelta(minutes=1)
    await gateway.post(webhook(event(gateway.fake, "unfollow")))
    await gateway.settle()
    await say_later(gateway, "news")
    await asyncio.sleep(0.05)
    assert gateway.fake.texts() == ["echo: hello"]
    await gateway.write("I am back")
    await gateway.settle()
    assert " ".join(gateway.fake.texts()).startswith("echo: hello news")
    assert gateway.fake.texts()[-1] == "echo: I am back"


async def test_message_taken_back_is_removed_everywhere(gateway: LineGateway) -> None:
    gateway.engine.replies.append([HandOver(Priority.NORMAL, Reason.REQUEST)])
    await gateway.write("my secret")
    await gateway.settle()
    await gateway.post(webhook(event(gateway.fake, "unsend", unsend={"messageId": "m1"})))
    await gateway.settle()
    assert [m.text for m in await gateway.messages() if m.author == Author.RESIDENT] == [""]
    assert await gateway.outcomes() == ["accepted", "removed"]
    async with gateway.database.reading() as session:
        events = [row.body for row in await session.scalars(select(ChannelEvent))]
        tickets = [ticket.summary["question"] for ticket in await session.scalars(select(Ticket))]
    assert "secret" not in json.dumps(events) + json.dumps(tickets)


async def test_message_taken_back_before_it_arrived_is_not_taken_in(gateway: LineGateway) -> None:
    await gateway.write("hello")
    await gateway.settle()
    late = text_event(gateway.fake, "my secret")
    await gateway.post(webhook(event(gateway.fake, "unsend", unsend={"messageId": "m2"})))
    await gateway.settle()
    await gateway.post(webhook(late))
    await gateway.settle()
    assert "my secret" not in [message.text for message in await gateway.messages()]
    assert gateway.fake.texts() == ["echo: hello"]


async def test_message_taken_back_is_forgotten_and_told_to_whoever_looks_at_it(gateway: LineGateway) -> None:
    gateway.engine.replies.append([HandOver(Priority.NORMAL, Reason.REQUEST)])
    await gateway.write("a person please")
    await gateway.settle()
    await gateway.write("my secret")
    await gateway.settle()
    conversation = (await gateway.account()).conversation_id
    async with gateway.database.writing() as session:
        ticket = (await session.scalars(select(Ticket))).one()
        notes = {"topic": "visa", "tried": "my secret", "reach": "me@example.org", "consent": True}
        ticket.summary = ticket.summary | {"intake": notes}
    with gateway.hub.subscribe(conversation) as resident, gateway.hub.subscribe(DESK) as desk:
        await gateway.post(webhook(event(gateway.fake, "unsend", unsend={"messageId": "m2"})))
        await gateway.settle()
        assert await resident.wait(0.1) == {conversation}
        assert await desk.wait(0.1) == {ticket.id}
    async with gateway.database.reading() as session:
        summary = (await session.scalars(select(Ticket))).one().summary
        state = render_conversation(await session.get_one(Conversation, conversation))
        (shown_at_desk,) = await gateway_desk(gateway).views(session, [await session.get_one(Ticket, ticket.id)])
    shown = [message for message in map(render_message, await gateway.messages()) if message.get("removed")]
    assert [(message["seq"], message["text"]) for message in shown] == [(state["removed"][0], "")]
    assert shown_at_desk["removed"] == state["removed"]
    assert summary["intake"] == notes | {"tried": None}
    assert gateway.trackers.forgotten == [conversation]


async def test_unanswered_message_taken_back_is_forgotten_again_after_its_turn(start_line: StartLine) -> None:
    engine = SlowEngine()
    gateway = await start_line(engine, engine_timeout=timedelta(milliseconds=20))
    await gateway.write("my secret")
    await until(lambda: len(gateway.fake.loading) == 1)
    await gateway.post(webhook(event(gateway.fake, "unsend", unsend={"messageId": "m1"})))
    await until(lambda: len(gateway.trackers.forgotten) == 2)
    engine.allowed.set()
    await gateway.settle()


async def test_strangers_message_taken_back_before_it_arrived_is_not_taken_in(gateway: LineGateway) -> None:
    late = text_event(gateway.fake, "my secret")
    await gateway.post(webhook(event(gateway.fake, "unsend", unsend={"messageId": "m1"})))
    await gateway.settle()
    await gateway.post(webhook(late))
    await gateway.settle()
    assert await gateway.messages() == []
    assert sorted(map(str, await gateway.outcomes())) == ["nothing to remove", "taken back"]


async def test_nobody_is_named_in_events_of_a_group(gateway: LineGateway) -> None:
    group = {"type": "group", "groupId": "C" + "1" * 32, "userId": USER}
    await gateway.post(webhook(text_event(gateway.fake, "hello all") | {"source": group}))
    async with gateway.database.reading() as session:
        (row,) = await session.scalars(select(ChannelEvent))
    assert (row.user_key, row.outcome) == (None, "group")


async def test_event_handled_a_week_ago_is_nobodys_but_still_known(start_line: StartLine) -> None:
    gateway = await start_line(pace=replace(QUICK, tidy=timedelta(milliseconds=10)))
    body = webhook(text_event(gateway.fake, "hello"))
    await gateway.post(body)
    await gateway.settle()

    async def owners() -> list[str | None]:
        async with gateway.database.reading() as session:
            return list(await session.scalars(select(ChannelEvent.user_key)))

    gateway.fake.now += timedelta(days=6)
    await asyncio.sleep(0.05)
    assert await owners() == [USER]
    gateway.fake.now += timedelta(days=1, seconds=1)

    async def is_tidied() -> bool:
        return await owners() == [None]

    await until(is_tidied)
    await gateway.post(body)
    await gateway.settle()
    assert gateway.fake.texts() == ["echo: hello"]


async def test_what_was_written_stays_only_in_the_conversation(gateway: LineGateway) -> None:
    await gateway.write("my number is 900101-5234567")
    await gateway.settle()
    async with gateway.database.reading() as session:
        rows = list(await session.execute(text("SELECT body FROM channel_events")))
    assert [json.loads(body) for (body,) in rows] == [{"kind": "message"}]
    assert "900101" not in (await gateway.messages())[0].text


async def test_broken_event_is_given_up_and_the_next_one_handled(gateway: LineGateway) -> None:
    async with gateway.database.writing() as session:
        now = gateway.fake.now
        old = now - timedelta(minutes=1)
        broken = {"kind": "message", "message": {"no": "such field"}}
        session.add(
            ChannelEvent(id="line:broken", channel="line", user_key=USER, happened_at=old, received_at=now, body=broken)
        )
    await gateway.write("hello")
    await gateway.settle()
    assert gateway.fake.texts() == ["echo: hello"]
    assert await gateway.outcomes() == ["failed", "accepted"]
    async with gateway.database.reading() as session:
        row = await session.get_one(ChannelEvent, "line:broken")
    assert (row.attempts, row.body) == (3, {"kind": "message"})


# Deliveries of the same thing


async def test_twenty_deliveries_at_once_are_one_question_and_one_answer(gateway: LineGateway) -> None:
    body = webhook(text_event(gateway.fake, "hello"))
    responses = await asyncio.gather(*(gateway.post(body) for _ in range(20)))
    await gateway.settle()
    assert {response.status_code for response in responses} == {200}
    assert gateway.fake.texts() == ["echo: hello"]
    assert len(gateway.engine.turns) == 1
    assert await gateway.outcomes() == ["accepted"]


async def test_redelivered_event_is_answered_once(start_line: StartLine, fake_line: FakeLine) -> None:
    prepare(fake_line, BODIES["text-ko"])
    gateway = await start_line()
    for name in ("text-ko", "redelivery-of-text-ko", "text-ko"):
        assert (await gateway.post(BODIES[name])).status_code == 200
        await gateway.settle()
    assert len([said for user in fake_line.seen for said in fake_line.texts(user)]) == 1
    assert len(gateway.engine.turns) == 1


async def test_one_event_twice_in_a_body_is_one_event(gateway: LineGateway) -> None:
    twice = text_event(gateway.fake, "hello")
    await gateway.post(webhook(twice, twice))
    await gateway.settle()
    assert gateway.fake.texts() == ["echo: hello"]


async def test_another_text_under_the_same_message_id_is_not_taken_in(gateway: LineGateway) -> None:
    first, second = text_event(gateway.fake, "hello"), text_event(gateway.fake, "bye")
    second["message"]["id"] = first["message"]["id"]
    await gateway.post(webhook(first, second))
    await gateway.settle()
    assert await gateway.outcomes() == ["accepted", "conflict"]
    assert gateway.fake.texts() == ["echo: hello"]


async def test_people_are_served_while_somebody_waits(start_line: StartLine) -> None:
    class Stuck(QuietClient):
        async def reply(self, token: str, messages: Any) -> SendResult:  # noqa: ANN401 - the SDK has no types
            if "slow" in messages[0].text:
                await asyncio.Event().wait()
            return await super().reply(token, messages)

    gateway = await start_line(client_class=Stuck)
    await gateway.write("slow", OTHER)
    await gateway.write("hello")
    await until(lambda: gateway.fake.texts() == ["echo: hello"])
    assert not gateway.fake.seen[OTHER]


# Trouble with LINE

TROUBLES = [
    (Trouble.ERROR, False), (Trouble.ERROR, True), (Trouble.DROP, False), (Trouble.DROP, True),
    (Trouble.RATE_LIMIT, False), (Trouble.UNDECODABLE, True), (Trouble.GARBAGE, True),
]  # fmt: skip


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take LINE's own pause of seven seconds for none."""
    monkeypatch.setattr("api.channels.line.results._read_pause", lambda _: None)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("call", [1, 2, 3])
@pytest.mark.parametrize(("trouble", "after_accepting"), TROUBLES[:5])
async def test_trouble_with_a_call_neither_loses_nor_doubles_messages(
    start_line: StartLine, call: int, trouble: Trouble, after_accepting: bool
) -> None:
    class Troubled(QuietClient):
        calls = 0

        async def reply(self, token: str, messages: Any) -> SendResult:  # noqa: ANN401 - the SDK has no types
            self.meet_trouble()
            return await super().reply(token, messages)

        async def push(self, user: str, messages: Any, retry_key: Any) -> SendResult:  # noqa: ANN401 - as above
            self.meet_trouble()
            return await super().push(user, messages, retry_key)

        def meet_trouble(self) -> None:
            Troubled.calls += 1
            if call <= Troubled.calls < call + 2:
                gateway.fake.fail_next(trouble, after_accepting=after_accepting)

    gateway = await start_line(FakeEngine(long_replies(12)), Troubled)
    await gateway.write("tell me all")
    await gateway.settle()
    assert Troubled.calls > call
    assert gateway.fake.texts() == [f"part {part}" for part in range(1, 13)]


async def test_answer_waits_as_long_as_line_asks(start_line: StartLine) -> None:
    gateway = await start_line(client_class=QuietClient)
    gateway.fake.fail_next(Trouble.RATE_LIMIT)
    await gateway.write("hello")
    await until(lambda: gateway.fake.requests == 1)
    await asyncio.sleep(0.1)
    assert gateway.fake.requests == 1, "the pauses alone would have passed, LINE asked for seven seconds"
    assert gateway.channel.state() == "ready"


@pytest.mark.usefixtures("impatient")
async def test_reply_that_was_limited_until_its_token_expired_is_pushed(start_line: StartLine) -> None:
    gateway = await start_line(client_class=QuietClient, pace=replace(QUICK, first_pause=timedelta(seconds=0.05)))
    gateway.fake.fail_next(Trouble.RATE_LIMIT)
    await gateway.write("hello")
    await until(lambda: gateway.fake.requests == 1)
    gateway.fake.now += timedelta(minutes=2)
    await gateway.settle()
    assert gateway.fake.texts() == ["echo: hello"]
    assert len(gateway.fake.accepted) == 1


async def test_reply_that_never_reached_line_is_pushed_when_its_token_has_expired(start_line: StartLine) -> None:
    gateway = await start_line(client_class=QuietClient, line_api_base_url="http://127.0.0.1:1")
    await gateway.write("hello")
    await until(lambda: _is_known(gateway))
    await until(lambda: bool(_failures(gateway)))
    await gateway.stop()
    gateway.fake.now += timedelta(minutes=2)
    again = await start_line(client_class=QuietClient)
    await again.settle()
    assert again.fake.texts() == ["echo: hello"]


async def _is_known(gateway: LineGateway) -> bool:
    async with gateway.database.reading() as session:
        return (await session.scalars(select(ChannelAccount))).first() is not None


def _failures(gateway: LineGateway) -> dict[str, int]:
    outbox = gateway.channel._outbox
    return outbox._failures if outbox else {}


async def test_spent_quota_keeps_messages_until_the_next_token_or_month(start_line: StartLine) -> None:
    gateway = await start_line(client_class=QuietClient)
    await gateway.write("hello")
    await gateway.settle()
    gateway.fake.fail_next(Trouble.QUOTA)
    await say_later(gateway, "news 1")
    await until(lambda: gateway.channel.state() == "quota")
    requests = gateway.fake.requests
    await say_later(gateway, "news 2")
    await asyncio.sleep(0.08)
    assert gateway.fake.requests == requests
    await gateway.write("anything new?")
    await gateway.settle()
    assert gateway.fake.texts()[:2] == ["echo: hello", "news 1"]
    assert gateway.fake.texts()[-1] == "echo: anything new?"
    await say_later(gateway, "news 3")
    gateway.fake.now += MONTH
    await gateway.settle()
    assert gateway.fake.texts()[-1] == "news 3"
    assert sorted(gateway.fake.texts()) == sorted(set(gateway.fake.texts()))
    assert gateway.channel.state() == "ready"


async def test_larger_quota_is_noticed_within_minutes(start_line: StartLine) -> None:
    gateway = await start_line(client_class=QuietClient)
    await gateway.write("hello")
    await gateway.settle()
    gateway.fake.limit = 0
    await say_later(gateway, "news")
    await until(lambda: gateway.channel.state() == "quota")
    requests = gateway.fake.requests
    gateway.fake.now += timedelta(minutes=9)
    await asyncio.sleep(0.08)
    assert gateway.fake.requests == requests, "LINE is not asked all the time"
    gateway.fake.now += timedelta(minutes=1)
    await until(lambda: gateway.fake.requests == requests + 2)
    assert gateway.channel.state() == "quota", "nothing has changed yet"
    gateway.fake.limit = 200
    gateway.fake.now += timedelta(minutes=10)
    await gateway.settle()
    assert gateway.fake.texts() == ["echo: hello", "news"]
    assert gateway.channel.state() == "ready"


async def test_refused_token_stops_sending_until_it_works(start_line: StartLine) -> None:
    gateway = await start_line(client_class=QuietClient, line_channel_access_token="wrong")
    await gateway.write("hello")
    await until(lambda: gateway.channel.state() == "unauthorized")
    await gateway.stop()
    assert not gateway.fake.seen[USER]
    again = await start_line(client_class=QuietClient)
    await again.settle()
    assert again.channel.state() == "ready"
    assert again.fake.texts() == ["echo: hello"]


async def test_answer_that_could_not_be_sent_goes_out_with_a_usable_token(start_line: StartLine) -> None:
    gateway = await start_line(client_class=QuietClient, line_channel_access_token="two\nlines")
    await gateway.write("hello")
    await until(lambda: bool(_failures(gateway)))
    await gateway.stop()
    gateway.fake.now += timedelta(minutes=2)
    again = await start_line(client_class=QuietClient)
    await again.settle()
    assert again.fake.texts() == ["echo: hello"]


async def test_message_that_line_refuses_does_not_stop_the_next_one(gateway: LineGateway) -> None:
    user = "somebody that LINE does not know"
    for said in ("one", "two"):
        await gateway.post(webhook(text_event(gateway.fake, said, user) | {"replyToken": "e" * 32}))
        await gateway.settle()
    account = await gateway.account(user)
    assert account.details["rejected"]["status"] == 400
    assert account.delivered_seq == 4
    assert not gateway.fake.seen[user]
    await gateway.write("three", user)
    await gateway.settle()
    assert gateway.fake.texts(user) == ["echo: three"]


# Crashes


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("call", [1, 2, 3])
async def test_process_that_dies_while_sending_loses_and_doubles_nothing(
    start_line: StartLine, call: int, after: bool
) -> None:
    class Dying(DyingClient):
        halt = Halt(call, after)

    first = await start_line(FakeEngine(long_replies(12)), Dying, replace(QUICK, grace=timedelta()))
    await first.write("tell me all")
    await asyncio.wait_for(Dying.halt.reached.wait(), 5)
    await first.stop()
    second = await start_line()
    await second.settle()
    assert second.fake.texts() == [f"part {part}" for part in range(1, 13)]
    assert second.engine.turns == []


async def test_process_that_dies_before_an_event_is_handled_handles_it_later(start_line: StartLine) -> None:
    first = await start_line()
    await first.channel.stop()
    assert (await first.write("hello")).status_code == 200
    assert await first.outcomes() == [None]
    await first.stop()
    second = await start_line()
    await second.settle()
    assert second.fake.texts() == ["echo: hello"]


async def test_process_that_dies_while_answering_answers_later(start_line: StartLine) -> None:
    engine = SlowEngine()
    first = await start_line(engine)
    await first.write("hello")
    await until(lambda: len(first.fake.loading) == 1)
    await first.stop()
    second = await start_line()
    await second.settle()
    assert second.fake.texts() == ["echo: hello"]
    assert len([m for m in await second.messages() if m.author == Author.RESIDENT]) == 1


async def test_event_that_is_handled_again_brings_no_used_token_back(start_line: StartLine) -> None:
    first = await start_line()
    body = text_event(first.fake, "hello")
    await first.post(webhook(body))
    await first.settle()
    kept = {"kind": "message", "reply_token": body["replyToken"], "redelivered": False, "unsent": None}
    async with first.database.writing() as session:
        (row,) = await session.scalars(select(ChannelEvent))
        message = {"kind": "text", "id": "m1", "text": "hello", "payload": None}
        row.outcome, row.handled_at, row.body = None, None, kept | {"message": message}
    await first.stop()
    second = await start_line()
    await second.settle()
    assert (await second.account()).reply_token is None
    assert second.fake.texts() == ["echo: hello"]
    assert await second.outcomes() == ["accepted"]


async def test_orderly_stop_lets_a_call_end(start_line: StartLine) -> None:
    gateway = await start_line(client_class=QuietClient)
    gateway.fake.fail_next(Trouble.SLOW)
    await gateway.write("hello")
    await until(lambda: gateway.fake.requests == 1)
    await gateway.channel.stop()
    account = await gateway.account()
    assert gateway.fake.texts() == ["echo: hello"]
    assert (account.sent_parts, account.details.get("call")) == (1, None)


# The door


@pytest.mark.parametrize("signature", ["", "nonsense", "é", sign(b"another body")])
async def test_wrong_signature_is_refused_and_nothing_stored(gateway: LineGateway, signature: str) -> None:
    body = webhook(text_event(gateway.fake, "hello"))
    headers = httpx.Headers([(b"x-line-signature", signature.encode("latin-1"))])
    response = await gateway.http.post("/channels/line/webhook", content=body, headers=headers)
    assert response.status_code == 400
    assert await gateway.outcomes() == []


async def test_signature_of_the_older_secret_is_good_while_it_is_changed(start_line: StartLine) -> None:
    gateway = await start_line(line_channel_secret="test-channel-secret,new")
    assert (await gateway.post(BODIES["verify-empty"])).status_code == 200


@pytest.mark.parametrize("body", [b"", b"null", b"{}", b"\xff\xfe"])
async def test_signed_body_that_is_no_webhook_is_refused(gateway: LineGateway, body: bytes) -> None:
    assert (await gateway.post(body)).status_code == 400


async def test_body_over_a_megabyte_is_refused(gateway: LineGateway) -> None:
    assert (await gateway.post(b" " * (MAX_BODY + 1))).status_code == 413


async def test_event_that_cannot_be_stored_is_not_acknowledged(gateway: LineGateway) -> None:
    async with gateway.database.writing() as session:
        await session.execute(text("ALTER TABLE channel_events RENAME TO away"))
    assert (await gateway.write("hello")).status_code == 500
    async with gateway.database.writing() as session:
        await session.execute(text("ALTER TABLE away RENAME TO channel_events"))
    assert await gateway.outcomes() == []


async def test_very_many_events_at_once_are_stored(gateway: LineGateway) -> None:
    body = json.dumps({"events": list(range(33_000))}).encode()
    assert (await gateway.post(body)).status_code == 200
    assert len(await gateway.outcomes()) == 33_000


@pytest.mark.parametrize("missing", ["line_channel_secret", "line_channel_access_token"])
async def test_channel_without_secrets_is_off(start_line: StartLine, missing: str) -> None:
    changes: dict[str, object] = {missing: ""}
    gateway = await start_line(**changes)
    assert gateway.channel.state() == "off"
    assert (await gateway.post(BODIES["text-ko"])).status_code == 404
    gateway.listener.conversation_changed("somebody else's")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the paths to all values inside."""
    inside: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        inside = list(value.items())
    elif isinstance(value, list):
        inside = list(enumerate(value))
    return [place for key, part in inside for place in ((*path, key), *places(part, (*path, key)))]


@st.composite
def mutated_bodies(draw: Callable[[st.SearchStrategy[Any]], Any]) -> bytes:
    """Return a recorded body in which some values are others, or one time in ten anything.

    SALT in its ids is still to be made unique.
    """
    if draw(st.integers(0, 9)) == 0:
        return bytes(draw(st.binary(max_size=400)))
    changed: Any = json.loads(BODIES[draw(st.sampled_from(sorted(set(BODIES) - {"verify-empty"})))])
    for number, one in enumerate(changed["events"]):
        one["webhookEventId"] = f"{number}-SALT"
        if "message" in one:
            one["message"]["id"] = f"{number}-SALT"
    for _ in range(draw(st.integers(1, 3))):
        paths = places(changed)
        if not paths:
            break
        path = draw(st.sampled_from(paths))
        inner = changed
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = draw(JSON)
    return json.dumps(changed).encode()


async def count_outcomes(gateway: LineGateway) -> dict[str | None, int]:
    """Return how many events had which outcome; quick also after tens of thousands."""
    query = select(ChannelEvent.outcome, func.count()).group_by(ChannelEvent.outcome)
    async with gateway.database.reading() as session:
        return {row[0]: row[1] for row in await session.execute(query)}


@settings(
    max_examples=max(200, settings().max_examples),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(body=mutated_bodies())
async def test_mutated_bodies_never_fail_and_are_never_answered_twice(
    gateway: LineGateway, counts: Counter[str], body: bytes
) -> None:
    body = body.replace(b"SALT", uuid4().hex.encode())
    first = await asyncio.gather(gateway.post(body), gateway.post(body))
    await gateway.settle()
    outcomes, seen = await count_outcomes(gateway), {user: len(said) for user, said in gateway.fake.seen.items()}
    again = await gateway.post(body)
    await gateway.settle()
    seen_again = {user: len(said) for user, said in gateway.fake.seen.items()}
    counts["bodies"] += 1
    counts["5xx"] += sum(response.is_server_error for response in (*first, again))
    counts["second replies"] += sum(seen_again.values()) - sum(seen.values())
    assert {response.status_code for response in (*first, again)} in ({200}, {400})
    assert await count_outcomes(gateway) == outcomes
    assert seen_again == seen
    assert "failed" not in outcomes
