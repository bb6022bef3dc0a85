"""Opening hours follow Seoul's clock and Korea's public holidays; the file holds nothing without a source."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from api.routing.hours import (
    PATH,
    SEOUL,
    OpeningHours,
    Span,
    find_hours,
    is_public_holiday,
    read_centre_hours,
    read_days,
    read_hours,
)
from knowledge.centres import read_centres
from knowledge.languages import Language

# Weekday mornings, weekday afternoons, Saturday mornings; closed on public holidays.
OFFICE = read_hours({"weekdays": ["09:00-12:00", "13:00-18:00"], "sat": ["10:00-13:00"]}, frozenset())
ALWAYS = read_hours({"daily": ["00:00-24:00"], "holidays": "as-usual"}, frozenset())
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - made aware
SPANS = st.lists(st.integers(0, 1440), max_size=6, unique=True).map(
    lambda edges: tuple(Span(*pair) for pair in zip(*[iter(sorted(edges))] * 2, strict=False))
)
HOURS = st.builds(OpeningHours, st.tuples(*[SPANS] * 7), st.none() | SPANS)


def seoul(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("2026-11-23 08:59", False),
        ("2026-11-23 09:00", True),
        ("2026-11-23 12:30", False),
        ("2026-11-23 17:59", True),
        ("2026-11-23 18:00", False),
        ("2026-11-28 10:00", True),
        ("2026-11-29 10:00", False),
    ],
)
def test_an_office_is_open_from_the_first_minute_to_the_last_but_not_at_closing(at: str, is_open: bool) -> None:
    assert OFFICE.is_open(seoul(at)) is is_open


@pytest.mark.parametrize(
    "day",
    [
        *("2026-02-16", "2026-02-17", "2026-02-18"),  # Seollal
        *("2026-03-02", "2026-05-25", "2026-08-17", "2026-10-05"),  # substitute days
        *("2026-09-24", "2026-09-25", "2026-09-26"),  # Chuseok
        *("2027-02-06", "2027-02-07", "2027-02-08", "2027-02-09"),  # Seollal on a Sunday, with its substitute
        *("2027-09-14", "2027-09-15", "2027-09-16"),
        *("2027-08-16", "2027-10-04", "2027-10-11", "2027-12-27"),
    ],
)
def test_nothing_opens_on_seollal_chuseok_and_substitute_days(day: str) -> None:
    assert is_public_holiday(date.fromisoformat(day))
    assert OFFICE.spans_on(date.fromisoformat(day)) == ()
    assert ALWAYS.is_open(seoul(f"{day} 03:00"))


@pytest.mark.parametrize("day", ["2026-02-19", "2026-09-23", "2026-09-28", "2027-02-10", "2027-09-17"])
def test_the_days_around_the_feasts_are_ordinary(day: str) -> None:
    assert not is_public_holiday(date.fromisoformat(day))
    assert OFFICE.is_open(seoul(f"{day} 11:00"))


@pytest.mark.parametrize(
    ("at", "opening"),
    [
        ("2026-11-23 11:00", "2026-11-23 11:00"),
        ("2026-11-23 12:10", "2026-11-23 13:00"),
        ("2026-11-23 20:00", "2026-11-24 09:00"),
        ("2026-09-23 18:00", "2026-09-28 09:00"),
        ("2027-02-05 18:00", "2027-02-10 09:00"),
    ],
)
def test_the_next_opening_lies_behind_breaks_nights_and_feasts(at: str, opening: str) -> None:
    assert OFFICE.next_opening(seoul(at)) == seoul(opening)


def test_closing_times_run_through_midnight_but_not_through_a_break() -> None:
    night = read_hours({"mon": ["20:00-24:00"], "tue": ["00:00-06:00", "09:00-12:00"]}, frozenset())
    assert night.closes_at(seoul("2026-11-23 21:00")) == seoul("2026-11-24 06:00")
    assert night.closes_at(seoul("2026-11-24 10:00")) == seoul("2026-11-24 12:00")
    assert night.closes_at(seoul("2026-11-24 07:00")) is None
    assert ALWAYS.closes_at(seoul("2026-11-24 07:00")) is None


def test_waiting_clocks_stand_still_while_it_is_closed() -> None:
    assert OFFICE.opening_minutes_between(seoul("2026-11-23 17:30"), seoul("2026-11-24 09:15")) == 45
    assert OFFICE.opening_minutes_between(seoul("2026-09-23 17:50"), seoul("2026-09-28 09:05")) == 15


def test_a_closed_day_of_the_centre_is_closed() -> None:
    closed = read_days([{"first": "2026-12-30", "last": "2027-01-04"}])
    assert read_hours({"daily": ["09:00-18:00"]}, closed).next_opening(seoul("2026-12-29 18:00")) == seoul(
        "2027-01-05 09:00"
    )


def test_whoever_never_opens_has_no_next_opening() -> None:
    assert OpeningHours(((),) * 7).next_opening(seoul("2026-11-23 11:00")) is None


@pytest.mark.parametrize("spans", [["18:00-09:00"], ["09:00-25:00"], ["09:00-12:00", "11:00-14:00"], ["9"], ["x-y"]])
def test_impossible_hours_are_refused(spans: list[str]) -> None:
    with pytest.raises((ValueError, TypeError)):
        read_hours({"mon": spans}, frozenset())


def test_a_naive_moment_and_a_backward_span_of_time_are_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        OFFICE.is_open(datetime(2026, 11, 23, 9))  # noqa: DTZ001 - the point of the test
    with pytest.raises(ValueError, match="before"):
        OFFICE.opening_minutes_between(seoul("2026-11-23 10:00"), seoul("2026-11-23 09:00"))
    with pytest.raises(ValueError, match="ends before"):
        read_days([{"first": "2026-12-30", "last": "2026-12-29"}])


@settings(database=None, deadline=None)
@given(st.datetimes(datetime(2020, 1, 1), datetime(2050, 1, 1)))  # noqa: DTZ001 - made aware below
def test_seoul_has_no_summer_time(moment: datetime) -> None:
    assert moment.replace(tzinfo=SEOUL).utcoffset() == timedelta(hours=9)


@settings(database=None, deadline=None)
@given(HOURS, MOMENTS)
def test_the_next_opening_is_open_and_nothing_opens_before_it(hours: OpeningHours, at: datetime) -> None:
    opening = hours.next_opening(at)
    if opening is not None:
        assert opening >= at
        assert hours.is_open(opening)
        assert hours.opening_minutes_between(at, opening) == 0
    else:
        assert hours.opening_minutes_between(at, at + timedelta(days=60)) == 0


@settings(database=None, deadline=None)
@given(HOURS, MOMENTS)
def test_it_is_open_without_a_gap_until_it_closes(hours: OpeningHours, at: datetime) -> None:
    end = hours.closes_at(at)
    if end is not None:
        assert not hours.is_open(end)
        assert hours.opening_minutes_between(at, end) == pytest.approx((end - at) / timedelta(minutes=1))
    else:
        assert not hours.is_open(at) or hours.is_open(at + timedelta(days=59))


@settings(database=None, deadline=None)
@given(
    HOURS,
    st.tuples(MOMENTS, st.timedeltas(timedelta(), timedelta(days=9)), st.timedeltas(timedelta(), timedelta(days=9))),
)
def test_opening_minutes_add_up(hours: OpeningHours, moments: tuple[datetime, timedelta, timedelta]) -> None:
    start, first, second = moments
    parts = (
        hours.opening_minutes_between(start, start + first),
        hours.opening_minutes_between(start + first, start + first + second),
    )
    assert sum(parts) == pytest.approx(hours.opening_minutes_between(start, start + first + second))


def test_the_file_that_ships_names_known_centres_and_a_source_for_everything() -> None:
    content = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    assert set(content["centres"]) <= {centre.id for centre in read_centres()}
    told = [*content["centres"].values(), *content["closures"]]
    told += [time for line in content["hotlines"] for time in line["times"]]
    assert all(entry["source"] and entry["as_of"] for entry in told)


def test_a_language_may_have_other_hours_than_its_centre(tmp_path: Path) -> None:
    entry = {
        "hours": {"weekdays": ["09:00-18:00"]},
        "languages": {"vi": {"mon": ["13:00-18:00"]}},
        "source": "the centre",
        "as_of": "2026-12-01",
    }
    path = tmp_path / "hours.yaml"
    path.write_text(yaml.safe_dump({"closures": [], "centres": {"a": entry}}), encoding="utf-8")
    known = read_centre_hours(path)
    tuesday = seoul("2026-11-24 14:00")
    vietnamese, russian = (find_hours("a", language, known) for language in (Language.VI, Language.RU))
    assert vietnamese is not None
    assert russian is not None
    assert (vietnamese.is_open(tuesday), russian.is_open(tuesday)) == (False, True)
    assert find_hours("b", Language.VI, known) is None
    assert find_hours(None, Language.VI, known) is None
