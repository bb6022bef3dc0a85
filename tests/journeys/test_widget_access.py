"""The chat and the desk in every language, light and dark, held against the rules of WCAG 2.2 A and AA by axe-core."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Browser, FilePayload, Page, expect

from api.settings import HOME
from tests.conftest import LANGUAGES
from tests.journeys.staged import StagedGateway
from tests.journeys.test_widget import QUESTION, open_desk, wait_for_counsellor
from tools.stack import Stack

AXE = HOME / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """async (rules) => (await axe.run(document, { runOnly: rules, resultTypes: ["violations"] })).violations.map(
  ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => node.target.join(" ") + " " + node.any
    .map((check) => check.message).join(" ")).join(" | ")}`)"""
THEMES = ("light", "dark")

pytestmark = [pytest.mark.bot, pytest.mark.browser]

Step = Callable[[Page, StagedGateway], Awaitable[None]]


async def nothing_more(page: Page, gateway: StagedGateway) -> None:
    """What is there from the beginning is what is looked at."""


async def open_article(page: Page, gateway: StagedGateway) -> None:  # noqa: ARG001 - as above
    await page.get_by_test_id("citation").click()
    await expect(page.get_by_test_id("article").locator("li").first).to_be_visible()


async def open_menu(page: Page, gateway: StagedGateway) -> None:  # noqa: ARG001 - as above
    await page.get_by_test_id("more").click()
    await expect(page.get_by_test_id("menu")).to_be_visible()


async def ask_to_delete(page: Page, gateway: StagedGateway) -> None:
    await open_menu(page, gateway)
    await page.get_by_test_id("delete").click()
    await expect(page.get_by_test_id("delete-dialog")).to_be_visible()


async def ask_for_code(page: Page, gateway: StagedGateway) -> None:
    await open_menu(page, gateway)
    await page.get_by_test_id("another-device").click()
    await expect(page.get_by_test_id("resume-code")).to_be_visible()


async def enter_wrong_code(page: Page, gateway: StagedGateway) -> None:
    gateway.refusals["resume"] = (404, "not-found")
    await open_menu(page, gateway)
    await page.get_by_test_id("enter-code-item").click()
    await page.get_by_test_id("code-entry").fill("wrong")
    await page.get_by_test_id("redeem").click()
    await expect(page.get_by_test_id("resume-trouble")).to_be_visible()


async def lose_network(page: Page, gateway: StagedGateway) -> None:
    gateway.refusals |= {"messages": (0, ""), "events": (0, "")}
    await page.get_by_test_id("input").fill("hello")
    await page.get_by_test_id("send").click()
    await expect(page.get_by_test_id("not-sent")).to_be_visible()
    await expect(page.get_by_test_id("offline-status")).to_be_visible()


async def be_refused(page: Page, gateway: StagedGateway) -> None:
    await expect(page.locator('[data-author="bot"]')).to_be_visible()
    gateway.refusals["messages"] = (413, "message-too-long")
    await page.get_by_test_id("input").fill("hello")
    await page.get_by_test_id("send").click()
    await expect(page.get_by_test_id("refused")).to_be_visible()


async def fail_to_send_a_file(page: Page, gateway: StagedGateway) -> None:
    gateway.refusals["attachments"] = (0, "")
    photo: FilePayload = {"name": "photo.png", "mimeType": "image/png", "buffer": b"photo"}
    await page.get_by_test_id("file").set_input_files([photo])
    await expect(page.get_by_test_id("retry-upload")).to_be_visible()


async def choose_score(page: Page, gateway: StagedGateway) -> None:  # noqa: ARG001 - as above
    await page.get_by_role("radio").nth(3).check()
    await expect(page.get_by_test_id("rating-comment")).to_be_visible()


STATES: dict[str, tuple[Callable[[StagedGateway], None] | None, Step]] = {
    "empty": (None, nothing_more),
    "answer": (StagedGateway.say_answer, nothing_more),
    "choices": (StagedGateway.say_choices, nothing_more),
    "waiting": (StagedGateway.wait, nothing_more),
    "person": (StagedGateway.meet, fail_to_send_a_file),
    "closed": (StagedGateway.part, choose_score),
    "error": (StagedGateway.say_answer, be_refused),
    "offline": (StagedGateway.say_answer, lose_network),
    "article": (StagedGateway.say_answer, open_article),
    "menu": (StagedGateway.say_answer, open_menu),
}
WINDOWS: dict[str, tuple[Callable[[StagedGateway], None] | None, Step]] = {
    "delete": (StagedGateway.say_answer, ask_to_delete),
    "code": (StagedGateway.say_answer, ask_for_code),
    "enter code": (StagedGateway.say_answer, enter_wrong_code),
}


async def find_faults(page: Page) -> list[str]:
    """What axe-core finds on the page as it is now, once nothing moves any more."""
    await page.evaluate("Promise.all(document.getAnimations({ subtree: true }).map((one) => one.finished))")
    # Past the page's policy, which lets in no script but its own.
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    faults: list[str] = await page.evaluate(RUN, RULES)
    return faults


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_state_of_the_chat_is_accessible(browser: Browser, stack: Stack, language: str, theme: str) -> None:
    faults: dict[str, list[str]] = {}
    # The windows are all made alike: from left to right and from right to left say enough.
    states = STATES | WINDOWS if language in {"en", "ur"} else STATES
    for number, (name, (stage, step)) in enumerate(states.items()):
        width = (360, 1280)[(number + LANGUAGES.index(language)) % 2]
        context = await browser.new_context(
            viewport={"width": width, "height": 760},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
        )
        page, gateway = await context.new_page(), StagedGateway(language=language)
        if stage:
            stage(gateway)
        await gateway.play(page, is_started=stage is not None)
        await page.goto(f"{stack.url}/?language={language}")
        await expect(page.get_by_test_id("message" if stage else "welcome").first).to_be_visible()
        await step(page, gateway)
        assert await page.evaluate("document.documentElement.scrollWidth") == width, name
        faults |= {f"{name} at {width}": found for found in [await find_faults(page)] if found}
        await context.close()
    assert faults == {}


@pytest.mark.parametrize("theme", THEMES)
async def test_bubble_on_another_site_is_accessible(phone: Page, stack: Stack, theme: str) -> None:
    gateway = StagedGateway()
    gateway.say_answer()
    await gateway.play(phone)
    await phone.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
    await phone.goto(f"{stack.url}/embed")
    await phone.get_by_test_id("bubble").click()
    await expect(phone.get_by_test_id("citation")).to_be_visible()
    assert await find_faults(phone) == []


@pytest.mark.parametrize("theme", THEMES)
async def test_desk_is_accessible(page: Page, stack: Stack, theme: str) -> None:
    await page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
    await page.goto(f"{stack.url}/desk")
    await expect(page.locator("gildongmu-desk input").first).to_be_visible()
    assert await find_faults(page) == []

    question = f"{QUESTION} My name is Hulan, in the {theme}."
    await wait_for_counsellor(page, stack, question)
    desk = await open_desk(page, stack)
    await desk.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
    row = desk.get_by_test_id("ticket-row").filter(has_text=question)
    await expect(row).to_be_visible()
    assert await find_faults(desk) == []

    await row.click()
    await desk.get_by_test_id("claim").click()
    await expect(desk.get_by_test_id("reply-box")).to_be_visible()
    assert await find_faults(desk) == []


async def test_axe_finds_the_faults_that_are_there(page: Page, stack: Stack) -> None:
    await page.goto(f"{stack.url}/?language=en")
    await expect(page.get_by_test_id("send")).to_be_visible()
    await page.get_by_test_id("send").evaluate("(button) => button.removeAttribute('aria-label')")
    found = await find_faults(page)
    assert [fault.partition(":")[0] for fault in found] == ["button-name"]
