"""Signing in at the desk: passwords, invitations, sessions, and that nobody can guess for long."""

import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update

from api.conversations.database import Database
from api.conversations.models import Counsellor, LoginCode
from api.desk import accounts
from api.desk.accounts import Accounts, lifetimes
from api.desk.people.sessions import name_device
from api.desk.people.throttling import ATTEMPTS, ATTEMPTS_OF_ADDRESS, WINDOW, SignInThrottle, Throttle
from api.errors import TooManyAttempts
from api.requests import utc_now
from tests.api.desk.people import DESK, PASSWORD, add_account, browser, id_of, sign_in, status, tables
from tests.conftest import Gateway, StartGateway

WRONG = "not the password"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0"


async def invite(gateway: Gateway, email: str = "lee@example.org") -> tuple[httpx.AsyncClient, str, str]:
    """Return an administrator, whom they invited, and the code in the link."""
    administrator = await gateway.counsellor()
    body = {"email": email, "name": "Lee", "role": "counsellor", "languages": ["ko"], "centres": []}
    answer = (await administrator.post(f"{DESK}/people", json=body)).json()
    return administrator, answer["person"]["id"], answer["invitation"]["link"].partition("#invitation=")[2]


async def accept(gateway: Gateway, code: str, **more: object) -> httpx.Response:
    return await browser(gateway).post(f"{DESK}/invitations/accept", json={"code": code, "password": PASSWORD, **more})


async def issue_code(gateway: Gateway, counsellor: str) -> str:
    """Return a one-time code, as the operator at the machine."""
    database = Database(gateway.settings.database_url)
    code = await Accounts(database, lifetimes(gateway.settings), utc_now).issue_code(counsellor)
    await database.close()
    return code


async def guess(gateway: Gateway, email: str = "kim@example.org", password: str = WRONG) -> int:
    body = {"email": email, "password": password}
    return (await browser(gateway).post(f"{DESK}/session", json=body)).status_code


async def give_code(gateway: Gateway, code: str) -> int:
    return await status(browser(gateway), "session", "POST", json={"code": code})


async def test_own_account_shows_role_rights_and_centres(gateway: Gateway) -> None:
    await add_account(gateway, role="auditor")
    answer = (await (await sign_in(gateway)).get(f"{DESK}/session")).json()
    assert answer["second_factor"] == "not_needed"
    assert answer["counsellor"]["rights"] == ["read_audit_log", "read_reports"]
    assert answer["counsellor"]["second_factor"] == {"is_on": False, "is_required": False}


async def test_invited_person_chooses_a_password_and_is_signed_in(gateway: Gateway) -> None:
    _, _, code = await invite(gateway)
    answer = await accept(gateway, code, name="이 상담사")
    assert answer.json()["counsellor"]["name"] == "이 상담사"
    assert await status(await sign_in(gateway, "lee@example.org"), "sessions") == 200


async def test_invitation_works_once(gateway: Gateway) -> None:
    _, _, code = await invite(gateway)
    assert [(await accept(gateway, code)).status_code for _ in range(2)] == [200, 401]


async def test_invitation_is_too_old_after_seven_days(gateway: Gateway) -> None:
    _, _, code = await invite(gateway)
    async with tables(gateway) as session:
        (expires_at,) = await session.scalars(select(LoginCode.expires_at).where(LoginCode.purpose == "invitation"))
        await session.execute(update(LoginCode).values(expires_at=utc_now()))
    assert timedelta(days=7) - (expires_at - utc_now()) < timedelta(minutes=5)
    assert (await accept(gateway, code)).status_code == 401


async def test_invitation_is_no_sign_in_code(gateway: Gateway) -> None:
    _, _, code = await invite(gateway)
    assert await status(browser(gateway), "session", "POST", json={"code": code}) == 401


async def test_fresh_invitation_replaces_the_earlier_one_and_ends_sessions(gateway: Gateway) -> None:
    administrator, lee, first = await invite(gateway)
    again = (await administrator.post(f"{DESK}/people/{lee}/invitation")).json()["invitation"]["link"]
    assert (await accept(gateway, first)).status_code == 401
    assert (await accept(gateway, again.partition("#invitation=")[2])).status_code == 200
    earlier = await sign_in(gateway, "lee@example.org")
    third = (await administrator.post(f"{DESK}/people/{lee}/invitation")).json()["invitation"]["link"]
    await accept(gateway, third.partition("#invitation=")[2])
    assert await status(earlier) == 401


