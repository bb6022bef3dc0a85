"""What the desk does with tickets in any state: windows, lists, tags, shortcuts; staged."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.journeys.staged_desk import COLLEAGUE, INTERPRETER, ME, StagedDesk, moment

pytestmark = [pytest.mark.browser]


async def show(page: Page, url: str, desk: StagedDesk, ticket: str = "first", language: str = "en") -> None:
    """Open the desk on a ticket of one's own."""
    await desk.open(page, url, language)
    await page.get_by_test_id("tab-mine").click()
    await choose(page, ticket)


async def choose(page: Page, ticket: str) -> None:
    await page.locator(f'[data-ticket="{ticket}"]').click()
    await expect(page.get_by_test_id("reply-box")).to_be_visible()


FORMS: dict[str, tuple[dict[str, str], str, dict[str, Any]]] = {
    "transfer": ({"[name=to]": "centre:east", "[name=note]": "x"}, "/transfer", {"centre": "east", "note": "x"}),
    "release": ({"[name=note]": "lunch"}, "/release", {"note": "lunch"}),
    "topic": ({"[name=area]": "job"}, "/topic", {"area": "job", "article": "job.unpaid-wages"}),
    "invite": ({"[name=guest]": INTERPRETER["id"]}, "/guests", {"counsellor": INTERPRETER["id"]}),
}


@pytest.mark.parametrize("name", FORMS)
async def test_form_says_to_the_gateway_what_was_filled_in(page: Page, url: str, desk: StagedDesk, name: str) -> None:
    fields, path, body = FORMS[name]
    await show(page, url, desk)
    await page.get_by_test_id(f"do-{name}").click()
    for selector, value in fields.items():
        field = page.get_by_test_id(f"{name}-dialog").locator(selector)
        if await field.evaluate("(one) => one.localName") == "select":
            await field.select_option(value)
        else:
            await field.fill(value)
    await page.get_by_test_id(f"{name}-done").click()
    await expect(page.get_by_test_id(f"{name}-dialog")).to_have_count(0)
    assert desk.asked("POST", path) == [body]


@pytest.mark.parametrize(("name", "field"), [("snooze", "until"), ("callback", "at")])
async def test_moment_is_told_with_its_time_zone(page: Page, url: str, desk: StagedDesk, name: str, field: str) -> None:
    await show(page, url, desk)
    await page.get_by_test_id(f"do-{name}").click()
    await page.get_by_test_id("moment").fill("2030-01-02T09:30")
    await page.get_by_test_id(f"{name}-done").click()
    await expect(page.get_by_test_id(f"{name}-dialog")).to_have_count(0)
    expected = await page.evaluate("new Date('2030-01-02T09:30').toISOString()")
    assert desk.asked("POST", f"/{name}") == [{field: expected}]


async def test_put_off_ticket_leaves_the_list_for_its_own_tab(page: Page, url: str, desk: StagedDesk) -> None:
    await show(page, url, desk)
    await page.get_by_test_id("do-snooze").click()
    await page.get_by_test_id("snooze-choice").first.click()
    await page.get_by_test_id("snooze-done").click()
    await expect(page.locator('[data-ticket="first"]')).to_have_count(0)
    await page.get_by_test_id("tab-snoozed").click()
    await expect(page.locator('[data-ticket="first"]')).to_be_visible()


async def test_what_the_gateway_refuses_is_said_in_the_window_which_stays_open(
    page: Page, url: str, desk: StagedDesk
) -> None:
    desk.refusals["release"] = (409, "not-your-ticket")
    await show(page, url, desk)
    await page.get_by_test_id("do-release").click()
    await page.get_by_test_id("release-note").fill("lunch")
    await page.get_by_test_id("release-done").click()
    await expect(page.get_by_test_id("window-trouble")).to_have_text("This conversation is not with you.")
    await expect(page.get_by_test_id("release-note")).to_have_value("lunch")


async def test_tags_are_added_and_taken_away(page: Page, url: str, desk: StagedDesk) -> None:
    await show(page, url, desk)
    await page.get_by_test_id("new-tag").fill("소송")
    await page.get_by_test_id("new-tag").press("Enter")
    await expect(page.get_by_test_id("tags")).to_contain_text("소송")
    await page.get_by_role("button", name="Remove 임금").click()
    await expect(page.get_by_test_id("tags")).not_to_contain_text("임금")
    assert [body["tags"] for body in desk.asked("PUT", "/tags")] == [["임금", "소송"], ["소송"]]


async def test_ticked_points_of_a_check_list_are_remembered(page: Page, url: str, desk: StagedDesk) -> None:
    await show(page, url, desk)
    await page.get_by_label("Is there a contract?").check()
    await page.reload()
    await page.get_by_test_id("tab-mine").click()
    await choose(page, "first")
    await expect(page.get_by_label("Is there a contract?")).to_be_checked()


