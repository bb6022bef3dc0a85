"""The gateway without Rasa on a port of this machine, and a browser that is signed in at its desk."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
from playwright.async_api import Page, expect

from tests.conftest import Gateway, StartGateway
from tests.journeys.serving import serve

PASSWORD = "a long enough one"
CENTRE = "seoul-global-center"


@dataclass
class DeskSite:
    """A running gateway and where it is."""

    gateway: Gateway
    url: str

    async def open(self, page: Page, client: httpx.AsyncClient, screen: str = "", language: str = "en") -> None:
        """Open the desk in a browser as whoever a client is signed in as."""
        (cookie,) = client.cookies.jar
        await page.context.add_cookies(
            [{"name": cookie.name, "value": cookie.value or "", "domain": "127.0.0.1", "path": cookie.path}]
        )
        await speak(page, language)
        await page.goto(f"{self.url}/desk#{screen}")
        await expect(page.get_by_test_id("account-menu")).to_be_visible()


async def speak(page: Page, language: str) -> None:
    """Let the desk speak a language from its first page on."""
    await page.add_init_script(f"localStorage.setItem('gildongmu-desk:language', '\"{language}\"')")


async def set_password(client: httpx.AsyncClient) -> None:
    """Give an account a password."""
    response = await client.put("/api/v1/desk/password", json={"password": PASSWORD})
    assert response.status_code == 204, response.text


async def sign_in(page: Page, site: DeskSite, email: str) -> None:
    """Give e-mail and password."""
    await page.goto(f"{site.url}/desk")
    await page.get_by_test_id("login-email").fill(email)
    await page.get_by_test_id("login-password").fill(PASSWORD)
    await page.get_by_test_id("login-submit").click()


async def sign_out(page: Page) -> None:
    """Leave the desk."""
    await page.get_by_test_id("account-menu").click()
    await page.get_by_test_id("sign-out").click()
    await expect(page.get_by_test_id("login-email")).to_be_visible()


async def screens(page: Page) -> list[str]:
    """Return the screens that are offered."""
    return await page.get_by_role("navigation", name="Desk").get_by_role("button").all_inner_texts()


@asynccontextmanager
async def serve_desk(start_gateway: StartGateway, **settings: object) -> AsyncIterator[DeskSite]:
    """Serve a fresh gateway."""
    gateway = await start_gateway(**settings)
    async with serve(gateway.app) as url:
        yield DeskSite(gateway, url)
