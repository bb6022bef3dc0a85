"""What an embedding site tells about its visitor: kept, masked, and shown to counsellors only."""

from typing import Any

import httpx
import pytest

from knowledge.centres import read_centres
from tests.conftest import Gateway, Resident
from tests.live import follow

CENTRE = read_centres()[0]


async def begin(gateway: Gateway, **body: Any) -> Resident:  # noqa: ANN401 - JSON
    response = await gateway.client.post("/api/v1/conversations", json=body)
    assert response.status_code == 201, response.text
    return Resident(gateway.client, response.json()["id"], response.json()["token"])


async def identify(resident: Resident, **visitor: Any) -> httpx.Response:  # noqa: ANN401 - JSON
    return await resident.client.patch(resident.path, json={"visitor": visitor}, headers=resident.headers)


async def read_ticket(resident: Resident, desk: httpx.AsyncClient) -> dict[str, Any]:
    await resident.write("Talk to a counsellor", payload="#counsellor")
    (listed,) = (await desk.get("/api/v1/desk/tickets")).json()["tickets"]
    ticket = dict((await desk.get(f"/api/v1/desk/tickets/{listed['id']}")).json()["ticket"])
    assert {name: listed[name] for name in ("visitor", "centre", "deleted")}.items() <= ticket.items()
    return ticket


async def test_counsellor_sees_centre_and_visitor(gateway: Gateway) -> None:
    resident = await begin(gateway, language="vi", centre=CENTRE.id)
    assert (await identify(resident, name=" Linh ", reference="A-17")).status_code == 200
    ticket = await read_ticket(resident, await gateway.counsellor())
    assert ticket["visitor"] == {"name": "Linh", "reference": "A-17"}
    assert ticket["centre"]["id"] == CENTRE.id
    assert ticket["centre"]["name"]["ko"] == CENTRE.name["ko"]  # type: ignore[index]  # a Language is its code
    assert ticket["deleted"] is False


@pytest.mark.parametrize("centre", ["no-such-centre", "", "x" * 10_000, None])
async def test_unknown_centre_is_ignored(gateway: Gateway, centre: str | None) -> None:
    resident = await begin(gateway, centre=centre)
    assert (await read_ticket(resident, await gateway.counsellor()))["centre"] is None


async def test_nobody_in_particular_is_none(gateway: Gateway) -> None:
    resident = await begin(gateway)
    assert (await identify(resident, name=" ")).status_code == 200
    assert (await read_ticket(resident, await gateway.counsellor()))["visitor"] is None


async def test_later_visitor_replaces_the_earlier_and_keeps_the_centre(gateway: Gateway) -> None:
    resident = await begin(gateway, centre=CENTRE.id)
    await identify(resident, name="Linh", reference="A-17")
    await identify(resident, name="Mai")
    ticket = await read_ticket(resident, await gateway.counsellor())
    assert (ticket["visitor"], ticket["centre"]["id"]) == ({"name": "Mai", "reference": None}, CENTRE.id)


async def test_personal_numbers_of_a_visitor_are_hidden(gateway: Gateway) -> None:
    resident = await begin(gateway)
    await identify(resident, name="Linh M12345678", reference="900101-1234567")
    ticket = await read_ticket(resident, await gateway.counsellor())
    assert ticket["visitor"] == {"name": "Linh ●●●●●●●●●", "reference": "●●●●●●-●●●●●●●"}


async def test_language_and_visitor_may_come_together(gateway: Gateway) -> None:
    resident = await begin(gateway)
    body = {"language": "ur", "visitor": {"name": "Ali"}}
    response = await resident.client.patch(resident.path, json=body, headers=resident.headers)
    assert (response.status_code, response.json()["language"]) == (200, "ur")
    assert "visitor" not in response.json()
    assert (await read_ticket(resident, await gateway.counsellor()))["visitor"]["name"] == "Ali"


async def test_desk_is_told_at_once(gateway: Gateway) -> None:
    resident, desk = await begin(gateway), await gateway.counsellor()
    ticket = await read_ticket(resident, desk)
    cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in desk.cookies.items())}
    async with follow(gateway.app, "/api/v1/desk/events", cookie) as stream:
        assert await stream.next() == ("ready", {})
        await identify(resident, name="Linh")
        while (told := await stream.until("ticket"))["visitor"] is None:
            pass
    assert (told["id"], told["visitor"]) == (ticket["id"], {"name": "Linh", "reference": None})


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"language": None, "visitor": None},
        {"visitor": "Linh"},
        {"visitor": {"name": "x" * 81}},
        {"visitor": {"reference": "x" * 81}},
        {"visitor": {"name": 7}},
        {"visitor": {"name": "a\0b"}},
    ],
)
async def test_change_of_nothing_or_too_much_is_refused(gateway: Gateway, body: dict[str, Any]) -> None:
    resident = await begin(gateway)
    response = await resident.client.patch(resident.path, json=body, headers=resident.headers)
    assert (response.status_code, response.json()["type"]) == (400, "urn:gildongmu:problem:invalid-request")


async def test_stranger_cannot_tell_who_the_visitor_is(gateway: Gateway) -> None:
    mine, other = await begin(gateway), await begin(gateway)
    assert (await identify(Resident(mine.client, mine.id, other.token), name="Eve")).status_code == 404
    assert (await read_ticket(mine, await gateway.counsellor()))["visitor"] is None
