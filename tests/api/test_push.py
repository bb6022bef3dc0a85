"""Web push: one notification for what a resident has not seen, readable only by their browser, without its content."""

import asyncio
import base64
import json
import os
import stat
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import http_ece  # type: ignore[import-untyped]  # ships no types
import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid  # type: ignore[import-untyped]  # ships no types
from sqlalchemy import select, update

from api.conversations.database import Database
from api.conversations.models import Conversation, PushSubscription
from api.errors import InvalidRequest
from api.push.keys import read_key
from api.push.subscriptions import MOST, verify_endpoint
from api.settings import HOME, ApiSettings
from api.words import catalogue
from knowledge.languages import Language
from tests.channels.conftest import until
from tests.conftest import LANGUAGES, VAPID_KEY, Gateway, Resident, StartGateway
from tests.live import follow

HOSTS = ApiSettings.model_fields["push_hosts"].default
CONTACT = "mailto:help@example.org"
QUICK = [timedelta(milliseconds=5)] * 3


def encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class FakeBrowser:
    """A browser that has subscribed; only it can read its pushes."""

    name: str = "one"
    secret: bytes = field(default_factory=lambda: os.urandom(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def endpoint(self) -> str:
        return f"https://fcm.googleapis.com/fcm/send/{self.name}"

    def as_json(self) -> dict[str, Any]:
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.endpoint, "keys": {"p256dh": encode(point), "auth": encode(self.secret)}}

    def read(self, body: bytes) -> dict[str, Any]:
        content = http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret, version="aes128gcm")
        return dict(json.loads(content))


