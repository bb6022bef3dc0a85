"""Coming in at the desk, in a real browser on a real gateway: password, second factor, single sign-on, sessions."""

from collections.abc import AsyncIterator

import httpx
import pyotp
import pytest
from playwright.async_api import Page, expect

from tests.conftest import StartGateway
from tests.journeys.desk_site import DeskSite, screens, serve_desk, set_password, sign_in, sign_out, speak
from tests.journeys.test_widget import listen_for_trouble

WRONG_CODE = "no such code"

pytestmark = [pytest.mark.browser]


@pytest.fixture
async def site(start_gateway: StartGateway) -> AsyncIterator[DeskSite]:
    """A desk where supervisors need a second factor."""
    async with serve_desk(start_gateway, desk_second_factor_roles="supervisor") as site:
        yield site


async def set_up_second_factor(page: Page) -> list[str]:
    """Scan, confirm, and keep the recovery codes."""
    await page.get_by_test_id("second-factor-start").click()
    secret = await page.get_by_test_id("secret").inner_text()
    assert await page.get_by_test_id("qr").evaluate("(image) => image.decode().then(() => image.naturalWidth > 0)")
    await page.get_by_test_id("confirm-code").fill(pyotp.TOTP(secret.replace(" ", "")).now())
    await page.get_by_test_id("second-factor-confirm").click()
    await expect(page.get_by_test_id("recovery-codes")).to_be_visible()
    codes = await page.get_by_test_id("recovery-codes").get_by_role("listitem").all_inner_texts()
    await page.get_by_test_id("codes-kept").click()
    return codes


async def test_second_factor_is_set_up_and_asked_for_at_the_next_sign_in(
    page: Page, site: DeskSite, kim: httpx.AsyncClient
) -> None:
    trouble = listen_for_trouble(page)
    await set_password(kim)
    await site.open(page, kim, "account")
    codes = await set_up_second_factor(page)
    assert len(set(codes)) == 10
    await expect(page.get_by_test_id("second-factor-on")).to_be_visible()
    assert trouble == []

    await sign_out(page)
    await sign_in(page, site, "kim@example.org")
    await page.get_by_test_id("login-code").fill(WRONG_CODE)
    await page.get_by_test_id("second-factor-submit").click()
    await expect(page.get_by_role("alert")).to_contain_text("wrong or has been used")
    await page.reload()
    await page.get_by_test_id("login-code").fill(codes[0])
    await page.get_by_test_id("second-factor-submit").click()
    await expect(page.get_by_test_id("account-menu")).to_be_visible()


async def test_role_that_needs_a_second_factor_sets_it_up_before_anything_else(page: Page, site: DeskSite) -> None:
    seyna = await site.gateway.counsellor("seyna@example.org", "Seyna")
    await site.gateway.counsellor("kim@example.org", "Kim")
    await set_password(seyna)
    people = (await seyna.get("/api/v1/desk/people")).json()["people"]
    identity = next(one["id"] for one in people if one["name"] == "Seyna")
    await seyna.patch(f"/api/v1/desk/people/{identity}", json={"role": "supervisor"})
    await speak(page, "en")
    await sign_in(page, site, "seyna@example.org")
    await expect(page.get_by_text("Your role needs a second step")).to_be_visible()
    await set_up_second_factor(page)
    await expect(page.get_by_test_id("account-menu")).to_have_text("Seyna")
    assert "Staff" in await screens(page)


async def test_wrong_password_is_refused_in_plain_words(page: Page, site: DeskSite) -> None:
    await speak(page, "en")
    await sign_in(page, site, "nobody@example.org")
    await expect(page.get_by_role("alert")).to_have_text("Email or password is wrong.")


async def test_single_sign_on_that_failed_says_so_once(page: Page, site: DeskSite) -> None:
    await speak(page, "en")
    await page.goto(f"{site.url}/desk#single-sign-on=unknown")
    await expect(page.get_by_role("alert")).to_contain_text("no account here for you yet")
    await page.reload()
    await expect(page.get_by_test_id("login-email")).to_be_visible()
    await expect(page.get_by_role("alert")).to_have_count(0)


async def test_session_that_is_revoked_ends_on_the_other_device(
    page: Page, other: Page, site: DeskSite, kim: httpx.AsyncClient
) -> None:
    await set_password(kim)
    await site.open(page, kim, "account")
    await sign_in(other, site, "kim@example.org")
    await expect(other.get_by_test_id("account-menu")).to_be_visible()
    await page.reload()
    row = page.get_by_test_id("device").filter(has=page.get_by_test_id("end-device")).first
    await row.get_by_test_id("end-device").click()
    await expect(page.get_by_test_id("notice").first).to_have_text("Signed out there.")
    await other.get_by_test_id("screen-people").click()
    await expect(other.get_by_test_id("login-email")).to_be_visible()


async def test_one_time_code_that_does_not_work_says_so(page: Page, site: DeskSite) -> None:
    await speak(page, "en")
    await page.goto(f"{site.url}/desk?code=spent")
    await expect(page.get_by_role("alert")).to_contain_text("This code does not work.")
