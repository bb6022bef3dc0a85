"""What people in the year of made-up data say: questions, answers and articles of the guidebook, by language."""

import json
from dataclasses import dataclass
from functools import cache
from random import Random

from knowledge.articles import read_guidebook
from knowledge.languages import Language
from knowledge.questions import read_questions
from knowledge.settings import KnowledgeSettings

# How often each language is written to the city's centres, in parts of a hundred.
LANGUAGES = {"zh": 28, "vi": 20, "en": 14, "uz": 10, "ru": 9, "mn": 8, "ur": 5, "ko": 6}
_ANSWER_LENGTH = 600


@dataclass(frozen=True)
class Topic:
    """A question with what is said to it; `content` is the answer's as JSON."""

    article: str
    question: str
    title: str
    answer: str
    content: str

    @property
    def area(self) -> str:
        """The area of the guidebook."""
        return self.article.partition(".")[0]


@cache
def topics() -> dict[str, list[Topic]]:
    """Return all questions of the guidebook by language."""
    folder = KnowledgeSettings().guidebook_dir
    articles = {(one.id, one.language): one for one in read_guidebook(folder)}
    found: dict[str, list[Topic]] = {language.value: [] for language in Language}
    for question in read_questions(folder):
        article = articles.get((question.article, question.language))
        if article is not None and not question.key.startswith("w"):
            answer = f"{article.title}\n{article.summary}"[:_ANSWER_LENGTH]
            content = _content(article.id, article.title, question.language)
            found[question.language].append(Topic(article.id, question.text, article.title, answer, content))
    return found


def _content(article: str, title: str, language: str) -> str:
    url = f"/guide/{language}/{article}"
    citation = {"article": article, "title": title, "language": language, "source": title, "section": "who"}
    citation |= {"url": url, "verified": "2026-11-22", "review_by": "2027-05-22"}
    button = {"title": title, "payload": f"#article:{article}"}
    return json.dumps({"citations": [citation], "buttons": [button, button]}, ensure_ascii=False)


def pick_language(chance: Random) -> str:
    """Return a language as often as it is written."""
    return chance.choices(list(LANGUAGES), cum_weights=_cumulated())[0]


@cache
def _cumulated() -> list[int]:
    total, sums = 0, []
    for share in LANGUAGES.values():
        total += share
        sums.append(total)
    return sums


def sentence(chance: Random, language: str) -> str:
    """Return a sentence or two as a counsellor might write them."""
    topic = chance.choice(topics()[language])
    return topic.answer.partition("\n")[2][: chance.randint(40, 220)].strip()