async def test_short_password_is_refused_and_the_invitation_stays_good(gateway: Gateway) -> None:
    _, _, code = await invite(gateway)
    assert (await accept(gateway, code, password="short")).status_code == 400
    assert (await accept(gateway, code)).status_code == 200


async def test_after_ten_wrong_passwords_even_the_right_one_has_to_wait(gateway: Gateway) -> None:
    await add_account(gateway)
    await add_account(gateway, "lee@example.org")
    assert {await guess(gateway) for _ in range(ATTEMPTS)} == {401}
    assert await guess(gateway, password=PASSWORD) == 429
    assert await guess(gateway, "lee@example.org", PASSWORD) == 200


async def test_right_password_lets_an_account_begin_anew(gateway: Gateway) -> None:
    await add_account(gateway)
    for _ in range(2):
        assert {await guess(gateway) for _ in range(ATTEMPTS - 1)} == {401}
        assert await guess(gateway, password=PASSWORD) == 200


def test_an_address_has_many_attempts_and_gets_them_back_with_time() -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    throttle = SignInThrottle(lambda: now)
    for number in range(ATTEMPTS_OF_ADDRESS):
        throttle.begin(f"{number}@example.org", "192.0.2.1")
    with pytest.raises(TooManyAttempts):
        throttle.begin("kim@example.org", "192.0.2.1")
    throttle.begin("kim@example.org", "192.0.2.2")
    now += WINDOW
    throttle.begin("kim@example.org", "192.0.2.1")


def test_names_whose_attempts_count_no_more_take_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.desk.people.throttling._KEPT", 3)
    now = datetime(2026, 11, 23, tzinfo=UTC)
    throttle = Throttle(ATTEMPTS, lambda: now)
    for name in ("a", "b", "c"):
        throttle.begin(name)
    throttle.take_back("a")
    now += WINDOW / 2
    throttle.begin("c")
    now += WINDOW / 2
    throttle.begin("d")
    assert list(throttle._attempts) == ["c", "d"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("session", {"email": f"{'k' * 250}@example.org", "password": WRONG}),
        ("session", {"email": "\ud800", "password": WRONG}),
        ("session", {"email": "kim@example.org", "password": "p" * 1001}),
        ("session", {"code": "\ud800"}),
        ("invitations/accept", {"code": "\ud800", "password": PASSWORD}),
        ("invitations/accept", {"code": "c" * 1001, "password": PASSWORD}),
    ],
)
async def test_what_nobody_types_is_refused_before_anything_is_done(
    gateway: Gateway, path: str, body: dict[str, str]
) -> None:
    headers = {"Content-Type": "application/json"}
    assert await status(browser(gateway), path, "POST", content=json.dumps(body), headers=headers) == 400


async def test_signed_in_bodies_take_no_halves_of_characters(gateway: Gateway) -> None:
    client = await gateway.counsellor(role="supervisor")
    headers = {"Content-Type": "application/json"}
    times = {"starts_at": "2026-11-23T09:00:00Z", "ends_at": "2026-11-23T10:00:00Z"}
    for path, body in (
        ("session/second-factor", {"code": "\ud800"}),
        ("tickets/any/transfer", {"counsellor": "\ud800"}),
        ("tickets/any/transfer", {"centre": "c" * 101}),
        ("shifts", {"counsellor": "\ud800", "centre": "c", **times}),
    ):
        assert await status(client, path, "POST", content=json.dumps(body), headers=headers) == 400


