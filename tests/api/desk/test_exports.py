"""Reports as files: numbers are numbers, headings in Korean and English, nothing is a formula."""

import csv
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook

from api.desk.records.exports import write_csv, write_spreadsheet
from api.desk.records.headings import column_headings, table_titles
from api.desk.records.period import Period
from api.desk.records.reports import Report, Table
from api.requests import utc_now
from knowledge.languages import Language
from tests.api.desk.claimed import DESK
from tests.api.desk.yearbook import fill
from tests.conftest import Gateway

PERIOD = "since=2026-01-01&until=2026-03-31"
HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://evil")')


@pytest.fixture
async def desk(gateway: Gateway) -> httpx.AsyncClient:
    """Somebody who reads reports of generated work."""
    await fill(gateway, 3)
    return await gateway.counsellor()


async def table_as_csv(desk: httpx.AsyncClient, table: str, language: str = "ko") -> list[list[str]]:
    response = await desk.get(f"{DESK}/reports.csv?{PERIOD}&table={table}&language={language}")
    assert response.status_code == 200, response.text
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))


async def test_spreadsheet_has_a_sheet_per_table_with_the_numbers_of_the_page(desk: httpx.AsyncClient) -> None:
    made = (await desk.get(f"{DESK}/reports?{PERIOD}")).json()
    response = await desk.get(f"{DESK}/reports.xlsx?{PERIOD}")
    assert f'filename="report-{PERIOD[6:16]}-{PERIOD[23:]}.xlsx"' in response.headers["content-disposition"]
    book = load_workbook(BytesIO(response.content))
    assert book.sheetnames == ["totals", *made["tables"]]
    for name, table in made["tables"].items():
        rows = list(book[name].iter_rows(min_row=2, values_only=True))
        numbers = [place for place, column in enumerate(table["columns"]) if _is_counted(column["key"])]
        assert [[row[place] for place in numbers] for row in rows] == [
            [row[place] for place in numbers] for row in table["rows"]
        ], name
    totals = dict(book["totals"].iter_rows(values_only=True))
    headings = column_headings(Language.EN)
    for key, value in made["totals"].items():
        assert next(found for heading, found in totals.items() if heading.endswith(headings[key])) == value


def _is_counted(key: str) -> bool:
    return key in {"cases", "people", "closed", "ratings", "satisfaction", "conversations", "settled_alone"}


async def test_days_are_days_in_a_spreadsheet(desk: httpx.AsyncClient) -> None:
    book = load_workbook(BytesIO((await desk.get(f"{DESK}/reports.xlsx?{PERIOD}")).content))
    cell = book["by_day"]["A2"]
    assert cell.is_date
    assert date(2026, 1, 1) <= cell.value.date() <= date(2026, 3, 31)


@pytest.mark.parametrize(("language", "country"), [("ko", "베트남"), ("en", "Vietnam"), ("ur", "ویتنام")])
async def test_files_hold_names_in_the_language_asked_for(desk: httpx.AsyncClient, language: str, country: str) -> None:
    names = [row[0] for row in await table_as_csv(desk, "by_nationality", language)]
    assert country in names
    assert "" not in names


async def test_csv_holds_the_rows_of_the_page_in_their_order(desk: httpx.AsyncClient) -> None:
    made = (await desk.get(f"{DESK}/reports?{PERIOD}")).json()
    heading, *rows = await table_as_csv(desk, "by_area")
    assert len(heading) == 3
    assert [[int(cell) for cell in row[1:]] for row in rows] == [row[1:] for row in made["tables"]["by_area"]["rows"]]
    assert {cell[0] for cell in await table_as_csv(desk, "totals")} >= {heading[1]}


async def test_unknown_tables_and_languages_are_refused(desk: httpx.AsyncClient) -> None:
    assert (await desk.get(f"{DESK}/reports.csv?table=messages")).status_code == 404
    assert (await desk.get(f"{DESK}/reports.csv?table=totals&language=xx")).status_code == 422
    assert (await desk.get(f"{DESK}/reports.csv")).status_code == 400


async def test_every_table_and_column_has_a_title_in_eight_languages(desk: httpx.AsyncClient) -> None:
    made = (await desk.get(f"{DESK}/reports?{PERIOD}")).json()
    for language in Language:
        assert set(made["tables"]) == set(table_titles(language))
        columns = {column["key"] for table in made["tables"].values() for column in table["columns"]}
        assert columns | set(made["totals"]) <= set(column_headings(language))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula(text: str) -> None:
    day = date(2026, 1, 1)
    tables = {"by_centre": Table(("centre", "cases"), ((text, -5),))}
    report = Report(utc_now(), Period(day, day), {}, tables)
    lines = write_csv(report, "by_centre", Language.KO).decode("utf-8-sig")
    ((_, _), (centre, cases)) = list(csv.reader(StringIO(lines, newline="")))
    assert (centre, cases) == (f"'{text}", "-5")
    cells: Any = load_workbook(BytesIO(write_spreadsheet(report, Language.KO)))["by_centre"]
    assert cells["A2"].data_type == "s"
    assert cells["B2"].value == -5
