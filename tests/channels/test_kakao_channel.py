"""KakaoTalk through its real route: every call is answered in time and validly, nothing is lost and nothing doubled."""

import asyncio
import copy
import io
import json
import logging
import re
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import func, select

from api.channels.kakao.channel import Timing
from api.channels.kakao.notes import Claim, Notes, Outcome, settled
from api.channels.kakao.notifier import EVENT_NAME
from api.channels.kakao.requests import read_skill
from api.channels.models import ChannelAccount, ChannelEvent
from api.conversations import storage
from api.conversations.models import Attachment, Conversation, Message
from api.messages import Author, Button, Kind, Reply
from api.words import catalogue
from knowledge.languages import Language
from tests.channels import kakao_fixtures
from tests.channels.kakao_fixtures import (
    BODIES,
    EVENTS,
    HASTY,
    HEADERS,
    SECRET,
    HeldEngine,
    StartTalk,
    Talk,
    ask,
    load,
    more,
    payloads,
    texts,
    until,
)
from tests.fakes import BrokenEngine, FakeEngine
from tools.fake_kakao import Fault, problems_of

detector = kakao_fixtures.detector
start_talk = kakao_fixtures.start_talk
talk = kakao_fixtures.talk

GREETING = catalogue(Language.KO).gettext("Hello. What can I help you with?")
PENDING = catalogue(Language.KO).gettext(
    "I am still working on this. You will see the answer when you write again or press the button."
)
HANDED_IN_ENGLISH = "You will see the counsellor's answer when you write again or press the button."
HANDED = catalogue(Language.KO).gettext(HANDED_IN_ENGLISH)
SLOWER = "You are writing very fast. Please wait a minute, then write again."
SEEN = "You may have seen this already:"
PHOTO_TAKEN = catalogue(Language.KO).gettext("Thank you. A counsellor will see your photo.")
PHOTO_LOST = catalogue(Language.KO).gettext("Your photo or document did not arrive. Please send it again.")
GREETED = {"welcome-block", "skill-test-default", "bot-test-console", "event-api-block"}
NAMES = sorted(path.stem for path in BODIES.glob("*.json"))
CALLBACK = "https://bot-api.kakao.com/v1/bots/b6b54489299f3f6f19ee700b/callback/-secret-token"


@pytest.mark.parametrize("name", NAMES)
async def test_every_known_body_has_the_right_effect(talk: Talk, name: str) -> None:
    body = await talk.call(load(name))
    said, asked = texts(body), load(name)["userRequest"]["utterance"]
    if name in GREETED:
        assert said[0].startswith(GREETING)
        assert {"#topic:visa", "#topic:settlement", "#topic:job", "#topic:family", "#counsellor"} == set(payloads(body))
    elif name == "secure-image":
        assert said == [PHOTO_TAKEN]
    else:
        assert said == [f"echo: {asked}"]
    is_question = name not in GREETED | {"secure-image"}
    assert await talk.questions() == ([asked] if is_question else [])
    assert len(await talk.rows(ChannelAccount)) == (
        0 if load(name)["userRequest"].get("params", {}).get("ignoreMe") else 1
    )
    assert talk.kakao.requests == 0


async def stored(talk: Talk, author: Author) -> list[str]:
    """What somebody has said in all conversations."""
    return [one.text for one in await talk.rows(Message) if one.author == author]


async def test_photo_is_fetched_at_once_and_kept_for_the_counsellor(talk: Talk) -> None:
    written = io.BytesIO()
    Image.new("RGB", (8, 8)).save(written, "JPEG")
    talk.kakao.photos["/dna/EXAMPLE/EXAMPLE/XXX/img_org.jpg"] = written.getvalue()
    await talk.call(load("secure-image"))

    async def is_kept() -> bool:
        return [one.media_type for one in await talk.rows(Attachment)] == ["image/jpeg"]

    await until(is_kept)


async def test_photo_that_cannot_be_fetched_is_asked_for_again(talk: Talk) -> None:
    await talk.call(load("secure-image"))

    async def is_told() -> bool:
        return await stored(talk, Author.SYSTEM) == [PHOTO_LOST]

    await until(is_told)
    assert PHOTO_LOST in texts(await talk.say("and now?", load("secure-image")["userRequest"]["user"]["id"]))
    assert await talk.rows(Attachment) == []


