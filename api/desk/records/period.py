"""The days that a report covers, in Seoul, and the moments at which they begin and end."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from api.errors import InvalidRequest
from api.routing.hours import SEOUL

LONGEST = 366


@dataclass(frozen=True)
class Period:
    """Days in Seoul, both included."""

    since: date
    until: date

    @property
    def begins(self) -> datetime:
        """The first moment, in UTC."""
        return _midnight(self.since)

    def is_longer_than(self, length: timedelta) -> bool:
        """Whether it has more days."""
        return self.until - self.since >= length

    @property
    def ends(self) -> datetime:
        """The first moment after it, in UTC."""
        return _midnight(self.until + timedelta(days=1))


def read_period(since: date | None, until: date | None, today: date) -> Period:
    """Return the period asked for, the present month by default; raises InvalidRequest for one that is none."""
    last = until or max(today, since or today)
    first = since or last.replace(day=1)
    if not 0 <= (last - first).days < LONGEST:
        raise InvalidRequest(f"The period must end on or after its first day and have at most {LONGEST} days.")
    return Period(first, last)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SEOUL).astimezone(UTC)
