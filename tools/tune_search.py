"""Calibrates the search by cross-validation: `python -m tools.tune_search` writes `knowledge/calibration.json`.

Whole situations are held out, in all languages at once, so that a held-out question has no translation in training.
Chosen are the weights of the rankers, the sharpness that turns a fused score into a believable share, and per language
the score below which a question is taken to lie outside the guidebook. The evaluation questions under
`tests/evaluation` are never read here.
"""

import itertools
import json
import random
import sys
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from knowledge import training
from knowledge.articles import Guidebook, read_guidebook
from knowledge.bm25 import CharacterBm25
from knowledge.calibration import PATH, Calibration, Scope, scope_features, standardise
from knowledge.classifier import CharacterClassifier
from knowledge.embedding import Vectors
from knowledge.folding import fold
from knowledge.index import BM25_NGRAMS, CLASSIFIER_NGRAMS, DEFAULT_BM25, DEFAULT_CLASSIFIER, DENSE_TOP, lexical_texts
from knowledge.languages import Language
from knowledge.questions import Question, read_questions
from knowledge.settings import KnowledgeSettings
from knowledge.splitting import split
from tools.bot_data import read_small_talk

FOLDS = 3
EPOCHS = 4
REFUSED = 0.02
_GRID = (0.0, 0.25, 0.5, 0.75, 1.0)
_SHARPNESS = (0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0)

Rows = NDArray[np.float32]


@dataclass(frozen=True)
class HeldOut:
    """Scores of questions that the rankers have not seen: three arrays of shape (questions, articles)."""

    rankers: tuple[Rows, Rows, Rows]
    scope: Rows  # (questions, features) see calibration.scope_features
    right: NDArray[np.int64]  # (questions,) position of the right article, -1 outside the guidebook
    languages: NDArray[np.str_]


def _score_fold(guidebook: Guidebook, known: list[Question], held: list[Question]) -> HeldOut:
    place = {identity: position for position, identity in enumerate(guidebook.ids)}
    dense = _dense(guidebook, known, held)
    parts: list[tuple[Rows, Rows, Rows, Rows]] = []
    lexical = {}
    for language in Language:
        documents, texts, classes = lexical_texts(guidebook, known, language)
        lexical[language] = (
            CharacterBm25.fit(documents, BM25_NGRAMS.get(language, DEFAULT_BM25)),
            CharacterClassifier.fit(texts, classes, CLASSIFIER_NGRAMS.get(language, DEFAULT_CLASSIFIER)),
        )
    for number, question in enumerate(held):
        folded = fold(question.text, question.language)
        bm25, classifier = (ranker.scores(folded) for ranker in lexical[question.language])
        parts.append((bm25, classifier, dense[number], scope_features(bm25, classifier, dense[number], len(folded))))
    return HeldOut(
        rankers=(np.array([p[0] for p in parts]), np.array([p[1] for p in parts]), np.array([p[2] for p in parts])),
        scope=np.array([p[3] for p in parts]),
        right=np.array([place.get(q.article, -1) for q in held]),
        languages=np.array([str(q.language) for q in held]),
    )


def _dense(guidebook: Guidebook, known: list[Question], held: list[Question]) -> Rows:
    pairs = training.make_pairs(guidebook, known, random.Random(training.SEED))  # noqa: S311 - reproducible
    model = training.train(pairs, training.build_tokenizer([t for _, a, b in pairs for t in (a, b)]), EPOCHS)

    def embed(texts: list[str]) -> Vectors:
        return np.asarray(model.encode(texts, normalize_embeddings=True, show_progress_bar=False), dtype=np.float32)

    passages = [passage for article in guidebook for passage in split(article)]
    texts = [a.title for a in guidebook] + [p.text for p in passages] + [q.text for q in known]
    owners = np.array([a.id for a in guidebook] + [p.article for p in passages] + [q.article for q in known])
    similar = embed([q.text for q in held]) @ embed(texts).T
    columns = [
        np.sort(similar[:, owners == identity], axis=1)[:, -DENSE_TOP:].mean(axis=1) for identity in guidebook.ids
    ]
    return np.stack(columns, axis=1)


def _outside() -> list[Question]:
    """What the bot's training calls out of scope; the search has never learnt from it."""
    examples = read_small_talk("out_of_scope")
    return [Question("", language, "outside", text) for language, texts in examples.items() for text in texts]


