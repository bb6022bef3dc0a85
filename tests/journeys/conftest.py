"""The real thing: Rasa, gateway and actions as `make run` starts them, and the Chromium of this machine."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from playwright.async_api import Browser, Page, async_playwright

from tests.conftest import StartGateway
from tests.journeys.desk_site import DeskSite, serve_desk, speak
from tests.journeys.serving import serve_pages
from tests.journeys.staged import StagedGateway
from tests.journeys.staged_desk import StagedDesk
from tools.browser import CHROMIUM_FLAGS, find_chromium
from tools.stack import Stack, start_stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """One running service for all journeys."""
    running = start_stack(tmp_path_factory.mktemp("stack"))
    yield running
    assert running.stop() == 0


@pytest.fixture
async def client(stack: Stack) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the running service."""
    async with httpx.AsyncClient(base_url=stack.url, timeout=30) as client:
        yield client


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """The Chromium of this machine."""
    path = find_chromium()
    assert path, "no Chromium: run tools/install_browser.sh"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page of a desktop."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
    yield await context.new_page()
    await context.close()


@pytest.fixture
async def phone(browser: Browser) -> AsyncIterator[Page]:
    """A page of a small phone."""
    context = await browser.new_context(viewport={"width": 360, "height": 740}, locale="en-US", has_touch=True)
    yield await context.new_page()
    await context.close()


@pytest.fixture
def gateway() -> StagedGateway:
    """A conversation that a test brings into any state."""
    return StagedGateway()


@pytest.fixture
def desk() -> StagedDesk:
    """A staged desk with two tickets of one's own."""
    desk = StagedDesk()
    for identity, minutes in (("first", 9), ("second", 3)):
        desk.add_ticket(identity, minutes_ago=minutes)
        desk.claim(identity)
    return desk


@pytest.fixture
async def url() -> AsyncIterator[str]:
    """Where the pages are, without a gateway behind them."""
    async with serve_pages() as url:
        yield url


@pytest.fixture
async def site(start_gateway: StartGateway) -> AsyncIterator[DeskSite]:
    """A gateway without Rasa, and its desk."""
    async with serve_desk(start_gateway) as site:
        yield site


@pytest.fixture
async def other(browser: Browser) -> AsyncIterator[Page]:
    """A page of somebody else, in a browser of their own."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-US")
    page = await context.new_page()
    await speak(page, "en")
    yield page
    await context.close()


@pytest.fixture
async def kim(site: DeskSite) -> httpx.AsyncClient:
    """An administrator."""
    return await site.gateway.counsellor()
