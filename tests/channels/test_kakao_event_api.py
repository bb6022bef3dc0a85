"""Events reach people, cost no more than was allowed, carry no texts, and count as delivered only if they were."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import httpx
import pytest

from api.channels.kakao.event_api import (
    EventApiClient,
    EventApiError,
    EventForbidden,
    EventRefused,
    EventUncertain,
    InvalidEvent,
    Spending,
)
from tools.fake_kakao import BOT, KEY, FakeKakao, Fault

EVENT = "counsellor_answered"
LAST_SECOND_OF_NOVEMBER = datetime(2026, 11, 30, 14, 59, 59, tzinfo=UTC)
MIDNIGHT_IN_SEOUL = datetime(2026, 11, 30, 15, tzinfo=UTC)
PRICE = Decimal("16.5")


def client(kakao: FakeKakao, key: str = KEY, bot: str = BOT, milliseconds: int = 2000) -> EventApiClient:
    return EventApiClient(f"{kakao.base_url}/", bot, key, kakao.http, timedelta(milliseconds=milliseconds))


def answering(response: httpx.Response | Exception) -> EventApiClient:
    """Return a client whose requests are all answered alike."""

    def answered(_: httpx.Request) -> httpx.Response:
        if isinstance(response, Exception):
            raise response
        return response

    http = httpx.AsyncClient(transport=httpx.MockTransport(answered))
    return EventApiClient("https://bot-api.kakao.com", BOT, KEY, http)


async def test_event_has_the_agreed_shape(kakao: FakeKakao) -> None:
    task = await client(kakao).notify(["u1", "u2"], EVENT, {"caseId": "c-1"}, {"replySeq": "3"})
    assert task == "task-1"
    assert kakao.events == [
        {
            "event": {"name": EVENT, "data": {"caseId": "c-1"}},
            "user": [
                {"type": "botUserKey", "id": "u1", "properties": {}},
                {"type": "botUserKey", "id": "u2", "properties": {}},
            ],
            "params": {"replySeq": "3"},
            "bot": BOT,
        }
    ]


async def test_development_bot_keeps_its_mark(kakao: FakeKakao) -> None:
    await client(kakao, bot=f"{BOT}!").notify(["u1"], EVENT, {})
    assert kakao.events[0]["bot"] == f"{BOT}!"


async def test_event_that_reached_everybody_is_delivered(kakao: FakeKakao) -> None:
    api = client(kakao)
    result = await api.result(await api.notify(["u1", "u2"], EVENT, {}))
    assert result.is_delivered
    assert (result.asked, result.succeeded, result.failed) == (2, 2, 0)


async def test_event_that_was_taken_may_still_reach_nobody(kakao: FakeKakao) -> None:
    api = client(kakao)
    task = await api.notify(["u1"], EVENT, {})
    kakao.fault = Fault.TASK_FAILED
    result = await api.result(task)
    assert not result.is_delivered
    assert (result.status, result.succeeded, result.failed_users) == ("1 FAIL", 0, frozenset({"u1"}))


async def test_people_who_did_not_add_the_channel_are_named(kakao: FakeKakao) -> None:
    kakao.strangers = {"u2"}
    api = client(kakao)
    result = await api.result(await api.notify(["u1", "u2", "u3"], EVENT, {}))
    assert not result.is_delivered
    assert (result.succeeded, result.failed_users) == (2, frozenset({"u2"}))


async def test_person_named_twice_gets_one_event(kakao: FakeKakao) -> None:
    await client(kakao).notify(["u1", "u1"], EVENT, {})
    assert [user["id"] for user in kakao.events[0]["user"]] == ["u1"]


async def test_a_hundred_people_are_the_most(kakao: FakeKakao) -> None:
    api = client(kakao)
    await api.notify([f"u{number}" for number in range(100)], EVENT, {})
    with pytest.raises(InvalidEvent, match="1 to 100"):
        await api.notify([f"u{number}" for number in range(101)], EVENT, {})
    assert kakao.requests == 1


@pytest.mark.parametrize(("users", "name"), [([], EVENT), ([""], EVENT), (["u1"], ""), (["u1"], " ")])
async def test_event_without_people_or_name_is_not_sent(kakao: FakeKakao, users: list[str], name: str) -> None:
    with pytest.raises(InvalidEvent):
        await client(kakao).notify(users, name, {})
    assert kakao.requests == 0


@pytest.mark.parametrize("text", ["", "two words", "안녕하세요", "x" * 65, "a\nb", "010-1234-5678 please"])
async def test_texts_of_people_never_travel(kakao: FakeKakao, text: str) -> None:
    for data, parameters in (({"text": text}, {}), ({}, {"text": text}), ({"two words": "x"}, {})):
        with pytest.raises(InvalidEvent, match="never texts"):
            await client(kakao).notify(["u1"], EVENT, data, parameters)
    assert kakao.requests == 0


async def test_wrong_key_is_forbidden_and_not_shown(kakao: FakeKakao) -> None:
    api = client(kakao, key="wrong-key")
    with pytest.raises(EventForbidden) as raised:
        await api.notify(["u1"], EVENT, {})
    assert "wrong-key" not in f"{raised.value} {api!r}"


@pytest.mark.parametrize(
    ("fault", "error", "taken"),
    [
        (Fault.SLOW, EventUncertain, 0),
        (Fault.ERROR_BEFORE, EventUncertain, 0),
        (Fault.ERROR_AFTER, EventUncertain, 1),
        (Fault.DROPPED, EventUncertain, 0),
        (Fault.NOT_JSON, EventUncertain, 0),
        (Fault.INTERNAL, EventRefused, 0),
        (Fault.REDIRECT, EventRefused, 0),
    ],
)
async def test_failure_is_named_and_nothing_is_sent_again(
    kakao: FakeKakao, fault: Fault, error: type[EventApiError], taken: int
) -> None:
    kakao.fault = fault
    with pytest.raises(error):
        await client(kakao, milliseconds=100 if fault is Fault.SLOW else 2000).notify(["u1"], EVENT, {})
    assert (kakao.requests, len(kakao.events)) == (1, taken)


@pytest.mark.parametrize("fault", [Fault.SLOW, Fault.ERROR_BEFORE, Fault.DROPPED, Fault.NOT_JSON])
async def test_result_that_cannot_be_found_out_is_uncertain(kakao: FakeKakao, fault: Fault) -> None:
    kakao.fault = fault
    with pytest.raises(EventUncertain):
        await client(kakao, milliseconds=100).result("task-1")


@pytest.mark.parametrize("task", ["", "../x", "a/b", "a b", "a?b"])
async def test_strange_task_is_never_asked_for(kakao: FakeKakao, task: str) -> None:
    with pytest.raises(InvalidEvent):
        await client(kakao).result(task)
    assert kakao.requests == 0


@pytest.mark.parametrize(
    ("response", "error"),
    [
        (httpx.ConnectError("refused"), EventRefused),
        (httpx.Response(429), EventRefused),
        (httpx.Response(403), EventForbidden),
        (httpx.Response(200, json=[]), EventUncertain),
        (httpx.Response(200, json={"status": "SUCCESS"}), EventUncertain),
        (httpx.Response(200, json={"status": "SUCCESS", "taskId": "../x"}), EventUncertain),
        (httpx.Response(200, json={"status": "FAIL"}), EventRefused),
    ],
)
async def test_strange_answers_raise_our_errors(
    response: httpx.Response | Exception, error: type[EventApiError]
) -> None:
    with pytest.raises(error):
        await answering(response).notify(["u1"], EVENT, {})


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"status": "ALL SUCCESS"},
        {"status": "ALL SUCCESS", "allRequestCount": 2, "successCount": 1},
        {"status": "ALL SUCCESS", "allRequestCount": 1, "successCount": 1, "fail": {"count": 1}},
        {"status": "1 FAIL", "allRequestCount": True, "successCount": "1", "fail": []},
    ],
)
async def test_doubtful_result_is_not_delivered(answer: dict[str, object]) -> None:
    assert not (await answering(httpx.Response(200, json=answer)).result("task-1")).is_delivered


@pytest.mark.parametrize("listed", [["u1"], [{"id": "u1"}], [{"user": {"id": "u1"}}], [None, 1, {"user": "u1"}]])
async def test_failed_people_are_found_in_any_form(listed: list[object]) -> None:
    answer = {"status": "1 FAIL", "fail": {"count": 1, "list": listed}}
    assert (await answering(httpx.Response(200, json=answer)).result("t")).failed_users == frozenset({"u1"})


def test_cap_is_reached_and_not_passed() -> None:
    spending = Spending(cap_in_won=33, price_in_won=PRICE)
    for _ in range(2):
        assert spending.may_send(LAST_SECOND_OF_NOVEMBER)
        spending = spending.after_sending(LAST_SECOND_OF_NOVEMBER)
    assert not spending.may_send(LAST_SECOND_OF_NOVEMBER)


def test_several_at_once_must_all_fit() -> None:
    spending = Spending(cap_in_won=33, price_in_won=PRICE)
    assert [spending.may_send(LAST_SECOND_OF_NOVEMBER, count) for count in (1, 2, 3)] == [True, True, False]


def test_month_changes_at_midnight_in_seoul() -> None:
    spent = Spending(cap_in_won=20, price_in_won=PRICE).after_sending(LAST_SECOND_OF_NOVEMBER)
    assert not spent.may_send(LAST_SECOND_OF_NOVEMBER)
    assert spent.may_send(MIDNIGHT_IN_SEOUL)
    assert spent.after_sending(MIDNIGHT_IN_SEOUL) == Spending(20, PRICE, "2026-12", 1)


def test_year_changes_at_midnight_in_seoul() -> None:
    spent = Spending(20, PRICE).after_sending(datetime(2026, 12, 31, 14, 59, 59, tzinfo=UTC))
    assert spent.month == "2026-12"
    assert spent.after_sending(datetime(2026, 12, 31, 15, tzinfo=UTC)).month == "2027-01"


def test_clock_set_back_opens_no_new_purse() -> None:
    spent = Spending(20, PRICE).after_sending(MIDNIGHT_IN_SEOUL)
    assert not spent.may_send(LAST_SECOND_OF_NOVEMBER)


def test_cap_of_zero_switches_off() -> None:
    assert not Spending(0, PRICE).may_send(MIDNIGHT_IN_SEOUL)


def test_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        Spending(100, PRICE).may_send(MIDNIGHT_IN_SEOUL.replace(tzinfo=None))


@pytest.mark.parametrize(("cap", "price", "messages"), [(-1, 15, 0), (100, 0, 0), (100, 15, -1)])
def test_amounts_with_which_the_cap_would_not_hold_are_refused(cap: int, price: int, messages: int) -> None:
    with pytest.raises(ValueError, match="cap below 0"):
        Spending(cap, price, "2026-11", messages)
