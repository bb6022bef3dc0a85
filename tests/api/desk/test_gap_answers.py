"""A published answer is found by whoever asks the same in other words, in whatever language, and by nobody else."""

from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from actions import payloads
from actions.resources import catalogue
from api.desk.gaps.publishing import DOCUMENT, TITLE
from api.errors import EngineFailed
from api.requests import utc_now
from knowledge.documents.library import Library
from knowledge.documents.search import DocumentHit
from knowledge.languages import Language
from knowledge.search import Certainty, GuidebookSearch, load_search
from knowledge.settings import KnowledgeSettings
from tests.api.desk.asked import ENGLISH, KOREAN, PATH, QUESTION, ask, only_gap, write
from tests.conftest import Gateway

WIDOWED = "My Korean husband died. Can my parents still stay with me on their F-1 visa?"
STAY_KOREAN = {
    "title": "배우자 사망 후 부모님의 F-1 체류",
    "text": "출입국에 사망 사실을 알리고 체류자격을 상담받으세요.",
}
STAY_ENGLISH = {
    "title": "F-1 stay of your parents after your Korean spouse has died",
    "text": "Tell immigration of the death and ask which stay fits.",
}


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> GuidebookSearch:
    """A search with a library of its own, into which answers are published."""
    return load_search(KnowledgeSettings(library_dir=tmp_path_factory.mktemp("library")))


async def publish(gateway: Gateway, question: str, **texts: dict[str, str]) -> tuple[httpx.AsyncClient, str]:
    """Ask a question and publish its answer; returns the editor and the gap."""
    await ask(gateway, question)
    desk = await gateway.counsellor(role="editor")
    gap = (await only_gap(desk))["id"]
    await write(desk, gap, **texts)
    assert (await desk.post(f"{PATH}/{gap}/publish")).status_code == 200
    return desk, gap


def answers(search: GuidebookSearch, question: str, language: Language = Language.EN) -> list[DocumentHit]:
    """The counsellors' answers that a question finds."""
    return [hit for hit in search.search(question, language).passages if hit.passage.document == DOCUMENT]


def settled(library: Library) -> int:
    """How many questions and titles lead to an answer."""
    kept = library.settled(library.document(DOCUMENT))
    return len(kept.vectors) if kept else 0


async def test_answer_is_found_by_the_question_that_it_answers(gateway: Gateway, search: GuidebookSearch) -> None:
    await publish(gateway, QUESTION, ko=KOREAN, en=ENGLISH)
    (hit,) = answers(search, QUESTION)
    assert hit.passage.text == ENGLISH["text"]
    assert hit.source == f"{TITLE}, {ENGLISH['title']} ({hit.verified.isoformat()})"
    assert hit.verified.year == utc_now().astimezone(ZoneInfo("Asia/Seoul")).year


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("May my parrot fly with me to Korea?", Language.EN),
        ("앵무새를 비행기에 태워서 서울에 데려갈 수 있어요?", Language.KO),
    ],
)
async def test_other_words_lead_to_the_answer_in_their_language(
    gateway: Gateway, search: GuidebookSearch, question: str, language: Language
) -> None:
    await publish(gateway, QUESTION, ko=KOREAN, en=ENGLISH)
    assert [hit.passage.language for hit in answers(search, question, language)] == [language]


async def test_who_asks_in_a_language_without_an_answer_is_told_in_which_it_is(
    gateway: Gateway, search: GuidebookSearch
) -> None:
    await publish(gateway, WIDOWED, ko=STAY_KOREAN, en=STAY_ENGLISH)
    found = answers(search, "韩国丈夫去世了，我父母的F-1签证还能继续吗", Language.ZH)
    payload = payloads.document_answer(found, [], Language.ZH)
    notice = catalogue(Language.ZH).gettext("The passage is in {language}. A counsellor can explain it to you.")
    assert notice.format(language="English") in payload["text"]
    assert STAY_ENGLISH["text"] in payload["text"]


