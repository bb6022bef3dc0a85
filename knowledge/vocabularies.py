"""Keeps the n-gram vocabularies of the rankers as JSON: readable, and safe to load, unlike a pickle."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Vocabulary:
    """What a scikit-learn vectorizer has learnt: kind and lengths of its n-grams, and term → column."""

    analyzer: str
    ngrams: tuple[int, int]
    columns: dict[str, int]


def save(path: Path, vectorizer: Any) -> None:  # noqa: ANN401 - scikit-learn ships no types
    """Write the vocabulary of a fitted scikit-learn vectorizer."""
    terms = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)
    content = {"analyzer": vectorizer.analyzer, "ngrams": list(vectorizer.ngram_range), "terms": terms}
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def load(path: Path) -> Vocabulary:
    """Read what `save` wrote."""
    content = json.loads(path.read_text(encoding="utf-8"))
    columns = {term: column for column, term in enumerate(content["terms"])}
    return Vocabulary(content["analyzer"], tuple(content["ngrams"]), columns)
