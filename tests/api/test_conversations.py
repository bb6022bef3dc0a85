"""What residents can rely on: every message is kept, answered once, in order, and only they can read it."""

import asyncio
from datetime import timedelta

import pytest

from api.errors import EngineFailed
from api.messages import Citation, HandOver, Intake, Kind, LanguageSwitch, Priority, Reason, Reply, Turn, Utterance
from knowledge.languages import Language
from tests.conftest import LANGUAGES, Gateway, StartGateway
from tests.fakes import BrokenEngine, FakeEngine

QUESTIONS = {
    "ko": "비자 연장은 어디에서 신청하나요?",
    "en": "Where do I extend my visa before it ends?",
    "zh": "签证快到期了，在哪里申请延长？",
    "vi": "Tôi gia hạn visa ở đâu?",
    "mn": "Би визээ хаана сунгуулах вэ?",
    "ru": "Где мне продлить визу до окончания срока?",
    "uz": "Vizamni qayerda uzaytiraman, muddati tugayapti?",
    "ur": "میں اپنے ویزے کی مدت کہاں بڑھا سکتا ہوں؟",
}


async def test_reply_has_the_agreed_shape(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    response = await resident.write("hello there")
    body = response.json()
    assert response.status_code == 200
    assert set(body) == {"message", "replies", "conversation"}
    assert body["conversation"] == {"id": resident.id, "language": "en", "state": "bot"}
    assert {"seq", "id", "author", "kind", "text", "language", "citations", "buttons"} <= set(body["replies"][0])
    assert [body["message"]["seq"], body["replies"][0]["seq"]] == [1, 2]


async def test_same_client_id_gives_the_same_answer_and_no_second_turn(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    first = (await resident.write("question", client_id="a1")).json()
    second = (await resident.write("question", client_id="a1")).json()
    assert first["replies"] == second["replies"]
    assert len(gateway.engine.turns) == 1
    assert len(await resident.messages()) == 2


async def test_twenty_deliveries_at_once_are_one_message(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    responses = await asyncio.gather(*(resident.write("question", client_id="a1") for _ in range(20)))
    assert {response.status_code for response in responses} == {200}
    assert len({response.json()["replies"][0]["id"] for response in responses}) == 1
    assert len(gateway.engine.turns) == 1


async def test_same_client_id_with_another_text_is_a_conflict(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    await resident.write("question", client_id="a1")
    response = await resident.write("another question", client_id="a1")
    assert response.status_code == 409
    assert len(await resident.messages()) == 2


async def test_messages_written_in_a_burst_are_answered_together_in_order(start_gateway: StartGateway) -> None:
    class SlowEngine(FakeEngine):
        async def respond(self, turn: Turn) -> list[Utterance]:
            await asyncio.sleep(0.3)
            return await super().respond(turn)

    gateway = await start_gateway(SlowEngine())
    resident = await gateway.resident("en")
    await asyncio.gather(*(resident.write(f"question {number}") for number in range(10)))
    messages = await resident.messages()
    asked = [m["text"] for m in messages if m["author"] == "resident"]
    assert "\n".join(turn.text for turn in gateway.engine.turns).splitlines() == asked
    assert len(gateway.engine.turns) < len(asked)
    assert [m["seq"] for m in messages] == list(range(1, len(messages) + 1))


async def test_short_beginning_waits_for_the_rest(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(burst_pause=timedelta(seconds=30))
    resident = await gateway.resident("en")
    first = asyncio.create_task(resident.write("hello"))
    await asyncio.sleep(0.5)
    rest = await resident.write("my boss has not paid me since August. What can I do?")
    assert rest.json()["replies"]
    await first
    assert [turn.text for turn in gateway.engine.turns] == [
        "hello\nmy boss has not paid me since August. What can I do?"
    ]


@pytest.mark.parametrize("text", ["How do I extend my visa?", "help my husband is hitting me"])
async def test_whole_question_and_danger_are_answered_at_once(start_gateway: StartGateway, text: str) -> None:
    gateway = await start_gateway(burst_pause=timedelta(days=1))
    resident = await gateway.resident("en")
    assert (await resident.write(text)).json()["replies"]


async def test_conversation_is_hidden_from_others(gateway: Gateway) -> None:
    mine, other = await gateway.resident("en"), await gateway.resident("en")
    answers = [
        await gateway.client.get(mine.path),
        await gateway.client.get(mine.path, headers=other.headers),
        await gateway.client.get("/api/v1/conversations/missing", headers=other.headers),
        await gateway.client.get(f"{mine.path}/events", headers=other.headers),
        await gateway.client.post(f"{mine.path}/messages", json={"text": "x"}, headers=other.headers),
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


@pytest.mark.parametrize("language", LANGUAGES)
async def test_language_of_the_first_message_is_followed(gateway: Gateway, language: str) -> None:
    resident = await gateway.resident()
    body = (await resident.write(QUESTIONS[language])).json()
    assert body["conversation"]["language"] == language
    assert gateway.engine.turns[0].language == language


async def test_chosen_language_stays(gateway: Gateway) -> None:
    resident = await gateway.resident("ko")
    await gateway.client.patch(resident.path, json={"language": "ur"}, headers=resident.headers)
    body = (await resident.write(QUESTIONS["en"])).json()
    assert body["conversation"]["language"] == "ur"


async def test_language_asked_for_in_words_is_set(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(FakeEngine([LanguageSwitch(Language.RU, "Буду отвечать по-русски.")]))
    resident = await gateway.resident("en")
    body = (await resident.write("russian please")).json()
    assert (body["conversation"]["language"], body["replies"][0]["text"]) == ("ru", "Буду отвечать по-русски.")


async def test_pressed_button_shows_its_title_and_becomes_a_command(start_gateway: StartGateway) -> None:
    gateway = await start_gateway()
    resident = await gateway.resident("en")
    await resident.write("Extending a stay", payload="#article:visa.extension")
    turn = gateway.engine.turns[0]
    assert (turn.command, turn.entities) == ("show_article", {"article": "visa.extension"})
    assert (await resident.messages())[0]["text"] == "Extending a stay"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_broken_engine_still_gives_the_passage_and_a_counsellor(
    start_gateway: StartGateway, language: str
) -> None:
    gateway = await start_gateway(BrokenEngine())
    resident = await gateway.resident(language)
    reply = (await resident.write(QUESTIONS[language])).json()["replies"][0]
    assert reply["kind"] == "answer"
    assert reply["citations"][0]["article"] == "visa.extension"
    assert reply["citations"][0]["language"] == reply["language"] == language
    assert [button["payload"] for button in reply["buttons"]] == ["#counsellor"]


async def test_unexpected_crash_ends_in_an_apology_and_a_way_to_a_person(
    start_gateway: StartGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.conversations.worker._PAUSE", 0.001)
    gateway = await start_gateway(FakeEngine(*[RuntimeError("boom")] * 3))
    resident = await gateway.resident("en")
    reply = (await resident.write("question")).json()["replies"][0]
    assert (reply["kind"], reply["buttons"][0]["payload"]) == ("notice", "#counsellor")


async def test_slow_engine_gives_202_and_the_reply_later(start_gateway: StartGateway) -> None:
    release = asyncio.Event()

    class SlowEngine(FakeEngine):
        async def respond(self, turn: Turn) -> list[Utterance]:
            await release.wait()
            return await super().respond(turn)

    gateway = await start_gateway(SlowEngine(), answer_deadline=0.05)
    resident = await gateway.resident("en")
    response = await resident.write("question", client_id="a1")
    assert (response.status_code, response.json()["replies"]) == (202, [])
    release.set()
    again = await resident.write("question", client_id="a1")
    assert (again.status_code, len(again.json()["replies"])) == (200, 1)
    assert len(gateway.engine.turns) == 1


async def test_unanswered_message_is_answered_after_a_restart(start_gateway: StartGateway) -> None:
    class StuckEngine(FakeEngine):
        async def respond(self, turn: Turn) -> list[Utterance]:
            await asyncio.Event().wait()
            return await super().respond(turn)

    first = await start_gateway(StuckEngine(), answer_deadline=0.05)
    resident = await first.resident("en")
    await resident.write("question")
    second = await start_gateway(FakeEngine())
    for _ in range(100):
        messages = await resident.messages()
        if len(messages) == 2:
            break
        await asyncio.sleep(0.02)
    assert [m["text"] for m in messages] == ["question", "echo: question"]
    assert len(second.engine.turns) == 1


async def test_engine_gets_a_fresh_session_before_its_tracker_grows_long(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(turns_per_session=2)
    resident = await gateway.resident("en")
    for number in range(4):
        await resident.write(f"question {number}")
    assert [turn.session[-2:] for turn in gateway.engine.turns] == ["-0", "-0", "-1", "-1"]


async def test_engine_failure_is_not_shown_to_residents(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(FakeEngine(EngineFailed("rasa: no reply")))
    resident = await gateway.resident("en")
    response = await resident.write(QUESTIONS["en"])
    assert response.status_code == 200
    assert "rasa" not in response.text


async def test_hand_over_opens_one_ticket_and_tells_the_place_in_the_queue(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(FakeEngine([HandOver(Priority.NORMAL, Reason.REQUEST)]))
    resident = await gateway.resident("en")
    body = (await resident.write("a person please")).json()
    reply = body["replies"][0]
    assert (reply["kind"], body["conversation"]["state"]) == ("handover", "waiting")
    assert reply["ticket"]["position"] == 1
    assert reply["ticket"]["wait_minutes"] is None


async def test_bot_is_quiet_while_the_resident_waits(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    await resident.write("Talk to a counsellor", payload="#counsellor")
    body = (await resident.write("are you there?")).json()
    assert body["replies"] == []
    assert gateway.engine.turns == []


async def test_assistant_can_be_asked_meanwhile_and_the_place_is_kept(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    await resident.write("Talk to a counsellor", payload="#counsellor")
    await resident.write("Ask the assistant meanwhile", payload="#assistant")
    body = (await resident.write("how long is it?")).json()
    assert [reply["author"] for reply in body["replies"]] == ["bot"]
    assert (await resident.state())["ticket"]["position"] == 1


IN_DANGER = {
    "ko": "남편이 지금 저를 때려요 살려주세요",
    "en": "my husband is beating me, please help",
    "zh": "我老公正在打我，救命",
    "vi": "chồng tôi đang đánh tôi, cứu tôi với",
    "mn": "нөхөр намайг зодож байна туслаач",
    "ru": "муж меня бьёт, помогите",
    "uz": "erim meni uryapti, yordam bering",
    "ur": "میرا شوہر مجھے مار رہا ہے مدد کریں",
}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_danger_is_answered_at_once_with_the_engine_down(start_gateway: StartGateway, language: str) -> None:
    gateway = await start_gateway(BrokenEngine())
    resident = await gateway.resident(language)
    body = (await resident.write(IN_DANGER[language])).json()
    assert "112" in body["replies"][0]["text"]
    assert body["replies"][0]["language"] == language
    assert (await resident.state())["ticket"]["priority"] == "urgent"


async def test_answer_stands_beside_an_alarm(start_gateway: StartGateway) -> None:
    answer = Reply(Kind.ANSWER, "This is what the guidebook says.")
    gateway = await start_gateway(FakeEngine([answer, HandOver(Priority.URGENT, Reason.DANGER)]))
    resident = await gateway.resident("en")
    body = (await resident.write(IN_DANGER["en"])).json()
    kinds = [reply["kind"] for reply in body["replies"]]
    assert kinds == ["notice", "handover", "answer"]


async def test_ticket_of_an_alarm_has_the_topic_of_the_answer_beside_it(start_gateway: StartGateway) -> None:
    source = Citation("family.violence", "Violence at home", "en", "p", "s", "2026-11-01", "/guide/family.violence")
    answer = Reply(Kind.ANSWER, "Leave if you can.", citations=(source,))
    gateway = await start_gateway(FakeEngine([answer]))
    await (await gateway.resident("en")).write(IN_DANGER["en"])
    (ticket,) = (await (await gateway.counsellor()).get("/api/v1/desk/tickets")).json()["tickets"]
    assert (ticket["area"], ticket["article"]["id"]) == ("family", "family.violence")
    assert ticket["summary"]["answer"] == "Leave if you can."


async def test_after_an_alarm_questions_are_still_answered(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    alarm = (await resident.write("help, my husband is hitting me with a belt right now")).json()
    assert alarm["conversation"]["state"] == "waiting"
    later = (await resident.write("Which papers does the shelter want?")).json()
    assert [reply["text"] for reply in later["replies"]] == ["echo: Which papers does the shelter want?"]


async def test_danger_told_to_a_counsellor_raises_the_ticket_in_silence(gateway: Gateway) -> None:
    desk, resident = await gateway.counsellor(), await gateway.resident("en")
    await resident.write("Talk to a counsellor", payload="#counsellor")
    ticket = (await desk.get("/api/v1/desk/tickets")).json()["tickets"][0]["id"]
    await desk.post(f"/api/v1/desk/tickets/{ticket}/claim")
    body = (await resident.write(IN_DANGER["en"])).json()
    assert body["replies"] == []
    assert (await resident.state())["ticket"]["priority"] == "urgent"


async def test_danger_while_waiting_raises_the_ticket(gateway: Gateway) -> None:
    earlier, resident = await gateway.resident("en"), await gateway.resident("en")
    for one in (earlier, resident):
        await one.write("Talk to a counsellor", payload="#counsellor")
    await resident.write(IN_DANGER["en"])
    ticket = (await resident.state())["ticket"]
    assert (ticket["priority"], ticket["position"]) == ("urgent", 1)
    assert (await earlier.state())["ticket"]["position"] == 2


async def test_personal_number_is_neither_stored_nor_passed_on_and_the_resident_is_told(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    body = (await resident.write("my number is 900101-5234567, is my visa valid?")).json()
    assert "5234567" not in body["message"]["text"] + gateway.engine.turns[0].text
    assert "never write" in body["replies"][0]["text"]


async def test_clear_change_of_language_is_followed_and_said_once(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    await resident.write("How do I extend my visa?")
    first = (await resident.write("Как мне продлить визу, срок скоро заканчивается")).json()
    second = (await resident.write("А сколько это стоит и какие нужны документы")).json()
    assert [reply["author"] for reply in first["replies"]] == ["system", "bot"]
    assert [reply["author"] for reply in second["replies"]] == ["bot"]
    assert second["conversation"]["language"] == "ru"


@pytest.mark.parametrize("word", ["спасибо", "보증금", "salom", "谢谢", "visa"])
async def test_one_foreign_word_does_not_change_the_language(gateway: Gateway, word: str) -> None:
    resident = await gateway.resident("vi")
    await resident.write("Tôi muốn gia hạn visa thì làm thế nào?")
    body = (await resident.write(word)).json()
    assert body["conversation"]["language"] == "vi"


async def test_language_outside_the_eight_is_told_whom_to_call(gateway: Gateway) -> None:
    resident = await gateway.resident("ko")
    body = (await resident.write("สวัสดีครับ ผมต้องการต่อวีซ่าของผม")).json()
    assert "1345" in body["replies"][0]["text"]
    assert "1577-1366" in body["replies"][0]["text"]
    assert gateway.engine.turns == []


async def test_what_a_waiting_resident_tells_beforehand_stands_with_the_ticket(start_gateway: StartGateway) -> None:
    notes = Intake("job", "I called 1350", None, consent=True)
    gateway = await start_gateway(FakeEngine([Reply(Kind.CHOICES, "What is it about?")], [notes]))
    desk, resident = await gateway.counsellor(), await gateway.resident("en")
    await resident.write("Talk to a counsellor", payload="#counsellor")
    await resident.write("Tell the counsellor beforehand", payload="#dialogue:intake")
    await resident.write("I called 1350")
    ticket = (await desk.get("/api/v1/desk/tickets")).json()["tickets"][0]["id"]
    seen = (await desk.get(f"/api/v1/desk/tickets/{ticket}")).json()
    assert seen["ticket"]["summary"]["intake"]["tried"] == "I called 1350"


@pytest.mark.parametrize(
    ("payload", "command"),
    [
        ("#dialogue:deadlines", "start_deadlines"),
        ("#cancel", "cancel"),
        ("#answer:e-9", "give"),
        ("#topics", "ask_topics"),
    ],
)
async def test_button_of_a_dialogue_becomes_a_command(gateway: Gateway, payload: str, command: str) -> None:
    resident = await gateway.resident("en")
    await resident.write("a button", payload=payload)
    assert gateway.engine.turns[0].command == command


async def test_closed_conversation_goes_back_to_the_counsellors_when_the_resident_writes(gateway: Gateway) -> None:
    desk, resident = await gateway.counsellor(), await gateway.resident("en")
    await resident.write("Talk to a counsellor", payload="#counsellor")
    ticket = (await desk.get("/api/v1/desk/tickets")).json()["tickets"][0]["id"]
    await desk.post(f"/api/v1/desk/tickets/{ticket}/claim")
    await desk.post(f"/api/v1/desk/tickets/{ticket}/close", json={"next": "closed"})
    assert (await resident.state())["state"] == "closed"
    body = (await resident.write("one more question")).json()
    assert (body["conversation"]["state"], body["replies"][0]["author"]) == ("waiting", "system")
    assert gateway.engine.turns == []


async def test_reply_prepared_before_a_claim_is_dropped_after_it(start_gateway: StartGateway) -> None:
    asked, release = asyncio.Event(), asyncio.Event()

    class SlowEngine(FakeEngine):
        async def respond(self, turn: Turn) -> list[Utterance]:
            asked.set()
            await release.wait()
            return [Reply(Kind.TEXT, f"too late: {turn.text}")]

    gateway = await start_gateway(SlowEngine())
    desk, resident = await gateway.counsellor(), await gateway.resident("en")
    await resident.write("Talk to a counsellor", payload="#counsellor")
    await resident.write("Ask the assistant meanwhile", payload="#assistant")
    writing = asyncio.create_task(resident.write("question"))
    await asked.wait()
    ticket = (await desk.get("/api/v1/desk/tickets")).json()["tickets"][0]["id"]
    await desk.post(f"/api/v1/desk/tickets/{ticket}/claim")
    release.set()
    await writing
    assert not any(str(m["text"]).startswith("too late") for m in await resident.messages())


@pytest.mark.parametrize("number", ["99999999999999999999", "9" * 30, "9" * 5000, str(2**31), "-1"])
@pytest.mark.parametrize("place", ["messages", "events"])
async def test_number_that_no_message_has_is_refused(gateway: Gateway, place: str, number: str) -> None:
    resident = await gateway.resident("en")
    path = f"{resident.path}/{place}"
    response = await gateway.client.get(path, params={"after": number}, headers=resident.headers)
    assert response.status_code == 400
    if place == "events":
        response = await gateway.client.get(path, headers=resident.headers | {"Last-Event-ID": number})
        assert response.status_code == 400
