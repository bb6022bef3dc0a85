"""Every page of the desk in Korean and English, light and dark, held against WCAG 2.2 A and AA by axe-core."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Browser, FilePayload, Page, expect

from tests.journeys.staged_pages import DURI, INVITATION, ME, StagedPages, person
from tests.journeys.test_widget_access import THEMES, find_faults

FILE: FilePayload = {"name": "people.csv", "mimeType": "text/csv", "buffer": b"email"}

pytestmark = [pytest.mark.browser]

Step = Callable[[Page], Awaitable[None]]


def press(*names: str) -> Step:
    """Press one button after the other."""

    async def step(page: Page) -> None:
        for name in names:
            await page.get_by_test_id(name).first.click()

    return step


async def show_recovery_codes(page: Page) -> None:
    await press("second-factor-start")(page)
    await page.get_by_test_id("confirm-code").fill("123456")
    await press("second-factor-confirm")(page)
    await expect(page.get_by_test_id("recovery-codes")).to_be_visible()


async def import_people(page: Page) -> None:
    await press("import")(page)
    await page.get_by_test_id("form-file").set_input_files([FILE])
    await press("import-submit")(page)
    await expect(page.get_by_test_id("import-report")).to_be_visible()
    await press("import")(page)


STATES: dict[str, tuple[str, Step]] = {
    "account": ("account", press("second-factor-start")),
    "recovery codes": ("account", show_recovery_codes),
    "people": ("people", press("change-person")),
    "imported": ("people", import_people),
    "asked first": ("people", press("change-person", "reset-second-factor")),
    "shifts": ("shifts", press("add-shift")),
    "records": ("records", press()),
    "record": ("records", press("edit-record")),
    "reports": ("reports", press()),
    "gaps": ("gaps", press()),
    "gap": ("gaps", press("open-gap")),
    "audit": ("audit", press()),
}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", ["ko", "en"])
async def test_every_page_of_the_desk_is_accessible(browser: Browser, url: str, language: str, theme: str) -> None:
    faults: dict[str, list[str]] = {}
    for number, (name, (screen, step)) in enumerate(STATES.items()):
        width = (360, 1280)[(number + THEMES.index(theme)) % 2]
        context = await browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
        )
        page, gateway = await context.new_page(), StagedPages()
        people = gateway.answers["GET people"]["people"]
        gateway.answers["GET people"] = {"people": [person(DURI, "counsellor", second_factor=True), *people]}
        await gateway.open(page, url, screen, language)
        await expect(page.locator("main[aria-busy=false]")).to_be_visible()
        await step(page)
        await expect(page.locator("main[aria-busy=false]")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") == width, name
        faults |= {f"{name} at {width}": found for found in [await find_faults(page)] if found}
        await context.close()
    assert faults == {}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", ["ko", "en"])
async def test_every_step_of_signing_in_is_accessible(page: Page, url: str, language: str, theme: str) -> None:
    await page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
    gateway = StagedPages()
    gateway.refuse("GET session", 401, "not-signed-in")
    gateway.refuse("POST session", 401, "not-signed-in")
    await gateway.play(page, language)
    await page.goto(f"{url}/desk")
    await page.get_by_test_id("login-email").fill("hana@example.org")
    await page.get_by_test_id("login-password").fill("wrong")
    await page.get_by_test_id("login-submit").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await expect(page.get_by_test_id("single-sign-on")).to_be_visible()
    assert await find_faults(page) == []

    await page.goto(f"{url}/desk?#invitation=abc")
    await expect(page.get_by_test_id("invitation-submit")).to_be_visible()
    assert await find_faults(page) == []

    gateway.refusals.clear()
    for is_on, shown in ((True, "second-factor-submit"), (False, "second-factor-start")):
        account = {**ME, "second_factor": {"is_on": is_on, "is_required": True}}
        gateway.answers["GET session"] = {"counsellor": account, "second_factor": "missing"}
        await page.goto(f"{url}/desk?{shown}")
        await expect(page.get_by_test_id(shown)).to_be_visible()
        assert await find_faults(page) == []


async def test_invitation_of_a_gateway_that_does_not_know_its_address_begins_at_this_one(page: Page, url: str) -> None:
    gateway = StagedPages()
    gateway.answers["POST people"]["invitation"] = {**INVITATION, "link": "/desk#invitation=abc"}
    await gateway.open(page, url, "people")
    await page.get_by_test_id("invite").click()
    await page.get_by_test_id("form-name").fill("Duri")
    await page.get_by_test_id("form-email").fill("duri@example.org")
    await page.get_by_test_id("languages-ko").uncheck()
    await page.get_by_test_id("save-person").click()
    await expect(page.get_by_test_id("notice")).to_have_text("Choose at least one language.")
    await page.get_by_test_id("languages-ko").check()
    await page.get_by_test_id("save-person").click()
    await expect(page.get_by_test_id("invitation-link")).to_have_text(f"{url}/desk#invitation=abc")
    (body,) = gateway.asked("POST people")
    assert (body["languages"], body["role"], body["capacity"]) == (["ko"], "counsellor", 4)


async def test_only_the_texts_that_were_changed_are_saved(page: Page, url: str) -> None:
    gateway = StagedPages()
    await gateway.open(page, url, "gaps")
    await page.get_by_test_id("open-gap").first.click()
    await page.get_by_test_id("form-title-en").fill("Pets")
    await page.get_by_test_id("save-texts").click()
    await expect(page.get_by_test_id("notice")).to_have_text("Every language needs a title and an answer.")
    await page.get_by_test_id("form-text-en").fill("With a certificate you may bring it.")
    await page.get_by_test_id("save-texts").click()
    await expect(page.get_by_test_id("notice")).to_have_text("Saved.")
    written = [(path, body) for verb, path, body in gateway.calls if verb == "PUT"]
    assert written == [("gaps/g1/texts/en", {"title": "Pets", "text": "With a certificate you may bring it."})]


async def test_refused_referral_pack_is_explained_on_the_page(page: Page, url: str) -> None:
    gateway = StagedPages()
    gateway.refuse("GET records/r1/referral-pack.pdf", 409, "consent-missing")
    await gateway.open(page, url, "records")
    await page.get_by_test_id("edit-record").first.click()
    await page.get_by_test_id("referral-pack").click()
    await expect(page.get_by_role("alert")).to_have_text("Ask the person for consent first.")
    asked = [path for _, path, _ in gateway.calls if "referral-pack" in path]
    assert asked == ["records/r1/referral-pack.pdf?to=%EC%84%9C%EC%9A%B8%EA%B3%A0%EC%9A%A9%EB%85%B8%EB%8F%99%EC%B2%AD"]
