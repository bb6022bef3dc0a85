"""Resume codes on the web: they open one conversation, once, for ten minutes, and nobody guesses them."""

import asyncio
import random
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from api.conversations import resume, storage
from api.conversations.database import Database
from api.conversations.events import EventHub
from api.conversations.models import Conversation, Message, ResumeCode
from api.conversations.resume import ATTEMPTS, LIFETIME, ResumeCodes, _new_code, find_code, normalise
from api.errors import NotFound, TooManyAttempts
from knowledge.languages import Language
from tests.conftest import Gateway, Resident, StartGateway
from tests.fakes import HeldEngine

SHOWN = re.compile(r"[0-9A-Z]{5}-[0-9A-Z]{5}")
WRONG = "AAAA2-BBBB3"
ORDINARY = (
    "employment",
    "government",
    "hello there",
    "02-1234-5678",
    "0212345678",
    "2026-11-23",
    "12345 67890",
    "E-7 visa 2026",
    "D2 visa E7",
    "alien 12345",
    "M12345678",
    "Seoul 04524",
    "외국인등록증은어디서",
    "비자 연장 문의",
    "签证到期怎么办呢我想延长",
    "оформить пособие",
    "Vizamni uzaytirish",
    "ویزا کی مدت ختم",
    "",
    "1",
)

WORDS = ("visa", "work", "pay", "E-7", "D-2", "2026", "1345", "02", "card", "hello", "한국", "签证", "виза", "ویزا")


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, 3, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def database(gateway: Gateway) -> AsyncIterator[Database]:
    """The database of the gateway."""
    opened = Database(gateway.settings.database_url)
    yield opened
    await opened.close()


@pytest.fixture
def codes(database: Database, clock: Clock) -> ResumeCodes:
    return ResumeCodes(database, EventHub(), clock, "https://help.example.org/")


async def begin(database: Database, clock: Clock) -> str:
    async with database.writing() as session:
        conversation, _ = await storage.create_conversation(session, "web", Language.EN, clock())
    return conversation.id


async def opens(codes: ResumeCodes, code: str, who: str = "somebody") -> str:
    conversation, _ = await codes.open(code, who)
    return conversation.id


async def issue(resident: Resident) -> dict[str, str]:
    response = await resident.client.post(f"{resident.path}/resume-code", headers=resident.headers)
    assert response.status_code == 201, response.text
    return dict(response.json())


async def redeem(client: httpx.AsyncClient, code: str) -> httpx.Response:
    return await client.post("/api/v1/resume", json={"code": code})


async def test_code_opens_its_conversation_until_it_is_used(
    codes: ResumeCodes, database: Database, clock: Clock
) -> None:
    conversation = await begin(database, clock)
    issued = await codes.issue(conversation)
    assert SHOWN.fullmatch(issued.code)
    assert issued.link == f"https://help.example.org/#resume={issued.code}"
    assert issued.expires_at == clock() + LIFETIME
    assert await opens(codes, issued.code) == conversation
    with pytest.raises(NotFound):
        await opens(codes, issued.code)


async def test_only_the_hash_of_a_code_is_stored(codes: ResumeCodes, database: Database, clock: Clock) -> None:
    issued = await codes.issue(await begin(database, clock))
    async with database.reading() as session:
        (stored,) = await session.scalars(select(ResumeCode))
    assert normalise(issued.code) not in str(vars(stored)).upper()


async def test_code_ends_after_ten_minutes(codes: ResumeCodes, database: Database, clock: Clock) -> None:
    conversation = await begin(database, clock)
    first = await codes.issue(conversation)
    clock.time += LIFETIME
    with pytest.raises(NotFound):
        await opens(codes, first.code)
    second = await codes.issue(conversation)
    clock.time += LIFETIME - timedelta(seconds=1)
    assert await opens(codes, second.code) == conversation


async def test_new_code_replaces_the_earlier_one(codes: ResumeCodes, database: Database, clock: Clock) -> None:
    conversation = await begin(database, clock)
    first, second = await codes.issue(conversation), await codes.issue(conversation)
    with pytest.raises(NotFound):
        await opens(codes, first.code)
    assert await opens(codes, second.code) == conversation


