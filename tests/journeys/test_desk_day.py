"""The whole day of a case at the desk, from the question to the report: three people at the desk, and the resident.

`--pictures FOLDER` keeps the pictures that are taken on the way; the handbook's are made so.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from actions import payloads
from api.dialogue.rasa import read_item
from api.messages import HandOver, Priority, Reason, Turn, Utterance
from api.words import catalogue
from knowledge.languages import Language
from knowledge.search import GuidebookSearch
from tests.conftest import StartGateway
from tests.fakes import FakeEngine
from tests.journeys.desk_site import DeskSite, serve_desk
from tests.journeys.desk_steps import (
    APPOINTMENT,
    KOREAN,
    Pictures,
    close,
    employ,
    follow_notifications,
    is_notified,
    note_for,
    pass_on,
    read_report,
    read_workbook,
    rows,
    send_an_appointment,
    send_the_matched_article,
    sign_in,
    take_the_one_in_danger,
    write,
    write_record,
)
from tests.journeys.staged import embed
from tests.journeys.test_widget import ask, listen_for_trouble, said_by
from tools.desk_day import CENTRE, HANA, IN_DANGER, LAST_WORDS, MINJI, NOTE, QUANG, REASON, THANKS, UNPAID

URDU = catalogue(Language.UR).gettext
OpenBrowser = Callable[[str], Awaitable[Page]]

pytestmark = [pytest.mark.browser]


class Guide(FakeEngine):
    """Answers from the guidebook as the bot does, and hears one cry for help."""

    def __init__(self, search: GuidebookSearch) -> None:
        super().__init__()
        self._search = search

    async def respond(self, turn: Turn) -> list[Utterance]:
        """Return the article that fits, or call a counsellor at once."""
        self.turns.append(turn)
        if turn.text == IN_DANGER.question:
            return [HandOver(Priority.URGENT, Reason.DANGER)]
        hits = self._search.search(turn.text, turn.language).hits
        return [read_item({"custom": payloads.answer(hits, turn.language)}, turn.language)]


@pytest.fixture
async def site(start_gateway: StartGateway, search: GuidebookSearch) -> AsyncIterator[DeskSite]:
    """A desk where counsellors need a second factor."""
    roles = "counsellor"
    async with serve_desk(start_gateway, engine=Guide(search), desk_second_factor_roles=roles) as site:
        yield site


@pytest.fixture
async def open_browser(browser: Browser) -> AsyncIterator[OpenBrowser]:
    """Return a function that gives somebody a browser of their own, in their language."""
    async with AsyncExitStack() as stack:

        async def start(language: str) -> Page:
            context = await browser.new_context(
                viewport={"width": 1280, "height": 900},
                locale=language,
                timezone_id="Asia/Seoul",
                device_scale_factor=1.5,
            )
            stack.push_async_callback(context.close)
            return await context.new_page()

        yield start


@pytest.fixture
def take_picture(request: pytest.FixtureRequest, tmp_path: Path) -> Pictures:
    """Return a function that keeps what a page shows under a name."""
    folder = Path(request.config.getoption("pictures") or tmp_path / "pictures")

    async def take(page: Page, name: str) -> None:
        await page.screenshot(path=folder / name, animations="disabled")

    return take


async def ask_for_a_counsellor(page: Page, site: DeskSite) -> None:
    """Somebody asks in Urdu on the page of a centre, gets an answer, and wants a person all the same."""
    await embed(page, site, f'data-language="ur" data-centre="{CENTRE}"')
    await page.get_by_test_id("bubble").click()
    await ask(page, UNPAID.question)
    await expect(said_by(page, "bot").get_by_test_id("citation")).to_be_visible()
    await page.get_by_test_id("counsellor-button").click()
    await expect(page.get_by_test_id("queue-status")).to_be_visible()


async def hears(page: Page, text: str, author: str = "counsellor") -> Locator:
    """The resident is shown this, whole and from right to left; returns the message."""
    message = said_by(page, author).filter(has=page.get_by_text(text, exact=True))
    said = message.locator(".said")
    await expect(said).to_have_css("direction", "rtl")
    await expect(said).to_have_attribute("lang", "ur")
    return message


# The day


async def begin(site: DeskSite, resident: Page, hana: Page, quang: Page) -> None:
    """Two wait, the one in danger first, whom a colleague takes; Hana takes the other."""
    await ask_for_a_counsellor(resident, site)
    await (await site.gateway.resident(IN_DANGER.language)).write(IN_DANGER.question)
    await sign_in(hana, site, HANA)
    await expect(rows(hana)).to_have_count(2)
    await expect(rows(hana).first).to_have_attribute("data-priority", "urgent")
    await expect(hana.get_by_test_id("danger")).to_contain_text(KOREAN("Somebody in danger is waiting"))
    await sign_in(quang, site, QUANG)
    await take_the_one_in_danger(quang)
    await expect(hana.get_by_test_id("danger")).to_be_hidden()
    await rows(hana).click()
    await hana.get_by_test_id("claim").click()
    await expect(said_by(resident, "system").last).to_contain_text(HANA.name)


async def answer_in_urdu(site: DeskSite, resident: Page, hana: Page, take_picture: Pictures) -> None:
    """Hana reads Korean; the resident is shown in Urdu what she chose, and where it comes from."""
    sent = await send_the_matched_article(hana, take_picture)
    message = said_by(resident, "counsellor")
    await expect(message.locator(".said[lang=ur]")).to_have_css("direction", "rtl")
    assert "".join((await message.locator(".said").inner_text()).split()) == sent
    guide = f"{site.url}/guide/ur/job.unpaid-wages"
    await expect(message.get_by_test_id("citation")).to_have_attribute("href", guide)
    await send_an_appointment(hana)
    await hears(resident, APPOINTMENT)


async def continue_as_colleague(resident: Page, quang: Page) -> None:
    """Who takes it on sees all that was said and noted; the resident sees whom they talk to, and no note."""
    await quang.get_by_test_id("tab-mine").click()
    await rows(quang).filter(has_text="اردو").click()
    await expect(quang.get_by_test_id("note")).to_contain_text([NOTE, REASON])
    for text in (UNPAID.question, APPOINTMENT, THANKS):
        await expect(quang.get_by_test_id("view").get_by_text(text, exact=True)).to_be_visible()
    await write(quang, LAST_WORDS)
    await expect((await hears(resident, LAST_WORDS)).locator(".speaker")).to_contain_text(QUANG.name)
    for text in (NOTE, REASON):
        await expect(resident.get_by_text(text)).to_have_count(0)


async def test_case_goes_from_the_question_to_the_report_through_three_hands(
    site: DeskSite, open_browser: OpenBrowser, take_picture: Pictures
) -> None:
    resident, hana, quang, minji = [await open_browser(language) for language in ("ur", "ko", "ko", "ko")]
    notified = await follow_notifications(quang)
    await begin(site, resident, hana, quang)
    trouble = [listen_for_trouble(page) for page in (resident, hana, quang, minji)]
    await answer_in_urdu(site, resident, hana, take_picture)
    await note_for(hana, QUANG)
    await is_notified(notified, KOREAN("You were mentioned in a note"))
    await take_picture(hana, "desk-conversation.png")
    await ask(resident, THANKS)
    await expect(said_by(hana, "resident").last).to_contain_text(THANKS)
    await pass_on(hana, QUANG)
    await continue_as_colleague(resident, quang)

    await close(quang)
    await hears(resident, URDU("The counsellor has left the chat. The assistant answers again."), "system")
    await ask(resident, UNPAID.question)
    await expect(said_by(resident, "bot").get_by_test_id("citation")).to_have_count(2)
    day = await write_record(quang, take_picture)

    await site.open(minji, await employ(site, MINJI), "reports", "ko")
    await read_report(minji, day)
    book = await read_workbook(minji)
    assert [book[table][:2] for table in ("by_centre", "by_language")] == [("서울글로벌센터", 1), ("우르두어", 1)]
    assert trouble == [[], [], [], []]
