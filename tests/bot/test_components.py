"""The bot's own components, run in the bot's environment."""

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BOT = ROOT / "bot"
PYTHON = BOT / ".venv" / "bin" / "python"

TOKENS = {
    "E-9 비자 010-1234-5678": ["E-9", "비자", "010-1234-5678"],
    "签证 E-9 延长": ["签", "证", "E-9", "延", "长"],
    "yo'q, o‘zbek": ["yo'q", "o‘zbek"],
    "мне не платят!": ["мне", "не", "платят"],
    "میری تنخواہ نہیں ملی": ["میری", "تنخواہ", "نہیں", "ملی"],
    "월급 못 받았어요": ["월급", "못", "받았어요"],
    "🙂": ["🙂"],
}

SCRIPT = """
import asyncio, json, sys
from pathlib import Path
from rasa.shared.nlu.training_data.message import Message
from components.tokenizer import MultilingualTokenizer
from components.embedding import StaticEmbedding
from components.catalogue_nlg import CatalogueNaturalLanguageGenerator
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
given = json.load(sys.stdin)
tokenizer = MultilingualTokenizer(MultilingualTokenizer.get_default_config())
tokens = [[t.text for t in tokenizer.tokenize(Message.build(text=x), "text")] for x in given["texts"]]
embedding = StaticEmbedding(Path("../knowledge/model").resolve())
vectors = [[round(float(v), 5) for v in embedding.embed(x)] for x in given["texts"]]
domain = Domain.load("domain")
nlg = CatalogueNaturalLanguageGenerator(domain=domain)
said = {}
for language in given["languages"]:
    tracker = DialogueStateTracker.from_events("x", [UserUttered("hi", metadata={"language": language})])
    said[language] = {name: asyncio.run(nlg.generate(name, tracker, "rest")) for name in domain.responses}
action = RemoteAction("action_x", None)
try:
    action._validate_action_result({"events": "not a list"})
    refused = False
except Exception:
    refused = True
print("RESULT" + json.dumps({"tokens": tokens, "vectors": vectors, "said": said, "refused": refused,
                             "accepted": action._validate_action_result({"events": [], "responses": []})}))
"""


@pytest.fixture(scope="module")
def result() -> dict[str, object]:
    """What the components give for the texts above."""
    env = {**os.environ, "PYTHONPATH": str(BOT), "PYTHONWARNINGS": "ignore", "TF_CPP_MIN_LOG_LEVEL": "3"}
    given = json.dumps({"texts": list(TOKENS), "languages": ["en", "ko", "ur", "xx"]})
    done = subprocess.run(  # noqa: S603 - the bot's own interpreter
        [str(PYTHON), "-c", SCRIPT], input=given, cwd=BOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(json.loads(done.stdout.split("RESULT")[1]))


def test_no_word_is_lost_or_cut_in_any_script(result: dict[str, object]) -> None:
    assert result["tokens"] == list(TOKENS.values())


def test_vectors_equal_those_of_sentence_transformers(result: dict[str, object]) -> None:
    from knowledge.embedding import SentenceTransformersEmbedder  # noqa: PLC0415 - slow to load
    from knowledge.settings import KnowledgeSettings  # noqa: PLC0415 - with it

    own = SentenceTransformersEmbedder(KnowledgeSettings().embedding_model).embed_questions(list(TOKENS))
    for theirs, ours, text in zip(result["vectors"], own, TOKENS, strict=True):  # type: ignore[call-overload]
        if text != "🙂":
            assert theirs == pytest.approx(ours.tolist(), abs=1e-3)


def test_responses_are_said_in_the_language_of_the_message(result: dict[str, object]) -> None:
    said: dict[str, dict[str, dict[str, str]]] = result["said"]  # type: ignore[assignment]  # JSON
    assert said["en"] == said["xx"]
    for name, response in said["en"].items():
        assert len({said[language][name]["text"] for language in ("en", "ko", "ur")}) == 3, response


def test_answers_of_actions_are_still_checked(result: dict[str, object]) -> None:
    assert (result["refused"], result["accepted"]) == (True, True)
