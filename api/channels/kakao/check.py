"""Says what of KakaoTalk's set-up is missing or wrong: our settings, and how the running skill answers from outside.

What stands in Kakao's console cannot be asked for; `docs/channels/kakao.md` lists it.
"""

import re
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import httpx

from api.channels.checks import Finding, address, check_public_url, ok, unknown, wrong
from api.channels.kakao.access import is_callback_allowed, usable_secrets
from api.channels.kakao.channel import read_secrets
from api.channels.kakao.rendering import MAX_OUTPUTS, VERSION
from api.settings import ApiSettings

SKILL = "/channels/kakao/skill"
HOST = "bot-api.kakao.com"
_LONGEST = 5.0
"""Seconds that Kakao waits for a skill (facts K2)."""
_PRICE_IN_WON = 16.5
_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_OTHERS_HEADERS = {"host", "connection", "content-length", "content-type", "transfer-encoding"}


async def check_kakao(
    settings: ApiSettings, connect: Callable[[], httpx.AsyncClient] = httpx.AsyncClient
) -> list[Finding]:
    """Return what was found; calls our own skill at its public address, which stores nothing."""
    public = check_public_url(settings)
    found = [public, _check_secret(settings), _check_header(settings), _check_bot(settings), _check_hosts(settings)]
    if settings.public_url.startswith("https://"):
        async with connect() as http:
            found += [await _check_answer(settings, http), await _check_refusal(settings, http)]
    else:
        found.append(unknown("skill", "not called without a public https address."))
    return [*found, _check_event_api(settings)]


def _check_secret(settings: ApiSettings) -> Finding:
    subject, given = "skill secret", [secret for secret in read_secrets(settings) if secret]
    usable = usable_secrets(given)
    if not given:
        return wrong(subject, "KAKAO_SKILL_SECRET is not set, so nobody may call; make one with openssl rand -hex 32.")
    if len(usable) < len(given):
        return wrong(
            subject, "a secret of fewer than 32 characters does not count; make one with openssl rand -hex 32."
        )
    return ok(subject, "set" if len(usable) == 1 else f"{len(usable)} set; remove the old one after the change.")


def _check_header(settings: ApiSettings) -> Finding:
    subject, name = "skill header", settings.kakao_skill_header
    if not _HEADER.fullmatch(name) or name.lower() in _OTHERS_HEADERS:
        return wrong(subject, "KAKAO_SKILL_HEADER cannot be a header of ours; use X-Gildongmu-Secret.")
    return ok(subject, f"{name}; the console must send it with every skill call.")


def _check_bot(settings: ApiSettings) -> Finding:
    subject, bot = "bot id", settings.kakao_bot_id
    if not bot:
        return wrong(subject, "KAKAO_BOT_ID is not set, so there are no callbacks; copy it from the console's address.")
    if not is_callback_allowed(_callback(HOST, bot), [HOST], bot):
        return wrong(subject, f"{bot!r} has other signs than letters and digits; copy it from the console's address.")
    return ok(subject, f"{bot} (the development channel ends with !)" if bot.endswith("!") else bot)


def _check_hosts(settings: ApiSettings) -> Finding:
    subject, hosts = "callback hosts", settings.kakao_callback_hosts
    refused = [host for host in hosts if not is_callback_allowed(_callback(host, "b"), [host], "b")]
    if not hosts or refused:
        named = ", ".join(repr(host) for host in refused) or "none"
        return wrong(subject, f'{named} cannot be called; set KAKAO_CALLBACK_HOSTS=["{HOST}"].')
    if set(hosts) != {HOST}:
        return unknown(subject, f"answers may be sent to {', '.join(hosts)}; make sure that all of them are Kakao's.")
    return ok(subject, HOST)


def _callback(host: str, bot: str) -> str:
    return f"https://{host}/v1/bots/{bot}/callback/x"


async def _check_answer(settings: ApiSettings, http: httpx.AsyncClient) -> Finding:
    """Call the skill as the console's test does, once with each secret."""
    subject, secrets = "skill", usable_secrets(read_secrets(settings))
    if not secrets:
        return unknown(subject, "not called without a secret.")
    longest = 0.0
    for secret in secrets:
        began = time.monotonic()
        response = await _call(settings, http, {settings.kakao_skill_header: secret})
        longest = max(longest, time.monotonic() - began)
        if problem := _find_problem(response):
            return problem if isinstance(problem, Finding) else wrong(subject, problem)
    return ok(subject, f"{address(settings, SKILL)} answered in {longest:.1f} s")


