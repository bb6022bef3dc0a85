"""Draws the guided dialogues as flow charts, from the dialogues themselves: `python -m tools.dialogue_pictures`.

Writes the part of `docs/dialogue.md` after its mark; GitHub shows Mermaid charts as pictures.
"""

import sys
from collections import defaultdict
from datetime import date

from actions.dialogues.catalogue import DIALOGUES
from actions.dialogues.dialogue import SKIPPED, Dialogue, Question, Setting, Value
from knowledge.languages import Language
from tools.steps import ROOT

PAGE = ROOT / "docs" / "dialogue.md"
MARK = "<!-- what follows is written by python -m tools.dialogue_pictures -->"
SETTING = Setting(Language.EN, date(2026, 11, 23))
# What a resident might type; the first that a question can read stands for all.
_TYPED = ("2027-01-15", "2026-11-20", "400 days", "7 years old", "E-9", "Guro-gu", "40", "2300000", "2", "what I tried")
_MOST_LABELS = 4


def charts() -> str:
    """Return all charts, one after another."""
    return "\n".join(f"\n### {one.name}\n\n{one.introduction(SETTING)}\n\n{chart(one)}" for one in DIALOGUES)


def chart(dialogue: Dialogue) -> str:
    """Return one dialogue as a Mermaid flow chart."""
    edges: dict[tuple[str, str], list[str]] = defaultdict(list)
    names = {"result": "result"}
    _walk(dialogue, {}, edges, names, set())
    lines = ["```mermaid", "flowchart TD"]
    lines += [f'    {key}["{text}"]' for key, text in sorted(names.items())]
    for (start, end), labels in edges.items():
        shown = ", ".join(labels[:_MOST_LABELS]) + (" …" if len(labels) > _MOST_LABELS else "")
        lines.append(f'    {start} -->|"{shown}"| {end}')
    return "\n".join([*lines, "```", ""])


def _walk(
    dialogue: Dialogue,
    answers: dict[str, Value],
    edges: dict[tuple[str, str], list[str]],
    names: dict[str, str],
    seen: set[tuple[str, ...]],
) -> None:
    """Follow every option and one typed answer of every question; ways that look alike are followed once."""
    question = dialogue.next_question(answers, SETTING)
    if question is None:
        return
    names[question.key] = question.ask.split(". ")[0].replace('"', "'")
    for value, label in _choices(question):
        following = {**answers, question.key: value}
        if dialogue.check(following, SETTING):
            continue
        after = dialogue.next_question(following, SETTING)
        edge = edges[(question.key, after.key if after else "result")]
        if label not in edge:
            edge.append(label)
        way = (question.key, label, after.key if after else "")
        if way not in seen:
            seen.add(way)
            _walk(dialogue, following, edges, names, seen)


def _choices(question: Question) -> list[tuple[Value, str]]:
    found: list[tuple[Value, str]] = [(option.key, option.label) for option in question.options]
    typed = next((value for text in _TYPED if (value := question.read(text)) is not None), None)
    if typed is not None and all(option.key != typed for option in question.options):
        found.append((typed, "an answer"))
    return [*found, (SKIPPED, "skipped")] if question.skippable else found


def main() -> int:
    """Write the charts; with `check` only tell whether they are up to date."""
    head, _, _ = PAGE.read_text(encoding="utf-8").partition(MARK)
    page = f"{head}{MARK}\n{charts()}"
    if sys.argv[1:] == ["check"]:
        return int(PAGE.read_text(encoding="utf-8") != page)
    PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
