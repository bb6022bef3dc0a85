"""What operators are told of a channel's set-up, against the fake platform and a running gateway."""

import asyncio
from collections.abc import Iterable
from typing import Any

import httpx
import pytest

from api import cli
from api.channels.checks import Finding, Verdict
from api.channels.kakao.check import check_kakao
from api.channels.line.check import check_line
from api.settings import ApiSettings
from tests.channels import kakao_fixtures
from tests.channels.kakao_fixtures import SECRET, Talk
from tools.fake_kakao import BOT
from tools.fake_line import ACCESS_TOKEN, FakeLine, Trouble, serve

detector = kakao_fixtures.detector
start_talk = kakao_fixtures.start_talk
talk = kakao_fixtures.talk

PUBLIC_URL = "https://help.example.org"
WEBHOOK = f"{PUBLIC_URL}/channels/line/webhook"


def line_settings(fake: FakeLine, **changes: Any) -> ApiSettings:  # noqa: ANN401 - any setting
    chosen = {
        "public_url": PUBLIC_URL,
        "line_channel_secret": "0123456789abcdef" * 2,
        "line_channel_access_token": ACCESS_TOKEN,
        "line_api_base_url": fake.url,
    }
    return ApiSettings(**(chosen | changes))


def kakao_settings(**changes: Any) -> ApiSettings:  # noqa: ANN401 - any setting
    chosen = {"public_url": PUBLIC_URL, "kakao_skill_secret": SECRET, "kakao_bot_id": BOT}
    return ApiSettings(**(chosen | changes))


def wrongs(findings: Iterable[Finding]) -> dict[str, str]:
    return {one.subject: one.text for one in findings if one.verdict is Verdict.WRONG}


def only(findings: Iterable[Finding], subject: str) -> Finding:
    return next(one for one in findings if one.subject == subject)


async def test_line_that_is_set_up_well_has_nothing_wrong(fake_line: FakeLine) -> None:
    fake_line.endpoint = WEBHOOK
    findings = await check_line(line_settings(fake_line))
    assert wrongs(findings) == {}
    assert [one.subject for one in findings if one.verdict is Verdict.UNKNOWN] == ["address of LINE"]
    assert only(findings, "bot").text == "Gildongmu (@216abcde)"
    assert only(findings, "monthly messages").text == "0 of 200 pushed this month"


async def test_line_without_settings_is_told_what_to_set_and_nothing_is_called(fake_line: FakeLine) -> None:
    settings = line_settings(fake_line, public_url="", line_channel_secret=" , ", line_channel_access_token="")
    assert set(wrongs(await check_line(settings))) == {"public address", "channel secret", "access token"}
    assert fake_line.requests == 0


async def test_token_that_line_refuses_is_said_once(fake_line: FakeLine) -> None:
    findings = await check_line(line_settings(fake_line, line_channel_access_token="another"))
    assert list(wrongs(findings)) == ["bot"]
    assert "LINE_CHANNEL_ACCESS_TOKEN" in wrongs(findings)["bot"]
    assert fake_line.requests == 1


async def test_token_with_what_surrounded_it_is_wrong(fake_line: FakeLine) -> None:
    findings = await check_line(line_settings(fake_line, line_channel_access_token=f'"{ACCESS_TOKEN}"'))
    assert "access token" in wrongs(findings)


async def test_secret_of_another_form_is_not_called_wrong(fake_line: FakeLine) -> None:
    findings = await check_line(line_settings(fake_line, line_channel_secret="something"))
    assert only(findings, "channel secret").verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("changes", "subject", "said"),
    [
        ({"chat_mode": "chat"}, "bot", "Response settings"),
        ({"endpoint": None}, "webhook address", WEBHOOK),
        ({"endpoint": "https://old.example.org/line"}, "webhook address", WEBHOOK),
        ({"is_active": False}, "webhook address", "Use webhook"),
        ({"webhook_status": 400}, "webhook test", "LINE_CHANNEL_SECRET"),
        ({"webhook_status": 404}, "webhook test", "restart"),
        ({"webhook_status": 0}, "webhook test", "certificate"),
        ({"webhook_status": 500}, "webhook test", "status 500"),
        ({"limit": 0}, "monthly messages", "plan"),
    ],
)
async def test_what_line_tells_of_a_mistake_is_said_with_what_to_do(
    fake_line: FakeLine, changes: dict[str, Any], subject: str, said: str
) -> None:
    fake_line.endpoint = WEBHOOK
    for name, value in changes.items():
        setattr(fake_line, name, value)
    assert said in wrongs(await check_line(line_settings(fake_line)))[subject]


async def test_unlimited_plan_is_well(fake_line: FakeLine) -> None:
    fake_line.limit = None
    assert only(await check_line(line_settings(fake_line)), "monthly messages").text == "0 pushed, no limit"


@pytest.mark.parametrize("trouble", [Trouble.RATE_LIMIT, Trouble.ERROR, Trouble.GARBAGE])
async def test_trouble_of_the_platform_is_unknown_not_wrong(fake_line: FakeLine, trouble: Trouble) -> None:
    fake_line.endpoint = WEBHOOK
    fake_line.fail_next(trouble)
    findings = await check_line(line_settings(fake_line))
    assert only(findings, "bot").verdict is Verdict.UNKNOWN
    assert only(findings, "webhook test").verdict is Verdict.OK


async def test_line_that_cannot_be_reached_is_unknown(fake_line: FakeLine) -> None:
    settings = line_settings(fake_line, line_api_base_url="http://127.0.0.1:9")
    findings = await check_line(settings)
    assert "way to the internet" in only(findings, "bot").text
    assert wrongs(findings) == {}


