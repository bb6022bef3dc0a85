"""Says what of LINE's set-up is missing or wrong: our settings first, then what LINE itself tells about the channel."""

import re
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from api.channels.checks import Finding, address, check_public_url, ok, unknown, wrong
from api.channels.line.client import CallFailed, LineClient, WebhookTest
from api.channels.line.results import Outcome
from api.settings import ApiSettings

WEBHOOK = "/channels/line/webhook"
_SECRET = re.compile(r"[0-9a-f]{32}")
_TOKEN = re.compile(r"[!-~]+")
_REFUSED = "LINE refuses LINE_CHANNEL_ACCESS_TOKEN; issue a long-lived one in the console (Messaging API) and set that."
_REGISTER = "in the console: Messaging API > Webhook settings > Webhook URL."


async def check_line(settings: ApiSettings) -> list[Finding]:
    """Return what was found; never raises for what LINE answers. Needs a running gateway for the webhook's test."""
    found = [check_public_url(settings), _check_secret(settings), _check_token(settings)]
    if settings.line_api_base_url or settings.line_data_base_url:
        text = "LINE_API_BASE_URL or LINE_DATA_BASE_URL is set, so calls do not go to LINE; leave both empty."
        found.append(unknown("address of LINE", text))
    if not settings.line_channel_access_token.strip():
        return found
    client = LineClient(
        settings.line_channel_access_token, settings.line_api_base_url or None, settings.line_data_base_url or None
    )
    try:
        return found + await _ask_line(settings, client)
    finally:
        await client.close()


def _check_secret(settings: ApiSettings) -> Finding:
    subject = "channel secret"
    secrets = [secret.strip() for secret in settings.line_channel_secret.split(",") if secret.strip()]
    if not secrets:
        return wrong(subject, "LINE_CHANNEL_SECRET is not set; copy it from the console (Basic settings).")
    if not all(_SECRET.fullmatch(secret) for secret in secrets):
        text = "LINE_CHANNEL_SECRET does not look like one (32 digits and letters a to f); the webhook test will tell."
        return unknown(subject, text)
    return ok(subject, "set" if len(secrets) == 1 else f"{len(secrets)} set; remove the old one after the change.")


def _check_token(settings: ApiSettings) -> Finding:
    subject, token = "access token", settings.line_channel_access_token.strip()
    if not token:
        return wrong(subject, "LINE_CHANNEL_ACCESS_TOKEN is not set; issue one in the console (Messaging API).")
    if not _TOKEN.fullmatch(token) or token[0] in "\"'":
        return wrong(subject, "LINE_CHANNEL_ACCESS_TOKEN has blanks or quotes in it; copy it again, the token alone.")
    return ok(subject, "set")


async def _ask_line(settings: ApiSettings, client: LineClient) -> list[Finding]:
    bot = await _tell("bot", lambda: _check_bot(client))
    if bot.text == _REFUSED:
        return [bot]
    return [
        bot,
        await _tell("webhook address", lambda: _check_endpoint(settings, client)),
        await _tell("webhook test", lambda: _check_webhook(settings, client)),
        await _tell("monthly messages", lambda: _check_quota(client)),
    ]


async def _tell(subject: str, look: Callable[[], Awaitable[Finding]]) -> Finding:
    """Return what was found, also when LINE gave no usable answer."""
    try:
        return await look()
    except CallFailed as error:
        result = error.result
    match result.outcome:
        case Outcome.UNAUTHORIZED:
            return wrong(subject, _REFUSED)
        case Outcome.RATE_LIMITED:
            return unknown(subject, "asked too often; try again in an hour.")
        case _ if result.status is None:
            return unknown(subject, f"LINE did not answer ({result.detail}); check this machine's way to the internet.")
    return unknown(subject, f"LINE answered with status {result.status}, request {result.request_id}.")


async def _check_bot(client: LineClient) -> Finding:
    bot = await client.bot_info()
    name = f"{bot.name} ({bot.basic_id})"
    if bot.chat_mode != "bot":
        text = (
            f"{name} is in chat mode; choose the bot in LINE Official Account Manager > Settings > Response settings."
        )
        return wrong("bot", text)
    return ok("bot", name)


async def _check_endpoint(settings: ApiSettings, client: LineClient) -> Finding:
    subject, wanted = "webhook address", address(settings, WEBHOOK)
    registered = await client.webhook_endpoint()
    if registered is None:
        return wrong(subject, f"none is registered; enter {wanted} {_REGISTER}")
    if registered.url != wanted:
        return wrong(subject, f"{registered.url} is registered; enter {wanted} {_REGISTER}")
    if not registered.active:
        return wrong(subject, "registered, but not in use; switch on “Use webhook” below the address in the console.")
    return ok(subject, wanted)


async def _check_webhook(settings: ApiSettings, client: LineClient) -> Finding:
    subject = "webhook test"
    if not settings.public_url.startswith("https://"):
        return unknown(subject, "not tried without a public https address.")
    test = await client.test_webhook(address(settings, WEBHOOK))
    return ok(subject, "LINE called us and was answered") if test.succeeded else wrong(subject, _explain(test))


def _explain(test: WebhookTest) -> str:
    if test.status <= 0:
        return f"LINE could not reach us ({test.reason}); check name, certificate and firewall of the public address."
    seen = f"LINE called us and got status {test.status}"
    match test.status:
        case HTTPStatus.BAD_REQUEST:
            return f"{seen}; LINE_CHANNEL_SECRET is another channel's, or the service was not restarted with it."
        case HTTPStatus.NOT_FOUND:
            return f"{seen}; the service there has LINE switched off: restart it with secret and token set."
    return f"{seen} ({test.reason}); see the log of the service."


async def _check_quota(client: LineClient) -> Finding:
    subject, quota = "monthly messages", await client.quota()
    if quota.limit is None:
        return ok(subject, f"{quota.used:,} pushed, no limit")
    if quota.used >= quota.limit:
        text = "are spent: until next month counsellors' later messages wait. Choose a larger plan in the LINE console."
        return wrong(subject, f"all {quota.limit:,} {text}")
    return ok(subject, f"{quota.used:,} of {quota.limit:,} pushed this month")
