"""Case records: prefilled from a ticket, kept once, seen by their centre, searched, followed up, forgotten."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from api.channels.models import ChannelAccount
from api.conversations.database import Database
from api.conversations.models import Ticket
from api.desk.models import CaseRecord
from api.requests import utc_now
from api.routing.hours import seoul_day
from tests.api.desk.claimed import DESK, Claimed, audited, claim, rows
from tests.conftest import Gateway, StartGateway
from tests.fakes import BrokenEngine

CITY, GURO = "seoul-foreign-residents-support-centre", "seoul-foreigners-civil-service-centre-guro"
VISIT = {"area": "job", "method": "visit", "language": "ne", "text": "임금체불 상담"}
STORY = {"text": "비밀", "referred_to": "쉼터", "follow_up_on": "2999-01-01"}


async def change_ticket(gateway: Gateway, ticket: str, **values: object) -> None:
    database = Database(gateway.settings.database_url)
    async with database.writing() as session:
        row = await session.get_one(Ticket, ticket)
        for name, value in values.items():
            setattr(row, name, value)
    await database.close()


async def save(claimed: Claimed, **fields: object) -> dict[str, Any]:
    response = await claimed.desk.put(f"{claimed.path}/record", json={"area": "visa", **fields})
    assert response.status_code == 200, response.text
    return dict(response.json()["record"])


async def add(desk: httpx.AsyncClient, **fields: object) -> dict[str, Any]:
    response = await desk.post(f"{DESK}/records", json=VISIT | fields)
    assert response.status_code == 201, response.text
    return dict(response.json()["record"])


async def delete(claimed: Claimed) -> None:
    resident = claimed.resident
    assert (await resident.client.delete(resident.path, headers=resident.headers)).status_code == 204


def story_of(record: CaseRecord) -> tuple[object, ...]:
    return record.text, record.referred_to, record.follow_up_on, record.consented_at


async def ids(desk: httpx.AsyncClient, query: str = "") -> list[str]:
    return [one["id"] for one in (await desk.get(f"{DESK}/records?{query}")).json()["records"]]


async def test_record_is_prefilled_from_ticket_and_conversation(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(BrokenEngine())
    claimed = await claim(gateway, "ur", "ویزا کی مدت میں توسیع کیسے کروں؟")
    found = (await claimed.desk.get(f"{claimed.path}/record")).json()
    record = found["record"]
    assert not found["is_saved"]
    assert record["id"] is None
    assert (record["area"], record["article"]) == ("visa", "visa.extension")
    assert (record["method"], record["language"], record["outcome"]) == ("web", "ur", "answered")
    assert (record["person"], record["counsellor"]["name"]) == (claimed.resident.id, "Kim")
    assert record["consulted_on"] == seoul_day(utc_now()).isoformat()
    assert await rows(gateway, CaseRecord) == []


async def test_what_is_saved_is_read_again_and_the_rest_stays(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    saved = await save(claimed, nationality="pk", stay_status="e9 비자", expert="legal", text="변호사 상담 예약")
    assert (saved["nationality"], saved["stay_status"], saved["area"]) == ("PK", "E-9", "visa")
    changed = await claimed.desk.put(f"{DESK}/records/{saved['id']}", json={"outcome": "referred", "expert": None})
    found = (await claimed.desk.get(f"{claimed.path}/record")).json()
    assert found == {"record": changed.json()["record"], "is_saved": True}
    assert found["record"] == saved | {"outcome": "referred", "expert": None}


async def test_a_ticket_has_one_record_also_when_saved_at_the_same_moment(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    answers = await asyncio.gather(*(save(claimed, text=str(number)) for number in range(5)))
    assert len({one["id"] for one in answers}) == 1
    assert len(await rows(gateway, CaseRecord)) == 1
    assert len(await audited(gateway, "record.added")) == 1
    assert len(await audited(gateway, "record.changed")) == 4


async def test_consultation_counts_for_the_day_in_seoul(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    evening = utc_now().replace(hour=15, minute=30) - timedelta(days=3)
    await change_ticket(gateway, claimed.ticket, claimed_at=evening)
    record = (await claimed.desk.get(f"{claimed.path}/record")).json()["record"]
    assert record["consulted_on"] == (evening.date() + timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("area", "weather"),
        ("area", None),
        ("centre", "nowhere"),
        ("article", "job.severance"),
        ("article", "visa.nothing"),
        ("method", "pigeon"),
        ("language", "klingon"),
        ("nationality", "EU"),
        ("nationality", "XYZ"),
        ("stay_status", "E-99"),
        ("outcome", "fine"),
        ("expert", "magic"),
        ("text", "a\0b"),
        ("consulted_on", "2999-01-01"),
        ("follow_up_on", "2001-01-01"),
    ],
)
async def test_a_value_that_does_not_exist_is_refused_and_nothing_kept(
    gateway: Gateway, field: str, value: object
) -> None:
    claimed = await claim(gateway)
    response = await claimed.desk.put(f"{claimed.path}/record", json={"area": "visa", field: value})
    assert response.status_code == 400
    assert field in response.json()["detail"]
    assert await rows(gateway, CaseRecord) == []


async def test_area_that_no_ticket_tells_must_be_chosen(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    response = await claimed.desk.put(f"{claimed.path}/record", json={"text": "x"})
    assert (response.status_code, response.json()["detail"][:4]) == (400, "area")


async def test_article_of_another_area_goes_when_the_area_changes(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    record = await save(claimed, article="visa.extension")
    changed = await claimed.desk.put(f"{DESK}/records/{record['id']}", json={"area": "job"})
    assert changed.json()["record"]["article"] is None


async def test_personal_numbers_are_hidden_before_they_are_kept(gateway: Gateway) -> None:
    record = await add(await gateway.counsellor(), text="등록번호 900101-5123456")
    assert "5123456" not in record["text"]


async def test_later_case_of_the_same_channel_account_is_the_same_person(gateway: Gateway) -> None:
    first = await claim(gateway)
    record = await save(first)
    second = await claim(gateway, email="lee@example.org", name="Lee")
    database = Database(gateway.settings.database_url)
    async with database.writing() as session:
        session.add(
            ChannelAccount(
                id="a", channel="line", user_key="U1", conversation_id=second.resident.id,
                details={"earlier": [first.resident.id]}, created_at=utc_now(), updated_at=utc_now(),
            )
        )  # fmt: skip
    await database.close()
    assert (await save(second))["person"] == record["person"] == first.resident.id


async def test_deleted_conversation_leaves_a_record_that_is_tied_to_nobody(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    saved = await save(claimed, **STORY)
    await claimed.desk.put(f"{DESK}/records/{saved['id']}/consent", json={"given": True})
    await delete(claimed)
    (left,) = await rows(gateway, CaseRecord)
    assert (left.area, *story_of(left)) == ("visa", "", None, None, None)
    assert left.person != claimed.resident.id


@pytest.mark.parametrize("path", ["ticket", "record"])
async def test_story_does_not_come_back_after_deletion(gateway: Gateway, path: str) -> None:
    claimed = await claim(gateway)
    if path == "record":
        path = f"{DESK}/records/{(await save(claimed))['id']}"
    await delete(claimed)
    path = f"{claimed.path}/record" if path == "ticket" else path
    changed = await claimed.desk.put(path, json={"area": "visa", "outcome": "referred"} | STORY)
    assert changed.status_code == 200
    (left,) = await rows(gateway, CaseRecord)
    assert (left.outcome, *story_of(left)) == ("referred", "", None, None, None)
    assert left.person == left.id


async def test_nobody_agrees_who_has_deleted_the_conversation(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    path = f"{DESK}/records/{(await save(claimed))['id']}"
    await claimed.desk.put(f"{path}/consent", json={"given": True})
    await delete(claimed)
    assert (await claimed.desk.get(f"{path}/referral-pack.pdf?to={GURO}")).status_code == 409
    assert (await claimed.desk.put(f"{path}/consent", json={"given": True})).status_code == 404
    assert (await claimed.desk.put(f"{path}/consent", json={"given": False})).status_code == 200


@pytest.mark.parametrize(
    "change",
    [{"text": "새 사정"}, {"nationality": "VN"}, {"stay_status": "E-7"}, {"area": "job"}, {"article": None}],
)
async def test_consent_ends_when_what_was_agreed_to_changes(gateway: Gateway, change: dict[str, object]) -> None:
    claimed = await claim(gateway)
    told = {"text": "사정", "nationality": "UZ", "stay_status": "E-9", "article": "visa.extension"}
    path = f"{DESK}/records/{(await save(claimed, **told))['id']}"
    await claimed.desk.put(f"{path}/consent", json={"given": True})
    same = (await claimed.desk.put(path, json={"area": "visa", "outcome": "referred"} | told)).json()["record"]
    changed = (await claimed.desk.put(path, json=change)).json()["record"]
    assert same["consented_at"] is not None
    assert changed["consented_at"] is None


async def test_visits_of_one_person_are_tied_by_the_counsellor(gateway: Gateway) -> None:
    desk = await gateway.counsellor()
    first = await add(desk)
    assert (await add(desk, person=first["person"]))["person"] == first["person"]
    assert (await add(desk))["person"] != first["person"]
    assert (await desk.post(f"{DESK}/records", json=VISIT | {"person": "nobody"})).status_code == 400


async def test_records_are_seen_by_their_centre_and_their_counsellor_only(gateway: Gateway) -> None:
    city = await gateway.counsellor("city@example.org", "City", "counsellor", centres=(CITY,))
    guro = await gateway.counsellor("guro@example.org", "Guro", "counsellor", centres=(GURO,))
    everywhere = await gateway.counsellor("all@example.org", "All", "supervisor")
    mine = await add(city)
    assert mine["centre"] == CITY
    assert (await ids(guro), await ids(city), await ids(everywhere)) == ([], [mine["id"]], [mine["id"]])
    assert (await guro.put(f"{DESK}/records/{mine['id']}", json={"text": "x"})).status_code == 404
    assert (await guro.put(f"{DESK}/records/{mine['id']}/consent", json={"given": True})).status_code == 404
    assert (await guro.get(f"{DESK}/records?before={mine['id']}")).status_code == 404
    assert (await city.put(f"{DESK}/records/{mine['id']}", json={"centre": GURO})).status_code == 403
    moved = await everywhere.put(f"{DESK}/records/{mine['id']}", json={"centre": GURO})
    assert moved.status_code == 200
    assert await ids(guro) == await ids(city) == [mine["id"]]


@pytest.mark.parametrize("role", ["interpreter", "editor", "auditor"])
async def test_only_counselling_roles_keep_records(gateway: Gateway, role: str) -> None:
    claimed = await claim(gateway)
    other = await gateway.counsellor("other@example.org", "Other", role)
    assert (await other.get(f"{DESK}/records")).status_code == 403
    assert (await other.post(f"{DESK}/records", json=VISIT)).status_code == 403
    assert (await other.get(f"{claimed.path}/record")).status_code == 404
    assert (await other.put(f"{claimed.path}/record", json={"area": "visa"})).status_code == 404


async def test_guest_of_a_ticket_does_not_keep_its_record(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    guest = await gateway.counsellor("guest@example.org", "Guest", "interpreter")
    identity = (await guest.get(f"{DESK}/session")).json()["counsellor"]["id"]
    invited = await claimed.desk.post(f"{claimed.path}/guests", json={"counsellor": identity})
    assert invited.status_code < 300
    assert (await guest.get(f"{claimed.path}/record")).status_code == 403


async def test_records_are_filtered_and_searched(gateway: Gateway) -> None:
    desk = await gateway.counsellor()
    wage = await add(desk, consulted_on="2026-01-05", centre=CITY)
    other = await add(desk, consulted_on="2026-02-05", area="family", method="phone", language="vi", text="100% 출석")
    assert await ids(desk) == [other["id"], wage["id"]]
    for query in ("since=2026-02-01", "area=family", "method=phone", "language=vi", "q=100%25", "q=출석"):
        assert await ids(desk, query) == [other["id"]], query
    for query in ("until=2026-01-31", f"centre={CITY}", "q=임금체불"):
        assert await ids(desk, query) == [wage["id"]], query
    assert await ids(desk, "q=%25%25") == []
    assert all("출석" not in str(entry.details) for entry in await audited(gateway, "records.listed"))


async def test_pages_bring_every_record_once(gateway: Gateway) -> None:
    desk = await gateway.counsellor()
    added = {(await add(desk, consulted_on=f"2026-03-0{1 + number % 3}"))["id"] for number in range(7)}
    seen: list[str] = []
    following: str | None = ""
    while following is not None:
        before = f"&before={following}" if following else ""
        page = (await desk.get(f"{DESK}/records?limit=2{before}")).json()
        seen += [one["id"] for one in page["records"]]
        following = page["next"]
    assert (len(seen), set(seen)) == (7, added)


async def test_follow_ups_are_listed_until_they_are_settled(gateway: Gateway) -> None:
    desk = await gateway.counsellor()
    today = seoul_day(utc_now())
    past = today - timedelta(days=9)
    late = await add(desk, consulted_on=str(past), follow_up_on=str(past + timedelta(days=7)))
    due = await add(desk, follow_up_on=str(today))
    later = await add(desk, follow_up_on=str(today + timedelta(days=1)))

    async def listed(query: str = "") -> list[str]:
        response = await desk.get(f"{DESK}/records/follow-ups{query}")
        return [one["id"] for one in response.json()["records"]]

    assert await listed() == [late["id"], due["id"]]
    assert await listed(f"?until={today + timedelta(days=1)}") == [late["id"], due["id"], later["id"]]
    await desk.put(f"{DESK}/records/{late['id']}", json={"follow_up_on": None})
    assert await listed() == [due["id"]]


async def test_every_reading_and_change_is_in_the_audit_log_without_texts(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    record = await save(claimed, text="비밀 이야기")
    await claimed.desk.get(f"{claimed.path}/record")
    await claimed.desk.put(f"{DESK}/records/{record['id']}", json={"text": "다른 비밀"})
    await claimed.desk.put(f"{DESK}/records/{record['id']}/consent", json={"given": True})
    await claimed.desk.put(f"{DESK}/records/{record['id']}/consent", json={"given": False})
    for action in ("added", "read", "changed", "consented", "consent_withdrawn"):
        (entry,) = await audited(gateway, f"record.{action}")
        assert "비밀" not in str(entry.details)
