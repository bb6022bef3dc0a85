"""What a translation changed that it must not: numbers, dates, amounts, codes, addresses, and whether it says no.

Meant to flag few correct translations: a number that is only a word ("one", "twice", "네") and a negation that another
language may say otherwise ("unpaid", "체불") are no difference by themselves.
Not found: a wrong unit or currency, a sentence with two negations that lost one, a wrong name, a shade of meaning.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from api.translation.facts import Fact, FactKind, blank, digits, find_facts, plain
from api.translation.figures import Figure, find_figures
from api.translation.negation import Negation, find_negation
from api.translation.sentences import split_sentences
from knowledge.entities.dates import FoundDate, find_dates
from knowledge.entities.visas import find_visa
from knowledge.languages import Language


@dataclass(frozen=True)
class Difference:
    """What stands in the original and what in the translation; None where nothing corresponds to the other side."""

    kind: FactKind
    in_original: str | None
    in_translation: str | None


# Dates that are told from today move with it; no month and no week is so many days long.
_OTHER_DAY = timedelta(days=100)
# "1 month" is "a month", and 2 is "both", "twice", "пара": these are missed only where another number came instead.
_SMALL = 2
_HALF_DAY = 12
_LARGE = 1000


def find_differences(
    original: str, translation: str, source: Language, target: Language, today: date
) -> tuple[Difference, ...]:
    """Return the differences, facts that are the same in all languages first, then dates, numbers and negations.

    `today` is the day from which dates without a year are read.
    """
    left, right = _Side.read(original, source, today), _Side.read(translation, target, today)
    dates, left_over, right_over = _compare_dates(left, right)
    return (
        *_compare_facts(left, right),
        *dates,
        *_compare_figures(left, right, left_over, right_over),
        *_compare_negations(original, translation, source, target),
    )


@dataclass(frozen=True)
class _Side:
    """A text and all that was read in it; `figures` are those outside facts and dates."""

    text: str
    language: Language
    facts: tuple[Fact, ...]
    dates: tuple[FoundDate, ...]
    figures: tuple[Figure, ...]

    @classmethod
    def read(cls, text: str, language: Language, today: date) -> "_Side":
        facts = find_facts(text)
        bare = blank(plain(text), [(fact.start, fact.end) for fact in facts])
        dates = _find_calendar_dates(bare, language, today)
        bare = blank(bare, [(found.start, found.end) for found in dates])
        return cls(text, language, tuple(facts), tuple(dates), tuple(find_figures(bare, language)))

    def has(self, fact: Fact) -> bool:
        """Whether the text has a fact, perhaps in a form in which it was not recognised."""
        if any((fact.kind, fact.value) == (other.kind, other.value) for other in self.facts):
            return True
        match fact.kind:
            case FactKind.PHONE:
                return fact.value in digits(plain(self.text))
            case FactKind.VISA:
                return fact.value == find_visa(self.text, self.language)
            case _:
                return fact.value in self.text.lower()


def _find_calendar_dates(text: str, language: Language, today: date) -> list[FoundDate]:
    """Dates written with day and month, which are the same whatever the day; "tomorrow" and "3 days ago" are left."""
    elsewhere = {(d.start, d.end, d.value.month, d.value.day) for d in find_dates(text, language, today + _OTHER_DAY)}
    found = find_dates(text, language, today)
    return [d for d in found if (d.start, d.end, d.value.month, d.value.day) in elsewhere]


def _compare_facts(left: _Side, right: _Side) -> list[Difference]:
    missing = [(fact.kind, left.text[fact.start : fact.end]) for fact in left.facts if not right.has(fact)]
    # A law may get its Korean name only in the translation.
    new = [fact for fact in right.facts if fact.kind is not FactKind.LAW and not left.has(fact)]
    added = [(fact.kind, right.text[fact.start : fact.end]) for fact in new]
    differences = []
    for kind in FactKind:
        ours, theirs = ([text for k, text in side if k is kind] for side in (missing, added))
        differences += _pair(kind, ours, theirs)
    return differences


def _compare_dates(left: _Side, right: _Side) -> tuple[list[Difference], list[Figure], list[Figure]]:
    """The dates that differ, and those without a counterpart as their numbers: the other side may just be unread."""
    ours = [d for d in left.dates if not any(_is_same_day(d, other, left, right) for other in right.dates)]
    theirs = [d for d in right.dates if not any(_is_same_day(other, d, left, right) for other in left.dates)]
    pairs = min(len(ours), len(theirs))
    differences = _pair(
        FactKind.DATE,
        [left.text[d.start : d.end] for d in ours[:pairs]],
        [right.text[d.start : d.end] for d in theirs[:pairs]],
    )
    return differences, _as_figures(ours[pairs:], left), _as_figures(theirs[pairs:], right)


def _is_same_day(ours: FoundDate, theirs: FoundDate, left: _Side, right: _Side) -> bool:
    """Whether two dates are one; a year or an order of day and month that was guessed may be the other one."""
    a, b = ours.value, theirs.value
    if a == b:
        return True
    is_guessed = ours.assumed or theirs.assumed
    if is_guessed and (a.month, a.day) == (b.month, b.day):
        return True
    is_figures = any(
        d.assumed and not any(c.isalpha() for c in side.text[d.start : d.end])
        for d, side in ((ours, left), (theirs, right))
    )
    return is_figures and (a.month, a.day) == (b.day, b.month)


def _as_figures(dates: Iterable[FoundDate], side: _Side) -> list[Figure]:
    """Day, month and year; sure only where digits are, since "bir martada" is at once and not on 1 March."""
    return [
        Figure(d.start, d.end, float(value), sure=any(c.isdigit() for c in side.text[d.start : d.end]))
        for d in dates
        for value in (d.value.day, d.value.month, *([] if d.assumed else [d.value.year]))
    ]


def _compare_figures(left: _Side, right: _Side, left_over: list[Figure], right_over: list[Figure]) -> list[Difference]:
    ours, theirs = [*left.figures, *left_over], [*right.figures, *right_over]
    missing = _without_counterpart(ours, [*theirs, *_as_figures(right.dates, right)])
    added = _without_counterpart(theirs, [*ours, *_as_figures(left.dates, left)])
    if not (any(f.sure for f in missing) or any(f.sure for f in added)) and not (missing and added):
        return []
    if not (missing and added):
        missing, added = ([f for f in side if f.sure and f.value > _SMALL] for side in (missing, added))
    is_amount = any(f.is_amount or f.value >= _LARGE for f in (*missing, *added))
    return _pair(FactKind.AMOUNT if is_amount else FactKind.NUMBER, _texts(missing, left), _texts(added, right))


def _without_counterpart(ours: list[Figure], theirs: list[Figure]) -> list[Figure]:
    """Figures whose value the other side has nowhere, each value once; hours of the afternoon have two values."""
    alone = {f.value: f for f in reversed(ours) if not any(_is_same_figure(f, other) for other in theirs)}
    # Words for nothing, one and halves are more often something else.
    return [f for f in reversed(alone.values()) if f.sure or (f.value > 1 and f.value.is_integer())]


def _is_same_figure(ours: Figure, theirs: Figure) -> bool:
    if ours.value == theirs.value:
        return True
    is_hour = ours.is_hour or theirs.is_hour
    return is_hour and abs(ours.value - theirs.value) == _HALF_DAY and max(ours.value, theirs.value) <= 2 * _HALF_DAY


def _texts(figures: list[Figure], side: _Side) -> list[str]:
    return list(dict.fromkeys(side.text[f.start : f.end] for f in figures))


def _compare_negations(original: str, translation: str, source: Language, target: Language) -> list[Difference]:
    """Sentence by sentence where there are as many, otherwise over the whole text."""
    ours, theirs = split_sentences(original), split_sentences(translation)
    if len(ours) != len(theirs):
        ours, theirs = [original], [translation]
    differences = []
    for left, right in zip(ours, theirs, strict=True):
        strengths = {find_negation(left, source), find_negation(right, target)}
        if strengths == {Negation.ABSENT, Negation.CLEAR}:
            differences.append(Difference(FactKind.NEGATION, left, right))
    return differences


def _pair(kind: FactKind, ours: list[str], theirs: list[str]) -> list[Difference]:
    """What is missing beside what came instead, in the order of the texts."""
    longest = max(len(ours), len(theirs))
    return [
        Difference(kind, *(side[place] if place < len(side) else None for side in (ours, theirs)))
        for place in range(longest)
    ]
