"""Searching conversations at the desk: words and parts of words in eight languages, and who finds what."""

from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from api.conversations.database import Database
from api.desk.searching.service import PAGE
from tests.api.desk.claimed import DESK, audited, claim, identity, open_ticket
from tests.conftest import Gateway
from tests.databases import Plain

SAID = {
    "ko": ("월급을 두 달째 못 받았어요", ("두 달째", "월급", "받았어요")),
    "en": ("My boss keeps my passport, what now?", ("PASSPORT", "ass", "my boss")),
    "zh": ("老板不给我工资怎么办", ("工资", "怎么办", "老板")),
    "vi": ("Tôi muốn gia hạn thị thực lao động", ("thị thực", "GIA HẠN")),
    "mn": ("Цалингаа авч чадахгүй байна", ("цалин", "чадахгүй")),
    "ru": ("Как продлить визу и что нужно?", ("визу", "ПРОДЛИТЬ", "но?")),
    "uz": ("Oylik maoshimni bermayapti", ("maosh", "oylik")),
    "ur": ("مجھے تنخواہ نہیں ملی", ("تنخواہ", "ملی")),
}


@dataclass(frozen=True)
class Searcher:
    """Somebody who searches at the desk."""

    client: httpx.AsyncClient

    async def find(self, words: str, **more: int) -> dict[str, Any]:
        """Return the answer of the search."""
        asked: dict[str, str | int] = {"q": words, **more}
        response = await self.client.get(f"{DESK}/search", params=asked)
        assert response.status_code == 200, response.text
        return dict(response.json())

    async def texts(self, words: str) -> list[str]:
        """Return the excerpts of what is found."""
        return [one["excerpt"] for one in (await self.find(words))["found"]]


async def index_rows(gateway: Gateway, words: str) -> int:
    """Return how many messages the index itself holds for a word."""
    plain = Plain(gateway.settings.database_url)
    if not plain.is_file:
        ((found,),) = plain.execute(f"SELECT count(*) FROM searchable_messages WHERE text LIKE '%{words}%'")  # noqa: S608 - ours
        return int(found)
    database = Database(gateway.settings.database_url)
    async with database.reading() as session:
        query = text("SELECT count(*) FROM message_search WHERE message_search MATCH :words")
        found = await session.scalar(query, {"words": f'"{words}"'})
        await session.execute(text("SELECT 1"))
    async with database.writing() as session:
        # Compares the index with the texts it was made from, and fails where they differ.
        await session.execute(text("INSERT INTO message_search (message_search, rank) VALUES ('integrity-check', 1)"))
    await database.close()
    return int(found or 0)


@pytest.mark.parametrize("language", SAID)
async def test_words_and_their_parts_are_found_in_every_script(gateway: Gateway, language: str) -> None:
    said, searches = SAID[language]
    claimed = await claim(gateway, language, said)
    desk = Searcher(claimed.desk)
    assert [await desk.texts(words) for words in searches] == [[said]] * len(searches)
    assert (await desk.find(searches[0]))["found"][0]["ticket_id"] == claimed.ticket


async def test_all_words_must_stand_in_a_message_in_any_order(gateway: Gateway) -> None:
    desk = Searcher((await claim(gateway, "en", "The visa of my wife", "A visa for work")).desk)
    assert await desk.texts("wife visa") == ["The visa of my wife"]
    assert await desk.texts("wife work") == []


async def test_what_was_said_before_and_after_the_ticket_is_found_but_not_the_assistant(gateway: Gateway) -> None:
    claimed = await claim(gateway, "en", "zebra before")
    await claimed.resident.write("zebra after")
    await claimed.desk.post(f"{claimed.path}/replies", json={"text": "zebra from Kim"})
    said = await Searcher(claimed.desk).texts("zebra")
    assert said == ["zebra from Kim", "zebra after", "zebra before"]


