"""The counsellors of the year of made-up data, and the times at which they are on shift."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from api.routing.hours import SEOUL

CENTRES = (
    "seoul-foreign-residents-support-centre",
    "seoul-global-center",
    "gangdong-foreign-workers-centre",
    "geumcheon-foreign-workers-centre",
    "seongdong-foreign-workers-centre",
    "seongbuk-foreign-workers-centre",
    "yangcheon-foreign-workers-centre",
    "eunpyeong-foreign-workers-centre",
    "itaewon-global-village-centre",
    "yeonnam-global-village-centre",
)
"""Those that counsel; the first one is the city's, whose people serve all."""
AREAS = ("visa", "job", "settlement", "family")
_FOREIGN = ("zh", "vi", "en", "uz", "ru", "mn", "ur")
_FREE_FROM = 5


@dataclass(frozen=True)
class Person:
    """Somebody at the desk of a centre; those of the city's centre have all centres."""

    id: str
    number: int
    languages: tuple[str, ...]
    centre: str

    @property
    def email(self) -> str:
        """Where nobody can be written to."""
        return f"desk{self.number:03}@example.org"


def new_id(chance: Random) -> str:
    """Return an id of the form that the gateway makes, but always the same ones."""
    return f"{chance.getrandbits(128):032x}"


def make_people(chance: Random, count: int) -> list[Person]:
    """Return counsellors of all centres and languages."""
    people = []
    for number in range(count):
        second = chance.sample(_FOREIGN, k=chance.randint(0, 2))
        languages = dict.fromkeys(("ko", _FOREIGN[number % len(_FOREIGN)], *second))
        people.append(Person(new_id(chance), number, tuple(languages), CENTRES[number % len(CENTRES)]))
    return people


def person_rows(people: list[Person], since: datetime) -> Iterator[dict[str, Any]]:
    """Return the accounts; the first one is an administrator, every tenth a supervisor."""
    for person in people:
        yield {
            "id": person.id,
            "email": person.email,
            "name": f"상담사 {person.number + 1}",
            "languages": list(person.languages),
            "role": "administrator" if person.number == 0 else "counsellor" if person.number % 10 else "supervisor",
            "centres": [] if person.centre == CENTRES[0] else [person.centre],
            "topics": [AREAS[person.number % len(AREAS)]],
            "is_available": True,
            "created_at": since,
        }


def shift_rows(chance: Random, people: list[Person], first: date, days: int) -> Iterator[dict[str, Any]]:
    """Return everybody's shifts: weekdays from nine to six or from one to nine."""
    for day in (first + timedelta(days=number) for number in range(days)):
        if day.weekday() >= _FREE_FROM:
            continue
        for person in people:
            start, end = ((9, 18), (13, 21))[chance.random() < 0.3]  # noqa: PLR2004 - a share
            yield {
                "id": new_id(chance),
                "counsellor_id": person.id,
                "centre": person.centre,
                "starts_at": datetime.combine(day, time(start), SEOUL),
                "ends_at": datetime.combine(day, time(end), SEOUL),
            }
