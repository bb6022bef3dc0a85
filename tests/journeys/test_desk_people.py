"""The people of the desk, in a real browser on a real gateway: accounts, rights, the log, shifts."""

import re

import httpx
import pytest
from playwright.async_api import FilePayload, Page, expect

from tests.journeys.desk_site import CENTRE, PASSWORD, DeskSite, screens, sign_out
from tests.journeys.test_widget import listen_for_trouble

OTHER_CENTRE = "gangdong-foreign-workers-centre"
PEOPLE = """email,name,role,languages,centres
duri@example.org,이두리,counsellor,"ko,ur",seoul-global-center
nobody,이세나,counsellor,ko,
kim@example.org,김하나,counsellor,ko,
"""

pytestmark = [pytest.mark.browser]


async def test_somebody_is_invited_and_accepts_once(
    page: Page, other: Page, site: DeskSite, kim: httpx.AsyncClient
) -> None:
    trouble = listen_for_trouble(page)
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await site.open(page, kim, "people")
    await page.get_by_test_id("invite").click()
    await page.get_by_test_id("form-name").fill("Aisha")
    await page.get_by_test_id("form-email").fill("aisha@example.org")
    await page.get_by_test_id("form-role").select_option("interpreter")
    await page.get_by_test_id("languages-ur").check()
    await page.get_by_test_id("save-person").click()
    await expect(page.get_by_test_id("person").filter(has_text="Aisha")).to_contain_text("Interpreter")
    await page.get_by_test_id("copy-invitation").click()
    await expect(page.get_by_test_id("notice")).to_have_text("Copied")
    link = await page.evaluate("navigator.clipboard.readText()")
    assert trouble == []

    await other.goto(link)
    await expect(other).to_have_url(f"{site.url}/desk")
    await other.get_by_test_id("login-password").fill(PASSWORD)
    await other.get_by_test_id("invitation-submit").click()
    await expect(other.get_by_test_id("account-menu")).to_have_text("Aisha")
    assert await screens(other) == ["Conversations", "Glossary"]
    await sign_out(other)
    await other.goto("about:blank")
    await other.goto(link)
    await other.get_by_test_id("login-password").fill(PASSWORD)
    await other.get_by_test_id("invitation-submit").click()
    await expect(other.get_by_role("alert")).to_contain_text("has been used or is too old")


async def test_imported_list_names_the_lines_that_were_not_taken(
    page: Page, site: DeskSite, kim: httpx.AsyncClient
) -> None:
    await site.open(page, kim, "people")
    await page.get_by_test_id("import").click()
    file: FilePayload = {"name": "people.csv", "mimeType": "text/csv", "buffer": PEOPLE.encode()}
    await page.get_by_test_id("form-file").set_input_files([file])
    await page.get_by_test_id("import-submit").click()
    await expect(page.get_by_test_id("import-report")).to_contain_text("Added: 1")
    refused = page.get_by_test_id("refused-line")
    await expect(refused).to_have_text([re.compile("3.*not an e-mail", re.S), re.compile("4.*another account", re.S)])
    await expect(page.get_by_test_id("person").filter(has_text="이두리")).to_be_visible()
    await expect(page.get_by_test_id("invitation-link")).to_have_count(1)


async def test_account_that_is_ended_cannot_be_used_any_more(
    page: Page, other: Page, site: DeskSite, kim: httpx.AsyncClient
) -> None:
    duri = await site.gateway.counsellor("duri@example.org", "Duri", role="counsellor")
    await site.open(other, duri, "people")
    await site.open(page, kim, "people")
    row = page.get_by_test_id("person").filter(has_text="Duri")
    await row.get_by_test_id("change-person").click()
    await page.get_by_test_id("disable-person").click()
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("confirm-dialog")).to_have_count(0)
    await page.get_by_test_id("disable-person").click()
    await page.get_by_test_id("confirm-yes").click()
    await expect(row).to_contain_text("Account ended")
    await other.get_by_test_id("screen-shifts").click()
    await expect(other.get_by_test_id("login-email")).to_be_visible()


