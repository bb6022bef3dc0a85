"""Knowledge gaps: heard from residents, grouped over languages, answered once, published, and told of exactly once."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.engine import Engine

from api.conversations.database import Database
from api.conversations.models import Conversation
from api.desk.gaps.answers import published_texts
from api.desk.gaps.publishing import DOCUMENT
from api.desk.models import AuditEntry, GapQuestion, KnowledgeGap
from api.messages import Button, Citation, HandOver, Kind, Priority, Reason, Reply
from api.requests import utc_now
from knowledge.languages import Language
from knowledge.search import GuidebookSearch, load_search
from knowledge.settings import KnowledgeSettings
from tests.api.desk.asked import (
    ENGLISH,
    KOREAN,
    PATH,
    QUESTION,
    ask,
    change,
    grouped,
    kept,
    nothing,
    only_gap,
    reading,
    told,
    write,
)
from tests.channels.conftest import until
from tests.conftest import LANGUAGES, Gateway, StartGateway
from tests.fakes import FakeEngine


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> GuidebookSearch:
    """A search with a library of its own, into which answers are published."""
    return load_search(KnowledgeSettings(library_dir=tmp_path_factory.mktemp("library")))


def cited() -> Citation:
    return Citation("visa.extension", "Extending", "en", "text", "HiKorea", "2026-01-01", "/guide/en/visa.extension")


@contextmanager
def watched_statements() -> Iterator[list[str]]:
    """Collect the statements that the process sends to its database."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_question_without_an_answer_is_kept_and_the_resident_may_ask_to_be_told(
    gateway: Gateway, language: str
) -> None:
    resident = await ask(gateway, language=language)
    (question,) = await kept(gateway)
    offered = [button["payload"] for button in (await resident.messages())[-1]["buttons"]]
    assert (question.text, question.language, question.found, question.wants_answer) == (
        QUESTION, language, "none", False,
    )  # fmt: skip
    assert offered == ["#counsellor", "#topics", "#notify"]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ([Reply(Kind.CHOICES, "Perhaps this?", citations=(cited(),))], "unsure"),
        ([HandOver(Priority.NORMAL, Reason.FAILURE)], "hand_over"),
    ],
)
async def test_question_with_a_doubtful_answer_is_kept_without_an_offer(
    start_gateway: StartGateway, said: list[Any], found: str
) -> None:
    gateway = await start_gateway(FakeEngine(said))
    resident = await gateway.resident("en")
    await resident.write(QUESTION)
    assert [question.found for question in await kept(gateway)] == [found]
    assert "#notify" not in str(await resident.messages())


@pytest.mark.parametrize(
    "said",
    [
        [Reply(Kind.ANSWER, "Yes.", citations=(cited(),))],
        [Reply(Kind.TEXT, "Hello!", buttons=(Button("Talk", "#counsellor"), Button("Topics", "#topics")))],
        [HandOver(Priority.NORMAL, Reason.REQUEST)],
    ],
)
async def test_what_was_answered_is_not_kept(start_gateway: StartGateway, said: list[Any]) -> None:
    gateway = await start_gateway(FakeEngine(said))
    await (await gateway.resident("en")).write(QUESTION)
    assert await kept(gateway) == []