async def test_photo_is_asked_for_again_whatever_fails(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    async def fail(*_: object) -> None:
        raise OSError("disk full, https://secure.kakaocdn.net/dna/secret")

    talk.channel._photos._attachments.add = fail  # type: ignore[assignment,method-assign]
    talk.kakao.photos["/dna/EXAMPLE/EXAMPLE/XXX/img_org.jpg"] = b"x"
    await talk.call(load("secure-image"))
    await until(lambda: _has_said(talk, PHOTO_LOST))
    assert "OSError" in caplog.text
    assert "secret" not in "".join(one.getMessage() for one in caplog.records if one.name.startswith("api"))


async def test_photo_whose_call_was_answered_too_late_is_kept(start_talk: StartTalk) -> None:
    talk = await start_talk(timing=Timing(timedelta(seconds=0.1), timedelta(seconds=0.2)))
    written = io.BytesIO()
    Image.new("RGB", (8, 8)).save(written, "JPEG")
    talk.kakao.photos["/dna/EXAMPLE/EXAMPLE/XXX/img_org.jpg"] = written.getvalue()
    async with talk.database.writing() as session:
        await session.connection()
        assert "1345" in texts(await talk.call(load("secure-image")))[0]
    await until(lambda: _has_photo(talk))


@pytest.mark.parametrize(("minutes", "is_kept"), [(9, True), (10, False)])
async def test_photo_that_a_crash_left_is_fetched_by_the_next_process_or_asked_for_again(
    talk: Talk, minutes: int, is_kept: bool
) -> None:
    written = io.BytesIO()
    Image.new("RGB", (8, 8)).save(written, "JPEG")
    talk.kakao.photos["/dna/EXAMPLE/EXAMPLE/XXX/img_org.jpg"] = written.getvalue()
    talk.channel._photos.stop()  # the process dies after it has answered
    await talk.call(load("secure-image"))
    talk.clock.pass_seconds(60 * minutes)
    talk = await talk.restart()
    await until(lambda: _has_photo(talk) if is_kept else _has_said(talk, PHOTO_LOST))
    await until(lambda: not talk.channel._tasks)
    assert await _has_photo(talk) is is_kept
    assert await _has_said(talk, PHOTO_LOST) is not is_kept
    assert [(one.handled_at is None, one.body) for one in await talk.rows(ChannelEvent)] == [
        (False, {"kind": "pictures"})
    ]


async def test_long_text_is_taken_whole_in_several_messages(talk: Talk) -> None:
    words = [f"word{number}" for number in range(1500)]
    await talk.say(" ".join(words))
    asked = await talk.questions()
    assert len(asked) == 4
    assert " ".join(asked).split() == words
    async with talk.database.reading() as session:
        rows = list(await session.scalars(select(Message).where(Message.author == Author.RESIDENT)))
    assert [one.client_id.partition("#")[2] for one in rows if one.client_id] == ["", "2", "3", "4"]
    assert not any(one.pending for one in rows)


def test_sixteen_bodies_are_known() -> None:
    assert len(NAMES) == 16


async def test_text_decides_the_language_and_friendship_is_kept(talk: Talk) -> None:
    await talk.call(load("fallback-vi"))
    await talk.call(load("non-friend-user"))
    assert [one.language for one in await talk.rows(Conversation)] == ["vi", "ko"]
    assert [one.details["is_friend"] for one in await talk.rows(ChannelAccount)] == [True, False]


async def test_key_of_a_person_is_stored_only_as_a_hash(talk: Talk) -> None:
    await talk.say("hello", "a-person's-key")
    account = await talk.account("a-person's-key")
    assert "a-person's-key" not in json.dumps([account.user_key, account.details])


@pytest.mark.parametrize("headers", [{}, {"X-Gildongmu-Secret": ""}, {"X-Gildongmu-Secret": SECRET + "x"}])
async def test_call_without_the_secret_is_refused(talk: Talk, headers: dict[str, str]) -> None:
    response = await talk.client.post("/channels/kakao/skill", json=ask("hello"), headers=headers)
    assert response.status_code == 401
    assert await talk.rows(ChannelAccount) == []


async def test_secret_sent_twice_is_refused(talk: Talk) -> None:
    headers = [("X-Gildongmu-Secret", SECRET), ("X-Gildongmu-Secret", SECRET)]
    response = await talk.client.post("/channels/kakao/skill", json=ask("hello"), headers=headers)
    assert response.status_code == 401


@pytest.mark.parametrize("secret", ["", "short"])
async def test_everybody_is_refused_without_a_usable_secret(start_talk: StartTalk, secret: str) -> None:
    talk = await start_talk(kakao_skill_secret=secret)
    headers = {"X-Gildongmu-Secret": secret}
    response = await talk.client.post("/channels/kakao/skill", json=ask("hello"), headers=headers)
    assert response.status_code == 401
    assert talk.channel.state() == "off"


async def test_old_and_new_secret_are_both_taken(start_talk: StartTalk) -> None:
    talk = await start_talk(kakao_skill_secret=f"{'n' * 40}, {SECRET}")
    assert texts(await talk.say("hello")) == ["echo: hello"]


async def test_body_that_is_too_large_is_refused(talk: Talk) -> None:
    response = await talk.client.post("/channels/kakao/skill", content=b" " * (256 * 1024 + 1), headers=HEADERS)
    assert response.status_code == 413


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b"null", b"[" * 50_000])
async def test_body_that_is_no_call_gets_an_apology(talk: Talk, content: bytes) -> None:
    response = await talk.client.post("/channels/kakao/skill", content=content, headers=HEADERS)
    assert response.status_code == 200
    assert problems_of(response.json()) == []
    assert "1345" in texts(response.json())[0]


