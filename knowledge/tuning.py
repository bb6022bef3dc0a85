"""Fits the calibration of the search to questions that its rankers have not seen.

Two kinds: other people's wordings (`knowledge/held-out`), and whole situations held out in all languages at once.
Chosen are the weights of the rankers, the sharpness of the belief, the logistic model that says how likely the first
hit is right (Platt 1999, with several features), and the one that says whether a question lies inside the guidebook,
with a limit per language.
"""

import itertools
import random
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from knowledge.articles import Guidebook
from knowledge.calibration import Calibration, Linear, Rows, standardise
from knowledge.embedding import Embedder
from knowledge.index import PROCESSES, build_index, load_index
from knowledge.languages import Language
from knowledge.questions import Question, read_outside
from knowledge.scoring import Asked, Scored, confidence_rows, score
from knowledge.settings import HOME, KnowledgeSettings

HELD_OUT = HOME / "held-out"
SEED = 7
FOLDS = 3
REFUSED = 0.015
# Questions about situations nobody has written down are rarer and harder: they count this much in all together.
UNSEEN_SHARE = 0.25
_GRID = (0.25, 0.5, 0.75, 1.0)
_SHARPNESS = (0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0)


def score_unseen_situations(
    guidebook: Guidebook, questions: list[Question], make_embedder: Callable[[list[Question]], Embedder]
) -> Scored:
    """Hold out a third of the situations in all languages, make everything anew without them, and ask them.

    `make_embedder` gets the questions that may be learnt from.
    """
    keys = sorted({(q.article, q.key) for q in questions})
    random.Random(SEED).shuffle(keys)  # noqa: S311 - reproducible
    held_keys = {key for key in keys[: len(keys) // FOLDS] if key[1].startswith("s")}
    known = [q for q in questions if (q.article, q.key) not in held_keys]
    held = [Asked(q.text, q.language, q.article) for q in questions if (q.article, q.key) in held_keys]
    embedder = make_embedder(known)
    with tempfile.TemporaryDirectory() as folder:
        outside = read_outside(KnowledgeSettings().guidebook_dir)
        build_index(guidebook, known, embedder, Path(folder) / "index", outside=outside, processes=PROCESSES)
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
    """Choose everything."""
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
