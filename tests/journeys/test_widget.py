"""What residents and counsellors see: the chat page, the bubble on another site, the desk, in a real browser."""

import asyncio
import re

import pytest
from playwright.async_api import ConsoleMessage, Locator, Page, Route, expect

from tests.api.test_conversations import QUESTIONS
from tests.conftest import LANGUAGES
from tools.stack import Stack

ANSWER_WITHIN = 20_000
QUESTION = QUESTIONS["en"]
MARKUP = '<img src=x onerror="document.title=1"><script>document.title=2</script>'

pytestmark = [pytest.mark.bot, pytest.mark.browser]


def listen_for_trouble(page: Page) -> list[str]:
    """What any page of this browser complains of from now on: errors, failed loads, breaches of the policy."""
    trouble: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            trouble.append(f"{message.location['url']}: {message.text}")

    page.context.on("console", hear)
    page.context.on("weberror", lambda error: trouble.append(str(error.error)))
    return trouble


async def ask(page: Page, text: str) -> None:
    await page.get_by_test_id("input").fill(text)
    await page.get_by_test_id("send").click()


def said_by(page: Page, author: str) -> Locator:
    return page.locator(f'[data-testid="message"][data-author="{author}"]')


def answer(page: Page) -> Locator:
    return page.locator('[data-testid="message"][data-kind="answer"]').last


async def wait_for_counsellor(page: Page, stack: Stack, question: str) -> None:
    """Ask, then press the button that leads to a person."""
    await page.goto(f"{stack.url}/?language=en")
    await ask(page, question)
    await expect(said_by(page, "bot").first).to_be_visible(timeout=ANSWER_WITHIN)
    await page.get_by_test_id("counsellor-button").click()
    await expect(page.get_by_test_id("queue-status")).to_be_visible(timeout=ANSWER_WITHIN)


async def open_desk(page: Page, stack: Stack) -> Page:
    """A second page of the same browser, signed in at the desk."""
    desk = await page.context.new_page()
    await desk.goto(f"{stack.url}/desk?code={await asyncio.to_thread(stack.desk_code)}")
    await expect(desk.get_by_test_id("tab-waiting")).to_be_visible()
    return desk


async def reply(desk: Page, text: str) -> None:
    await desk.get_by_test_id("reply-box").fill(text)
    await desk.get_by_test_id("send-reply").click()


async def end(desk: Page, then: str) -> None:
    """Close the open conversation; `then` is "bot" or "closed"."""
    await desk.get_by_test_id("end").click()
    if then == "closed":
        await desk.get_by_test_id("next-closed").check()
    await desk.get_by_test_id("close-done").click()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_question_in_any_language_leads_to_the_guide_in_that_language(
    page: Page, stack: Stack, language: str
) -> None:
    trouble = listen_for_trouble(page)
    await page.goto(stack.url)
    await ask(page, QUESTIONS[language])
    citation = said_by(page, "bot").get_by_test_id("citation").first
    await expect(citation).to_be_visible(timeout=ANSWER_WITHIN)
    await expect(page.locator("html")).to_have_attribute("lang", language)
    await citation.click()
    async with page.expect_popup() as opened:
        await page.get_by_test_id("article-outside").click()
    guide = await opened.value
    await expect(guide).to_have_url(f"{stack.url}/guide/{language}/visa.extension")
    await expect(guide.locator("html")).to_have_attribute("lang", language)
    title = await guide.locator("h1").inner_text()
    assert title in await citation.inner_text()
    assert trouble == []


async def test_urdu_runs_from_right_to_left_down_to_the_composer(phone: Page, stack: Stack) -> None:
    await phone.goto(f"{stack.url}/?language=ur")
    composer, send = phone.get_by_test_id("input"), phone.get_by_test_id("send")
    await expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    await expect(composer).to_have_css("direction", "rtl")
    box, button = await composer.bounding_box(), await send.bounding_box()
    assert box
    assert button
    assert button["x"] < box["x"]
    assert await phone.evaluate("document.documentElement.scrollWidth") == 360


async def test_figures_of_an_urdu_answer_keep_their_order(phone: Page, stack: Stack) -> None:
    await phone.goto(f"{stack.url}/?language=ur")
    await ask(phone, "تاریخ 2026-09-15، فون 02-2075-4180 یا 1345، دفعہ 112")
    own = said_by(phone, "resident").first
    await expect(own.locator("bdi")).to_have_text(["2026-09-15"])
    await expect(own.locator("a")).to_have_text(["02-2075-4180", "1345"])