async def test_call_of_another_bot_is_not_taken(talk: Talk) -> None:
    body = ask("hello")
    body["bot"]["id"] = "another"
    assert "1345" in texts(await talk.call(body))[0]
    assert await talk.rows(ChannelAccount) == []


async def test_same_delivery_gets_the_same_answer_and_asks_once(talk: Talk) -> None:
    first = await talk.say("hello")
    assert await talk.say("hello") == first
    assert await talk.questions() == ["hello"]


async def test_ten_deliveries_at_once_ask_once(talk: Talk) -> None:
    answers = await asyncio.gather(*(talk.say("hello") for _ in range(10)))
    assert all(texts(answer) == ["echo: hello"] for answer in answers)
    assert await talk.questions() == ["hello"]
    assert len(await talk.rows(ChannelAccount)) == 1


async def test_same_words_after_ten_seconds_are_another_question(talk: Talk) -> None:
    await talk.say("hello")
    talk.clock.pass_seconds(10)
    await talk.say("hello")
    assert await talk.questions() == ["hello", "hello"]


async def test_twenty_first_message_of_a_minute_is_declined(talk: Talk) -> None:
    for number in range(20):
        await talk.say(f"hello {number}")
    declined = await talk.say("one too many")
    assert texts(declined) == [SLOWER]
    assert texts(await talk.say("hello", "another")) == ["echo: hello"]
    talk.clock.pass_seconds(60)
    assert texts(await talk.say("later")) == ["echo: later"]
    assert "one too many" not in await talk.questions()


async def test_pressed_button_goes_to_the_engine_as_a_command(talk: Talk) -> None:
    await talk.say("Visa and stay", payload="#topic:visa")
    assert [(turn.command, turn.entities) for turn in talk.engine.turns] == [("browse_topic", {"area": "visa"})]


@pytest.mark.parametrize("typed", ["2", "2.", " 2) ", "۲"])
async def test_number_typed_after_numbered_buttons_presses_one(start_talk: StartTalk, typed: str) -> None:
    buttons = (Button("If your pay is late", "#article:job.late"), Button("If your pay is too low", "#article:job.low"))
    talk = await start_talk(FakeEngine([Reply(Kind.CHOICES, "Which?", buttons=buttons)]))
    await talk.say("pay")
    await talk.say(typed)
    assert talk.engine.turns[-1].entities == {"article": "job.low"}
    assert await talk.questions() == ["pay", "If your pay is too low"]
    await talk.say(typed + " ")
    assert talk.engine.turns[-1].text == typed.strip()


async def test_number_without_such_buttons_stays_text(start_talk: StartTalk) -> None:
    buttons = (Button("Yes", "#answer:yes"), Button("No", "#answer:no"))
    talk = await start_talk(FakeEngine([Reply(Kind.CHOICES, "Right?", buttons=buttons)]))
    await talk.say("pay")
    await talk.say("2")
    assert talk.engine.turns[-1].text == "2"
    assert talk.engine.turns[-1].command is None


