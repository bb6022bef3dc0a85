"""Measures LINE and KakaoTalk under load and writes `docs/channels/benchmark.md`: `python -m tools.bench_channels`.

The whole service runs as `make run` starts it; the platforms are the stand-ins of `tools/fake_*.py` in this process,
which also writes for the residents, so all of them share the machine.
"""

import argparse
import asyncio
import os
import signal
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tools import bench_kakao, bench_line
from tools.bench import quantile, questions
from tools.bench_kakao import KakaoFigures, measure_kakao
from tools.bench_line import LineFigures, measure_line
from tools.bench_residents import Balance, Load, balance
from tools.stack import Stack, start_stack
from tools.steps import ROOT

REPORT = ROOT / "docs" / "channels" / "benchmark.md"
WEBHOOK_TARGET = 200.0
SKILL_TARGET, SKILL_LIMIT = 3500.0, 5000.0
WARM_UP = Load(residents=5, seconds=5, pause=0)


@dataclass(frozen=True)
class Run:
    """One channel under load."""

    name: str
    figures: LineFigures | KakaoFigures
    balance: Balance

    @property
    def is_kept(self) -> bool:
        """Whether the targets were kept: times, nothing lost, nothing doubled."""
        if isinstance(self.figures, LineFigures):
            is_quick = quantile(self.figures.acknowledged, 0.99) <= WEBHOOK_TARGET and not self.figures.failed
        else:
            calls = self.figures.calls
            is_quick = quantile(calls, 0.99) <= SKILL_TARGET and max(calls) <= SKILL_LIMIT and not self.figures.invalid
        return is_quick and self.balance.is_even


async def measure(home: Path, load: Load) -> list[Run]:
    """Start the service and measure LINE, KakaoTalk, and KakaoTalk with Rasa halted."""
    texts = [one.text for one in questions()]
    async with bench_line.serve_platform() as line, bench_kakao.serve_platform(home) as (kakao, of_kakao):
        settings = of_kakao | bench_line.settings(line) | {"PUBLIC_URL": "https://help.example.org"}
        stack = await asyncio.to_thread(start_stack, home, **settings)
        try:
            await measure_line(stack.url, line, WARM_UP, texts[::-1])
            await measure_kakao(stack.url, kakao, WARM_UP, texts[::-1])
            runs = [await _measure_line(stack, line, load, texts), await _measure_kakao(stack, kakao, load, texts)]
            with_rasa_halted = await _measure_without_rasa(stack, kakao, load, texts)
            return [*runs, with_rasa_halted]
        finally:
            await asyncio.to_thread(stack.stop)


async def _measure_line(stack: Stack, platform: bench_line.Platform, load: Load, texts: list[str]) -> Run:
    figures, seen = await measure_line(stack.url, platform, load, texts)
    return Run("LINE", figures, await balance(stack.environment["DATABASE_URL"], "line", seen))


async def _measure_kakao(
    stack: Stack, platform: bench_kakao.Platform, load: Load, texts: list[str], name: str = "KakaoTalk"
) -> Run:
    figures, seen = await measure_kakao(stack.url, platform, load, texts)
    return Run(name, figures, await balance(stack.environment["DATABASE_URL"], "kakao", seen))


async def _measure_without_rasa(stack: Stack, platform: bench_kakao.Platform, load: Load, texts: list[str]) -> Run:
    rasa = stack.child("rasa")
    os.kill(rasa, signal.SIGSTOP)
    try:
        return await _measure_kakao(stack, platform, load, texts, "KakaoTalk, Rasa halted")
    finally:
        os.kill(rasa, signal.SIGCONT)