def _calibrate(folds: list[HeldOut]) -> tuple[Calibration, HeldOut]:
    held = HeldOut(
        rankers=(
            np.concatenate([f.rankers[0] for f in folds]),
            np.concatenate([f.rankers[1] for f in folds]),
            np.concatenate([f.rankers[2] for f in folds]),
        ),
        scope=np.concatenate([f.scope for f in folds]),
        right=np.concatenate([f.right for f in folds]),
        languages=np.concatenate([f.languages for f in folds]),
    )
    inside = held.right >= 0
    parts = [standardise(part)[inside] for part in held.rankers]
    right = held.right[inside]
    found = {
        weights: float((_fuse(parts, weights).argmax(axis=1) == right).mean())
        for weights in itertools.product(_GRID, _GRID, _GRID)
        if any(weights)
    }
    # Among equally good weights (one point is noise) the most even ones lean least on a single ranker.
    good = [weights for weights, share in found.items() if share > max(found.values()) - 0.01]
    weights = max(good, key=lambda w: (min(w), sum(w)))
    fused = _fuse(parts, weights)
    sharpness = max(_SHARPNESS, key=lambda s: float(_log_share(fused * s)[np.arange(len(right)), right].mean()))
    for name, alone in (("BM25", (1.0, 0.0, 0.0)), ("classifier", (0.0, 1.0, 0.0)), ("embedding", (0.0, 0.0, 1.0))):
        print(f"{name} alone: right first {found[alone]:.3f} on unseen situations")
    print(f"best of all weights: {max(found.values()):.3f}")
    print(f"weights {weights}, right first {found[weights]:.3f} on unseen situations, sharpness {sharpness}")
    return Calibration(weights, sharpness, *_calibrate_scope(held, inside)), held


def _calibrate_scope(held: HeldOut, inside: NDArray[np.bool_]) -> tuple[tuple[float, ...], dict[Language, Scope]]:
    """Learn what tells inside from outside over all languages, and per language the limit that refuses few inside."""
    normal = np.zeros_like(held.scope)
    shapes: dict[Language, tuple[Rows, Rows]] = {}
    for language in Language:
        own = held.languages == language
        shapes[language] = held.scope[own & inside].mean(axis=0), held.scope[own & inside].std(axis=0)
        normal[own] = (held.scope[own] - shapes[language][0]) / (shapes[language][1] + 1e-6)
    model = LogisticRegression(class_weight="balanced").fit(normal, inside)
    weights = tuple(round(float(w), 3) for w in model.coef_[0])
    scores = normal @ np.array(weights)
    scope = {}
    for language in Language:
        mean, spread = (tuple(round(float(v), 4) for v in values) for values in shapes[language])
        limit = float(np.quantile(scores[inside & (held.languages == language)], REFUSED))
        scope[language] = Scope(mean, spread, round(limit, 3))
    return weights, scope


def _fuse(parts: list[Rows], weights: tuple[float, ...]) -> Rows:
    return np.asarray(sum(w * p for w, p in zip(weights, parts, strict=True)), dtype=np.float32)


def _log_share(values: Rows) -> Rows:
    shifted = values - values.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)), dtype=np.float32)


def main() -> int:
    """Hold out, score, choose, write."""
    folder = KnowledgeSettings().guidebook_dir
    guidebook, questions, outside = read_guidebook(folder), read_questions(folder), _outside()
    keys = sorted({(q.article, q.key) for q in questions})
    random.Random(training.SEED).shuffle(keys)  # noqa: S311 - reproducible
    fold_of = {key: number % FOLDS for number, key in enumerate(keys)}
    folds = []
    for number in range(FOLDS):
        known = [q for q in questions if fold_of[(q.article, q.key)] != number]
        held = [q for q in questions if fold_of[(q.article, q.key)] == number]
        folds.append(_score_fold(guidebook, known, held + outside))
    calibration, scored = _calibrate(folds)
    for language in Language:
        out = (scored.right < 0) & (scored.languages == language)
        refused = calibration.scope_score(scored.scope[out], language) < calibration.scope[language].limit
        print(f"{language}: outside the guidebook and refused {float(refused.mean()):.2f}")
    PATH.write_text(json.dumps(calibration.as_json(), indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
