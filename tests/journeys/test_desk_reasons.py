"""What the desk says when the gateway refuses: its own words for every problem; staged."""

import pytest
from playwright.async_api import Page, expect

import api.translation.ports  # noqa: F401 - its errors are among those of the gateway
from api.errors import GatewayError
from tests.journeys.staged_desk import DETAIL, StagedDesk

GENERAL = "This did not work. Please try again."
WITHOUT_WORDS = {
    *("internal", "engine-failed", "client-id-reused"),
    # These the desk never lets happen, or never asks for.
    *("message-empty", "unknown-language", "document-refused", "file-refused", "already-rated"),
}

pytestmark = [pytest.mark.browser]


def slugs(error: type[GatewayError] = GatewayError) -> set[str]:
    """All names of problems."""
    return {error.slug}.union(*(slugs(one) for one in error.__subclasses__()))


async def test_every_problem_is_told_in_words_of_the_desk(page: Page, url: str, desk: StagedDesk) -> None:
    desk.add_ticket("new")
    await desk.open(page, url)
    await page.locator('[data-ticket="new"]').click()
    told: dict[str, str] = {}
    for slug in slugs():
        desk.refusals["claim"] = (409, slug)
        async with page.expect_response("**/claim"):
            await page.get_by_test_id("claim").click()
        await expect(page.get_by_test_id("claim")).to_be_enabled()
        told[slug] = await page.get_by_test_id("trouble").inner_text()
    assert {slug for slug, words in told.items() if words == GENERAL} == WITHOUT_WORDS
    assert {slug for slug, words in told.items() if DETAIL in words} == {"invalid-request"}