async def test_filter_narrows_the_list_but_never_hides_somebody_in_danger(
    page: Page, url: str, desk: StagedDesk
) -> None:
    desk.add_ticket("russian", "ru")
    desk.add_ticket("danger", "vi", priority="urgent", reason="danger")
    await desk.open(page, url)
    await page.get_by_test_id("filter").click()
    await page.get_by_test_id("filter-language").select_option("zh")
    await expect(page.locator('[data-ticket="russian"]')).to_have_count(0)
    await expect(page.locator('[data-ticket="danger"]')).to_be_visible()


async def test_waiting_time_ticks(page: Page, url: str, desk: StagedDesk) -> None:
    await page.clock.install()
    desk.add_ticket("waits", minutes_ago=4)
    await desk.open(page, url)
    time = page.locator("waiting-time")
    await expect(time).to_have_text(re.compile("^4:0"))
    await page.clock.run_for(30_000)
    await expect(time).to_have_text(re.compile("^4:3"))


async def test_letters_typed_into_a_field_are_no_shortcuts(page: Page, url: str, desk: StagedDesk) -> None:
    await show(page, url, desk)
    await page.get_by_test_id("reply-box").press_sequentially("jkcrnte?")
    await expect(page.get_by_test_id("reply-box")).to_have_value("jkcrnte?")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.get_by_test_id("reply-box").press("Escape")
    await page.keyboard.press("e")
    await expect(page.get_by_test_id("close-dialog")).to_be_visible()


async def test_shortcuts_work_on_a_korean_keyboard(page: Page, url: str, desk: StagedDesk) -> None:
    await show(page, url, desk)
    press = "window.dispatchEvent(new KeyboardEvent('keydown', { key: 'ㅜ', code: 'KeyN', cancelable: true }))"
    await page.evaluate(press)
    await expect(page.get_by_test_id("mode-note")).to_have_attribute("aria-pressed", "true")
    await expect(page.get_by_test_id("reply-box")).to_be_focused()


async def test_single_keys_are_told_in_the_help_and_can_be_switched_off(page: Page, url: str, desk: StagedDesk) -> None:
    await show(page, url, desk)
    await page.keyboard.press("?")
    await expect(page.get_by_test_id("help-dialog").locator("kbd")).to_have_count(13)
    await page.get_by_test_id("shortcuts-on").uncheck()
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("help-dialog")).to_have_count(0)
    await page.keyboard.press("e")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.keyboard.press("Control+K")
    await expect(page.get_by_test_id("texts-dialog")).to_be_visible()


async def test_what_was_said_is_searched_and_opened(page: Page, url: str, desk: StagedDesk) -> None:
    await desk.open(page, url)
    await page.get_by_test_id("message-search").press_sequentially("تنخواہ")
    await page.get_by_test_id("found-message").click()
    await expect(page.get_by_test_id("reply-box")).to_be_visible()
    await expect(page.get_by_test_id("message-search")).to_have_value("تنخواہ")


async def test_colleague_with_the_right_takes_over(page: Page, url: str, desk: StagedDesk) -> None:
    desk.claim("first", COLLEAGUE)
    await desk.open(page, url)
    await page.get_by_test_id("tab-open").click()
    await choose(page, "first")
    await expect(page.get_by_test_id("holder")).to_have_text(f"With {COLLEAGUE['name']}")
    await page.get_by_test_id("do-take-over").click()
    await page.get_by_test_id("take-over-note").fill("ill")
    await page.get_by_test_id("take-over-done").click()
    await expect(page.get_by_test_id("end")).to_be_visible()


async def test_small_screen_shows_one_pane_at_a_time(phone: Page, url: str, desk: StagedDesk) -> None:
    await show(phone, url, desk)
    await expect(phone.get_by_test_id("tab-mine")).to_be_hidden()
    assert await phone.evaluate("document.documentElement.scrollWidth") == 360
    await phone.get_by_test_id("context-toggle").click()
    await expect(phone.get_by_test_id("context")).to_be_visible()
    await phone.get_by_role("button", name="Hide details").click()
    await phone.get_by_test_id("to-queue").click()
    await expect(phone.get_by_test_id("tab-mine")).to_be_visible()


async def test_deleted_conversation_leaves_no_words_on_the_screen(page: Page, url: str, desk: StagedDesk) -> None:
    desk.tickets["first"] |= {"deleted": True, "state": "closed", "closed_at": moment(), "counsellor": ME}
    await desk.open(page, url)
    await page.get_by_test_id("tab-closed").click()
    await page.locator('[data-ticket="first"]').click()
    await expect(page.get_by_test_id("deleted")).to_be_visible()
    await expect(page.get_by_test_id("message")).to_have_count(0)
