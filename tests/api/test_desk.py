"""The counsellors' side: sign-in, queue, claim, reply, close."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from api.conversations import storage
from api.conversations.database import Database
from api.messages import HandOver, IncomingMessage, Priority, Reason
from api.requests import utc_now
from tests.conftest import CountQueries, Gateway, Resident, StartGateway
from tests.fakes import BrokenEngine, FakeEngine
from tests.live import follow


async def open_ticket(gateway: Gateway, language: str = "en") -> Resident:
    resident = await gateway.resident(language)
    await resident.write("Talk to a counsellor", payload="#counsellor")
    return resident


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/desk/tickets"),
        ("GET", "/api/v1/desk/tickets/x"),
        ("POST", "/api/v1/desk/tickets/x/claim"),
        ("GET", "/api/v1/desk/events"),
        ("GET", "/api/v1/desk/session"),
    ],
)
async def test_desk_is_closed_without_a_session(gateway: Gateway, method: str, path: str) -> None:
    response = await gateway.client.request(method, path)
    assert (response.status_code, response.json()["type"]) == (401, "urn:gildongmu:problem:not-signed-in")


async def test_one_time_code_works_once(gateway: Gateway) -> None:
    desk = await gateway.counsellor()
    assert (await desk.get("/api/v1/desk/session")).json()["counsellor"]["name"] == "Kim"
    again = await gateway.client.post("/api/v1/desk/session", json={"code": "used or wrong"})
    assert again.status_code == 401


async def test_password_can_be_set_and_signs_in(gateway: Gateway) -> None:
    desk = await gateway.counsellor()
    await desk.put("/api/v1/desk/password", json={"password": "a long enough one"})
    right = {"email": "KIM@example.org", "password": "a long enough one"}
    assert (await gateway.client.post("/api/v1/desk/session", json=right)).status_code == 200
    wrong = {**right, "password": "something else"}
    assert (await gateway.client.post("/api/v1/desk/session", json=wrong)).status_code == 401


async def test_signing_out_ends_the_session(gateway: Gateway) -> None:
    desk = await gateway.counsellor()
    cookies = dict(desk.cookies)
    await desk.delete("/api/v1/desk/session")
    gateway.client.cookies.update(cookies)
    assert (await gateway.client.get("/api/v1/desk/session")).status_code == 401


async def test_urgent_tickets_stand_first_then_the_longest_waiting(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(FakeEngine([HandOver(Priority.URGENT, Reason.DANGER)]))
    first, second = await open_ticket(gateway), await open_ticket(gateway)
    urgent = await gateway.resident("en")
    await urgent.write("help")
    desk = await gateway.counsellor()
    tickets = (await desk.get("/api/v1/desk/tickets?state=waiting")).json()["tickets"]
    assert [ticket["conversation"] for ticket in tickets] == [urgent.id, first.id, second.id]
    assert [ticket["position"] for ticket in tickets] == [1, 2, 3]


async def test_of_fifty_claims_at_once_exactly_one_wins(gateway: Gateway) -> None:
    await open_ticket(gateway)
    desks = [await gateway.counsellor(f"c{number}@example.org", f"C{number}") for number in range(10)]
    ticket = (await desks[0].get("/api/v1/desk/tickets")).json()["tickets"][0]["id"]
    responses = await asyncio.gather(
        *(desk.post(f"/api/v1/desk/tickets/{ticket}/claim") for desk in desks for _ in range(5))
    )
    winners = {r.json()["ticket"]["counsellor"]["id"] for r in responses if r.status_code == 200}
    assert len(winners) == 1
    assert {r.status_code for r in responses} == {200, 409}


async def test_counsellor_answers_and_the_resident_reads_it(gateway: Gateway) -> None:
    resident, desk = await open_ticket(gateway, "ur"), await gateway.counsellor()
    ticket = (await desk.get("/api/v1/desk/tickets")).json()["tickets"][0]["id"]
    await desk.post(f"/api/v1/desk/tickets/{ticket}/claim")
    reply = await desk.post(f"/api/v1/desk/tickets/{ticket}/replies", json={"text": "안녕하세요", "client_id": "r1"})
    await desk.post(f"/api/v1/desk/tickets/{ticket}/replies", json={"text": "안녕하세요", "client_id": "r1"})
    last = (await resident.messages())[-1]
    assert reply.status_code == 201
    assert (last["author"], last["name"], last["text"]) == ("counsellor", "Kim", "안녕하세요")
    assert (await resident.state())["state"] == "human"


async def test_bot_is_silent_without_exception_once_claimed(gateway: Gateway) -> None:
    resident, desk = await open_ticket(gateway), await gateway.counsellor()
    ticket = (await desk.get("/api/v1/desk/tickets")).json()["tickets"][0]["id"]
    await desk.post(f"/api/v1/desk/tickets/{ticket}/claim")
    for text, payload in [("hello?", None), ("x", "#assistant"), ("x", "#topics"), ("x", "#counsellor")]:
        assert (await resident.write(text, payload=payload)).json()["replies"] == []
    assert gateway.engine.turns == []
    shown = (await desk.get(f"/api/v1/desk/tickets/{ticket}")).json()["messages"]
    assert "hello?" in [message["text"] for message in shown]


async def test_only_the_claimer_may_write_or_close(gateway: Gateway) -> None:
    await open_ticket(gateway)
    mine, other = await gateway.counsellor(), await gateway.counsellor("lee@example.org", "Lee")
    ticket = (await mine.get("/api/v1/desk/tickets")).json()["tickets"][0]["id"]
    await mine.post(f"/api/v1/desk/tickets/{ticket}/claim")
    for action, body in (("replies", {"text": "hi"}), ("close", {}), ("claim", {})):
        response = await other.post(f"/api/v1/desk/tickets/{ticket}/{action}", json=body)
        assert response.status_code == 409


async def test_handing_back_is_announced_and_the_bot_answers_again(gateway: Gateway) -> None:
    resident, desk = await open_ticket(gateway), await gateway.counsellor()
    ticket = (await desk.get("/api/v1/desk/tickets")).json()["tickets"][0]["id"]
    await desk.post(f"/api/v1/desk/tickets/{ticket}/claim")
    await desk.post(f"/api/v1/desk/tickets/{ticket}/close", json={"next": "bot"})
    assert (await resident.messages())[-1]["author"] == "system"
    assert (await resident.write("thanks")).json()["replies"][0]["author"] == "bot"
    assert (await desk.get("/api/v1/desk/tickets?state=closed")).json()["tickets"][0]["id"] == ticket


async def test_ticket_summary_tells_what_was_asked_and_shown(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(BrokenEngine())
    resident = await gateway.resident("en")
    await resident.write("How do I extend my visa?")
    await resident.write("Talk to a counsellor", payload="#counsellor")
    desk = await gateway.counsellor()
    summary = (await desk.get("/api/v1/desk/tickets")).json()["tickets"][0]["summary"]
    assert summary["question"] == "How do I extend my visa?"
    assert summary["articles"][0]["article"] == "visa.extension"


async def fill(gateway: Gateway, resident: Resident, count: int) -> None:
    """Add messages until a conversation has so many."""
    database = Database(gateway.settings.database_url)
    async with database.writing() as session:
        conversation = await storage.lock_conversation(session, resident.id)
        while conversation.last_seq < count:
            storage.add_incoming(session, conversation, IncomingMessage("x", None), "x", utc_now()).pending = False
    await database.close()


async def test_desk_gets_the_newest_messages_of_a_long_conversation(gateway: Gateway) -> None:
    resident, desk = await open_ticket(gateway), await gateway.counsellor()
    ticket = (await desk.get("/api/v1/desk/tickets")).json()["tickets"][0]["id"]
    await fill(gateway, resident, storage.PAGE + 7)
    shown = (await desk.get(f"/api/v1/desk/tickets/{ticket}")).json()["messages"]
    assert [message["seq"] for message in shown] == list(range(8, storage.PAGE + 8))


async def test_resident_gets_all_of_a_long_conversation_page_by_page_and_as_a_stream(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    count = storage.PAGE + 7
    await fill(gateway, resident, count)
    first, second = await resident.messages(), await resident.messages(storage.PAGE)
    assert [message["seq"] for message in first + second] == list(range(1, count + 1))
    async with follow(gateway.app, f"{resident.path}/events", resident.headers) as stream:
        events = [await stream.next() or ("", {}) for _ in range(count)]
    assert [data.get("seq") for _, data in events] == list(range(1, count + 1))


async def test_moves_in_the_queue_are_read_by_those_only_who_wait_in_it(
    gateway: Gateway, count_queries: CountQueries
) -> None:
    desk, ahead = await gateway.counsellor(), [await open_ticket(gateway) for _ in range(2)]
    waiting, counts = await open_ticket(gateway), []
    for number, one in enumerate(ahead):
        async with AsyncExitStack() as stack:
            followers = [waiting, *[await gateway.resident("en") for _ in range(12 * number)]]
            paths = [(f"{follower.path}/events", follower.headers) for follower in followers]
            streams = [await stack.enter_async_context(follow(gateway.app, *path)) for path in paths]
            for stream in streams:
                await stream.until("conversation")
            with count_queries() as statements:
                ticket = (await one.state())["ticket"]["id"]
                assert (await desk.post(f"/api/v1/desk/tickets/{ticket}/claim")).status_code == 200
                while (await streams[0].until("conversation"))["ticket"]["position"] != 2 - number:
                    pass
            counts.append(len([one for one in statements if "messages.seq > " in one]))
            await waiting.write("still here")
            await streams[0].until("message")
            for follower, stream in zip(followers[1:], streams[1:], strict=True):
                await follower.write("hello")
                assert (await stream.until("message"))["text"] == "hello"
    assert counts[0] > 0
    assert counts[1] <= counts[0] + 3
