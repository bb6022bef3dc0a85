"""What people do at the desk on its working day, each in a browser of their own: signing in, answering, passing on."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from io import BytesIO

import httpx
import pyotp
from openpyxl import load_workbook
from playwright.async_api import Locator, Page, expect

from api.requests import utc_now
from api.words import catalogue
from knowledge.languages import Language
from tests.journeys.desk_site import PASSWORD, DeskSite, set_password
from tools.desk_day import CASE, CENTRE, NOTE, REASON, REFERRED_TO, Colleague

TELL_NOTIFICATIONS = """window.Notification = class {
  static permission = "granted";
  constructor(text) { window.notified(text); }
};"""
# What was filled in stands in marks of its own (U+2068, U+2069), so that it does not turn the line around it.
APPOINTMENT = (
    "آپ کی اپائنٹمنٹ طے ہو گئی ہے۔ تاریخ: \u206815 دسمبر، 2026\u2069، وقت: \u206814:30\u2069، "
    "جگہ: \u2068سیول گلوبل سینٹر\u2069۔ براہِ کرم پاسپورٹ، رہائشی کارڈ اور اس معاملے کی تمام دستاویزات ساتھ لائیں۔ "
    "اگر آنا ممکن نہ ہو یا مترجم چاہیے ہو تو پہلے سے یہاں بتا دیں۔"
)
KOREAN = catalogue(Language.KO).gettext

Pictures = Callable[[Page, str], Awaitable[None]]


async def employ(site: DeskSite, who: Colleague) -> httpx.AsyncClient:
    return await site.gateway.counsellor(who.email, who.name, who.role, who.languages, who.centres)


async def set_up_second_factor(client: httpx.AsyncClient) -> pyotp.TOTP:
    """Return somebody's authenticator app."""
    app = pyotp.TOTP((await client.post("/api/v1/desk/second-factor")).json()["secret"])
    confirmed = await client.post("/api/v1/desk/second-factor/confirm", json={"code": app.now()})
    assert confirmed.status_code == 200, confirmed.text
    return app


async def sign_in(page: Page, site: DeskSite, who: Colleague) -> None:
    """Give the password, and the next code of the app: the one that is shown now has been used."""
    client = await employ(site, who)
    app = await set_up_second_factor(client)
    await set_password(client)
    await page.goto(f"{site.url}/desk")
    await page.get_by_test_id("login-email").fill(who.email)
    await page.get_by_test_id("login-password").fill(PASSWORD)
    await page.get_by_test_id("login-submit").click()
    await page.get_by_test_id("login-code").fill(app.at(utc_now() + timedelta(seconds=app.interval)))
    await page.get_by_test_id("second-factor-submit").click()
    await expect(page.get_by_test_id("account-menu")).to_have_text(who.name)
    await expect(page.locator("html")).to_have_attribute("lang", "ko")


def rows(page: Page) -> Locator:
    return page.get_by_test_id("ticket-row")


async def take_the_one_in_danger(page: Page) -> None:
    """Follow the red strip."""
    await page.get_by_test_id("open-danger").click()
    await page.get_by_test_id("claim").click()
    await expect(page.get_by_test_id("end")).to_be_visible()


async def follow_notifications(page: Page) -> asyncio.Queue[str]:
    """Let a browser show its notifications to us."""
    shown: asyncio.Queue[str] = asyncio.Queue()
    await page.expose_function("notified", shown.put_nowait)
    await page.add_init_script(TELL_NOTIFICATIONS)
    return shown


async def is_notified(shown: asyncio.Queue[str], text: str) -> None:
    """Wait until this is shown."""
    async with asyncio.timeout(10):
        while await shown.get() != text:
            pass


async def write(page: Page, text: str) -> None:
    await page.get_by_test_id("reply-box").fill(text)
    await page.get_by_test_id("send-reply").click()
    await expect(page.get_by_test_id("unsent")).to_have_count(0)


async def send_the_matched_article(page: Page, take_picture: Pictures) -> str:
    """Read it in Korean and send it in Urdu; returns what should arrive, without its spaces."""
    matched = page.get_by_test_id("matched").get_by_role("listitem").first
    await matched.locator("summary").click()
    await expect(matched.locator(".matched-text[lang=ko]")).to_contain_text("임금")
    await matched.get_by_test_id("open-matched").click()
    await expect(page.get_by_test_id("own-version").locator("[lang=ko][dir=ltr] h4")).to_contain_text("임금")
    theirs = page.get_by_test_id("theirs-version").locator("[lang=ur][dir=rtl]")
    await expect(theirs.locator("h4")).to_be_visible()
    await take_picture(page, "desk-texts.png")
    sent = await theirs.inner_text()
    await page.get_by_test_id("send-text").click()
    await expect(page.locator('[data-author="counsellor"] [data-testid="citation"]')).to_be_visible()
    return "".join(sent.split())


