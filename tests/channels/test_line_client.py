"""What becomes of every call to LINE, tried against a stand-in that keeps LINE's rules."""

import logging
import socket
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from linebot.v3.messaging import TextMessage  # type: ignore[import-untyped]  # ships no types

from api.channels.line.client import (
    BotInfo,
    CallFailed,
    ContentTooLarge,
    ContentUnavailable,
    LineClient,
    Profile,
    Quota,
    WebhookEndpoint,
    WebhookTest,
)
from api.channels.line.rendering import Outgoing, render
from api.channels.line.results import Outcome, SendResult
from tools.fake_line import ACCESS_TOKEN, START, USER, FakeLine, Trouble, serve

KEY = UUID("123e4567-e89b-12d3-a456-426614174000")
HELLO = [TextMessage(text="안녕하세요")]
SHORT = timedelta(seconds=0.05)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep calls on this machine: the SDK honours proxies of the environment."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")


@pytest.fixture
async def fake() -> AsyncIterator[FakeLine]:
    async with serve(FakeLine()) as running:
        yield running


@pytest.fixture
async def client(fake: FakeLine) -> AsyncIterator[LineClient]:
    client = LineClient(ACCESS_TOKEN, fake.url + "/", max_content=1000)
    yield client
    await client.close()


@pytest.fixture
async def hasty(fake: FakeLine) -> AsyncIterator[LineClient]:
    """A client that waits for less than a slow answer takes."""
    client = LineClient(ACCESS_TOKEN, fake.url, timeout=SHORT)
    yield client
    await client.close()


async def send(client: LineClient, fake: FakeLine, call: str) -> SendResult:
    if call == "reply":
        return await client.reply(fake.issue_token(), HELLO)
    return await client.push(USER, HELLO, KEY)


@pytest.mark.parametrize("call", ["reply", "push"])
async def test_sent_messages_are_seen_once_and_named(client: LineClient, fake: FakeLine, call: str) -> None:
    result = await send(client, fake, call)
    assert result == SendResult(Outcome.SENT, 200, "request-1", message_ids=("1",))
    assert result.is_delivered
    assert fake.texts() == ["안녕하세요"]


async def test_rendered_messages_arrive_whole(client: LineClient, fake: FakeLine) -> None:
    for call in render([Outgoing("긴 문장입니다. " * 3000, "ko")], "https://example.org"):
        assert (await client.push(USER, call, uuid4())).outcome is Outcome.SENT
    assert "".join(" ".join(fake.texts()).split()) == "긴문장입니다." * 3000


async def test_reply_token_works_once(client: LineClient, fake: FakeLine) -> None:
    token = fake.issue_token()
    outcomes = [(await client.reply(token, HELLO)).outcome for _ in range(2)]
    assert outcomes == [Outcome.SENT, Outcome.TOKEN_EXPIRED]
    assert len(fake.texts()) == 1


@pytest.mark.parametrize(("seconds", "outcome"), [(60, Outcome.SENT), (61, Outcome.TOKEN_EXPIRED)])
async def test_reply_token_ends_after_a_minute(
    client: LineClient, fake: FakeLine, seconds: int, outcome: Outcome
) -> None:
    token = fake.issue_token()
    fake.now = START + timedelta(seconds=seconds)
    assert (await client.reply(token, HELLO)).outcome is outcome


async def test_unknown_reply_token_is_refused(client: LineClient, fake: FakeLine) -> None:
    result = await client.reply("0" * 32, HELLO)
    assert (result.outcome, result.status, result.detail) == (Outcome.TOKEN_EXPIRED, 400, "Invalid reply token")
    assert not result.is_delivered
    assert fake.texts() == []


async def test_repeated_push_is_delivered_once_and_says_so(client: LineClient, fake: FakeLine) -> None:
    first = await client.push(USER, HELLO, KEY)
    again = await client.push(USER, HELLO, KEY)
    assert (again.outcome, again.status, again.message_ids) == (Outcome.ALREADY_SENT, 409, first.message_ids)
    assert (again.accepted_request_id, again.request_id) == (first.request_id, "request-2")
    assert again.is_delivered
    assert len(fake.texts()) == 1


async def test_retry_key_ends_after_a_day(client: LineClient, fake: FakeLine) -> None:
    await client.push(USER, HELLO, KEY)
    fake.now = START + timedelta(hours=25)
    assert (await client.push(USER, HELLO, KEY)).outcome is Outcome.SENT


