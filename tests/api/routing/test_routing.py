"""One ticket, a few counsellors: who is chosen, and on which rung a ticket waits."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from api.messages import Priority
from api.routing.routing import (
    PATIENCE,
    Assignment,
    Cause,
    Choice,
    Climb,
    Counsellor,
    Rung,
    Waiting,
    assign,
    choose,
    next_for,
    order,
    sweep,
)
from api.routing.shifts import Shift
from knowledge.languages import Language

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def counsellor(name: str, languages: str, **more: object) -> Counsellor:
    shift = Shift(name, str(more.pop("centre", "a")), NOW - timedelta(hours=1), NOW + timedelta(hours=8))
    known = frozenset(map(Language, languages.split()))
    return Counsellor(name, known, shift, **more)  # type: ignore[arg-type]  # a test names the fields it changes


def ticket(name: str, language: str = "vi", minutes: float = 1, **more: object) -> Waiting:
    since = NOW - minutes * MINUTE
    return Waiting(name, Language(language), since, since, **more)  # type: ignore[arg-type]  # as above


KIM, LAN, OLGA = counsellor("kim", "ko"), counsellor("lan", "ko vi"), counsellor("olga", "ru")
BUSY_LAN = replace(LAN, open_tickets=1)
RUSSIAN = frozenset({Language.RU})


def test_the_own_language_goes_before_a_bridge_and_a_bridge_before_aligned_texts() -> None:
    wanted = ticket("t", bridges=RUSSIAN, rung=Rung.TRANSLATED)
    assert choose(wanted, [KIM, OLGA, LAN], NOW) == Choice(Rung.NATIVE, "lan")
    assert choose(wanted, [KIM, OLGA, BUSY_LAN], NOW) == Choice(Rung.BRIDGE, "olga")
    assert choose(wanted, [KIM, BUSY_LAN], NOW) == Choice(Rung.TRANSLATED, "kim")


def test_a_new_ticket_waits_for_the_busy_speaker_of_its_language() -> None:
    assert choose(ticket("t"), [KIM, BUSY_LAN], NOW) == Choice(Rung.NATIVE)


def test_nobody_waits_for_a_language_that_is_not_on_shift() -> None:
    on_a_break = replace(LAN, available=False)
    assert choose(ticket("t"), [KIM, on_a_break], NOW) == Choice(Rung.TRANSLATED, "kim")
    assert choose(ticket("t", bridges=RUSSIAN), [replace(OLGA, open_tickets=1), KIM], NOW) == Choice(Rung.BRIDGE)


@pytest.mark.parametrize(("reachable", "rung"), [(True, Rung.CALL_BACK), (False, Rung.HOTLINE)])
def test_with_nobody_there_a_call_is_offered_or_a_line_named(reachable: bool, rung: Rung) -> None:
    assert choose(ticket("t", reachable=reachable), [], NOW) == Choice(rung)
    after_work = NOW + timedelta(hours=9)
    assert choose(ticket("t", reachable=reachable), [LAN], after_work) == Choice(rung)


def test_a_bridge_counts_only_if_the_resident_accepts_it() -> None:
    assert choose(ticket("t", "uz"), [OLGA], NOW) == Choice(Rung.TRANSLATED, "olga")
    assert choose(ticket("t", "uz", bridges=RUSSIAN), [OLGA], NOW) == Choice(Rung.BRIDGE, "olga")


def test_of_two_speakers_the_own_centre_then_the_topic_then_the_lesser_load_decides() -> None:
    far, near = counsellor("far", "vi", centre="b"), counsellor("near", "vi", centre="a", capacity=3, open_tickets=2)
    assert choose(ticket("t", centre="a"), [far, near], NOW).counsellor == "near"
    assert choose(ticket("t"), [far, near], NOW).counsellor == "far"
    family, visa = (
        counsellor("family", "vi", topics=frozenset({"family"})),
        counsellor("visa", "vi", capacity=9, open_tickets=8),
    )
    assert choose(ticket("t", topic="visa"), [family, visa], NOW).counsellor == "visa"


def test_the_only_speaker_of_a_language_stays_free_for_it() -> None:
    assert choose(ticket("t", "ko"), [counsellor("a", "ko vi"), counsellor("z", "ko")], NOW).counsellor == "z"


def test_danger_comes_first_also_after_a_week_of_holidays() -> None:
    old, alarm = ticket("old", minutes=8 * 24 * 60), ticket("alarm", priority=Priority.URGENT)
    assert [one.id for one in order([old, alarm])] == ["alarm", "old"]


def test_a_ticket_far_older_than_any_holiday_is_not_passed_even_by_danger() -> None:
    old, alarm = ticket("old", minutes=15 * 24 * 60), ticket("alarm", priority=Priority.URGENT)
    assert [one.id for one in order([alarm, old])] == ["old", "alarm"]


def test_danger_waits_for_no_language_and_for_no_room_of_a_talking_counsellor() -> None:
    alarm = ticket("t", priority=Priority.URGENT)
    assert choose(alarm, [KIM, BUSY_LAN], NOW) == Choice(Rung.TRANSLATED, "kim")
    assert choose(alarm, [BUSY_LAN], NOW) == Choice(Rung.NATIVE, "lan")
    assert choose(alarm, [replace(LAN, open_tickets=2)], NOW) == Choice(Rung.TRANSLATED)
    assert choose(replace(alarm, reachable=True), [], NOW) == Choice(Rung.HOTLINE)


def test_somebody_free_gets_the_oldest_ticket_that_fits() -> None:
    queue = [ticket("new"), ticket("old", minutes=5), ticket("russian", "ru", minutes=9)]
    found = next_for(LAN, queue, NOW, [OLGA])
    assert found is not None
    assert found.id == "old"
    assert next_for(replace(LAN, open_tickets=1), queue, NOW) is None


def test_a_ticket_that_a_free_colleague_serves_better_is_left_to_them() -> None:
    queue = [ticket("t", minutes=60, rung=Rung.TRANSLATED)]
    assert next_for(KIM, queue, NOW, [LAN]) is None
    assert next_for(KIM, queue, NOW, [BUSY_LAN]) == queue[0]


def test_two_who_become_free_together_never_get_the_same_ticket() -> None:
    queue = [ticket("old", minutes=5), ticket("new")]
    other = counsellor("mai", "vi")
    assert [getattr(next_for(one, queue, NOW, [LAN, other]), "id", None) for one in (LAN, other)] == ["new", "old"]
    assert assign(queue, [LAN, other], NOW) == (
        Assignment("old", "mai", Rung.NATIVE),
        Assignment("new", "lan", Rung.NATIVE),
    )


@pytest.mark.parametrize(
    ("rung", "next_rung"),
    [(Rung.NATIVE, Rung.BRIDGE), (Rung.BRIDGE, Rung.TRANSLATED), (Rung.TRANSLATED, Rung.CALL_BACK)],
)
def test_a_ticket_climbs_one_rung_when_its_patience_is_over(rung: Rung, next_rung: Rung) -> None:
    waiting = replace(ticket("t", rung=rung, reachable=True), rung_since=NOW - PATIENCE[rung])
    assert sweep([waiting], [BUSY_LAN], NOW) == (Climb("t", next_rung, Cause.PATIENCE_OVER),)
    assert sweep([waiting], [BUSY_LAN], NOW - timedelta(seconds=1)) == ()


def test_an_hour_without_a_running_gateway_sends_nobody_to_a_line() -> None:
    assert sweep([ticket("t", minutes=60)], [BUSY_LAN], NOW) == (Climb("t", Rung.BRIDGE, Cause.PATIENCE_OVER),)


def test_a_ticket_climbs_at_once_when_the_last_speaker_leaves() -> None:
    waiting = ticket("t")
    assert sweep([waiting], [BUSY_LAN, replace(KIM, open_tickets=1)], NOW) == ()
    gone = [replace(LAN, available=False), replace(KIM, open_tickets=1)]
    assert sweep([waiting], gone, NOW) == (Climb("t", Rung.TRANSLATED, Cause.NOBODY_ON_SHIFT),)


def test_danger_opens_a_ticket_to_everybody_at_the_next_sweep() -> None:
    alarm = ticket("t", priority=Priority.URGENT)
    busy = [replace(LAN, open_tickets=2)]
    assert sweep([alarm], busy, NOW) == (Climb("t", Rung.TRANSLATED, Cause.DANGER),)


def test_a_ticket_that_turns_to_danger_after_an_hour_is_still_taken_by_a_counsellor_rather_than_a_line() -> None:
    alarm = ticket("t", minutes=60, priority=Priority.URGENT)
    assert sweep([alarm], [replace(LAN, open_tickets=2)], NOW) == (Climb("t", Rung.TRANSLATED, Cause.DANGER),)


def test_a_supervisor_is_told_of_whoever_stays_on_the_last_rung() -> None:
    waiting = ticket("t", rung=Rung.HOTLINE, minutes=12 * 60)
    assert sweep([waiting], [], NOW) == (Climb("t", Rung.HOTLINE, Cause.FORGOTTEN),)
    alarm = ticket("a", rung=Rung.HOTLINE, minutes=10, priority=Priority.URGENT)
    assert sweep([alarm], [], NOW) == (Climb("a", Rung.HOTLINE, Cause.FORGOTTEN),)


def test_an_appointment_is_kept_back_until_its_time_and_then_goes_by_age() -> None:
    promised = ticket("t", minutes=600, rung=Rung.CALL_BACK, callback_at=NOW + MINUTE)
    assert choose(promised, [LAN], NOW) == Choice(Rung.CALL_BACK)
    assert sweep([promised], [], NOW) == ()
    assert assign([ticket("new"), promised], [LAN], NOW + MINUTE) == (Assignment("t", "lan", Rung.NATIVE),)


def test_a_missed_appointment_climbs() -> None:
    missed = ticket("t", minutes=600, rung=Rung.CALL_BACK, callback_at=NOW - timedelta(minutes=30))
    assert sweep([missed], [BUSY_LAN], NOW) == (Climb("t", Rung.HOTLINE, Cause.PATIENCE_OVER),)


def test_danger_does_not_wait_for_an_appointment() -> None:
    alarm = ticket("t", priority=Priority.URGENT, callback_at=NOW + timedelta(days=1))
    assert choose(alarm, [LAN], NOW) == Choice(Rung.NATIVE, "lan")


def test_a_ticket_of_a_centre_goes_to_nobody_of_another() -> None:
    mine = ticket("mine", centre="a")
    assert choose(mine, [replace(LAN, centres=frozenset("b"))], NOW).counsellor is None
    assert choose(mine, [replace(LAN, centres=frozenset("ab"))], NOW).counsellor == "lan"


def test_reopened_ticket_waits_two_minutes_for_whoever_had_it() -> None:
    mai = replace(LAN, id="mai")
    mine = ticket("mine", minutes=1, first="lan")
    assert choose(mine, [LAN, mai], NOW).counsellor == "lan"
    assert choose(mine, [BUSY_LAN, mai], NOW).counsellor is None
    assert choose(mine, [BUSY_LAN, mai], NOW + MINUTE).counsellor == "mai"
    assert choose(mine, [mai], NOW).counsellor == "mai"


def test_whoever_gave_a_ticket_back_does_not_get_it_again() -> None:
    mine = ticket("mine", declined=frozenset({"lan"}))
    assert choose(mine, [LAN], NOW).counsellor is None
    assert choose(mine, [LAN, replace(LAN, id="mai")], NOW).counsellor == "mai"
