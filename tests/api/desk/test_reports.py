"""Reports: every number equals a plain SQL count, periods are days in Seoul, rights limit the centres."""

from datetime import timedelta
from math import ceil
from typing import Any

import pytest
from sqlalchemy import event

from api.conversations.database import Database
from api.conversations.models import Counsellor
from api.desk.records.period import Period, read_period
from api.desk.records.reports import Reports
from api.requests import utc_now
from api.routing.hours import seoul_day
from tests.api.desk.claimed import DESK
from tests.api.desk.yearbook import CENTRES, fill
from tests.conftest import Gateway
from tests.databases import Plain

SINCE, UNTIL = "2026-02-01", "2026-02-28"
# The same days in UTC, as SQLite keeps moments.
BEGINS, ENDS = "2026-01-31 15:00:00.000000", "2026-02-28 15:00:00.000000"
DAYS = f"consulted_on >= '{SINCE}' AND consulted_on <= '{UNTIL}'"
CLOSED = f"closed_at >= '{BEGINS}' AND closed_at < '{ENDS}'"
PEOPLE = "COUNT(*), COUNT(DISTINCT person)"
BEGUN = f"created_at >= '{BEGINS}' AND created_at < '{ENDS}'"

SECONDS = {
    True: "CAST(ROUND((julianday({end}) - julianday({begin})) * 86400) AS INTEGER)",
    False: "CAST(ROUND(EXTRACT(EPOCH FROM {end} - {begin})) AS INTEGER)",
}
"""Between two moments, on SQLite and on PostgreSQL."""


@pytest.fixture(params=[1, 2])
async def filled(gateway: Gateway, request: pytest.FixtureRequest) -> Gateway:
    """A gateway with generated work."""
    await fill(gateway, request.param)
    return gateway


@pytest.fixture
def plain(filled: Gateway) -> Plain:
    """The same database, asked in plain SQL."""
    return Plain(filled.settings.database_url)


async def report(gateway: Gateway, query: str = "", **account: Any) -> dict[str, Any]:  # noqa: ANN401 - what `counsellor` takes
    desk = await gateway.counsellor(**account)
    response = await desk.get(f"{DESK}/reports?since={SINCE}&until={UNTIL}{query}")
    assert response.status_code == 200, response.text
    return dict(response.json())


def rows(made: dict[str, Any], table: str) -> set[tuple[Any, ...]]:
    found = [tuple(row) for row in made["tables"][table]["rows"]]
    assert len(set(found)) == len(found)
    return set(found)


def one(plain: Plain, query: str) -> Any:  # noqa: ANN401 - whatever is asked
    return plain.execute(query)[0][0]


def ranks(plain: Plain, begin: str, end: str, condition: str) -> list[int | None]:
    """Return median and 90th percentile of whole minutes by their definition: the value at the rank."""
    seconds = SECONDS[plain.is_file].format(begin=begin, end=end)
    query = f"SELECT {seconds} / 60 FROM tickets WHERE claimed_at IS NOT NULL AND {condition} ORDER BY 1"  # noqa: S608 - ours
    minutes = [row[0] for row in plain.execute(query)]
    return [minutes[ceil(share * len(minutes)) - 1] if minutes else None for share in (0.5, 0.9)]


def times(plain: Plain, condition: str) -> list[int | None]:
    condition = f"{CLOSED} AND {condition}"
    counts = [
        one(plain, f"SELECT COUNT(*) FROM tickets WHERE {condition} {more}")  # noqa: S608 - ours
        for more in ("", "AND claimed_at IS NULL")
    ]
    waiting = ranks(plain, "waiting_since", "claimed_at", condition)
    return [*counts, *waiting, *ranks(plain, "claimed_at", "closed_at", condition)]


async def test_consultations_equal_plain_counts(filled: Gateway, plain: Plain) -> None:
    made = await report(filled)
    by = "centre, area, language, channel, method"
    wanted = plain.execute(f"SELECT {by}, {PEOPLE} FROM case_records WHERE {DAYS} AND expert IS NULL GROUP BY {by}")  # noqa: S608 - ours
    assert rows(made, "consultations") == set(wanted) != set()


async def test_expert_consulting_stands_apart_and_equals_plain_counts(filled: Gateway, plain: Plain) -> None:
    made = await report(filled)
    by = "expert, centre, language"
    query = f"SELECT {by}, {PEOPLE} FROM case_records WHERE {DAYS} AND expert IS NOT NULL GROUP BY {by}"  # noqa: S608 - ours
    assert rows(made, "expert") == set(plain.execute(query)) != set()


@pytest.mark.parametrize("by", ["centre", "area", "language", "method", "nationality", "outcome"])
async def test_every_dimension_equals_plain_counts(filled: Gateway, plain: Plain, by: str) -> None:
    made = await report(filled)
    query = f"SELECT {by}, {PEOPLE} FROM case_records WHERE {DAYS} GROUP BY {by}"  # noqa: S608 - ours
    assert rows(made, f"by_{by}") == set(plain.execute(query)) != set()


