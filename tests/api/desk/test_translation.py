"""Machine translation at the desk: beside the original, in the background, and never in anybody's way."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import pytest
from sqlalchemy import update

from api.conversations.database import Database
from api.conversations.events import EventHub
from api.conversations.models import Message
from api.desk.forgetting import forget_messages
from api.desk.models import MessageTranslation
from api.desk.working.translating import MessageTranslating
from api.requests import utc_now
from api.translation.ports import LanguageUnsupported, QuotaExceeded, TranslationFailed
from knowledge.languages import Language
from tests.api.desk.claimed import DESK, Claimed, audited, claim, cookies, identity, open_ticket, rows
from tests.channels.conftest import until
from tests.conftest import Gateway, StartGateway
from tests.live import follow

URDU = "میری تنخواہ 15 تاریخ سے نہیں ملی۔"
KOREAN = "15일부터 월급을 받지 못했어요."


class FakeTranslator:
    """Gives the prepared answers, the last one for ever; can be held until it is let go."""

    def __init__(self, *answers: str | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, Language, Language]] = []
        self.free = asyncio.Event()
        self.free.set()

    async def translate(self, text: str, source: Language, target: Language) -> str:
        """Answer, or fail as prepared."""
        self.asked.append((text, source, target))
        await self.free.wait()
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


async def stored(gateway: Gateway) -> list[MessageTranslation]:
    return await rows(gateway, MessageTranslation)


def has(gateway: Gateway, count: int) -> Callable[[], Awaitable[bool]]:
    async def look() -> bool:
        return len(await stored(gateway)) == count

    return look


def was_asked(translator: FakeTranslator, times: int) -> Callable[[], Awaitable[bool]]:
    async def look() -> bool:
        return len(translator.asked) == times

    return look


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two more tries, at once."""
    monkeypatch.setenv("TRANSLATION_PAUSES", '["PT0.001S", "PT0.001S"]')


async def shown(claimed: Claimed) -> dict[str, Any]:
    """Return the resident's message as the desk shows it."""
    messages = (await claimed.desk.get(claimed.path)).json()["messages"]
    return next(one for one in messages if one["text"] == URDU)


