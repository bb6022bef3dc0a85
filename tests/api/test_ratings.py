"""Satisfaction: told once about each ticket or conversation, by a form on the web and by buttons elsewhere."""

import asyncio
import json

import httpx
import pytest
from sqlalchemy import select

from api.conversations.commands import find_press
from api.conversations.database import Database
from api.conversations.models import Rating
from api.messages import LanguageSwitch
from api.words import catalogue
from knowledge.languages import DEFAULT_LANGUAGE, Language
from tests.channels.conftest import SECRET as LINE_SECRET
from tests.channels.conftest import press_event, sign, text_event, until, webhook
from tests.channels.kakao_fixtures import HEADERS as KAKAO_HEADERS
from tests.channels.kakao_fixtures import SECRET as KAKAO_SECRET
from tests.channels.kakao_fixtures import ask, load, payloads, texts
from tests.conftest import LANGUAGES, Gateway, Resident, StartGateway
from tests.fakes import FakeEngine
from tools.fake_line import ACCESS_TOKEN, FakeLine, serve

THANKS = "Thank you for telling us."
AGAIN = "You have already told us. Thank you."


async def rate(resident: Resident, **body: object) -> httpx.Response:
    return await resident.client.post(f"{resident.path}/rating", json=body, headers=resident.headers)


async def stored(gateway: Gateway) -> list[Rating]:
    database = Database(gateway.settings.database_url)
    async with database.reading() as session:
        found = list(await session.scalars(select(Rating).order_by(Rating.created_at)))
    await database.close()
    return found


async def open_ticket(resident: Resident) -> None:
    await resident.write("Talk to a counsellor", payload="#counsellor")


async def close_ticket(desk: httpx.AsyncClient, then: str = "bot") -> str:
    ticket = str((await desk.get("/api/v1/desk/tickets")).json()["tickets"][0]["id"])
    await desk.post(f"/api/v1/desk/tickets/{ticket}/claim")
    assert (await desk.post(f"/api/v1/desk/tickets/{ticket}/close", json={"next": then})).status_code == 200
    return ticket


