"""Starts everything and keeps it running until Ctrl-C: `python -m tools.serve` (what `make run` calls).

Rasa and the gateway are child processes; one that dies is started again after a growing pause.
"""

import asyncio
import os
import secrets
import shutil
import signal
import socket
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from pydantic_settings import BaseSettings, SettingsConfigDict

from tools.build import BOT, MODEL, bot_environment
from tools.steps import ROOT, BuildFailed, call, fail

LOGS = ROOT / "var" / "log"
_MIN_FREE = 500 * 2**20
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 30.0
_CALM_AFTER = 60.0
_READY_WITHIN = 120.0
_STOP_WITHIN = 8.0


class ServeSettings(BaseSettings):
    """Where the processes listen."""

    model_config = SettingsConfigDict(env_file=ROOT / ".env", extra="ignore")

    host: str = "127.0.0.1"
    port: int = 8100
    rasa_port: int = 5105
    rasa_token: str = ""
    action_token: str = ""
    actions_url: str = ""
    mount_actions: bool = True
    actions_port: int = 5155
    tracker_database: str = str(ROOT / "var" / "tracker.db")


@dataclass
class Child:
    """One process that has to run."""

    name: str
    command: list[str]
    cwd: Path
    env: dict[str, str]
    process: asyncio.subprocess.Process | None = None
    restarts: int = 0
    stopping: bool = field(default=False)

    async def keep_running(self) -> None:
        """Start the process, and again whenever it ends by itself."""
        pause = _FIRST_PAUSE
        while not self.stopping:
            began = time.monotonic()
            with (LOGS / f"{self.name}.log").open("ab") as log:
                self.process = await asyncio.create_subprocess_exec(
                    *self.command, cwd=self.cwd, env=self.env, stdout=log, stderr=log, start_new_session=True
                )
            status = await self.process.wait()
            if self.stopping:
                return
            pause = _FIRST_PAUSE if time.monotonic() - began > _CALM_AFTER else min(pause * 2, _LONGEST_PAUSE)
            self.restarts += 1
            print(
                f"{self.name} ended with status {status}; starting it again in {pause:.0f} s "
                f"(see {(LOGS / self.name).relative_to(ROOT)}.log)",
                flush=True,
            )
            await asyncio.sleep(pause)

    async def stop(self) -> None:
        """End the process and all that it started."""
        self.stopping = True
        if self.process is None or self.process.returncode is not None:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, number)
                await asyncio.wait_for(self.process.wait(), _STOP_WITHIN)
            except ProcessLookupError:
                return
            except TimeoutError:
                continue
            return


def children(settings: ServeSettings) -> list[Child]:
    """The processes, with the secrets that they share among themselves."""
    rasa_token = settings.rasa_token or secrets.token_urlsafe(24)
    action_token = settings.action_token or secrets.token_urlsafe(24)
    gateway = f"http://{settings.host}:{settings.port}"
    base = settings.actions_url or (
        f"{gateway}/internal/actions" if settings.mount_actions else f"http://127.0.0.1:{settings.actions_port}"
    )
    shared = {
        **os.environ,
        "RASA_URL": f"http://127.0.0.1:{settings.rasa_port}",
        "RASA_TOKEN": rasa_token,
        "ACTION_TOKEN": action_token,
        "PYTHONUNBUFFERED": "1",
    }
    rasa = {
        **bot_environment(),
        "ACTION_ENDPOINT_URL": f"{base}/webhook?token={action_token}",
        "TRACKER_DATABASE": settings.tracker_database,
    }
    wanted = [
        Child("rasa", _rasa_command(settings, rasa_token), BOT, rasa),
        Child("gateway", _uvicorn("api.app:create_app", settings.host, settings.port), ROOT, shared),
    ]
    if not settings.mount_actions and not settings.actions_url:
        wanted.append(
            Child("actions", _uvicorn("actions.app:create_app", "127.0.0.1", settings.actions_port), ROOT, shared)
        )
    return wanted


