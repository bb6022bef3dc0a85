"""The people of the desk: invited, changed, imported, ended, and that an administrator always remains."""

import asyncio
import csv

import httpx
import pytest
from sqlalchemy import func, select

from api.conversations.models import Counsellor
from tests.api.desk.claimed import claim, identity
from tests.api.desk.people import (
    CENTRE,
    DESK,
    OTHER_CENTRE,
    add_account,
    browser,
    id_of,
    sign_in,
    status,
    tables,
)
from tests.conftest import Gateway

LEE = {"email": "Lee@Example.org", "name": "Lee", "role": "counsellor", "languages": ["ko", "ur"], "centres": [CENTRE]}


async def shown(client: httpx.AsyncClient) -> dict[str, dict[str, object]]:
    """Return the people as somebody sees them, by name."""
    return {person["name"]: person for person in (await client.get(f"{DESK}/people")).json()["people"]}


async def test_person_is_added_with_an_invitation(gateway: Gateway) -> None:
    administrator = await gateway.counsellor()
    answer = await administrator.post(f"{DESK}/people", json={**LEE, "topics": ["visa"], "capacity": 2})
    assert answer.status_code == 201
    person = (await shown(administrator))["Lee"]
    assert (person["email"], person["centres"], person["capacity"]) == ("lee@example.org", [CENTRE], 2)
    assert (person["languages"], person["topics"], person["is_present"]) == (["ko", "ur"], ["visa"], False)


async def test_second_account_with_an_email_is_refused(gateway: Gateway) -> None:
    administrator = await gateway.counsellor()
    assert [await status(administrator, "people", "POST", json=LEE) for _ in range(2)] == [201, 409]


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "nobody"},
        {"name": "  "},
        {"role": "director"},
        {"languages": []},
        {"languages": ["fr"]},
        {"centres": ["nowhere"]},
        {"topics": ["weather"]},
        {"capacity": 0},
    ],
)
async def test_what_does_not_exist_is_refused(gateway: Gateway, wrong: dict[str, object]) -> None:
    administrator = await gateway.counsellor()
    assert await status(administrator, "people", "POST", json=LEE | wrong) == 400
    assert await status(administrator, f"people/{await id_of(administrator)}", "PATCH", json=wrong) == 400


async def test_counsellors_see_who_is_there_but_no_email(gateway: Gateway) -> None:
    counsellor = await gateway.counsellor("kim@example.org", "Kim", "counsellor")
    person = (await shown(counsellor))["Kim"]
    assert person["is_present"] is True
    assert not {"email", "second_factor"} & person.keys()


@pytest.mark.parametrize("role", ["interpreter", "auditor"])
async def test_who_works_with_neither_tickets_nor_knowledge_sees_nobody(gateway: Gateway, role: str) -> None:
    assert await status(await gateway.counsellor(role=role), "people") == 403


async def test_supervisors_cannot_manage_accounts(gateway: Gateway) -> None:
    supervisor = await gateway.counsellor(role="supervisor")
    own = await id_of(supervisor)
    for path, method in (
        ("people", "POST"),
        ("people/import", "POST"),
        (f"people/{own}", "PATCH"),
        (f"people/{own}", "DELETE"),
        (f"people/{own}/invitation", "POST"),
        (f"people/{own}/second-factor", "DELETE"),
    ):
        assert await status(supervisor, path, method, json={**LEE, "role": "administrator"}) == 403


async def test_lowered_role_ends_sessions_and_a_raised_one_does_not(gateway: Gateway) -> None:
    administrator = await gateway.counsellor()
    lee = await gateway.counsellor("lee@example.org", "Lee", "counsellor")
    path = f"people/{await id_of(lee)}"
    assert await status(administrator, path, "PATCH", json={"role": "supervisor"}) == 200
    assert await status(lee, "audit") == 200
    assert await status(administrator, path, "PATCH", json={"role": "counsellor"}) == 200
    assert await status(lee) == 401


@pytest.mark.parametrize("change", [{"role": "supervisor"}, {"centres": [CENTRE]}, {"is_disabled": True}])
async def test_last_administrator_stays(gateway: Gateway, change: dict[str, object]) -> None:
    administrator = await gateway.counsellor()
    await gateway.counsellor("lee@example.org", "Lee", "administrator", centres=(CENTRE,))
    answer = await administrator.patch(f"{DESK}/people/{await id_of(administrator)}", json=change)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:gildongmu:problem:last-administrator")


async def test_of_two_administrators_who_end_one_another_one_remains(gateway: Gateway) -> None:
    kim, lee = await gateway.counsellor(), await gateway.counsellor("lee@example.org", "Lee")
    ids = await id_of(kim), await id_of(lee)
    await asyncio.gather(
        kim.delete(f"{DESK}/people/{ids[1]}"), lee.delete(f"{DESK}/people/{ids[0]}"), return_exceptions=True
    )
    async with tables(gateway) as session:
        query = select(func.count()).select_from(Counsellor).where(Counsellor.disabled_at.is_(None))
        assert await session.scalar(query) == 1


