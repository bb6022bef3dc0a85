"""Measures reply times beside a stock Rasa bot and writes `docs/benchmark.md`: `python -m tools.bench`.

The stock bot is what Rasa's own documentation leads to: WhitespaceTokenizer, CountVectorsFeaturizer, DIETClassifier,
the REST channel, one fixed response per intent. It learns from the same examples and is asked the same questions in
the same run, one user at a time. It keeps no conversation on disk, has no gateway, no search and no sources.
"""

import asyncio
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx
import yaml

from knowledge.scoring import Asked, read_asked
from knowledge.settings import KnowledgeSettings
from tools.bench_search import Measure, measure_search
from tools.bot_data import TARGET, write_bot_data
from tools.build import BOT, bot_environment, build_bot_model
from tools.evaluate import HOME as EVALUATION
from tools.stack import READY_WITHIN, Stack, free_port, start_stack
from tools.steps import ROOT, call, progress

HOME = ROOT / "var" / "bench"
REPORT = ROOT / "docs" / "benchmark.md"
WARM_UP = 30
ASKED = 400
P50_TARGET, P95_TARGET = 80.0, 200.0
TRAINING_TARGET = 180.0
# Enough to have a working model; its speed does not depend on how long it was trained.
DIET_EPOCHS = 2
# A turn leaves seven events in Rasa's tracker, counted in the running service.
EVENTS_PER_TURN = 7

Ask = Callable[[str], Awaitable[None]]


def questions() -> list[Asked]:
    """Every question of the evaluation, languages mixed, in an order that is always the same."""
    rows = list(read_asked(EVALUATION / "questions"))
    return [rows[(number * 577) % len(rows)] for number in range(len(rows))]


async def measure(ask: Ask, texts: list[str]) -> list[float]:
    """Return the milliseconds of each reply, one after another, after a warm-up."""
    for text in texts[:WARM_UP]:
        await ask(text)
    durations = []
    for text in texts[WARM_UP : WARM_UP + ASKED]:
        began = time.perf_counter()
        await ask(text)
        durations.append(1000 * (time.perf_counter() - began))
    return durations


