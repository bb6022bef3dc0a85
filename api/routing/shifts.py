"""Who is on shift, until when, who comes next, and how many conversations they can hold together."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise


@dataclass(frozen=True)
class Shift:
    """A counsellor's planned time at a centre; aware moments, `end` is outside of it; raises ValueError otherwise."""

    counsellor: str
    centre: str
    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        """Refuse naive moments and a shift without length."""
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("naive datetime")
        if self.end <= self.start:
            raise ValueError("a shift ends after it starts")

    def covers(self, at: datetime) -> bool:
        """Whether a moment lies in the shift."""
        return self.start <= at < self.end


def check_shifts(shifts: Iterable[Shift]) -> None:
    """Raise ValueError where a counsellor would be in two shifts at once."""
    plans: dict[str, list[Shift]] = defaultdict(list)
    for shift in sorted(shifts, key=lambda shift: shift.start):
        plans[shift.counsellor].append(shift)
    for counsellor, plan in plans.items():
        for one, other in pairwise(plan):
            if other.start < one.end:
                raise ValueError(f"two shifts of counsellor {counsellor} overlap on {other.start:%Y-%m-%d}")


def on_shift(shifts: Iterable[Shift], at: datetime) -> tuple[Shift, ...]:
    """The shifts that are running, the earliest first."""
    return tuple(
        sorted((shift for shift in shifts if shift.covers(at)), key=lambda shift: (shift.start, shift.counsellor))
    )


def find_shift(shifts: Iterable[Shift], counsellor: str, at: datetime) -> Shift | None:
    """The running shift of a counsellor, or None."""
    return next((shift for shift in on_shift(shifts, at) if shift.counsellor == counsellor), None)


def next_on_shift(shifts: Iterable[Shift], counsellors: Collection[str], at: datetime) -> datetime | None:
    """When one of some counsellors is there next, `at` when one is there now; None where no shift is planned."""
    ahead = [max(shift.start, at) for shift in shifts if shift.counsellor in counsellors and shift.end > at]
    return min(ahead, default=None)


def covered_until(shifts: Iterable[Shift], counsellors: Collection[str], at: datetime) -> datetime | None:
    """Until when one of some counsellors is there without a gap; None where nobody is there now."""
    until = at
    for shift in sorted(shifts, key=lambda shift: shift.start):
        if shift.counsellor in counsellors and shift.start <= until < shift.end:
            until = shift.end
    return until if until > at else None


def capacity(shifts: Iterable[Shift], limits: Mapping[str, int], at: datetime) -> int:
    """How many conversations those on shift can hold together; `limits` by counsellor, raises KeyError without one."""
    return sum(limits[counsellor] for counsellor in {shift.counsellor for shift in on_shift(shifts, at)})
