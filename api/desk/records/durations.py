"""Whole minutes between two moments in SQL, and the median and the 90th percentile of counted minutes."""

from collections import Counter
from math import ceil
from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

MEDIAN, P90 = 0.5, 0.9


class minutes_between(GenericFunction[int]):  # noqa: N801 - used like a function of SQL
    """Full minutes from the first moment to the second; seconds are rounded first, since SQLite counts in days."""

    type = Integer()
    inherit_cache = True


@compiles(minutes_between, "sqlite")
def _for_sqlite(element: minutes_between, compiler: SQLCompiler, **keywords: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
    start, end = (compiler.process(clause, **keywords) for clause in element.clauses)
    return f"CAST(round((julianday({end}) - julianday({start})) * 86400) AS INTEGER) / 60"


@compiles(minutes_between, "postgresql")
def _for_postgresql(element: minutes_between, compiler: SQLCompiler, **keywords: Any) -> str:  # noqa: ANN401 - as above
    start, end = (compiler.process(clause, **keywords) for clause in element.clauses)
    return f"CAST(round(extract(epoch FROM ({end} - {start}))) AS INTEGER) / 60"


def percentile(minutes: Counter[int], share: float) -> int | None:
    """Return the smallest value that at least a share of all do not exceed; None of nothing (SQL's percentile_disc)."""
    rank = ceil(share * minutes.total())
    for value in sorted(minutes):
        rank -= minutes[value]
        if rank <= 0:
            return value
    return None
