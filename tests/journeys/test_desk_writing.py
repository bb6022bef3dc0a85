"""What counsellors write at the desk: drafts, texts of the manual, translations, notes, answers begun early; staged."""

import asyncio
import re

import pytest
from playwright.async_api import Page, expect

from tests.journeys.staged_desk import COLLEAGUE, QUESTION, TRANSLATION, StagedDesk
from tests.journeys.test_desk_working import choose, show

pytestmark = [pytest.mark.browser]


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
    desk.refusals["replies"] = (409, "not-your-ticket")
    await show(page, url, desk)
    await page.get_by_test_id("reply-box").fill("Too late")
    await page.get_by_test_id("send-reply").click()
    await expect(page.get_by_test_id("unsent")).to_contain_text("This conversation is not with you.")
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
    desk.refusals["translation"] = (409, "translation-off")
    await show(page, url, desk)
    await page.get_by_test_id("reply-box").fill("진정을 내세요")
    await page.get_by_test_id("translate").click()
    await expect(page.get_by_text("Machine translation is not available at the moment.")).to_be_visible()
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


async def begin_to_claim(page: Page, url: str, desk: StagedDesk, words: str) -> asyncio.Event:
    """Take a conversation and write into the box; the gateway answers once the event is set."""
    desk.add_ticket("new")
    desk.held["claim"] = asyncio.Event()
    await desk.open(page, url)
    await choose(page, "new")
    await page.get_by_test_id("claim").click()
    await page.get_by_test_id("reply-box").press_sequentially(words)
    return desk.held["claim"]


async def test_words_typed_before_a_claim_is_confirmed_become_the_reply(page: Page, url: str, desk: StagedDesk) -> None:
    answered = await begin_to_claim(page, url, desk, "Hel")
    await page.keyboard.press("Control+Enter")
    answered.set()
    await expect(page.get_by_test_id("end")).to_be_visible()
    await expect(page.get_by_test_id("reply-box")).to_be_focused()
    await page.keyboard.type("lo")
    await page.get_by_test_id("send-reply").click()
    await expect(page.locator('[data-author="counsellor"]')).to_contain_text("Hello")
    assert desk.asked("POST", "/notes") == []


async def test_words_typed_while_a_colleague_took_the_conversation_stay_as_a_note(
    page: Page, url: str, desk: StagedDesk
) -> None:
    desk.refusals["claim"] = (409, "already-claimed")
    answered = await begin_to_claim(page, url, desk, "Hello")
    desk.claim("new", COLLEAGUE)
    answered.set()
    await expect(page.get_by_test_id("trouble")).to_have_text(
        "A colleague has taken this conversation, or it is closed."
    )
    await expect(page.get_by_test_id("reply-box")).to_have_value("Hello")
    await expect(page.get_by_test_id("send-reply")).to_have_text("Save the note")


async def test_words_typed_while_a_claim_does_not_get_through_wait_for_the_next(
    page: Page, url: str, desk: StagedDesk
) -> None:
    desk.refusals["claim"] = (0, "")
    answered = await begin_to_claim(page, url, desk, "Hello")
    answered.set()
    await expect(page.get_by_test_id("trouble")).to_contain_text("No connection.")
    await expect(page.get_by_test_id("reply-box")).to_have_value("Hello")
    await expect(page.get_by_test_id("send-reply")).to_be_disabled()
    desk.refusals.clear()
    await page.get_by_test_id("claim").click()
    await expect(page.get_by_test_id("send-reply")).to_be_enabled()
    await expect(page.get_by_test_id("send-reply")).to_have_text("Send")


async def test_note_begun_before_a_claim_stays_a_note(page: Page, url: str, desk: StagedDesk) -> None:
    desk.add_ticket("new")
    await desk.open(page, url)
    await choose(page, "new")
    await page.get_by_test_id("reply-box").fill("Speaks some Korean")
    await page.get_by_test_id("claim").click()
    await expect(page.get_by_test_id("mode-note")).to_have_attribute("aria-pressed", "true")
    await expect(page.get_by_test_id("reply-box")).to_have_value("Speaks some Korean")
