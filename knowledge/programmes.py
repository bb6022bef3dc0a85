"""The city's programmes for children of multicultural families: reading them, and which of them a child can join.

A condition that nobody asked about, or on which the sources differ, makes a match "perhaps", never "yes".
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.languages import Language
from knowledge.settings import HOME

PATH = HOME / "programmes.yaml"

_OLDEST = 120


class School(StrEnum):
    """Where a child learns; NONE is not yet at school, OUT_OF_SCHOOL is of school age and at none."""

    NONE = "none"
    KINDERGARTEN = "kindergarten"
    PRIMARY = "primary"
    MIDDLE = "middle"
    HIGH = "high"
    UNIVERSITY = "university"
    OUT_OF_SCHOOL = "out_of_school"


class Income(StrEnum):
    """Household income against the standard median income (기준 중위소득); each band ends where the next begins.

    BASIC_LIVELIHOOD draws basic livelihood security with its education benefit, which excludes the allowance; UP_TO_50
    is 50 % or less without that benefit; UP_TO_100 is over 50 % and at most 100 %; ABOVE_100 is more.
    """

    BASIC_LIVELIHOOD = "basic_livelihood"
    UP_TO_50 = "up_to_50"
    UP_TO_100 = "up_to_100"
    ABOVE_100 = "above_100"


class Need(StrEnum):
    """What a child or its parents ask for."""

    KOREAN = "korean"
    SPEECH = "speech"
    MOTHER_TONGUE = "mother_tongue"
    SCHOOL_WORK = "school_work"
    ENGLISH = "english"
    CHILD_CARE = "child_care"
    MONEY = "money"
    COUNSELLING = "counselling"
    CAREER = "career"
    SPORT = "sport"
    CULTURE = "culture"


class Family(StrEnum):
    """MULTICULTURAL is a migrant and a Korean national (다문화가족지원법 art. 2, 14, 14-2), FOREIGN has no Korean."""

    MULTICULTURAL = "multicultural"
    FOREIGN = "foreign"


class Fit(StrEnum):
    """Whether a child can join; PERHAPS where a condition is unknown or the sources differ."""

    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"


class Reason(StrEnum):
    """Why a match is what it is; ask_… names the question that settles it."""

    CONDITIONS_MET = "conditions_met"
    ASK_AGE = "ask_age"
    ASK_SCHOOL = "ask_school"
    ASK_INCOME = "ask_income"
    ASK_FAMILY = "ask_family"
    ASK_ARRIVAL = "ask_arrival"
    AGE_SOURCES_DIFFER = "age_sources_differ"
    INCOME_SOURCES_DIFFER = "income_sources_differ"
    SCHOOL_NOT_NAMED = "school_not_named"
    FOREIGN_FAMILY = "foreign_family"
    GROUPS_APPLY = "groups_apply"
    OUTSIDE_AGE = "outside_age"
    OUTSIDE_SCHOOL = "outside_school"
    OUTSIDE_INCOME = "outside_income"
    OTHER_NEED = "other_need"


@dataclass(frozen=True)
class Child:
    """A child as far as it is known; None is unknown, and an empty set of needs asks for everything.

    `age_years` is the completed age (만 나이); `age_months` is the whole age in months of a baby whose years are not
    given, or the months on top of the years. Raises ValueError below zero.
    """

    age_years: int | None = None
    age_months: int | None = None
    school: School | None = None
    income: Income | None = None
    needs: frozenset[Need] = frozenset()
    family: Family | None = None

    def __post_init__(self) -> None:
        """Refuse an age below zero."""
        if min(self.age_years or 0, self.age_months or 0) < 0:
            raise ValueError("an age is not below zero")

    @property
    def age(self) -> int | None:
        """Completed years, or None."""
        if self.age_years is not None:
            return self.age_years
        return None if self.age_months is None else self.age_months // 12


@dataclass(frozen=True)
class Programme:
    """One programme of the city report (2024-09); ages are completed years, inclusive, None where it gives none.

    `sure_ages` and `perhaps_ages` are the ages on which all sources agree and those on which only one speaks;
    `yearly_won` is the allowance by school; `not_with` are programmes that exclude this one; see the file's head.
    """

    id: str
    article: str
    name: dict[Language, str]
    age_from: int | None
    age_to: int | None
    as_of: str
    needs: frozenset[Need]
    sure_ages: tuple[int, int]
    perhaps_ages: tuple[int, int]
    needs_arrival: frozenset[Need] = frozenset()
    schools: frozenset[School] = frozenset()
    over_age_schools: frozenset[School] = frozenset()
    income: frozenset[Income] = frozenset()
    income_elsewhere: frozenset[Income] = frozenset()
    yearly_won: dict[School, int] = field(default_factory=dict)
    foreign_families: bool = False
    for_groups: bool = False
    not_with: tuple[str, ...] = ()


@dataclass(frozen=True)
class Match:
    """A programme for a child: the reason that weighs most, all open points, and won a year where the school tells."""

    programme: Programme
    fits: Fit
    reason: Reason
    open_points: tuple[Reason, ...] = ()
    yearly_won: int | None = None


_FITS = tuple(Fit)
_MET = (Fit.YES, Reason.CONDITIONS_MET)
# Ages at which a child can at all be found there, late arrivals included: wide, so that only the absurd is left out.
_SCHOOL_AGES = {
    School.NONE: (0, 7),
    School.KINDERGARTEN: (2, 7),
    School.PRIMARY: (5, 15),
    School.MIDDLE: (11, 18),
    School.HIGH: (14, 24),
    School.UNIVERSITY: (16, _OLDEST),
    School.OUT_OF_SCHOOL: (5, _OLDEST),
}
_Verdict = tuple[Fit, Reason]


def count_years(born: date, today: date) -> int:
    """Completed years of age (만 나이), one more from the birthday on; for 29 February mostly on 1 March."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


