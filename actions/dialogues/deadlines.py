"""The dialogue about deadlines: what happened and when, and until which day something is due because of it."""

from datetime import date

from actions import payloads
from actions.dialogues.deadline_cues import find_event
from actions.dialogues.deadlines_result import (
    OTHER,
    articles,
    day_key,
    lines,
    needs_status,
    needs_stay_end,
    read_event,
    read_told,
)
from actions.dialogues.deadlines_words import day_question, event_names, implausible
from actions.dialogues.dialogue import Answers, Dialogue, Option, Question, Setting, find_option
from actions.dialogues.show import show_date
from actions.resources import catalogue, guidebook_search
from knowledge.deadlines import DateImplausible, Event, compute
from knowledge.entities.dates import find_dates
from knowledge.entities.visas import find_visa
from knowledge.languages import Language


class DeadlinesDialogue(Dialogue):
    """Asks for an event, its day and, where a rule depends on them, the status and the end of the stay.

    The day is kept under the name of its event: a day of arrival must not pass for a day of moving after a correction.
    """

    name = "deadlines"

    def introduction(self, setting: Setting) -> str:
        """Say what comes of it."""
        say = catalogue(setting.language).gettext
        return say("I can work out until which day you must do something. I ask you up to 4 short questions.")

    def next_question(self, answers: Answers, setting: Setting) -> Question | None:
        """The event, its day, then what its rules depend on."""
        if "event" not in answers:
            return _ask_event(setting)
        event = read_event(answers)
        if event is None:
            return None
        if day_key(event) not in answers:
            return _ask_day(event, setting)
        if "status" not in answers and needs_status(event):
            return _ask_status(setting)
        if "stay_ends" not in answers and needs_stay_end(event, read_told(answers).status):
            return _ask_stay_end(event, setting)
        return None

    def result(self, answers: Answers, setting: Setting) -> list[payloads.Payload]:
        """What is due, with the articles that tell more."""
        found = guidebook_search().guidebook.find_all_nearest(articles(answers, setting), setting.language)
        text = "\n".join(lines(answers, setting))
        return [payloads.worked_out(text, found, setting.language)]

    def check(self, answers: Answers, setting: Setting) -> str | None:
        """Refuse days that cannot be right."""
        event = read_event(answers) if "event" in answers else None
        if event is None or day_key(event) not in answers:
            return None
        told = read_told(answers)
        try:
            compute(event, told.day, setting.today, told.status, stay_ends=told.stay_ends)
            if told.stay_ends is not None:
                compute(Event.STAY_ENDS, told.stay_ends, setting.today)
        except DateImplausible as error:
            day = show_date(error.day, setting.language)
            return implausible(error.reason, setting.language).format(day=day)
        return None


def read_day(text: str, setting: Setting) -> str | None:
    """The only date of a message as ISO text; None when there is none, or when there are several to choose from."""
    # A year after the Urdu comma would otherwise be lost, and another one assumed.
    found = {one.value for one in find_dates(text.replace("،", " "), setting.language, setting.today)}
    return found.pop().isoformat() if len(found) == 1 else None


def _ask_event(setting: Setting) -> Question:
    say = catalogue(setting.language).gettext
    options = event_options(setting.language)
    labels = {option.key: option.label for option in options}
    return Question(
        "event",
        ask=say("What is it about? The deadline depends on what happened or will happen."),
        hint=say("Choose a button, or write its number, for example “1”."),
        read=lambda text: find_option(text, options, setting.language) or find_event(text, setting.language),
        show=lambda value: labels.get(str(value), str(value)),
        options=options,
        prefill=True,
        skippable=False,
    )


def event_options(language: Language) -> tuple[Option, ...]:
    """The events to choose from, and something else."""
    other = Option(OTHER, catalogue(language).gettext("Something else"))
    return (*(Option(event.value, name) for event, name in event_names(language).items()), other)


def _ask_day(event: Event, setting: Setting) -> Question:
    return _date_question(day_key(event), day_question(event, setting.language), setting, prefill=True)


def _ask_stay_end(event: Event, setting: Setting) -> Question:
    say = catalogue(setting.language).gettext
    if event is Event.ARRIVAL:
        ask = say("On which day does your period of stay end? Whether you must register depends on it.")
    else:
        ask = say("On which day does your period of stay end? Your deadline may end with it.")
    # Not taken from the first message: a date there is the day of the event.
    return _date_question("stay_ends", ask, setting, prefill=False)


def _date_question(key: str, ask: str, setting: Setting, *, prefill: bool) -> Question:
    say = catalogue(setting.language).gettext
    hint = say("Write one date with day, month and year, for example “{day}”.")
    return Question(
        key,
        ask=ask,
        hint=hint.format(day=show_date(date(setting.today.year, 12, 3), setting.language)),
        read=lambda text: read_day(text, setting),
        show=lambda value: show_date(str(value), setting.language),
        prefill=prefill,
        skippable=key == "stay_ends",
    )


def _ask_status(setting: Setting) -> Question:
    say = catalogue(setting.language).gettext
    return Question(
        "status",
        ask=say("Which status of stay do you have? Some rules hold only for some statuses."),
        hint=say("Write the code on your residence card, for example “E-9” or “D-2”."),
        read=lambda text: find_visa(text, setting.language),
        show=str,
        prefill=True,
    )
