"""The evaluation questions are complete, frozen, and have not leaked into what the search and the bot learn from."""

import csv
import hashlib
from collections import Counter
from pathlib import Path

import pytest
import yaml

from knowledge.folding import fold
from knowledge.languages import Language
from knowledge.questions import read_questions
from knowledge.settings import ROOT, KnowledgeSettings
from tests.conftest import LANGUAGES

QUESTIONS = Path(__file__).parent / "questions"
FROZEN = QUESTIONS / "SHA256SUMS"


def read(language: str) -> list[dict[str, str]]:
    with (QUESTIONS / f"{language}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


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
    known = {fold(q.text, code) for q in read_questions(KnowledgeSettings().guidebook_dir)}
    for path in (ROOT / "bot" / "data" / "nlu").glob("*/*.yml"):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            known |= {fold(example[2:], code) for example in entry["examples"].splitlines()}
    leaked = [row["text"] for row in read(language) if fold(row["text"], code) in known]
    assert leaked == []
