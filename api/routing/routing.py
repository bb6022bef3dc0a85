"""Who serves whom: an honest ladder of languages, danger first, the oldest first; nothing is stored or sent here.

A waiting ticket stands on a rung, which opens it to every counsellor of that rung or a lower one. It climbs when nobody
of its rung is on shift, or when its patience is over; `sweep` tells which do. Only what `sweep` returns changes a rung.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from api.messages import Priority
from api.routing.shifts import Shift
from knowledge.languages import Language


class Rung(StrEnum):
    """How a resident can be helped, the best first: from a counsellor of the own language down to a telephone line."""

    NATIVE = "native"
    BRIDGE = "bridge"
    TRANSLATED = "translated"
    CALL_BACK = "call_back"
    HOTLINE = "hotline"


class Cause(StrEnum):
    """Why a ticket is swept; FORGOTTEN has nowhere left to climb, so that a supervisor must look."""

    DANGER = "danger"
    NOBODY_ON_SHIFT = "nobody_on_shift"
    PATIENCE_OVER = "patience_over"
    FORGOTTEN = "forgotten"


LADDER = tuple(Rung)
STAFFED = (Rung.NATIVE, Rung.BRIDGE, Rung.TRANSLATED)

# How long a ticket stays on a rung while others could still help; on the last rung, how often a supervisor is told.
PATIENCE = {
    Rung.NATIVE: timedelta(minutes=10),
    Rung.BRIDGE: timedelta(minutes=5),
    Rung.TRANSLATED: timedelta(minutes=30),
    Rung.CALL_BACK: timedelta(minutes=30),
    Rung.HOTLINE: timedelta(hours=12),
}
PATIENCE_IN_DANGER = dict.fromkeys(Rung, timedelta(minutes=2)) | {Rung.HOTLINE: timedelta(minutes=10)}

# A ticket in danger goes before all that came up to so much earlier: longer than offices are ever closed, so before
# everybody in practice; finite, so that an endless stream of alarms cannot keep somebody out for ever.
HEAD_START = {Priority.URGENT: timedelta(days=14), Priority.NORMAL: timedelta()}

# Nobody in danger waits because all are talking: a counsellor takes one more than otherwise.
MORE_IN_DANGER = 1

# So long a reopened ticket is kept for whoever had it, while they are there.
FIRST_OFFER = timedelta(minutes=2)


@dataclass(frozen=True)
class Waiting:
    """A ticket in the queue; `bridges` are further languages its resident accepts, `topic` is an area of the guidebook.

    `reachable` tells that the resident left a way to be called back, `callback_at` the appointment, before which the
    ticket is offered to nobody. `rung_since` is when the ticket came to its rung: at first `since`. Moments are aware.
    `first` is who had the ticket before it was reopened; `declined` are those who gave it back and do not get it again.
    """

    id: str
    language: Language
    since: datetime
    rung_since: datetime
    rung: Rung = Rung.NATIVE
    priority: Priority = Priority.NORMAL
    bridges: frozenset[Language] = frozenset()
    topic: str | None = None
    centre: str | None = None
    reachable: bool = False
    callback_at: datetime | None = None
    first: str | None = None
    declined: frozenset[str] = frozenset()

    @property
    def in_danger(self) -> bool:
        """Whether it goes before all others."""
        return self.priority is Priority.URGENT


@dataclass(frozen=True)
class Counsellor:
    """Somebody who may take tickets; `capacity` is how many at once, `available` is False during a break.

    `topics` are the areas they know best, `centres` those whose people they serve, none for all.
    """

    id: str
    languages: frozenset[Language]
    shift: Shift | None
    capacity: int = 1
    open_tickets: int = 0
    topics: frozenset[str] = field(default_factory=frozenset)
    available: bool = True
    centres: frozenset[str] = field(default_factory=frozenset)

    def serves(self, ticket: Waiting) -> bool:
        """Whether a ticket may be given to them at all."""
        is_theirs = ticket.centre is None or not self.centres or ticket.centre in self.centres
        return is_theirs and self.id not in ticket.declined

    def is_on_shift(self, at: datetime) -> bool:
        """Whether they are there at that moment, busy or not."""
        return self.available and self.shift is not None and self.shift.covers(at)

    def has_room(self, at: datetime, more: int = 0) -> bool:
        """Whether they can take a ticket now, `more` of them over the capacity."""
        return self.is_on_shift(at) and self.open_tickets < self.capacity + more

    def rung_for(self, ticket: Waiting) -> Rung:
        """How well they serve a ticket: the own language, a bridge language, or with both texts aligned."""
        if ticket.language in self.languages:
            return Rung.NATIVE
        return Rung.BRIDGE if ticket.bridges & self.languages else Rung.TRANSLATED


@dataclass(frozen=True)
class Choice:
    """On which rung a ticket is served and by whom; without a counsellor, the rung on which it waits."""

    rung: Rung
    counsellor: str | None = None


@dataclass(frozen=True)
class Assignment:
    """A ticket for a counsellor, to be claimed in one statement: whoever claims first has it."""

    ticket: str
    counsellor: str
    rung: Rung


@dataclass(frozen=True)
class Climb:
    """A ticket that must be moved to a rung (the same when FORGOTTEN), with `rung_since` now, and its resident told."""

    ticket: str
    rung: Rung
    cause: Cause


def is_within(rung: Rung, reach: Rung) -> bool:
    """Whether a rung is not beyond another."""
    return LADDER.index(rung) <= LADDER.index(reach)


def order(tickets: Iterable[Waiting]) -> tuple[Waiting, ...]:
    """Danger first, then whoever has waited longest."""
    return tuple(
        sorted(tickets, key=lambda ticket: (ticket.since - HEAD_START[ticket.priority], ticket.since, ticket.id))
    )


def choose(ticket: Waiting, candidates: Sequence[Counsellor], at: datetime) -> Choice:
    """The best counsellor with room for a ticket; without one, the rung on which the ticket waits."""
    reach = find_rung(ticket, candidates, at)
    if is_promised(ticket, at):
        return Choice(reach)
    if first := _find_first(ticket, candidates, at):
        return Choice(first.rung_for(ticket), first.id) if first.has_room(at) else Choice(reach)
    more = MORE_IN_DANGER if ticket.in_danger else 0
    fitting = [
        one
        for one in candidates
        if one.has_room(at, more) and one.serves(ticket) and is_within(one.rung_for(ticket), reach)
    ]
    best = min(fitting, key=lambda one: _preference(one, ticket), default=None)
    return Choice(best.rung_for(ticket), best.id) if best else Choice(reach)


def assign(tickets: Iterable[Waiting], counsellors: Iterable[Counsellor], at: datetime) -> tuple[Assignment, ...]:
    """Who takes which ticket now: each ticket at most once, nobody over the capacity but in danger."""
    staff = {counsellor.id: counsellor for counsellor in counsellors}
    given: list[Assignment] = []
    for ticket in order(tickets):
        choice = choose(ticket, tuple(staff.values()), at)
        if choice.counsellor is not None:
            taker = staff[choice.counsellor]
            staff[taker.id] = replace(taker, open_tickets=taker.open_tickets + 1)
            given.append(Assignment(ticket.id, taker.id, choice.rung))
    return tuple(given)


def next_for(
    counsellor: Counsellor, tickets: Iterable[Waiting], at: datetime, colleagues: Iterable[Counsellor] = ()
) -> Waiting | None:
    """The oldest fitting ticket for somebody who has become free, but what a free colleague serves better."""
    waiting = {ticket.id: ticket for ticket in tickets}
    staff = (counsellor, *(one for one in colleagues if one.id != counsellor.id))
    given = assign(waiting.values(), staff, at)
    return next((waiting[one.ticket] for one in given if one.counsellor == counsellor.id), None)


def sweep(tickets: Iterable[Waiting], counsellors: Sequence[Counsellor], at: datetime) -> tuple[Climb, ...]:
    """The tickets that must climb, and those on the last rung whose patience is over; in the order of the queue."""
    return tuple(climb for ticket in order(tickets) for climb in _sweep(ticket, counsellors, at))


def find_rung(ticket: Waiting, counsellors: Sequence[Counsellor], at: datetime) -> Rung:
    """The rung on which a ticket stands now, before it is swept; never below its own.

    Patience takes it up by one rung only, so that nobody is sent to a line because the gateway stood still for an hour.
    """
    rung = ticket.rung
    if ticket.in_danger and is_within(rung, Rung.TRANSLATED):
        rung = Rung.TRANSLATED
    if rung is ticket.rung and _is_patience_over(ticket, at):
        rung = _next(rung)
    while not _can_help(rung, ticket, counsellors, at):
        rung = _next(rung)
    return rung


def is_promised(ticket: Waiting, at: datetime) -> bool:
    """Whether a ticket has an appointment later; not in danger, where nobody waits for a date."""
    return ticket.callback_at is not None and at < ticket.callback_at and not ticket.in_danger


def _find_first(ticket: Waiting, counsellors: Sequence[Counsellor], at: datetime) -> Counsellor | None:
    """Whom a ticket is kept for; nobody in danger waits for one person."""
    if ticket.first is None or ticket.in_danger or at - ticket.since >= FIRST_OFFER:
        return None
    there = (one for one in counsellors if one.is_on_shift(at) and one.serves(ticket))
    return next((one for one in there if one.id == ticket.first), None)


def _sweep(ticket: Waiting, counsellors: Sequence[Counsellor], at: datetime) -> Iterator[Climb]:
    rung = find_rung(ticket, counsellors, at)
    if rung is not ticket.rung:
        yield Climb(ticket.id, rung, _cause(ticket, rung, at))
    elif _is_patience_over(ticket, at):
        yield Climb(ticket.id, rung, Cause.FORGOTTEN)


def _cause(ticket: Waiting, rung: Rung, at: datetime) -> Cause:
    if ticket.in_danger and rung is Rung.TRANSLATED:
        return Cause.DANGER
    return Cause.PATIENCE_OVER if _is_patience_over(ticket, at) else Cause.NOBODY_ON_SHIFT


def _is_patience_over(ticket: Waiting, at: datetime) -> bool:
    if is_promised(ticket, at):
        return False
    if ticket.in_danger:
        return at - ticket.rung_since >= PATIENCE_IN_DANGER[ticket.rung]
    return at - max(ticket.rung_since, ticket.callback_at or ticket.rung_since) >= PATIENCE[ticket.rung]


def _can_help(rung: Rung, ticket: Waiting, counsellors: Sequence[Counsellor], at: datetime) -> bool:
    """Whether there is a sense in waiting on a rung."""
    if rung in STAFFED:
        there = (one for one in counsellors if one.is_on_shift(at) and one.serves(ticket))
        return any(is_within(one.rung_for(ticket), rung) for one in there)
    is_callable = ticket.reachable or ticket.callback_at is not None
    return rung is Rung.HOTLINE or (is_callable and not ticket.in_danger)


def _next(rung: Rung) -> Rung:
    return LADDER[min(LADDER.index(rung) + 1, len(LADDER) - 1)]


def _preference(counsellor: Counsellor, ticket: Waiting) -> tuple[bool, int, bool, bool, float, int, str]:
    """Whoever has room without a strain, then the language, the centre, the topic, the least load.

    Of two equals the one with fewer languages takes it: the only speaker of a language stays free for it.
    """
    return (
        counsellor.open_tickets >= counsellor.capacity,
        LADDER.index(counsellor.rung_for(ticket)),
        ticket.centre is not None and (counsellor.shift is None or counsellor.shift.centre != ticket.centre),
        ticket.topic is not None and bool(counsellor.topics) and ticket.topic not in counsellor.topics,
        counsellor.open_tickets / max(counsellor.capacity, 1),
        len(counsellor.languages),
        counsellor.id,
    )
