"""Build steps that are skipped when their inputs have not changed, judged by content, with progress for slow ones."""

import hashlib
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]
STAMPS = ROOT / "var" / "build"
_SHOW_AFTER = 2.0
_REPEAT_EVERY = 10.0


class BuildFailed(Exception):
    """A step could not be done; the message says what to do."""


@dataclass(frozen=True)
class Step:
    """What a step reads (glob patterns below the root), what it must leave behind, and how it is done."""

    name: str
    inputs: tuple[str, ...]
    output: Path
    work: Callable[[], None]

    def fingerprint(self) -> str:
        """Hash of the names and contents of all inputs."""
        return fingerprint(self.inputs)

    def is_done(self) -> bool:
        """Whether the output exists and was made from these very inputs."""
        stamp = STAMPS / self.name
        return self.output.exists() and stamp.is_file() and stamp.read_text() == self.fingerprint()

    def run(self) -> None:
        """Do the work unless it is done; raises BuildFailed."""
        if self.is_done():
            return
        wanted = self.fingerprint()
        with progress(self.name):
            self.work()
        STAMPS.mkdir(parents=True, exist_ok=True)
        (STAMPS / self.name).write_text(wanted)


def fingerprint(patterns: Iterable[str]) -> str:
    """Hash of the names and contents of all files that match glob patterns below the root."""
    digest = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}):
        if {"node_modules", ".venv", "__pycache__", "dist"} & set(path.relative_to(ROOT).parts):
            continue
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


class progress:  # noqa: N801 - used as a statement
    """Prints what is being done once it takes longer than two seconds, and how long it took."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._began = time.monotonic()
        self._ended = threading.Event()
        self._shown = False

    def __enter__(self) -> None:
        threading.Thread(target=self._report, daemon=True).start()

    def __exit__(self, *error: object) -> None:
        self._ended.set()
        if self._shown:
            state = "failed after" if error[0] else "done in"
            print(f"  {self._name}: {state} {time.monotonic() - self._began:.0f} s", flush=True)

    def _report(self) -> None:
        pause = _SHOW_AFTER
        while not self._ended.wait(pause):
            self._shown = True
            print(f"  {self._name} … {time.monotonic() - self._began:.0f} s", flush=True)
            pause = _REPEAT_EVERY


def call(command: list[str], *, cwd: Path = ROOT, env: dict[str, str] | None = None, log: Path | None = None) -> None:
    """Run a program; raises BuildFailed with the last lines of what it printed."""
    result = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    if log:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(result.stdout + result.stderr)
    if result.returncode:
        tail = "\n".join((result.stdout + result.stderr).splitlines()[-25:])
        raise BuildFailed(f"{' '.join(command[:4])} … ended with {result.returncode}:\n{tail}")


def fail(message: str) -> NoReturn:
    """Print one clear line and end."""
    print(message, file=sys.stderr, flush=True)
    sys.exit(1)
