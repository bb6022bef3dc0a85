"""What can be asked of the counselling database and of reports in an address."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from api.desk.records.service import RecordFilter
from api.desk.records.values import Method
from api.requests import Text, read_language
from knowledge.languages import DEFAULT_LANGUAGE, Language

PAGE, MOST = 50, 100

_Value = Annotated[Text, Field(max_length=200)]


class RecordQuery(BaseModel):
    """Which records to list, from behind the record `before`."""

    since: date | None = None
    until: date | None = None
    centre: _Value | None = None
    area: _Value | None = None
    language: _Value | None = None
    method: Method | None = None
    q: _Value = ""
    before: _Value | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = PAGE

    def wanted(self) -> RecordFilter:
        """Return the filter."""
        words = self.q.strip() or None
        return RecordFilter(self.since, self.until, self.centre, self.area, self.language, self.method, words)


class ReportQuery(BaseModel):
    """The period of a report, perhaps of one centre, and the language that a file's names are in."""

    since: date | None = None
    until: date | None = None
    centre: _Value | None = None
    language: _Value | None = None

    def named_in(self) -> Language:
        """Return the language of names; raises UnknownLanguage."""
        return read_language(self.language) or DEFAULT_LANGUAGE


class TableQuery(ReportQuery):
    """One table of a report."""

    table: _Value