def _find_problem(response: httpx.Response | Exception) -> Finding | str | None:
    """Return what is wrong with an answer to the console's test, or that nothing can be said; None if all is well."""
    match response:
        case httpx.TimeoutException():
            return "no answer within 5 s, so Kakao shows nothing; see the log of the service."
        case Exception():
            return unknown(
                "skill", f"{type(response).__name__}: cannot be reached from here; try it from elsewhere too."
            )
    status = response.status_code
    if status == HTTPStatus.UNAUTHORIZED:
        return "refused with status 401; the service there has another secret or header: restart it with these."
    if response.is_redirect:
        return "the address leads elsewhere (redirect), which Kakao may not follow; set PUBLIC_URL to where it ends."
    if status != HTTPStatus.OK:
        return f"status {status}; the public address does not lead to this service, or it fails: see its log."
    return None if _is_skill_response(response) else "answered, but with no skill response; does a proxy answer?"


async def _check_refusal(settings: ApiSettings, http: httpx.AsyncClient) -> Finding:
    """Call the skill without a secret, as anybody can."""
    subject = "skill without secret"
    response = await _call(settings, http, {})
    if isinstance(response, Exception):
        return unknown(subject, f"{type(response).__name__}: not found out.")
    if response.status_code == HTTPStatus.UNAUTHORIZED:
        return ok(subject, "refused")
    if response.is_success:
        return wrong(subject, "answered; anybody can call. Does a proxy in front add the header? Take it out there.")
    return unknown(subject, f"status {response.status_code} instead of 401.")


async def _call(settings: ApiSettings, http: httpx.AsyncClient, headers: dict[str, str]) -> httpx.Response | Exception:
    try:
        body = _console_test(settings)
        return await http.post(address(settings, SKILL), json=body, headers=headers, timeout=_LONGEST)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return error


def _console_test(settings: ApiSettings) -> dict[str, Any]:
    """Return the body of the console's own test, which is answered and leaves nothing behind."""
    return {
        "intent": {"id": "check", "name": "블록 이름"},
        "userRequest": {
            "timezone": "Asia/Seoul",
            "params": {"surface": "BuilderBotTest", "ignoreMe": "true"},
            "block": {"id": "check", "name": "블록 이름"},
            "utterance": "발화 내용",
            "lang": None,
            "user": {"id": "check", "type": "accountId", "properties": {}},
        },
        "bot": {"id": settings.kakao_bot_id, "name": "check"},
        "action": {"id": "check", "name": "check", "clientExtra": None, "params": {}, "detailParams": {}},
        "contexts": [],
    }


def _is_skill_response(response: httpx.Response) -> bool:
    try:
        body = response.json()
        return body["version"] == VERSION and 1 <= len(body["template"]["outputs"]) <= MAX_OUTPUTS
    except (ValueError, LookupError, TypeError):
        return False


def _check_event_api(settings: ApiSettings) -> Finding:
    subject = "Event API"
    given = {
        "KAKAO_EVENT_API_BASE_URL": bool(settings.kakao_event_api_base_url),
        "KAKAO_EVENT_API_KEY": bool(settings.kakao_event_api_key),
        "KAKAO_EVENT_API_MONTHLY_CAP": settings.kakao_event_api_monthly_cap > 0,
    }
    if not any(given.values()):
        return ok(subject, "off; counsellors' later answers are shown with the resident's next message.")
    missing = [name for name, is_given in given.items() if not is_given]
    missing += [] if settings.kakao_bot_id else ["KAKAO_BOT_ID"]
    if missing:
        return wrong(subject, f"stays off without {', '.join(missing)}; set all of them, or none.")
    if not settings.kakao_event_api_base_url.startswith("https://"):
        return wrong(subject, f"KAKAO_EVENT_API_BASE_URL is not https; it is https://{HOST}.")
    cap = settings.kakao_event_api_monthly_cap
    text = f"on, at most {cap:,} won a month ({cap / _PRICE_IN_WON:,.0f} messages); the first event tries the key."
    return ok(subject, text)