@dataclass
class FakePushService(httpx.AsyncBaseTransport):
    """Takes pushes; `troubles` are the next answers: a status, or None for a broken connection."""

    requests: list[httpx.Request] = field(default_factory=list)
    troubles: deque[int | None] = field(default_factory=deque)
    headers: dict[str, str] = field(default_factory=dict)
    hold: asyncio.Event | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Take a push, or fail as was prepared."""
        await request.aread()
        self.requests.append(request)
        if self.hold:
            await self.hold.wait()
        status = self.troubles.popleft() if self.troubles else 201
        if status is None:
            raise httpx.ConnectError("broken")
        return httpx.Response(status, headers=self.headers)

    @property
    def count(self) -> int:
        return len(self.requests)


@dataclass
class Waiting:
    """A resident with a counsellor and a browser that wants to be told."""

    gateway: Gateway
    resident: Resident
    desk: httpx.AsyncClient
    ticket: str
    browser: FakeBrowser
    service: FakePushService

    async def answer(self, text: str = "the secret answer") -> None:
        """Have the counsellor write."""
        place = f"/api/v1/desk/tickets/{self.ticket}/replies"
        assert (await self.desk.post(place, json={"text": text})).status_code == 201

    async def note(self) -> dict[str, Any]:
        """Return how far the resident was told."""
        (conversation,) = await rows(self.gateway, Conversation)
        return dict(conversation.details.get("push", {}))

    async def told(self, count: int) -> None:
        """Wait until so many pushes were made and what came of them is noted; the last message is the newest one."""
        last = (await self.resident.messages())[-1]["seq"]

        async def is_so() -> bool:
            return self.service.count == count and await self.note() == {"seq": last, "unseen": True}

        await until(is_so)

    async def look(self) -> None:
        """Open the chat and close it again."""
        async with follow(self.gateway.app, f"{self.resident.path}/events", self.resident.headers) as stream:
            await stream.until("conversation")
        await until(self.has_seen)

    async def has_seen(self) -> bool:
        return (await self.note())["unseen"] is False


async def rows(gateway: Gateway, table: type[Any]) -> list[Any]:
    database = Database(gateway.settings.database_url)
    async with database.reading() as session:
        found = list(await session.scalars(select(table)))
    await database.close()
    return found


async def subscribe(resident: Resident, browser: FakeBrowser, **changes: Any) -> httpx.Response:  # noqa: ANN401 - JSON
    body = browser.as_json() | changes
    return await resident.client.put(f"{resident.path}/push", json=body, headers=resident.headers)


async def wait_for_counsellor(start_gateway: StartGateway, language: str = "en", **settings: Any) -> Waiting:  # noqa: ANN401 - settings
    service, browser = FakePushService(), FakeBrowser()
    gateway = await start_gateway(push=service, **{"push_pauses": QUICK, "vapid_contact": CONTACT} | settings)
    resident, desk = await gateway.resident(language), await gateway.counsellor()
    await resident.write("Talk to a counsellor", payload="#counsellor")
    ticket = (await desk.get("/api/v1/desk/tickets")).json()["tickets"][0]["id"]
    await desk.post(f"/api/v1/desk/tickets/{ticket}/claim")
    assert (await subscribe(resident, browser)).status_code == 204
    return Waiting(gateway, resident, desk, ticket, browser, service)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_push_tells_in_the_residents_language_and_shows_nothing(
    start_gateway: StartGateway, language: str
) -> None:
    waiting = await wait_for_counsellor(start_gateway, language)
    await waiting.answer("the secret answer")
    await waiting.told(1)
    (request,) = waiting.service.requests
    shown = waiting.browser.read(request.content)
    body = catalogue(Language(language)).gettext("You have a new message. Open the chat to read it.")
    assert shown == {"title": "Gildongmu", "body": body, "language": language}


async def test_push_is_signed_and_addressed_as_the_standards_say(start_gateway: StartGateway) -> None:
    waiting = await wait_for_counsellor(start_gateway)
    await waiting.answer()
    await waiting.told(1)
    (request,) = waiting.service.requests
    key = (await waiting.gateway.client.get("/api/v1/push-key")).json()["key"]
    assert str(request.url) == waiting.browser.endpoint
    assert Vapid.verify(request.headers["authorization"])
    assert request.headers["authorization"].endswith(f",k={key}")
    claims = json.loads(decode(request.headers["authorization"].split("t=")[1].split(".")[1]))
    left = datetime.fromtimestamp(claims.pop("exp"), UTC) - datetime.now(UTC)
    assert claims == {"aud": "https://fcm.googleapis.com", "sub": CONTACT}
    assert timedelta(hours=1) < left <= timedelta(hours=24)
    headers = {name: request.headers[name] for name in ("ttl", "urgency", "content-encoding")}
    assert headers == {"ttl": "86400", "urgency": "high", "content-encoding": "aes128gcm"}
    assert len(request.headers["topic"]) <= 32
    assert waiting.resident.id not in str(request.headers)


async def test_answers_in_a_row_are_one_push(start_gateway: StartGateway) -> None:
    waiting = await wait_for_counsellor(start_gateway)
    waiting.service.hold = asyncio.Event()
    for number in range(5):
        await waiting.answer(f"part {number}")
    await until(lambda: waiting.service.count == 1)
    waiting.service.hold.set()
    await until(lambda: _is_told(waiting))
    await waiting.answer("one more")
    await waiting.look()
    await waiting.answer("after a look")
    await waiting.told(2)


async def _is_told(waiting: Waiting) -> bool:
    return bool((await waiting.note())["unseen"])


async def test_residents_own_message_ends_the_batch(start_gateway: StartGateway) -> None:
    waiting = await wait_for_counsellor(start_gateway)
    await waiting.answer()
    await waiting.told(1)
    await waiting.resident.write("thank you, and then?")
    await waiting.answer("then this")
    await waiting.told(2)


async def test_who_follows_the_conversation_is_not_pushed(start_gateway: StartGateway) -> None:
    waiting = await wait_for_counsellor(start_gateway)
    async with follow(waiting.gateway.app, f"{waiting.resident.path}/events", waiting.resident.headers) as stream:
        assert await stream.next()
        await waiting.answer("seen at once")
        last = (await waiting.resident.messages())[-1]["seq"]

        async def is_noted() -> bool:
            return await waiting.note() == {"seq": last, "unseen": False}

        await until(is_noted)
    assert waiting.service.count == 0
    await waiting.answer("not seen")
    await waiting.told(1)


async def test_answer_that_did_not_reach_the_open_page_is_told(start_gateway: StartGateway) -> None:
    waiting = await wait_for_counsellor(start_gateway)
    await waiting.answer("seen")
    await waiting.told(1)
    await waiting.look()
    async with follow(waiting.gateway.app, f"{waiting.resident.path}/events", waiting.resident.headers) as stream:
        await stream.until("conversation")
        stream.open.clear()
        await waiting.answer("in the tunnel")
        assert waiting.service.count == 1
    await waiting.told(2)


async def test_answer_just_before_the_end_is_told_too(start_gateway: StartGateway) -> None:
    waiting = await wait_for_counsellor(start_gateway)
    await waiting.answer()
    await waiting.desk.post(f"/api/v1/desk/tickets/{waiting.ticket}/close", json={"next": "bot"})
    await until(lambda: waiting.service.count == 1)


async def test_bot_and_system_are_not_pushed(start_gateway: StartGateway) -> None:
    waiting = await wait_for_counsellor(start_gateway)
    await waiting.desk.post(f"/api/v1/desk/tickets/{waiting.ticket}/close", json={"next": "bot"})
    await waiting.resident.write("and you?")
    await waiting.resident.write("Talk to a counsellor", payload="#counsellor")
    ticket = (await waiting.desk.get("/api/v1/desk/tickets")).json()["tickets"][0]["id"]
    await waiting.desk.post(f"/api/v1/desk/tickets/{ticket}/claim")
    waiting.ticket = ticket
    await waiting.answer("the first thing to be told")
    await waiting.told(1)


async def test_what_was_said_before_subscribing_is_not_pushed(start_gateway: StartGateway) -> None:
    waiting = await wait_for_counsellor(start_gateway)
    await waiting.resident.client.request("DELETE", f"{waiting.resident.path}/push", headers=waiting.resident.headers)
    await waiting.answer("seen before")
    await subscribe(waiting.resident, waiting.browser)
    last = (await waiting.resident.messages())[-1]["seq"]
    assert await waiting.note() == {"seq": last, "unseen": False}
    await waiting.look()
    assert waiting.service.count == 0


@pytest.mark.parametrize("status", [404, 410])
async def test_browser_that_is_gone_is_forgotten(start_gateway: StartGateway, status: int) -> None:
    waiting = await wait_for_counsellor(start_gateway)
    waiting.service.troubles.append(status)
    await waiting.answer()
    await waiting.told(1)
    assert await rows(waiting.gateway, PushSubscription) == []


@pytest.mark.parametrize("trouble", [429, 500, 503, None])
async def test_push_service_that_is_not_well_is_asked_again(start_gateway: StartGateway, trouble: int | None) -> None:
    waiting = await wait_for_counsellor(start_gateway)
    waiting.service.troubles.extend([trouble, trouble])
    await waiting.answer()
    await waiting.told(3)
    assert len(await rows(waiting.gateway, PushSubscription)) == 1


async def test_push_is_given_up_after_four_attempts(start_gateway: StartGateway) -> None:
    waiting = await wait_for_counsellor(start_gateway)
    waiting.service.troubles.extend([503] * 4)
    await waiting.answer()
    await waiting.told(4)


@pytest.mark.parametrize("status", [301, 307, 400, 403, 413])
async def test_refused_push_is_not_repeated(start_gateway: StartGateway, status: int) -> None:
    waiting = await wait_for_counsellor(start_gateway)
    waiting.service.troubles.append(status)
    waiting.service.headers["Location"] = "http://127.0.0.1/inside"
    await waiting.answer()
    await waiting.told(1)
    assert len(await rows(waiting.gateway, PushSubscription)) == 1


async def test_waiting_for_a_retry_ends_when_the_resident_looks(start_gateway: StartGateway) -> None:
    waiting = await wait_for_counsellor(start_gateway, push_pauses=[timedelta(milliseconds=200)] * 3)
    waiting.service.troubles.extend([503] * 4)
    await waiting.answer()
    await until(lambda: waiting.service.count == 1)
    async with follow(waiting.gateway.app, f"{waiting.resident.path}/events", waiting.resident.headers) as stream:
        assert await stream.next()
        await until(lambda: _is_looked_at(waiting))
    assert waiting.service.count == 1


async def _is_looked_at(waiting: Waiting) -> bool:
    note = await waiting.note()
    return note["seq"] == (await waiting.resident.messages())[-1]["seq"] and not note["unseen"]


async def test_each_browser_is_told_whatever_happens_to_another(start_gateway: StartGateway) -> None:
    waiting = await wait_for_counsellor(start_gateway)
    second = FakeBrowser("two")
    await subscribe(waiting.resident, second)
    waiting.service.troubles.append(410)
    await waiting.answer()
    await waiting.told(2)
    assert {str(one.url) for one in waiting.service.requests} == {waiting.browser.endpoint, second.endpoint}
    assert len(await rows(waiting.gateway, PushSubscription)) == 1


async def test_browser_that_nothing_can_be_encrypted_for_does_not_silence_the_others(
    start_gateway: StartGateway, caplog: pytest.LogCaptureFixture
) -> None:
    waiting = await wait_for_counsellor(start_gateway)
    database = Database(waiting.gateway.settings.database_url)
    async with database.writing() as session:
        await session.execute(update(PushSubscription).values(public_key=COMPRESSED))
    await database.close()
    second = FakeBrowser("two")
    await subscribe(waiting.resident, second)
    await waiting.answer("the secret answer")
    await waiting.told(1)
    assert str(waiting.service.requests[0].url) == second.endpoint
    assert "push failed" in caplog.text
    assert "the secret answer" not in caplog.text


async def test_answer_never_told_before_a_crash_is_told_after_it(start_gateway: StartGateway) -> None:
    waiting = await wait_for_counsellor(start_gateway)
    waiting.service.hold = asyncio.Event()
    await waiting.answer()
    await until(lambda: waiting.service.count == 1)
    service = FakePushService()
    await start_gateway(push=service, push_pauses=QUICK)
    await until(lambda: service.count == 1)
    assert service.requests[0].headers["topic"] == waiting.service.requests[0].headers["topic"]


async def test_answer_told_before_a_restart_is_not_told_again(start_gateway: StartGateway) -> None:
    waiting = await wait_for_counsellor(start_gateway)
    await waiting.answer()
    await waiting.told(1)
    service = FakePushService()
    waiting.gateway = await start_gateway(push=service, push_pauses=QUICK)
    waiting.resident.client = waiting.gateway.client
    await waiting.look()
    assert service.count == 0


async def test_unsubscribed_browser_is_not_told(start_gateway: StartGateway) -> None:
    waiting = await wait_for_counsellor(start_gateway)
    second = FakeBrowser("two")
    await subscribe(waiting.resident, second)
    gone = {"endpoint": waiting.browser.endpoint}
    path, headers = f"{waiting.resident.path}/push", waiting.resident.headers
    assert (await waiting.resident.client.request("DELETE", path, json=gone, headers=headers)).status_code == 204
    await waiting.answer()
    await waiting.told(1)
    assert str(waiting.service.requests[0].url) == second.endpoint
    assert (await waiting.resident.client.request("DELETE", path, headers=headers)).status_code == 204
    assert await rows(waiting.gateway, PushSubscription) == []


async def test_same_browser_is_kept_once_with_its_newest_keys(gateway: Gateway) -> None:
    resident, browser = await gateway.resident("en"), FakeBrowser()
    await subscribe(resident, browser)
    renewed = FakeBrowser()
    responses = await asyncio.gather(*(subscribe(resident, renewed) for _ in range(5)))
    assert {response.status_code for response in responses} == {204}
    (kept,) = await rows(gateway, PushSubscription)
    assert kept.public_key == renewed.as_json()["keys"]["p256dh"]


async def test_oldest_browser_gives_way(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    browsers = [FakeBrowser(str(number)) for number in range(MOST + 2)]
    for browser in browsers:
        assert (await subscribe(resident, browser)).status_code == 204
    kept = {one.endpoint for one in await rows(gateway, PushSubscription)}
    assert kept == {browser.endpoint for browser in browsers[2:]}


async def test_only_the_resident_can_subscribe(gateway: Gateway) -> None:
    mine, other = await gateway.resident("en"), await gateway.resident("en")
    stranger = Resident(mine.client, mine.id, other.token)
    assert (await subscribe(stranger, FakeBrowser())).status_code == 404
    response = await mine.client.request("DELETE", f"{mine.path}/push", headers=other.headers)
    assert response.status_code == 404


REFUSED = [
    "http://fcm.googleapis.com/x",
    "https://127.0.0.1/x",
    "https://[::1]/x",
    "https://2130706433/x",
    "https://0x7f000001/x",
    "https://localhost/x",
    "https://fcm.googleapis.com:8443/x",
    "https://user@fcm.googleapis.com/x",
    "https://fcm.googleapis.com@127.0.0.1/x",
    "https://fcm.googleapis.com.evil.example/x",
    "https://evilfcm.googleapis.com/x",
    "https://push.apple.com.:443/x",
    "https://evil.example/fcm.googleapis.com",
    "https://evil.example\\@fcm.googleapis.com/x",
    "https://evil.example#@fcm.googleapis.com/x",
    "https://evil.example?@fcm.googleapis.com/x",
    "ftp://fcm.googleapis.com/x",
    "//fcm.googleapis.com/x",
    "fcm.googleapis.com/x",
    "https://",
    "https://fcm.googleapis.com\n.evil.example/x",
    "",
]
TAKEN = [
    "https://fcm.googleapis.com/fcm/send/a:b",
    "https://updates.push.services.mozilla.com/wpush/v2/a",
    "https://wns2-par02p.notify.windows.com/w/?token=a",
    "https://web.push.apple.com/a",
    "https://FCM.googleapis.com:443/x",
]


@pytest.mark.parametrize("endpoint", REFUSED)
async def test_other_address_is_refused(gateway: Gateway, endpoint: str) -> None:
    resident = await gateway.resident("en")
    response = await subscribe(resident, FakeBrowser(), endpoint=endpoint)
    assert (response.status_code, response.json()["type"]) == (400, "urn:gildongmu:problem:invalid-request")
    assert await rows(gateway, PushSubscription) == []


@pytest.mark.parametrize("endpoint", TAKEN)
def test_address_of_a_push_service_is_taken(endpoint: str) -> None:
    verify_endpoint(endpoint, HOSTS)


@pytest.mark.parametrize("endpoint", ["https://localhost/x", "https://127.0.0.1/x", "https://10.0.0.1/x"])
def test_address_inside_is_refused_whatever_is_set(endpoint: str) -> None:
    with pytest.raises(InvalidRequest):
        verify_endpoint(endpoint, ["localhost", "127.0.0.1", "10.0.0.1"])


GOOD_KEYS = FakeBrowser().as_json()["keys"]
COMPRESSED = encode(FakeBrowser().key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint))


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"p256dh": GOOD_KEYS["p256dh"]},
        GOOD_KEYS | {"p256dh": ""},
        GOOD_KEYS | {"p256dh": encode(b"\4" + b"\1" * 64)},
        GOOD_KEYS | {"p256dh": COMPRESSED},
        GOOD_KEYS | {"p256dh": "not base64!"},
        GOOD_KEYS | {"auth": encode(b"\1" * 15)},
        GOOD_KEYS | {"auth": "!" * 22},
        GOOD_KEYS | {"auth": None},
        GOOD_KEYS | {"auth": "é" * 22},
    ],
)
async def test_keys_nothing_can_be_encrypted_with_are_refused(gateway: Gateway, keys: dict[str, Any]) -> None:
    resident = await gateway.resident("en")
    assert (await subscribe(resident, FakeBrowser(), keys=keys)).status_code == 400
    assert await rows(gateway, PushSubscription) == []


def test_key_is_made_once_and_only_we_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "var" / "vapid.pem"
    first, second = read_key("", CONTACT, path), read_key("", CONTACT, path)
    assert first.public == second.public
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["vapid.pem"]
    assert decode(first.public)[0] == 4
    assert len(decode(first.public)) == 65


def test_key_may_be_a_file_or_a_text(tmp_path: Path) -> None:
    path, unused = tmp_path / "own.pem", tmp_path / "unused.pem"
    made = read_key("", CONTACT, path)
    assert read_key(str(path), CONTACT, unused).public == made.public
    assert read_key(VAPID_KEY, CONTACT, unused).public != made.public
    assert not unused.exists()


@pytest.mark.parametrize("setting", ["nonsense", "/no/such/file.pem", "AAAA", "é"])
def test_unusable_key_is_a_clear_error_without_the_key(tmp_path: Path, setting: str) -> None:
    with pytest.raises(ValueError, match="VAPID_PRIVATE_KEY") as caught:
        read_key(setting, CONTACT, tmp_path / "unused.pem")
    assert setting not in str(caught.value)


async def test_service_worker_speaks_for_the_whole_site(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(web_dist=HOME / "web" / "public")
    response = await gateway.client.get("/push-worker.js")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["service-worker-allowed"] == "/"
    assert response.headers["cache-control"] == "no-cache"
    assert "showNotification" in response.text


async def test_missing_service_worker_is_not_found(start_gateway: StartGateway, tmp_path: Path) -> None:
    gateway = await start_gateway(web_dist=tmp_path)
    assert (await gateway.client.get("/push-worker.js")).status_code == 404
