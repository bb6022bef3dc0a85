"""Measures how questions are grouped and answers found: `python -m tools.evaluate_gaps` writes docs/gaps.md.

The questions are those of `knowledge/held-out`, which nothing was trained on. Two questions of one article count as the
same need, which is stricter than true: an article answers several questions, so that the recall is a lower bound.
"""

import csv
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean

import numpy as np
from numpy.typing import NDArray

from api.desk.gaps.grouping import THRESHOLD, Groups
from knowledge.embedding import Vectors
from knowledge.languages import Language
from knowledge.search import load_search
from knowledge.settings import HOME, ROOT, KnowledgeSettings
from tools import gap_answers

QUESTIONS = HOME / "held-out"
REPORT = ROOT / "docs" / "gaps.md"
THRESHOLDS = (0.40, 0.45, 0.50, 0.55, 0.60, 0.65, 0.70)
LEAST_PRECISION = 0.85
_ORDERS = 5

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Questions:
    """Questions with their article and language, all of the same length."""

    texts: list[str]
    articles: NDArray[np.str_]
    languages: NDArray[np.str_]


@dataclass(frozen=True)
class Figures:
    """What a threshold does: `cross` is for pairs of two languages only."""

    threshold: float
    groups: float
    precision: float
    recall: float
    cross_precision: float
    cross_recall: float


def read_questions() -> Questions:
    """Read the held-out questions of all languages."""
    rows = [(row["text"], row["article"], language) for language in Language for row in _rows(language)]
    texts, articles, languages = zip(*rows, strict=True)
    return Questions(list(texts), np.array(articles), np.array(languages))


def measure(vectors: Vectors, questions: Questions, threshold: float) -> Figures:
    """Group the questions in several random orders, as they might come, and count pairs."""
    generator = np.random.default_rng(0)
    found = [_measure_once(vectors, questions, threshold, generator) for _ in range(_ORDERS)]
    return Figures(threshold, *(mean(column) for column in zip(*found, strict=True)))


def choose(figures: list[Figures]) -> float:
    """The lowest threshold whose groups are pure enough: two groups are merged in a moment, one is never divided."""
    return min(one.threshold for one in figures if one.precision >= LEAST_PRECISION)


def _measure_once(
    vectors: Vectors, questions: Questions, threshold: float, generator: np.random.Generator
) -> tuple[float, ...]:
    order = generator.permutation(len(vectors))
    groups = Groups(vectors[:0], np.empty(0, dtype=np.int64), threshold)
    labels = np.array([groups.place(vectors[place]) for place in order])
    first, second = np.triu_indices(len(order), 1)
    articles, languages = questions.articles[order], questions.languages[order]
    together, same = labels[first] == labels[second], articles[first] == articles[second]
    cross = languages[first] != languages[second]
    return (len(groups), *_rates(together, same), *_rates(together & cross, same & cross))


def _rates(together: Flags, same: Flags) -> tuple[float, float]:
    """Precision and recall of pairs that were put together."""
    right = (together & same).sum()
    return float(right / max(together.sum(), 1)), float(right / same.sum())


def render(figures: list[Figures], chosen: float, count: int, identity: str, afterwards: str) -> str:
    """Return the report."""
    rows = "\n".join(
        f"| {one.threshold:.2f}{' (used)' if one.threshold == THRESHOLD else ''} | {one.groups:.0f} "
        f"| {one.precision:.3f} | {one.recall:.3f} | {one.cross_precision:.3f} | {one.cross_recall:.3f} |"
        for one in figures
    )
    return f"""# How knowledge gaps are grouped

Questions that found no good answer are put together when they ask the same, in whatever language. A question joins the
group whose centre is nearest by the cosine of the embedding, from a threshold on; else it begins a group of its own.

Measured on {datetime.now(UTC).date().isoformat()} with `{identity}` on the {count:,} held-out questions in eight
languages (`python -m tools.evaluate_gaps`), mean of {_ORDERS} random orders. A pair is right when both questions belong
to one article. That is a hard measure, since an article answers several questions: the recall is a lower bound.

| threshold | groups | precision of pairs | recall of pairs | precision, two languages | recall, two languages |
|---|---|---|---|---|---|
{rows}

The lowest threshold whose groups have {LEAST_PRECISION:.0%} right pairs is **{chosen:.2f}**: an editor merges two
groups in a moment, and the desk shows the nearest ones for it, but nobody can divide a group that is mixed.

What the figures do not say: the threshold was chosen on the same questions that it is measured on; from one order of
the questions to another the precision differs by up to three hundredths; and these questions are about the guidebook's
articles, while real gaps are about what it lacks.

{afterwards}"""


def _rows(language: Language) -> Iterator[dict[str, str]]:
    with (QUESTIONS / f"{language}.tsv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def main() -> None:
    """Print the figures and write the report."""
    questions = read_questions()
    with tempfile.TemporaryDirectory() as folder:
        search = load_search(KnowledgeSettings(library_dir=Path(folder)))
        vectors, afterwards = search.embed(questions.texts), gap_answers.measure(search)
    figures = [measure(vectors, questions, threshold) for threshold in THRESHOLDS]
    report = render(figures, choose(figures), len(vectors), search.embedding, afterwards)
    REPORT.write_text(report, encoding="utf-8")
    print(report)
    if choose(figures) != THRESHOLD:
        raise SystemExit(f"the gateway uses {THRESHOLD:.2f}: change api/desk/gaps/grouping.py or say why not")


if __name__ == "__main__":
    main()
