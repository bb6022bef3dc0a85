"""Measures the desk on a year of made-up data and writes `docs/desk-benchmark.md`: `python -m tools.bench_desk`.

A real gateway process answers counsellors and residents of this process; both share the machine. Rasa is left out: a
stand-in answers at once, so that these are the figures of the gateway and its database alone.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
from sqlalchemy import func, make_url, select

from api.conversations.database import Database
from api.conversations.models import Conversation, Counsellor, Message
from api.desk.accounts import Accounts, lifetimes
from api.desk.records.period import Period
from api.desk.records.reports import Reports
from api.requests import utc_now
from api.settings import ApiSettings
from tools import desk_data
from tools.bench import quantile
from tools.bench_desk_load import Figures, Load, run_load
from tools.stack import READY_WITHIN, free_port
from tools.steps import ROOT

REPORT = ROOT / "docs" / "desk-benchmark.md"
TARGET = 300.0
_HOME = ROOT / "var" / "bench"
_MADE_UP = "desk%@example.org"


@dataclass(frozen=True)
class Run:
    """One database under load."""

    database: str
    conversations: int
    messages: int
    busy: float
    year: float
    figures: Figures

    @property
    def is_kept(self) -> bool:
        """Whether nothing failed and each p95 is within the target."""
        times = self.figures.times.values()
        return bool(times) and not self.figures.failed and all(quantile(one, 0.95) <= TARGET for one in times)


@contextmanager
def gateway(database_url: str, home: Path) -> Iterator[str]:
    """Run a gateway on a database; gives its address."""
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "ATTACHMENTS_DIR": str(home / "attachments"),
        "LIBRARY_DIR": str(home / "library"),
        "TRACKER_DATABASE": str(home / "tracker.db"),
        "MOUNT_ACTIONS": "false",
    }
    command = [sys.executable, "-m", "uvicorn", "tools.bench_gateway:create", "--factory", "--port", str(port)]
    with (home / "gateway.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own command
            [*command, "--no-access-log", "--timeout-graceful-shutdown", "3"],
            cwd=ROOT, env=environment, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_until_ready(url, process, home / "gateway.log")
            yield url
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{url}/healthz", timeout=2).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.3)
    raise RuntimeError(f"the gateway did not start:\n{log.read_text()[-3000:]}")


async def prepare(database_url: str, counsellors: int) -> tuple[list[str], int, int]:
    """Return one-time codes of made-up counsellors, and how many conversations and messages there are."""
    database = Database(database_url)
    try:
        async with database.reading() as session:
            made_up = select(Counsellor.id).where(Counsellor.email.like(_MADE_UP))
            people = list(await session.scalars(made_up.order_by(Counsellor.email).limit(counsellors)))
            conversations = await session.scalar(select(func.count()).select_from(Conversation)) or 0
            messages = await session.scalar(select(func.count()).select_from(Message)) or 0
        settings = ApiSettings(database_url=database_url)
        accounts = Accounts(database, lifetimes(settings), utc_now)
        return [await accounts.issue_code(one) for one in people], conversations, messages
    finally:
        await database.close()


async def count_year(database_url: str) -> float:
    """Return how many milliseconds a report of a year takes that nobody has asked for lately, alone on the machine."""
    database = Database(database_url)
    today = utc_now().date()
    period = Period(today.replace(year=today.year - 1), today)
    try:
        began = time.perf_counter()
        await Reports(database, utc_now).make(Counsellor(id="everywhere", centres=[]), period)
        return 1000 * (time.perf_counter() - began)
    finally:
        await database.close()


def measure(database_url: str, load: Load) -> Run:
    """Start a gateway on a filled database and measure it."""
    codes, conversations, messages = asyncio.run(prepare(database_url, load.counsellors))
    if len(codes) < load.counsellors:
        raise ValueError("this database does not hold the made-up year: see tools/desk_data.py")
    busy, year = os.getloadavg()[0], asyncio.run(count_year(database_url))
    with tempfile.TemporaryDirectory() as home, gateway(database_url, Path(home)) as url:
        figures = asyncio.run(run_load(url, codes, load))
    return Run(make_url(database_url).get_backend_name(), conversations, messages, busy, year, figures)


def report(runs: list[Run], load: Load) -> str:
    """Render the runs as Markdown."""
    lines = [
        "# Benchmark of the desk",
        "",
        f"Written by `make bench-desk` on {datetime.now(UTC).date()}, {os.cpu_count()} cores. {load.counsellors} "
        "counsellors with open event streams look at something every four seconds; "
        f"{load.residents} residents are connected, {load.talks} of them talk with a counsellor; {load.seconds:g} s "
        "after a warm-up. Gateway, database, counsellors and residents share the machine. The gateway and its database "
        "are real; Rasa is left out, a stand-in answers at once. The times of messages run from the moment a message "
        "is dated by the gateway until the other side has read it from its stream. "
        f"Target: p95 ≤ {TARGET:.0f} ms each.",
        "",
    ]
    for run in runs:
        lines += _section(run)
    return "\n".join(lines)


def _section(run: Run) -> list[str]:
    rows = []
    for name, times in sorted(run.figures.times.items()):
        middle, high = quantile(times, 0.5), quantile(times, 0.95)
        verdict = "met" if high <= TARGET else "**missed**"
        rows.append(f"| {name} | {len(times):,} | {middle:,.0f} ms | {high:,.0f} ms | {verdict} |")
    failed = ", ".join(f"{name}: {count}" for name, count in sorted(run.figures.failed.items()))
    return [
        f"## {run.database}",
        "",
        f"{run.conversations:,} conversations, {run.messages:,} messages. "
        f"Load of the machine before it began: {run.busy:.1f}. A report of a year that nobody has asked for in the "
        f"last quarter of an hour is counted anew: {run.year:,.0f} ms with nothing else going on, and then shown to "
        "everybody while the next one is made.",
        "",
        "| what | count | p50 | p95 | target |",
        "|---|---|---|---|---|",
        *rows,
        "",
        *([f"**Failed:** {failed}", ""] if failed else []),
    ]


def main(arguments: list[str] | None = None) -> int:
    """Measure and write; the exit status is 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="bench_desk", description=__doc__)
    parser.add_argument(
        "--database", action="append", help="filled by tools.desk_data; default: an SQLite file, filled"
    )
    parser.add_argument("--counsellors", type=int, default=50)
    parser.add_argument("--residents", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--report", type=Path, default=REPORT)
    options = parser.parse_args(arguments)
    load = Load(options.counsellors, options.residents, options.seconds)
    runs = [measure(url, load) for url in options.database or [_own_database()]]
    text = report(runs, load)
    print(text)
    options.report.write_text(text, encoding="utf-8")
    return 0 if all(run.is_kept for run in runs) else 1


def _own_database() -> str:
    _HOME.mkdir(parents=True, exist_ok=True)
    path = _HOME / "desk.db"
    url = f"sqlite+aiosqlite:///{path}"
    if not path.exists():
        desk_data.main([url])
    return url


if __name__ == "__main__":
    sys.exit(main())