@pytest.mark.parametrize("call", ["reply", "push"])
async def test_rate_limit_tells_how_long_to_wait(client: LineClient, fake: FakeLine, call: str) -> None:
    fake.fail_next(Trouble.RATE_LIMIT)
    result = await send(client, fake, call)
    assert (result.outcome, result.retry_after) == (Outcome.RATE_LIMITED, timedelta(seconds=7))
    assert fake.texts() == []


async def test_monthly_limit_is_told_apart(client: LineClient, fake: FakeLine) -> None:
    fake.fail_next(Trouble.QUOTA)
    result = await client.push(USER, HELLO, KEY)
    assert (result.outcome, result.status, result.retry_after) == (Outcome.QUOTA_EXCEEDED, 429, None)


async def test_rejection_carries_message_and_details(client: LineClient, fake: FakeLine) -> None:
    result = await client.push(USER, [TextMessage(text="가" * 5001)], KEY)
    assert (result.outcome, result.status) == (Outcome.REJECTED, 400)
    assert result.detail == ("The request body has 1 error(s) (messages[0].text: Length must be between 1 and 5000)")
    assert fake.texts() == []


async def test_unknown_recipient_is_rejected(client: LineClient) -> None:
    result = await client.push("nobody", HELLO, KEY)
    assert (result.outcome, result.status) == (Outcome.REJECTED, 400)


async def test_wrong_access_token_is_unauthorized(fake: FakeLine) -> None:
    client = LineClient("another-token", fake.url)
    result = await client.reply(fake.issue_token(), HELLO)
    await client.close()
    assert (result.outcome, result.status) == (Outcome.UNAUTHORIZED, 401)
    assert fake.texts() == []


@pytest.mark.parametrize("call", ["reply", "push"])
@pytest.mark.parametrize("trouble", [Trouble.ERROR, Trouble.DROP])
@pytest.mark.parametrize("after_accepting", [False, True])
async def test_error_or_lost_connection_is_uncertain(
    client: LineClient, fake: FakeLine, call: str, trouble: Trouble, after_accepting: bool
) -> None:
    fake.fail_next(trouble, after_accepting=after_accepting)
    result = await send(client, fake, call)
    assert (result.outcome, result.is_delivered) == (Outcome.UNCERTAIN, False)
    assert result.status == (500 if trouble is Trouble.ERROR else None)
    assert len(fake.texts()) == (1 if after_accepting else 0)


@pytest.mark.parametrize("call", ["reply", "push"])
async def test_slow_answer_is_uncertain(hasty: LineClient, fake: FakeLine, call: str) -> None:
    fake.fail_next(Trouble.SLOW)
    result = await send(hasty, fake, call)
    assert (result.outcome, result.status, result.detail) == (Outcome.UNCERTAIN, None, "TimeoutError")


async def test_nobody_listening_is_uncertain() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        client = LineClient(ACCESS_TOKEN, f"http://127.0.0.1:{closed.getsockname()[1]}", timeout=SHORT)
        result = await client.push(USER, HELLO, KEY)
        await client.close()
    assert result.outcome is Outcome.UNCERTAIN


@pytest.mark.parametrize("trouble", [Trouble.ERROR, Trouble.DROP])
@pytest.mark.parametrize(("after_accepting", "outcome"), [(False, Outcome.SENT), (True, Outcome.ALREADY_SENT)])
async def test_uncertain_push_is_settled_by_repeating_it(
    client: LineClient, fake: FakeLine, trouble: Trouble, after_accepting: bool, outcome: Outcome
) -> None:
    fake.fail_next(trouble, after_accepting=after_accepting)
    await client.push(USER, HELLO, KEY)
    assert (await client.push(USER, HELLO, KEY)).outcome is outcome
    assert fake.texts() == ["안녕하세요"]


@pytest.mark.parametrize(("after_accepting", "outcome"), [(False, Outcome.SENT), (True, Outcome.TOKEN_EXPIRED)])
async def test_uncertain_reply_can_be_repeated_without_being_seen_twice(
    client: LineClient, fake: FakeLine, after_accepting: bool, outcome: Outcome
) -> None:
    token = fake.issue_token()
    fake.fail_next(Trouble.DROP, after_accepting=after_accepting)
    await client.reply(token, HELLO)
    assert (await client.reply(token, HELLO)).outcome is outcome
    assert fake.texts() == ["안녕하세요"]


async def test_accepted_call_with_an_unreadable_answer_is_sent(client: LineClient, fake: FakeLine) -> None:
    fake.fail_next(Trouble.GARBAGE, after_accepting=True)
    result = await client.push(USER, HELLO, KEY)
    assert (result.outcome, result.message_ids) == (Outcome.SENT, ())
    assert fake.texts() == ["안녕하세요"]


