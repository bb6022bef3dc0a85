"""Working on conversations at the desk, in a real browser and on a real gateway without Rasa."""

import asyncio
import re

import pytest
from playwright.async_api import Locator, Page, Route, expect

from api.conversations.storage import PAGE
from api.messages import HandOver, Priority, Reason
from tests.api.desk.claimed import say_much
from tests.api.test_conversations import QUESTIONS
from tests.conftest import Resident, StartGateway
from tests.fakes import FakeEngine
from tests.journeys.desk_site import DeskSite, serve_desk

COUNT_SOUNDS = """window.sounds = 0;
window.AudioContext = class { constructor() { window.sounds += 1; throw new Error("silent"); } };"""

pytestmark = [pytest.mark.browser]


async def wait_for_counsellor(site: DeskSite, language: str = "ur", question: str | None = None) -> Resident:
    """A resident who has asked something and then for a person."""
    resident = await site.gateway.resident(language)
    await resident.write(question or QUESTIONS[language])
    await resident.write("Talk to a counsellor", payload="#counsellor")
    return resident


async def said(resident: Resident, author: str) -> list[str]:
    return [one["text"] for one in await resident.messages() if one["author"] == author]


def rows(page: Page) -> Locator:
    return page.get_by_test_id("ticket-row")


async def claim(page: Page) -> None:
    """Take the only ticket that waits."""
    await rows(page).click()
    await page.get_by_test_id("claim").click()
    await expect(page.get_by_test_id("end")).to_be_visible()


async def write(page: Page, text: str) -> None:
    await page.get_by_test_id("reply-box").fill(text)
    await page.get_by_test_id("send-reply").click()
    await expect(page.get_by_test_id("unsent")).to_have_count(0)


async def test_conversation_is_found_claimed_and_answered_by_keyboard_alone(page: Page, site: DeskSite) -> None:
    resident = await wait_for_counsellor(site)
    await site.open(page, await site.gateway.counsellor())
    await expect(rows(page)).to_have_count(1)
    for key in ("j", "Enter"):
        await page.keyboard.press(key)
    await expect(page.get_by_test_id("claim")).to_be_visible()
    await page.keyboard.press("c")
    await expect(page.get_by_test_id("end")).to_be_visible()
    await page.keyboard.press("r")
    await expect(page.get_by_test_id("reply-box")).to_be_focused()
    await page.keyboard.type("Hello, just a moment.")
    await page.keyboard.press("Control+Enter")
    await expect(page.get_by_test_id("unsent")).to_have_count(0)
    await expect(page.get_by_test_id("reply-box")).to_have_value("")
    assert await said(resident, "counsellor") == ["Hello, just a moment."]


async def test_counsellor_who_reads_korean_answers_in_urdu_with_the_source(page: Page, site: DeskSite) -> None:
    resident = await wait_for_counsellor(site)
    await site.open(page, await site.gateway.counsellor())
    await claim(page)
    await expect(page.get_by_test_id("matched").locator("summary [lang=ko]").first).to_be_visible()
    await page.get_by_test_id("reply-box").press("Control+K")
    await page.get_by_test_id("text-search").fill("체류기간 연장")
    await expect(page.get_by_test_id("found-text").filter(has_text="연장").first).to_be_visible()
    await page.get_by_test_id("found-text").filter(has_text="Guidebook").first.click()
    await expect(page.get_by_test_id("own-version").locator("[lang=ko][dir=ltr] h4")).to_contain_text("연장")
    theirs = page.get_by_test_id("theirs-version").locator("[lang=ur][dir=rtl] h4")
    title = await theirs.inner_text()
    await page.get_by_test_id("send-text").click()
    await expect(page.locator('[data-author="counsellor"] [data-testid="citation"]')).to_be_visible()
    reply = (await resident.messages())[-1]
    assert (reply["language"], reply["text"].partition("\n")[0]) == ("ur", title)
    assert reply["citations"][0]["language"] == "ur"


async def test_passed_on_conversation_comes_to_the_colleague_with_its_note(
    page: Page, other: Page, site: DeskSite
) -> None:
    await wait_for_counsellor(site)
    await site.open(page, await site.gateway.counsellor())
    lee = await site.gateway.counsellor("lee@example.org", "Lee", "counsellor")
    await other.add_init_script(COUNT_SOUNDS)
    await site.open(other, lee)
    await claim(page)
    await page.get_by_test_id("do-transfer").click()
    await page.get_by_test_id("transfer-to").select_option(label="Lee · 한국어 · is here")
    await page.get_by_test_id("transfer-note").fill("She needs a labour lawyer.")
    await page.get_by_test_id("transfer-done").click()
    await expect(page.get_by_test_id("transfer-dialog")).to_have_count(0)
    await expect(page.get_by_test_id("holder")).to_have_text("With Lee")

    await other.get_by_test_id("tab-mine").click()
    await rows(other).click()
    await expect(other.get_by_test_id("note")).to_contain_text("She needs a labour lawyer.")
    await expect(other.get_by_test_id("end")).to_be_visible()
    assert await other.evaluate("sounds") == 1


