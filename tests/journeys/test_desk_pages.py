"""The desk beside its conversations, in a real browser on a real gateway: records, reports, open questions."""

import httpx
import pytest
from playwright.async_api import Page, expect

from actions import payloads
from api.dialogue.rasa import read_item
from knowledge.languages import Language
from tests.fakes import FakeEngine
from tests.journeys.desk_site import CENTRE, DeskSite
from tests.journeys.test_widget import listen_for_trouble

pytestmark = [pytest.mark.browser]


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
