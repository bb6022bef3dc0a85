"""Reports as JSON, as a spreadsheet and as CSV; files hold names where JSON holds ids and codes."""

import csv
from collections.abc import Iterator
from datetime import date
from functools import partial
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from api.desk.records import words
from api.desk.records.headings import column_headings, table_titles
from api.desk.records.reports import Report, Table, Value
from knowledge.languages import Language

_NAMES = {
    "centre": words.centre_name,
    "area": words.area_name,
    "language": words.language_name,
    "channel": words.method_name,
    "method": words.method_name,
    "nationality": words.country_name,
    "outcome": words.outcome_name,
    "expert": words.expert_name,
}
# What spreadsheet programs take for a formula at the beginning of a cell (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_WIDTH = 24
_SUMMARY = "totals"


def render_report(report: Report) -> dict[str, Any]:
    """Return a report as JSON, with titles and headings in Korean and English."""
    return {
        "made_at": report.made_at.isoformat(),
        "period": {"since": report.period.since.isoformat(), "until": report.period.until.isoformat()},
        "totals": report.totals,
        "tables": {name: _render_table(name, table) for name, table in report.tables.items()},
    }


def write_spreadsheet(report: Report, language: Language) -> bytes:
    """Return a workbook (XLSX): the totals, then one sheet per table; numbers are numbers, days are days."""
    book = Workbook()
    sheet = book.active
    _fill(sheet, _SUMMARY, _summary(report, language))
    for name, table in report.tables.items():
        _fill(book.create_sheet(), name, _lines(table, language))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def write_csv(report: Report, name: str, language: Language) -> bytes:
    """Return a table, or `totals`, as CSV in UTF-8 with the byte order mark that Excel needs; raises KeyError."""
    lines = _summary(report, language) if name == _SUMMARY else _lines(report.tables[name], language)
    content = StringIO()
    csv.writer(content).writerows([_harmless(value) for value in line] for line in lines)
    return content.getvalue().encode("utf-8-sig")


def _render_table(name: str, table: Table) -> dict[str, Any]:
    korean, english = column_headings(Language.KO), column_headings(Language.EN)
    return {
        "title": {"ko": table_titles(Language.KO)[name], "en": table_titles(Language.EN)[name]},
        "columns": [{"key": key, "ko": korean[key], "en": english[key]} for key in table.columns],
        "rows": table.rows,
    }


def _summary(report: Report, language: Language) -> Iterator[list[Value]]:
    yield [_both("since"), report.period.since]
    yield [_both("until"), report.period.until]
    for key, value in report.totals.items():
        yield [_both(key), value]
    yield [_both("made_at"), report.made_at.isoformat(timespec="minutes")]
    yield [_both("language"), words.language_name(language, language)]


def _lines(table: Table, language: Language) -> Iterator[list[Value]]:
    yield [_both(key) for key in table.columns]
    for row in table.rows:
        yield [_name(key, value, language) for key, value in zip(table.columns, row, strict=True)]


def _both(key: str) -> str:
    """A heading in Korean and English, once where they are the same."""
    return " / ".join(dict.fromkeys(column_headings(language)[key] for language in (Language.KO, Language.EN)))


def _name(key: str, value: Value, language: Language) -> Value:
    if key not in _NAMES:
        return value
    return _NAMES[key](str(value), language) if value is not None else column_headings(language)["none"]


def _fill(sheet: Worksheet, name: str, lines: Iterator[list[Value]]) -> None:
    # Sheets are named by their keys: titles of some languages are longer than the 31 characters that Excel takes.
    sheet.title = name
    make = partial(_cell, sheet)
    for number, line in enumerate(lines):
        sheet.append([make(value, is_heading=number == 0 and name != _SUMMARY) for value in line])
    for column in sheet.columns:
        sheet.column_dimensions[column[0].column_letter].width = _WIDTH
    if name != _SUMMARY:
        sheet.freeze_panes = "A2"


def _cell(sheet: Worksheet, value: Value, *, is_heading: bool) -> Cell:
    cell = Cell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula
    if is_heading:
        cell.font = Font(bold=True)
    return cell


def _harmless(value: Value) -> Value:
    """Text that no spreadsheet program reads as a formula."""
    if isinstance(value, date):
        return value.isoformat()
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