async def test_revoked_code_opens_nothing(codes: ResumeCodes, database: Database, clock: Clock) -> None:
    conversation = await begin(database, clock)
    issued = await codes.issue(conversation)
    await codes.revoke(conversation)
    with pytest.raises(NotFound):
        await opens(codes, issued.code)


async def test_of_twenty_at_once_one_opens_the_conversation(
    codes: ResumeCodes, database: Database, clock: Clock
) -> None:
    issued = await codes.issue(await begin(database, clock))
    results = await asyncio.gather(
        *(opens(codes, issued.code, f"somebody {number}") for number in range(20)), return_exceptions=True
    )
    assert sum(isinstance(one, str) for one in results) == 1
    assert sum(isinstance(one, NotFound) for one in results) == 19


async def test_after_five_wrong_codes_nobody_tries_on_for_ten_minutes(
    codes: ResumeCodes, database: Database, clock: Clock
) -> None:
    conversation = await begin(database, clock)
    for _ in range(ATTEMPTS):
        with pytest.raises(NotFound):
            await opens(codes, WRONG)
    issued = await codes.issue(conversation)
    with pytest.raises(TooManyAttempts):
        await opens(codes, issued.code)
    assert await opens(codes, issued.code, "another") == conversation
    clock.time += LIFETIME
    issued = await codes.issue(conversation)
    assert await opens(codes, issued.code) == conversation


async def test_guesses_at_once_are_counted_like_guesses_in_a_row(codes: ResumeCodes) -> None:
    results = await asyncio.gather(*(opens(codes, WRONG) for _ in range(50)), return_exceptions=True)
    assert sum(isinstance(one, NotFound) for one in results) == ATTEMPTS
    assert sum(isinstance(one, TooManyAttempts) for one in results) == 50 - ATTEMPTS


async def guess(codes: ResumeCodes, people: int) -> None:
    guesses = (opens(codes, WRONG, f"somebody {number}") for number in range(people))
    assert all(isinstance(one, NotFound) for one in await asyncio.gather(*guesses, return_exceptions=True))


async def test_guesses_of_many_people_together_end_too(codes: ResumeCodes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resume, "ATTEMPTS_OF_ALL", 20)
    await guess(codes, people=20)
    with pytest.raises(TooManyAttempts):
        await opens(codes, WRONG, "another")


async def test_hundred_guesses_of_others_lock_nobody_out(codes: ResumeCodes, database: Database, clock: Clock) -> None:
    conversation = await begin(database, clock)
    await guess(codes, people=100)
    assert await opens(codes, (await codes.issue(conversation)).code, "another") == conversation


