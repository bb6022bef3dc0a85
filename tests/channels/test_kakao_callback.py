"""A late answer is sent once to the address that came with the question, and what became of it is known."""

import logging
from datetime import timedelta

import httpx
import pytest

from api.channels.kakao.callback import CallbackClient, CallbackResult
from api.channels.kakao.rendering import Outgoing, Words, render
from tools.fake_kakao import BOT, HOST, FakeKakao, Fault

SECRET_TEXT = "사장님이 월급을 안 줘요"
BODY = render(
    [Outgoing(SECRET_TEXT)], "", more_follows=False, words=Words("more", "pending", "failed", "sources", "open", "call")
).body


def client(http: httpx.AsyncClient, milliseconds: int = 2000) -> CallbackClient:
    return CallbackClient(http, [HOST], BOT, timedelta(milliseconds=milliseconds))


def answering(response: httpx.Response | Exception) -> CallbackClient:
    """Return a client whose requests are all answered alike."""

    def answered(_: httpx.Request) -> httpx.Response:
        if isinstance(response, Exception):
            raise response
        return response

    return client(httpx.AsyncClient(transport=httpx.MockTransport(answered)))


def promised(kakao: FakeKakao, last: str = "-x") -> str:
    """Return an address that we have said we would use."""
    url = kakao.callback_url(last)
    kakao.answered(url, {"useCallback": True})
    return url


async def test_answer_arrives_as_it_was_rendered(kakao: FakeKakao) -> None:
    assert await client(kakao.http).send(promised(kakao), BODY) is CallbackResult.SENT
    assert kakao.callbacks == [BODY]


async def test_second_use_of_an_address_is_expired(kakao: FakeKakao) -> None:
    sender = client(kakao.http)
    results = [await sender.send(promised(kakao), BODY) for _ in range(2)]
    assert results == [CallbackResult.SENT, CallbackResult.EXPIRED]
    assert len(kakao.callbacks) == 1


async def test_only_a_young_address_that_was_given_and_promised_works(kakao: FakeKakao) -> None:
    sender, passed = client(kakao.http), 0.0
    kakao.clock = lambda: passed
    unknown = promised(kakao).replace("-x", "-another")
    unpromised, old = kakao.callback_url("-unpromised"), promised(kakao, "-old")
    assert [await sender.send(url, BODY) for url in (unknown, unpromised)] == [CallbackResult.EXPIRED] * 2
    passed = 60.0
    assert await sender.send(old, BODY) is CallbackResult.EXPIRED
    assert kakao.callbacks == []


async def test_answer_in_a_wrong_form_is_rejected(kakao: FakeKakao) -> None:
    assert await client(kakao.http).send(promised(kakao), {"version": "1.0"}) is CallbackResult.REJECTED


@pytest.mark.parametrize(
    ("fault", "result"),
    [
        (Fault.SLOW, CallbackResult.UNCERTAIN),
        (Fault.ERROR_BEFORE, CallbackResult.UNCERTAIN),
        (Fault.ERROR_AFTER, CallbackResult.UNCERTAIN),
        (Fault.DROPPED, CallbackResult.UNCERTAIN),
        (Fault.INTERNAL, CallbackResult.UNCERTAIN),
        (Fault.NOT_JSON, CallbackResult.UNCERTAIN),
        (Fault.INVALID_TOKEN, CallbackResult.EXPIRED),
        (Fault.REDIRECT, CallbackResult.REJECTED),
    ],
)
async def test_failure_is_named_and_nothing_is_sent_again(
    kakao: FakeKakao, fault: Fault, result: CallbackResult
) -> None:
    kakao.fault = fault
    milliseconds = 100 if fault is Fault.SLOW else 2000
    assert await client(kakao.http, milliseconds).send(promised(kakao), BODY) is result
    assert kakao.requests == 1


@pytest.mark.parametrize(
    "url",
    [
        f"https://{HOST}.attacker.invalid/v1/bots/{BOT}/callback/-x",
        f"https://{HOST}/v1/bots/another/callback/-x",
        f"http://{HOST}/v1/bots/{BOT}/callback/-x",
        "http://127.0.0.1/",
        "",
    ],
)
async def test_foreign_address_is_never_called(kakao: FakeKakao, url: str) -> None:
    assert await client(kakao.http).send(url, BODY) is CallbackResult.REJECTED
    assert kakao.requests == 0


@pytest.mark.parametrize(
    ("response", "result"),
    [
        (httpx.ConnectError("refused"), CallbackResult.REJECTED),
        (httpx.ConnectTimeout("slow"), CallbackResult.REJECTED),
        (httpx.ReadTimeout("slow"), CallbackResult.UNCERTAIN),
        (httpx.Response(200, json=[]), CallbackResult.UNCERTAIN),
        (httpx.Response(200, json={"status": None}), CallbackResult.UNCERTAIN),
        (httpx.Response(400, json={"message": "Invalid callback token"}), CallbackResult.EXPIRED),
        (httpx.Response(400, content=b"[" * 100_000), CallbackResult.REJECTED),
    ],
)
async def test_strange_answers_are_understood(response: httpx.Response | Exception, result: CallbackResult) -> None:
    assert await answering(response).send(f"https://{HOST}/v1/bots/{BOT}/callback/-x", BODY) is result


@pytest.mark.parametrize("fault", [None, *Fault])
async def test_neither_text_nor_token_is_logged(
    kakao: FakeKakao, fault: Fault | None, caplog: pytest.LogCaptureFixture
) -> None:
    kakao.fault = fault
    with caplog.at_level(logging.DEBUG, logger="api"):
        await client(kakao.http, 100).send(promised(kakao, "-secret-token"), BODY)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("api.")]
    assert ours
    assert not any(SECRET_TEXT in line or "-secret-token" in line for line in ours)
