"""The desk beside its conversations, in a real browser on a real gateway: accounts, people, records, reports."""

import re
from collections.abc import AsyncIterator

import httpx
import pyotp
import pytest
from playwright.async_api import Browser, FilePayload, Page, expect

from actions import payloads
from api.dialogue.rasa import read_item
from knowledge.languages import Language
from tests.conftest import StartGateway
from tests.fakes import FakeEngine
from tests.journeys.desk_site import PASSWORD, DeskSite, serve_desk, set_password, speak
from tests.journeys.test_widget import listen_for_trouble

CENTRE, OTHER_CENTRE = "seoul-global-center", "gangdong-foreign-workers-centre"
WRONG_CODE = "no such code"
PEOPLE = """email,name,role,languages,centres
duri@example.org,이두리,counsellor,"ko,ur",seoul-global-center
nobody,이세나,counsellor,ko,
kim@example.org,김하나,counsellor,ko,
"""

pytestmark = [pytest.mark.browser]


@pytest.fixture
async def site(start_gateway: StartGateway) -> AsyncIterator[DeskSite]:
    """A desk where supervisors need a second factor."""
    async with serve_desk(start_gateway, desk_second_factor_roles="supervisor") as site:
        yield site


@pytest.fixture
async def other(browser: Browser) -> AsyncIterator[Page]:
    """A page of somebody else, in a browser of their own."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
    page = await context.new_page()
    await speak(page, "en")
    yield page
    await context.close()


@pytest.fixture
async def kim(site: DeskSite) -> httpx.AsyncClient:
    """An administrator."""
    return await site.gateway.counsellor()


async def sign_in(page: Page, site: DeskSite, email: str) -> None:
    await page.goto(f"{site.url}/desk")
    await page.get_by_test_id("login-email").fill(email)
    await page.get_by_test_id("login-password").fill(PASSWORD)
    await page.get_by_test_id("login-submit").click()


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


async def sign_out(page: Page) -> None:
    await page.get_by_test_id("account-menu").click()
    await page.get_by_test_id("sign-out").click()
    await expect(page.get_by_test_id("login-email")).to_be_visible()


async def screens(page: Page) -> list[str]:
    return await page.get_by_role("navigation", name="Desk").get_by_role("button").all_inner_texts()


async def ask_unanswered(site: DeskSite, question: str) -> None:
    """A resident asks what nobody has written about, and wants to be told."""
    assert isinstance(site.gateway.engine, FakeEngine)
    site.gateway.engine.replies.append(
        [read_item({"custom": payloads.not_found(Language.EN, offer=False)}, Language.EN)]
    )
    resident = await site.gateway.resident("en")
    await resident.write(question)
    offers = [button for one in await resident.messages() for button in one["buttons"] or []]
    offer = next(one for one in offers if one["payload"].startswith("#notify"))
    await resident.write(offer["title"], payload=offer["payload"])


# Signing in


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


# People


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


# Shifts


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


# Records and reports


async def record_a_visit(page: Page) -> None:
    """Fill in a record of a visit and save it."""
    await page.get_by_test_id("new-record").click()
    await page.get_by_test_id("form-method").select_option("visit")
    await page.get_by_test_id("form-area").select_option("job")
    await page.get_by_test_id("form-centre").select_option(CENTRE)
    await page.get_by_test_id("form-language").select_option("ur")
    await page.get_by_test_id("form-nationality").select_option("PK")
    await page.get_by_test_id("form-stay_status").fill("e9")
    await page.get_by_test_id("form-outcome").select_option("referred")
    await page.get_by_test_id("form-text").fill("Two months without wages.")
    await page.get_by_test_id("save-record").click()
    await expect(page.get_by_test_id("notice")).to_have_text("Saved.")


async def test_visit_is_recorded_and_the_referral_pack_made_after_consent(
    page: Page, site: DeskSite, kim: httpx.AsyncClient
) -> None:
    trouble = listen_for_trouble(page)
    await site.open(page, kim, "records")
    await record_a_visit(page)
    await expect(page.get_by_test_id("form-stay_status")).to_have_value("E-9")
    await expect(page.get_by_test_id("pack-to")).to_have_count(0)
    await page.get_by_test_id("consent").click()
    await page.get_by_test_id("pack-to").fill("서울고용노동청")
    async with page.expect_download() as downloading:
        await page.get_by_test_id("referral-pack").click()
    path = await (await downloading.value).path()
    assert path.read_bytes().startswith(b"%PDF")
    await page.get_by_test_id("to-list").click()
    await expect(page.get_by_test_id("records").get_by_test_id("record")).to_contain_text("Visit")
    assert trouble == []


async def test_records_are_found_by_what_they_say(page: Page, site: DeskSite, kim: httpx.AsyncClient) -> None:
    days = {"consulted_on": "2026-01-01", "follow_up_on": "2026-01-02"}
    for text in ("Extension of stay", "Change of employer"):
        record = {"area": "visa", "method": "phone", "language": "vi", "text": text, **days}
        assert (await kim.post("/api/v1/desk/records", json=record)).status_code == 201
    await site.open(page, kim, "records")
    records = page.get_by_test_id("records").get_by_test_id("record")
    await expect(records).to_have_count(2)
    await expect(page.get_by_test_id("follow-ups").get_by_test_id("record")).to_have_count(2)
    await page.get_by_test_id("filter-q").fill("employer")
    await page.keyboard.press("Enter")
    await expect(records).to_have_count(1)
    await records.get_by_test_id("edit-record").click()
    await expect(page.get_by_test_id("form-text")).to_have_value("Change of employer")
    await page.get_by_test_id("form-follow_up_on").fill("")
    await page.get_by_test_id("save-record").click()
    await expect(page.get_by_test_id("notice")).to_have_text("Saved.")
    await page.get_by_test_id("to-list").click()
    await expect(page.get_by_test_id("follow-ups").get_by_test_id("record")).to_have_count(1)


async def test_report_shows_what_was_recorded_and_can_be_taken_along(
    page: Page, site: DeskSite, kim: httpx.AsyncClient
) -> None:
    common = {"area": "visa", "method": "phone", "centre": CENTRE}
    for language in ("vi", "vi", "ru"):
        await kim.post("/api/v1/desk/records", json={**common, "language": language, "text": "Extension"})
    await site.open(page, kim, "reports")
    await expect(page.get_by_test_id("total-cases")).to_contain_text("3")
    table = page.get_by_test_id("table-by_language")
    await expect(table.get_by_role("row").filter(has_text="Tiếng Việt")).to_contain_text("2")
    await expect(page.get_by_test_id("table-by_centre")).to_contain_text("Seoul Global")
    async with page.expect_download() as downloading:
        await page.get_by_test_id("workbook").click()
    assert (await (await downloading.value).path()).read_bytes().startswith(b"PK")
    await page.get_by_test_id("form-since").fill("2025-01-01")
    await page.get_by_test_id("form-until").fill("2025-01-31")
    await page.get_by_test_id("show-report").click()
    await expect(page.get_by_test_id("total-cases")).to_contain_text("0")


# Knowledge gaps


async def test_open_question_is_answered_and_published(page: Page, site: DeskSite, kim: httpx.AsyncClient) -> None:
    trouble = listen_for_trouble(page)
    await ask_unanswered(site, "Can I bring my parrot from home to Seoul?")
    await site.open(page, kim, "gaps")
    row = page.get_by_test_id("gap")
    while not await row.count():
        await page.get_by_test_id("screen-glossary").click()
        await page.get_by_test_id("screen-gaps").click()
        await expect(page.locator("main[aria-busy=false]")).to_be_visible()
    await row.get_by_test_id("open-gap").click()
    await expect(page.get_by_test_id("gap-samples")).to_contain_text("parrot")
    await page.get_by_test_id("form-title-ko").fill("앵무새 데려오기")
    await page.get_by_test_id("form-text-ko").fill("앵무새는 공항에서 검역을 받아야 합니다.")
    await page.get_by_test_id("form-title-en").fill("Bringing a parrot")
    await page.get_by_test_id("form-text-en").fill("A parrot must pass quarantine at the airport.")
    await page.get_by_test_id("form-editor-ko").select_option("Kim")
    await page.get_by_test_id("publish").click()
    await page.get_by_test_id("confirm-yes").click()
    await expect(page.get_by_test_id("notice")).to_have_text("Published. People told: 1")
    await expect(page.get_by_test_id("gap-state")).to_have_text("Published")
    assert trouble == []
