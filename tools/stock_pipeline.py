"""Trains Rasa's own components on the bot's examples, to stand beside ours in the evaluation."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import yaml

from tools.build import BOT, bot_environment
from tools.steps import ROOT, call

PIPELINE = Path(__file__).with_suffix(".yml")
LOG = ROOT / "var" / "log" / "stock-pipeline.log"


def find_intents(messages: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return the intent that the stock pipeline finds for each text; `messages` are intents and texts.

    Takes minutes. Raises subprocess.CalledProcessError when Rasa fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        groups: dict[str, list[str]] = {}
        for intent, text in messages:
            groups.setdefault(intent, []).append(text)
        entries = [{"intent": intent, "examples": "".join(f"- {t}\n" for t in own)} for intent, own in groups.items()]
        asked = home / "asked.yml"
        content = {"version": "3.1", "nlu": entries}
        asked.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000), encoding="utf-8")
        _rasa("train", "nlu", "--config", str(PIPELINE), "--nlu", "data/nlu", "--out", folder)
        _rasa(
            *("test", "nlu", "--nlu", str(asked), "--model", folder, "--out", folder),
            *("--no-plot", "--successes", "--config", str(PIPELINE)),
        )
        found: dict[str, str] = {}
        for name in ("intent_errors.json", "intent_successes.json"):
            path = home / name
            rows = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
            found |= {row["text"]: (row.get("intent_prediction") or row)["name"] for row in rows}
    return found


def _rasa(*arguments: str) -> None:
    call([str(BOT / ".venv" / "bin" / "rasa"), *arguments], cwd=BOT, env=bot_environment(), log=LOG)