async def test_refusal_that_is_no_text_is_still_a_refusal(client: LineClient, fake: FakeLine) -> None:
    fake.fail_next(Trouble.UNDECODABLE)
    result = await client.push(USER, HELLO, KEY)
    assert (result.outcome, result.status) == (Outcome.REJECTED, 400)


@pytest.mark.parametrize("count", [0, 6])
async def test_wrong_number_of_messages_is_an_error_of_ours(client: LineClient, fake: FakeLine, count: int) -> None:
    with pytest.raises(ValueError, match=f"{count} messages"):
        await client.reply(fake.issue_token(), HELLO * count)
    with pytest.raises(ValueError, match=f"{count} messages"):
        await client.push(USER, HELLO * count, KEY)
    assert fake.requests == 0


@pytest.mark.parametrize(("seconds", "shown"), [(-3, 5), (1, 5), (5, 5), (21, 25), (60, 60), (300, 60)])
async def test_loading_is_shown_in_steps_that_line_allows(
    client: LineClient, fake: FakeLine, seconds: int, shown: int
) -> None:
    result = await client.show_loading(USER, seconds)
    assert (result.outcome, result.status) == (Outcome.SENT, 202)
    assert fake.loading == [(USER, shown)]


async def test_profile_tells_language_and_name(client: LineClient, fake: FakeLine) -> None:
    fake.profiles[USER] = {"userId": USER, "displayName": "Болд", "language": "mn"}
    assert await client.profile(USER) == Profile("mn", "Болд")


async def test_profile_without_consent_has_no_language(client: LineClient, fake: FakeLine) -> None:
    fake.profiles[USER] = {"userId": USER, "displayName": "Ali"}
    assert await client.profile(USER) == Profile(None, "Ali")


@pytest.mark.parametrize("trouble", [None, Trouble.ERROR, Trouble.DROP, Trouble.GARBAGE])
async def test_profile_that_line_does_not_tell_is_none(
    client: LineClient, fake: FakeLine, trouble: Trouble | None
) -> None:
    if trouble:
        fake.profiles[USER] = {"userId": USER, "displayName": "Ali"}
        # aiohttp repeats a GET once whose connection is lost.
        fake.fail_next(trouble)
        fake.fail_next(trouble)
    assert await client.profile(USER) is None


async def test_file_is_fetched_with_its_type(client: LineClient, fake: FakeLine) -> None:
    fake.files["77"] = (b"\x89PNG" * 100, "image/png")
    content = await client.content("77")
    assert (content.data, content.media_type) == (b"\x89PNG" * 100, "image/png")


@pytest.mark.parametrize(("size", "fits"), [(1000, True), (1001, False), (500_000, False)])
async def test_file_over_the_limit_is_refused(client: LineClient, fake: FakeLine, size: int, fits: bool) -> None:
    fake.files["77"] = (b"x" * size, "video/mp4")
    if fits:
        assert len((await client.content("77")).data) == size
        return
    with pytest.raises(ContentTooLarge):
        await client.content("77")


async def test_file_that_is_gone_is_unavailable(client: LineClient) -> None:
    with pytest.raises(ContentUnavailable, match="404"):
        await client.content("78")


async def test_file_id_cannot_leave_its_place_in_the_address(client: LineClient, fake: FakeLine) -> None:
    with pytest.raises(ContentUnavailable, match="404"):
        await client.content("../../info?x=")
    assert fake.requests == 0


async def test_slow_file_is_unavailable(hasty: LineClient, fake: FakeLine) -> None:
    fake.files["77"] = (b"x", "image/png")
    fake.fail_next(Trouble.SLOW)
    with pytest.raises(ContentUnavailable):
        await hasty.content("77")


async def test_files_come_from_their_own_host(fake: FakeLine) -> None:
    fake.files["77"] = (b"x", "image/png")
    client = LineClient(ACCESS_TOKEN, "http://127.0.0.1:1", data_url=fake.url)
    content = await client.content("77")
    await client.close()
    assert content.data == b"x"


async def test_production_hosts_are_lines_own() -> None:
    client = LineClient(ACCESS_TOKEN)
    await client.close()
    assert (client._client.configuration.host, client._data_url) == (None, "https://api-data.line.me")


async def test_quota_tells_allowance_and_use(client: LineClient, fake: FakeLine) -> None:
    await client.push(USER, HELLO, KEY)
    assert await client.quota() == Quota(200, 1)
    fake.limit = None
    assert await client.quota() == Quota(None, 1)


