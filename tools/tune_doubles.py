"""Fits when a message counts as two questions: `python -m tools.tune_doubles` writes `knowledge/doubles.json`."""

from collections.abc import Iterator

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from knowledge.doubles import LIMIT, PATH, Split, try_splits
from knowledge.languages import Language
from knowledge.logistic import Logistic
from knowledge.search import GuidebookSearch, load_search
from knowledge.settings import KnowledgeSettings
from knowledge.tuning import HELD_OUT


def messages(language: Language) -> Iterator[tuple[str, set[str]]]:
    """Yield messages with the two articles they ask for, and single questions with none."""
    for line in (HELD_OUT / "double" / f"{language}.tsv").read_text(encoding="utf-8").splitlines():
        first, second, _, _, text = line.split("\t")
        yield text, {first, second}
    for line in (HELD_OUT / f"{language}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        yield line.split("\t")[2], set()


def examples(search: GuidebookSearch) -> Iterator[tuple[set[str], list[Split]]]:
    """Yield the articles asked for and all splits of each message that can be split."""
    for language in Language:
        for text, asked in messages(language):
            splits = list(try_splits(search, text, language))
            if asked or splits:
                yield asked, splits


def main() -> None:
    """Fit, print how well it does on messages it was not fitted to, write."""
    found = list(examples(load_search(KnowledgeSettings())))
    rows = [(split, asked, message) for message, (asked, splits) in enumerate(found) for split in splits]
    x = np.array([split.features for split, _, _ in rows])
    right = np.array([_articles(split) == asked for split, asked, _ in rows])
    groups = np.array([message for _, _, message in rows])
    model = LogisticRegression(max_iter=1000)
    guessed = cross_val_predict(model, x, right, groups=groups, cv=GroupKFold(10), method="predict_proba")[:, 1]
    both: list[bool] = []
    single: list[bool] = []
    for message, (asked, _) in enumerate(found):
        own = np.flatnonzero(groups == message)
        best = own[np.argmax(guessed[own])] if len(own) else None
        taken = best is not None and guessed[best] >= LIMIT
        (both if asked else single).append(taken and (not asked or bool(right[best])))
    print(f"both questions found {np.mean(both):.1%} of {len(both)}")
    print(f"taken for two: {np.mean(single):.1%} of {len(single)} single questions that can be split")
    model.fit(x, right)
    Logistic.rounded(model.coef_[0], model.intercept_[0]).save(PATH)


def _articles(split: Split) -> set[str]:
    return {split.first.hits[0].article.id, split.second.hits[0].article.id}


if __name__ == "__main__":
    main()
