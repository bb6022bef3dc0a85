"""Where somebody stands and how long they wait, told only where that is honest: from work, queue and staff."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from api.routing.routing import Counsellor, Rung, Waiting, find_rung, is_promised, is_within, order
from knowledge.languages import Language

ROUNDED_TO = 5
LEAST_EXPERIENCE = 5
# What is open for so long was forgotten rather than handled, and says nothing about the work.
LONGEST_HANDLING = timedelta(hours=4)
# Beyond this a number is a guess: a resident is offered a call instead.
LONGEST_WAIT = timedelta(hours=2)


@dataclass(frozen=True)
class Outlook:
    """What a waiting resident can be told: the place, minutes rounded up to 5 (None unknown), the rung they stand on.

    `has_staff` is whether somebody who may serve them is on shift now.
    """

    position: int
    minutes: int | None
    rung: Rung
    has_staff: bool


def find_outlooks(
    tickets: Iterable[Waiting], counsellors: Sequence[Counsellor], handling: Iterable[timedelta], at: datetime
) -> dict[str, Outlook]:
    """Return the outlook of every ticket by its id; `handling` is how long recent tickets took from claim to end.

    Ahead of somebody are those who are served before by one who may serve both; where nobody on shift may serve them,
    those of their language. Minutes are None where nobody is on shift for a ticket, with less than 5 tickets of
    experience, beyond 2 hours, for an appointment, and where the last who may serve it will have gone by then.
    """
    staff = [one for one in counsellors if one.is_on_shift(at)]
    known = [duration for duration in handling if timedelta() < duration <= LONGEST_HANDLING]
    pace = sum(known, timedelta()) / len(known) if len(known) >= LEAST_EXPERIENCE else None
    ahead_by_servers: Counter[int] = Counter()
    ahead_by_language: Counter[Language] = Counter()
    found: dict[str, Outlook] = {}
    for ticket in order(tickets):
        rung = find_rung(ticket, counsellors, at)
        # Whoever may serve a ticket is a bit of a number: that two share somebody is one operation.
        bits = _servers(ticket, staff, rung)
        servers = [one for place, one in enumerate(staff) if bits >> place & 1]
        if servers:
            ahead = sum(count for others, count in ahead_by_servers.items() if others & bits)
        else:
            ahead = ahead_by_language[ticket.language]
        promised = is_promised(ticket, at)
        minutes = None if promised or pace is None else _minutes(ahead, servers, pace, at)
        found[ticket.id] = Outlook(ahead + 1, minutes, rung, bool(servers))
        if not promised:
            ahead_by_servers[bits] += 1
            ahead_by_language[ticket.language] += 1
    return found


def _servers(ticket: Waiting, staff: Sequence[Counsellor], reach: Rung) -> int:
    fits = (one.serves(ticket) and is_within(one.rung_for(ticket), reach) for one in staff)
    return sum(1 << place for place, is_fitting in enumerate(fits) if is_fitting)


def _minutes(ahead: int, servers: Sequence[Counsellor], pace: timedelta, at: datetime) -> int | None:
    places = sum(one.capacity for one in servers)
    if not places:
        return None
    free = sum(max(one.capacity - one.open_tickets, 0) for one in servers)
    wait = max(ahead - free + 1, 0) * pace / places
    last_leaves = max(one.shift.end for one in servers if one.shift is not None)
    if wait > LONGEST_WAIT or at + wait >= last_leaves:
        return None
    return max(ceil(wait / timedelta(minutes=ROUNDED_TO)), 1) * ROUNDED_TO