@pytest.mark.parametrize(
    "url", ["http://help.example.org", "help.example.org", "https://", "https://[", "https://help.example.org?x=1"]
)
async def test_public_address_that_platforms_cannot_call_is_wrong(url: str) -> None:
    findings = await check_kakao(kakao_settings(public_url=url, kakao_skill_secret=""))
    assert "public address" in wrongs(findings)


async def check(talk: Talk, **changes: Any) -> list[Finding]:  # noqa: ANN401 - any setting
    return await check_kakao(kakao_settings(**changes), lambda: httpx.AsyncClient(transport=talk.client._transport))


async def test_kakao_that_is_set_up_well_has_nothing_wrong(talk: Talk) -> None:
    findings = await check(talk)
    assert {one.verdict for one in findings} == {Verdict.OK}
    assert "off" in only(findings, "Event API").text


async def test_check_of_the_skill_leaves_nothing_behind(talk: Talk) -> None:
    await check(talk)
    assert await talk.questions() == []


async def test_secret_that_the_running_service_does_not_know_is_wrong(talk: Talk) -> None:
    assert "restart" in wrongs(await check(talk, kakao_skill_secret=f"{SECRET}, {'other-' * 6}"))["skill"]


@pytest.mark.parametrize(
    ("changes", "subject"),
    [
        ({"kakao_skill_secret": ""}, "skill secret"),
        ({"kakao_skill_secret": "short"}, "skill secret"),
        ({"kakao_skill_secret": f"{SECRET},short"}, "skill secret"),
        ({"kakao_skill_header": "X Gildongmu"}, "skill header"),
        ({"kakao_skill_header": "Host"}, "skill header"),
        ({"kakao_bot_id": ""}, "bot id"),
        ({"kakao_bot_id": "b6b5/4489"}, "bot id"),
        ({"kakao_callback_hosts": []}, "callback hosts"),
        ({"kakao_callback_hosts": ["https://bot-api.kakao.com"]}, "callback hosts"),
        ({"kakao_callback_hosts": ["127.0.0.1"]}, "callback hosts"),
        ({"kakao_event_api_key": "k"}, "Event API"),
        (
            {"kakao_event_api_key": "k", "kakao_event_api_base_url": "http://x", "kakao_event_api_monthly_cap": 1},
            "Event API",
        ),
    ],
)
async def test_setting_that_cannot_work_is_wrong(talk: Talk, changes: dict[str, Any], subject: str) -> None:
    assert subject in wrongs(await check(talk, **changes))


async def test_host_that_may_not_be_kakaos_is_left_to_the_operator(talk: Talk) -> None:
    findings = await check(talk, kakao_callback_hosts=["bot-api.kakao.com", "relay.example.org"])
    assert only(findings, "callback hosts").verdict is Verdict.UNKNOWN


async def test_complete_event_api_is_told_with_its_cap(talk: Talk) -> None:
    base_url = "https://bot-api.kakao.com"
    changes = {"kakao_event_api_key": "k", "kakao_event_api_base_url": base_url, "kakao_event_api_monthly_cap": 3300}
    assert "3,300 won a month (200 messages)" in only(await check(talk, **changes), "Event API").text


@pytest.mark.parametrize(
    ("response", "said"),
    [
        (httpx.Response(301, headers={"location": "https://www.example.org/"}), "redirect"),
        (httpx.Response(502), "status 502"),
        (httpx.Response(200, text="<html>"), "no skill response"),
        (httpx.Response(200, json={"version": "2.0", "template": {"outputs": []}}), "no skill response"),
        (httpx.Response(200, json=[]), "no skill response"),
        (httpx.ReadTimeout("late"), "within 5 s"),
    ],
)
async def test_what_answers_instead_of_the_skill_is_wrong(response: httpx.Response | Exception, said: str) -> None:
    async def answer(_: httpx.Request) -> httpx.Response:
        if isinstance(response, Exception):
            raise response
        return response

    findings = await check_kakao(kakao_settings(), lambda: httpx.AsyncClient(transport=httpx.MockTransport(answer)))
    assert said in wrongs(findings)["skill"]


async def test_skill_that_answers_anybody_is_wrong_and_one_out_of_reach_unknown() -> None:
    body = {"version": "2.0", "template": {"outputs": [{"simpleText": {"text": "hello"}}]}}
    open_to_all = httpx.MockTransport(lambda _: httpx.Response(200, json=body))
    findings = await check_kakao(kakao_settings(), lambda: httpx.AsyncClient(transport=open_to_all))
    assert "anybody" in wrongs(findings)["skill without secret"]

    def refuse(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    findings = await check_kakao(kakao_settings(), lambda: httpx.AsyncClient(transport=httpx.MockTransport(refuse)))
    assert wrongs(findings) == {}
    assert only(findings, "skill").verdict is Verdict.UNKNOWN


def test_command_prints_one_line_each_and_fails_if_anything_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KAKAO_SKILL_SECRET", "short")
    monkeypatch.setenv("PUBLIC_URL", "")
    assert cli.main(["channel", "check", "kakao"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len({line.split(":")[0] for line in lines})
    assert any(line.startswith("wrong    skill secret: ") for line in lines)
    assert "short" not in "".join(lines)


def test_command_succeeds_if_nothing_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    async def check_well_set_up() -> int:
        async with serve(FakeLine(endpoint=WEBHOOK)) as fake:
            settings = line_settings(fake)
            return await asyncio.to_thread(cli.check_channel, "line", settings)

    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    assert asyncio.run(check_well_set_up()) == 0
