"""The real thing: Rasa, gateway and actions as `make run` starts them, and the Chromium of this machine."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from playwright.async_api import Browser, Page, async_playwright

from tests.journeys.staged import StagedGateway
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
