"""What the answers of the dialogue about programmes tell of a child: its age as residents write it, and the rest."""

from datetime import date

from actions.dialogues.dialogue import SKIPPED, Answers, Value
from actions.dialogues.programmes_words import UNSURE
from knowledge.entities.ages import find_age
from knowledge.entities.dates import find_date
from knowledge.languages import Language
from knowledge.programmes import Child, Family, Income, Need, School, count_years, read_programmes

# An answer with a date and more than so many other characters tells something else than a birthday.
_AROUND_DATE = 15
FIRST_SCHOOL_AGE = 2
# Ages at which a kind of school is offered; all others would be absurd.
_OFFERED = {
    School.NONE: (0, 7),
    School.KINDERGARTEN: (2, 7),
    School.PRIMARY: (5, 15),
    School.MIDDLE: (11, 18),
    School.HIGH: (14, 24),
    School.UNIVERSITY: (16, 24),
    School.OUT_OF_SCHOOL: (5, 24),
}


def read_child_age(text: str, language: Language, today: date) -> int | None:
    """Completed months of age in a text: stated, or counted from a birth date; a date in a longer text is none."""
    if age := find_age(text, language, today):
        return age.years * 12 + age.months
    born = find_date(text, language, today)
    if born is None or born.value > today or len(text) - (born.end - born.start) > _AROUND_DATE:
        return None
    months = (today.month - born.value.month - (today.day < born.value.day)) % 12
    return count_years(born.value, today) * 12 + months


def find_child(answers: Answers) -> Child:
    """What the answers tell of the child; what was skipped, or does not go with the age any more, is unknown."""
    known = {key: str(value) for key, value in answers.items() if value not in (SKIPPED, UNSURE)}
    age = int(answers["age"]) if "age" in known else None
    school = School(known["school"]) if "school" in known else None
    return Child(
        age_years=None if age is None else age // 12,
        age_months=None if age is None else age % 12,
        school=school if school in offered_schools(age) else None,
        needs=frozenset({Need(known["need"])}) if "need" in known else frozenset(),
        family=Family(known["family"]) if "family" in known else None,
        income=Income(known["income"]) if "income" in known else None,
    )


def oldest_age() -> int:
    """The highest age in years that a programme names."""
    return max(programme.age_to for programme in read_programmes() if programme.age_to is not None)


def offered_schools(months: Value | None) -> frozenset[School]:
    """Schools to choose from at an age in months; all where it is unknown."""
    if months is None or months == SKIPPED:
        return frozenset(School)
    years = int(months) // 12
    return frozenset(school for school, (first, last) in _OFFERED.items() if first <= years <= last)
