"""The evaluation questions are complete, frozen, and have not leaked into what the search and the bot learn from."""

import hashlib
from collections import Counter
from pathlib import Path

import pytest

from knowledge.folding import fold
from knowledge.languages import Language
from knowledge.questions import read_questions as read_training
from knowledge.settings import KnowledgeSettings
from tests.conftest import LANGUAGES
from tools.bot_data import read_small_talk
from tools.evaluate import read_questions

QUESTIONS = Path(__file__).parent / "questions"
FROZEN = QUESTIONS / "SHA256SUMS"


def read(language: str) -> list[dict[str, str]]:
    return [row for code, row in read_questions() if code == language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_article_has_at_least_four_questions(language: str) -> None:
    counts = Counter(row["article"] for row in read(language))
    assert len(counts) == 24
    assert min(counts.values()) >= 4


def test_questions_have_not_been_changed() -> None:
    for line in FROZEN.read_text(encoding="utf-8").splitlines():
        digest, name = line.split()
        assert hashlib.sha256((QUESTIONS / name).read_bytes()).hexdigest() == digest, f"{name} was changed"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_question_is_in_the_training_data(language: str) -> None:
    code = Language(language)
    trained = [q.text for q in read_training(KnowledgeSettings().guidebook_dir)]
    trained += [text for texts in read_small_talk().values() for text in texts]
    known = {fold(text, code) for text in trained}
    leaked = [row["text"] for row in read(language) if fold(row["text"], code) in known]
    assert leaked == []