async def test_slow_answer_comes_once_by_callback(start_talk: StartTalk) -> None:
    engine = HeldEngine()
    talk = await start_talk(engine, HASTY)
    first = await talk.say("hello", callback=CALLBACK)
    assert first["useCallback"] is True
    assert (await talk.say("hello", callback=CALLBACK))["useCallback"] is True
    assert (await talk.account()).delivered_seq == 0
    engine.free.set()
    await until(lambda: _is_delivered(talk))
    assert [texts(body) for body in talk.kakao.callbacks] == [["echo: hello"]]
    assert (await talk.say("hello", callback=CALLBACK))["useCallback"] is True
    assert texts(await _patient(talk, "next")) == ["echo: next"]
    assert talk.kakao.requests == 1


async def test_slow_answer_without_a_callback_comes_with_the_button(start_talk: StartTalk) -> None:
    engine = HeldEngine()
    talk = await start_talk(engine, HASTY)
    first = await talk.say("hello")
    assert texts(first) == [PENDING]
    assert payloads(first) == [more(first)]
    engine.free.set()
    await until(lambda: _is_answered(talk))
    assert texts(await talk.say("Show more", payload=more(first))) == ["echo: hello"]
    assert await talk.questions() == ["hello"]


async def test_slow_answer_to_a_hostile_address_is_not_sent_there(
    start_talk: StartTalk, caplog: pytest.LogCaptureFixture
) -> None:
    talk = await start_talk(HeldEngine(), HASTY)
    with caplog.at_level(logging.DEBUG, logger="api"):
        assert texts(await talk.call(load("callback-url-hostile"))) == [PENDING]
    assert "no callback of our bot" in caplog.text
    assert "attacker" not in caplog.text
    assert talk.kakao.requests == 0


async def test_answer_that_does_not_come_is_apologised_for_and_shown_later(start_talk: StartTalk) -> None:
    engine = HeldEngine()
    timing = Timing(timedelta(seconds=0.05), timedelta(seconds=20), timedelta(seconds=0.1), timedelta(seconds=20))
    talk = await start_talk(engine, timing)
    await talk.say("hello", callback=CALLBACK)
    await until(lambda: talk.kakao.requests == 1)
    await until(lambda: len(talk.kakao.callbacks) == 1)
    assert "1345" in texts(talk.kakao.callbacks[0])[0]
    assert {"#counsellor", more(talk.kakao.callbacks[0])} == set(payloads(talk.kakao.callbacks[0]))
    assert more(talk.kakao.callbacks[0])
    engine.free.set()
    await until(lambda: _is_answered(talk))
    assert texts(await talk.say("Show more", payload="#more")) == ["echo: hello"]


@pytest.mark.parametrize("fault", [Fault.ERROR_AFTER, Fault.DROPPED, Fault.NOT_JSON])
async def test_uncertain_answer_is_repeated_once_with_a_note(start_talk: StartTalk, fault: Fault) -> None:
    engine = HeldEngine()
    talk = await start_talk(engine, HASTY)
    talk.kakao.fault = fault
    await talk.say("hello", callback=CALLBACK)
    engine.free.set()
    await until(lambda: _is_delivered(talk))
    assert texts(await _patient(talk, "next")) == [SEEN, "echo: hello", "echo: next"]
    assert texts(await _patient(talk, "last")) == ["echo: last"]
    assert talk.kakao.requests == 1


@pytest.mark.parametrize("fault", [Fault.INVALID_TOKEN, Fault.REDIRECT])
async def test_refused_answer_comes_with_the_next_message(start_talk: StartTalk, fault: Fault) -> None:
    engine = HeldEngine()
    talk = await start_talk(engine, HASTY)
    talk.kakao.fault = fault
    await talk.say("hello", callback=CALLBACK)
    engine.free.set()
    await until(lambda: _is_free(talk, requests=1))
    assert (await talk.account()).delivered_seq == 0
    assert texts(await _patient(talk, "next")) == ["echo: hello", "echo: next"]


async def test_broken_engine_leaves_the_guidebook_and_a_person(start_talk: StartTalk) -> None:
    talk = await start_talk(BrokenEngine())
    body = await talk.say("hello")
    assert texts(body) == ["fallback: hello"]
    assert payloads(body) == ["#counsellor"]