@cache
def read_programmes(path: Path = PATH) -> tuple[Programme, ...]:
    """Read the programmes in the file's order; raises KeyError or ValueError for a row without the agreed shape."""
    return tuple(_programme(row) for row in yaml.safe_load(path.read_text(encoding="utf-8"))["programmes"])


def match(child: Child) -> tuple[Match, ...]:
    """Programmes that a child can or perhaps can join: sure before open, fewer open points first."""
    weighed = (weigh(programme, child) for programme in read_programmes())
    matches = [found for found in weighed if found.fits is not Fit.NO]
    return tuple(sorted(matches, key=lambda m: (_FITS.index(m.fits), len(m.open_points))))


def weigh(programme: Programme, child: Child) -> Match:
    """Compare a child with every condition of one programme; the answer may be no."""
    verdicts = list(_verdicts(programme, child))
    fits, reason = max(verdicts, key=lambda verdict: _FITS.index(verdict[0]))
    points = tuple(reason for found, reason in verdicts if found is Fit.PERHAPS) if fits is Fit.PERHAPS else ()
    won = programme.yearly_won.get(child.school) if child.school else None
    return Match(programme, fits, reason, points, None if fits is Fit.NO else won)


def _verdicts(programme: Programme, child: Child) -> Iterator[_Verdict]:
    yield _weigh_age(programme, child)
    yield _weigh_school(programme, child)
    yield _weigh_income(programme, child)
    yield _weigh_need(programme, child)
    if programme.for_groups:
        yield Fit.PERHAPS, Reason.GROUPS_APPLY
    if not programme.foreign_families and child.family is not Family.MULTICULTURAL:
        yield Fit.PERHAPS, Reason.ASK_FAMILY if child.family is None else Reason.FOREIGN_FAMILY


def _weigh_age(programme: Programme, child: Child) -> _Verdict:
    low, high = _possible_ages(child)
    widest = programme.perhaps_ages[1]
    if programme.over_age_schools & _possible_schools(child):
        widest = _OLDEST
    if high < programme.perhaps_ages[0] or low > widest:
        return Fit.NO, Reason.OUTSIDE_AGE
    if programme.sure_ages[0] <= low and high <= programme.sure_ages[1]:
        return _MET
    return Fit.PERHAPS, Reason.ASK_AGE if child.age is None else Reason.AGE_SOURCES_DIFFER


def _weigh_school(programme: Programme, child: Child) -> _Verdict:
    possible = _possible_schools(child)
    named = programme.schools or frozenset(programme.yearly_won)
    if not named or possible <= named:
        return _MET
    if possible & named:
        return Fit.PERHAPS, Reason.ASK_SCHOOL
    # The allowance names ages and income as conditions, and schools only to say how much.
    return (Fit.NO, Reason.OUTSIDE_SCHOOL) if programme.schools else (Fit.PERHAPS, Reason.SCHOOL_NOT_NAMED)


def _weigh_income(programme: Programme, child: Child) -> _Verdict:
    if not programme.income or child.income in programme.income:
        return _MET
    if child.income is None:
        return Fit.PERHAPS, Reason.ASK_INCOME
    if child.income in programme.income_elsewhere:
        return Fit.PERHAPS, Reason.INCOME_SOURCES_DIFFER
    return Fit.NO, Reason.OUTSIDE_INCOME


def _weigh_need(programme: Programme, child: Child) -> _Verdict:
    answered = child.needs & programme.needs
    if child.needs and not answered:
        return Fit.NO, Reason.OTHER_NEED
    return (Fit.PERHAPS, Reason.ASK_ARRIVAL) if answered and answered <= programme.needs_arrival else _MET


def _possible_ages(child: Child) -> tuple[int, int]:
    if child.age is not None:
        return child.age, child.age
    return _SCHOOL_AGES[child.school] if child.school else (0, _OLDEST)


def _possible_schools(child: Child) -> frozenset[School]:
    if child.school is not None:
        return frozenset({child.school})
    low, high = _possible_ages(child)
    return frozenset(school for school, (first, last) in _SCHOOL_AGES.items() if first <= high and low <= last)


def _programme(row: dict[str, Any]) -> Programme:
    rule, start, end = row["matching"], row["ages"]["from"], row["ages"]["to"]
    first, last = start or 0, _OLDEST if end is None else end
    return Programme(
        row["id"],
        row["article"],
        {Language(code): name for code, name in row["name"].items()},
        start,
        end,
        row["as_of"],
        frozenset(map(Need, rule["needs"])),
        (rule.get("sure_from", first), last),
        (rule.get("perhaps_from", first), last),
        needs_arrival=frozenset(map(Need, rule.get("needs_arrival", ()))),
        schools=frozenset(map(School, rule.get("schools", ()))),
        over_age_schools=frozenset(map(School, rule.get("over_age_schools", ()))),
        income=frozenset(map(Income, rule.get("income", ()))),
        income_elsewhere=frozenset(map(Income, rule.get("income_elsewhere", ()))),
        yearly_won={School(amount["school"]): amount["won"] for amount in row["amounts"] if "school" in amount},
        foreign_families=rule.get("foreign_families", False),
        for_groups=rule.get("for_groups", False),
        not_with=tuple(rule.get("not_with", ())),
    )