async def test_resident_is_read_in_korean_beside_the_original(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(translator=FakeTranslator(KOREAN))
    claimed = await claim(gateway, "ur", URDU)
    await until(has(gateway, 1))
    message = await shown(claimed)
    assert message["text"] == URDU
    assert message["translation"] == {"language": "ko", "text": KOREAN, "differences": []}
    assert "translation" not in (await claimed.resident.messages())[0]


async def test_translation_reaches_an_open_desk_by_itself(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(translator=FakeTranslator(KOREAN))
    claimed = await claim(gateway)
    async with follow(gateway.app, f"{DESK}/events", cookies(claimed.desk)) as stream:
        assert await stream.next() == ("ready", {})
        await claimed.resident.write(URDU)
        told: dict[str, Any] = {}
        while "translation" not in told:
            name, data = await stream.next() or ("translation", {})
            told[name] = data
    assert told["translation"]["ticket_id"] == claimed.ticket
    assert told["translation"]["message_id"] == told["message"]["message"]["id"]
    assert told["translation"]["translation"]["text"] == KOREAN


async def test_translation_for_the_next_holder_reaches_an_open_desk_too(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(translator=FakeTranslator(KOREAN, "I have not been paid since the 15th."))
    claimed = await claim(gateway)
    lee = await gateway.counsellor("lee@example.org", "Lee", languages=("en",))
    async with follow(gateway.app, f"{DESK}/events", cookies(lee)) as stream:
        assert await stream.next() == ("ready", {})
        await lee.get(claimed.path)
        await claimed.resident.write(URDU)
        assert (await stream.until("translation"))["translation"]["language"] == "ko"
        await claimed.desk.post(f"{claimed.path}/transfer", json={"counsellor": await identity(lee)})
        assert (await stream.until("translation"))["translation"]["language"] == "en"


async def test_changed_number_is_flagged(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(translator=FakeTranslator("25일부터 월급을 받지 못했어요."))
    await claim(gateway, "ur", URDU)
    await until(has(gateway, 1))
    (translation,) = await stored(gateway)
    assert translation.differences["found"]
    assert "25" in str(translation.differences)


async def test_what_is_written_after_the_claim_is_translated_too(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(translator=FakeTranslator(KOREAN))
    claimed = await claim(gateway)
    await claimed.resident.write(URDU)
    await until(has(gateway, 1))


async def test_waiting_tickets_are_not_translated(start_gateway: StartGateway) -> None:
    translator = FakeTranslator(KOREAN)
    gateway = await start_gateway(translator=translator)
    desk = await gateway.counsellor()
    waiting = await open_ticket(gateway, desk, "ur", URDU)
    assert translator.asked == []
    await desk.post(f"{waiting.path}/claim")
    await until(has(gateway, 1))
    assert translator.asked == [(URDU, Language.UR, Language.KO)]


async def test_who_reads_the_language_needs_no_translation(start_gateway: StartGateway) -> None:
    translator = FakeTranslator(KOREAN)
    gateway = await start_gateway(translator=translator)
    claimed = await claim(gateway, "ur", URDU, languages=("ko", "ur"))
    other = await gateway.counsellor("lee@example.org", "Lee")
    second = await open_ticket(gateway, other, "ur", URDU)
    await other.post(f"{second.path}/claim")
    await until(has(gateway, 1))
    assert len(translator.asked) == 1
    assert claimed.ticket != second.ticket


async def test_delivery_never_waits(start_gateway: StartGateway) -> None:
    translator = FakeTranslator(KOREAN)
    translator.free.clear()
    gateway = await start_gateway(translator=translator)
    claimed = await claim(gateway)
    assert (await claimed.resident.write(URDU)).status_code == 200
    assert (await shown(claimed))["translation"] is None
    reply = await claimed.desk.post(f"{claimed.path}/replies", json={"text": "네"})
    assert reply.status_code == 201
    translator.free.set()
    await until(has(gateway, 1))


@pytest.mark.usefixtures("quick")
async def test_failure_is_tried_again_and_then_the_original_stands_alone(start_gateway: StartGateway) -> None:
    translator = FakeTranslator(TranslationFailed("down"))
    gateway = await start_gateway(translator=translator)
    claimed = await claim(gateway, "ur", URDU)
    await until(was_asked(translator, 3))
    await claimed.desk.post(f"{claimed.path}/notes", json={"text": "wakes the task once more"})
    await claimed.resident.write("15")
    await until(was_asked(translator, 6))
    assert [text for text, _, _ in translator.asked] == [URDU] * 3 + ["15"] * 3
    assert (await shown(claimed))["translation"] is None


@pytest.mark.usefixtures("quick")
async def test_passing_failure_is_made_good(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(translator=FakeTranslator(QuotaExceeded("", timedelta(0)), KOREAN))
    await claim(gateway, "ur", URDU)
    await until(has(gateway, 1))


async def test_language_that_the_service_lacks_is_asked_for_once(start_gateway: StartGateway) -> None:
    translator = FakeTranslator(LanguageUnsupported(), KOREAN)
    gateway = await start_gateway(translator=translator)
    claimed = await claim(gateway, "mn", "Сайн байна уу, надад тусламж хэрэгтэй байна.")
    await until(was_asked(translator, 1))
    await claimed.resident.write("Маргааш хэдэн цагт очих вэ?")
    await until(has(gateway, 1))
    assert len(translator.asked) == 2


async def test_what_a_stop_has_left_is_translated_by_the_next_start(start_gateway: StartGateway) -> None:
    gateway = await start_gateway()
    await claim(gateway, "ur", URDU)
    await start_gateway(translator=FakeTranslator(KOREAN))
    await until(has(gateway, 1))


async def test_message_that_is_gone_meanwhile_gets_no_translation(start_gateway: StartGateway) -> None:
    translator = FakeTranslator(KOREAN)
    translator.free.clear()
    gateway = await start_gateway(translator=translator)
    claimed = await claim(gateway, "ur", URDU)
    await until(was_asked(translator, 1))
    database = Database(gateway.settings.database_url)
    async with database.writing() as session:
        await session.execute(update(Message).where(Message.text == URDU).values(text=""))
    await database.close()
    translator.free.set()
    await claimed.resident.write("شکریہ، میں انتظار کر رہا ہوں۔")
    await until(has(gateway, 1))
    assert translator.asked[0][0] == URDU
    assert len(translator.asked) == 2


async def test_translations_go_with_the_conversation_and_with_a_message(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(translator=FakeTranslator(KOREAN))
    claimed = await claim(gateway, "ur", URDU, "شکریہ، میں انتظار کر رہا ہوں۔")
    await until(has(gateway, 2))
    database = Database(gateway.settings.database_url)
    async with database.writing() as session:
        await forget_messages(session, [(await stored(gateway))[0].message_id])
    await database.close()
    assert len(await stored(gateway)) == 1
    resident = claimed.resident
    assert (await resident.client.delete(resident.path, headers=resident.headers)).status_code == 204
    assert await stored(gateway) == []


async def test_draft_is_translated_with_what_may_be_wrong(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(translator=FakeTranslator("Please come on 16 December at 14:00."))
    claimed = await claim(gateway, "en")
    body = {"text": "12월 15일 오후 2시에 오세요."}
    response = await claimed.desk.post(f"{claimed.path}/translation", json=body)
    assert response.json() == {
        "text": "Please come on 16 December at 14:00.",
        "differences": [{"kind": "date", "in_original": "12월 15일", "in_translation": "16 December"}],
    }
    (entry,) = await audited(gateway, "draft.translated")
    assert entry.details == {"to": "en"}


async def test_draft_is_refused_while_translation_is_off(gateway: Gateway) -> None:
    claimed = await claim(gateway, "en")
    response = await claimed.desk.post(f"{claimed.path}/translation", json={"text": "안녕하세요"})
    assert (response.status_code, response.json()["type"]) == (409, "urn:gildongmu:problem:translation-off")


async def test_what_the_service_refuses_is_a_clear_problem(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(translator=FakeTranslator(QuotaExceeded("google: quota")))
    claimed = await claim(gateway, "en")
    response = await claimed.desk.post(f"{claimed.path}/translation", json={"text": "안녕하세요"})
    assert response.headers["content-type"] == "application/problem+json"
    assert (response.status_code, response.json()["type"]) == (503, "urn:gildongmu:problem:translation-quota")


async def test_change_at_the_end_of_a_look_is_looked_at(start_gateway: StartGateway) -> None:
    gateway = await start_gateway()
    database = Database(gateway.settings.database_url)
    working = MessageTranslating(database, EventHub(), FakeTranslator(KOREAN), "x", Mock(), utc_now)
    looked: list[str] = []
    follow_ticket, find = working._follow, working._find_due

    async def note(ticket: str) -> Any:  # noqa: ANN401 - as the real one
        looked.append(ticket)
        return await find(ticket)

    async def follow_and_change(ticket: str) -> None:
        await follow_ticket(ticket)
        if len(looked) == 1:
            asyncio.get_running_loop().call_soon(working.ticket_changed, ticket)

    working._find_due, working._follow = note, follow_and_change  # type: ignore[method-assign]
    working.ticket_changed("one")
    await until(lambda: len(looked) == 2)
    await working.stop()
    await database.close()
