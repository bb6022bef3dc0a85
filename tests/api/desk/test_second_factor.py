"""The second factor: set up, asked for, used once, lost, and asked of a role."""

import asyncio
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pyotp
import pytest
from sqlalchemy import select, update

from api.conversations.models import Counsellor
from api.desk.models import RecoveryCode
from api.desk.people.ciphers import SecretCipher
from api.desk.people.throttling import ATTEMPTS
from api.requests import utc_now
from tests.api.desk.people import DESK, PASSWORD, add_account, browser, id_of, sign_in, status, tables
from tests.conftest import Gateway, StartGateway

KEY, OTHER_KEY = "k" * 32, "o" * 32


def next_code(secret: str) -> str:
    """A code that no earlier one of the test has used up."""
    return pyotp.TOTP(secret).at(utc_now() + timedelta(seconds=30))


async def turn_on(client: httpx.AsyncClient) -> tuple[str, list[str]]:
    """Set up a second factor; returns its secret and the recovery codes."""
    secret = (await client.post(f"{DESK}/second-factor")).json()["secret"]
    answer = await client.post(f"{DESK}/second-factor/confirm", json={"code": pyotp.TOTP(secret).now()})
    assert answer.status_code == 200, answer.text
    return secret, answer.json()["recovery_codes"]


async def give(client: httpx.AsyncClient, code: str) -> httpx.Response:
    return await client.post(f"{DESK}/session/second-factor", json={"code": code})


async def test_set_up_shows_a_secret_its_address_and_a_qr_code(gateway: Gateway) -> None:
    await add_account(gateway)
    made = (await (await sign_in(gateway)).post(f"{DESK}/second-factor")).json()
    address = urlsplit(made["uri"])
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert parse_qs(address.query) == {"secret": [made["secret"]], "issuer": ["Gildongmu"]}
    assert made["qr_svg"].startswith("<svg")


async def test_it_counts_only_once_a_code_has_confirmed_it(gateway: Gateway) -> None:
    await add_account(gateway)
    client = await sign_in(gateway)
    await client.post(f"{DESK}/second-factor")
    refused = await client.post(f"{DESK}/second-factor/confirm", json={"code": "000000"})
    assert refused.json()["type"] == "urn:gildongmu:problem:wrong-code"
    assert await status(await sign_in(gateway), "sessions") == 200


async def test_password_alone_opens_nothing_until_the_code_is_given(gateway: Gateway) -> None:
    await add_account(gateway)
    secret, _ = await turn_on(await sign_in(gateway))
    client = await sign_in(gateway)
    answer = await client.get(f"{DESK}/sessions")
    assert (answer.status_code, answer.json()["reason"]) == (401, "second-factor")
    assert (await client.get(f"{DESK}/session")).json()["second_factor"] == "missing"
    for path, method in (("tickets", "GET"), ("events", "GET"), ("password", "PUT")):
        assert await status(client, path, method, json={"password": "another long one"}) == 401
    assert (await give(client, next_code(secret))).json()["second_factor"] == "passed"
    assert await status(client, "sessions") == 200


async def test_sessions_that_began_before_have_to_give_a_code_too(gateway: Gateway) -> None:
    await add_account(gateway)
    earlier, here = await sign_in(gateway), await sign_in(gateway)
    await turn_on(here)
    assert (await status(here, "sessions"), await status(earlier, "sessions")) == (200, 401)


async def test_of_one_code_given_by_two_browsers_at_once_one_passes(gateway: Gateway) -> None:
    await add_account(gateway)
    secret, _ = await turn_on(await sign_in(gateway))
    one, other = await sign_in(gateway), await sign_in(gateway)
    code = next_code(secret)
    answers = await asyncio.gather(give(one, code), give(other, code))
    assert sorted(answer.status_code for answer in answers) == [200, 403]
    assert (await give(await sign_in(gateway), code)).status_code == 403


async def test_ten_recovery_codes_work_once_each_however_they_are_typed(gateway: Gateway) -> None:
    await add_account(gateway)
    _, codes = await turn_on(await sign_in(gateway))
    assert len(set(codes)) == 10
    assert (await give(await sign_in(gateway), codes[0].upper().replace("-", " "))).status_code == 200
    assert (await give(await sign_in(gateway), codes[0])).status_code == 403
    assert (await give(await sign_in(gateway), codes[1])).status_code == 200
    async with tables(gateway) as session:
        stored = list(await session.scalars(select(RecoveryCode.code_hash)))
    assert not set(codes) & set(stored)


async def test_recovery_code_of_somebody_else_is_wrong(gateway: Gateway) -> None:
    await add_account(gateway)
    await add_account(gateway, "lee@example.org")
    _, codes = await turn_on(await sign_in(gateway))
    await turn_on(await sign_in(gateway, "lee@example.org"))
    assert (await give(await sign_in(gateway, "lee@example.org"), codes[0])).status_code == 403