async def test_resident_and_counsellor_talk_and_part(page: Page, stack: Stack) -> None:
    trouble = listen_for_trouble(page)
    question = f"{QUESTION} My name is Anna."
    await wait_for_counsellor(page, stack, question)
    desk = await open_desk(page, stack)
    await expect(desk).to_have_url(f"{stack.url}/desk")
    await desk.get_by_test_id("ticket-row").filter(has_text=question).click()
    await desk.get_by_test_id("claim").click()
    await expect(page.get_by_test_id("human-status")).to_be_visible()

    await reply(desk, "Please call 1345 first.")
    heard = said_by(page, "counsellor")
    await expect(heard).to_contain_text("Please call 1345 first.")
    await expect(heard.locator("a")).to_have_attribute("href", "tel:1345")
    await ask(page, "Thank you, I will.")
    await expect(said_by(desk, "resident").last).to_contain_text("Thank you, I will.")

    await end(desk, then="closed")
    await expect(page.get_by_test_id("closed-status")).to_be_visible()
    await expect(said_by(page, "counsellor")).to_have_count(1)
    assert trouble == []


async def test_conversation_goes_back_to_the_assistant(page: Page, stack: Stack) -> None:
    question = f"{QUESTION} My name is Bolor."
    await wait_for_counsellor(page, stack, question)
    desk = await open_desk(page, stack)
    await desk.get_by_test_id("ticket-row").filter(has_text=question).click()
    await desk.get_by_test_id("claim").click()
    await end(desk, then="bot")
    await expect(page.get_by_test_id("counsellor-button")).to_be_visible()
    await ask(page, QUESTION)
    await expect(said_by(page, "bot")).to_have_count(2, timeout=ANSWER_WITHIN)


async def test_message_written_without_a_network_is_sent_once(page: Page, stack: Stack) -> None:
    await page.goto(f"{stack.url}/?language=en")
    await ask(page, "hello")
    await expect(said_by(page, "bot")).to_have_count(1, timeout=ANSWER_WITHIN)
    await page.context.set_offline(True)
    await ask(page, QUESTION)
    await expect(page.get_by_test_id("not-sent")).to_be_visible()
    await page.context.set_offline(False)
    await expect(answer(page)).to_be_visible(timeout=ANSWER_WITHIN)
    await expect(page.get_by_test_id("not-sent")).to_have_count(0)
    await page.reload()
    await expect(answer(page)).to_be_visible()
    await expect(said_by(page, "resident").filter(has_text=QUESTION)).to_have_count(1)
    await expect(said_by(page, "bot")).to_have_count(2)


async def test_message_written_without_a_network_survives_closing_the_page(page: Page, stack: Stack) -> None:
    await page.goto(f"{stack.url}/?language=en")
    await expect(page.get_by_test_id("input")).to_be_visible()
    await page.context.set_offline(True)
    await ask(page, QUESTION)
    await expect(page.get_by_test_id("not-sent")).to_be_visible()
    await page.context.set_offline(False)
    later = await page.context.new_page()
    await page.close()
    await later.goto(stack.url)
    await expect(answer(later)).to_be_visible(timeout=ANSWER_WITHIN)
    await expect(said_by(later, "resident")).to_have_count(1)


async def test_message_whose_answer_was_lost_on_the_way_is_stored_once(page: Page, stack: Stack) -> None:
    async def lose_answer(route: Route) -> None:
        await route.fetch()
        await route.abort()

    await page.goto(f"{stack.url}/?language=en")
    await page.route("**/messages", lose_answer, times=1)
    await ask(page, QUESTION)
    await expect(answer(page)).to_be_visible(timeout=ANSWER_WITHIN)
    await page.reload()
    await expect(answer(page)).to_be_visible()
    await expect(said_by(page, "resident")).to_have_count(1)
    await expect(said_by(page, "bot")).to_have_count(1)


async def test_bubble_on_another_site_opens_and_answers(phone: Page, stack: Stack) -> None:
    trouble = listen_for_trouble(phone)
    await phone.goto(f"{stack.url}/embed")
    await phone.get_by_test_id("bubble").click()
    await ask(phone, QUESTION)
    await expect(answer(phone).get_by_test_id("citation")).to_be_visible(timeout=ANSWER_WITHIN)
    await phone.keyboard.press("Escape")
    await expect(phone.get_by_test_id("input")).to_have_count(0)
    await expect(phone.get_by_test_id("bubble")).to_be_focused()
    assert trouble == []


async def test_markup_of_a_resident_is_shown_as_text_on_both_sides(page: Page, stack: Stack) -> None:
    trouble = listen_for_trouble(page)
    await wait_for_counsellor(page, stack, MARKUP)
    desk = await open_desk(page, stack)
    await desk.get_by_test_id("ticket-row").filter(has_text=MARKUP).click()
    for side in (page, desk):
        await expect(said_by(side, "resident").first).to_contain_text(MARKUP)
        await expect(side.locator("img")).to_have_count(0)
        await expect(side).not_to_have_title(re.compile("^[12]$"))
    assert trouble == []


async def test_chosen_language_is_spoken_everywhere_and_kept(page: Page, stack: Stack) -> None:
    await page.goto(stack.url)
    await page.get_by_test_id("language-menu").select_option("vi")
    await expect(page.locator("html")).to_have_attribute("lang", "vi")
    await ask(page, QUESTION)
    link = answer(page).get_by_test_id("citation").first
    await expect(link).to_have_attribute("href", f"{stack.url}/guide/vi/visa.extension", timeout=ANSWER_WITHIN)
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("lang", "vi")