async def test_note_is_seen_by_colleagues_and_never_by_the_resident(page: Page, other: Page, site: DeskSite) -> None:
    resident = await wait_for_counsellor(site)
    await site.open(page, await site.gateway.counsellor())
    await site.open(other, await site.gateway.counsellor("lee@example.org", "Lee"))
    await rows(other).click()
    await claim(page)
    await page.get_by_test_id("mode-note").click()
    await write(page, "The contract looks forged.")
    for side in (page, other):
        await expect(side.get_by_test_id("note")).to_contain_text("The contract looks forged.")
    assert "The contract looks forged." not in str(await resident.messages())
    await page.get_by_test_id("mode-reply").click()
    await write(page, "Please send the contract.")
    assert await said(resident, "counsellor") == ["Please send the contract."]


async def test_colleagues_see_who_is_looking_and_typing(page: Page, other: Page, site: DeskSite) -> None:
    await wait_for_counsellor(site)
    await site.open(page, await site.gateway.counsellor())
    await site.open(other, await site.gateway.counsellor("lee@example.org", "Lee"))
    await rows(page).click()
    await rows(other).click()
    await expect(page.get_by_test_id("present")).to_have_text("Lee is looking")
    await other.get_by_test_id("reply-box").press_sequentially("Hmm")
    await expect(page.get_by_test_id("present")).to_have_text("Lee is typing")


async def test_what_is_heard_while_a_conversation_loads_is_newer(page: Page, other: Page, site: DeskSite) -> None:
    await wait_for_counsellor(site)
    await site.open(page, await site.gateway.counsellor())
    await site.open(other, await site.gateway.counsellor("lee@example.org", "Lee"))
    loaded, told = asyncio.Event(), asyncio.Event()

    async def load_late(route: Route) -> None:
        response = await route.fetch()
        loaded.set()
        await told.wait()
        await route.fulfill(response=response)

    await page.route(re.compile(r"/desk/tickets/[^/?]+$"), load_late)
    await rows(page).click()
    await loaded.wait()
    async with page.expect_response(re.compile(r"/desk/tickets/[^/?]+$")):
        await rows(other).click()
        await expect(page.get_by_test_id("present")).to_have_text("Lee is looking")
        told.set()
    await expect(page.get_by_test_id("claim")).to_be_enabled()
    await expect(page.get_by_test_id("present")).to_have_text("Lee is looking")


async def test_long_conversation_is_read_back_to_its_beginning(page: Page, site: DeskSite) -> None:
    resident = await wait_for_counsellor(site)
    await say_much(site.gateway, resident.id, PAGE)
    await site.open(page, await site.gateway.counsellor())
    await rows(page).click()
    messages = page.get_by_test_id("message")
    await expect(messages).to_have_count(PAGE)
    await page.get_by_test_id("earlier").scroll_into_view_if_needed()
    (line,) = re.findall(r"line \d+", await messages.first.inner_text())
    await page.get_by_test_id("earlier").click()
    await expect(messages.first).to_contain_text(QUESTIONS["ur"])
    await expect(page.get_by_test_id("earlier")).to_be_hidden()
    await expect(page.get_by_text(line, exact=True)).to_be_in_viewport()


async def test_somebody_in_danger_is_heard_seen_first_and_can_be_silenced(
    page: Page, start_gateway: StartGateway
) -> None:
    engine = FakeEngine()
    async with serve_desk(start_gateway, engine=engine) as site:
        await wait_for_counsellor(site)
        await page.add_init_script(COUNT_SOUNDS)
        await page.clock.install()
        await site.open(page, await site.gateway.counsellor())
        await expect(rows(page)).to_have_count(1)
        assert await page.evaluate("sounds") == 0
        engine.replies = [[HandOver(Priority.URGENT, Reason.DANGER)]]
        await (await site.gateway.resident("vi")).write("help")
        await expect(page.get_by_test_id("danger")).to_contain_text("Somebody in danger is waiting")
        await expect(rows(page).first).to_have_attribute("data-priority", "urgent")
        await expect(page).to_have_title("(!) Counsellors' desk · 길동무")
        assert await page.evaluate("sounds") == 1
        await page.clock.run_for(20_000)
        assert await page.evaluate("sounds") == 2
        await page.get_by_test_id("silence").click()
        await page.clock.run_for(60_000)
        assert await page.evaluate("sounds") == 2
        await page.get_by_test_id("open-danger").click()
        await page.get_by_test_id("claim").click()
        await expect(page.get_by_test_id("danger")).to_be_hidden()


