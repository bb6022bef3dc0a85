"""Planned shifts: who may plan, what overlaps, and that only those on shift get tickets where shifts are planned."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from api.requests import utc_now
from api.routing.hours import SEOUL
from tests.api.desk.claimed import DESK, audited, identity
from tests.api.desk.people import CENTRE, OTHER_CENTRE
from tests.api.desk.queueing import ask, set_available, wait_until
from tests.conftest import Gateway

HOUR = timedelta(hours=1)


async def plan(desk: httpx.AsyncClient, who: str, start: datetime, hours: float = 1, centre: str = CENTRE) -> Any:  # noqa: ANN401 - JSON
    times = {"starts_at": start.isoformat(), "ends_at": (start + hours * HOUR).isoformat()}
    return await desk.post(f"{DESK}/shifts", json={"counsellor": who, "centre": centre, **times})


async def test_shift_is_planned_listed_and_taken_back(gateway: Gateway) -> None:
    desk = await gateway.counsellor()
    start = utc_now()
    shift = (await plan(desk, await identity(desk), start)).json()["shift"]
    asked = {"since": (start - HOUR).isoformat(), "until": (start + 5 * HOUR).isoformat()}
    assert (await desk.get(f"{DESK}/shifts", params=asked)).json()["shifts"] == [shift]
    assert (shift["counsellor"]["name"], shift["centre"]) == ("Kim", CENTRE)
    assert (await desk.get(f"{DESK}/shifts", params={**asked, "centre": OTHER_CENTRE})).json()["shifts"] == []
    assert (await desk.delete(f"{DESK}/shifts/{shift['id']}")).status_code == 204
    assert (await desk.get(f"{DESK}/shifts", params=asked)).json()["shifts"] == []
    assert (await desk.delete(f"{DESK}/shifts/{shift['id']}")).status_code == 404
    assert len(await audited(gateway, "shift.planned")) == len(await audited(gateway, "shift.removed")) == 1


async def test_shifts_of_one_person_do_not_overlap(gateway: Gateway) -> None:
    desk = await gateway.counsellor()
    who, start = await identity(desk), utc_now()
    assert (await plan(desk, who, start)).status_code == 201
    assert (await plan(desk, who, start + HOUR / 2)).status_code == 400
    assert (await plan(desk, who, start + HOUR)).status_code == 201
    assert (await plan(desk, who, start + 9 * HOUR, hours=-1)).status_code == 400
    assert (await plan(desk, "nobody", start)).status_code == 400


async def test_a_counsellor_plans_nothing_and_a_supervisor_only_at_their_centre(gateway: Gateway) -> None:
    boss = await gateway.counsellor("boss@example.org", "Boss", "supervisor", centres=(CENTRE,))
    lee = await gateway.counsellor("lee@example.org", "Lee", "counsellor")
    who, start = await identity(lee), utc_now()
    assert (await plan(lee, who, start)).status_code == 403
    assert (await plan(boss, who, start, centre=OTHER_CENTRE)).status_code == 403
    assert (await plan(boss, who, start)).status_code == 201


async def test_where_shifts_are_planned_only_who_is_on_shift_gets_tickets(gateway: Gateway) -> None:
    boss = await gateway.counsellor("boss@example.org", "Boss")
    off, on = await gateway.counsellor(), await gateway.counsellor("lee@example.org", "Lee")
    await plan(boss, await identity(on), utc_now() - HOUR, 2)
    await set_available(off)
    asked = await ask(gateway, boss)
    assert (await off.get(asked.path)).json()["ticket"]["state"] == "waiting"
    await set_available(on)
    assert (await wait_until(gateway, asked, state="claimed"))["counsellor"]["name"] == "Lee"


async def test_next_shift_of_a_speaker_is_told_to_who_asks_before_it(gateway: Gateway) -> None:
    boss = await gateway.counsellor("boss@example.org", "Boss")
    ali = await gateway.counsellor("ali@example.org", "Ali", "counsellor", ("ur",))
    start = (utc_now() + timedelta(days=3)).replace(hour=1, minute=0)
    await plan(boss, await identity(ali), start)
    told = (await (await ask(gateway, boss, "ur")).resident.messages())[-1]["text"]
    assert "10:00" in told
    assert "10:00" not in (await (await ask(gateway, boss, "vi")).resident.messages())[-1]["text"]


async def test_centres_are_listed_with_unknown_hours_as_unknown(gateway: Gateway) -> None:
    centres = (await (await gateway.counsellor()).get(f"{DESK}/centres")).json()["centres"]
    (one,) = [centre for centre in centres if centre["id"] == CENTRE]
    assert one["name"]["ko"]
    assert (one["is_open"], one["next_opening"]) == (None, None)


async def test_shift_of_another_centre_or_of_last_night_takes_nobody_off_duty(gateway: Gateway) -> None:
    boss = await gateway.counsellor("boss@example.org", "Boss")
    lee = await gateway.counsellor("lee@example.org", "Lee", centres=(CENTRE,))
    kim = await gateway.counsellor(centres=(OTHER_CENTRE,))
    midnight = utc_now().astimezone(SEOUL).replace(hour=0, minute=0, second=0, microsecond=0)
    over = await plan(boss, await identity(kim), midnight - 4 * HOUR, 4.0001, OTHER_CENTRE)
    running = await plan(boss, await identity(lee), utc_now() - HOUR, 2)
    assert (over.status_code, running.status_code) == (201, 201)
    await set_available(kim)
    asked = await ask(gateway, boss)
    assert (await wait_until(gateway, asked, state="claimed"))["counsellor"]["name"] == "Kim"


@pytest.mark.parametrize("year", ["0001-01-01T00:00:00+09:00", "9999-12-31T23:00:00-05:00"])
async def test_shifts_at_the_ends_of_time_are_refused(gateway: Gateway, year: str) -> None:
    desk = await gateway.counsellor()
    start = datetime.fromisoformat(year)
    end = start + HOUR / 2
    asked = await desk.get(f"{DESK}/shifts", params={"since": year, "until": end.isoformat()})
    assert (asked.status_code, (await plan(desk, await identity(desk), start, 0.5)).status_code) == (400, 400)