async def test_codes_cannot_be_guessed_for_long(gateway: Gateway) -> None:
    await add_account(gateway)
    secret, _ = await turn_on(await sign_in(gateway))
    client = await sign_in(gateway)
    assert {(await give(client, "000000")).status_code for _ in range(ATTEMPTS)} == {403}
    assert (await give(client, next_code(secret))).status_code == 429


async def test_who_has_only_the_password_cannot_replace_or_remove_it(gateway: Gateway) -> None:
    await add_account(gateway)
    await turn_on(await sign_in(gateway))
    client = await sign_in(gateway)
    assert await status(client, "second-factor", "POST") == 409
    assert await status(client, "second-factor/confirm", "POST", json={"code": "000000"}) == 409
    assert await status(client, "second-factor", "DELETE", json={"password": PASSWORD}) == 401


async def test_the_password_turns_it_off_and_ends_other_sessions(gateway: Gateway) -> None:
    await add_account(gateway)
    here = await sign_in(gateway)
    await turn_on(here)
    waiting = await sign_in(gateway)
    assert await status(here, "second-factor", "DELETE", json={"password": "wrong"}) == 403
    assert await status(here, "second-factor", "DELETE", json={"password": PASSWORD}) == 204
    assert await status(waiting, "sessions") == 401
    assert await status(await sign_in(gateway), "sessions") == 200


async def test_role_that_must_have_one_can_do_nothing_but_set_it_up(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(desk_second_factor_roles="administrator, supervisor")
    await add_account(gateway, role="supervisor")
    await add_account(gateway, "lee@example.org")
    client = await sign_in(gateway)
    assert (await client.get(f"{DESK}/session")).json()["counsellor"]["second_factor"]["is_required"]
    assert await status(client, "sessions") == 401
    await turn_on(client)
    assert await status(client, "sessions") == 200
    assert await status(await sign_in(gateway, "lee@example.org"), "sessions") == 200


async def test_who_turns_it_off_but_must_have_one_can_do_nothing_either(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(desk_second_factor_roles="supervisor")
    await add_account(gateway, role="supervisor")
    client = await sign_in(gateway)
    await turn_on(client)
    assert await status(client, "second-factor", "DELETE", json={"password": PASSWORD}) == 204
    assert (await client.get(f"{DESK}/session")).json()["second_factor"] == "missing"
    assert await status(client, "sessions") == 401


async def test_unknown_role_in_the_settings_stops_the_start(start_gateway: StartGateway) -> None:
    with pytest.raises(ValueError, match="director"):
        await start_gateway(desk_second_factor_roles="director")


async def test_secret_is_enciphered_where_a_key_is_set(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(desk_secret_key=KEY)
    await add_account(gateway)
    client = await sign_in(gateway)
    secret, _ = await turn_on(client)
    async with tables(gateway) as session:
        stored = (await session.get_one(Counsellor, await id_of(client))).totp_secret or ""
    assert secret not in stored
    assert SecretCipher(f"{OTHER_KEY},{KEY}").open(stored) == secret
    with pytest.raises(ValueError, match="DESK_SECRET_KEY"):
        SecretCipher(OTHER_KEY).open(stored)


def test_secret_from_before_there_was_a_key_can_still_be_opened() -> None:
    assert (
        SecretCipher(KEY).open(SecretCipher("").seal("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"))
        == "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    )
    with pytest.raises(ValueError, match="at least 32"):
        SecretCipher("short")


async def test_administrator_resets_it_for_who_has_lost_everything(gateway: Gateway) -> None:
    kim = await add_account(gateway)
    client = await sign_in(gateway)
    await turn_on(client)
    administrator = await gateway.counsellor("lee@example.org")
    assert await status(administrator, f"people/{kim.id}/second-factor", "DELETE") == 204
    assert await status(client, "sessions") == 401
    assert await status(await sign_in(gateway), "sessions") == 200


async def test_administrator_cannot_get_around_the_own_password_that_way(gateway: Gateway) -> None:
    await add_account(gateway, role="administrator")
    client = await sign_in(gateway)
    await turn_on(client)
    assert await status(client, f"people/{await id_of(client)}/second-factor", "DELETE") == 400


async def test_code_is_refused_without_a_session_and_without_a_second_factor(gateway: Gateway) -> None:
    await add_account(gateway)
    async with tables(gateway) as session:
        await session.execute(update(Counsellor).values(totp_secret="plain:JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"))
    code = pyotp.TOTP("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").now()
    assert (await give(browser(gateway), code)).status_code == 401
    assert (await give(await sign_in(gateway), code)).status_code == 403
