"""What the desk does with tickets in any state: drafts, texts, translations, forms, shortcuts; staged."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.journeys.staged_desk import (
    COLLEAGUE,
    INTERPRETER,
    ME,
    QUESTION,
    TRANSLATION,
    StagedDesk,
    moment,
    serve_pages,
)

pytestmark = [pytest.mark.browser]


@pytest.fixture
async def url() -> AsyncIterator[str]:
    """Where the pages are."""
    async with serve_pages() as url:
        yield url


@pytest.fixture
def desk() -> StagedDesk:
    """A desk with two tickets of one's own."""
    desk = StagedDesk()
    for identity, minutes in (("first", 9), ("second", 3)):
        desk.add_ticket(identity, minutes_ago=minutes)
        desk.claim(identity)
    return desk


async def show(page: Page, url: str, desk: StagedDesk, ticket: str = "first", language: str = "en") -> None:
    """Open the desk on a ticket of one's own."""
    await desk.open(page, url, language)
    await page.get_by_test_id("tab-mine").click()
    await choose(page, ticket)


async def choose(page: Page, ticket: str) -> None:
    await page.locator(f'[data-ticket="{ticket}"]').click()
    await expect(page.get_by_test_id("reply-box")).to_be_visible()


async def open_texts(page: Page, words: str) -> None:
    await page.get_by_test_id("texts").click()
    await page.get_by_test_id("text-search").fill(words)
    await expect(page.get_by_test_id("found-text")).to_contain_text("방문 약속")


async def test_draft_of_each_ticket_is_kept_on_the_device(page: Page, url: str, desk: StagedDesk) -> None:
    await show(page, url, desk)
    await page.get_by_test_id("reply-box").fill("Half a rep")
    await choose(page, "second")
    await expect(page.get_by_test_id("reply-box")).to_have_value("")
    await page.reload()
    await page.get_by_test_id("tab-mine").click()
    await choose(page, "first")
    await expect(page.get_by_test_id("reply-box")).to_have_value("Half a rep")


async def test_refused_reply_says_why_and_goes_back_into_the_box(page: Page, url: str, desk: StagedDesk) -> None:
    desk.refusals["replies"] = (409, "Somebody else has this ticket.")
    await show(page, url, desk)
    await page.get_by_test_id("reply-box").fill("Too late")
    await page.get_by_test_id("send-reply").click()
    await expect(page.get_by_test_id("unsent")).to_contain_text("Somebody else has this ticket.")
    await page.get_by_test_id("edit-unsent").click()
    await expect(page.get_by_test_id("reply-box")).to_have_value("Too late")
    await expect(page.get_by_test_id("unsent")).to_have_count(0)


async def test_reply_is_tried_again_under_the_same_name_until_it_is_there(
    page: Page, url: str, desk: StagedDesk
) -> None:
    desk.refusals["replies"] = (0, "")
    await show(page, url, desk)
    await page.get_by_test_id("reply-box").fill("Once")
    async with page.expect_event("requestfailed", lambda request: request.url.endswith("/replies")):
        await page.get_by_test_id("send-reply").click()
    desk.refusals.clear()
    await expect(page.get_by_test_id("unsent")).to_have_count(0)
    sent = [body["client_id"] for body in desk.asked("POST", "/replies")]
    assert len(sent) >= 2
    assert len(set(sent)) == 1


async def test_manual_reply_is_found_by_its_shortcut_filled_in_and_sent(page: Page, url: str, desk: StagedDesk) -> None:
    await show(page, url, desk)
    await page.get_by_test_id("reply-box").press("/")
    await page.keyboard.type("app")
    await expect(page.get_by_test_id("found-text")).to_contain_text("방문 약속")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("variable-centre")).to_be_focused()
    await page.get_by_test_id("variable-centre").select_option("city")
    await page.get_by_test_id("variable-date").fill("2026-12-15")
    await page.get_by_test_id("variable-time").fill("14:30")
    await expect(page.get_by_test_id("own-version")).to_contain_text("2026년 12월 15일 14:30에 서울외국인주민지원센터")
    await page.get_by_test_id("send-text").click()
    await expect(page.get_by_test_id("texts-dialog")).to_have_count(0)
    await expect(page.get_by_test_id("unsent")).to_have_count(0)
    (body,) = desk.asked("POST", "/texts")
    assert body["variables"] == {"centre": "city", "date": "2026-12-15", "time": "14:30"}


async def test_text_that_lacks_a_variable_is_not_sent_but_can_be_inserted(
    page: Page, url: str, desk: StagedDesk
) -> None:
    await show(page, url, desk)
    await open_texts(page, "/app")
    await page.get_by_test_id("send-text").click()
    await expect(page.get_by_test_id("texts-dialog")).to_be_visible()
    assert desk.asked("POST", "/texts") == []
    await page.get_by_test_id("insert-text").click()
    await expect(page.get_by_test_id("reply-box")).to_have_value(re.compile(r"\{date\}"))


async def test_translation_stands_below_the_original_with_what_it_got_wrong(
    page: Page, url: str, desk: StagedDesk
) -> None:
    desk.messages["first"][0]["translation"] = TRANSLATION
    await show(page, url, desk)
    await expect(page.locator('[data-author="resident"] .said')).to_have_text(QUESTION)
    await expect(page.get_by_test_id("translation").locator("mark")).to_have_text("3")
    await expect(page.get_by_test_id("differences")).to_have_text("Number: 2 → 3")


async def test_draft_is_translated_only_when_asked_and_never_sent_by_itself(
    page: Page, url: str, desk: StagedDesk
) -> None:
    await show(page, url, desk)
    await page.get_by_test_id("reply-box").fill("진정을 내세요")
    await page.get_by_test_id("translate").click()
    made = page.get_by_test_id("draft-translation")
    await expect(made.locator("[lang=ur]")).to_have_attribute("dir", "rtl")
    assert desk.asked("POST", "/replies") == []
    await page.get_by_test_id("use-translation").click()
    await expect(page.get_by_test_id("reply-box")).to_have_value(re.compile("شکایت"))


async def test_draft_is_not_offered_a_translation_where_it_is_off(page: Page, url: str, desk: StagedDesk) -> None:
    desk.refusals["translation"] = (409, "Translation is off.")
    await show(page, url, desk)
    await page.get_by_test_id("reply-box").fill("진정을 내세요")
    await page.get_by_test_id("translate").click()
    await expect(page.get_by_text("Translation is off.")).to_be_visible()
    await expect(page.get_by_test_id("translate")).to_have_count(0)


async def test_mentioned_colleague_is_named_in_the_note(page: Page, url: str, desk: StagedDesk) -> None:
    await show(page, url, desk)
    await page.get_by_test_id("mode-note").click()
    await page.get_by_test_id("mention").focus()
    await page.get_by_test_id("mention").select_option(COLLEAGUE["id"])
    await page.get_by_test_id("reply-box").press("End")
    await page.get_by_test_id("reply-box").press_sequentially("please look")
    await page.get_by_test_id("send-reply").click()
    await expect(page.get_by_test_id("note")).to_contain_text("please look")
    (body,) = desk.asked("POST", "/notes")
    assert (body["text"], body["mentions"]) == (f"@{COLLEAGUE['name']} please look", [COLLEAGUE["id"]])


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
    desk.refusals["release"] = (409, "This ticket is not yours.")
    await show(page, url, desk)
    await page.get_by_test_id("do-release").click()
    await page.get_by_test_id("release-note").fill("lunch")
    await page.get_by_test_id("release-done").click()
    await expect(page.get_by_test_id("window-trouble")).to_have_text("This ticket is not yours.")
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