async def test_last_administrator_stays_one(page: Page, site: DeskSite, kim: httpx.AsyncClient) -> None:
    await site.open(page, kim, "people")
    await page.get_by_test_id("change-person").click()
    await page.get_by_test_id("form-role").select_option("counsellor")
    await page.get_by_test_id("save-person").click()
    await expect(page.get_by_test_id("notice")).to_contain_text("last administrator")


async def test_counsellor_sees_only_what_the_role_allows(page: Page, site: DeskSite) -> None:
    duri = await site.gateway.counsellor("duri@example.org", "Duri", role="counsellor")
    await site.open(page, duri, "audit")
    names = ["Conversations", "Records", "Open questions", "Guidebooks", "Glossary", "Staff", "Shifts"]
    assert await screens(page) == names
    await expect(page.get_by_test_id("tab-waiting")).to_be_visible()
    await page.get_by_test_id("screen-people").click()
    await expect(page.get_by_test_id("person")).to_contain_text("Duri")
    await expect(page.get_by_test_id("invite")).to_have_count(0)


async def test_what_was_changed_stands_in_the_log(page: Page, site: DeskSite, kim: httpx.AsyncClient) -> None:
    await site.gateway.counsellor("duri@example.org", "Duri", role="counsellor")
    people = (await kim.get("/api/v1/desk/people")).json()["people"]
    identity = next(one["id"] for one in people if one["name"] == "Duri")
    await kim.patch(f"/api/v1/desk/people/{identity}", json={"capacity": 7})
    await site.open(page, kim, "audit")
    await page.get_by_test_id("form-action").fill("person.changed")
    await page.get_by_test_id("form-who").select_option("Kim")
    await page.get_by_test_id("search-audit").click()
    entry = page.get_by_test_id("audit-entry")
    await expect(entry).to_have_count(1)
    await expect(entry).to_contain_text("capacity")
    await expect(entry).to_contain_text(identity)


async def test_shifts_are_planned_for_several_days_and_removed(
    page: Page, site: DeskSite, kim: httpx.AsyncClient
) -> None:
    await site.open(page, kim, "shifts")
    await page.get_by_test_id("week-after").click()
    await page.get_by_test_id("add-shift").click()
    await page.get_by_test_id("form-counsellor").select_option("Kim")
    await page.get_by_test_id("form-centre").select_option(CENTRE)
    await page.get_by_test_id("form-from").fill("20:00")
    await page.get_by_test_id("form-to").fill("02:00")
    days = page.get_by_test_id("form-days").get_by_role("checkbox")
    for place in (0, 4):
        await days.nth(place).check()
    await page.get_by_test_id("save-shifts").click()
    await expect(page.get_by_test_id("shift")).to_have_count(2)
    await expect(page.get_by_test_id("shift").first).to_contain_text("20:00–02:00")
    await page.get_by_test_id("shown-centre").select_option(OTHER_CENTRE)
    await expect(page.get_by_test_id("shift")).to_have_count(0)
    await page.get_by_test_id("shown-centre").select_option(CENTRE)
    await page.get_by_test_id("remove-shift").first.click()
    await expect(page.get_by_test_id("shift")).to_have_count(1)
    await page.get_by_test_id("week-before").click()
    await expect(page.get_by_test_id("none")).to_be_visible()


async def test_shifts_are_offered_only_to_those_who_answer(page: Page, site: DeskSite, kim: httpx.AsyncClient) -> None:
    for role in ("counsellor", "supervisor", "editor", "interpreter", "auditor"):
        await site.gateway.counsellor(f"{role}@example.org", role.capitalize(), role)
    await site.open(page, kim, "shifts")
    await page.get_by_test_id("add-shift").click()
    names = page.get_by_test_id("form-counsellor").locator("option:not([value=''])")
    await expect(page.locator("main[aria-busy=false]")).to_be_visible()
    assert set(await names.all_text_contents()) == {"Kim", "Counsellor", "Supervisor"}