async def test_missing_database_is_apologised_for_in_the_language_of_the_text(
    start_talk: StartTalk, caplog: pytest.LogCaptureFixture
) -> None:
    talk = await start_talk()
    await talk.database.close()
    async with talk.database.writing() as session:
        await (await session.connection()).exec_driver_sql("DROP TABLE channel_accounts")
    body = await talk.say("Tôi muốn gia hạn visa")
    assert "1345" in texts(body)[0]
    assert payloads(body) == ["#counsellor"]
    assert talk.channel._skill._spoken.guess(read_skill(json.dumps(ask("Tôi muốn gia hạn visa")).encode())) == "vi"
    assert "gia hạn" not in caplog.text


async def test_hanging_database_is_apologised_for_in_time_and_nothing_is_lost(start_talk: StartTalk) -> None:
    talk = await start_talk(timing=Timing(timedelta(seconds=0.1), timedelta(seconds=0.2)))
    async with talk.database.writing() as session:
        await session.connection()
        began = time.monotonic()
        assert "1345" in texts(await talk.say("hello"))[0]
        assert time.monotonic() - began < 2
    await until(lambda: _is_free(talk))
    talk.clock.pass_seconds(30)
    assert await talk.questions() == ["hello"]
    body = await (await talk.restart()).say("Show more", payload="#more")
    assert texts(body) == ["echo: hello"]


async def test_answer_that_is_ready_after_the_deadline_comes_with_the_next_message(start_talk: StartTalk) -> None:
    engine = HeldEngine()
    talk = await start_talk(engine, Timing(timedelta(seconds=20), timedelta(seconds=0.1)))
    assert "1345" in texts(await talk.say("hello"))[0]
    engine.free.set()
    await until(lambda: not talk.channel._tasks)
    assert texts(await _patient(talk, "next")) == ["echo: hello", "echo: next"]


async def test_counsellors_message_comes_first(talk: Talk) -> None:
    write = await talk.with_counsellor()
    await write("Good morning.")
    await write("What happened?")
    body = await talk.say("My boss does not pay me")
    assert [one.partition("\n")[2] or one for one in texts(body)] == ["Good morning.", "What happened?"]
    assert HANDED_IN_ENGLISH in texts(await talk.say("Hello?"))[0]


async def test_event_block_shows_the_counsellors_message_and_asks_nothing(talk: Talk) -> None:
    user = load("event-api-block")["userRequest"]["user"]["id"]
    write = await talk.with_counsellor(user)
    asked = await talk.questions()
    await write("Good morning.")
    assert texts(await talk.call(load("event-api-block"))) == ["Kim:\nGood morning."]
    assert await talk.questions() == asked


async def test_counsellors_message_comes_before_a_greeting_too(talk: Talk) -> None:
    write = await talk.with_counsellor()
    await write("Good morning.")
    assert texts(await talk.say("")) == ["Kim:\nGood morning."]


async def test_nobody_is_greeted_while_a_counsellor_is_waited_for_or_writes(talk: Talk) -> None:
    await talk.say("Person", payload="#counsellor")
    assert texts(await talk.say(""))[0].startswith(HANDED)
    await talk.claim()
    await talk.say("Look", payload="#more")
    talk.clock.pass_seconds(10)
    assert texts(await talk.say(""))[0].startswith(HANDED)


async def test_number_written_to_a_counsellor_is_no_button(start_talk: StartTalk) -> None:
    buttons = (Button("If your pay is late", "#article:job.late"), Button("If your pay is too low", "#article:job.low"))
    talk = await start_talk(FakeEngine([Reply(Kind.CHOICES, "Which?", buttons=buttons)]))
    await talk.say("pay")
    async with talk.database.writing() as session:
        conversation = await session.get_one(Conversation, (await talk.account()).conversation_id)
        conversation.state = "human"
    await talk.say("2")
    assert await talk.questions() == ["pay", "2"]