async def test_days_and_follow_ups_equal_plain_counts(filled: Gateway, plain: Plain) -> None:
    made = await report(filled)
    days = f"SELECT consulted_on, COUNT(*) FROM case_records WHERE {DAYS} GROUP BY 1"  # noqa: S608 - ours
    due = f"SELECT centre, COUNT(*) FROM case_records WHERE follow_up_on BETWEEN '{SINCE}' AND '{UNTIL}' GROUP BY 1"  # noqa: S608 - ours
    assert rows(made, "by_day") == set(plain.execute(days)) != set()
    assert rows(made, "follow_ups") == set(plain.execute(due)) != set()


async def test_times_equal_the_values_at_their_ranks(filled: Gateway, plain: Plain) -> None:
    made = await report(filled)
    for table, column in (("times_by_centre", "centre"), ("times_by_language", "language")):
        for key, *figures in made["tables"][table]["rows"]:
            condition = f"{column} IS NULL" if key is None else f"{column} = '{key}'"
            assert figures == times(plain, condition), (column, key)
        known = one(plain, f"SELECT COUNT(DISTINCT COALESCE({column}, '')) FROM tickets WHERE {CLOSED}")  # noqa: S608 - ours
        assert len(rows(made, table)) == known


async def test_satisfaction_equals_plain_counts(filled: Gateway, plain: Plain) -> None:
    made = await report(filled)
    scores = ", ".join(f"COUNT(CASE WHEN score = {score} THEN 1 END)" for score in range(1, 6))
    query = (
        f"SELECT centre, COUNT(*), ROUND(AVG(score), 2), {scores} FROM ratings "  # noqa: S608 - ours
        f"LEFT JOIN tickets ON tickets.id = subject WHERE ratings.{BEGUN.replace('AND ', 'AND ratings.')} GROUP BY 1"
    )
    wanted = {row[0]: row[1:] for row in plain.execute(query)}
    found = {row[0]: tuple(row[1:]) for row in made["tables"]["satisfaction"]["rows"]}
    assert found.keys() == wanted.keys()
    for centre, figures in wanted.items():
        assert found[centre] == pytest.approx(figures, abs=0.0101)


async def test_what_the_assistant_settled_alone_equals_plain_counts(filled: Gateway, plain: Plain) -> None:
    made = await report(filled)
    query = (
        "SELECT language, channel, COUNT(*), COUNT(CASE WHEN turns > 0 THEN 1 END), "  # noqa: S608 - ours
        "COUNT(CASE WHEN turns > 0 AND id NOT IN (SELECT conversation_id FROM tickets) THEN 1 END) "
        f"FROM conversations WHERE {BEGUN} GROUP BY 1, 2"
    )
    assert rows(made, "assistant") == set(plain.execute(query)) != set()


async def test_totals_equal_plain_counts(filled: Gateway, plain: Plain) -> None:
    totals = (await report(filled))["totals"]
    closed = times(plain, "1 = 1")
    alone = "turns > 0 AND id NOT IN (SELECT conversation_id FROM tickets)"
    wanted = {
        "cases": one(plain, f"SELECT COUNT(*) FROM case_records WHERE {DAYS}"),  # noqa: S608 - ours
        "people": one(plain, f"SELECT COUNT(DISTINCT person) FROM case_records WHERE {DAYS}"),  # noqa: S608 - ours
        "expert_cases": one(plain, f"SELECT COUNT(expert) FROM case_records WHERE {DAYS}"),  # noqa: S608 - ours
        "opened": one(plain, f"SELECT COUNT(*) FROM tickets WHERE {BEGUN}"),  # noqa: S608 - ours
        "ratings": one(plain, f"SELECT COUNT(*) FROM ratings WHERE {BEGUN}"),  # noqa: S608 - ours
        "satisfaction": pytest.approx(one(plain, f"SELECT AVG(score) FROM ratings WHERE {BEGUN}"), abs=0.0051),  # noqa: S608 - ours
        "conversations": one(plain, f"SELECT COUNT(*) FROM conversations WHERE {BEGUN}"),  # noqa: S608 - ours
        "answered": one(plain, f"SELECT COUNT(*) FROM conversations WHERE {BEGUN} AND turns > 0"),  # noqa: S608 - ours
        "settled_alone": one(plain, f"SELECT COUNT(*) FROM conversations WHERE {BEGUN} AND {alone}"),  # noqa: S608 - ours
        "follow_ups": one(
            plain,
            f"SELECT COUNT(*) FROM case_records WHERE follow_up_on BETWEEN '{SINCE}' AND '{UNTIL}'",  # noqa: S608 - ours
        ),
    }
    names = ("closed", "not_reached", "waiting_median", "waiting_p90", "handling_median", "handling_p90")
    assert totals == wanted | dict(zip(names, closed, strict=True))


