"""The counselling manual at the desk: replies in eight languages and check lists, by area."""

import pytest

from tests.api.desk.claimed import DESK
from tests.conftest import LANGUAGES, Gateway


async def test_manual_holds_every_reply_in_every_language(gateway: Gateway) -> None:
    desk = await gateway.counsellor()
    manual = (await desk.get(f"{DESK}/manual")).json()
    assert len(manual["replies"]) == 60
    assert len(manual["check_lists"]) == 12
    assert all(tuple(sorted(reply["texts"])) == tuple(sorted(LANGUAGES)) for reply in manual["replies"])
    (greeting,) = [reply for reply in manual["replies"] if reply["shortcut"] == "/greet"]
    assert greeting["variables"] == ["name"]
    assert "{name}" in greeting["texts"]["ko"]["text"]
    assert (greeting["owner"], greeting["edition"]) == ("general counselling", 1)


@pytest.mark.parametrize("area", ["general", "visa", "settlement", "job", "family"])
async def test_one_area_is_shown_alone(gateway: Gateway, area: str) -> None:
    desk = await gateway.counsellor()
    manual = (await desk.get(f"{DESK}/manual", params={"area": area})).json()
    assert {reply["area"] for reply in manual["replies"]} == {area}
    assert {entry["area"] for entry in manual["check_lists"]} == {area}


async def test_check_list_says_what_to_ask_and_what_to_tell(gateway: Gateway) -> None:
    desk = await gateway.counsellor()
    lists = (await desk.get(f"{DESK}/manual", params={"area": "visa"})).json()["check_lists"]
    (extension,) = [entry for entry in lists if entry["id"] == "extension"]
    assert extension["title"] == {"ko": "체류기간 연장 상담", "en": "Extension of stay"}
    assert extension["articles"] == ["visa.extension"]
    assert extension["items"][0] == {
        "kind": "ask",
        "ko": "체류자격과 체류기간이 끝나는 날짜",
        "en": "Status of stay and the end of the period of stay",
    }


async def test_manual_is_for_the_desk_only(gateway: Gateway) -> None:
    assert (await gateway.client.get(f"{DESK}/manual")).status_code == 401
