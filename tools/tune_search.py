"""Chooses the weights of the search by cross-validation on the training situations: `python -m tools.tune_search`.

Whole situations are held out, in all languages at once, so that a held-out question has no translation in training.
The evaluation questions under `tests/evaluation` are never read here.
"""

import random
import sys

import numpy as np

from knowledge.articles import read_guidebook
from knowledge.augmentation import noised_copies  # noqa: F401
from knowledge.bm25 import CharacterBm25
from knowledge.classifier import CharacterClassifier
from knowledge.folding import fold
from knowledge.index import BM25_NGRAMS, CLASSIFIER_NGRAMS, DENSE_TOP, lexical_texts
from knowledge.languages import Language
from knowledge.questions import read_questions
from knowledge.settings import KnowledgeSettings
from knowledge.splitting import split
from knowledge.training import SEED, build_tokenizer, make_pairs, train

FOLDS = 5


def _z(rows):
    return (rows - rows.mean(axis=1, keepdims=True)) / (rows.std(axis=1, keepdims=True) + 1e-6)


def dense_rows(model, guidebook, known, held):
    place = {a: i for i, a in enumerate(guidebook.ids)}
    passages = [p for a in guidebook for p in split(a)]
    texts = [a.title for a in guidebook] + [p.text for p in passages] + [q.text for q in known]
    owners = np.array(
        [place[a.id] for a in guidebook] + [place[p.article] for p in passages] + [place[q.article] for q in known]
    )

    def enc(t):
        return model.encode(t, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False)

    sims = enc([q.text for q in held]) @ enc(texts).T
    out = np.zeros((len(held), len(guidebook.ids)), dtype=np.float32)
    for a in range(len(guidebook.ids)):
        cols = sims[:, owners == a]
        out[:, a] = np.sort(cols, axis=1)[:, -DENSE_TOP:].mean(axis=1)
    return out


def main() -> int:
    folder = KnowledgeSettings().guidebook_dir
    guidebook, questions = read_guidebook(folder), read_questions(folder)
    languages = [Language(a) for a in sys.argv[1:]] or list(Language)
    place = {a: i for i, a in enumerate(guidebook.ids)}
    keys = sorted({(q.article, q.key) for q in questions})
    random.Random(3).shuffle(keys)
    fold_of = {k: i % FOLDS for i, k in enumerate(keys)}
    rows, gold, langs, lengths = [], [], [], []
    for number in range(FOLDS if "--quick" not in sys.argv else 1):
        known = [q for q in questions if fold_of[(q.article, q.key)] != number]
        held = [q for q in questions if fold_of[(q.article, q.key)] == number and q.language in languages]
        pairs = make_pairs(guidebook, known, random.Random(SEED))
        texts = [x for _, a, b in pairs for x in (a, b)]
        model = train(pairs, build_tokenizer(texts), 5)
        dense = dense_rows(model, guidebook, known, held)
        for language in languages:
            documents, texts, classes = lexical_texts(guidebook, known, language)
            bm25 = CharacterBm25.fit(documents, BM25_NGRAMS.get(language, (2, 4)))
            classifier = CharacterClassifier.fit(texts, classes, CLASSIFIER_NGRAMS.get(language, (2, 5)))
            for i, q in enumerate(held):
                if q.language != language:
                    continue
                f = fold(q.text, language)
                rows.append((bm25.scores(f), classifier.scores(f), dense[i]))
                gold.append(place[q.article])
                langs.append(language)
                lengths.append(len(f))
        print("fold", number, flush=True)
    gold, langs = np.array(gold), np.array(langs)
    z = [_z(np.array([r[i] for r in rows])) for i in range(3)]
    np.savez(
        "var/tune.npz",
        b=z[0],
        c=z[1],
        d=z[2],
        raw=np.array([r[0].max() for r in rows]),
        gold=gold,
        langs=langs,
        lengths=np.array(lengths),
    )
    for w in [
        (1, 0, 0),
        (0, 1, 0),
        (0, 0, 1),
        (1, 1, 0),
        (1, 1, 1),
        (0.6, 0.8, 0.5),
        (0.5, 1, 0.5),
        (0.5, 1, 1),
        (1, 1, 0.5),
        (0.3, 1, 0.5),
        (0.3, 1, 1),
    ]:
        fused = sum(a * b for a, b in zip(w, z, strict=False))
        ok = fused.argmax(1) == gold
        print(w, f"{ok.mean():.3f}", {str(l): round(float(ok[langs == l].mean()), 3) for l in languages}, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
