"""Everything that can be judged without running the service: `make check`. Each check is named with its result."""

import os
import sys
import time
from collections.abc import Callable

from knowledge import parity
from tools import catalogues
from tools.bot_data import write_bot_data
from tools.build import BOT, bot_environment, install_front_end, npm
from tools.steps import ROOT, BuildFailed, call

PYTHON = sys.executable


def _validate_bot() -> None:
    write_bot_data(ROOT / "knowledge" / "guidebook")
    rasa = str(BOT / ".venv" / "bin" / "rasa")
    command = [rasa, "data", "validate", "--fail-on-warnings", "--config", "config.yml", "--domain", "domain"]
    call([*command, "--data", "data"], cwd=BOT, env=bot_environment())


def _translations() -> None:
    findings = list(catalogues.check())
    if findings:
        raise BuildFailed("\n".join(findings))


def _parity() -> None:
    if parity.main([]):
        raise BuildFailed("the languages of the guidebook differ (see above)")


def _type_script() -> None:
    install_front_end()
    npm("run", "check")


CHECKS: dict[str, Callable[[], None]] = {
    "ruff format": lambda: call([PYTHON, "-m", "ruff", "format", "--check", "."]),
    "ruff": lambda: call([PYTHON, "-m", "ruff", "check", "."]),
    "mypy": lambda: call([PYTHON, "-m", "mypy"]),
    "import rules": lambda: call([PYTHON, "-m", "pytest", "-q", "tests/architecture"]),
    "translations": _translations,
    "guidebook parity": _parity,
    "counselling manual": lambda: call([PYTHON, "-m", "knowledge.manual_check"]),
    "TypeScript": _type_script,
    "Rasa data": _validate_bot,
}


def main() -> int:
    """Run all checks, even after one has failed; the exit status is 1 if any did."""
    os.chdir(ROOT)
    failed = []
    for name, check in CHECKS.items():
        began = time.monotonic()
        try:
            check()
        except BuildFailed as error:
            failed.append(name)
            print(f"FAILED {name}\n{error}", flush=True)
        else:
            print(f"ok     {name} ({time.monotonic() - began:.0f} s)", flush=True)
    if failed:
        print(f"make check failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
