"""Others see who looks at a ticket and who types; it is forgotten by itself."""

from datetime import UTC, datetime, timedelta

from api.desk.queueing.presence import FORGOTTEN_AFTER, Presence
from tests.api.desk.claimed import DESK, claim, cookies, identity
from tests.api.desk.people import CENTRE, OTHER_CENTRE
from tests.api.desk.queueing import ask
from tests.conftest import Gateway
from tests.live import follow


async def test_colleagues_are_told_who_looks_and_who_types(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    lee = await gateway.counsellor("lee@example.org", "Lee")
    async with follow(gateway.app, f"{DESK}/events", cookies(claimed.desk)) as stream:
        await stream.next()
        for is_typing in (False, True):
            response = await lee.post(f"{claimed.path}/presence", json={"is_typing": is_typing})
            assert response.status_code == 204
            told = await stream.until("presence")
            there = [{"id": await identity(lee), "name": "Lee", "is_typing": is_typing}]
            assert told == {"ticket_id": claimed.ticket, "present": there}
    assert (await claimed.desk.get(claimed.path)).json()["ticket"]["present"] == there


async def test_nobody_looks_at_what_they_may_not_see(gateway: Gateway) -> None:
    asked = await ask(gateway, await gateway.counsellor(), centre=CENTRE)
    other = await gateway.counsellor("lee@example.org", "Lee", "counsellor", centres=(OTHER_CENTRE,))
    assert (await other.post(f"{asked.path}/presence", json={})).status_code == 404


def test_presence_is_over_some_seconds_after_its_last_sign() -> None:
    moments = [datetime(2026, 11, 23, tzinfo=UTC)]
    presence, told = Presence(lambda: moments[0]), list[str]()
    presence.watch(told.append)
    presence.note("t", "k", "Kim", is_typing=True)
    moments[0] += FORGOTTEN_AFTER - timedelta(seconds=1)
    presence.note("t", "k", "Kim", is_typing=True)
    assert told == ["t"]
    moments[0] += FORGOTTEN_AFTER
    assert presence.of("t") == []
    assert presence.forget_gone() == {"t"}
    assert presence.forget_gone() == set()


def test_ticket_is_open_from_loading_it_until_the_signs_end() -> None:
    moments = [datetime(2026, 11, 23, tzinfo=UTC)]
    presence = Presence(lambda: moments[0])
    presence.note("t", "k", "Kim", is_typing=False)
    assert not presence.has_open("t", "k")
    presence.open("t", "k")
    for _ in range(2):
        moments[0] += FORGOTTEN_AFTER - timedelta(seconds=1)
        presence.note("t", "k", "Kim", is_typing=False)
        presence.forget_gone()
        assert presence.has_open("t", "k")
    assert not presence.has_open("t", "l")
    moments[0] += FORGOTTEN_AFTER
    presence.note("t", "k", "Kim", is_typing=False)
    assert not presence.has_open("t", "k")
