"""Measures how published gap answers are found by what residents ask; part of `python -m tools.evaluate_gaps`.

Made gaps are groups of `knowledge/held-out` questions, as the gateway groups them, and `knowledge/held-out/gaps.tsv`:
for each need what was asked, the titles of its answer, and how it is asked later. Ordinary questions and what lies
outside the guidebook are those of `tests/evaluation`. All are asked of the real search.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import mean

import numpy as np
from numpy.typing import NDArray

from api.desk.gaps.grouping import Groups
from knowledge.documents.settled import SETTLED
from knowledge.embedding import Vectors
from knowledge.languages import Language
from knowledge.scoring import Asked, read_asked, read_strangers
from knowledge.search import Certainty, GuidebookSearch
from knowledge.settings import ROOT
from knowledge.tuning import HELD_OUT

THRESHOLDS = (0.50, 0.55, 0.60, 0.65, 0.70)
PUBLISHED = (30, 100, 300)
MOST_TAKEN_OVER = 0.005
_EVALUATION = ROOT / "tests" / "evaluation"
_DRAWS = 5

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Set:
    """Questions with their vectors, what they are about, and whether the guidebook is sure of its answer or has one."""

    vectors: Vectors
    about: NDArray[np.str_]
    sure: Flags
    answered: Flags


def measure(search: GuidebookSearch) -> str:
    """Return the section of the report; raises SystemExit when too many ordinary questions would be taken over."""
    ordinary = _ask(search, list(read_asked(_EVALUATION / "questions")))
    outside = _ask(search, list(read_strangers(_EVALUATION / "outside")))
    inside_gaps = _ask(search, list(read_asked(HELD_OUT)))
    outside_gaps = _ask(search, list(read_strangers(HELD_OUT / "outside")))
    pairs = ((inside_gaps, ordinary), (outside_gaps, outside))
    drawn = {
        (count, threshold): tuple(_taken(gaps, asked, count, threshold) for gaps, asked in pairs)
        for count in PUBLISHED
        for threshold in THRESHOLDS
    }
    if max(drawn[count, SETTLED][0][1] for count in PUBLISHED) > MOST_TAKEN_OVER:
        raise SystemExit("published answers would be shown for too many ordinary questions")
    return _render(drawn, _found(search), len(ordinary.vectors), len(outside.vectors))


def _ask(search: GuidebookSearch, asked: Sequence[Asked]) -> Set:
    certainty = [search.search(one.text, one.language, 1).certainty for one in asked]
    return Set(
        search.embed([one.text for one in asked]),
        np.array([one.article or "" for one in asked]),
        np.array([one is Certainty.SURE for one in certainty]),
        np.array([one is not Certainty.NONE for one in certainty]),
    )


def _taken(pool: Set, asked: Set, count: int, threshold: float) -> tuple[float, float]:
    """Shares of questions that lead to a gap of another article: of all, and of the answered where it is shown first.

    For what lies outside the guidebook, where nobody has said which questions are the same: near any gap, of all, and
    of those of which the guidebook is not sure.
    """
    generator, shares = np.random.default_rng(0), []
    for _ in range(_DRAWS):
        members = _draw(pool.vectors, count, generator)
        similarities = asked.vectors @ pool.vectors[members].T
        near = similarities.max(axis=1) >= threshold
        other = pool.about[members][similarities.argmax(axis=1)] != asked.about
        wrong = near & (other | (asked.about == ""))
        counted = asked.answered if asked.about.any() else ~asked.sure
        shares.append((wrong.mean(), (wrong & ~asked.sure & counted).sum() / counted.sum()))
    first, second = zip(*shares, strict=True)
    return mean(first), mean(second)


def _draw(vectors: Vectors, count: int, generator: np.random.Generator) -> NDArray[np.int64]:
    """The members of some groups, grouped in a random order."""
    order = generator.permutation(len(vectors))
    groups = Groups(vectors[:0], np.empty(0, dtype=np.int64))
    labels = np.array([groups.place(vectors[place]) for place in order])
    return np.asarray(order[np.isin(labels, generator.permutation(len(groups))[:count])])


@dataclass(frozen=True)
class Found:
    """One question asked later: is its language one in which it was asked or answered before, and what it is near."""

    known_language: bool
    sure: bool
    own: float
    other: float


def _found(search: GuidebookSearch) -> list[Found]:
    rows = list(_read_needs())
    vectors = search.embed([text for *_, text in rows])
    known = [place for place, (_, role, *_) in enumerate(rows) if role != "later"]
    needs = np.array([rows[place][0] for place in known])
    found = []
    for (need, role, language, text), vector in zip(rows, vectors, strict=True):
        if role == "later":
            similarities = vectors[known] @ vector
            same = any((rows[place][0], rows[place][2]) == (need, language) for place in known)
            sure = search.search(text, language, 1).certainty is Certainty.SURE
            own, other = similarities[needs == need].max(), similarities[needs != need].max()
            found.append(Found(same, sure, float(own), float(other)))
    return found


def _read_needs() -> Iterator[tuple[str, str, Language, str]]:
    with (HELD_OUT / "gaps.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield row["need"], row["role"], Language(row["language"]), row["text"]


def _render(
    drawn: dict[tuple[int, float], tuple[tuple[float, float], ...]],
    found: list[Found],
    ordinary: int,
    outside: int,
) -> str:
    taken = "\n".join(
        f"| {count} | {_mark(threshold)} | {inside[0]:.2%} | {inside[1]:.2%} | {strange[1]:.1%} |"
        for (count, threshold), (inside, strange) in drawn.items()
    )
    later = "\n".join(_found_row(found, threshold) for threshold in THRESHOLDS)
    foreign = sum(not one.known_language for one in found)
    needs = len({need for need, *_ in _read_needs()})
    return f"""## What is found afterwards

