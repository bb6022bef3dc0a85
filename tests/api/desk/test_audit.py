"""The audit log: who reads it, what stands in it, and that nobody changes it."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from api.desk import audit
from api.desk.models import AuditEntry
from api.requests import utc_now
from tests.api.desk.people import CENTRE, DESK, OTHER_CENTRE, PASSWORD, add_account, sign_in, status, tables
from tests.conftest import Gateway


async def search(client: httpx.AsyncClient, **query: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    answer = await client.get(f"{DESK}/audit", params=query)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["entries"])


async def write(gateway: Gateway, count: int, counsellor: str | None = None) -> None:
    """Put entries into the log, the first of them an hour ago."""
    async with tables(gateway) as session:
        for number in range(count):
            at = utc_now() - timedelta(minutes=60 - number)
            audit.note(session, at, counsellor, "ticket.read", ("ticket", f"t{number}"))


@pytest.mark.parametrize(
    ("role", "answer"),
    [("counsellor", 403), ("editor", 403), ("interpreter", 403), ("auditor", 200), ("supervisor", 200)],
)
async def test_only_some_roles_read_the_log(gateway: Gateway, role: str, answer: int) -> None:
    assert await status(await gateway.counsellor(role=role), "audit") == answer


async def test_every_change_to_an_account_is_there_with_who_did_it(gateway: Gateway) -> None:
    administrator = await gateway.counsellor()
    lee = {"email": "lee@example.org", "name": "Lee", "role": "counsellor", "languages": ["ko"]}
    identity = (await administrator.post(f"{DESK}/people", json=lee)).json()["person"]["id"]
    await administrator.patch(f"{DESK}/people/{identity}", json={"role": "supervisor", "name": "Lee"})
    await administrator.delete(f"{DESK}/people/{identity}/second-factor")
    await administrator.delete(f"{DESK}/people/{identity}")
    entries = await search(administrator, kind="counsellor", subject=identity)
    assert [entry["action"] for entry in entries][::-1] == [
        "person.added",
        "person.invited",
        "person.changed",
        "second_factor.reset",
        "person.disabled",
    ]
    assert entries[2]["details"] == {"role": ["counsellor", "supervisor"]}
    assert {entry["counsellor"]["name"] for entry in entries} == {"Kim"}


async def test_signing_in_and_new_passwords_are_there_but_no_secret(gateway: Gateway) -> None:
    kim = await add_account(gateway, role="auditor")
    client = await sign_in(gateway)
    await client.put(f"{DESK}/password", json={"password": "another long one", "current": PASSWORD})
    entries = await search(client, who=kim.id)
    assert [entry["action"] for entry in entries] == ["password.changed", "session.opened"]
    assert entries[1]["details"] == {"way": "password"}
    assert "long" not in str(entries)


async def test_searching_is_in_the_log_itself(gateway: Gateway) -> None:
    client = await gateway.counsellor(role="auditor")
    await search(client, action="ticket")
    (entry,) = await search(client, action="audit_log")
    assert (entry["action"], entry["details"]) == ("audit_log.searched", {"action": "ticket"})


async def test_older_pages_are_not_read_without_a_trace(gateway: Gateway) -> None:
    client = await gateway.counsellor(role="auditor")
    await search(client, before=2**31 - 1)
    (entry,) = await search(client, action="audit_log")
    assert entry["details"] == {"before": 2**31 - 1}


async def test_search_narrows_by_action_subject_and_time(gateway: Gateway) -> None:
    client = await gateway.counsellor(role="auditor")
    await write(gateway, 3)
    since, until = utc_now() - timedelta(minutes=59, seconds=30), utc_now() - timedelta(minutes=58, seconds=30)
    found = await search(client, action="ticket", since=since.isoformat(), until=until.isoformat())
    assert [entry["subject"] for entry in found] == ["t1"]
    assert [entry["subject"] for entry in await search(client, action="ticket.read", subject="t2")] == ["t2"]
    assert await search(client, action="tick") == []
    assert await status(client, "audit?since=yesterday") == 400


async def test_log_comes_page_by_page_newest_first(gateway: Gateway) -> None:
    client = await gateway.counsellor(role="auditor")
    await write(gateway, 5)
    seen: list[str] = []
    page: int | None = 2**31 - 1
    while page:
        answer = await client.get(f"{DESK}/audit", params={"kind": "ticket", "limit": 2, "before": page})
        seen += [entry["subject"] for entry in answer.json()["entries"]]
        page = answer.json()["next"]
    assert seen == ["t4", "t3", "t2", "t1", "t0"]


async def test_supervisor_sees_only_who_shares_a_centre(gateway: Gateway) -> None:
    here = await add_account(gateway, "here@x.kr", centres=(CENTRE,))
    there = await add_account(gateway, "there@x.kr", centres=(OTHER_CENTRE,))
    everywhere = await add_account(gateway, "everywhere@x.kr")
    for one in (here, there, everywhere):
        await write(gateway, 1, one.id)
    supervisor = await gateway.counsellor(role="supervisor", centres=(CENTRE,))
    of_all = await gateway.counsellor("lee@example.org", "Lee", "supervisor")
    names = [
        {entry["counsellor"]["name"] for entry in await search(one, kind="ticket")} for one in (supervisor, of_all)
    ]
    assert names == [{"here", "everywhere"}, {"here", "there", "everywhere"}]
    assert await search(supervisor, who=there.id) == []


@pytest.mark.parametrize("change", [delete(AuditEntry), update(AuditEntry).values(action="nothing")])
async def test_log_only_grows(gateway: Gateway, change: Any) -> None:  # noqa: ANN401
    await write(gateway, 1)
    with pytest.raises(DBAPIError, match="only grows"):
        async with tables(gateway) as session:
            await session.execute(change)
    assert len(await search(await gateway.counsellor(role="auditor"), kind="ticket")) == 1


async def test_page_that_cannot_be_is_refused(gateway: Gateway) -> None:
    client = await gateway.counsellor(role="auditor")
    assert await status(client, f"audit?before={2**63}") == 400
    assert await status(client, "audit?limit=1000") == 400
