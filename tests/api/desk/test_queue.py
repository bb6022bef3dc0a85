"""The lists of the desk: order, filters, pages, counts, rights, and how many queries they take."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from api.messages import HandOver, Priority, Reason
from api.requests import utc_now
from tests.api.desk.claimed import DESK, audited, claim
from tests.api.desk.people import CENTRE, OTHER_CENTRE
from tests.api.desk.queueing import ask, read
from tests.api.test_attachments import send, write
from tests.conftest import CountQueries, Gateway, StartGateway
from tests.fakes import FakeEngine


async def listed(desk: httpx.AsyncClient, **wanted: Any) -> dict[str, Any]:  # noqa: ANN401 - query parameters
    response = await desk.get(f"{DESK}/tickets", params=wanted)
    assert response.status_code == 200, response.text
    return dict(response.json())


def ids(page: dict[str, Any]) -> list[str]:
    return [ticket["id"] for ticket in page["tickets"]]


async def test_pages_follow_one_another_without_gap_or_repetition(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(FakeEngine([HandOver(Priority.URGENT, Reason.DANGER)]))
    desk = await gateway.counsellor()
    alarm = await gateway.resident("en")
    await alarm.write("help")
    normal = [(await ask(gateway, desk)).ticket for _ in range(6)]
    urgent = (await alarm.state())["ticket"]["id"]
    first = await listed(desk, limit=1)
    second = await listed(desk, limit=4, before=first["next"])
    third = await listed(desk, limit=4, before=second["next"])
    assert ids(first) + ids(second) + ids(third) == [urgent, *normal]
    assert third["next"] is None
    assert first["counts"] == {"waiting": 7, "urgent": 1, "mine": 0, "claimed": 0, "snoozed": 0}


async def test_closed_tickets_come_newest_first_in_pages(gateway: Gateway) -> None:
    desk = await gateway.counsellor()
    closed = []
    for _ in range(3):
        asked = await ask(gateway, desk)
        await desk.post(f"{asked.path}/claim")
        await desk.post(f"{asked.path}/close", json={"outcome": "answered"})
        closed.append(asked.ticket)
    first = await listed(desk, state="closed", limit=2)
    assert ids(first) == closed[:0:-1]
    assert ids(await listed(desk, state="closed", limit=2, before=first["next"])) == closed[:1]
    assert {ticket["outcome"] for ticket in first["tickets"]} == {"answered"}


async def test_filters_narrow_the_list(gateway: Gateway) -> None:
    desk = await gateway.counsellor()
    korean, urdu, here = (
        await ask(gateway, desk, "ko"),
        await ask(gateway, desk, "ur"),
        await ask(gateway, desk, "ko", CENTRE),
    )
    await desk.put(f"{urdu.path}/tags", json={"tags": ["체불", "체불", "urgent"]})
    await desk.post(f"{korean.path}/topic", json={"area": "job", "article": "job.unpaid-wages"})
    await desk.post(f"{here.path}/claim")
    assert ids(await listed(desk, language="ur")) == [urdu.ticket]
    assert ids(await listed(desk, tag="체불")) == [urdu.ticket]
    assert ids(await listed(desk, tag="체")) == []
    assert ids(await listed(desk, area="job")) == [korean.ticket]
    assert ids(await listed(desk, centre=CENTRE, state="claimed")) == [here.ticket]
    assert ids(await listed(desk, mine=True, state="claimed")) == [here.ticket]
    other = await gateway.counsellor("lee@example.org", "Lee")
    assert ids(await listed(other, mine=True, state="claimed")) == []


async def test_lists_and_counts_keep_to_the_centres_of_an_account(gateway: Gateway) -> None:
    everywhere = await gateway.counsellor()
    there = await gateway.counsellor("lee@example.org", "Lee", "counsellor", centres=(OTHER_CENTRE,))
    interpreter = await gateway.counsellor("ali@example.org", "Ali", "interpreter")
    free, here = await ask(gateway, everywhere), await ask(gateway, everywhere, centre=CENTRE)
    assert ids(await listed(everywhere)) == [free.ticket, here.ticket]
    page = await listed(there)
    assert (ids(page), page["counts"]["waiting"]) == ([free.ticket], 1)
    page = await listed(interpreter)
    assert (ids(page), page["counts"]["waiting"]) == ([], 0)


async def least(get: Callable[[], Awaitable[object]], count_queries: CountQueries) -> int:
    """Return how many queries a request takes; the dispatcher may look at the queue beside one of several."""
    counts = []
    for _ in range(4):
        with count_queries() as statements:
            await get()
        counts.append(len(statements))
    return min(counts)


async def test_queries_do_not_grow_with_the_list(gateway: Gateway, count_queries: CountQueries) -> None:
    desk = await gateway.counsellor()
    counts = []
    for number in (1, 12):
        for _ in range(number):
            await ask(gateway, desk)
        counts.append(await least(lambda: listed(desk), count_queries))
    assert counts[0] == counts[1] <= 10


async def test_ticket_is_read_in_few_queries_and_noted(gateway: Gateway, count_queries: CountQueries) -> None:
    desk = await gateway.counsellor()
    asked = await ask(gateway, desk)
    assert await least(lambda: desk.get(asked.path), count_queries) <= 18
    assert {entry.subject for entry in await audited(gateway, "ticket.read")} == {asked.ticket}


@pytest.mark.parametrize("query", ["limit=0", "limit=1000", "state=deleted", "before=unknown", "limit=x"])
async def test_wrong_query_is_refused(gateway: Gateway, query: str) -> None:
    desk = await gateway.counsellor()
    response = await desk.get(f"{DESK}/tickets?{query}")
    assert (response.status_code, response.json()["type"]) == (400, "urn:gildongmu:problem:invalid-request")


async def test_who_looks_through_closed_tickets_is_noted_and_the_queue_is_not(gateway: Gateway) -> None:
    desk = await gateway.counsellor()
    asked = await ask(gateway, desk)
    await listed(desk)
    await desk.post(f"{asked.path}/claim")
    await listed(desk, state="claimed")
    await desk.post(f"{asked.path}/close", json={})
    await listed(desk, state="closed")
    (entry,) = await audited(gateway, "tickets.listed")
    assert entry.details == {"state": "closed", "tickets": [asked.ticket]}


@pytest.mark.parametrize("path", ["mentions?before=2026-01-01T00:00:00", f"gaps?before={'9' * 20}-x"])
async def test_place_in_a_list_that_cannot_be_is_refused(gateway: Gateway, path: str) -> None:
    assert (await (await gateway.counsellor()).get(f"{DESK}/{path}")).status_code == 400


@pytest.mark.parametrize(("step", "field"), [("snooze", "until"), ("callback", "at")])
async def test_no_ticket_is_put_off_until_the_end_of_time(gateway: Gateway, step: str, field: str) -> None:
    claimed = await claim(gateway)
    response = await claimed.desk.post(f"{claimed.path}/{step}", json={field: "9999-12-31T23:00:00-05:00"})
    assert (response.status_code, response.json()["type"]) == (400, "urn:gildongmu:problem:invalid-request")


async def test_photo_wakes_a_ticket_that_was_put_off(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    until = (utc_now() + timedelta(days=7)).isoformat()
    assert (await claimed.desk.post(f"{claimed.path}/snooze", json={"until": until})).status_code == 200
    assert (await read(claimed))["snoozed_until"] is not None
    assert (await send(claimed.resident, write("PNG"))).status_code == 201
    assert (await read(claimed))["snoozed_until"] is None