async def test_one_person_cannot_guess_from_many_addresses_of_a_network(gateway: Gateway) -> None:
    async def guess_from(host: str) -> int:
        transport = httpx.ASGITransport(gateway.app, client=(host, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return (await redeem(client, WRONG)).status_code

    assert [await guess_from(f"2001:db8:0:1::{number}") for number in range(ATTEMPTS)] == ATTEMPTS * [404]
    assert await guess_from("2001:db8:0:1:ffff::1") == 429
    assert await guess_from("2001:db8:0:2::1") == 404
    assert [await guess_from(f"::ffff:192.0.2.{number}") for number in range(ATTEMPTS + 1)] == (ATTEMPTS + 1) * [404]


async def test_right_codes_are_no_guesses(codes: ResumeCodes, database: Database, clock: Clock) -> None:
    for _ in range(2 * ATTEMPTS):
        conversation = await begin(database, clock)
        assert await opens(codes, (await codes.issue(conversation)).code) == conversation


@given(st.integers(min_value=0), st.data())
def test_every_code_is_found_however_it_is_typed(seed: int, data: st.DataObject) -> None:
    code = _new_code()
    chance = random.Random(seed)  # noqa: S311 - chooses spellings, nothing secret
    spelt = "".join(chance.choice((one, one.lower(), _mistaken(one))) for one in code.replace("-", ""))
    separator = data.draw(st.sampled_from(["-", " ", "", " - ", "–", "‑", "_", "\u200f-", "－"]))
    typed = f"{spelt[:5]}{separator}{spelt[5:]}"
    whole = data.draw(
        st.sampled_from(
            [
                typed,
                f" {typed}\n",
                f"\u2067{typed}\u2069",
                f"https://help.example.org/#resume={code}",
                f"#resume={code}.",
            ]
        )
    )
    assert find_code(whole) == normalise(code)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_is_no_code(text: str) -> None:
    assert find_code(text) is None


@given(st.lists(st.sampled_from(WORDS), min_size=1))
def test_no_row_of_ordinary_words_is_a_code(words: list[str]) -> None:
    assert find_code(" ".join(words)) is None


def test_no_question_that_residents_ask_is_a_code() -> None:
    folder = Path(__file__).parents[1] / "evaluation" / "questions"
    lines = [line for path in folder.rglob("*.*") for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(lines) > 500
    assert [line for line in lines if find_code(line)] == []


async def test_conversation_goes_on_with_the_token_of_a_code(gateway: Gateway) -> None:
    resident = await gateway.resident("vi")
    await resident.write("Xin chào")
    issued = await issue(resident)
    response = await redeem(gateway.client, issued["code"].lower().replace("-", " "))
    opened = response.json()
    assert (response.status_code, opened["id"], opened["language"], opened["state"]) == (200, resident.id, "vi", "bot")
    other = Resident(gateway.client, opened["id"], opened["token"])
    assert opened["token"] != resident.token
    await other.write("Tôi đây")
    assert [one["text"] for one in await resident.messages()] == [one["text"] for one in await other.messages()]
    assert (await resident.messages())[2]["buttons"][0]["payload"] == "#revoke"


async def test_wrong_used_and_expired_codes_get_the_same_answer(gateway: Gateway, database: Database) -> None:
    resident = await gateway.resident("en")
    used = (await issue(resident))["code"]
    await redeem(gateway.client, used)
    expired = (await issue(resident))["code"]
    async with database.writing() as session:
        await session.execute(update(ResumeCode).values(expires_at=datetime.now(UTC)))
    answers = [await redeem(gateway.client, code) for code in (WRONG, used, expired, "not a code at all")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    last = [await redeem(gateway.client, WRONG) for _ in range(2)]
    assert [answer.status_code for answer in last] == [404, 429]
    assert last[1].json()["type"] == "urn:gildongmu:problem:too-many-attempts"


async def test_code_is_issued_and_taken_back_only_by_who_may_read(gateway: Gateway) -> None:
    mine, other = await gateway.resident("en"), await gateway.resident("en")
    for headers in ({}, other.headers):
        for method in ("POST", "DELETE"):
            response = await gateway.client.request(method, f"{mine.path}/resume-code", headers=headers)
            assert response.status_code == 404
    code = (await issue(mine))["code"]
    assert (await gateway.client.delete(f"{mine.path}/resume-code", headers=mine.headers)).status_code == 204
    assert (await redeem(gateway.client, code)).status_code == 404


async def test_button_shows_code_and_link_until_the_code_is_used(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(public_url="https://help.example.org")
    resident = await gateway.resident("en")
    (notice,) = (await resident.write("#resume")).json()["replies"]
    (code,) = set(SHOWN.findall(notice["text"]))
    assert f"https://help.example.org/#resume={code}" in notice["text"]
    assert (await redeem(gateway.client, f"https://help.example.org/#resume={code}")).status_code == 200
    assert code not in (await resident.messages())[1]["text"]


async def test_code_that_was_replaced_is_not_readable_any_more(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    await resident.write("#resume")
    await issue(resident)
    assert "•••••-•••••" in (await resident.messages())[1]["text"]


async def test_code_is_not_readable_after_ten_minutes(gateway: Gateway, database: Database) -> None:
    resident = await gateway.resident("en")
    await resident.write("#resume")
    async with database.writing() as session:
        await session.execute(update(Message).values(created_at=datetime.now(UTC) - LIFETIME))
    assert "•••••-•••••" in (await resident.messages())[1]["text"]


async def test_counsellor_sees_no_codes_and_residents_get_them_beside_one(gateway: Gateway) -> None:
    kim = await gateway.counsellor()
    resident = await gateway.resident("en")
    await resident.write("#counsellor")
    (ticket,) = (await kim.get("/api/v1/desk/tickets")).json()["tickets"]
    await kim.post(f"/api/v1/desk/tickets/{ticket['id']}/claim")
    (notice,) = (await resident.write("#resume")).json()["replies"]
    assert SHOWN.search(notice["text"])
    seen = (await kim.get(f"/api/v1/desk/tickets/{ticket['id']}")).json()
    assert "•••••-•••••" in seen["messages"][-1]["text"]
    assert not any(SHOWN.search(one["text"]) for one in seen["messages"])
    assert seen["reach"] == [{"channel": "web", "how": "live"}]


async def test_closing_elsewhere_ends_further_keys_and_codes_but_not_the_first(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    opened = (await redeem(gateway.client, (await issue(resident))["code"])).json()
    other = Resident(gateway.client, opened["id"], opened["token"])
    code = (await issue(other))["code"]
    (notice,) = (await resident.write("#revoke")).json()["replies"]
    assert "only where it began" in notice["text"]
    assert (await other.write("still here?")).status_code == 404
    assert (await redeem(gateway.client, code)).status_code == 404
    assert (await resident.write("still me")).status_code == 200


async def test_key_that_was_taken_back_gets_and_revokes_no_code(
    codes: ResumeCodes, database: Database, clock: Clock
) -> None:
    conversation = await begin(database, clock)
    _, thief = await codes.open((await codes.issue(conversation)).code, "thief")
    await codes.close_elsewhere(conversation)
    issued = await codes.issue(conversation)
    with pytest.raises(NotFound):
        await codes.issue(conversation, thief)
    with pytest.raises(NotFound):
        await codes.revoke(conversation, thief)
    assert await opens(codes, issued.code) == conversation


async def test_key_that_was_taken_back_meanwhile_gets_no_answer(start_gateway: StartGateway) -> None:
    engine = HeldEngine()
    gateway = await start_gateway(engine)
    resident = await gateway.resident("en")
    opened = (await redeem(gateway.client, (await issue(resident))["code"])).json()
    thief = Resident(gateway.client, opened["id"], opened["token"])
    writing = asyncio.create_task(thief.write("what is my code?"))
    await engine.asked.wait()
    database = Database(gateway.settings.database_url)
    await ResumeCodes(database, EventHub(), lambda: datetime.now(UTC)).close_elsewhere(resident.id)
    await database.close()
    engine.free.set()
    assert (await writing).status_code == 404


async def test_deleted_conversation_opens_for_no_token_and_no_code(gateway: Gateway, database: Database) -> None:
    resident = await gateway.resident("en")
    opened = (await redeem(gateway.client, (await issue(resident))["code"])).json()
    code = (await issue(resident))["code"]
    async with database.writing() as session:
        await session.execute(update(Conversation).values(state=storage.DELETED))
    other = Resident(gateway.client, opened["id"], opened["token"])
    answers = [await one.write("hello") for one in (resident, other)]
    assert {answer.status_code for answer in [*answers, await redeem(gateway.client, code)]} == {404}


async def test_key_of_one_conversation_opens_no_other(gateway: Gateway) -> None:
    resident, stranger = await gateway.resident("en"), await gateway.resident("en")
    opened = (await redeem(gateway.client, (await issue(resident))["code"])).json()
    wrong = Resident(gateway.client, stranger.id, opened["token"])
    assert (await wrong.write("hello")).status_code == 404


def _mistaken(character: str) -> str:
    """What somebody may read instead of a figure."""
    return {"0": "O", "1": "l", "A": "А", "B": "в", "H": "Н"}.get(character, character)