async def test_wrong_invitation_costs_no_hashing(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed = []

    async def hash_password(password: str) -> str:
        hashed.append(password)
        return password

    monkeypatch.setattr(accounts, "hash_password", hash_password)
    assert (await accept(gateway, "not a code")).status_code == 401
    assert hashed == []


async def test_invitations_cannot_be_guessed_for_long(gateway: Gateway) -> None:
    _, _, code = await invite(gateway)
    answers = {(await accept(gateway, "not a code")).status_code for _ in range(ATTEMPTS_OF_ADDRESS)}
    assert answers == {401}
    assert (await accept(gateway, code)).status_code == 429


async def test_one_time_codes_cannot_be_guessed_for_long(gateway: Gateway) -> None:
    once = await issue_code(gateway, await id_of(await gateway.counsellor()))
    assert {await give_code(gateway, "not a code") for _ in range(ATTEMPTS_OF_ADDRESS)} == {401}
    assert await give_code(gateway, once) == 429


async def test_right_one_time_code_costs_no_attempt(gateway: Gateway) -> None:
    kim = await id_of(await gateway.counsellor())
    assert {await give_code(gateway, "not a code") for _ in range(ATTEMPTS_OF_ADDRESS - 1)} == {401}
    assert [await give_code(gateway, await issue_code(gateway, kim)) for _ in range(2)] == [200, 200]


@pytest.mark.parametrize("way", ["password", "invitation"])
async def test_new_password_withdraws_invitations_and_one_time_codes(gateway: Gateway, way: str) -> None:
    administrator, lee, first = await invite(gateway)
    await accept(gateway, first)
    client = await sign_in(gateway, "lee@example.org")
    again = (await administrator.post(f"{DESK}/people/{lee}/invitation")).json()["invitation"]["link"]
    invitation = again.partition("#invitation=")[2]
    once = await issue_code(gateway, lee)
    if way == "password":
        new = {"password": "another long one", "current": PASSWORD}
        assert await status(client, "password", "PUT", json=new) == 204
    else:
        assert (await accept(gateway, invitation)).status_code == 200
    assert (await accept(gateway, invitation)).status_code == 401
    assert await give_code(gateway, once) == 401


async def test_new_password_needs_the_present_one_and_ends_other_sessions(gateway: Gateway) -> None:
    await add_account(gateway)
    one, other = await sign_in(gateway), await sign_in(gateway)
    wrong = await one.put(f"{DESK}/password", json={"password": "another long one", "current": "wrong"})
    assert (wrong.status_code, wrong.json()["type"]) == (403, "urn:gildongmu:problem:wrong-password")
    right = {"password": "another long one", "current": PASSWORD}
    assert await status(one, "password", "PUT", json=right) == 204
    assert (await status(one), await status(other)) == (200, 401)
    assert await guess(gateway, password="another long one") == 200


async def test_sessions_are_listed_and_ended_one_by_one(gateway: Gateway) -> None:
    await add_account(gateway)
    here, there = await sign_in(gateway), await sign_in(gateway, agent=FIREFOX)
    shown = {one["is_this"]: one for one in (await here.get(f"{DESK}/sessions")).json()["sessions"]}
    assert shown[False]["device"] == "Firefox, Windows"
    assert await status(here, f"sessions/{shown[False]['id']}", "DELETE") == 204
    assert (await status(here), await status(there)) == (200, 401)


async def test_session_of_somebody_else_cannot_be_ended(gateway: Gateway) -> None:
    await add_account(gateway)
    kim, lee = await sign_in(gateway), await gateway.counsellor("lee@example.org")
    (session,) = (await kim.get(f"{DESK}/sessions")).json()["sessions"]
    assert await status(lee, f"sessions/{session['id']}", "DELETE") == 404
    assert await status(kim) == 200


async def test_weak_hash_of_a_password_is_made_anew_at_sign_in(gateway: Gateway) -> None:
    await add_account(gateway)
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    async with tables(gateway) as session:
        await session.execute(update(Counsellor).values(password_hash=weak))
    kim = await id_of(await sign_in(gateway))
    async with tables(gateway) as session:
        stored = (await session.get_one(Counsellor, kim)).password_hash or ""
    assert stored != weak
    assert not PasswordHasher().check_needs_rehash(stored)
    assert await guess(gateway, password=PASSWORD) == 200


async def test_cookie_is_for_the_desk_only_and_not_for_scripts(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(secure_cookies=True)
    await add_account(gateway)
    answer = await browser(gateway).post(f"{DESK}/session", json={"email": "kim@example.org", "password": PASSWORD})
    cookie = answer.headers["set-cookie"].lower()
    assert all(word in cookie for word in ("httponly", "secure", "samesite=strict", "path=/api/v1/desk"))


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("curl/8.5.0", "curl/8.5.0"),
    ],
)
def test_devices_have_the_names_that_people_use(agent: str, name: str) -> None:
    assert name_device(agent) == name
