"""Private notes and mentions: colleagues see them, residents never."""

import pytest

from api.desk.models import Note
from tests.api.desk.claimed import DESK, audited, claim, identity, rows
from tests.conftest import Gateway


async def test_colleague_reads_the_note_and_the_resident_does_not(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    written = await claimed.desk.post(f"{claimed.path}/notes", json={"text": " has a hearing on Friday "})
    assert written.status_code == 201
    note = written.json()["note"]
    assert (note["kind"], note["text"], note["counsellor"]["name"]) == ("note", "has a hearing on Friday", "Kim")
    other = await gateway.counsellor("lee@example.org", "Lee")
    assert (await other.get(claimed.path)).json()["notes"] == [note]
    assert "hearing" not in str(await claimed.resident.messages())


async def test_note_that_is_sent_twice_is_one_note(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    body = {"text": "call the bank", "client_id": "n1"}
    first = (await claimed.desk.post(f"{claimed.path}/notes", json=body)).json()
    again = (await claimed.desk.post(f"{claimed.path}/notes", json=body)).json()
    changed = await claimed.desk.post(f"{claimed.path}/notes", json=body | {"text": "something else"})
    assert first == again
    assert changed.status_code == 409
    assert len(await rows(gateway, Note)) == len(await audited(gateway, "note.added")) == 1


async def test_mentioned_colleagues_find_the_note_page_by_page(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    lee = await gateway.counsellor("lee@example.org", "Lee")
    for text in ("first", "second", "third"):
        body = {"text": text, "mentions": [await identity(lee)]}
        assert (await claimed.desk.post(f"{claimed.path}/notes", json=body)).status_code == 201
    await claimed.desk.post(f"{claimed.path}/notes", json={"text": "not for Lee"})
    page = (await lee.get(f"{DESK}/mentions", params={"limit": 2})).json()
    rest = (await lee.get(f"{DESK}/mentions", params={"limit": 2, "before": page["next"]})).json()
    assert [one["note"]["text"] for one in page["mentions"] + rest["mentions"]] == ["third", "second", "first"]
    assert {one["ticket_id"] for one in page["mentions"]} == {claimed.ticket}
    assert rest["next"] is None
    assert (await claimed.desk.get(f"{DESK}/mentions")).json()["mentions"] == []


async def test_who_reads_mentions_is_noted_with_the_notes(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    lee = await gateway.counsellor("lee@example.org", "Lee")
    body = {"text": "has a hearing on Friday", "mentions": [await identity(lee)]}
    note = (await claimed.desk.post(f"{claimed.path}/notes", json=body)).json()["note"]
    await lee.get(f"{DESK}/mentions")
    (entry,) = await audited(gateway, "mentions.listed")
    assert (entry.counsellor_id, entry.details) == (await identity(lee), {"notes": [note["id"]]})


async def test_nobody_is_mentioned_who_may_not_see_the_ticket(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    interpreter = await gateway.counsellor("mirza@example.org", "Mirza", role="interpreter")
    for stranger in (await identity(interpreter), "nobody"):
        refused = await claimed.desk.post(f"{claimed.path}/notes", json={"text": "look", "mentions": [stranger]})
        assert refused.status_code == 400
    assert await rows(gateway, Note) == []


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 4001])
async def test_note_needs_words_and_not_too_many(gateway: Gateway, text: str) -> None:
    claimed = await claim(gateway)
    assert (await claimed.desk.post(f"{claimed.path}/notes", json={"text": text})).status_code == 400


async def test_deleting_a_conversation_deletes_its_notes(gateway: Gateway) -> None:
    claimed = await claim(gateway)
    await claimed.desk.post(f"{claimed.path}/notes", json={"text": "about a person", "mentions": []})
    resident = claimed.resident
    assert (await resident.client.delete(resident.path, headers=resident.headers)).status_code == 204
    assert await rows(gateway, Note) == []