async def test_invited_interpreter_sees_and_writes_in_one_conversation_only(
    page: Page, other: Page, site: DeskSite
) -> None:
    resident = await wait_for_counsellor(site)
    await site.open(page, await site.gateway.counsellor())
    khan = await site.gateway.counsellor("khan@example.org", "Khan", "interpreter", ("ur",))
    await site.open(other, khan)
    await expect(rows(other)).to_have_count(0)
    await claim(page)
    await wait_for_counsellor(site, "vi")
    await page.get_by_test_id("do-invite").click()
    await page.get_by_test_id("invite-guest").select_option(label="Khan · اردو · is here")
    await page.get_by_test_id("invite-done").click()
    await expect(page.get_by_test_id("guests")).to_have_text("Khan")

    await other.get_by_test_id("tab-open").click()
    await rows(other).click()
    await expect(rows(other)).to_have_count(1)
    await write(other, "میں ترجمہ کرتی ہوں")
    assert await said(resident, "counsellor") == ["میں ترجمہ کرتی ہوں"]


async def test_who_takes_conversations_is_given_one(page: Page, site: DeskSite) -> None:
    await site.open(page, await site.gateway.counsellor(languages=("ko", "ur")))
    switch = page.get_by_test_id("availability")
    await expect(switch).to_have_attribute("aria-checked", "false")
    await switch.click()
    await expect(switch).to_have_attribute("aria-checked", "true")
    await wait_for_counsellor(site)
    await page.get_by_test_id("tab-mine").click()
    await expect(rows(page)).to_have_attribute("data-state", "claimed")


async def test_reply_written_without_a_network_is_shown_at_once_and_sent_once(page: Page, site: DeskSite) -> None:
    resident = await wait_for_counsellor(site)
    await site.open(page, await site.gateway.counsellor())
    await claim(page)
    await page.context.set_offline(True)
    await page.get_by_test_id("reply-box").fill("Call 1345.")
    await page.get_by_test_id("send-reply").click()
    await expect(page.get_by_test_id("unsent")).to_contain_text("Call 1345.")
    await expect(page.get_by_test_id("reply-box")).to_have_value("")
    assert await said(resident, "counsellor") == []
    await page.context.set_offline(False)
    await expect(page.get_by_test_id("unsent")).to_have_count(0)
    await expect(page.locator('[data-author="counsellor"]')).to_have_count(1)
    assert await said(resident, "counsellor") == ["Call 1345."]


async def test_reply_written_without_a_network_survives_closing_the_page(page: Page, site: DeskSite) -> None:
    resident = await wait_for_counsellor(site)
    await site.open(page, await site.gateway.counsellor())
    await claim(page)
    await page.context.set_offline(True)
    await page.get_by_test_id("reply-box").fill("Call 1345.")
    await page.get_by_test_id("send-reply").click()
    await expect(page.get_by_test_id("unsent")).to_be_visible()
    await page.context.set_offline(False)
    later = await page.context.new_page()
    await page.close()
    async with later.expect_response("**/replies"):
        await later.goto(f"{site.url}/desk")
    assert await said(resident, "counsellor") == ["Call 1345."]


async def test_cut_ends_in_the_same_state_as_a_fresh_load(page: Page, other: Page, site: DeskSite) -> None:
    resident = await wait_for_counsellor(site)
    kim = await site.gateway.counsellor()
    await site.open(page, kim)
    await claim(page)
    await page.context.set_offline(True)
    await resident.write("Are you still there?")
    await wait_for_counsellor(site, "vi")
    ticket = (await kim.get("/api/v1/desk/tickets?state=claimed")).json()["tickets"][0]["id"]
    await kim.post(f"/api/v1/desk/tickets/{ticket}/notes", json={"text": "From the telephone", "client_id": "n1"})
    await kim.put(f"/api/v1/desk/tickets/{ticket}/tags", json={"tags": ["urgent papers"]})
    await page.context.set_offline(False)
    await expect(page.get_by_test_id("note")).to_be_visible()
    await site.open(other, kim)
    await other.get_by_test_id("tab-mine").click()
    await rows(other).click()
    await expect(other.get_by_test_id("note")).to_be_visible()
    for part in ("view", "tags", "tab-waiting", "tab-mine"):
        await expect(page.get_by_test_id(part)).to_have_text(
            await other.get_by_test_id(part).inner_text(), use_inner_text=True
        )


async def test_closed_conversation_tells_its_outcome_and_the_assistant_answers_again(
    page: Page, site: DeskSite
) -> None:
    resident = await wait_for_counsellor(site)
    await site.open(page, await site.gateway.counsellor())
    await claim(page)
    await page.keyboard.press("e")
    await page.get_by_test_id("close-outcome").select_option("referred")
    await page.get_by_test_id("close-done").click()
    await expect(page.get_by_test_id("close-dialog")).to_have_count(0)
    await expect(page.get_by_test_id("context")).to_contain_text("Referred to another place")
    assert (await resident.state())["state"] == "bot"
