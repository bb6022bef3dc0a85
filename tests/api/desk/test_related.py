"""Earlier tickets of the same person: what they have in common, and who may see them."""

from sqlalchemy import Update, update

from api.channels.models import ChannelAccount
from api.conversations.database import Database
from api.conversations.models import Conversation, Ticket
from api.requests import utc_now
from tests.api.desk.claimed import Claimed, audited, claim, open_ticket
from tests.conftest import Gateway

CENTRE, ELSEWHERE = "seoul-global-center", "guro-global-center"


async def change(gateway: Gateway, *changes: ChannelAccount | Update) -> None:
    """Write into the database what other parts would have."""
    database = Database(gateway.settings.database_url)
    async with database.writing() as session:
        for one in changes:
            if isinstance(one, ChannelAccount):
                session.add(one)
            else:
                await session.execute(one)
    await database.close()


async def related(claimed: Claimed) -> list[tuple[str, str]]:
    """Return ids and relations of related tickets."""
    response = await claimed.desk.get(f"{claimed.path}/related")
    assert response.status_code == 200, response.text
    return [(ticket["id"], ticket["related_by"]) for ticket in response.json()["tickets"]]


def known(conversation: str, centre: str | None, reference: str) -> Update:
    details = {"visitor": {"name": "A", "reference": reference}} | ({"centre": centre} if centre else {})
    return update(Conversation).where(Conversation.id == conversation).values(details=details)


async def test_ticket_of_a_stranger_is_not_related(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    await open_ticket(gateway, claimed.desk)
    assert await related(claimed) == []
    assert len(await audited(gateway, "related.read")) == 1


async def test_earlier_ticket_of_the_same_conversation_is_related(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    await claimed.desk.post(f"{claimed.path}/close", json={"next": "bot"})
    again = await claimed.resident.write("Talk to a counsellor", payload="#counsellor")
    assert again.status_code == 200
    waiting = (await claimed.desk.get("/api/v1/desk/tickets?state=waiting")).json()["tickets"][0]["id"]
    later = Claimed(claimed.resident, claimed.desk, waiting)
    assert await related(later) == [(claimed.ticket, "conversation")]


async def test_ticket_of_the_channel_that_joined_is_related(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    earlier = await open_ticket(gateway, claimed.desk)
    account = ChannelAccount(
        id="a1",
        channel="line",
        user_key="U1",
        conversation_id=claimed.resident.id,
        details={"joined": True, "own": earlier.resident.id, "earlier": [earlier.resident.id]},
        created_at=utc_now(),
        updated_at=utc_now(),
    )
    await change(gateway, account)
    assert await related(claimed) == [(earlier.ticket, "account")]


async def test_same_reference_counts_on_the_same_site_only(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    same, other_site, no_site = [await open_ticket(gateway, claimed.desk) for _ in range(3)]
    await change(
        gateway,
        known(claimed.resident.id, CENTRE, "42"),
        known(same.resident.id, CENTRE, "42"),
        known(other_site.resident.id, ELSEWHERE, "42"),
        known(no_site.resident.id, None, "42"),
    )
    assert await related(claimed) == [(same.ticket, "reference")]
    nowhere = Claimed(no_site.resident, no_site.desk, no_site.ticket)
    assert await related(nowhere) == []


async def test_ticket_of_another_centre_stays_hidden(gateway: Gateway) -> None:
    claimed = await claim(gateway, role="counsellor", centres=(CENTRE,))
    here, there = [await open_ticket(gateway, claimed.desk) for _ in range(2)]
    changes = [known(one.resident.id, CENTRE, "42") for one in (claimed, here, there)]
    moved = update(Ticket).where(Ticket.id == there.ticket).values(centre=ELSEWHERE)
    await change(gateway, *changes, moved)
    assert await related(claimed) == [(here.ticket, "reference")]
