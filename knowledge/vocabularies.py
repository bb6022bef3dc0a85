"""Keeps the n-gram vocabularies of the rankers as JSON: readable, and safe to load, unlike a pickle."""

import json
from pathlib import Path
from typing import Any


def save(path: Path, vectorizer: Any) -> None:  # noqa: ANN401 - scikit-learn ships no types
    """Write the vocabulary and n-gram range of a fitted scikit-learn vectorizer."""
    terms = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)
    content = {"ngrams": list(vectorizer.ngram_range), "terms": terms}
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def load(path: Path) -> tuple[dict[str, int], tuple[int, int]]:
    """Return vocabulary (term → column) and n-gram range."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return {term: column for column, term in enumerate(content["terms"])}, tuple(content["ngrams"])
