"""Calibrates the search: `python -m tools.tune_search` writes `knowledge/calibration.json`.

Two kinds of questions that the rankers have not seen: other people's wordings for all articles (`knowledge/held-out`,
asked of the built index), and whole situations held out in all languages at once, asked of an index and an embedding
model that were made without them. Chosen are the weights of the rankers, the sharpness of the belief, the logistic
model that says how likely the first hit is right, and the one that says whether a question lies inside the guidebook,
with a limit per language. The evaluation questions under `tests/evaluation` are never read here.
"""

import itertools
import json
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sklearn.linear_model import LogisticRegression

from knowledge import training
from knowledge.articles import Guidebook, read_guidebook
from knowledge.calibration import PATH, Calibration, Linear, Rows, standardise
from knowledge.embedding import SentenceTransformersEmbedder, Vectors
from knowledge.index import build_index, load_index
from knowledge.languages import Language
from knowledge.questions import Question, read_outside, read_questions
from knowledge.settings import HOME, KnowledgeSettings
from tools.scoring import Asked, Scored, confidence_rows, expected_calibration_error, read_asked, read_strangers, score

HELD_OUT = HOME / "held-out"
FOLDS = 3
EPOCHS = 6
REFUSED = 0.015
# Questions about situations nobody has written down are rarer and harder: they count this much in all together.
UNSEEN_SHARE = 0.25
_GRID = (0.25, 0.5, 0.75, 1.0)
_SHARPNESS = (0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0)


class FoldEmbedder:
    """The embedding model of one fold, as an index wants it."""

    identity = "fold"

    def __init__(self, model: SentenceTransformer) -> None:
        self._model = model

    def embed_questions(self, texts: list[str]) -> Vectors:
        """Embed texts."""
        vectors = self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)

    embed_passages = embed_questions


def score_unseen_situations(guidebook: Guidebook, questions: list[Question]) -> Scored:
    """Hold out a third of the situations in all languages, make everything anew without them, and ask them."""
    keys = sorted({(q.article, q.key) for q in questions})
    random.Random(training.SEED).shuffle(keys)  # noqa: S311 - reproducible
    held_keys = {key for key in keys[: len(keys) // FOLDS] if key[1].startswith("s")}
    known = [q for q in questions if (q.article, q.key) not in held_keys]
    held = [Asked(q.text, q.language, q.article) for q in questions if (q.article, q.key) in held_keys]
    pairs = training.make_pairs(guidebook, known, random.Random(training.SEED))  # noqa: S311 - reproducible
    tokenizer = training.build_tokenizer([text for _, a, b in pairs for text in (a, b)])
    embedder = FoldEmbedder(training.train(pairs, tokenizer, EPOCHS))
    with tempfile.TemporaryDirectory() as folder:
        outside = read_outside(KnowledgeSettings().guidebook_dir)
        build_index(guidebook, known, embedder, Path(folder) / "index", outside=outside)
        return score(load_index(Path(folder) / "index", embedder), embedder, held)


def _choose_weights(sets: Sequence[Scored]) -> tuple[float, ...]:
    standard = [np.stack([standardise(part) for part in scored.rankers]) for scored in sets]
    found = {}
    for weights in itertools.product(_GRID, _GRID, _GRID):
        shares = [
            float((np.tensordot(weights, parts, axes=1).argmax(axis=1) == scored.right).mean())
            for parts, scored in zip(standard, sets, strict=True)
        ]
        found[weights] = float(np.mean(shares))
    # Among equally good weights (half a point is noise) the most even ones lean least on a single ranker.
    good = [weights for weights, share in found.items() if share > max(found.values()) - 0.005]
    return max(good, key=lambda w: (min(w), sum(w)))


def _choose_sharpness(weights: tuple[float, ...], scored: Scored) -> float:
    nothing = Linear((), (), (), 0.0)
    rows = np.arange(len(scored.right))

    def likelihood(sharpness: float) -> float:
        calibration = Calibration(weights, sharpness, nothing, nothing, {})
        belief = calibration.belief(calibration.fuse(scored.rankers))
        return float(np.log(belief[rows, scored.right] + 1e-9).mean())

    return max(_SHARPNESS, key=likelihood)


def _fit(features: Rows, wanted: NDArray[np.bool_], importance: Rows) -> Linear:
    mean, spread = features.mean(axis=0), features.std(axis=0)
    model = LogisticRegression(C=1.0, max_iter=500).fit(
        (features - mean) / (spread + 1e-6), wanted, sample_weight=importance
    )
    return Linear(_short(mean), _short(spread), _short(model.coef_[0]), round(float(model.intercept_[0]), 4))


def _short(values: Rows) -> tuple[float, ...]:
    return tuple(round(float(value), 4) for value in values)


def _limits(scope: Linear, wordings: Scored) -> dict[Language, float]:
    """Log-odds that all but a few questions inside reach; between a language's own limit and that of all."""
    odds = scope.odds(wordings.scope)
    common = float(np.quantile(odds, REFUSED))
    own = {language: float(np.quantile(odds[wordings.languages == language], REFUSED)) for language in Language}
    return {language: round((limit + common) / 2, 3) for language, limit in own.items()}


def calibrate(wordings: Scored, situations: Scored, strangers: Scored) -> Calibration:
    """Choose everything; prints what it rests on."""
    weights = _choose_weights([wordings, situations])
    sharpness = _choose_sharpness(weights, wordings)
    both = [wordings, situations]
    importance = np.concatenate(
        [
            np.ones(len(wordings.right)),
            np.full(len(situations.right), UNSEEN_SHARE * len(wordings.right) / len(situations.right)),
        ]
    )
    nothing = Linear((), (), (), 0.0)
    draft = Calibration(weights, sharpness, nothing, nothing, {})
    rows = [confidence_rows(draft, scored) for scored in both]
    right = np.concatenate([fused.argmax(axis=1) == s.right for (fused, _), s in zip(rows, both, strict=True)])
    confidence = _fit(np.concatenate([features for _, features in rows]), right, importance)
    inside = np.concatenate([importance / importance.sum(), np.full(len(strangers.right), 1 / len(strangers.right))])
    scope = _fit(
        np.concatenate([wordings.scope, situations.scope, strangers.scope]),
        np.arange(len(inside)) < len(importance),
        inside * len(wordings.right),
    )
    return Calibration(weights, sharpness, confidence, scope, _limits(scope, wordings))


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
    situations = score_unseen_situations(guidebook, questions)
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
