"""The way to a visa: short, without dead ends, and through to every article that is a way to stay."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.articles import read_guidebook
from knowledge.languages import Language
from knowledge.routes import Outcome, Question, next_question, read_routes
from knowledge.settings import KnowledgeSettings

# Duties and offices of those who have a status, not ways to one.
NO_ROUTES = {"visa.arc-registration", "visa.reentry", "visa.address-change", "visa.yeongdeungpo-office"}
GUIDEBOOK = {a.id for a in read_guidebook(KnowledgeSettings().guidebook_dir) if a.language is Language.EN}


def walk(place: str | Outcome, answers: dict[str, str]) -> Iterator[tuple[dict[str, str], Outcome]]:
    if isinstance(place, Outcome):
        yield answers, place
        return
    assert place not in answers, f"{place} comes back to itself"
    for answer in read_routes().questions[place].answers:
        yield from walk(answer.leads_to, {**answers, place: answer.key})


PATHS = list(walk(read_routes().first, {}))


def test_every_path_ends_after_at_most_four_questions() -> None:
    assert max(len(answers) for answers, _ in PATHS) == 4
    assert [answers for answers, outcome in PATHS if not 1 <= len(outcome.articles) <= 4] == []


def test_every_article_exists_and_is_named_once() -> None:
    assert {article for _, outcome in PATHS for article in outcome.articles} <= GUIDEBOOK
    assert [outcome for _, outcome in PATHS if len(set(outcome.articles)) != len(outcome.articles)] == []


def test_every_visa_article_that_is_a_route_is_reached() -> None:
    reached = {article for _, outcome in PATHS for article in outcome.articles}
    assert {article for article in GUIDEBOOK if article.startswith("visa.")} - reached == NO_ROUTES


def test_every_question_is_asked_on_some_path_and_offers_a_choice() -> None:
    questions = read_routes().questions
    assert {question for answers, _ in PATHS for question in answers} == set(questions)
    for question in questions.values():
        labels = [answer.label for answer in question.answers]
        assert question.ask.endswith("?")
        assert len(set(labels)) == len(labels) >= 2
        assert all(len(label) <= 60 for label in labels), question.id


@pytest.mark.parametrize(
    ("answers", "first", "counsellor"),
    [
        ({"goal": "study", "study_what": "korean", "place_language": "abroad"}, "visa.d4-language", False),
        ({"goal": "work", "work_who": "labour", "labour_years": "four_years"}, "visa.e7-4-skilled", True),
        ({"goal": "work", "work_who": "korean_roots"}, "visa.f4-overseas-korean", False),
        ({"goal": "work", "work_who": "abroad", "offer_abroad": "eps"}, "visa.e9-eps", False),
        ({"goal": "family", "family_who": "newborn", "parents": "foreign"}, "visa.newborn-status", False),
        ({"goal": "family", "family_who": "newborn", "parents": "korean_father"}, "family.birth-registration", True),
        ({"goal": "family", "family_who": "korean_spouse", "marriage": "violence"}, "family.domestic-violence", True),
        ({"goal": "business", "business_what": "technology", "founder_degree": "degree"}, "visa.d8-startup", True),
        ({"goal": "stay", "stay_status": "f6", "marriage_years": "two"}, "visa.naturalization", False),
        ({"goal": "protection", "protection_what": "home_country"}, "visa.g1-refugee", True),
    ],
)  # fmt: skip
def test_case_ends_where_a_counsellor_would_send_it(answers: dict[str, str], first: str, counsellor: bool) -> None:
    outcome = next_question(answers)
    assert isinstance(outcome, Outcome)
    assert (outcome.articles[0], outcome.counsellor) == (first, counsellor)


def test_whoever_is_without_a_valid_stay_or_hurt_is_always_sent_to_a_person() -> None:
    personal = [o for answers, o in PATHS if {"overstayed", "violence", "refused", "visitor"} & set(answers.values())]
    assert len(personal) >= 10
    assert all(outcome.counsellor for outcome in personal)


@given(st.sampled_from(PATHS), st.integers(0, 4))
def test_questions_come_one_by_one_until_the_end(path: tuple[dict[str, str], Outcome], known: int) -> None:
    answers, outcome = path
    found = next_question(dict(list(answers.items())[:known]))
    if known >= len(answers):
        assert found == outcome
    else:
        assert isinstance(found, Question)
        assert found.id == list(answers)[known]


def test_answer_known_beforehand_is_skipped_and_a_stray_one_ignored() -> None:
    found = next_question({"admission": "not_yet", "goal": "study", "study_what": "degree", "parents": "nobody"})
    assert isinstance(found, Outcome)
    assert found.articles == ("visa.d2-student", "visa.d4-language")


@pytest.mark.parametrize("key", ["", "Study", "holiday"])
def test_answer_that_the_question_does_not_have_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="goal: no such answer"):
        next_question({"goal": key})


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("{ label: A, next: nowhere }", "no such question: nowhere"),
        ("{ label: A }", "either next or articles"),
        ("{ label: A, next: goal, articles: [visa.extension] }", "either next or articles"),
    ],
)
def test_graph_with_a_loose_end_is_not_read(tmp_path: Path, answer: str, reason: str) -> None:
    file = tmp_path / "routes.yaml"
    file.write_text(
        f"first: goal\nquestions:\n  goal:\n    ask: A?\n    answers:\n      a: {answer}\n", encoding="utf-8"
    )
    with pytest.raises(ValueError, match=reason):
        read_routes(file)
