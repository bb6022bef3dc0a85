"""The chat on other sites, its articles beside it, and what becomes of a conversation: kept, printed, deleted."""

import asyncio
import gzip
import re

import pytest
from playwright.async_api import Page, Route, expect

from api.settings import ApiSettings
from tests.journeys.staged import ANSWERS, KEY, StagedGateway, choose, embed, kept_key, settle, show
from tests.journeys.test_widget import (
    ANSWER_WITHIN,
    QUESTION,
    answer,
    ask,
    listen_for_trouble,
    open_desk,
    said_by,
    wait_for_counsellor,
)
from tools.stack import Stack

LARGEST_WIDGET = 50 * 1024
CHAT = "document.querySelector('gildongmu-chat')"
HEAR = """for (const name of ["open", "close", "language", "message"])
  addEventListener(`gildongmu-${name}`, ({detail}) => (window.heard ??= []).push([name, detail]));"""

pytestmark = [pytest.mark.bot, pytest.mark.browser]


# The line of HTML, its attributes, methods and events


async def test_line_of_html_names_language_theme_and_centre(page: Page, stack: Stack, gateway: StagedGateway) -> None:
    await gateway.play(page, is_started=False)
    await embed(page, stack, 'data-language="ru" data-theme="dark" data-centre="dongdaemun"')
    chat = page.locator("gildongmu-chat")
    await expect(chat).to_have_css("color-scheme", "dark")
    await page.get_by_test_id("bubble").click()
    await expect(page.get_by_test_id("language-menu")).to_have_value("ru")
    await ask(page, QUESTION)
    await expect(said_by(page, "resident")).to_be_visible()
    assert gateway.asked("POST", "/conversations") == [{"language": "ru", "centre": "dongdaemun"}]


async def test_bubble_of_another_origin_really_answers(page: Page, stack: Stack) -> None:
    trouble = listen_for_trouble(page)
    await embed(page, stack, 'data-language="en"')
    await page.get_by_test_id("bubble").click()
    await ask(page, QUESTION)
    await answer(page).get_by_test_id("citation").first.click(timeout=ANSWER_WITHIN)
    await expect(page.get_by_test_id("article").locator("h3").first).to_be_visible()
    await page.get_by_test_id("close-article").click()
    await choose(page, "delete")
    await page.get_by_test_id("delete-dialog").get_by_test_id("yes").click()
    await expect(page.get_by_test_id("welcome")).to_be_visible()
    assert trouble == []


async def test_page_opens_closes_and_is_told_who_speaks_but_not_what(
    page: Page, stack: Stack, gateway: StagedGateway
) -> None:
    gateway.say_answer()
    await page.add_init_script(HEAR)
    await gateway.play(page)
    await page.goto(f"{stack.url}/embed")
    await expect(page.get_by_test_id("bubble")).to_be_visible()
    await page.evaluate(f"{CHAT}.open()")
    await expect(answer(page)).to_be_visible()
    await ask(page, "A secret")
    await expect(said_by(page, "resident")).to_have_count(2)
    await page.evaluate(f"{CHAT}.close()")
    await expect(page.get_by_test_id("input")).to_have_count(0)
    heard = [event for event in await page.evaluate("heard") if event[0] != "language"]
    assert heard == [["open", {}], ["message", {"author": "resident"}], ["close", {}]]


async def test_page_sets_the_language_and_only_one_of_the_eight(
    page: Page, stack: Stack, gateway: StagedGateway
) -> None:
    await page.add_init_script(HEAR)
    await show(page, stack, gateway)
    await page.evaluate(f"{CHAT}.setLanguage('mn')")
    await expect(page.get_by_test_id("language-menu")).to_have_value("mn")
    assert ["language", {"language": "mn"}] in await page.evaluate("heard")
    assert gateway.asked("PATCH", KEY["id"]) == [{"language": "mn"}]
    refusal = await page.evaluate(f"{CHAT}.setLanguage('xx').catch(String)")
    assert refusal == "RangeError: xx is not one of ko, en, zh, vi, mn, ru, uz, ur"


async def test_page_tells_who_writes_before_the_first_message_and_in_every_later_conversation(
    page: Page, stack: Stack, gateway: StagedGateway
) -> None:
    await gateway.play(page, is_started=False)
    await page.goto(f"{stack.url}/?language=en")
    await expect(page.get_by_test_id("input")).to_be_visible()
    await page.evaluate(f"{CHAT}.identify({{name: 'Anna', reference: 'x'.repeat(100), other: 1}})")
    told = {"visitor": {"name": "Anna", "reference": "x" * 80}}
    await ask(page, QUESTION)
    await expect(said_by(page, "resident")).to_be_visible()
    assert gateway.asked("PATCH", KEY["id"]) == [told]
    await page.evaluate(f"{CHAT}.identify({{name: 'Anna', reference: 'x'.repeat(100)}})")
    gateway.messages.clear()
    await choose(page, "start-over")
    await page.get_by_test_id("start-over-dialog").get_by_test_id("yes").click()
    await ask(page, QUESTION)
    await expect(said_by(page, "resident")).to_be_visible()
    assert gateway.asked("PATCH", KEY["id"]) == [told, told]


