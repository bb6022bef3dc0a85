"""Reports as the city writes them: a period in figures and tables, each counted from what the desk did."""

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.database import Database
from api.conversations.models import Counsellor
from api.desk.models import CaseRecord
from api.desk.records import counting
from api.desk.records.counting import NO_TIMES, Rows, Scope, Times
from api.desk.records.durations import MEDIAN, P90, percentile
from api.desk.records.period import Period
from api.desk.rights import serves
from api.errors import NotAllowed

logger = logging.getLogger(__name__)

Value = str | int | float | date | None

_CASES = ("cases", "people")
_TIMES = ("closed", "not_reached", "waiting_median", "waiting_p90", "handling_median", "handling_p90")
_SCORES = range(1, 6)
_FRESH = timedelta(minutes=1)
_SHOWN_FOR = timedelta(minutes=15)
"""So old the report of a long period may be when it is shown; a new one is made meanwhile."""
_LONG = timedelta(days=92)
_DIMENSIONS = {
    "centre": CaseRecord.centre,
    "area": CaseRecord.area,
    "language": CaseRecord.language,
    "method": CaseRecord.method,
    "nationality": CaseRecord.nationality,
    "outcome": CaseRecord.outcome,
}


@dataclass(frozen=True)
class Table:
    """A table of a report: the keys of its columns and its rows, with ids and codes instead of names."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True)
class Report:
    """A period in figures, as they were at a moment."""

    made_at: datetime
    period: Period
    totals: dict[str, Value]
    tables: dict[str, Table]


class Reports:
    """Makes reports from the database, one at a time.

    For a minute the same report is given again: what is downloaded has the figures that the page shows, and many who
    look at once cost no more than one. A period of more than three months takes a second or so to count: an older
    report, which says of when it is, is given at once then, while the next one is made.
    """

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._recent: dict[Scope, Report] = {}
        self._turn = asyncio.Lock()
        self._renewals: dict[Scope, asyncio.Task[Report]] = {}

    async def stop(self) -> None:
        """End what is being made for later."""
        renewals = list(self._renewals.values())
        for task in renewals:
            task.cancel()
        await asyncio.gather(*renewals, return_exceptions=True)

    async def make(self, counsellor: Counsellor, period: Period, centre: str | None = None) -> Report:
        """Return what somebody may know of a period, perhaps of one centre only; raises NotAllowed for others'."""
        if centre is not None and not serves(counsellor, centre):
            raise NotAllowed
        scope = Scope(period, centre, tuple(sorted(counsellor.centres)))
        known = self._recent.get(scope)
        if known is None or not scope.period.is_longer_than(_LONG) or self._is_older(known, _SHOWN_FOR):
            return await self._renew(scope)
        if self._is_older(known, _FRESH) and scope not in self._renewals:
            task = asyncio.create_task(self._renew(scope), name="report")
            self._renewals[scope] = task
            task.add_done_callback(lambda done: self._renewed(scope, done))
        return known

    async def _renew(self, scope: Scope) -> Report:
        """Make a report, unless somebody has just done so."""
        async with self._turn:
            self._recent = {
                kept: report for kept, report in self._recent.items() if not self._is_older(report, _SHOWN_FOR)
            }
            known = self._recent.get(scope)
            if known is None or self._is_older(known, _FRESH):
                known = self._recent[scope] = await self._count(scope)
            return known

    def _renewed(self, scope: Scope, task: "asyncio.Task[Report]") -> None:
        del self._renewals[scope]
        if not task.cancelled() and task.exception():  # the next who asks tries again
            logger.error("a report could not be renewed", exc_info=task.exception())

    def _is_older(self, report: Report, age: timedelta) -> bool:
        return self._now() - report.made_at >= age

    async def _count(self, scope: Scope) -> Report:
        made_at = self._now()
        async with self._database.reading() as session:
            cases = await _case_tables(session, scope)
            figures, tables = await _desk_tables(session, scope)
            recorded, people, expert = await counting.count_totals(session, scope)
            opened = await counting.count_opened(session, scope)
        totals = {"cases": recorded, "people": people, "expert_cases": expert, "opened": opened, **figures}
        return Report(made_at, scope.period, totals, cases | tables)


