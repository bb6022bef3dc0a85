"""Writes the guidebook's questions as Rasa training data: the bot learns how questions of each area look."""

import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import yaml

from knowledge.languages import Language
from knowledge.questions import Question, read_outside, read_questions
from tools.steps import ROOT

TARGET = ROOT / "bot" / "data" / "nlu" / "questions"
# Rasa only has to tell the areas apart and questions from everything else: a sample of each article is enough.
PER_ARTICLE = 10


class _Literal(str):
    """A text that YAML writes as a block."""

    __slots__ = ()


def _represent(dumper: yaml.SafeDumper, text: _Literal) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|")


yaml.SafeDumper.add_representer(_Literal, _represent)


def write_bot_data(guidebook: Path, target: Path = TARGET) -> int:
    """Write `<area>/<language>.yml` for every area and language; returns the number of examples."""
    shutil.rmtree(target, ignore_errors=True)
    taken = _examples_of_other_intents()
    examples: dict[tuple[str, str], list[str]] = defaultdict(list)
    for question in _sample(read_questions(guidebook)):
        text = _plain(question.text)
        if text.casefold() not in taken:
            taken.add(text.casefold())
            examples[(question.article.partition(".")[0], question.language)].append(text)
    for language, strangers in read_outside(guidebook).items():
        new = [text for text in map(_plain, strangers) if text.casefold() not in taken]
        examples[("outside", language)] = list(dict.fromkeys(new))
    for (area, code), texts in examples.items():
        block = _Literal("".join(f"- {text}\n" for text in texts))
        intent = "out_of_scope" if area == "outside" else f"ask_{area}"
        content = {"version": "3.1", "nlu": [{"intent": intent, "examples": block}]}
        path = target / area / f"{code}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000), encoding="utf-8")
    return sum(map(len, examples.values()))


def _plain(text: str) -> str:
    """A text without the characters that mark entities in Rasa's training data."""
    return " ".join(text.translate(str.maketrans("[]{}()|", "       ")).split())


def _sample(questions: list[Question]) -> Iterator[Question]:
    """Yield questions spread evenly over the situations and terms of each article and language."""
    groups: dict[tuple[str, Language], list[Question]] = defaultdict(list)
    for question in questions:
        if not question.key.startswith("w"):
            groups[(question.article, question.language)].append(question)
    for group in groups.values():
        step = max(len(group) / PER_ARTICLE, 1.0)
        yield from (group[int(place * step)] for place in range(min(PER_ARTICLE, len(group))))


def _examples_of_other_intents() -> set[str]:
    """An utterance may stand under one intent only; those written by hand win."""
    return {text.casefold() for texts in read_small_talk().values() for text in texts}


def read_examples(language: Language) -> dict[str, list[str]]:
    """Return the examples of each intent that were written by hand in a language."""
    examples: dict[str, list[str]] = defaultdict(list)
    for path in sorted(TARGET.parent.glob(f"*/{language}.yml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            examples[entry["intent"]] += [line[2:].strip() for line in entry["examples"].splitlines() if line.strip()]
    return examples


def read_small_talk() -> dict[Language, list[str]]:
    """Return all examples written by hand in each language."""
    return {one: [text for texts in read_examples(one).values() for text in texts] for one in Language}
