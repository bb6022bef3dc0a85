"""What the chat shows on a small phone, in each language; staged, without a service behind it."""

import pytest
from playwright.async_api import Page, expect

from tests.conftest import LANGUAGES
from tests.journeys.staged import StagedGateway

# The width that the chosen name has, and the one that the menu gives it.
WIDTHS = """(menu) => {
  const name = menu.parentElement.appendChild(document.createElement("span"));
  const { font, paddingLeft, paddingRight } = getComputedStyle(menu);
  name.style.cssText = "position: absolute; white-space: nowrap";
  Object.assign(name.style, { font });
  name.lang = menu.value;
  name.textContent = menu.selectedOptions[0].textContent.trim();
  const wanted = name.getBoundingClientRect().width;
  name.remove();
  return [wanted, menu.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)];
}"""
# How often each Korean word is broken over lines.
BREAKS = r"""(said) => {
  const texts = document.createTreeWalker(said, NodeFilter.SHOW_TEXT);
  const breaks = {};
  while (texts.nextNode()) {
    for (const word of texts.currentNode.data.matchAll(/\p{Script=Hangul}+/gu)) {
      const range = new Range();
      range.setStart(texts.currentNode, word.index);
      range.setEnd(texts.currentNode, word.index + word[0].length);
      const tops = [...range.getClientRects()].map((one) => Math.round(one.top));
      breaks[word[0]] = Math.max(breaks[word[0]] ?? 0, new Set(tops).size - 1);
    }
  }
  return breaks;
}"""
TERMS = ("체류기간연장허가신청서", "서울출입국외국인청", "외국인등록증", "근로복지공단")

pytestmark = [pytest.mark.browser]


async def show(page: Page, url: str, gateway: StagedGateway, language: str) -> None:
    await gateway.play(page)
    await page.goto(f"{url}/?language={language}")
    await expect(page.get_by_test_id("input")).to_be_visible()


@pytest.mark.parametrize("is_busy", [False, True], ids=["empty", "busy"])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_language_menu_shows_the_whole_name(
    phone: Page, url: str, gateway: StagedGateway, language: str, is_busy: bool
) -> None:
    gateway.language = language
    if is_busy:
        gateway.say_answer()
    await show(phone, url, gateway, language)
    wanted, given = await phone.get_by_test_id("language-menu").evaluate(WIDTHS)
    assert given >= wanted - 1
    for width in (360, 320):
        await phone.set_viewport_size({"width": width, "height": 740})
        assert await phone.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("language", LANGUAGES)
async def test_korean_terms_are_not_broken_in_any_language(
    phone: Page, url: str, gateway: StagedGateway, language: str
) -> None:
    words = {"zh": "请携带", "ur": "ساتھ لائیں", "vi": "Hãy mang theo"}.get(language, "Please bring")
    gateway.language = language
    gateway.say("bot", " ".join(f"{words} {'x' * place} {term}" for place, term in enumerate(TERMS * 3)), "answer")
    await show(phone, url, gateway, language)
    breaks = await phone.get_by_test_id("message").locator(".said").evaluate(BREAKS)
    assert breaks == dict.fromkeys(TERMS, 0)


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("message-too-long", "This is longer than 4,000 characters. Please shorten it."),
        ("message-empty", "This message could not be sent."),
    ],
)
async def test_refused_message_is_explained_in_words_of_the_chat(
    phone: Page, url: str, gateway: StagedGateway, slug: str, words: str
) -> None:
    gateway.refusals["messages"] = (413, slug)
    await gateway.play(phone, is_started=False)
    await phone.goto(f"{url}/?language=en")
    await phone.get_by_test_id("input").fill("hello")
    await phone.get_by_test_id("send").click()
    await expect(phone.get_by_test_id("refused").locator("span[dir=auto]")).to_have_text(words)