async def _case_tables(session: AsyncSession, scope: Scope) -> dict[str, Table]:
    """The tables of the counselling database; expert consulting stands apart."""
    wide = (CaseRecord.centre, CaseRecord.area, CaseRecord.language, CaseRecord.channel, CaseRecord.method)
    general = await counting.count_cases(session, scope, wide, CaseRecord.expert.is_(None))
    by_expert = (CaseRecord.expert, CaseRecord.centre, CaseRecord.language)
    expert = await counting.count_cases(session, scope, by_expert, CaseRecord.expert.is_not(None))
    tables = {
        "consultations": _table(("centre", "area", "language", "channel", "method", *_CASES), general),
        "expert": _table(("expert", "centre", "language", *_CASES), expert),
    }
    for name, column in _DIMENSIONS.items():
        tables[f"by_{name}"] = _table((name, *_CASES), await counting.count_cases(session, scope, (column,)))
    tables["by_day"] = _table(("day", "cases"), await counting.count_days(session, scope))
    return tables


async def _desk_tables(session: AsyncSession, scope: Scope) -> tuple[dict[str, Value], dict[str, Table]]:
    """The figures and tables of tickets, ratings and the assistant, whose work belongs to no centre."""
    times = await counting.count_times(session, scope)
    ratings = await counting.count_ratings(session, scope)
    assistant = await counting.count_assistant(session, scope) if scope.centre is None else []
    due = await counting.count_follow_ups(session, scope)
    tables = {
        "times_by_centre": _times_table("centre", ((centre, one) for (centre, _), one in times.items())),
        "times_by_language": _times_table("language", ((language, one) for (_, language), one in times.items())),
        "satisfaction": _satisfaction(ratings),
        "assistant": _table(("language", "channel", "conversations", "answered", "settled_alone"), assistant),
        "follow_ups": _table(("centre", "follow_ups"), due),
    }
    scores = Counter[int]()
    for _, score, count in ratings:
        scores[score] += count
    figures: dict[str, Value] = dict(zip(_TIMES, _figures(sum(times.values(), NO_TIMES)), strict=True))
    figures |= {"ratings": scores.total(), "satisfaction": _mean(scores)}
    figures |= {
        name: None if scope.centre else sum(row[place] for row in assistant)
        for place, name in enumerate(("conversations", "answered", "settled_alone"), start=2)
    }
    return figures | {"follow_ups": sum(row[1] for row in due)}, tables


def _table(columns: tuple[str, ...], rows: Rows) -> Table:
    return Table(columns, tuple(tuple(row) for row in rows))


def _times_table(name: str, times: Iterable[tuple[str | None, Times]]) -> Table:
    together: dict[str | None, Times] = defaultdict(lambda: NO_TIMES)
    for key, one in times:
        together[key] += one
    rows = ((key, *_figures(together[key])) for key in sorted(together, key=lambda key: key or ""))
    return Table((name, *_TIMES), tuple(rows))


def _figures(times: Times) -> tuple[int | None, ...]:
    spans = (percentile(minutes, share) for minutes in (times.waiting, times.handling) for share in (MEDIAN, P90))
    return (times.closed, times.not_reached, *spans)


def _satisfaction(ratings: Rows) -> Table:
    by_centre: dict[str | None, Counter[int]] = defaultdict(Counter)
    for centre, score, count in ratings:
        by_centre[centre][score] = count
    rows = (
        (centre, scores.total(), _mean(scores), *(scores[score] for score in _SCORES))
        for centre, scores in sorted(by_centre.items(), key=lambda entry: entry[0] or "")
    )
    return Table(("centre", "ratings", "satisfaction", *(f"score_{score}" for score in _SCORES)), tuple(rows))


def _mean(scores: Counter[int]) -> float | None:
    return round(sum(score * count for score, count in scores.items()) / scores.total(), 2) if scores else None
