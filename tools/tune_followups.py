"""Fits when a question counts as a follow-up: `python -m tools.tune_followups` writes `knowledge/followups.json`."""

import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from knowledge.followups import HITS, LIMIT, PATH, features
from knowledge.languages import Language
from knowledge.logistic import Logistic
from knowledge.search import GuidebookSearch, load_search
from knowledge.settings import KnowledgeSettings
from knowledge.tuning import HELD_OUT

SEED = 3
_CHANGES = 60
_STRANGERS = 25


def read_dialogues(language: Language, folder: Path = HELD_OUT / "followups") -> Iterator[list[str]]:
    """Yield article, first question, follow-up and section of each dialogue."""
    for line in (folder / f"{language}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        yield line.split("\t")


def examples(search: GuidebookSearch) -> Iterator[tuple[tuple[float, ...], bool]]:
    """Yield features and whether it is a follow-up, for dialogues, changes of the subject and other messages."""
    dice = random.Random(SEED)  # noqa: S311 - reproducible sampling, not a secret
    for language in Language:
        rows = [
            line.split("\t") for line in (HELD_OUT / f"{language}.tsv").read_text(encoding="utf-8").splitlines()[1:]
        ]
        strangers = (HELD_OUT / "outside" / f"{language}.txt").read_text(encoding="utf-8").splitlines()
        pairs = [(first, second, True) for _, first, second, _ in read_dialogues(language)]
        for article, _, text in dice.sample(rows, min(_CHANGES, len(rows))):
            other, _, before = dice.choice(rows)
            pairs += [(before, text, False)] * (other != article)
        pairs += [(dice.choice(rows)[2], text, False) for text in strangers[:_STRANGERS]]
        for before, text, follows in pairs:
            shown = search.search(before, language).hits[0].article.id
            alone, together = (search.search(text, language, HITS, after=first) for first in ("", before))
            yield features(text, language, alone, together, shown), follows


def main() -> None:
    """Fit, print how well it does on parts it was not fitted to, write."""
    rows, follows = zip(*examples(load_search(KnowledgeSettings())), strict=True)
    x, y = np.array(rows), np.array(follows)
    model = LogisticRegression(max_iter=500)
    guessed = cross_val_predict(model, x, y, cv=10, method="predict_proba")[:, 1] >= LIMIT
    print(f"follow-ups recognised {guessed[y].mean():.1%}, new subjects {1 - guessed[~y].mean():.1%} of {len(y)}")
    model.fit(x, y)
    Logistic.rounded(model.coef_[0], model.intercept_[0]).save(PATH)


if __name__ == "__main__":
    main()
