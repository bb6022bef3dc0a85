"""How the desk's conversations lie on the screen: tabs, rows, the end of what was said; staged."""

import pytest
from playwright.async_api import Page, expect

from tests.journeys.staged_desk import StagedDesk
from tests.journeys.test_desk_working import show

TOPS = "(tabs) => [...new Set(tabs.map((one) => one.getBoundingClientRect().top))].length"
SQUASHED = "(rows) => rows.filter((one) => one.scrollHeight > one.clientHeight).length"

pytestmark = [pytest.mark.browser]


@pytest.mark.parametrize("language", ["ko", "en"])
async def test_tabs_of_the_queue_stand_in_one_row(page: Page, url: str, desk: StagedDesk, language: str) -> None:
    for place in range(12):
        desk.add_ticket(f"waits-{place}")
    await desk.open(page, url, language)
    await expect(page.get_by_test_id("tab-waiting")).to_contain_text("12")
    assert await page.get_by_role("tab").evaluate_all(TOPS) == 1


async def test_rows_of_a_long_queue_keep_their_height(page: Page, url: str, desk: StagedDesk) -> None:
    for place in range(20):
        desk.add_ticket(f"waits-{place}")
    await desk.open(page, url)
    rows = page.get_by_test_id("ticket-row")
    await expect(rows).to_have_count(20)
    assert await rows.evaluate_all(SQUASHED) == 0


async def test_newest_message_stays_in_view_while_the_reply_grows(page: Page, url: str, desk: StagedDesk) -> None:
    for place in range(20):
        desk.say("first", "resident", f"Line {place}")
    await show(page, url, desk)
    newest = page.get_by_test_id("message").last
    await expect(newest).to_be_in_viewport(ratio=1)
    await page.get_by_test_id("reply-box").fill("\n" * 8)
    await expect(newest).to_be_in_viewport(ratio=1)


async def test_who_reads_further_up_is_left_there_while_the_reply_grows(page: Page, url: str, desk: StagedDesk) -> None:
    for place in range(20):
        desk.say("first", "resident", f"Line {place}")
    await show(page, url, desk)
    await expect(page.get_by_test_id("message").last).to_be_in_viewport(ratio=1)
    await page.get_by_test_id("message").first.scroll_into_view_if_needed()
    before = await page.get_by_test_id("reply-box").bounding_box()
    await page.get_by_test_id("reply-box").fill("\n" * 8)
    after = await page.get_by_test_id("reply-box").bounding_box()
    assert before
    assert after
    assert after["height"] > before["height"]
    await expect(page.get_by_test_id("message").first).to_be_in_viewport(ratio=1)