def _rasa_command(settings: ServeSettings, token: str) -> list[str]:
    return [
        str(BOT / ".venv" / "bin" / "rasa"), "run", "--enable-api", "-i", "127.0.0.1", "-p", str(settings.rasa_port),
        "-m", str(MODEL), "--endpoints", "endpoints.yml", "--credentials", "credentials.yml", f"--auth-token={token}",
    ]  # fmt: skip


def _uvicorn(app: str, host: str, port: int) -> list[str]:
    return [
        sys.executable, "-m", "uvicorn", app, "--factory", "--host", host, "--port", str(port),
        "--no-access-log", "--timeout-graceful-shutdown", "5",
    ]  # fmt: skip


def check_place(settings: ServeSettings) -> None:
    """End with one clear line when a port is taken or the disk is full."""
    ports = {"PORT": settings.port, "RASA_PORT": settings.rasa_port}
    if not settings.mount_actions and not settings.actions_url:
        ports["ACTIONS_PORT"] = settings.actions_port
    for name, port in ports.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.host, port))
            except OSError:
                fail(f"port {port} is taken: stop what uses it, or choose another with {name}=… in .env")
    (ROOT / "var").mkdir(exist_ok=True)
    free = shutil.disk_usage(ROOT / "var").free
    if free < _MIN_FREE:
        fail(f"only {free // 2**20} MB free on the disk of {ROOT / 'var'}; {_MIN_FREE // 2**20} MB are needed")


async def _wait_until_ready(settings: ServeSettings, running: list[Child]) -> bool:
    deadline = time.monotonic() + _READY_WITHIN
    shown = time.monotonic()
    async with httpx.AsyncClient(base_url=f"http://{settings.host}:{settings.port}", timeout=3) as client:
        while time.monotonic() < deadline and not any(child.stopping for child in running):
            try:
                parts = (await client.get("/readyz")).json()["parts"]
                if set(parts.values()) == {"ready"}:
                    return True
                waiting = ", ".join(name for name, state in parts.items() if state != "ready")
            except (httpx.HTTPError, ValueError, KeyError):
                waiting = "gateway"
            if time.monotonic() - shown > 2:  # noqa: PLR2004 - seconds between two lines
                shown = time.monotonic()
                print(f"  waiting for {waiting} …", flush=True)
            await asyncio.sleep(0.2)
    return False


async def serve(settings: ServeSettings) -> int:
    """Run until SIGINT or SIGTERM; returns the exit status."""
    LOGS.mkdir(parents=True, exist_ok=True)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    running = children(settings)
    tasks = [asyncio.create_task(child.keep_running()) for child in running]
    ready = asyncio.create_task(_wait_until_ready(settings, running))
    await asyncio.wait([ready, asyncio.create_task(ended.wait())], return_when=asyncio.FIRST_COMPLETED)
    status = 0
    if not ended.is_set():
        if ready.result():
            _announce(settings)
            await ended.wait()
        else:
            print(f"not ready after {_READY_WITHIN:.0f} s: see the files in {LOGS}", file=sys.stderr, flush=True)
            status = 1
    ready.cancel()
    print("stopping …", flush=True)
    await asyncio.gather(*(child.stop() for child in running))
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return status


def _announce(settings: ServeSettings) -> None:
    address = f"http://{settings.host}:{settings.port}"
    code = _command("login")
    print(
        f"\nGildongmu is ready.\n"
        f"  chat   {address}/\n"
        f"  desk   {address}/desk?code={code}\n"
        f"         (one-time login of the first counsellor; set a password at the desk)\n"
        f"  embed  {address}/embed\n"
        f"Ctrl-C stops everything.\n",
        flush=True,
    )


def _command(*arguments: str) -> str:
    import subprocess  # noqa: PLC0415 - only for this one call

    result = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "api.cli", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise BuildFailed(result.stderr[-2000:])
    return result.stdout.strip()


def main() -> int:
    """Check the place, update the tables, serve."""
    settings = ServeSettings()
    check_place(settings)
    try:
        call([sys.executable, "-m", "api.cli", "migrate"])
    except BuildFailed as error:
        fail(f"the database cannot be prepared: {error}")
    return asyncio.run(serve(settings))


if __name__ == "__main__":
    sys.exit(main())
