"""A waiting time is told only where it can be said honestly, and counts only those who are really ahead."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from api.messages import Priority
from api.routing.expected_wait import find_outlooks
from api.routing.routing import Counsellor, Rung, Waiting
from tests.api.routing.test_routing import BUSY_LAN, KIM, LAN, MINUTE, NOW, OLGA, ticket

HALF_HOURS = [30 * MINUTE] * 5


def position(one: Waiting, tickets: list[Waiting], staff: list[Counsellor]) -> int:
    return find_outlooks({one, *tickets}, staff, (), NOW)[one.id].position


def expected_wait(
    one: Waiting, tickets: list[Waiting], staff: list[Counsellor], handling: list[timedelta], at: datetime
) -> int | None:
    return find_outlooks({one, *tickets}, staff, handling, at)[one.id].minutes


def test_only_those_count_who_wait_for_the_same_counsellors() -> None:
    mine = ticket("mine")
    queue = [ticket("old", minutes=9), ticket("russian", "ru", minutes=9), ticket("new", minutes=0)]
    assert position(mine, queue, [LAN, OLGA]) == 2
    assert position(mine, [*queue, ticket("korean", "ko", minutes=5)], [LAN, OLGA]) == 3


def test_those_of_another_centre_are_not_ahead() -> None:
    mine, other = ticket("mine", centre="a"), ticket("other", minutes=9, centre="b")
    apart = [replace(LAN, centres=frozenset("a")), replace(LAN, id="mai", centres=frozenset("b"))]
    assert position(mine, [other], apart) == 1
    assert position(mine, [other], [LAN]) == 2


def test_danger_is_ahead_of_everybody_and_an_appointment_of_nobody() -> None:
    mine = ticket("mine", minutes=9)
    alarm = ticket("alarm", "ru", priority=Priority.URGENT)
    promised = ticket("promised", minutes=60, callback_at=NOW + MINUTE)
    assert position(mine, [alarm, promised], [LAN]) == 2


def test_with_nobody_on_shift_those_of_the_language_are_ahead() -> None:
    assert position(ticket("mine"), [ticket("old", minutes=9), ticket("russian", "ru", minutes=9)], []) == 2


@pytest.mark.parametrize(
    ("people", "staff", "minutes"),
    [
        (0, [LAN], 5),
        (0, [BUSY_LAN], 30),
        (1, [BUSY_LAN], 60),
        (1, [BUSY_LAN, replace(BUSY_LAN, id="mai")], 30),
        (1, [replace(LAN, capacity=3, open_tickets=3)], 20),
        (2, [replace(LAN, capacity=3, open_tickets=1)], 10),
        (0, [KIM, BUSY_LAN], 30),
    ],
)
def test_the_wait_follows_people_ahead_free_places_and_handling_time(
    people: int, staff: list[Counsellor], minutes: int
) -> None:
    mine = ticket("mine")
    queue = [mine, *(ticket(str(number), minutes=2 + number) for number in range(people))]
    assert expected_wait(mine, queue, staff, HALF_HOURS, NOW) == minutes


def test_minutes_are_rounded_up_to_five() -> None:
    assert expected_wait(ticket("mine"), [], [BUSY_LAN], [31 * MINUTE] * 5, NOW) == 35


def test_nothing_is_said_without_staff_or_experience() -> None:
    mine = ticket("mine")
    assert expected_wait(mine, [mine], [], HALF_HOURS, NOW) is None
    assert expected_wait(mine, [mine], [BUSY_LAN], HALF_HOURS[1:], NOW) is None
    assert expected_wait(mine, [mine], [BUSY_LAN], [*HALF_HOURS[1:], timedelta(hours=14)], NOW) is None


def test_nothing_is_said_beyond_two_hours_or_the_end_of_the_last_shift() -> None:
    mine = ticket("mine")
    queue = [mine, *(ticket(str(number), minutes=2 + number) for number in range(4))]
    assert expected_wait(mine, queue, [BUSY_LAN], HALF_HOURS, NOW) is None
    assert expected_wait(mine, [mine], [BUSY_LAN], HALF_HOURS, NOW + timedelta(hours=7.5)) is None


def test_nothing_is_said_to_somebody_with_an_appointment() -> None:
    promised = ticket("mine", rung=Rung.CALL_BACK, callback_at=NOW + MINUTE)
    assert expected_wait(promised, [promised], [LAN], HALF_HOURS, NOW) is None