async def test_buttons_beside_a_counsellor_have_no_numbers(start_talk: StartTalk) -> None:
    buttons = (Button("If your pay is late", "#article:job.late"), Button("If your pay is too low", "#article:job.low"))
    talk = await start_talk()
    await talk.say("pay")
    async with talk.database.writing() as session:
        conversation = await session.get_one(Conversation, (await talk.account()).conversation_id)
        conversation.state = "human"
        storage.add_reply(session, conversation, Reply(Kind.CHOICES, "Which?", buttons=buttons), talk.clock())
    body = await talk.say("#more")
    assert texts(body) == ["Which?\n\n• If your pay is late\n• If your pay is too low"]
    assert (await talk.account()).details["numbered"] == []


async def test_who_asks_for_a_counsellor_hears_how_the_answer_comes(talk: Talk) -> None:
    body = await talk.say("Person", payload="#counsellor")
    assert any(HANDED in text for text in texts(body))
    assert more(body)


async def test_more_than_fits_comes_with_the_button_and_nothing_is_lost_or_doubled(start_talk: StartTalk) -> None:
    sentences = [f"This is sentence number {number} of a long answer." for number in range(300)]
    first, second = " ".join(sentences[:150]), " ".join(sentences[150:])
    talk = await start_talk(FakeEngine([Reply(Kind.ANSWER, first), Reply(Kind.ANSWER, second)]))
    bodies = [await talk.say("hello")]
    while payload := more(bodies[-1]):
        assert len(bodies) < 20
        bodies.append(await talk.say("Show more", payload=payload))
        assert await talk.say("Show more", payload=payload) == bodies[-1]
    shown = " ".join(text for body in bodies for text in texts(body))
    assert re.findall(r"number (\d+)", shown) == [str(number) for number in range(300)]
    assert await talk.questions() == ["hello"]


async def test_rest_comes_before_the_next_answer(start_talk: StartTalk) -> None:
    talk = await start_talk(FakeEngine([Reply(Kind.ANSWER, "Part. " * 600)]))
    await talk.say("hello")
    said = texts(await talk.say("next"))
    assert said[0].startswith("Part.")
    assert said[-1] == "echo: next"


async def test_thirty_people_at_once_get_their_own_answers(talk: Talk) -> None:
    answers = await asyncio.gather(*(talk.say(f"hello {number}", f"u-{number}") for number in range(30)))
    assert [texts(answer) for answer in answers] == [[f"echo: hello {number}"] for number in range(30)]
    accounts = await talk.rows(ChannelAccount)
    assert [one.delivered_seq for one in accounts] == [2] * 30
    assert all(one.details["claims"] == [] for one in accounts)


async def test_answer_whose_way_is_unknown_after_a_crash_is_repeated_with_a_note(talk: Talk) -> None:
    reply = await talk.channel.answer(read_skill(json.dumps(ask("hello")).encode()))
    assert texts(reply.body) == ["echo: hello"]
    talk = await talk.restart()
    assert texts(await talk.say("next")) == [SEEN, "echo: hello", "echo: next"]
    assert texts(await talk.say("last")) == ["echo: last"]


async def test_question_that_was_stored_before_a_crash_is_answered_after_it(start_talk: StartTalk) -> None:
    talk = await start_talk(HeldEngine(), HASTY)
    await talk.say("hello", callback=CALLBACK)
    talk = await talk.restart()
    await until(lambda: _is_answered(talk))
    assert texts(await talk.say("Show more", payload="#more")) == ["echo: hello"]
    assert talk.kakao.requests == 0


async def test_answer_that_did_not_go_out_is_shown_again(talk: Talk) -> None:
    reply = await talk.channel.answer(read_skill(json.dumps(ask("hello")).encode()))
    await talk.channel.sent(reply, Outcome.FAILED)
    assert texts(await talk.say("next")) == ["echo: hello", "echo: next"]


def test_answers_settled_in_another_order_end_at_the_same_place() -> None:
    now = kakao_fixtures.Clock()()
    first = Claim(id="1", by="x", at=now, start=(0, 0), end=(2, 0))
    second = Claim(id="2", by="x", at=now, start=(2, 0), end=(4, 1))
    account = ChannelAccount(delivered_seq=0, sent_parts=0)
    notes = settled(account, Notes(claims=(first, second)), second, Outcome.SENT)
    assert (account.delivered_seq, account.sent_parts, notes.repeat_from) == (4, 1, None)
    notes = settled(account, notes, first, Outcome.FAILED)
    assert (account.delivered_seq, notes.repeat_from, notes.claims) == (4, (0, 0), ())


