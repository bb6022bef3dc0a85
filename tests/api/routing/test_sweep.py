"""Days at the desk, drawn by hypothesis: tickets come, counsellors come and go; nobody is skipped, doubled or stuck."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from api.messages import Priority
from api.routing.routing import (
    LADDER,
    MORE_IN_DANGER,
    PATIENCE,
    PATIENCE_IN_DANGER,
    Assignment,
    Counsellor,
    Rung,
    Waiting,
    assign,
    next_for,
    sweep,
)
from api.routing.shifts import Shift
from knowledge.languages import Language

START = datetime(2026, 11, 24, tzinfo=UTC)
LANGUAGES = (Language.KO, Language.VI, Language.UZ)
BRIDGES = {Language.UZ: frozenset({Language.RU})}
SPOKEN = st.frozensets(st.sampled_from((*LANGUAGES, Language.RU)), min_size=1, max_size=3)
SHIFT = Shift("all", "a", START, START + timedelta(days=30))

COUNSELLORS = st.lists(st.tuples(SPOKEN, st.integers(1, 2)), min_size=1, max_size=4).map(
    lambda drawn: {
        str(number): Counsellor(str(number), spoken, SHIFT, capacity, available=False)
        for number, (spoken, capacity) in enumerate(drawn)
    }
)
ARRIVAL = st.tuples(
    st.just("arrive"), st.sampled_from(LANGUAGES), st.sampled_from((*[Priority.NORMAL] * 3, Priority.URGENT))
)
EVENT = (
    ARRIVAL
    | st.tuples(st.just("come or go"), st.integers(0, 3))
    | st.tuples(st.just("finish"), st.integers(0, 20))
    | st.tuples(st.just("pass"), st.integers(1, 15))
)
DAYS = settings(database=None, deadline=None, max_examples=150)


class Desk:
    """A desk in memory that does what the gateway does: assign and claim, then sweep, after every event."""

    def __init__(self, staff: dict[str, Counsellor]) -> None:
        self.now = START
        self.staff = staff
        self.waiting: dict[str, Waiting] = {}
        self.served: dict[str, Assignment] = {}
        self.open: list[Assignment] = []
        self._arrived = 0

    def happen(self, event: tuple[object, ...]) -> None:
        """Let one event happen, and the gateway react."""
        match event:
            case ("arrive", Language() as language, Priority() as priority):
                self.arrive(language, priority)
            case ("come or go", int(number)):
                one = self.staff[str(number % len(self.staff))]
                self.staff[one.id] = replace(one, available=not one.available)
            case ("finish", int(number)) if self.open:
                self.finish(self.open[number % len(self.open)])
            case ("pass", int(minutes)):
                self.now += timedelta(minutes=minutes)
        self.react()

    def arrive(self, language: Language, priority: Priority) -> None:
        """Put a ticket into the queue, a second after the one before."""
        self.now += timedelta(seconds=1)
        name = f"t{self._arrived:03}"
        self._arrived += 1
        bridges = BRIDGES.get(language, frozenset())
        self.waiting[name] = Waiting(
            name, language, self.now, self.now, priority=priority, bridges=bridges, reachable=True
        )

    def finish(self, done: Assignment) -> None:
        """End a conversation."""
        self.open.remove(done)
        one = self.staff[done.counsellor]
        self.staff[one.id] = replace(one, open_tickets=one.open_tickets - 1)

    def react(self) -> None:
        """Assign, claim, sweep."""
        before = dict(self.waiting)
        given = assign(self.waiting.values(), self.staff.values(), self.now)
        for one in given:
            assert one.ticket not in self.served, "a second counsellor for one ticket"
            self._claim(one)
        for one in given:
            self._check_nobody_skipped(before[one.ticket], one)
        for climb in sweep(self.waiting.values(), tuple(self.staff.values()), self.now):
            old = self.waiting[climb.ticket]
            assert LADDER.index(climb.rung) >= LADDER.index(old.rung)
            self.waiting[old.id] = replace(old, rung=climb.rung, rung_since=self.now)
        for ticket in self.waiting.values():
            patience = (PATIENCE_IN_DANGER if ticket.in_danger else PATIENCE)[ticket.rung]
            assert self.now - ticket.rung_since < patience, "stays on a rung"

    def _claim(self, given: Assignment) -> None:
        ticket = self.waiting.pop(given.ticket)
        self.served[given.ticket] = given
        self.open.append(given)
        one = self.staff[given.counsellor]
        assert one.has_room(self.now, MORE_IN_DANGER if ticket.in_danger else 0)
        self.staff[one.id] = replace(one, open_tickets=one.open_tickets + 1)

    def _check_nobody_skipped(self, ticket: Waiting, given: Assignment) -> None:
        for other in self.waiting.values():
            same = (other.language, other.priority) == (ticket.language, ticket.priority)
            assert not (same and other.since < ticket.since), f"{other.id} was skipped for {given.ticket}"


@DAYS
@given(COUNSELLORS, st.lists(EVENT, max_size=60))
def test_nobody_is_skipped_doubled_or_left_on_a_rung(
    staff: dict[str, Counsellor], events: list[tuple[object, ...]]
) -> None:
    desk = Desk(staff)
    for event in events:
        desk.happen(event)
    assert len(desk.served) + len(desk.waiting) == sum(event[0] == "arrive" for event in events)


@DAYS
@given(COUNSELLORS, st.lists(EVENT, max_size=40))
def test_everybody_is_served_once_somebody_comes_and_stays(
    staff: dict[str, Counsellor], events: list[tuple[object, ...]]
) -> None:
    desk = Desk(staff)
    for event in events:
        desk.happen(event)
    first = desk.staff["0"]
    desk.staff = {"0": replace(first, available=True)}
    desk.open = [one for one in desk.open if one.counsellor == "0"]
    for _ in range(len(desk.waiting) + len(desk.open)):
        for done in list(desk.open):
            desk.finish(done)
        desk.happen(("pass", 1))
    assert desk.waiting == {}


@DAYS
@given(st.lists(ARRIVAL, min_size=1, max_size=10))
def test_with_nobody_there_everybody_is_on_the_last_rung_after_the_call_that_was_offered(
    arrivals: list[tuple[object, ...]],
) -> None:
    desk = Desk({"0": Counsellor("0", frozenset(LANGUAGES), SHIFT, available=False)})
    for arrival in arrivals:
        desk.happen(arrival)
    assert {one.rung for one in desk.waiting.values()} <= {Rung.CALL_BACK, Rung.HOTLINE}
    desk.happen(("pass", PATIENCE[Rung.CALL_BACK] // timedelta(minutes=1)))
    assert {one.rung for one in desk.waiting.values()} == {Rung.HOTLINE}


@DAYS
@given(COUNSELLORS, st.lists(ARRIVAL, max_size=10))
def test_all_who_ask_for_the_next_ticket_at_once_get_different_ones(
    staff: dict[str, Counsellor], arrivals: list[tuple[object, ...]]
) -> None:
    desk = Desk(staff)
    for arrival in arrivals:
        desk.happen(arrival)
    present = [replace(one, available=True) for one in staff.values()]
    asked = [next_for(one, desk.waiting.values(), desk.now, present) for one in present]
    given_out = [ticket.id for ticket in asked if ticket is not None]
    assert len(given_out) == len(set(given_out))
    assert bool(given_out) == bool(desk.waiting)
