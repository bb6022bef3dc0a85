"""Signing in with an organisation's accounts, against a provider started in the test."""

import time
from collections.abc import Awaitable, Callable

import httpx
import pyotp
import pytest
from joserfc.jwk import RSAKey
from sqlalchemy import select

from api.conversations.models import Counsellor
from tests.api.desk.people import DESK, add_account, browser, id_of, sign_in, status, tables
from tests.api.desk.provider import CLIENT, ISSUER, SECRET, Provider
from tests.conftest import Gateway, StartGateway

Start = Callable[[Provider], Awaitable[Gateway]]
EXPIRED, FAILED, UNKNOWN = (f"/desk#single-sign-on={why}" for why in ("expired", "failed", "unknown"))


@pytest.fixture
def start(start_gateway: StartGateway) -> Start:
    """Return a function that starts a gateway with a provider, and with Kim's account."""

    async def begin(provider: Provider) -> Gateway:
        gateway = await start_gateway(
            sign_on=provider.transport,
            public_url="https://chat.example.org",
            desk_oidc_issuer=ISSUER,
            desk_oidc_client_id=CLIENT,
            desk_oidc_client_secret=SECRET,
            desk_oidc_name="Seoul",
        )
        await add_account(gateway)
        return gateway

    return begin


async def depart(client: httpx.AsyncClient) -> str:
    """Press the button; returns where the browser is sent."""
    return (await client.get(f"{DESK}/single-sign-on/start")).headers["location"]


async def come_back(client: httpx.AsyncClient, parameters: dict[str, str]) -> str:
    """Follow the provider's way back; returns where it ends."""
    answer = await client.get(f"{DESK}/single-sign-on/callback", params=parameters)
    assert answer.status_code == 303
    return answer.headers["location"]


async def go(gateway: Gateway, provider: Provider) -> tuple[httpx.AsyncClient, str]:
    """Go all the way; returns the browser and where it ends."""
    client = browser(gateway)
    return client, await come_back(client, provider.agree(await depart(client)))


async def subject(gateway: Gateway) -> str | None:
    async with tables(gateway) as session:
        return (await session.scalars(select(Counsellor.oidc_subject))).one()


async def test_verified_email_opens_the_account_the_first_time_and_the_subject_ever_after(start: Start) -> None:
    provider = Provider()
    gateway = await start(provider)
    client, end = await go(gateway, provider)
    kim = await id_of(client)
    assert (end, await subject(gateway)) == ("/desk", f"{ISSUER} 42")
    provider.claims = {"sub": "42", "email": "renamed@example.org", "email_verified": False}
    client, end = await go(gateway, provider)
    assert (end, await id_of(client)) == ("/desk", kim)


async def test_email_may_come_with_the_user_information(start: Start) -> None:
    provider = Provider(tells_by_userinfo=True)
    gateway = await start(provider)
    assert (await go(gateway, provider))[1] == "/desk"


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": "nobody@example.org"},
        {"email": None},
    ],
)
async def test_without_a_verified_email_of_an_account_nobody_is_let_in_or_made(
    start: Start, claims: dict[str, object]
) -> None:
    provider = Provider()
    provider.claims |= claims
    gateway = await start(provider)
    client, end = await go(gateway, provider)
    assert (end, await status(client)) == (UNKNOWN, 401)
    assert await subject(gateway) is None


@pytest.mark.parametrize(
    "lies",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another-client"},
        {"aud": "another-client", "azp": CLIENT},
        {"aud": [CLIENT, "another-client"], "azp": "another-client"},
        {"iss": "https://evil.example.org"},
        {"exp": int(time.time()) - 3600},
    ],
)
async def test_token_that_is_not_for_this_sign_in_is_refused(start: Start, lies: dict[str, object]) -> None:
    provider = Provider(lies=lies)
    gateway = await start(provider)
    client, end = await go(gateway, provider)
    assert (end, await status(client)) == (FAILED, 401)


async def test_token_signed_with_another_key_is_refused(start: Start) -> None:
    provider = Provider(published=RSAKey.generate_key(parameters={"kid": "1"}, private=True))
    gateway = await start(provider)
    assert (await go(gateway, provider))[1] == FAILED


async def test_provider_that_calls_itself_something_else_is_refused(start: Start) -> None:
    gateway = await start(Provider(issuer="https://evil.example.org"))
    assert await depart(browser(gateway)) == FAILED


async def test_state_works_once(start: Start) -> None:
    provider = Provider()
    gateway = await start(provider)
    client = browser(gateway)
    parameters = provider.agree(await depart(client))
    cookies = dict(client.cookies)
    assert await come_back(client, parameters) == "/desk"
    replayed = browser(gateway)
    replayed.cookies.update(cookies)
    assert await come_back(replayed, parameters) == EXPIRED
    assert await status(replayed) == 401


async def test_only_the_browser_that_was_sent_may_come_back(start: Start) -> None:
    provider = Provider()
    gateway = await start(provider)
    parameters = provider.agree(await depart(browser(gateway)))
    other = browser(gateway)
    await depart(other)
    assert await come_back(other, parameters) == EXPIRED
    assert await come_back(browser(gateway), {"code": "x", "state": ""}) == EXPIRED


async def test_refusal_at_the_provider_ends_at_the_desk(start: Start) -> None:
    provider = Provider()
    gateway = await start(provider)
    client = browser(gateway)
    state = provider.agree(await depart(client))["state"]
    assert await come_back(client, {"error": "access_denied", "state": state}) == FAILED


async def test_ended_account_stays_closed(start: Start) -> None:
    provider = Provider()
    gateway = await start(provider)
    client, _ = await go(gateway, provider)
    administrator = await gateway.counsellor("lee@example.org")
    await administrator.delete(f"{DESK}/people/{await id_of(client)}")
    assert await status(client) == 401
    assert (await go(gateway, provider))[1] == UNKNOWN


async def test_own_second_factor_is_still_asked_for(start: Start) -> None:
    provider = Provider()
    gateway = await start(provider)
    password = await sign_in(gateway)
    secret = (await password.post(f"{DESK}/second-factor")).json()["secret"]
    await password.post(f"{DESK}/second-factor/confirm", json={"code": pyotp.TOTP(secret).now()})
    client, end = await go(gateway, provider)
    assert (end, await status(client, "sessions")) == ("/desk", 401)


async def test_page_learns_whether_there_is_a_single_sign_on(start: Start, start_gateway: StartGateway) -> None:
    on, off = await start(Provider()), await start_gateway()
    ways = [(await browser(one).get(f"{DESK}/sign-in-ways")).json() for one in (on, off)]
    assert ways == [
        {"password": True, "single_sign_on": {"name": "Seoul"}},
        {"password": True, "single_sign_on": None},
    ]
    assert [await status(browser(off), f"single-sign-on/{path}") for path in ("start", "callback")] == [404, 404]
