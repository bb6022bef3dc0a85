"""Starts the whole service on free ports and an empty database, for tests and measurements."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

from tools.steps import ROOT

READY_WITHIN = 120.0


@dataclass
class Stack:
    """A running service: its address, its environment, what it printed when it was ready."""

    url: str
    environment: dict[str, str]
    process: subprocess.Popen[str]
    printed: str
    ready_after: float

    @property
    def first_code(self) -> str:
        """The one-time login that was printed at the start."""
        found = re.search(r"/desk\?code=(\S+)", self.printed)
        assert found, self.printed  # noqa: S101 - the launcher always prints it
        return found[1]

    def desk_code(self) -> str:
        """Return a fresh one-time code of the first counsellor."""
        command = [sys.executable, "-m", "api.cli", "login"]
        done = subprocess.run(  # noqa: S603 - our own command
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def child(self, name: str) -> int:
        """Return the process id of `rasa` or the `gateway`."""
        marker = {"rasa": "bin/rasa", "gateway": "uvicorn"}[name]
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                command = (entry / "cmdline").read_text()
            except OSError:
                continue
            if parent == self.process.pid and marker in command:
                return int(entry.name)
        raise LookupError(name)

    def wait_until_ready(self) -> dict[str, str]:
        """Wait until all parts are ready; returns their states in the end."""
        deadline = time.monotonic() + READY_WITHIN
        parts: dict[str, str] = {}
        while time.monotonic() < deadline and set(parts.values()) != {"ready"}:
            time.sleep(0.2)
            try:
                parts = httpx.get(f"{self.url}/readyz", timeout=5).json()["parts"]
            except (httpx.HTTPError, ValueError, KeyError):
                parts = {}
        return parts

    def stop(self) -> int:
        """Press Ctrl-C and wait; returns the exit status."""
        self.process.send_signal(signal.SIGINT)
        status = self.process.wait(timeout=30)
        if self.process.stdout:
            self.process.stdout.close()
        return status


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_stack(home: Path, **settings: str) -> Stack:
    """Start the service with its data in a folder and wait until it says that it is ready; settings as in `.env`."""
    home.mkdir(parents=True, exist_ok=True)
    port, began = free_port(), time.monotonic()
    environment = {
        **os.environ,
        "PORT": str(port),
        "RASA_PORT": str(free_port()),
        "DATABASE_URL": f"sqlite+aiosqlite:///{home / 'gildongmu.db'}",
        "TRACKER_DATABASE": str(home / "tracker.db"),
        "LIBRARY_DIR": str(home / "library"),
        "ATTACHMENTS_DIR": str(home / "attachments"),
        "PYTHONWARNINGS": "ignore",
        **settings,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.serve"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    printed = ""
    assert process.stdout is not None  # noqa: S101 - asked for above
    for line in process.stdout:
        printed += line
        if "Ctrl-C stops everything" in line:
            return Stack(f"http://127.0.0.1:{port}", environment, process, printed, time.monotonic() - began)
    raise RuntimeError(f"the service did not start:\n{printed}")