async def test_conversation_can_be_rated_once_the_bot_has_answered(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    assert (await resident.state())["rating"] is None
    await resident.write("Where do I extend my visa?")
    assert (await resident.state())["rating"] == "open"
    assert (await rate(resident, score=4)).status_code == 201
    assert (await resident.state())["rating"] == "given"


async def test_changing_the_language_is_nothing_to_rate(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(FakeEngine([LanguageSwitch(Language.RU, "Буду отвечать по-русски.")]))
    resident = await gateway.resident("en")
    await resident.write("russian please")
    assert (await resident.state())["rating"] is None


async def test_nothing_is_kept_while_there_is_nothing_to_rate(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    response = await rate(resident, score=5)
    assert (response.status_code, response.json()["type"]) == (400, "urn:gildongmu:problem:invalid-request")
    assert await stored(gateway) == []


async def test_second_rating_is_refused_and_changes_nothing(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    await resident.write("question")
    await rate(resident, score=2, comment="Too slow")
    second = await rate(resident, score=5, comment="Now better")
    assert (second.status_code, second.json()["type"]) == (409, "urn:gildongmu:problem:already-rated")
    assert [(one.score, one.comment) for one in await stored(gateway)] == [(2, "Too slow")]


async def test_of_twenty_ratings_at_once_one_counts(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    await resident.write("question")
    responses = await asyncio.gather(*(rate(resident, score=1 + number % 5) for number in range(20)))
    assert sorted(response.status_code for response in responses) == [201] + 19 * [409]
    assert len(await stored(gateway)) == 1


async def test_each_closed_ticket_is_asked_about_once(gateway: Gateway) -> None:
    resident, desk = await gateway.resident("en"), await gateway.counsellor()
    await resident.write("question")
    await rate(resident, score=3)
    subjects = [resident.id]
    for score in (4, 5):
        await open_ticket(resident)
        assert (await resident.state())["rating"] is None
        assert (await rate(resident, score=1)).status_code == 400
        subjects.append(await close_ticket(desk))
        assert (await resident.state())["rating"] == "open"
        assert (await rate(resident, score=score)).status_code == 201
    assert [(one.subject, one.score) for one in await stored(gateway)] == list(zip(subjects, (3, 4, 5), strict=True))


async def test_comment_keeps_no_personal_number(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    await resident.write("question")
    await rate(resident, score=4, comment=" My number is 900101-1234567. ")
    assert [one.comment for one in await stored(gateway)] == ["My number is ●●●●●●-●●●●●●●."]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"score": 0},
        {"score": 6},
        {"score": "5"},
        {"score": 4.5},
        {"score": True},
        {"score": None},
        {"score": 5, "comment": "x" * 1001},
        {"score": 5, "comment": "a\0b"},
        {"score": 5, "comment": ["x"]},
    ],
)
async def test_what_is_no_rating_is_refused(gateway: Gateway, body: dict[str, object]) -> None:
    resident = await gateway.resident("en")
    await resident.write("question")
    assert (await rate(resident, **body)).status_code == 400
    assert (await resident.state())["rating"] == "open"


async def test_only_the_resident_can_rate(gateway: Gateway) -> None:
    mine, other = await gateway.resident("en"), await gateway.resident("en")
    await mine.write("question")
    stranger = Resident(mine.client, mine.id, other.token)
    assert (await rate(stranger, score=5)).status_code == 404
    assert (await mine.client.post(f"{mine.path}/rating", json={"score": 5})).status_code == 404
    assert await stored(gateway) == []


async def test_web_is_not_asked_by_buttons(gateway: Gateway) -> None:
    resident, desk = await gateway.resident("en"), await gateway.counsellor()
    await open_ticket(resident)
    await close_ticket(desk)
    assert (await resident.messages())[-1]["buttons"] == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_pressed_score_is_kept_once_and_thanked_for(gateway: Gateway, language: str) -> None:
    resident = await gateway.resident(language)
    say = catalogue(Language(language)).gettext
    await resident.write("E-9")
    first = (await resident.write("Helpful", payload="#rating:5")).json()["replies"]
    second = (await resident.write("Not helpful", payload="#rating:1")).json()["replies"]
    assert [one["text"] for one in (*first, *second)] == [say(THANKS), say(AGAIN)]
    assert [one.score for one in await stored(gateway)] == [5]


async def test_pressed_score_opens_no_closed_conversation(gateway: Gateway) -> None:
    resident, desk = await gateway.resident("en"), await gateway.counsellor()
    await open_ticket(resident)
    await close_ticket(desk, "closed")
    assert [one["text"] for one in (await resident.write("x", payload="#rating:4")).json()["replies"]] == [THANKS]
    assert await resident.state() | {"rating": "given", "state": "closed"} == await resident.state()
    assert gateway.engine.turns == []


async def test_score_pressed_while_a_counsellor_is_waited_for_is_not_kept(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    await open_ticket(resident)
    assert (await resident.write("x", payload="#rating:5")).json()["replies"] == []
    assert await stored(gateway) == []


@pytest.mark.parametrize("payload", ["#rating", "#rating:0", "#rating:6", "#rating:10", "#rating:good", "#rating:٣"])
def test_score_out_of_range_is_no_button(payload: str) -> None:
    assert find_press(payload) is None


async def test_kakao_asks_when_a_counsellor_closes(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(kakao_skill_secret=KAKAO_SECRET, kakao_bot_id=load("fallback-block")["bot"]["id"])

    async def call(text: str, payload: str | None = None) -> dict[str, object]:
        body = ask(text, payload=payload)
        response = await gateway.client.post("/channels/kakao/skill", json=body, headers=KAKAO_HEADERS)
        return dict(response.json())

    await call("Person", "#counsellor")
    await close_ticket(await gateway.counsellor())
    shown = await call("Look", "#more")
    assert {"#rating:5", "#rating:1"} <= set(payloads(shown))
    say = catalogue(Language.KO).gettext
    assert say(THANKS) in texts(await call(say("Helpful"), "#rating:5"))
    assert say(AGAIN) in texts(await call(say("Not helpful"), "#rating:1"))
    assert [one.score for one in await stored(gateway)] == [5]


async def test_line_asks_when_a_counsellor_closes(start_gateway: StartGateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    async with serve(FakeLine()) as fake:
        gateway = await start_gateway(
            line_channel_secret=LINE_SECRET, line_channel_access_token=ACCESS_TOKEN, line_api_base_url=fake.url
        )

        async def deliver(body: bytes) -> None:
            headers = {"x-line-signature": sign(body)}
            assert (await gateway.client.post("/channels/line/webhook", content=body, headers=headers)).is_success

        await deliver(webhook(press_event(fake, "#counsellor")))
        await until(lambda: len(fake.texts()) == 1)
        await close_ticket(await gateway.counsellor())
        await until(lambda: "#rating:5" in json.dumps(fake.seen))
        await deliver(webhook(press_event(fake, "#rating:1")))
        thanks = catalogue(DEFAULT_LANGUAGE).gettext(THANKS)
        await until(lambda: any(thanks in text for text in fake.texts()))
        assert [one.score for one in await stored(gateway)] == [1]
        await deliver(webhook(text_event(fake, "thanks")))
        await until(lambda: any("echo: thanks" in text for text in fake.texts()))
