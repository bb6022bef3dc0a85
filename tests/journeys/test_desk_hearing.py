"""What a page of the desk makes of what it hears: news without contents, and contents while it loads."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from playwright.async_api import Locator, Page, Route, expect

from api.desk.queueing import presence
from tests.api.desk.claimed import identity, open_ticket
from tests.conftest import StartGateway
from tests.journeys.desk_site import DeskSite, serve_desk

HIDEABLE = "Object.defineProperty(document, 'hidden', { get: () => window.isHidden ?? false });"

pytestmark = [pytest.mark.browser]


@pytest.fixture
async def site(start_gateway: StartGateway) -> AsyncIterator[DeskSite]:
    """A gateway of one test."""
    async with serve_desk(start_gateway) as site:
        yield site


def rows(page: Page) -> Locator:
    return page.get_by_test_id("ticket-row")


async def test_colleague_sees_that_there_is_something_new_and_reads_it_by_opening(page: Page, site: DeskSite) -> None:
    kim = await site.gateway.counsellor()
    claimed = await open_ticket(site.gateway, kim)
    await kim.post(f"{claimed.path}/claim")
    heard = asyncio.Event()
    await page.expose_function("hear", heard.set)
    await page.add_init_script("window.AudioContext = class { constructor() { window.hear(); } };")
    lee = await site.gateway.counsellor("lee@example.org", "Lee")
    await site.open(page, lee)
    await page.get_by_test_id("tab-open").click()
    await expect(rows(page)).to_have_count(1)
    await claimed.resident.write("My boss took my passport.")
    await expect(page.get_by_test_id("new-messages")).to_be_visible()
    assert not heard.is_set()
    note = {"text": "What now?", "mentions": [await identity(lee)]}
    await kim.post(f"{claimed.path}/notes", json=note)
    await asyncio.wait_for(heard.wait(), 10)
    await rows(page).click()
    await expect(page.locator('[data-author="resident"]').last).to_contain_text("My boss took my passport.")
    await expect(page.get_by_test_id("note")).to_contain_text("What now?")
    await expect(page.get_by_test_id("new-messages")).to_have_count(0)


async def test_conversation_that_nobody_looked_at_catches_up_when_it_is_looked_at_again(
    page: Page, site: DeskSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "FORGOTTEN_AFTER", timedelta(0))
    kim = await site.gateway.counsellor()
    waiting = await open_ticket(site.gateway, kim)
    await page.add_init_script(HIDEABLE)
    await site.open(page, kim)
    await rows(page).click()
    await expect(page.get_by_test_id("claim")).to_be_enabled()
    await page.evaluate("window.isHidden = true")
    await waiting.resident.write("Are you still there?")
    await open_ticket(site.gateway, kim, "vi")
    await expect(rows(page)).to_have_count(2)
    last = page.locator('[data-author="resident"]').last
    await expect(last).not_to_contain_text("Are you still there?")
    await page.evaluate("window.isHidden = false; document.dispatchEvent(new Event('visibilitychange'))")
    await expect(last).to_contain_text("Are you still there?")
    await waiting.resident.write("Hello?")
    await expect(last).to_contain_text("Hello?")


async def test_note_that_is_heard_while_a_conversation_loads_is_kept(page: Page, site: DeskSite) -> None:
    kim = await site.gateway.counsellor()
    waiting = await open_ticket(site.gateway, kim)
    await site.open(page, await site.gateway.counsellor("lee@example.org", "Lee"))
    loaded, told = asyncio.Event(), asyncio.Event()

    async def load_late(route: Route) -> None:
        response = await route.fetch()
        loaded.set()
        await told.wait()
        await route.fulfill(response=response)

    await page.route(re.compile(r"/desk/tickets/[^/?]+$"), load_late)
    await rows(page).click()
    await loaded.wait()
    await kim.post(f"{waiting.path}/notes", json={"text": "Her sister called."})
    await open_ticket(site.gateway, kim, "vi")
    await expect(rows(page)).to_have_count(2)
    told.set()
    await expect(page.get_by_test_id("claim")).to_be_enabled()
    await expect(page.get_by_test_id("note")).to_contain_text("Her sister called.")