async def test_resident_reads_the_answer_when_the_guidebook_is_not_sure(gateway: Gateway) -> None:
    await publish(gateway, WIDOWED, ko=STAY_KOREAN, en=STAY_ENGLISH)
    gateway.engine.replies.append(EngineFailed("down"))
    resident = await gateway.resident("en")
    reply = (await resident.write("my husband passed away, what about the F-1 visa of my parents")).json()["replies"][0]
    assert (reply["kind"], STAY_ENGLISH["text"] in reply["text"]) == ("answer", True)
    assert reply["citations"][0]["source"].startswith(TITLE)


async def test_sure_answer_of_the_guidebook_goes_first(gateway: Gateway, search: GuidebookSearch) -> None:
    question = "How do I extend my visa?"
    await publish(gateway, question, ko=KOREAN, en=ENGLISH)
    assert search.search(question, Language.EN).certainty is Certainty.SURE
    gateway.engine.replies.append(EngineFailed("down"))
    resident = await gateway.resident("en")
    reply = (await resident.write(question)).json()["replies"][0]
    cited = [citation["article"] for citation in reply["citations"]]
    assert (cited[0], cited[1:]) == ("visa.extension", [f"document.{DOCUMENT}"])
    assert ENGLISH["text"] not in reply["text"]


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Which documents do I need to invite my parents on an F-1 visa?", Language.EN),
        ("My husband beats me and I want a divorce. Can I keep my F-6 visa?", Language.EN),
        ("남편이 한국인인데 F-6 비자는 어떻게 연장해요?", Language.KO),
        ("Làm sao để gia hạn visa F-6 khi chồng là người Hàn?", Language.VI),
    ],
)
async def test_ordinary_question_about_something_near_is_left_to_the_guidebook(
    gateway: Gateway, search: GuidebookSearch, question: str, language: Language
) -> None:
    await publish(gateway, WIDOWED, ko=STAY_KOREAN, en=STAY_ENGLISH)
    assert answers(search, question, language) == []


async def test_withdrawn_answer_is_found_by_no_question_while_others_are(
    gateway: Gateway, search: GuidebookSearch
) -> None:
    desk, gap = await publish(gateway, QUESTION, ko=KOREAN, en=ENGLISH)
    await ask(gateway, WIDOWED)
    (other,) = (one["id"] for one in (await desk.get(PATH)).json()["gaps"] if one["id"] != gap)
    await write(desk, other, ko=STAY_KOREAN, en=STAY_ENGLISH)
    await desk.post(f"{PATH}/{other}/publish")
    assert [bool(answers(search, question)) for question in (QUESTION, WIDOWED)] == [True, True]
    await desk.patch(f"{PATH}/{gap}", json={"state": "dismissed"})
    assert [bool(answers(search, question)) for question in (QUESTION, WIDOWED)] == [False, True]


async def test_questions_of_a_gap_merged_into_an_answered_one_lead_to_its_answer(
    gateway: Gateway, search: GuidebookSearch
) -> None:
    desk, gap = await publish(gateway, QUESTION, ko=KOREAN, en=ENGLISH)
    question = "Which vaccination does my budgie need?"
    await ask(gateway, question)
    (other,) = (one["id"] for one in (await desk.get(PATH)).json()["gaps"] if one["id"] != gap)
    assert answers(search, question) == []
    await desk.post(f"{PATH}/{other}/merge", json={"into": gap})
    assert [hit.passage.text for hit in answers(search, question)] == [ENGLISH["text"]]


async def test_question_that_was_taken_back_is_forgotten_by_the_search(
    gateway: Gateway, search: GuidebookSearch
) -> None:
    resident = await ask(gateway)
    desk, gap = await publish(gateway, "May I bring my parrot to Seoul?", ko=KOREAN, en=ENGLISH)
    before = settled(search.library)
    await resident.client.delete(resident.path, headers=resident.headers)
    await desk.post(f"{PATH}/{gap}/publish")
    files: list[Any] = list(search.library.place(DOCUMENT, 1).parent.glob("questions-*"))
    assert (settled(search.library), len(files)) == (before - 1, 1)