A published answer is found by its words, as all documents are, and by what was asked: a question whose embedding has a
cosine of {SETTLED:.2f} or more with one of the gap's questions or with a title of its answer, in any language, leads to
it. It is shown first only where the guidebook is not sure of an answer of its own; else it is cited beside that.

**Taken over wrongly.** The {ordinary:,} ordinary questions and the {outside:,} questions from outside the guidebook of
`tests/evaluation`, with so many gaps published at once; the gaps are groups of held-out questions, of the guidebook's
subjects for the ordinary ones, from outside for the others. Mean of {_DRAWS} draws. "Shown first" is of the questions
that the guidebook has an answer to, sure or not. Outside nobody has said which questions are the same: the last column
counts the right ones, too, and from a look at them most are about the same thing.

| gaps published | threshold | ordinary: near a gap of another article | ordinary: shown first | outside: near any gap |
|---|---|---|---|---|
{taken}

**Found.** {len(found)} questions in other words about {needs} needs that the guidebook lacks
(`knowledge/held-out/gaps.tsv`, written by those who made the search: few, and no residents'), {foreign} of them in a
language in which the need was neither asked nor answered.

| threshold | found | found, where the guidebook is not sure | found, in a new language | another need instead |
|---|---|---|---|---|
{later}

The threshold is the one of grouping. A lower one would find more, but it would also show wrong answers to more of what
lies outside. The model knows the guidebook's subjects: about visas a question may be found across languages, about
parrots only in a language in which somebody asked or in which the answer has a title. Editors should therefore give an
answer a title in every language, in the words of residents.
"""


def _found_row(found: list[Found], threshold: float) -> str:
    unsure = [one for one in found if not one.sure]
    foreign = [one for one in found if not one.known_language]
    shares = (mean(max(threshold, one.other) <= one.own for one in part) for part in (found, unsure, foreign))
    wrong = mean(one.other >= threshold and one.other > one.own for one in found)
    return f"| {_mark(threshold)} | {' | '.join(f'{share:.0%}' for share in shares)} | {wrong:.0%} |"


def _mark(threshold: float) -> str:
    return f"{threshold:.2f}{' (used)' if threshold == SETTLED else ''}"
