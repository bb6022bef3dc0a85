"""Measures the widget in a real Chromium and writes `docs/widget-benchmark.md`: `python -m tools.bench_widget`.

How large the script is, how long after it has arrived the bubble is painted on another site's page, and how long a
first answer takes on a slow line (200 kbit/s each way, 1 s latency) from pressing "send".
"""

import gzip
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tools.bench import quantile
from tools.browser import CHROMIUM_FLAGS, find_chromium
from tools.stack import start_stack
from tools.steps import ROOT, fail

REPORT = ROOT / "docs" / "widget-benchmark.md"
SCRIPT = ROOT / "api" / "web" / "dist" / "widget.js"
SIZE_TARGET, PAINT_TARGET, ANSWER_TARGET = 50 * 1024, 100.0, 5_000.0
PAINTS, ANSWERS = 20, 5
SLOW_LINE = {"offline": False, "latency": 1_000, "downloadThroughput": 25_000, "uploadThroughput": 25_000}
"""Milliseconds and bytes per second, as Chromium's protocol wants them."""
QUESTION = "How do I extend my visa?"
# From the moment the script has arrived to the first frame in which the bubble is there.
WATCH = """
window.painted = new Promise((resolve) => {
  const look = () => {
    const button = document.querySelector("gildongmu-chat")?.shadowRoot?.querySelector(".bubble-button");
    if (!button || button.getBoundingClientRect().width === 0) return requestAnimationFrame(look);
    requestAnimationFrame(() => {
      const script = performance.getEntriesByType("resource").find((one) => one.name.endsWith("/static/widget.js"));
      resolve(performance.now() - script.responseEnd);
    });
  };
  requestAnimationFrame(look);
});
"""


def measure_paint(page: Page, url: str) -> float:
    """Return the milliseconds from the script's arrival to the painted bubble."""
    page.goto(f"{url}/embed")
    return float(page.evaluate("window.painted"))


def measure_answer(page: Page, url: str) -> float:
    """Return the milliseconds from pressing "send" in a fresh conversation to the answer on the screen."""
    page.goto(f"{url}/?language=en")
    page.get_by_test_id("input").fill(QUESTION)
    page.evaluate("window.began = performance.now()")
    page.get_by_test_id("send").click()
    page.locator('[data-testid="message"][data-author="bot"]').first.wait_for(timeout=60_000)
    return float(page.evaluate("performance.now() - window.began"))


def _repeat(browser: Browser, times: int, measure: Callable[[Page], float], *, slow: bool) -> list[float]:
    found = []
    for _ in range(times):
        context = browser.new_context()
        context.add_init_script(WATCH)
        page = context.new_page()
        if slow:
            devtools = context.new_cdp_session(page)
            devtools.send("Network.enable")
            devtools.send("Network.emulateNetworkConditions", SLOW_LINE)
        page.set_default_timeout(60_000)
        found.append(measure(page))
        context.close()
    return found


def report(size: int, paints: list[float], answers: list[float]) -> str:
    """Render one run as Markdown."""
    rows = [
        ("script, gzip", f"{size / 1024:.1f} KB", f"≤ {SIZE_TARGET / 1024:.0f} KB"),
        ("bubble painted after its script, p50, longest", _figures(paints), f"≤ {PAINT_TARGET:.0f} ms"),
        ("first answer on a slow line, p50, longest", _figures(answers), f"≤ {ANSWER_TARGET:,.0f} ms"),
    ]
    return "\n".join(
        [
            "# Benchmark of the widget",
            "",
            f"Written by `make bench-widget` on {datetime.now(UTC).date()}, {os.cpu_count()} cores: Chromium "
            f"beside the service on one machine, {PAINTS} pages with the bubble, {ANSWERS} first questions over a line "
            "of 200 kbit/s with 1 s latency.",
            "",
            "| measure | figure | target |",
            "|---|---|---|",
            *(f"| {name} | {figure} | {target} |" for name, figure, target in rows),
            "",
        ]
    )


def _figures(values: list[float]) -> str:
    return f"{quantile(values, 0.5):,.0f}, {max(values):,.0f} ms"


def main() -> int:
    """Measure, print, write; 1 if a target is missed."""
    chromium = find_chromium()
    if chromium is None:
        fail("no Chromium: run tools/install_browser.sh")
    size = len(gzip.compress(SCRIPT.read_bytes()))
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        stack = start_stack(Path(home))
        try:
            stack.wait_until_ready()
            browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
            _repeat(browser, 2, lambda page: measure_answer(page, stack.url), slow=False)
            paints = _repeat(browser, PAINTS, lambda page: measure_paint(page, stack.url), slow=False)
            answers = _repeat(browser, ANSWERS, lambda page: measure_answer(page, stack.url), slow=True)
            browser.close()
        finally:
            stack.stop()
    text = report(size, paints, answers)
    print(text)
    REPORT.write_text(text, encoding="utf-8")
    return 0 if size <= SIZE_TARGET and max(paints) <= PAINT_TARGET and max(answers) <= ANSWER_TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