async def send_an_appointment(page: Page) -> None:
    """Bring the manual's reply by its shortcut and fill it in."""
    await page.get_by_test_id("reply-box").press("/")
    await page.get_by_test_id("text-search").press_sequentially("appointment")
    await page.get_by_test_id("variable-date").fill("2026-12-15")
    await page.get_by_test_id("variable-time").fill("14:30")
    await page.get_by_test_id("variable-centre").select_option(label="서울글로벌센터")
    await expect(page.get_by_test_id("own-version")).to_contain_text("2026년 12월 15일")
    await expect(page.get_by_test_id("theirs-version")).to_contain_text(APPOINTMENT)
    await page.get_by_test_id("send-text").click()
    await expect(page.get_by_test_id("unsent")).to_have_count(0)


async def note_for(page: Page, colleague: Colleague) -> None:
    """Leave a note that names a colleague."""
    await page.get_by_test_id("mode-note").click()
    await page.get_by_test_id("mention").focus()
    await page.get_by_test_id("mention").select_option(label=colleague.name)
    await expect(page.get_by_test_id("reply-box")).to_have_value(f"@{colleague.name} ")
    await write(page, f"@{colleague.name} {NOTE}")
    await expect(page.get_by_test_id("note")).to_contain_text(NOTE)
    await page.get_by_test_id("mode-reply").click()


async def pass_on(page: Page, colleague: Colleague) -> None:
    await page.get_by_test_id("do-transfer").click()
    await page.get_by_test_id("transfer-to").select_option(
        label=f"{colleague.name} · Tiếng Việt, 한국어 · {KOREAN('is here')}"
    )
    await page.get_by_test_id("transfer-note").fill(REASON)
    await page.get_by_test_id("transfer-done").click()
    await expect(page.get_by_test_id("holder")).to_contain_text(colleague.name)


async def close(page: Page) -> None:
    """Refer the resident and give the conversation back to the assistant."""
    await page.get_by_test_id("end").click()
    await page.get_by_test_id("close-outcome").select_option("referred")
    await page.get_by_test_id("close-done").click()
    await expect(page.get_by_test_id("context")).to_contain_text(KOREAN("Referred to another place"))


async def write_record(page: Page, take_picture: Pictures) -> str:
    """Complete what is known of the case; returns its day."""
    await page.get_by_test_id("do-record").click()
    await expect(page.get_by_test_id("form-centre")).to_have_value(CENTRE)
    await expect(page.get_by_test_id("form-language")).to_have_value("ur")
    await expect(page.get_by_test_id("form-outcome")).to_have_value("referred")
    await page.get_by_test_id("form-nationality").select_option("PK")
    await page.get_by_test_id("form-stay_status").fill("E-9")
    await page.get_by_test_id("form-text").fill(CASE)
    await page.get_by_test_id("save-record").click()
    await page.get_by_test_id("consent").click()
    await page.get_by_test_id("pack-to").fill(REFERRED_TO)
    await page.set_viewport_size({"width": 1280, "height": 1040})
    await take_picture(page, "desk-record.png")
    day = await page.get_by_test_id("form-consulted_on").input_value()
    await expect(page.get_by_test_id("consented")).to_contain_text(write_day(day))
    return day


async def read_report(page: Page, day: str) -> None:
    """The one case of a day stands under its centre, language and way."""
    await page.get_by_test_id("form-since").fill(day)
    await page.get_by_test_id("form-until").fill(day)
    await page.get_by_test_id("show-report").click()
    await expect(page.get_by_test_id("totals").locator("h3 bdi")).to_have_text([write_day(day)] * 2)
    await expect(page.get_by_test_id("total-cases").locator("dd")).to_have_text("1")
    for table, name in (("by_centre", "서울글로벌센터"), ("by_language", "اردو"), ("by_method", "웹 채팅")):
        row = page.get_by_test_id(f"table-{table}").locator("tbody").get_by_role("row")
        await expect(row).to_have_count(1)
        await expect(row.get_by_role("rowheader")).to_have_text(name)
        await expect(row.get_by_role("cell").first).to_have_text("1")


def write_day(day: str) -> str:
    """A day as Korean writes it, 2026. 12. 1."""
    return "".join(f" {int(part)}." for part in day.split("-")).strip()


async def read_workbook(page: Page) -> dict[str, tuple[object, ...]]:
    """Return the first line of each table that has one, out of what is downloaded."""
    async with page.expect_download() as downloading:
        await page.get_by_test_id("workbook").click()
    book = load_workbook(BytesIO((await (await downloading.value).path()).read_bytes()))
    lines = {sheet.title: list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book}
    return {name: found[0] for name, found in lines.items() if found}
