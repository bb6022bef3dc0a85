"""The desk's conversations in Korean and English, light and dark, held against WCAG 2.2 A and AA by axe-core."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Browser, Page, expect

from tests.journeys.serving import serve_pages
from tests.journeys.staged_desk import COLLEAGUE, INTERPRETER, TRANSLATION, StagedDesk
from tests.journeys.test_widget_access import find_faults

pytestmark = [pytest.mark.browser]

WINDOWS = ("transfer", "release", "snooze", "callback", "invite", "topic", "bridges")


def stage() -> StagedDesk:
    """A busy desk: somebody in danger, a colleague who types, a guest, a note, a translation that is wrong."""
    desk = StagedDesk()
    desk.add_ticket("mine")
    desk.claim("mine")
    desk.add_ticket("danger", "vi", priority="urgent", reason="danger")
    desk.add_ticket("waits", "ru", bridges=[])
    desk.tickets["mine"] |= {"guests": [INTERPRETER], "present": [{**COLLEAGUE, "is_typing": True}]}
    desk.messages["mine"][0]["translation"] = TRANSLATION
    desk.note("mine", "계약서를 먼저 받으세요.")
    desk.say("mine", "counsellor", "안녕하세요", name="김하나", language="ko")
    desk.related = [desk.tickets["waits"]]
    return desk


async def open_filter(page: Page) -> None:
    await page.get_by_test_id("filter").click()
    await expect(page.get_by_test_id("filter-area")).to_be_visible()


async def open_mine(page: Page) -> None:
    await page.get_by_test_id("tab-mine").click()
    await page.locator('[data-ticket="mine"]').click()
    await expect(page.get_by_test_id("matched")).to_be_attached()


async def write_note(page: Page) -> None:
    await page.get_by_test_id("mode-note").click()
    await page.get_by_test_id("reply-box").fill("x")


async def open_texts(page: Page) -> None:
    await page.get_by_test_id("mode-reply").click()
    await page.get_by_test_id("texts").click()
    await page.get_by_test_id("text-search").fill("/app")
    await expect(page.get_by_test_id("variable-date")).to_be_visible()


async def open_help(page: Page) -> None:
    await page.get_by_test_id("help").click()
    await expect(page.get_by_test_id("help-dialog")).to_be_visible()


async def open_end(page: Page) -> None:
    await page.get_by_test_id("end").click()
    await expect(page.get_by_test_id("close-dialog")).to_be_visible()


def open_window(name: str) -> Callable[[Page], Awaitable[None]]:
    async def step(page: Page) -> None:
        await page.get_by_test_id(f"do-{name}").click()
        await expect(page.get_by_test_id(f"{name}-dialog")).to_be_visible()

    return step


STEPS: dict[str, Callable[[Page], Awaitable[None]]] = {
    "filter": open_filter,
    "conversation": open_mine,
    "note": write_note,
    "texts": open_texts,
    "help": open_help,
    "close": open_end,
    **{name: open_window(name) for name in WINDOWS},
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ko", "en"])
async def test_every_state_of_the_desk_is_accessible(browser: Browser, language: str, theme: str) -> None:
    faults: dict[str, list[str]] = {}
    async with serve_pages() as url:
        context = await browser.new_context(
            viewport={"width": 1280, "height": 800},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
        )
        page = await context.new_page()
        await stage().open(page, url, language)
        await expect(page.get_by_test_id("danger")).to_be_visible()
        for name, step in STEPS.items():
            await step(page)
            if found := await find_faults(page):
                faults[name] = found
            if await page.locator("dialog[open]").count():
                await page.keyboard.press("Escape")
                await expect(page.locator("dialog[open]")).to_have_count(0)
        await context.close()
    assert faults == {}
