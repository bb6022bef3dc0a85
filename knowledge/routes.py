"""The way to a fitting visa: a small graph of questions as data, each path ending in articles of the guidebook."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.settings import HOME

PATH = HOME / "routes.yaml"


@dataclass(frozen=True)
class Outcome:
    """The end of a path: ids of 1 to 4 articles, the main one first, and whether a counsellor should see the case."""

    articles: tuple[str, ...]
    counsellor: bool


@dataclass(frozen=True)
class Answer:
    """One answer to a question: its key, its English label, and where it leads: a question's id or an outcome."""

    key: str
    label: str
    leads_to: str | Outcome


@dataclass(frozen=True)
class Question:
    """A question in English, for other languages to follow, with its answers in the order of showing."""

    id: str
    ask: str
    answers: tuple[Answer, ...]

    def find_answer(self, key: str) -> Answer | None:
        """The answer with a key, or None."""
        return next((answer for answer in self.answers if answer.key == key), None)


@dataclass(frozen=True)
class Routes:
    """The whole graph: the id of the first question, and all questions by id."""

    first: str
    questions: Mapping[str, Question]


@cache
def read_routes(path: Path = PATH) -> Routes:
    """Read the graph; raises ValueError where an answer leads nowhere or to a question that is not there."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    routes = Routes(content["first"], {key: _question(key, row) for key, row in content["questions"].items()})
    targets = {answer.leads_to for question in routes.questions.values() for answer in question.answers}
    missing = {routes.first, *(target for target in targets if isinstance(target, str))} - set(routes.questions)
    if missing:
        raise ValueError(f"{path.name}: no such question: {', '.join(sorted(missing))}")
    return routes


def next_question(answers: Mapping[str, str], routes: Routes | None = None) -> Question | Outcome:
    """Follow the answers (question id to answer key) and return the first question left open, or where the path ends.

    Answers to questions off the path are ignored; raises ValueError for a key that the question does not have.
    """
    graph = routes or read_routes()
    place: str | Outcome = graph.first
    while isinstance(place, str):
        question = graph.questions[place]
        if place not in answers:
            return question
        answer = question.find_answer(answers[place])
        if answer is None:
            raise ValueError(f"{place}: no such answer: {answers[place]!r}")
        place = answer.leads_to
    return place


def _question(key: str, row: dict[str, Any]) -> Question:
    return Question(key, row["ask"], tuple(_answer(key, name, answer) for name, answer in row["answers"].items()))


def _answer(question: str, key: str, row: dict[str, Any]) -> Answer:
    if ("next" in row) == ("articles" in row):
        raise ValueError(f"{question}.{key}: needs either next or articles")
    leads_to = row["next"] if "next" in row else Outcome(tuple(row["articles"]), row.get("counsellor", False))
    return Answer(key, row["label"], leads_to)