def report(runs: list[Run], load: Load) -> str:
    """Render one run as Markdown."""
    reading = f"each writes again {load.pause:g} s after an answer on average" if load.pause else "without any pause"
    lines = [
        "# Benchmark of the channels",
        "",
        f"Written by `make bench-channels` on {datetime.now(UTC).date()}, {os.cpu_count()} cores: "
        f"{load.residents} residents at once for {load.seconds:g} s a channel, {reading}, real questions in eight "
        "languages (tests/evaluation/questions), a new person every six questions. Service, stand-ins of the platforms "
        "and residents share the machine. Every tenth LINE webhook is delivered twice; every second resident on "
        "KakaoTalk has a block with callback.",
        "",
    ]
    for run in runs:
        rows = _line_rows(run.figures) if isinstance(run.figures, LineFigures) else _kakao_rows(run.figures)
        rows += _balance_rows(run.balance)
        table = [f"| {name} | {figure} | {target} |" for name, figure, target in rows]
        verdict = "Targets kept." if run.is_kept else "**Targets missed.**"
        lines += [f"## {run.name}", "", verdict, "", "| measure | figure | target |", "|---|---|---|", *table, ""]
    return "\n".join(lines)


def _line_rows(figures: LineFigures) -> list[tuple[str, str, str]]:
    return [
        ("webhook until the 200, p50, p95, p99", _shares(figures.acknowledged), f"p99 ≤ {WEBHOOK_TARGET:.0f} ms"),
        ("webhooks, of these repeated", f"{len(figures.acknowledged):,}, {figures.repeated:,}", ""),
        ("webhooks without a 200", f"{figures.failed:,}", "0"),
        ("question until the answer is with LINE, p50, p95, p99", _shares(figures.answered), ""),
    ]


def _kakao_rows(figures: KakaoFigures) -> list[tuple[str, str, str]]:
    ways = f"{figures.at_once:,}, {figures.by_callback:,}, {figures.later:,}"
    return [
        ("skill call, p50, p95, p99", _shares(figures.calls), f"p99 ≤ {SKILL_TARGET:,.0f} ms"),
        ("skill call, longest", f"{max(figures.calls):,.0f} ms", f"≤ {SKILL_LIMIT:,.0f} ms"),
        ("skill calls", f"{len(figures.calls):,}", ""),
        ("responses that said sorry", f"{figures.apologised:,}", ""),
        ("responses that Kakao would not show", f"{figures.invalid:,}", "0"),
        ("questions answered at once, by callback, later", ways, ""),
        ("question until the answer, p50, p95, p99", _shares(figures.waited), ""),
    ]


def _balance_rows(found: Balance) -> list[tuple[str, str, str]]:
    return [
        ("questions, of these left to a counsellor", f"{found.questions:,}, {found.with_counsellor:,}", ""),
        (
            "questions lost, doubled",
            f"{found.questions_lost + found.unanswered:,}, {found.questions_doubled:,}",
            "0, 0",
        ),
        ("messages to residents", f"{found.replies:,}", ""),
        ("messages lost, doubled", f"{found.replies_lost:,}, {found.replies_doubled:,}", "0, 0"),
    ]


def _shares(durations: list[float]) -> str:
    return ", ".join(f"{quantile(durations, share):,.0f}" for share in (0.5, 0.95, 0.99)) + " ms"


def main(arguments: list[str] | None = None) -> int:
    """Measure and write; the exit status is 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="bench_channels", description=__doc__)
    parser.add_argument("--residents", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60, help="for each of the three runs")
    parser.add_argument("--pause", type=float, default=5, help="seconds between an answer and the next question")
    parser.add_argument("--report", type=Path, default=REPORT)
    options = parser.parse_args(arguments)
    load = Load(options.residents, options.seconds, options.pause)
    with tempfile.TemporaryDirectory() as home:
        runs = asyncio.run(measure(Path(home), load))
    text = report(runs, load)
    print(text)
    options.report.parent.mkdir(parents=True, exist_ok=True)
    options.report.write_text(text, encoding="utf-8")
    return 0 if all(run.is_kept for run in runs) else 1


if __name__ == "__main__":
    sys.exit(main())