async def test_own_account_and_webhook_are_told(client: LineClient, fake: FakeLine) -> None:
    assert await client.bot_info() == BotInfo("U" + "b" * 32, "@216abcde", "Gildongmu", "bot")
    assert await client.webhook_endpoint() == WebhookEndpoint("https://example.org/webhooks/line", True)
    fake.endpoint = None
    assert await client.webhook_endpoint() is None


async def test_webhook_can_be_tried(client: LineClient) -> None:
    assert await client.test_webhook() == WebhookTest(True, 200, "OK", "200")
    assert await client.test_webhook("https://example.org/other") == WebhookTest(False, 404, "Not Found", "404")


@pytest.mark.parametrize("question", ["quota", "bot_info", "webhook_endpoint", "test_webhook"])
@pytest.mark.parametrize(
    ("trouble", "outcome"), [(Trouble.ERROR, Outcome.UNCERTAIN), (Trouble.RATE_LIMIT, Outcome.RATE_LIMITED)]
)
async def test_question_without_an_answer_says_why(
    client: LineClient, fake: FakeLine, question: str, trouble: Trouble, outcome: Outcome
) -> None:
    fake.fail_next(trouble)
    with pytest.raises(CallFailed) as caught:
        await getattr(client, question)()
    assert caught.value.result.outcome is outcome


async def test_logs_name_the_request_but_not_what_was_said(
    client: LineClient, fake: FakeLine, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    fake.profiles[USER] = {"userId": USER, "displayName": "Болд", "language": "mn"}
    token = fake.issue_token()
    await client.reply(token, HELLO)
    await client.push(USER, [TextMessage(text="비밀" * 2501)], KEY)
    await client.profile(USER)
    # The stand-in logs by itself, through uvicorn.
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("uvicorn")]
    assert [message.rpartition(",")[0] for message in ours] == [
        "LINE reply: sent, status 200, request request-1",
        "LINE push: rejected, status 400, request request-2",
        "LINE profile: sent, status 200, request request-3",
    ]
    assert not [secret for secret in ("안녕", "비밀", "Болд", ACCESS_TOKEN, token, USER) if secret in str(ours)]


async def test_platform_refuses_a_retry_key_on_a_reply(client: LineClient, fake: FakeLine) -> None:
    client._client.set_default_header("X-Line-Retry-Key", str(KEY))
    result = await client.reply(fake.issue_token(), HELLO)
    assert (result.outcome, result.status) == (Outcome.REJECTED, 400)
    assert fake.texts() == []


async def test_token_with_a_line_break_at_its_end_works(fake: FakeLine) -> None:
    client = LineClient(f"{ACCESS_TOKEN}\n", fake.url)
    result = await client.push(USER, HELLO, KEY)
    await client.close()
    assert result.outcome is Outcome.SENT
    assert fake.texts() == ["안녕하세요"]


@pytest.mark.parametrize("call", ["reply", "push"])
async def test_call_that_could_not_be_made_does_not_count_as_sent(fake: FakeLine, call: str) -> None:
    client = LineClient("token\nof two lines", fake.url)
    result = await send(client, fake, call)
    await client.close()
    assert (result.outcome, result.status, result.detail) == (Outcome.UNCERTAIN, None, "ValueError")
    assert fake.requests == 0


@pytest.mark.parametrize(("user", "said"), [("U" + "3" * 32, HELLO), (USER, [TextMessage(text="something else")])])
async def test_platform_refuses_a_retry_key_for_another_push(
    client: LineClient, fake: FakeLine, user: str, said: list[TextMessage]
) -> None:
    await client.push(USER, HELLO, KEY)
    assert (await client.push(user, said, KEY)).outcome is Outcome.REJECTED
    assert fake.texts() == ["안녕하세요"]


async def test_platform_takes_no_more_pushes_than_the_month_has(client: LineClient, fake: FakeLine) -> None:
    fake.limit = 1
    outcomes = [(await client.push(USER, HELLO, uuid4())).outcome for _ in range(2)]
    assert outcomes == [Outcome.SENT, Outcome.QUOTA_EXCEEDED]
    fake.now += timedelta(days=31)
    assert (await client.push(USER, HELLO, uuid4())).outcome is Outcome.SENT


async def test_platform_shows_loading_to_users_only(client: LineClient, fake: FakeLine) -> None:
    assert (await client.show_loading("C" + "1" * 32, 20)).outcome is Outcome.REJECTED
    assert fake.loading == []