async def test_ended_account_is_signed_out_and_its_tickets_wait_again(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    await resident.write("Talk to a counsellor", payload="#counsellor")
    await add_account(gateway, "lee@example.org")
    administrator, lee = await gateway.counsellor(), await sign_in(gateway, "lee@example.org")
    ticket = (await lee.get(f"{DESK}/tickets")).json()["tickets"][0]["id"]
    await lee.post(f"{DESK}/tickets/{ticket}/claim")
    assert (await resident.state())["state"] == "human"
    answer = await administrator.delete(f"{DESK}/people/{await id_of(lee)}")
    assert answer.json()["person"]["is_disabled"] is True
    assert await status(lee) == 401
    again = {"email": "lee@example.org", "password": "a long enough one"}
    assert await status(browser(gateway), "session", "POST", json=again) == 401
    assert (await resident.state())["state"] == "waiting"
    (waiting,) = (await administrator.get(f"{DESK}/tickets?state=waiting")).json()["tickets"]
    assert (waiting["id"], waiting["counsellor"]) == (ticket, None)


async def test_tickets_of_who_becomes_an_editor_wait_again(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    await resident.write("Talk to a counsellor", payload="#counsellor")
    administrator, lee = await gateway.counsellor(), await gateway.counsellor("lee@example.org", "Lee", "counsellor")
    ticket = (await lee.get(f"{DESK}/tickets")).json()["tickets"][0]["id"]
    await lee.post(f"{DESK}/tickets/{ticket}/claim")
    await administrator.patch(f"{DESK}/people/{await id_of(lee)}", json={"role": "editor"})
    assert (await resident.state())["state"] == "waiting"


async def test_resident_of_an_ended_account_is_told_and_its_guests_leave(gateway: Gateway) -> None:
    administrator = await gateway.counsellor("boss@example.org", "Boss")
    claimed = await claim(gateway, "en", role="counsellor")
    guest = await gateway.counsellor("mirza@example.org", "Mirza", "interpreter")
    invited = {"counsellor": await identity(guest)}
    assert (await claimed.desk.post(f"{claimed.path}/guests", json=invited)).status_code == 201
    assert await status(administrator, f"people/{await identity(claimed.desk)}", "DELETE") == 200
    assert (await claimed.resident.state())["state"] == "waiting"
    assert (await claimed.resident.messages())[-1]["text"].startswith("Kim had to leave the chat.")
    assert (await guest.get(claimed.path)).status_code == 404


async def test_ended_account_can_begin_again(gateway: Gateway) -> None:
    lee = await add_account(gateway, "lee@example.org")
    administrator = await gateway.counsellor()
    await administrator.delete(f"{DESK}/people/{lee.id}")
    assert await status(administrator, f"people/{lee.id}/invitation", "POST") == 400
    assert await status(administrator, f"people/{lee.id}", "PATCH", json={"is_disabled": False}) == 200
    assert await status(await sign_in(gateway, "lee@example.org")) == 200


async def test_administrator_of_a_centre_manages_only_its_people(gateway: Gateway) -> None:
    await gateway.counsellor("first@example.org", "First")
    own, other = await add_account(gateway, "a@x.kr", centres=(CENTRE,)), await add_account(gateway, "b@x.kr")
    administrator = await gateway.counsellor(centres=(CENTRE,))
    assert await status(administrator, f"people/{own.id}", "PATCH", json={"name": "Ana"}) == 200
    assert await status(administrator, f"people/{other.id}", "PATCH", json={"name": "Bob"}) == 403
    assert await status(administrator, "people", "POST", json=LEE | {"centres": [OTHER_CENTRE]}) == 403
    for wider in ([], [CENTRE, OTHER_CENTRE]):
        assert await status(administrator, f"people/{own.id}", "PATCH", json={"centres": wider}) == 403
        assert (
            await status(administrator, f"people/{await id_of(administrator)}", "PATCH", json={"centres": wider}) == 403
        )
    people = await shown(administrator)
    assert ("email" in people["Ana"], "email" in people["b"]) == (True, False)


async def test_email_that_somebody_has_is_refused_and_nothing_changes(gateway: Gateway) -> None:
    lee = await add_account(gateway, "lee@example.org")
    administrator = await gateway.counsellor()
    taken = {"email": "kim@example.org", "name": "Somebody else"}
    assert await status(administrator, f"people/{lee.id}", "PATCH", json=taken) == 409
    assert (await shown(administrator)).keys() == {"Kim", "lee"}


FILE = f"""email,name,role,languages,centres
lee@example.org,Lee,counsellor,"ko,ur",{CENTRE}
wrong,Park,counsellor,ko,
choi@example.org,Choi,director,ko,
han@example.org,Han,counsellor,fr,
son@example.org,Son,counsellor,ko,nowhere
oh@example.org,Oh,counsellor

lee@example.org,Lee again,counsellor,ko,
yoon@example.org,윤,editor,ko en zh,{CENTRE};{OTHER_CENTRE}
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
async def test_file_adds_line_by_line_and_names_what_it_refuses(gateway: Gateway, encoding: str) -> None:
    administrator = await gateway.counsellor()
    done = (await administrator.post(f"{DESK}/people/import", content=FILE.encode(encoding))).json()
    assert [one["person"]["name"] for one in done["added"]] == ["Lee", "윤"]
    assert done["added"][1]["person"]["centres"] == [CENTRE, OTHER_CENTRE]
    assert [(one["line"], one["reason"]) for one in done["refused"]] == [
        (3, "email"),
        (4, "role"),
        (5, "languages"),
        (6, "centres"),
        (7, "columns"),
        (9, "email-taken"),
    ]


async def test_same_file_twice_adds_nothing_twice(gateway: Gateway) -> None:
    administrator = await gateway.counsellor()
    for _ in range(2):
        done = (await administrator.post(f"{DESK}/people/import", content=FILE.encode())).json()
    assert done["added"] == []
    assert len(await shown(administrator)) == 3


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (b"", 400),
        (b"email;name\n", 400),
        (b"\xff\xfe\x00\x81", 400),
        (b"x" * (csv.field_size_limit() + 1), 400),
        (b"x" * (2**20 + 1), 413),
    ],
)
async def test_file_that_cannot_be_read_is_refused_as_a_whole(gateway: Gateway, content: bytes, answer: int) -> None:
    assert await status(await gateway.counsellor(), "people/import", "POST", content=content) == answer
