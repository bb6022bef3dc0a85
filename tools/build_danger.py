"""Fits what danger looks like in each language: `python -m tools.build_danger` writes `var/danger`."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from knowledge.danger.kinds import ABOUT_DANGER, Danger
from knowledge.danger.lexicon import find_danger
from knowledge.danger.recognition import Example, fit_danger
from knowledge.index import PROCESSES
from knowledge.languages import Language
from knowledge.questions import WORDS, read_outside, read_questions
from knowledge.settings import HOME, KnowledgeSettings
from tools.bot_data import read_examples

_PREFIX = "danger_"
# Ordinary questions and remarks that have words of danger in them.
_NEAR = HOME / "danger" / "near"


def main() -> None:
    """Fit all languages, two at a time."""
    settings = KnowledgeSettings()
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        for done in [pool.submit(build, one, settings.guidebook_dir, settings.danger_dir) for one in Language]:
            done.result()


def build(language: Language, guidebook: Path, folder: Path) -> None:
    """Fit one language and write it below `folder`."""
    target = folder / language
    target.mkdir(parents=True, exist_ok=True)
    fit_danger(list(read_danger_examples(language, guidebook)), language).save(target)


def read_danger_examples(language: Language, guidebook: Path) -> Iterator[Example]:
    """Yield messages in danger, messages with words of danger, and ordinary ones of every kind."""
    for intent, texts in read_examples(language).items():
        kind = Danger(intent.removeprefix(_PREFIX)) if intent.startswith(_PREFIX) else None
        yield from (Example(text, kind) for text in texts)
    near = (_NEAR / f"{language}.txt").read_text(encoding="utf-8")
    yield from (Example(text, None, near=True) for text in near.splitlines())
    yield from (Example(text, None) for text in read_outside(guidebook)[language])
    for question in read_questions(guidebook):
        ordinary = question.article not in ABOUT_DANGER and not question.key.startswith(WORDS[0])
        # What the rules take for danger in an ordinary article may well be danger: it teaches nothing.
        if question.language is language and ordinary and find_danger(question.text, language) is None:
            yield Example(question.text, None)


if __name__ == "__main__":
    main()