async def test_without_a_ticket_nothing_is_found(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    await resident.write("zebra alone")
    assert await Searcher(await gateway.counsellor()).texts("zebra") == []


async def test_a_new_ticket_of_a_known_conversation_doubles_nothing(gateway: Gateway) -> None:
    claimed = await claim(gateway, "en", "zebra once")
    await claimed.desk.post(f"{claimed.path}/close", json={"next": "bot"})
    await claimed.resident.write("Talk to a counsellor", payload="#counsellor")
    assert await Searcher(claimed.desk).texts("zebra") == ["zebra once"]


async def test_pages_follow_one_another_without_gaps(gateway: Gateway) -> None:
    said = [f"zebra number {number}" for number in range(PAGE + 3)]
    desk = Searcher((await claim(gateway, "en", *said)).desk)
    first = await desk.find("zebra")
    second = await desk.find("zebra", before=first["next"])
    assert [one["excerpt"] for one in first["found"] + second["found"]] == said[::-1]
    assert (len(first["found"]), second["next"]) == (PAGE, None)


async def test_other_centres_tickets_are_not_found(gateway: Gateway) -> None:
    home, other = "seoul-global-center", "seoul-foreign-residents-support-centre"
    created = await gateway.client.post("/api/v1/conversations", json={"language": "en", "centre": other})
    path, headers = created.json()["id"], {"Authorization": f"Bearer {created.json()['token']}"}
    for said in ({"text": "zebra elsewhere"}, {"text": "Talk to a counsellor", "payload": "#counsellor"}):
        await gateway.client.post(f"/api/v1/conversations/{path}/messages", json=said, headers=headers)
    theirs = Searcher(await gateway.counsellor("lee@example.org", "Lee", "counsellor", centres=(other,)))
    mine = Searcher(await gateway.counsellor("park@example.org", "Park", "counsellor", centres=(home,)))
    assert (await theirs.texts("zebra"), await mine.texts("zebra")) == (["zebra elsewhere"], [])


async def test_interpreter_finds_only_the_ticket_of_which_they_are_a_guest(gateway: Gateway) -> None:
    claimed = await claim(gateway, "ur", "zebra of mine")
    await open_ticket(gateway, claimed.desk, "ur", "zebra of others")
    interpreter = await gateway.counsellor("ali@example.org", "Ali", "interpreter")
    assert await Searcher(interpreter).texts("zebra") == []
    await claimed.desk.post(f"{claimed.path}/guests", json={"counsellor": await identity(interpreter)})
    assert await Searcher(interpreter).texts("zebra") == ["zebra of mine"]


async def test_deleted_conversation_leaves_the_index(gateway: Gateway) -> None:
    claimed = await claim(gateway, "en", "zebra to forget")
    assert await index_rows(gateway, "zebra") == 1
    await claimed.resident.client.delete(claimed.resident.path, headers=claimed.resident.headers)
    assert await index_rows(gateway, "zebra") == 0
    assert await Searcher(claimed.desk).texts("zebra") == []


async def test_text_that_was_taken_back_leaves_the_index(gateway: Gateway) -> None:
    claimed = await claim(gateway, "en", "zebra taken back")
    database = Database(gateway.settings.database_url)
    async with database.writing() as session:
        await session.execute(text("UPDATE messages SET text = 'gone' WHERE text LIKE 'zebra%'"))
    await database.close()
    assert (await index_rows(gateway, "zebra"), await Searcher(claimed.desk).texts("gone")) == (0, ["gone"])


async def test_search_is_noted_without_the_words(gateway: Gateway) -> None:
    claimed = await claim(gateway, "en", "zebra in secret")
    await Searcher(claimed.desk).find("zebra")
    (entry,) = await audited(gateway, "conversations.searched")
    assert entry.counsellor_id == await identity(claimed.desk)
    assert entry.details == {"tickets": [claimed.ticket]}
    assert "zebra" not in str(vars(entry))


@pytest.mark.parametrize("words", ['"', '"a" OR', "100%", "a_b", "(((", "NEAR(", "*^:-", "\\", "zebra' --"])
async def test_signs_of_query_languages_are_plain_text(gateway: Gateway, words: str) -> None:
    desk = await gateway.counsellor()
    response = await desk.get(f"{DESK}/search", params={"q": words})
    if all(len(word) < 2 for word in words.split()):
        assert response.status_code == 400
    else:
        assert response.json() == {"found": [], "next": None}


@pytest.mark.parametrize("words", ["a", "가 나", " "])
async def test_single_characters_are_refused(gateway: Gateway, words: str) -> None:
    response = await (await gateway.counsellor()).get(f"{DESK}/search", params={"q": words})
    assert response.status_code == 400


async def test_excerpt_of_a_long_message_shows_the_word(gateway: Gateway) -> None:
    long = "before " * 60 + "zebra" + " after" * 60
    (shown,) = await Searcher((await claim(gateway, "en", long)).desk).texts("zebra")
    assert "zebra" in shown
    assert (len(shown) < 170, shown[0], shown[-1]) == (True, "…", "…")


async def test_search_is_closed_without_a_session(gateway: Gateway) -> None:
    assert (await gateway.client.get(f"{DESK}/search", params={"q": "zebra"})).status_code == 401
