"""Which embedding model the search uses, with the index and the calibration that were made for it.

`model.json` lists the models that were swapped in, the last one being in use; without it the settings name the model.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.articles import read_guidebook
from knowledge.calibration import PATH as SHIPPED_CALIBRATION
from knowledge.calibration import load_calibration
from knowledge.embedding import Embedder, SentenceTransformersEmbedder
from knowledge.errors import ModelInvalid
from knowledge.index import build_index, load_index
from knowledge.languages import Language
from knowledge.questions import read_outside, read_questions
from knowledge.scoring import Asked, Ranking, read_asked, read_strangers, score
from knowledge.settings import KnowledgeSettings
from knowledge.tuning import HELD_OUT, calibrate, score_unseen_situations

# What these models want before a text (https://huggingface.co/intfloat/multilingual-e5-small).
_PROMPTS = {"e5": ("query: ", "passage: ")}


@dataclass(frozen=True)
class ModelChoice:
    """A sentence-transformers model (name or folder), its prompts, and where its index and calibration lie."""

    model: str
    query_prompt: str
    passage_prompt: str
    index_dir: Path
    calibration: Path

    def embedder(self) -> SentenceTransformersEmbedder:
        """Load the model; raises ModelInvalid."""
        return SentenceTransformersEmbedder(self.model, self.query_prompt, self.passage_prompt)


def read_choice(settings: KnowledgeSettings) -> ModelChoice:
    """Return the model in use."""
    chosen = _read(settings.model_choice)
    if chosen:
        return chosen[-1]
    return ModelChoice(
        settings.embedding_model,
        settings.embedding_query_prompt,
        settings.embedding_passage_prompt,
        settings.index_dir,
        SHIPPED_CALIBRATION,
    )


def try_model(settings: KnowledgeSettings, model: str, query_prompt: str = "", passage_prompt: str = "") -> ModelChoice:
    """Embed everything with another model and fit fusion and calibration to it; nothing in use is changed.

    Raises ModelInvalid when the model cannot be loaded.
    """
    if not query_prompt and not passage_prompt:
        query_prompt, passage_prompt = next(
            (prompts for part, prompts in _PROMPTS.items() if part in Path(model).name.lower()), ("", "")
        )
    name = hashlib.sha256("\n".join((model, query_prompt, passage_prompt)).encode()).hexdigest()[:12]
    folder = settings.index_dir.parent / "models-tried" / name
    choice = ModelChoice(model, query_prompt, passage_prompt, folder / "index", folder / "calibration.json")
    embedder: Embedder = choice.embedder()
    guidebook, questions = read_guidebook(settings.guidebook_dir), read_questions(settings.guidebook_dir)
    build_index(guidebook, questions, embedder, choice.index_dir, outside=read_outside(settings.guidebook_dir))
    # The language profiles do not depend on the model, and the built ones have learnt from small talk, too.
    index = load_index(choice.index_dir, embedder)
    calibration = calibrate(
        score(index, embedder, list(read_asked(HELD_OUT))),
        score_unseen_situations(guidebook, questions, lambda _: embedder),
        score(index, embedder, list(read_strangers(HELD_OUT / "outside"))),
    )
    choice.calibration.write_text(json.dumps(calibration.as_json(), indent=2), encoding="utf-8")
    return choice


def judge_model(choice: ModelChoice, asked: Sequence[Asked]) -> dict[str, Ranking]:
    """How well the search finds articles with a model, by language and for `all`."""
    embedder = choice.embedder()
    scored = score(load_index(choice.index_dir, embedder), embedder, asked)
    fused = load_calibration(choice.calibration).fuse(scored.rankers)
    rows = {str(language): scored.languages == language for language in Language}
    rows["all"] = np.ones(len(scored.right), dtype=bool)
    return {name: Ranking.of(fused[own], scored.right[own]) for name, own in rows.items()}


def swap(settings: KnowledgeSettings, choice: ModelChoice) -> None:
    """Use a model that was tried, from the next start on."""
    _write(settings.model_choice, [*_read(settings.model_choice), choice])


def roll_back(settings: KnowledgeSettings) -> ModelChoice:
    """Use the model before the present one again; raises ModelInvalid when there is none."""
    chosen = _read(settings.model_choice)
    if not chosen:
        raise ModelInvalid("the model of the settings is in use; there is none before it")
    _write(settings.model_choice, chosen[:-1])
    return read_choice(settings)


def _read(path: Path) -> list[ModelChoice]:
    try:
        entries: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    return [
        ModelChoice(**{**entry, "index_dir": Path(entry["index_dir"]), "calibration": Path(entry["calibration"])})
        for entry in entries
    ]


def _write(path: Path, chosen: list[ModelChoice]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps([asdict(choice) for choice in chosen], default=str, indent=2), encoding="utf-8")
    os.replace(fresh, path)