@pytest.mark.parametrize("fault", [None, Fault.ERROR_AFTER, Fault.INVALID_TOKEN])
async def test_neither_texts_nor_callback_tokens_are_logged(
    start_talk: StartTalk, fault: Fault | None, caplog: pytest.LogCaptureFixture
) -> None:
    engine = HeldEngine()
    caplog.set_level(logging.INFO)
    talk = await start_talk(engine, HASTY)
    talk.kakao.fault = fault
    await talk.say("my boss hits me", callback=CALLBACK)
    engine.free.set()
    await until(lambda: _is_free(talk, requests=1))
    ours = "\n".join(one.getMessage() for one in caplog.records if not one.name.startswith("uvicorn"))  # Kakao's
    assert "callback: " in ours
    assert "secret-token" not in ours
    assert "boss" not in ours


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def places(value: object) -> list[tuple[Any, Any]]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []
    return [found for key, inner in entries for found in [(value, key), *places(inner)]]


@st.composite
def mutated_bodies(draw: Callable[[st.SearchStrategy[Any]], Any]) -> bytes:
    """Return a recorded body in which some values are others, or one time in ten anything."""
    if draw(st.integers(0, 9)) == 0:
        return bytes(draw(st.binary(max_size=400)))
    body = copy.deepcopy(load(draw(st.sampled_from(NAMES))))
    for _ in range(draw(st.integers(1, 4))):
        holder, key = draw(st.sampled_from(places(body)))
        holder[key] = draw(ANYTHING)
    return json.dumps(body).encode()


async def count_questions(talk: Talk) -> int:
    """Return how many questions are stored; quick also after tens of thousands."""
    query = select(func.count()).select_from(Message).where(Message.author == Author.RESIDENT)
    async with talk.database.reading() as session:
        return await session.scalar(query) or 0


