"""The chat with counsellors and other devices: resume codes, satisfaction, photos, notifications."""

import json
import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, BrowserContext, FilePayload, Page, Request, expect

from tests.journeys.staged import KEY, StagedGateway, choose, embed, kept_key, settle, show
from tests.journeys.test_widget import (
    ANSWER_WITHIN,
    QUESTION,
    answer,
    ask,
    end,
    open_desk,
    said_by,
    wait_for_counsellor,
)
from tools.stack import Stack

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000080000000808020000004b6d29dc"
    "0000001449444154789c6364686860c00698b08a0e5a0900cc88011050900dca0000000049454e44ae426082"
)
PHOTO: FilePayload = {"name": "contract.png", "mimeType": "image/png", "buffer": PICTURE}
pytestmark = [pytest.mark.bot, pytest.mark.browser]


@pytest.fixture
async def pushed(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A browser that allows notifications and has a push service."""
    context = await browser.new_context(locale="en-US", permissions=["notifications"])
    await context.add_init_script(
        """window.asked = 0;
        Notification.requestPermission = async () => { window.asked += 1; return window.permission ?? "granted"; };
        const subscription = {
          endpoint: "https://push.example/1",
          unsubscribe: async () => { delete sessionStorage.pushed; window.unsubscribed = true; return true; },
          toJSON: () => ({ endpoint: "https://push.example/1", expirationTime: null,
                           keys: { p256dh: "P", auth: "A" } }),
        };
        PushManager.prototype.getSubscription = async () => (sessionStorage.pushed ? subscription : null);
        PushManager.prototype.subscribe = async () => { sessionStorage.pushed = 1; return subscription; };"""
    )
    yield context
    await context.close()


# Another device


async def test_conversation_goes_on_on_another_device(page: Page, phone: Page, stack: Stack) -> None:
    await page.goto(f"{stack.url}/?language=en")
    await ask(page, QUESTION)
    await expect(answer(page)).to_be_visible(timeout=ANSWER_WITHIN)
    await choose(page, "another-device")
    link = await page.get_by_test_id("resume-link").get_attribute("href")
    assert link
    await expect(page.get_by_test_id("code-dialog")).to_contain_text("Valid for about 10 min")

    await phone.goto(link)
    await expect(phone.get_by_test_id("redeem")).to_be_focused()
    await expect(phone.get_by_test_id("code-loss")).to_have_count(0)
    await phone.keyboard.press("Enter")
    await expect(answer(phone)).to_be_visible()
    assert phone.url == f"{stack.url}/"
    await phone.reload()
    await expect(answer(phone)).to_be_visible()

    await phone.goto(f"{link}x")
    await phone.get_by_test_id("redeem").click()
    await expect(phone.get_by_test_id("resume-trouble")).to_be_visible()
    await expect(answer(phone)).to_be_visible()

    again = await phone.context.browser.new_page()  # type: ignore[union-attr] # it was launched by us
    await again.goto(link)
    await again.get_by_test_id("redeem").click()
    await expect(again.get_by_test_id("resume-trouble")).to_be_visible()
    assert again.url == f"{stack.url}/"
    await again.close()


async def test_code_can_be_typed_and_is_asked_for_again_when_it_is_wrong(
    page: Page, stack: Stack, gateway: StagedGateway
) -> None:
    gateway.say_answer()
    await gateway.play(page, is_started=False)
    await page.goto(f"{stack.url}/?language=en")
    await choose(page, "enter-code-item")
    gateway.refusals["resume"] = (404, "not-found")
    await page.get_by_test_id("code-entry").fill("wrong")
    await page.get_by_test_id("redeem").click()
    await expect(page.get_by_test_id("resume-trouble")).to_contain_text("no longer works")
    gateway.refusals["resume"] = (429, "too-many-attempts")
    await page.get_by_test_id("redeem").click()
    await expect(page.get_by_test_id("resume-trouble")).to_contain_text("Too many attempts")
    gateway.refusals["resume"] = (0, "")
    await page.get_by_test_id("redeem").click()
    await expect(page.get_by_test_id("resume-trouble")).to_contain_text("No connection")
    gateway.refusals.clear()
    await page.get_by_test_id("code-entry").fill(" abcde-12345 ")
    await page.get_by_test_id("redeem").click()
    await expect(answer(page)).to_be_visible()
    await expect(page.get_by_test_id("enter-code-dialog")).to_be_hidden()
    assert gateway.asked("POST", "/resume")[-1] == {"code": "abcde-12345"}


async def test_code_is_copied_and_can_be_cancelled(page: Page, stack: Stack, gateway: StagedGateway) -> None:
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    gateway.say_answer()
    await show(page, stack, gateway)
    await choose(page, "another-device")
    await page.get_by_test_id("copy-code").click()
    await expect(page.get_by_text("Copied")).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == f"{stack.url}/#resume=ABCDE-12345"
    await page.get_by_test_id("revoke-code").click()
    await expect(page.get_by_test_id("code-dialog")).to_be_hidden()
    assert len(gateway.asked("DELETE", "/resume-code")) == 1


async def test_fragment_of_another_site_is_left_alone(page: Page, stack: Stack, gateway: StagedGateway) -> None:
    await gateway.play(page, is_started=False)
    await page.goto(f"{stack.url}/embed#resume=ABCDE-12345")
    await expect(page.get_by_test_id("bubble")).to_be_visible()
    assert page.url.endswith("#resume=ABCDE-12345")
    assert gateway.asked("POST", "/resume") == []


async def test_link_with_a_code_takes_nothing_away_until_the_resident_goes_on(
    page: Page, stack: Stack, gateway: StagedGateway
) -> None:
    gateway.say_answer()
    await show(page, stack, gateway)
    await expect(answer(page)).to_be_visible()
    gateway.key = {"id": "foreign", "token": "foreign-token"}
    await page.goto(f"{stack.url}/?language=en#resume=ABCDE-12345")
    await expect(page.get_by_test_id("code-entry")).to_have_value("ABCDE-12345")
    await expect(page.get_by_test_id("code-loss")).to_contain_text("will be removed from this device")
    await expect(page.get_by_test_id("cancel-code")).to_be_focused()
    assert page.url == f"{stack.url}/?language=en"
    assert gateway.asked("POST", "/resume") == []
    assert await kept_key(page) == KEY
    await page.get_by_test_id("redeem").click()
    await expect(page.get_by_test_id("enter-code-dialog")).to_be_hidden()
    assert gateway.asked("POST", "/resume") == [{"code": "ABCDE-12345"}]
    assert await kept_key(page) == gateway.key


# Satisfaction


async def test_satisfaction_is_told_once_after_a_counsellor(page: Page, stack: Stack) -> None:
    question = f"{QUESTION} My name is Farrukh."
    await wait_for_counsellor(page, stack, question)
    await expect(page.get_by_test_id("rating")).to_have_count(0)
    desk = await open_desk(page, stack)
    await desk.get_by_test_id("ticket-row").filter(has_text=question).click()
    await desk.get_by_test_id("claim").click()
    await end(desk, then="closed")
    form = page.get_by_test_id("rating")
    await expect(page.get_by_test_id("rating-send")).to_be_disabled()
    await form.get_by_role("radio", name="Good", exact=True).check()
    await page.get_by_test_id("rating-comment").fill("Kind and quick.")
    await page.get_by_test_id("rating-send").click()
    await expect(page.get_by_test_id("rated")).to_be_visible()
    await page.reload()
    await expect(page.get_by_test_id("closed-status")).to_be_visible()
    await expect(form).to_have_count(0)


async def test_satisfaction_told_elsewhere_is_thanked_for_and_a_failure_keeps_the_words(
    page: Page, stack: Stack, gateway: StagedGateway
) -> None:
    gateway.part()
    gateway.refusals["rating"] = (500, "internal")
    await show(page, stack, gateway)
    await page.get_by_role("radio", name="Very poor").check()
    await page.get_by_test_id("rating-comment").fill("Too slow")
    await page.get_by_test_id("rating-send").click()
    await expect(page.get_by_test_id("rating").get_by_role("alert")).to_be_visible()
    await expect(page.get_by_test_id("rating-comment")).to_have_value("Too slow")
    gateway.refusals["rating"] = (409, "already-rated")
    gateway.rating = "given"
    await page.get_by_test_id("rating-send").click()
    await expect(page.get_by_test_id("rated")).to_be_visible()
    assert gateway.asked("POST", "/rating")[0] == {"score": 1, "comment": "Too slow"}


async def test_assistant_alone_is_rated_only_by_those_who_look_for_it(
    page: Page, stack: Stack, gateway: StagedGateway
) -> None:
    gateway.say_answer()
    gateway.rating = "open"
    await show(page, stack, gateway)
    await expect(answer(page)).to_be_visible()
    await expect(page.get_by_test_id("rating")).to_have_count(0)
    await choose(page, "rate")
    await expect(page.get_by_role("radio").first).to_be_focused()
    await page.get_by_role("radio").last.check()
    await page.get_by_test_id("rating-send").click()
    await expect(page.get_by_test_id("rated")).to_be_visible()
    assert gateway.asked("POST", "/rating") == [{"score": 5}]


# Photos and documents


async def test_photo_reaches_the_counsellor(page: Page, stack: Stack) -> None:
    question = f"{QUESTION} My name is Gulnora."
    await page.goto(f"{stack.url}/?language=en")
    await expect(page.get_by_test_id("input")).to_be_visible()
    await expect(page.get_by_test_id("attach")).to_have_count(0)
    await wait_for_counsellor(page, stack, question)
    await page.get_by_test_id("file").set_input_files([PHOTO])
    await expect(page.get_by_test_id("upload")).to_have_count(0)
    await expect(said_by(page, "resident").last).to_contain_text("Photo")
    desk = await open_desk(page, stack)
    await desk.get_by_test_id("ticket-row").filter(has_text=question).click()
    await expect(said_by(desk, "resident").last.get_by_test_id("open-photo")).to_be_visible()


async def test_file_that_could_not_be_sent_is_kept_and_sent_under_the_same_name(
    page: Page, stack: Stack, gateway: StagedGateway
) -> None:
    gateway.wait()
    gateway.refusals["attachments"] = (0, "")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "/attachments" in request.url else None)
    await show(page, stack, gateway)
    await page.get_by_test_id("file").set_input_files([PHOTO])
    await expect(page.get_by_test_id("upload")).to_contain_text("The file was not sent.")
    gateway.refusals.clear()
    await page.get_by_test_id("retry-upload").click()
    await expect(page.get_by_test_id("upload")).to_have_count(0)
    assert gateway.asked("POST", "/attachments")[-1] == PICTURE
    assert len(sent) == 2
    assert len(set(sent)) == 1


@pytest.mark.parametrize(
    ("name", "media_type", "size", "words"),
    [
        ("notes.txt", "text/plain", 10, "Only photos"),
        ("scan.pdf", "application/pdf", 10 * 1024 * 1024 + 1, "larger than 10 MB"),
        ("scan.pdf", "application/pdf", 0, "empty"),
    ],
)
async def test_file_that_nobody_could_take_is_not_sent_at_all(
    page: Page, stack: Stack, gateway: StagedGateway, name: str, media_type: str, size: int, words: str
) -> None:
    gateway.wait()
    await show(page, stack, gateway)
    file: FilePayload = {"name": name, "mimeType": media_type, "buffer": bytes(size)}
    await page.get_by_test_id("file").set_input_files([file])
    await expect(page.get_by_test_id("upload")).to_contain_text(words)
    await expect(page.get_by_test_id("retry-upload")).to_have_count(0)
    await page.get_by_test_id("remove-upload").click()
    await expect(page.get_by_test_id("upload")).to_have_count(0)
    assert gateway.asked("POST", "/attachments") == []


async def test_picture_is_pasted_while_a_counsellor_is_there(page: Page, stack: Stack, gateway: StagedGateway) -> None:
    gateway.meet()
    await show(page, stack, gateway)
    await expect(page.get_by_test_id("human-status")).to_be_visible()
    await page.get_by_test_id("input").evaluate(
        """(input) => {
          const clipboardData = new DataTransfer();
          clipboardData.items.add(new File(["picture"], "image.png", { type: "image/png" }));
          input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }"""
    )
    await expect(said_by(page, "resident").last).to_contain_text("Photo")
    assert gateway.asked("POST", "/attachments") == [b"picture"]


# Notifications


async def test_notifications_are_offered_while_somebody_waits_and_never_by_themselves(
    pushed: BrowserContext, stack: Stack, gateway: StagedGateway
) -> None:
    page = await pushed.new_page()
    gateway.say_answer()
    await show(page, stack, gateway)
    await expect(answer(page)).to_be_visible()
    await expect(page.get_by_test_id("notify")).to_have_count(0)
    gateway.state = "waiting"
    button = page.get_by_test_id("notify-button")
    await expect(button).to_have_attribute("aria-pressed", "false")
    assert await page.evaluate("asked") == 0
    await button.click()
    await expect(button).to_have_attribute("aria-pressed", "true")
    told = {"endpoint": "https://push.example/1", "keys": {"p256dh": "P", "auth": "A"}}
    assert gateway.asked("PUT", "/push") == [told]

    await button.click()
    await expect(button).to_have_attribute("aria-pressed", "false")
    assert gateway.asked("DELETE", "/push") == [{"endpoint": "https://push.example/1"}]


async def test_leaving_the_conversation_ends_its_notifications(
    pushed: BrowserContext, stack: Stack, gateway: StagedGateway
) -> None:
    page = await pushed.new_page()
    gateway.wait()
    await show(page, stack, gateway)
    await page.get_by_test_id("notify-button").click()
    await expect(page.get_by_test_id("notify-button")).to_have_attribute("aria-pressed", "true")
    await choose(page, "start-over")
    await page.get_by_test_id("start-over-dialog").get_by_test_id("yes").click()
    await page.wait_for_function("window.unsubscribed")


async def test_browser_that_forbids_notifications_is_named(
    pushed: BrowserContext, stack: Stack, gateway: StagedGateway
) -> None:
    page = await pushed.new_page()
    gateway.wait()
    await page.add_init_script("window.permission = 'denied'")
    await show(page, stack, gateway)
    await page.get_by_test_id("notify-button").click()
    await expect(page.get_by_test_id("notify-trouble")).to_contain_text("does not allow")
    assert gateway.asked("PUT", "/push") == []


async def test_another_site_is_not_offered_notifications(
    pushed: BrowserContext, stack: Stack, gateway: StagedGateway
) -> None:
    page = await pushed.new_page()
    gateway.wait()
    await gateway.play(page, is_started=False)
    keep = f"localStorage.setItem('gildongmu:{stack.url}:key', '{json.dumps(KEY)}')"
    await page.add_init_script(keep)
    await embed(page, stack, 'data-language="en"')
    await page.get_by_test_id("bubble").click()
    await expect(page.get_by_test_id("queue-status")).to_be_visible()
    await expect(page.get_by_test_id("notify")).to_have_count(0)


async def test_hidden_page_listens_no_more_where_notifications_tell(
    pushed: BrowserContext, stack: Stack, gateway: StagedGateway
) -> None:
    page = await pushed.new_page()
    await page.clock.install()
    gateway.wait()
    await show(page, stack, gateway)
    await page.get_by_test_id("notify-button").click()
    await expect(page.get_by_test_id("notify-button")).to_have_attribute("aria-pressed", "true")
    await see(page, "hidden")
    await settle(page)
    heard = len(gateway.calls)
    await page.clock.run_for(60_000)
    await settle(page)
    assert gateway.calls[heard:] == [("GET", "/push-key", None)]
    gateway.say("counsellor", "I am here now.")
    await see(page, "visible")
    await expect(said_by(page, "counsellor")).to_be_visible()


async def test_gateway_is_told_again_how_to_notify_when_it_may_have_forgotten(
    pushed: BrowserContext, stack: Stack, gateway: StagedGateway
) -> None:
    page = await pushed.new_page()
    gateway.wait()
    gateway.say("bot", "Opened elsewhere.", buttons=[{"title": "That was not me", "payload": "#revoke"}])
    await show(page, stack, gateway)
    await page.get_by_test_id("notify-button").click()
    await expect(page.get_by_test_id("notify-button")).to_have_attribute("aria-pressed", "true")
    await page.get_by_role("button", name="That was not me").click()
    await expect(said_by(page, "resident").last).to_contain_text("That was not me")
    async with page.expect_request(is_subscription):
        gateway.say("bot", "Open only here.")
    async with page.expect_request(is_subscription):
        await page.reload()
    await expect(page.get_by_test_id("notify-button")).to_have_attribute("aria-pressed", "true")


def is_subscription(request: Request) -> bool:
    return request.method == "PUT" and request.url.endswith("/push")


async def see(page: Page, state: str) -> None:
    """Bring the page to the front, or behind another."""
    await page.evaluate(
        """(state) => {
          Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        state,
    )


# Several tabs


async def test_what_waits_in_one_tab_stays_out_of_the_conversation_that_another_opens(
    page: Page, stack: Stack, gateway: StagedGateway
) -> None:
    gateway.wait()
    other = await page.context.new_page()
    await show(other, stack, gateway)
    await show(page, stack, gateway)
    for call in ("**/attachments*", "**/messages"):
        await page.route(call, lambda route: route.abort())
    await page.get_by_test_id("file").set_input_files([PHOTO])
    await ask(page, "For the first conversation")
    await expect(page.get_by_test_id("upload")).to_contain_text("The file was not sent.")
    await expect(page.get_by_test_id("not-sent")).to_be_visible()

    gateway.messages.clear()
    gateway.key = {"id": "second", "token": "second-token"}
    await choose(other, "start-over")
    await other.get_by_test_id("start-over-dialog").get_by_test_id("yes").click()
    await expect(page.get_by_test_id("upload")).to_have_count(0)
    await expect(page.get_by_test_id("not-sent")).to_have_count(0)
    await ask(other, "hello")
    await expect(said_by(page, "resident")).to_have_text(re.compile("hello"))
    for call in ("**/attachments*", "**/messages"):
        await page.unroute(call)
    await ask(page, "For the second conversation")
    await expect(said_by(other, "resident")).to_have_count(2)
    texts = [body["text"] for body in gateway.asked("POST", "/second/messages")]
    assert texts == ["hello", "For the second conversation"]
    assert gateway.asked("POST", "/attachments") == []