# Articles beside the chat


async def test_article_opens_beside_the_chat_and_gives_the_focus_back(
    page: Page, stack: Stack, gateway: StagedGateway
) -> None:
    trouble = listen_for_trouble(page)
    gateway.say_answer()
    await show(page, stack, gateway)
    await page.get_by_test_id("citation").click()
    article = page.get_by_test_id("article")
    await expect(article.get_by_role("heading", level=2)).to_be_focused()
    await expect(article.locator("li").first).to_be_visible()
    await expect(article.locator("a[href='tel:1345']").first).to_be_visible()
    await expect(article.get_by_test_id("article-outside")).to_have_attribute(
        "href", f"{stack.url}/guide/en/visa.extension"
    )
    await expect(page.get_by_test_id("input")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(article).to_have_count(0)
    await expect(page.get_by_test_id("citation")).to_be_focused()
    assert trouble == []


async def test_article_covers_the_chat_of_a_telephone_until_it_is_closed(
    phone: Page, stack: Stack, gateway: StagedGateway
) -> None:
    gateway.say_answer()
    await show(phone, stack, gateway)
    await phone.get_by_test_id("citation").click()
    await expect(phone.get_by_test_id("article").locator("li").first).to_be_visible()
    await expect(phone.get_by_test_id("input")).to_be_hidden()
    assert await phone.evaluate("document.documentElement.scrollWidth") == 360
    gateway.say("counsellor", "I am here now.")
    await expect(phone.get_by_test_id("article").get_by_text("New messages")).to_be_visible()
    await phone.get_by_test_id("close-article").click()
    await expect(phone.get_by_test_id("input")).to_be_visible()


async def test_nothing_of_a_foreign_page_but_its_text_comes_into_the_article(
    page: Page, stack: Stack, gateway: StagedGateway
) -> None:
    evil = (
        "<article><h1>No</h1><p onclick='document.title=1' style='color:red'>Text <script>document.title=2</script>"
        "<img src=x onerror='document.title=3'><a href='javascript:document.title=4'>link</a></p>"
        "<iframe src='/'></iframe><svg onload='document.title=5'></svg><template><p>t</p></template>"
        "<section id='p2'><marquee>Passage</marquee></section></article>"
    )
    await page.route("**/guide/**", lambda route: route.fulfill(content_type="text/html", body=evil))
    gateway.say_answer()
    gateway.messages[-1]["citations"][0]["url"] += "#p2"
    await show(page, stack, gateway)
    await page.get_by_test_id("citation").click()
    content = page.get_by_test_id("article").locator("[aria-busy]")
    await expect(content.locator(".cited")).to_have_text("Passage")
    markup = re.sub(r"<!--.*?-->", "", await content.inner_html())
    assert markup == ('<p>Text <span>link</span></p><section data-passage="p2" class="cited">Passage</section>')
    await expect(page).not_to_have_title(re.compile(r"^\d$"))


async def test_article_that_does_not_come_can_be_asked_for_again(
    page: Page, stack: Stack, gateway: StagedGateway
) -> None:
    await page.route("**/guide/**", lambda route: route.abort(), times=1)
    gateway.say_answer()
    await show(page, stack, gateway)
    await page.get_by_test_id("citation").click()
    await expect(page.get_by_test_id("article-failed")).to_be_visible()
    await page.get_by_test_id("article").get_by_role("button", name="Try again").click()
    await expect(page.get_by_test_id("article").locator("li").first).to_be_visible()


# Keeping, printing, deleting


async def test_conversation_is_saved_as_text_with_its_sources(page: Page, stack: Stack, gateway: StagedGateway) -> None:
    gateway.meet()
    await show(page, stack, gateway)
    await expect(said_by(page, "counsellor")).to_be_visible()
    await page.get_by_test_id("more").click()
    async with page.expect_download() as saved:
        await page.get_by_test_id("save-transcript").click()
    download = await saved.value
    assert re.fullmatch(r"gildongmu-\d{4}-\d\d-\d\d\.txt", download.suggested_filename)
    text = (await download.path()).read_text(encoding="utf-8")
    assert "22 Nov 2026, 05:00 · You\nWhere do I extend my visa before it ends?" in text
    assert f"Assistant\n{ANSWERS['en']}\n→ " in text
    assert f"checked on 22 Nov 2026 · {stack.url}/guide/en/visa.extension" in text
    assert "· 김하나\n" in text


async def test_printing_shows_the_words_and_nothing_of_the_page_around(
    page: Page, stack: Stack, gateway: StagedGateway
) -> None:
    gateway.say_answer()
    await page.add_init_script("window.print = () => { window.printed = true; }")
    await gateway.play(page)
    await page.goto(f"{stack.url}/embed?language=en")
    await page.get_by_test_id("bubble").click()
    await expect(answer(page)).to_be_visible()
    await choose(page, "print")
    await page.emulate_media(media="print")
    assert await page.evaluate("printed")
    await expect(answer(page)).to_be_visible()
    await expect(page.locator("body > main")).to_be_hidden()
    await expect(page.get_by_test_id("input")).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await page.evaluate("dispatchEvent(new Event('afterprint'))")
    await page.emulate_media(media="screen")
    await expect(page.locator("body > main")).to_be_visible()
    await page.emulate_media(media="print")
    await expect(page.locator("body > main")).to_be_visible()


async def test_conversation_is_deleted_only_after_a_question_and_stays_when_that_fails(
    page: Page, stack: Stack, gateway: StagedGateway
) -> None:
    gateway.say_answer()
    await show(page, stack, gateway)
    await choose(page, "delete")
    dialog = page.get_by_test_id("delete-dialog")
    await dialog.get_by_role("button", name="Cancel").click()
    assert gateway.asked("DELETE", KEY["id"]) == []
    await expect(page.get_by_test_id("more")).to_be_focused()

    await choose(page, "delete")
    gateway.refusals[KEY["id"]] = (500, "internal")
    await dialog.get_by_test_id("yes").click()
    await expect(dialog.get_by_role("alert")).to_be_visible()
    await expect(answer(page)).to_be_visible()

    gateway.refusals.clear()
    await dialog.get_by_test_id("yes").click()
    await expect(page.get_by_test_id("welcome")).to_be_visible()
    assert await page.evaluate("Object.keys(localStorage).filter((name) => name.endsWith(':key')).length") == 0


async def test_deleted_conversation_is_gone_for_its_counsellor_too(page: Page, stack: Stack) -> None:
    question = f"{QUESTION} My name is Dilnoza."
    await wait_for_counsellor(page, stack, question)
    await choose(page, "delete")
    await page.get_by_test_id("delete-dialog").get_by_test_id("yes").click()
    await expect(page.get_by_test_id("welcome")).to_be_visible()
    desk = await open_desk(page, stack)
    await expect(desk.get_by_test_id("ticket-row").filter(has_text=question)).to_have_count(0)


async def test_quick_exit_leaves_nothing_on_the_device(page: Page, stack: Stack, gateway: StagedGateway) -> None:
    gateway.say_answer()
    elsewhere = "https://www.weather.go.kr/"
    await page.route(elsewhere, lambda route: route.fulfill(body="weather"))
    await show(page, stack, gateway)
    await page.get_by_test_id("leave-quickly").click()
    await page.wait_for_url(elsewhere)
    await page.goto(f"{stack.url}/static/sign.svg")
    assert await page.evaluate("localStorage.length") == 0


async def test_key_that_arrives_after_the_quick_exit_is_thrown_away(
    page: Page, stack: Stack, gateway: StagedGateway
) -> None:
    elsewhere = "https://www.weather.go.kr/"
    key, leaving = asyncio.Event(), asyncio.Event()

    async def be_slow(route: Route) -> None:
        # Without content the old page stays, as it does until the next one is there.
        await route.fulfill(status=204)
        leaving.set()

    await page.route(elsewhere, be_slow)
    gateway.held["conversations"] = key
    await gateway.play(page, is_started=False)
    await page.goto(f"{stack.url}/?language=en")
    async with page.expect_request("**/conversations"):
        await ask(page, QUESTION)
    await page.get_by_test_id("leave-quickly").dispatch_event("click")
    await asyncio.wait_for(leaving.wait(), 10)
    async with page.expect_event("requestfinished", lambda request: request.url.endswith("/conversations")):
        key.set()
    await settle(page)
    assert await page.evaluate("Object.keys(localStorage)") == []
    assert gateway.asked("POST", "/messages") == []


async def test_late_end_of_the_old_conversation_leaves_the_new_one_alone(
    page: Page, stack: Stack, gateway: StagedGateway
) -> None:
    gateway.say_answer()
    await show(page, stack, gateway)
    await expect(answer(page)).to_be_visible()
    late = asyncio.Event()
    async with page.expect_request("**/messages?*"):
        gateway.held["messages"] = late
    gateway.key = {"id": "second", "token": "second-token"}
    gateway.messages.clear()
    await choose(page, "start-over")
    await page.get_by_test_id("start-over-dialog").get_by_test_id("yes").click()
    await ask(page, QUESTION)
    await expect(said_by(page, "resident")).to_have_count(1)
    gateway.gone.add(KEY["id"])
    async with page.expect_response(lambda response: response.status == 404):
        late.set()
    await settle(page)
    assert await kept_key(page) == gateway.key
    await expect(said_by(page, "resident")).to_have_count(1)


def test_whole_chat_is_at_most_fifty_kilobytes() -> None:
    size = len(gzip.compress((ApiSettings().web_dist / "widget.js").read_bytes(), 9))
    print(f"widget.js: {size / 1024:.1f} KB gzip")  # noqa: T201 - a figure for whoever asks with -s
    assert size <= LARGEST_WIDGET
