"""Makes the parts of records and reports."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from api.conversations.database import Database
from api.desk.records.reports import Reports
from api.desk.records.service import Records
from knowledge.articles import Guidebook


@dataclass(frozen=True)
class RecordParts:
    """The counselling database, the reports made of it, and what referral packs are made of."""

    records: Records
    reports: Reports
    guidebook: Guidebook
    fonts: Path
    now: Callable[[], datetime]


def make_records(database: Database, guidebook: Guidebook, fonts: Path, now: Callable[[], datetime]) -> RecordParts:
    """Return the parts; the fonts of referral packs lie in a folder beside the front end."""
    return RecordParts(Records(database, guidebook.ids, now), Reports(database, now), guidebook, fonts, now)
