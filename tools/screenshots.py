"""Takes pictures of the README and of the desk's handbook from the running system: `make screenshots`.

The pictures of a case at the desk are taken by the test that goes through it, `tests/journeys/test_desk_day.py`.
"""

import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import APIRequestContext, Browser, Page, Playwright, sync_playwright

from tools.browser import CHROMIUM_FLAGS, find_chromium
from tools.desk_day import COLLEAGUES, HANA, QUEUE, UNPAID, Waiting
from tools.stack import Stack, start_stack
from tools.steps import ROOT, fail

PICTURES = ROOT / "docs" / "pictures"
QUESTION = {
    "ur": UNPAID.question,
    "mn": "Би визээ хаана сунгуулах вэ?",
    "vi": "Tôi bị tai nạn ở công ty, phải làm sao?",
    "ru": "Начальник два месяца не платит зарплату",
}
PATIENCE = 30.0
# So long the desk's stream says again what has changed, as it was then.
REPEATED = 12.0
YEAR = ("--conversations", "12000", "--messages", "120000", "--counsellors", "14")


def _page(browser: Browser, width: int, height: int, language: str) -> Page:
    context = browser.new_context(viewport={"width": width, "height": height}, locale=language, device_scale_factor=1.5)
    return context.new_page()


def _ask(page: Page, text: str) -> None:
    page.get_by_test_id("input").fill(text)
    page.get_by_test_id("send").click()
    page.locator('[data-testid="message"][data-author="bot"]').first.wait_for()
    page.wait_for_timeout(600)


def _save(page: Page, name: str) -> None:
    page.wait_for_timeout(800)
    page.screenshot(path=PICTURES / name)


def _chat(browser: Browser, stack: Stack, name: str, language: str, size: tuple[int, int]) -> None:
    page = _page(browser, *size, language)
    page.goto(f"{stack.url}/?language={language}")
    _ask(page, QUESTION[language])
    _save(page, name)
    page.context.close()


def _desk(browser: Browser, stack: Stack) -> None:
    resident = _page(browser, 1000, 760, "ru")
    resident.goto(f"{stack.url}/?language=ru")
    _ask(resident, QUESTION["ru"])
    resident.get_by_test_id("counsellor-button").click()
    resident.get_by_test_id("queue-status").wait_for()
    desk = _sign_in(browser, stack, 800)
    desk.get_by_test_id("ticket-row").first.click()
    desk.get_by_test_id("claim").click()
    desk.get_by_test_id("mode-reply").wait_for()
    desk.get_by_test_id("reply-box").fill(
        "Здравствуйте! В какой компании Вы работали и за какие месяцы Вам не заплатили?"
    )
    desk.get_by_test_id("send-reply").click()
    _save(desk, "desk.png")
    desk.context.close()
    resident.context.close()


def _sign_in(browser: Browser, stack: Stack, height: int) -> Page:
    """Return the desk of the first administrator."""
    desk = _page(browser, 1280, height, "ko")
    desk.goto(f"{stack.url}/desk?code={stack.desk_code()}")
    desk.get_by_test_id("account-menu").wait_for()
    return desk


def _handbook(playwright: Playwright, browser: Browser, stack: Stack, home: Path) -> None:
    lead = _sign_in(browser, stack, 900)
    code = _invite(lead)
    lead.reload()
    counsellor = _page(browser, 1280, 900, "ko")
    counsellor.goto(f"{stack.url}/desk#invitation={code}")
    counsellor.locator("input[type=password]").fill("a-made-up-password")
    counsellor.get_by_test_id("invitation-submit").click()
    counsellor.get_by_test_id("availability").wait_for()
    residents = playwright.request.new_context(base_url=stack.url)
    _fill_queue(residents, home)
    _show_queue(counsellor)
    _show_people(lead)
    residents.dispose()
    counsellor.context.close()
    lead.context.close()


def _invite(lead: Page) -> str:
    """Add everybody; returns the code of the counsellor's invitation."""
    desk, found = lead.context.request, ""
    base = lead.url.partition("/desk")[0] + "/api/v1/desk"
    account = _read(desk.get(f"{base}/session"))["counsellor"]["id"]
    _read(desk.patch(f"{base}/people/{account}", data={"name": "박서준"}))
    for one in COLLEAGUES:
        added = _read(desk.post(f"{base}/people", data=asdict(one)))
        if one == HANA:
            found = added["invitation"]["link"].partition("invitation=")[2]
    return found