async def test_supervisor_of_one_centre_counts_theirs_and_what_belongs_to_none(filled: Gateway, plain: Plain) -> None:
    made = await report(filled, role="supervisor", centres=(CENTRES[0],))
    centres = f"(centre = '{CENTRES[0]}' OR centre IS NULL)"
    assert {row[0] for row in rows(made, "by_centre")} == {CENTRES[0], None}
    assert made["totals"]["cases"] == one(plain, f"SELECT COUNT(*) FROM case_records WHERE {DAYS} AND {centres}")  # noqa: S608 - ours
    assert made["totals"]["closed"] == one(plain, f"SELECT COUNT(*) FROM tickets WHERE {CLOSED} AND {centres}")  # noqa: S608 - ours


async def test_report_of_one_centre_counts_that_one_only(filled: Gateway, plain: Plain) -> None:
    made = await report(filled, f"&centre={CENTRES[1]}")
    condition = f"{DAYS} AND centre = '{CENTRES[1]}'"
    assert made["totals"]["cases"] == one(plain, f"SELECT COUNT(*) FROM case_records WHERE {condition}")  # noqa: S608 - ours
    # What the assistant does belongs to no centre.
    assert (made["totals"]["conversations"], made["tables"]["assistant"]["rows"]) == (None, [])


async def test_report_of_another_centre_is_not_given(gateway: Gateway) -> None:
    desk = await gateway.counsellor(role="supervisor", centres=(CENTRES[0],))
    assert (await desk.get(f"{DESK}/reports?centre={CENTRES[1]}")).status_code == 403


@pytest.mark.parametrize("role", ["counsellor", "interpreter", "editor"])
@pytest.mark.parametrize("path", ["reports", "reports.xlsx", "reports.csv?table=totals"])
async def test_reports_need_their_right(gateway: Gateway, role: str, path: str) -> None:
    desk = await gateway.counsellor(role=role)
    assert (await desk.get(f"{DESK}/{path}")).status_code == 403


async def test_without_a_period_the_present_month_is_reported(gateway: Gateway) -> None:
    desk = await gateway.counsellor(role="auditor")
    made = (await desk.get(f"{DESK}/reports")).json()
    today = seoul_day(utc_now())
    assert made["period"] == {"since": today.replace(day=1).isoformat(), "until": today.isoformat()}
    assert made["totals"]["cases"] == 0
    assert made["totals"]["waiting_median"] is None


@pytest.mark.parametrize("query", ["since=2026-02-01&until=2026-01-31", "since=2025-01-01&until=2026-12-31", "since=x"])
async def test_period_that_is_none_is_refused(gateway: Gateway, query: str) -> None:
    desk = await gateway.counsellor()
    assert (await desk.get(f"{DESK}/reports?{query}")).status_code == 400


async def test_many_who_ask_at_once_cost_one_count(filled: Gateway) -> None:
    database = Database(filled.settings.database_url)
    statements: list[str] = []
    event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
    reports = Reports(database, utc_now)
    period = read_period(None, None, seoul_day(utc_now()))
    somebody = Counsellor(id="k", centres=[])
    await reports.make(somebody, period)
    counted = len(statements)
    assert await reports.make(somebody, period) is await reports.make(somebody, period)
    assert len(statements) == counted
    assert not [statement for statement in statements if "messages" in statement]
    await database.close()


async def test_older_report_of_a_year_is_given_at_once_while_a_new_one_is_made(filled: Gateway) -> None:
    database, now = Database(filled.settings.database_url), [utc_now()]
    reports, somebody = Reports(database, lambda: now[0]), Counsellor(id="k", centres=[])
    year, month = (
        read_period(seoul_day(now[0]) - timedelta(days=300), None, seoul_day(now[0])),
        read_period(None, None, seoul_day(now[0])),
    )
    old = {period: await reports.make(somebody, period) for period in (year, month)}
    now[0] += timedelta(minutes=2)
    assert await reports.make(somebody, month) is not old[month]
    assert await reports.make(somebody, year) is old[year]
    (renewal,) = reports._renewals.values()
    renewed = await renewal
    assert renewed.made_at == now[0]
    assert await reports.make(somebody, year) is renewed
    now[0] += timedelta(minutes=15)
    assert (await reports.make(somebody, year)).made_at == now[0]
    await reports.stop()
    await database.close()


async def test_counts_are_answered_from_indexes_alone(filled: Gateway) -> None:
    """Texts and summaries are most of the rows: at 200,000 conversations reading them would take seconds."""
    if not Plain(filled.settings.database_url).is_file:
        pytest.skip("PostgreSQL chooses its plans by what is in the tables")
    database = Database(filled.settings.database_url)
    asked: list[tuple[str, tuple[Any, ...]]] = []
    event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *told: asked.append((told[2], told[3])))
    period = Period(seoul_day(utc_now()), seoul_day(utc_now()))
    await Reports(database, utc_now).make(Counsellor(id="k", centres=[]), period)
    async with database.engine.connect() as connection:
        plans = {}
        for statement, values in asked:
            if statement.startswith("SELECT") and "follow_up_on" not in statement and "ratings" not in statement:
                found = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
                plans[statement] = [row[3] for row in found if row[3].startswith(("SCAN", "SEARCH"))]
    await database.close()
    assert len(plans) > 10
    for statement, steps in plans.items():
        assert all("COVERING INDEX" in step for step in steps), (statement, steps)
