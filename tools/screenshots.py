"""Takes the pictures of the README from the running system: `make screenshots`."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tools.browser import CHROMIUM_FLAGS, find_chromium
from tools.stack import Stack, start_stack
from tools.steps import ROOT, fail

PICTURES = ROOT / "docs" / "pictures"
QUESTION = {
    "ur": "مالک نے دو مہینے سے تنخواہ نہیں دی، میں کیا کروں؟",
    "mn": "Би визээ хаана сунгуулах вэ?",
    "vi": "Tôi bị tai nạn ở công ty, phải làm sao?",
    "ru": "Начальник два месяца не платит зарплату",
}


def _page(browser: Browser, width: int, height: int, language: str) -> Page:
    context = browser.new_context(viewport={"width": width, "height": height}, locale=language, device_scale_factor=1.5)
    return context.new_page()


def _ask(page: Page, text: str) -> None:
    page.get_by_test_id("input").fill(text)
    page.get_by_test_id("send").click()
    page.locator('[data-testid="message"][data-author="bot"]').first.wait_for()
    page.wait_for_timeout(600)


def _chat(browser: Browser, stack: Stack, name: str, language: str, size: tuple[int, int]) -> None:
    page = _page(browser, *size, language)
    page.goto(f"{stack.url}/?language={language}")
    _ask(page, QUESTION[language])
    page.screenshot(path=PICTURES / name)
    page.context.close()


def _desk(browser: Browser, stack: Stack) -> None:
    resident = _page(browser, 1000, 760, "ru")
    resident.goto(f"{stack.url}/?language=ru")
    _ask(resident, QUESTION["ru"])
    resident.get_by_test_id("counsellor-button").click()
    resident.get_by_test_id("queue-status").wait_for()
    desk = _page(browser, 1280, 800, "ko")
    desk.goto(f"{stack.url}/desk?code={stack.desk_code()}")
    desk.get_by_test_id("ticket-row").first.click()
    desk.get_by_test_id("claim").click()
    desk.get_by_test_id("reply-box").fill("안녕하세요. 상담사입니다. 어느 회사에서 일하셨나요?")
    desk.get_by_test_id("send-reply").click()
    desk.wait_for_timeout(800)
    desk.screenshot(path=PICTURES / "desk.png")
    desk.context.close()
    resident.context.close()


def main() -> None:
    """Start the service on an empty database and walk through it."""
    chromium = find_chromium() or fail("no Chromium found: run tools/install_browser.sh")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        stack = start_stack(Path(home))
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        try:
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
            embed.screenshot(path=PICTURES / "embed.png")
        finally:
            browser.close()
            stack.stop()


if __name__ == "__main__":
    main()