def _fill_queue(residents: APIRequestContext, home: Path) -> None:
    tickets = [(_seek_counsellor(residents, one), one.minutes) for one in QUEUE]
    moment = "strftime('%Y-%m-%d %H:%M:%f000', waiting_since, ?)"
    with closing(sqlite3.connect(home / "gildongmu.db")) as database, database:
        # They have waited for a while: nobody wants to wait so long for a picture.
        statement = f"UPDATE tickets SET waiting_since = {moment} WHERE conversation_id = ?"  # noqa: S608 - no input
        database.executemany(statement, [(f"-{minutes} minutes", one) for one, minutes in tickets])


def _seek_counsellor(residents: APIRequestContext, who: Waiting) -> str:
    """Ask, and ask for a counsellor unless it is dangerous; returns the id of the conversation."""
    begun = _read(residents.post("/api/v1/conversations", data={"language": who.language, "centre": who.centre}))
    path, headers = f"/api/v1/conversations/{begun['id']}", {"Authorization": f"Bearer {begun['token']}"}
    said = _read(residents.post(f"{path}/messages", data={"text": who.question}, headers=headers))
    if said["conversation"]["state"] == "bot":
        wish = {"text": "상담사", "payload": "#counsellor"}
        _read(residents.post(f"{path}/messages", data=wish, headers=headers))
    deadline = time.monotonic() + PATIENCE
    while _read(residents.get(path, headers=headers))["state"] == "bot" and time.monotonic() < deadline:
        time.sleep(0.2)
    return str(begun["id"])


def _show_queue(desk: Page) -> None:
    time.sleep(REPEATED)
    desk.reload()
    desk.get_by_test_id("ticket-row").nth(len(QUEUE) - 1).wait_for()
    desk.get_by_test_id("open-danger").click()
    desk.get_by_test_id("claim").wait_for()
    desk.get_by_test_id("matched").wait_for()
    _save(desk, "desk-queue.png")


def _show_people(desk: Page) -> None:
    desk.get_by_test_id("screen-people").click()
    desk.get_by_text(HANA.email).wait_for()
    _save(desk, "desk-people.png")


def _report(browser: Browser, stack: Stack) -> None:
    desk = _sign_in(browser, stack, 1000)
    desk.get_by_test_id("screen-reports").click()
    last = date.today().replace(day=1) - timedelta(days=1)  # noqa: DTZ011 - any month that is over
    desk.locator("input[name=since]").fill(last.replace(day=1).isoformat())
    desk.locator("input[name=until]").fill(last.isoformat())
    desk.get_by_test_id("show-report").click()
    desk.get_by_test_id("totals").get_by_text(f"{last.year}. {last.month}. {last.day}.").wait_for()
    _save(desk, "desk-report.png")
    desk.context.close()


def _read(response: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return the body of an answer; ends the walk where something was refused."""
    return response.json() if response.ok else fail(f"{response.url}: {response.status} {response.text()}")


def _fill_year(home: Path) -> None:
    """Write a small year of made-up work into a database, for the report."""
    home.mkdir()
    url = f"sqlite+aiosqlite:///{home / 'gildongmu.db'}"
    subprocess.run([sys.executable, "-m", "tools.desk_data", url, *YEAR], cwd=ROOT, check=True)  # noqa: S603 - our own command


def _readme(browser: Browser, stack: Stack) -> None:
    _chat(browser, stack, "chat-ur.png", "ur", (1000, 940))
    _chat(browser, stack, "phone-mn.png", "mn", (360, 740))
    _desk(browser, stack)
    guide = _page(browser, 1000, 760, "zh")
    guide.goto(f"{stack.url}/guide/zh/job.unpaid-wages")
    guide.screenshot(path=PICTURES / "guide-zh.png")
    embed = _page(browser, 1000, 760, "vi")
    embed.goto(f"{stack.url}/embed?language=vi")
    embed.get_by_test_id("bubble").click()
    _ask(embed, QUESTION["vi"])
    _save(embed, "embed.png")


@contextmanager
def _running(home: Path) -> Iterator[Stack]:
    stack = start_stack(home)
    try:
        yield stack
    finally:
        stack.stop()


def main() -> None:
    """Start the service on made-up data and walk through it."""
    chromium = find_chromium() or fail("no Chromium found: run tools/install_browser.sh")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        empty, year = Path(folder, "empty"), Path(folder, "year")
        with _running(empty) as stack:
            _readme(browser, stack)
        with _running(Path(folder, "handbook")) as stack:
            _handbook(playwright, browser, stack, Path(folder, "handbook"))
        _fill_year(year)
        with _running(year) as stack:
            _report(browser, stack)
        browser.close()


if __name__ == "__main__":
    main()
