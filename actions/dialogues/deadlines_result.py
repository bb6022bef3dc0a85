"""What comes of the answers about deadlines: its lines in the resident's language, and the articles to cite."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from actions.dialogues.deadlines_due_words import actions_due, line_to_ask, note, when_late
from actions.dialogues.deadlines_laws import law_name
from actions.dialogues.deadlines_words import event_names
from actions.dialogues.dialogue import SKIPPED, Answers, Setting
from actions.dialogues.show import show_date
from actions.resources import catalogue
from knowledge.deadline_rules import get_rules
from knowledge.deadlines import Deadline, Event, What, compute

OTHER = "other"
_MAX_DEADLINES, _MAX_ARTICLES = 6, 4
_MAIN_STATUS = re.compile(r"[A-H]-\d+")
# Nobody has to register whose stay ends within so many days of entry (Immigration Act art. 31(1)).
_REGISTRATION_FREE = timedelta(days=90)


_ABOUT_STAY = {What.EXTEND_STAY, What.CHANGE_TO_F4, What.ASK_ABOUT_D10, What.ASK_ABOUT_STAY_AFTER_DIVORCE}
_BY_EMPLOYER = {What.EMPLOYER_ASKS_EXTENSION, What.EMPLOYER_ASKS_REENTRY, What.EMPLOYER_TELLS_IMMIGRATION}
# Nobody needs to plan a visit to an office for a later day, and its public holidays are not all fixed.
_PLANNED_DAYS = 366


@dataclass(frozen=True)
class Told:
    """The answers as values; None is what was not told or not asked. `status` is a main code such as "E-9"."""

    event: Event
    day: date
    status: str | None
    stay_ends: date | None


def day_key(event: Event) -> str:
    """The key of the answer that holds the day of an event."""
    return f"day_{event}"


def read_event(answers: Answers) -> Event | None:
    """The event that was chosen, None for something else; raises KeyError when it was not answered."""
    return None if answers["event"] == OTHER else Event(str(answers["event"]))


def read_told(answers: Answers) -> Told:
    """The answers as values; raises KeyError before the event and its day are known."""
    event = Event(str(answers["event"]))
    match = _MAIN_STATUS.match(str(answers.get("status", SKIPPED)))
    status = match[0] if match else None
    stay_ends = answers.get("stay_ends", SKIPPED)
    # An answer to an event that was corrected since does not count.
    known = stay_ends != SKIPPED and needs_stay_end(event, status)
    day = date.fromisoformat(str(answers[day_key(event)]))
    return Told(event, day, status, date.fromisoformat(str(stay_ends)) if known else None)


def needs_status(event: Event) -> bool:
    """Whether the rules of an event tell statuses apart."""
    rules = get_rules(event)
    return any(rule.only or rule.exempt or rule.unsettled or rule.needs_status for rule in rules)


def needs_stay_end(event: Event, status: str | None) -> bool:
    """Whether `compute` makes a difference by the end of the stay for someone with that status."""
    binding = [rule for rule in get_rules(event) if rule.covers(status)]
    return any(rule.ends_with_stay or event is Event.ARRIVAL for rule in binding)


def lines(answers: Answers, setting: Setting) -> list[str]:
    """The result line by line, the most important first; every line after the heading begins with "• "."""
    if read_event(answers) is None:
        return _for_something_else(setting)
    told = read_told(answers)
    found = _find(told, setting)
    due = [_tell(one, setting) for one in found] if found else _for_none(told, setting)
    return [_heading(answers, told, setting), *(f"• {line}" for line in [*due, *_cautions(told, setting)])]


def articles(answers: Answers, setting: Setting) -> tuple[str, ...]:
    """The articles behind the result, at most 4; with no deadline those that tell of the event."""
    event = read_event(answers)
    if event is None:
        return ("visa.overstay", "visa.g1-refugee")
    found = _find(read_told(answers), setting)
    named = [one.article for one in found] or [rule.article for rule in get_rules(event)]
    if _has_ended(read_told(answers), setting):
        named.insert(0, "visa.overstay")
    return tuple(dict.fromkeys(named))[:_MAX_ARTICLES]


def _find(told: Told, setting: Setting) -> list[Deadline]:
    """The stay itself first, then what is due sooner, then what the employer does, then what has no last day."""
    found = compute(told.event, told.day, setting.today, told.status, stay_ends=told.stay_ends)
    return sorted(found, key=_rank)[:_MAX_DEADLINES]


def _rank(one: Deadline) -> tuple[int, date, bool]:
    if one.what in _ABOUT_STAY:
        return 0, one.last or date.min, not one.certain
    if one.what in _BY_EMPLOYER:
        return 2, one.last or date.max, not one.certain
    return (1 if one.last else 3), one.last or one.first or date.max, not one.certain


def _has_ended(told: Told, setting: Setting) -> bool:
    stay_ends = told.day if told.event is Event.STAY_ENDS else told.stay_ends
    return stay_ends is not None and stay_ends < setting.today and told.status != "F-5"


def _heading(answers: Answers, told: Told, setting: Setting) -> str:
    say = catalogue(setting.language).gettext
    parts = [event_names(setting.language)[told.event], show_date(told.day, setting.language)]
    if told.status:
        parts.append(str(answers["status"]))
    if told.stay_ends:
        parts.append(say("stay until {day}").format(day=show_date(told.stay_ends, setting.language)))
    return say("An estimate from your answers: {answers}").format(answers=" · ".join(parts))


def _tell(one: Deadline, setting: Setting) -> str:
    """One deadline: what to do, when, what to do if it is late, whom to ask, and the law."""
    say = catalogue(setting.language).gettext
    parts = [actions_due(setting.language)[one.what], _tell_days(one, setting)]
    if one.passed:
        parts += [] if one.certain else [say("It may not apply to you.")]
        parts.append(when_late(one.what, setting.language))
    else:
        parts += _tell_closed(one, setting)
        unsure = say("Ask {number} whether this applies to you.").format(number=line_to_ask(one.what))
        parts += [] if one.certain else [unsure]
    return f"{' '.join(parts)} ({law_name(one.law, setting.language)})"


def _tell_days(one: Deadline, setting: Setting) -> str:
    say = catalogue(setting.language).gettext
    first = show_date(one.first, setting.language) if one.first else ""
    last = show_date(one.last, setting.language) if one.last else ""
    if one.passed:
        return say("The last day was {last}. It has passed.").format(last=last)
    if one.last and one.first and one.first > setting.today:
        text = say("From {first} until {last}. Days left: {days}.")
    elif one.last:
        text = say("Today is the last day.") if one.days_left == 0 else say("Last day: {last}. Days left: {days}.")
    else:
        text = say("Not before {first}.") if one.first else say("I cannot work out the last day.")
    return text.format(first=first, last=last, days=one.days_left)


def _tell_closed(one: Deadline, setting: Setting) -> list[str]:
    """When offices close before the last day, which may be today."""
    say = catalogue(setting.language).gettext
    open_day = one.last_working_day
    if one.last is None or open_day in (None, one.last) or (one.last - setting.today).days > _PLANNED_DAYS:
        return []
    if open_day < setting.today:
        return [say("Offices do not open again before it. See whether you can apply online, or ask a counsellor now.")]
    return [say("Offices are open for the last time on {day}.").format(day=show_date(open_day, setting.language))]


def _for_none(told: Told, setting: Setting) -> list[str]:
    say = catalogue(setting.language).gettext
    unknown = say("I know no deadline for this. That does not mean that there is none: ask 1345 before you rely on it.")
    if told.event is not Event.ARRIVAL or told.stay_ends is None or told.stay_ends > told.day + _REGISTRATION_FREE:
        return [unknown]
    free = say(
        "Only stays longer than 90 days are registered (Immigration Act art. 31(1)). By your dates, yours is not."
    )
    if _has_ended(told, setting):
        return [free, unknown]
    leave = say("Leave Korea or apply for an extension by {day}. With an extension, you may have to register.")
    return [free, leave.format(day=show_date(told.stay_ends, setting.language)), unknown]


def _cautions(told: Told, setting: Setting) -> list[str]:
    """What the dates leave open."""
    say = catalogue(setting.language).gettext
    said = [note(told.event, setting.language)]
    if told.stay_ends and _has_ended(told, setting):
        ended = say("By your answers, your stay ended on {day}. Ask 1345 as soon as you can what is still possible.")
        said.insert(0, ended.format(day=show_date(told.stay_ends, setting.language)))
    if told.status is None and needs_status(told.event):
        said.append(say("You did not tell your status of stay. Ask 1345 which of this applies to you."))
    if told.stay_ends is None and needs_stay_end(told.event, told.status):
        said.append(
            say("If your stay ends within 90 days of entry, you usually need not register.")
            if told.event is Event.ARRIVAL
            else say("I do not know when your period of stay ends. If it ends earlier, that day is your last day.")
        )
    said.append(say("These are the rules of 2026. Ask 1345 before you rely on a date."))
    return [line for line in said if line]


def _for_something_else(setting: Setting) -> list[str]:
    say = catalogue(setting.language).gettext
    return [
        say("I have no rule for this, so I cannot work out a date. A person can help you."),
        "• " + say("Talk to a counsellor here, or call 1345 (weekdays 9:00–22:00)."),
        "• "
        + say(
            "Do not wait. After a removal order you have 7 days to object (Immigration Act art. 60), "
            "after a refusal of refugee status 30 days (Refugee Act art. 21)."
        ),
    ]