async def measure_ours(stack: Stack, texts: list[str]) -> list[float]:
    """Reply times through gateway, Rasa, actions and back; a new conversation every six messages."""
    async with httpx.AsyncClient(base_url=stack.url, timeout=60) as client:
        keys = []
        for _ in range((WARM_UP + ASKED) // 6 + 1):
            created = (await client.post("/api/v1/conversations", json={})).json()
            keys += [(created["id"], {"Authorization": f"Bearer {created['token']}"})] * 6
        queue = iter(keys)

        async def ask(text: str) -> None:
            identity, headers = next(queue)
            response = await client.post(
                f"/api/v1/conversations/{identity}/messages", json={"text": text}, headers=headers
            )
            response.raise_for_status()

        return await measure(ask, texts)


async def measure_growth(stack: Stack) -> tuple[float, float]:
    """Median turn time around 100 and around 1,000 events of one conversation, in milliseconds."""
    durations = []
    async with httpx.AsyncClient(base_url=stack.url, timeout=60) as client:
        created = (await client.post("/api/v1/conversations", json={"language": "en"})).json()
        headers = {"Authorization": f"Bearer {created['token']}"}
        for _ in range(1100 // EVENTS_PER_TURN):
            began = time.perf_counter()
            response = await client.post(
                f"/api/v1/conversations/{created['id']}/messages",
                json={"text": "how do I extend my visa"},
                headers=headers,
            )
            response.raise_for_status()
            durations.append(1000 * (time.perf_counter() - began))
    early, late = 100 // EVENTS_PER_TURN, 1000 // EVENTS_PER_TURN
    return statistics.median(durations[early - 5 : early + 15]), statistics.median(durations[late - 5 : late + 15])


def write_stock_bot(home: Path) -> None:
    """Write the project of the stock bot: the same examples, one fixed response and rule per intent."""
    shutil.rmtree(home, ignore_errors=True)
    (home / "data").mkdir(parents=True)
    write_bot_data(KnowledgeSettings().guidebook_dir)
    intents = set()
    for number, path in enumerate(sorted(TARGET.parent.glob("*/*.yml"))):
        shutil.copy(path, home / "data" / f"{number}.yml")
        intents |= {entry["intent"] for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]}
    config = {
        "recipe": "default.v1",
        "assistant_id": "stock",
        "language": "en",
        "pipeline": [
            {"name": "WhitespaceTokenizer"},
            {"name": "CountVectorsFeaturizer"},
            {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
            {"name": "DIETClassifier", "epochs": DIET_EPOCHS, "constrain_similarities": True},
            {"name": "FallbackClassifier", "threshold": 0.3},
        ],
        "policies": [{"name": "RulePolicy"}],
    }
    domain = {
        "version": "3.1",
        "intents": sorted(intents),
        "responses": {f"utter_{intent}": [{"text": f"This is the answer to {intent}."}] for intent in intents},
    }
    rules = [
        {"rule": intent, "steps": [{"intent": intent}, {"action": f"utter_{intent}"}]} for intent in sorted(intents)
    ]
    rules.append({"rule": "fallback", "steps": [{"intent": "nlu_fallback"}, {"action": f"utter_{min(intents)}"}]})
    for name, content in (
        ("config.yml", config),
        ("domain.yml", domain),
        ("data/rules.yml", {"version": "3.1", "rules": rules}),
        ("credentials.yml", {"rest": None}),
        ("endpoints.yml", {}),
    ):
        (home / name).write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


async def measure_stock(home: Path, texts: list[str]) -> list[float]:
    """Train and start the stock bot, ask it over its REST channel, stop it."""
    rasa, environment = str(BOT / ".venv" / "bin" / "rasa"), bot_environment()
    with progress("training the stock bot"):
        await asyncio.to_thread(call, [rasa, "train", "--fixed-model-name", "stock"], cwd=home, env=environment)
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        rasa, "run", "-i", "127.0.0.1", "-p", str(port), "-m", "models/stock.tar.gz",
        cwd=home, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            count = 0

            async def ask(text: str) -> None:
                nonlocal count
                body = {"sender": f"bench-{count // 6}", "message": text}
                count += 1
                (await client.post("/webhooks/rest/webhook", json=body)).raise_for_status()

            deadline = time.monotonic() + READY_WITHIN
            while time.monotonic() < deadline:
                try:
                    if (await client.post("/webhooks/rest/webhook", json={"sender": "x", "message": "hi"})).json():
                        break
                except httpx.HTTPError:
                    pass
                await asyncio.sleep(0.5)
            return await measure(ask, texts)
    finally:
        process.terminate()
        await process.wait()


def quantile(durations: list[float], share: float) -> float:
    """Return the value that this share of the durations does not exceed."""
    return sorted(durations)[min(int(share * len(durations)), len(durations) - 1)]


def report(
    ours: list[float],
    stock: list[float],
    growth: tuple[float, float],
    training: float,
    ready: float,
    search: list[Measure],
) -> str:
    """Render one run as Markdown."""
    rows = [
        (name, quantile(ours, share), quantile(stock, share))
        for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))
    ]
    table = [f"| {name} | {a:.1f} ms | {b:.1f} ms | {a / b:.2f} |" for name, a, b in rows]
    return "\n".join(
        [
            "# Benchmark",
            "",
            f"Written by `make bench` on {datetime.now(UTC).date()}, {os.cpu_count()} cores, {ASKED} questions in "
            "eight languages, one user at a time, both bots trained on the same examples and measured in the same run.",
            "",
            "Ours: question over HTTP to the gateway, stored, language detected, Rasa, action, search, answer with "
            "sources, stored, returned. Stock: WhitespaceTokenizer, CountVectors, DIET, REST channel, one fixed "
            "response per intent, nothing stored on disk.",
            "",
            "| reply time | Gildongmu | stock Rasa | ratio |",
            "|---|---|---|---|",
            *table,
            "",
            f"Targets: p50 ≤ {P50_TARGET:.0f} ms, p95 ≤ {P95_TARGET:.0f} ms.",
            "",
            "| other measures | figure | target |",
            "|---|---|---|",
            f"| turn at 100 events of one conversation (median) | {growth[0]:.1f} ms | |",
            f"| turn at 1,000 events | {growth[1]:.1f} ms ({growth[1] / growth[0]:.2f}×) | ≤ 2× |",
            f"| Rasa training, nothing cached | {training:.0f} s | ≤ {TRAINING_TARGET:.0f} s |",
            f"| start of the built service until all parts are ready | {ready:.1f} s | ≤ 25 s |",
            *(f"| {one.name} | {one.figure} | {one.target} |" for one in search),
            "",
        ]
    )


def main() -> int:
    """Train, measure both, write; the exit status is 1 when a target is missed."""
    asked = questions()
    texts = [one.text for one in asked]
    search = measure_search(asked)
    began = time.monotonic()
    with progress("training our bot"):
        build_bot_model()
    training = time.monotonic() - began
    with tempfile.TemporaryDirectory() as home:
        stack = start_stack(Path(home))
        try:
            ours = asyncio.run(measure_ours(stack, texts))
            growth = asyncio.run(measure_growth(stack))
        finally:
            stack.stop()
    write_stock_bot(HOME)
    stock = asyncio.run(measure_stock(HOME, texts))
    text = report(ours, stock, growth, training, stack.ready_after, search)
    print(text)
    REPORT.write_text(text, encoding="utf-8")
    kept = quantile(ours, 0.5) <= P50_TARGET and quantile(ours, 0.95) <= P95_TARGET and growth[1] <= 2 * growth[0]
    return 0 if kept and training <= TRAINING_TARGET and all(one.kept for one in search) else 1


if __name__ == "__main__":
    sys.exit(main())
