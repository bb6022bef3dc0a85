"""Calibrates the search: `python -m tools.tune_search` writes `knowledge/calibration.json` (see `knowledge/tuning.py`).

The built index is asked other people's wordings; an index and an embedding model made without them are asked whole
situations. The evaluation questions under `tests/evaluation` are never read here.
"""

import hashlib
import json
import random
import shutil
import sys
import tempfile
from pathlib import Path

from knowledge import training
from knowledge.articles import Guidebook, read_guidebook
from knowledge.calibration import PATH, Calibration
from knowledge.embedding import SentenceTransformersEmbedder
from knowledge.index import load_index
from knowledge.languages import Language
from knowledge.questions import Question, read_questions
from knowledge.scoring import Scored, confidence_rows, expected_calibration_error, read_asked, read_strangers, score
from knowledge.settings import KnowledgeSettings
from knowledge.tuning import HELD_OUT, calibrate, score_unseen_situations
from tools.steps import ROOT

EPOCHS = 6
FOLDS = ROOT / "var" / "folds"


def train_without(guidebook: Guidebook, known: list[Question]) -> SentenceTransformersEmbedder:
    """Train a model on some of the questions only; kept, so that tuning and evaluation train it once."""
    made_from = [EPOCHS, Path(training.__file__).read_text(encoding="utf-8"), *known, *guidebook]
    digest = hashlib.sha256("\n".join(map(str, made_from)).encode()).hexdigest()
    folder = FOLDS / digest[:16]
    if not folder.is_dir():
        pairs = training.make_pairs(guidebook, known, random.Random(training.SEED))  # noqa: S311 - reproducible
        tokenizer = training.build_tokenizer([text for _, a, b in pairs for text in (a, b)])
        with tempfile.TemporaryDirectory(dir=ROOT / "var") as name:
            training.train(pairs, tokenizer, EPOCHS).save(name, create_model_card=False)
            shutil.copytree(name, folder)
    return SentenceTransformersEmbedder(str(folder))


def _print(name: str, calibration: Calibration, scored: Scored) -> None:
    fused, features = confidence_rows(calibration, scored)
    right = fused.argmax(axis=1) == scored.right
    error = expected_calibration_error(calibration.probability(features), right)
    alone = [float((part.argmax(axis=1) == scored.right).mean()) for part in scored.rankers]
    print(
        f"{name}: right first {right.mean():.3f} (BM25 {alone[0]:.3f}, classifier {alone[1]:.3f}, embedding "
        f"{alone[2]:.3f}), calibration error {error:.3f}, {len(right)} questions"
    )


def main() -> int:
    """Ask, choose, write."""
    settings = KnowledgeSettings()
    guidebook, questions = read_guidebook(settings.guidebook_dir), read_questions(settings.guidebook_dir)
    embedder = SentenceTransformersEmbedder(
        settings.embedding_model, settings.embedding_query_prompt, settings.embedding_passage_prompt
    )
    index = load_index(settings.index_dir, embedder)
    wordings = score(index, embedder, list(read_asked(HELD_OUT)))
    strangers = score(index, embedder, list(read_strangers(HELD_OUT / "outside")))
    situations = score_unseen_situations(guidebook, questions, lambda known: train_without(guidebook, known))
    calibration = calibrate(wordings, situations, strangers)
    print(f"weights {calibration.weights}, sharpness {calibration.sharpness}")
    _print("other wordings", calibration, wordings)
    _print("unseen situations", calibration, situations)
    for language in Language:
        limit = calibration.limits[language]
        out = strangers.scope[strangers.languages == language]
        inside = wordings.scope[wordings.languages == language]
        print(
            f"{language}: refused {float((calibration.scope.odds(out) < limit).mean()):.2f} outside the guidebook, "
            f"{float((calibration.scope.odds(inside) < limit).mean()):.3f} inside"
        )
    PATH.write_text(json.dumps(calibration.as_json(), indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
