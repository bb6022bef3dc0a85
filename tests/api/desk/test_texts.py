"""Aligned texts: the counsellor reads Korean, the resident gets the same text in their language, with its source."""

from typing import Any

import pytest

from tests.api.desk.claimed import DESK, Claimed, audited, claim, open_ticket
from tests.api.desk.test_guests import invite
from tests.conftest import LANGUAGES, Gateway

ARTICLE = {"kind": "article", "id": "visa.extension", "section": "papers", "client_id": "t1"}
APPOINTMENT = {
    "kind": "reply",
    "id": "appointment-made",
    "variables": {"date": "2026-12-15", "time": "14:30", "centre": "seoul-global-center"},
    "client_id": "t2",
}
QUESTION = "میں اپنے ویزے کی مدت کیسے بڑھاؤں؟"


async def find(claimed: Claimed, **query: str) -> list[dict[str, Any]]:
    response = await claimed.desk.get(f"{DESK}/texts", params={"ticket": claimed.ticket, **query})
    assert response.status_code == 200, response.text
    return list(response.json()["texts"])


async def send(claimed: Claimed, body: dict[str, Any], status: int = 201) -> dict[str, Any]:
    response = await claimed.desk.post(f"{claimed.path}/texts", json=body)
    assert response.status_code == status, response.text
    return dict(response.json())


async def test_search_in_korean_gives_korean_and_urdu_side_by_side(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    texts = await find(claimed, q="체류기간 연장 서류", to="ur")
    papers = next(one for one in texts if (one["id"], one["section"]) == ("visa.extension", "papers"))
    assert (papers["own"]["language"], papers["theirs"]["language"]) == ("ko", "ur")
    assert "여권" in papers["own"]["text"]
    assert "پاسپورٹ" in papers["theirs"]["text"]
    assert papers["link"] == "/guide/ur/visa.extension"
    assert papers["verified"].startswith("2026-")


async def test_residents_question_brings_the_articles_it_matches(gateway: Gateway) -> None:
    claimed = await claim(gateway, "ur", QUESTION)
    texts = await find(claimed)
    assert (texts[0]["kind"], texts[0]["id"], texts[0]["section"]) == ("article", "visa.extension", None)
    assert "extending-the-stay" in {one["id"] for one in texts if one["kind"] == "reply"}


async def test_shortcut_that_has_been_begun_brings_its_replies(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    (greeting,) = await find(claimed, q="/gr")
    assert (greeting["id"], greeting["shortcut"], greeting["variables"]) == ("greeting", "/greet", [])
    assert "상담사 Kim입니다" in greeting["own"]["text"]
    assert "Kim" in greeting["theirs"]["text"]


async def test_words_find_replies_in_the_manual(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    texts = await find(claimed, q="상담 예약")
    appointment = next(one for one in texts if one["id"] == "appointment-made")
    assert appointment["variables"] == ["centre", "date", "time"]


async def test_section_arrives_as_the_counsellors_message_with_its_source(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    sent = (await send(claimed, ARTICLE))["message"]
    last = (await claimed.resident.messages())[-1]
    assert (last["id"], last["author"], last["name"], last["language"]) == (sent["id"], "counsellor", "Kim", "ur")
    assert "پاسپورٹ" in last["text"]
    (citation,) = last["citations"]
    assert (citation["article"], citation["language"]) == ("visa.extension", "ur")
    assert citation["url"] == "/guide/ur/visa.extension"
    assert set(citation) == {"article", "title", "language", "passage", "source", "verified", "url"}
    assert len(await audited(gateway, "text.sent")) == 1


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_resident_gets_their_own_version_with_date_time_and_place(gateway: Gateway, language: str) -> None:
    claimed = await claim(gateway, language)
    text = (await send(claimed, APPOINTMENT))["message"]["text"]
    assert "{" not in text
    assert "14:30" in text
    centre = {"ko": "서울글로벌센터", "en": "Seoul Global Center", "ru": "Сеульский глобальный центр"}
    assert centre.get(language, "") in text
    day = {"ko": "2026년 12월 15일", "en": "15 December 2026", "ru": "15 декабря 2026", "ur": "15 دسمبر، 2026"}
    assert day.get(language, "15") in text


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, "centre,date,time"),
        ({"date": "2026-12-15", "time": " ", "centre": "here"}, "time"),
        ({"date": "15 December", "time": "14:30", "centre": "here"}, "date"),
        ({"date": "2026-12-15", "time": "half past two", "centre": "here"}, "time"),
    ],
)
async def test_text_with_a_gap_is_refused_and_named(gateway: Gateway, given: dict[str, str], reason: str) -> None:
    claimed = await claim(gateway)
    before = await claimed.resident.messages()
    problem = await send(claimed, APPOINTMENT | {"variables": given}, 422)
    assert (problem["type"], problem["reason"]) == ("urn:gildongmu:problem:text-incomplete", reason)
    assert await claimed.resident.messages() == before


@pytest.mark.parametrize(
    ("reply", "given", "reason"),
    [
        ("documents-to-bring", {"link": "javascript:alert(1)"}, "link"),
        ("passing-on", {"centre": "here", "phone": "call me"}, "phone"),
    ],
)
async def test_links_and_numbers_are_what_they_say(
    gateway: Gateway, reply: str, given: dict[str, str], reason: str
) -> None:
    claimed = await claim(gateway)
    problem = await send(claimed, {"kind": "reply", "id": reply, "variables": given, "client_id": "t"}, 422)
    assert problem["reason"] == reason


async def test_text_that_is_sent_twice_arrives_once(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    first, again = await send(claimed, ARTICLE), await send(claimed, ARTICLE)
    assert first == again
    assert [one["id"] for one in await claimed.resident.messages()].count(first["message"]["id"]) == 1
    problem = await send(claimed, ARTICLE | {"section": "ask"}, 409)
    assert problem["type"] == "urn:gildongmu:problem:client-id-reused"


async def test_another_language_can_be_chosen(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    assert (await send(claimed, ARTICLE | {"to": "ru"}))["message"]["citations"][0]["language"] == "ru"
    assert (await send(claimed, ARTICLE | {"to": "xx", "client_id": "t3"}, 422))["type"].endswith("unknown-language")


@pytest.mark.parametrize("change", [{"id": "visa.nothing"}, {"section": "nothing"}, {"kind": "reply"}])
async def test_text_that_is_not_there_cannot_be_sent(gateway: Gateway, change: dict[str, str]) -> None:
    await send(await claim(gateway), ARTICLE | change, 404)


async def test_only_who_holds_the_ticket_or_is_a_guest_sends(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    other = await gateway.counsellor("lee@example.org", "Lee")
    assert (await other.post(f"{claimed.path}/texts", json=ARTICLE)).status_code == 409
    guest = await invite(gateway, claimed)
    message = (await guest.post(f"{claimed.path}/texts", json=ARTICLE)).json()["message"]
    assert message["name"] == "Mirza"


async def test_nothing_is_sent_into_a_ticket_that_waits(gateway: Gateway) -> None:
    waiting = await open_ticket(gateway, await gateway.counsellor())
    await send(waiting, ARTICLE, 409)
