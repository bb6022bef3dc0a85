"""Fills an empty database with a year of made-up work: `python -m tools.desk_data DATABASE_URL`.

Twelve months of conversations in eight languages, their tickets, notes, case records, ratings, shifts and audit log,
the same for the same seed and last day. What already holds conversations is never touched.
"""

import argparse
import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from random import Random
from typing import Any

from api.channels.models import ChannelAccount
from api.cli import migrate
from api.conversations.models import Base, Conversation, Counsellor, Message, PlannedShift, Rating, Ticket
from api.desk.models import AuditEntry, CaseRecord, Note
from api.settings import ApiSettings
from tools.bulk_load import Target, open_target
from tools.desk_people import make_people, person_rows, shift_rows
from tools.desk_year import YEAR, Size, Year
from tools.steps import fail, progress

_AHEAD = 14
_USED = "this database holds conversations already; made-up ones go only into an empty database"


def fill(target: Target, size: Size, seed: int, until: datetime) -> dict[str, int]:
    """Write everything into a database with tables; returns how many rows each has. Raises ValueError if it is used."""
    check_empty(target)
    chance = Random(seed)  # noqa: S311 - no secret
    since = until - YEAR
    people = make_people(chance, size.counsellors)
    year, counts = Year(chance, size, people, until), dict[str, int]()

    def write(model: type[Base], rows: Iterable[dict[str, Any]]) -> None:
        table = Base.metadata.tables[model.__tablename__]
        with progress(table.name):
            target.write(table, rows)
        counts[table.name] = target.count(table.name)

    write(Counsellor, person_rows(people, since))
    write(PlannedShift, shift_rows(chance, people, since.date(), YEAR.days + _AHEAD))
    write(Conversation, year.conversation_rows())
    write(ChannelAccount, year.account_rows())
    # Tickets after their messages: then the search takes each conversation in at once.
    write(Message, year.message_rows())
    write(Ticket, year.cases.tickets)
    write(Note, year.cases.notes)
    write(CaseRecord, [*year.cases.records, *year.cases.visit_rows(until, YEAR.days)])
    write(Rating, year.cases.ratings)
    write(AuditEntry, sorted(year.cases.audit, key=lambda entry: entry["at"]))
    with progress("statistics"):
        target.finish()
    return counts


def check_empty(target: Target) -> None:
    """Raise ValueError for a database that is in use."""
    if any(target.count(table) for table in ("conversations", "counsellors")):
        raise ValueError(_USED)


def parse_day(text: str) -> datetime:
    """Return the beginning of a day in UTC."""
    return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)


def main(arguments: list[str] | None = None) -> int:
    """Create the tables, fill them, print what there is."""
    parser = argparse.ArgumentParser(prog="desk_data", description=__doc__)
    parser.add_argument("database_url", metavar="DATABASE_URL")
    parser.add_argument("--conversations", type=int, default=200_000)
    parser.add_argument("--messages", type=int, default=3_000_000)
    parser.add_argument("--counsellors", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--until", type=parse_day, help="the day after the last one (YYYY-MM-DD); default: today")
    options = parser.parse_args(arguments)
    until = options.until or datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    began = time.monotonic()
    try:
        target = open_target(options.database_url)
        check_empty(target)
        migrate(ApiSettings(database_url=options.database_url))
        counts = fill(
            target,
            Size(options.conversations, options.messages, options.counsellors),
            options.seed,
            until,
        )
    except ValueError as error:
        fail(str(error))
    for table, count in counts.items():
        print(f"{table:18}{count:12,}")
    print(f"{time.monotonic() - began:,.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