async def test_words_of_danger_and_pressed_buttons_are_never_kept(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(FakeEngine(nothing(), nothing()))
    resident = await gateway.resident("en")
    await resident.write("Visa", payload="#topic:visa")
    await resident.write("My husband beats me and I am afraid that he will kill me")
    assert await kept(gateway) == []


async def test_personal_numbers_are_hidden_in_what_is_kept(gateway: Gateway) -> None:
    await ask(gateway, "My number is 900101-5123456, may I bring a parrot?")
    assert [("5123456" in one.text, "parrot" in one.text) for one in await kept(gateway)] == [(False, True)]


@pytest.mark.parametrize(("score", "count"), [(1, 1), (5, 0)])
@pytest.mark.parametrize("by_button", [True, False])
async def test_question_whose_answer_did_not_help_is_kept_once(
    gateway: Gateway, score: int, count: int, *, by_button: bool
) -> None:
    resident = await gateway.resident("en")
    await resident.write(QUESTION)
    for _ in range(2):
        if by_button:
            await resident.write("Not helpful", payload=f"#rating:{score}")
        else:
            await resident.client.post(f"{resident.path}/rating", json={"score": score}, headers=resident.headers)
    assert [question.found for question in await kept(gateway)] == ["rated"] * count


async def test_who_has_no_open_question_is_asked_for_one(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    reply = await resident.write("#notify")
    assert reply.json()["replies"][0]["text"] == "Please write your question first."


async def test_questions_in_two_languages_become_one_gap_with_counts(gateway: Gateway) -> None:
    await ask(gateway, "How do I extend my visa?", agree=True)
    await ask(gateway, "비자를 어떻게 연장하나요?", "ko")
    await ask(gateway, "Where can I learn to cook kimchi?")
    desk = await gateway.counsellor(role="editor")
    first, second = (await desk.get(PATH)).json()["gaps"]
    assert (first["languages"], first["questions"], first["wanting"]) == ({"en": 1, "ko": 1}, 2, 1)
    assert (first["title"], second["title"]) == ("How do I extend my visa?", "Where can I learn to cook kimchi?")


async def test_questions_that_a_dead_process_left_are_grouped_by_the_next(start_gateway: StartGateway) -> None:
    gateway = await start_gateway()
    await ask(gateway)
    await change(gateway, update(GapQuestion).values(gap_id=None))
    await start_gateway()
    await grouped(gateway)


async def test_published_answer_is_found_by_the_words_of_its_title_and_told_in_the_residents_language(
    gateway: Gateway, search: GuidebookSearch
) -> None:
    resident, silent = await ask(gateway, agree=True), await ask(gateway)
    desk = await gateway.counsellor(role="editor")
    gap = await only_gap(desk)
    await write(desk, gap["id"], ko=KOREAN, en=ENGLISH)
    assert (await desk.post(f"{PATH}/{gap['id']}/publish")).json() == {"told": 1, "waiting": {}}
    (message,) = await told(resident)
    assert (message["language"], QUESTION in message["text"], ENGLISH["text"] in message["text"]) == ("en", True, True)
    page = await gateway.client.get(message["citations"][0]["url"].partition("#")[0])
    assert (page.status_code, ENGLISH["title"] in page.text) == (200, True)
    assert await told(silent) == []
    for language, text in (("en", ENGLISH), ("ko", KOREAN)):
        hit = search.search(text["title"], Language(language)).passages[0]
        assert (hit.passage.document, hit.passage.language, hit.passage.text) == (DOCUMENT, language, text["text"])
        assert utc_now().strftime("%Y-") in hit.source


async def test_nobody_is_told_twice(start_gateway: StartGateway) -> None:
    gateway = await start_gateway()
    resident = await ask(gateway, agree=True)
    desk = await gateway.counsellor(role="editor")
    gap = await only_gap(desk)
    await write(desk, gap["id"], ko=KOREAN, en=ENGLISH)
    answers = await asyncio.gather(*(desk.post(f"{PATH}/{gap['id']}/publish") for _ in range(5)))
    await start_gateway()
    assert sum(answer.json()["told"] for answer in answers) == 1
    assert len(await told(resident)) == 1


async def test_process_that_died_after_the_commit_is_made_good_by_the_next(
    start_gateway: StartGateway, search: GuidebookSearch
) -> None:
    gateway = await start_gateway()
    resident = await ask(gateway, agree=True)
    desk = await gateway.counsellor(role="editor")
    texts, gap = published_texts({"ko": KOREAN, "en": ENGLISH}, utc_now()), await only_gap(desk)
    committed = {"texts": texts, "state": "published", "published_at": utc_now()}
    await change(gateway, update(KnowledgeGap).where(KnowledgeGap.id == gap["id"]).values(**committed))
    await start_gateway()

    async def is_told() -> bool:
        return len(await told(resident)) == 1

    await until(is_told)
    assert search.search(ENGLISH["title"], Language.EN).passages[0].passage.document == DOCUMENT


async def test_who_speaks_a_language_without_an_answer_is_told_once_it_is_there(gateway: Gateway) -> None:
    resident = await ask(gateway, agree=True)
    desk = await gateway.counsellor(role="editor")
    gap = await only_gap(desk)
    await write(desk, gap["id"], ko=KOREAN)
    assert (await desk.post(f"{PATH}/{gap['id']}/publish")).json() == {"told": 0, "waiting": {"en": 1}}
    await write(desk, gap["id"], en=ENGLISH)
    assert await told(resident) == []
    assert (await desk.post(f"{PATH}/{gap['id']}/publish")).json() == {"told": 1, "waiting": {}}


async def test_who_talks_with_a_counsellor_is_not_interrupted(gateway: Gateway) -> None:
    resident = await ask(gateway, agree=True)
    desk = await gateway.counsellor(role="editor")
    gap = await only_gap(desk)
    await write(desk, gap["id"], ko=KOREAN, en=ENGLISH)
    await change(gateway, update(Conversation).values(state="human"))
    assert (await desk.post(f"{PATH}/{gap['id']}/publish")).json() == {"told": 0, "waiting": {"en": 1}}
    await change(gateway, update(Conversation).values(state="bot"))
    assert (await desk.post(f"{PATH}/{gap['id']}/publish")).json()["told"] == 1
    assert len(await told(resident)) == 1


async def test_answer_needs_korean_before_it_is_published(gateway: Gateway) -> None:
    await ask(gateway)
    desk = await gateway.counsellor(role="editor")
    gap = await only_gap(desk)
    await write(desk, gap["id"], en=ENGLISH)
    refused = await desk.post(f"{PATH}/{gap['id']}/publish")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:gildongmu:problem:answer-missing")


async def test_correction_is_read_by_residents_only_once_published(gateway: Gateway, search: GuidebookSearch) -> None:
    await ask(gateway)
    desk, helper = await gateway.counsellor(role="editor"), await gateway.counsellor("l@example.org", role="counsellor")
    gap = await only_gap(desk)
    other = {**ENGLISH, "text": "A parrot needs a passport of its own at the airport."}
    await write(desk, gap["id"], ko=KOREAN, en=ENGLISH)
    await desk.post(f"{PATH}/{gap['id']}/publish")
    await write(helper, gap["id"], en=other)
    assert (await desk.get(f"{PATH}/{gap['id']}")).json()["texts"]["en"]["published"] is None
    assert search.search(ENGLISH["title"], Language.EN).passages[0].passage.text == ENGLISH["text"]
    await desk.post(f"{PATH}/{gap['id']}/publish")
    assert search.search(ENGLISH["title"], Language.EN).passages[0].passage.text == other["text"]


async def test_withdrawn_answer_is_found_no_more(gateway: Gateway, search: GuidebookSearch) -> None:
    await ask(gateway)
    desk = await gateway.counsellor(role="editor")
    gap = await only_gap(desk)
    await write(desk, gap["id"], ko=KOREAN, en=ENGLISH)
    await desk.post(f"{PATH}/{gap['id']}/publish")
    assert (await desk.patch(f"{PATH}/{gap['id']}", json={"state": "dismissed"})).json()["gap"]["state"] == "dismissed"
    assert search.search(ENGLISH["title"], Language.EN).passages == ()


async def test_merged_gaps_are_counted_together_and_everybody_is_told(gateway: Gateway) -> None:
    one = await ask(gateway, agree=True)
    other = await ask(gateway, "Where can I learn to cook kimchi?", agree=True)
    desk = await gateway.counsellor(role="editor")
    gaps = (await desk.get(PATH)).json()["gaps"]
    first, second = sorted(gaps, key=lambda gap: gap["title"] != QUESTION)
    await write(desk, first["id"], ko=KOREAN, en=ENGLISH)
    await desk.post(f"{PATH}/{first['id']}/publish")
    merged = await desk.post(f"{PATH}/{second['id']}/merge", json={"into": first["id"]})
    assert (merged.json()["gap"]["questions"], (await only_gap(desk))["id"]) == (2, first["id"])
    assert [len(await told(one)), len(await told(other))] == [1, 1]


async def test_published_gap_is_not_merged_away_and_none_into_itself(gateway: Gateway) -> None:
    await ask(gateway)
    await ask(gateway, "Where can I learn to cook kimchi?")
    desk = await gateway.counsellor(role="editor")
    first, second = (gap["id"] for gap in (await desk.get(PATH)).json()["gaps"])
    await write(desk, first, ko=KOREAN)
    await desk.post(f"{PATH}/{first}/publish")
    assert (await desk.post(f"{PATH}/{first}/merge", json={"into": second})).status_code == 409
    assert (await desk.post(f"{PATH}/{second}/merge", json={"into": second})).status_code == 400
    assert (await desk.post(f"{PATH}/{second}/merge", json={"into": "x"})).status_code == 404


async def test_language_is_assigned_only_to_who_speaks_it(gateway: Gateway) -> None:
    await ask(gateway)
    desk = await gateway.counsellor(role="editor", languages=("ko", "ur"))
    me = (await desk.get("/api/v1/desk/session")).json()["counsellor"]["id"]
    path = f"{PATH}/{(await only_gap(desk))['id']}/editors"
    assert (await desk.put(path, json={"vi": me})).status_code == 400
    assert (await desk.put(path, json={"xx": me})).status_code == 422
    assigned = (await desk.put(path, json={"ur": me})).json()
    assert (assigned["editors"], assigned["gap"]["state"]) == ({"ur": {"id": me, "name": "Kim"}}, "assigned")


@pytest.mark.parametrize(
    ("role", "reads", "writes", "publishes"),
    [
        ("editor", 200, 200, 200),
        ("counsellor", 200, 200, 403),
        ("auditor", 403, 403, 403),
        ("interpreter", 403, 403, 403),
    ],
)
async def test_role_decides_who_reads_proposes_and_publishes(
    gateway: Gateway, role: str, reads: int, writes: int, publishes: int
) -> None:
    await ask(gateway)
    gap = (await kept(gateway))[0].gap_id
    desk = await gateway.counsellor(role=role)
    assert (await desk.get(PATH)).status_code == (await desk.get(f"{PATH}/{gap}")).status_code == reads
    assert (await desk.put(f"{PATH}/{gap}/texts/ko", json=KOREAN)).status_code == writes
    assert (await desk.post(f"{PATH}/{gap}/publish")).status_code == publishes


async def test_reading_and_changing_are_in_the_audit_log_without_what_residents_wrote(gateway: Gateway) -> None:
    await ask(gateway)
    desk = await gateway.counsellor(role="editor")
    gap = (await only_gap(desk))["id"]
    await desk.get(f"{PATH}/{gap}")
    await write(desk, gap, ko=KOREAN)
    await desk.post(f"{PATH}/{gap}/publish")
    async with reading(gateway) as session:
        entries = list(await session.scalars(select(AuditEntry).where(AuditEntry.subject == gap)))
    assert [entry.action for entry in entries] == ["gap.read", "gap.written", "gap.published"]
    assert "parrot" not in str([entry.details for entry in entries])


async def test_deleted_conversation_takes_its_questions_along(gateway: Gateway) -> None:
    resident = await ask(gateway, agree=True)
    await resident.client.delete(resident.path, headers=resident.headers)
    assert await kept(gateway) == []


async def test_list_is_read_page_by_page_and_never_from_messages(gateway: Gateway) -> None:
    desk = await gateway.counsellor(role="editor")
    database = Database(gateway.settings.database_url)
    now = utc_now()
    async with database.writing() as session:
        session.add_all(
            KnowledgeGap(id=f"g{number:03}", centroid=b"", questions=number % 7, first_at=now, last_at=now)
            for number in range(120)
        )
    await database.close()
    shown: list[dict[str, Any]] = []
    before: str | None = None
    with watched_statements() as statements:
        while before or not shown:
            page = (await desk.get(PATH, params={"before": before} if before else {})).json()
            shown += page["gaps"]
            before = page["next"]
    asked = [statement for statement in statements if "gap" in statement]
    assert sorted(gap["id"] for gap in shown) == [f"g{number:03}" for number in range(120)]
    assert [gap["questions"] for gap in shown] == sorted((number % 7 for number in range(120)), reverse=True)
    assert len(asked) == 3 * 3
    assert not any("FROM messages" in statement for statement in statements)