@settings(
    max_examples=max(200, settings().max_examples),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(body=mutated_bodies())
async def test_anything_gets_a_valid_answer_and_is_asked_at_most_once(
    talk: Talk, counts: Counter[str], body: bytes
) -> None:
    talk.clock.pass_seconds(61)
    asked = await count_questions(talk)
    responses = [await talk.client.post("/channels/kakao/skill", content=body, headers=HEADERS) for _ in range(2)]
    stored = await count_questions(talk) - asked
    counts["bodies"] += 1
    counts["5xx"] += sum(response.is_server_error for response in responses)
    counts["second replies"] += max(stored - 1, 0)
    for response in responses:
        assert response.status_code == 200
        assert problems_of(response.json()) == []
    assert stored <= 1


async def test_friend_is_told_once_of_a_counsellors_messages(start_talk: StartTalk) -> None:
    talk = await start_talk(timing=HASTY_ENOUGH, **EVENTS)
    write = await talk.with_counsellor()
    assert talk.channel.reach(await talk.account()) == "event"
    await write("A secret thing.")
    await until(lambda: len(talk.kakao.events) == 1)
    await write("Another one.")
    await _told(talk)
    assert len(talk.kakao.events) == 1
    event = talk.kakao.events[0]
    assert (event["event"], event["user"][0]["id"]) == ({"name": EVENT_NAME, "data": {}}, "u-1")
    assert set(event["params"]) == {"caseId", "replySeq"}
    assert "secret" not in json.dumps(event)
    assert len(texts(await talk.say("See", payload="#more"))) == 2
    await write("A third.")
    await until(lambda: len(talk.kakao.events) == 2)
    assert await talk.spent() == 2


async def test_stranger_is_not_told(start_talk: StartTalk) -> None:
    talk = await start_talk(**EVENTS)
    body = ask("Person", payload="#counsellor")
    del body["userRequest"]["user"]["properties"]["isFriend"]
    await talk.call(body)
    ticket, kim = await talk.claim()
    await talk.desk.reply(ticket, kim, "Good morning.", None)
    await _told(talk)
    assert talk.kakao.events == []
    assert talk.channel.reach(await talk.account()) == "next message"


async def test_nobody_is_told_beyond_the_months_cap(start_talk: StartTalk) -> None:
    talk = await start_talk(**{**EVENTS, "kakao_event_api_monthly_cap": 17})
    write = await talk.with_counsellor()
    assert talk.channel.state() == "ready"
    await write("First.")
    await until(lambda: len(talk.kakao.events) == 1)
    assert talk.channel.state() == "quota"
    await talk.say("See", payload="#more")
    await write("Second.")
    await _told(talk)
    assert len(talk.kakao.events) == 1
    talk = await talk.restart()
    assert (talk.channel.state(), await talk.spent()) == ("quota", 1)
    talk.clock.pass_seconds(40 * 86400)
    assert talk.channel.state() == "ready"


async def test_uncertain_event_is_paid_for_and_not_repeated(start_talk: StartTalk) -> None:
    talk = await start_talk(**EVENTS)
    write = await talk.with_counsellor()
    talk.kakao.fault = Fault.ERROR_AFTER
    await write("First.")
    await until(lambda: len(talk.kakao.events) == 1)
    talk.kakao.fault = None
    await write("Second.")
    await _told(talk)
    assert (len(talk.kakao.events), await talk.spent()) == (1, 1)


async def test_refused_event_costs_nothing_and_is_tried_with_the_next_message(start_talk: StartTalk) -> None:
    talk = await start_talk(**EVENTS)
    write = await talk.with_counsellor()
    talk.kakao.fault = Fault.REDIRECT
    await write("First.")
    await until(lambda: talk.kakao.requests == 1)

    async def is_refunded() -> bool:
        return await talk.spent() == 0

    await until(is_refunded)
    talk.kakao.fault = None
    await write("Second.")
    await until(lambda: len(talk.kakao.events) == 1)


async def test_wrong_key_stops_events(start_talk: StartTalk) -> None:
    talk = await start_talk(**{**EVENTS, "kakao_event_api_key": "wrong"})
    write = await talk.with_counsellor()
    await write("First.")
    await until(lambda: talk.channel.state() == "unauthorized")

    async def is_refunded() -> bool:
        return await talk.spent() == 0

    await until(is_refunded)
    assert talk.channel.reach(await talk.account()) == "next message"


async def test_who_did_not_get_an_event_is_not_sent_another(start_talk: StartTalk) -> None:
    talk = await start_talk(timing=HASTY_ENOUGH, **EVENTS)
    write = await talk.with_counsellor()
    talk.kakao.strangers.add("u-1")
    await write("First.")
    await until(lambda: _is_unreachable(talk))
    assert "u-1" not in json.dumps((await talk.account()).details)


async def test_message_written_before_a_restart_is_told_after_it(start_talk: StartTalk) -> None:
    talk = await start_talk(**EVENTS)
    write = await talk.with_counsellor()
    await talk.channel.stop()
    await write("First.")
    assert talk.kakao.events == []
    talk = await talk.restart()
    await until(lambda: len(talk.kakao.events) == 1)


HASTY_ENOUGH = Timing(timedelta(seconds=20), timedelta(seconds=25), task_check=timedelta(0))


async def _patient(talk: Talk, text: str) -> dict[str, Any]:
    """Ask, and fetch the answer if the hasty gateway did not wait for it."""
    talk.channel._timing = HASTY_ENOUGH
    return await talk.say(text)


async def _is_delivered(talk: Talk) -> bool:
    account = await talk.account()
    return account.delivered_seq == 2 and account.details["claims"] == []


async def _is_answered(talk: Talk) -> bool:
    return not any(one.pending for one in await talk.rows(Message))


async def _is_free(talk: Talk, requests: int = 0) -> bool:
    """Whether everything is answered and nothing is on its way."""
    accounts = await talk.rows(ChannelAccount)
    is_idle = bool(accounts) and all(one.details["claims"] == [] for one in accounts)
    return is_idle and await _is_answered(talk) and bool(await talk.questions()) and talk.kakao.requests == requests


async def _is_unreachable(talk: Talk) -> bool:
    return talk.channel.reach(await talk.account()) == "next message"


async def _has_photo(talk: Talk) -> bool:
    return [one.media_type for one in await talk.rows(Attachment)] == ["image/jpeg"]


async def _has_said(talk: Talk, text: str) -> bool:
    return text in await stored(talk, Author.SYSTEM)


async def _told(talk: Talk) -> None:
    """Wait until the channel has looked after what has changed, by looking itself."""
    for account in await talk.rows(ChannelAccount):
        await talk.channel._notifier.tell(account.conversation_id)
