"""Leads a worker to an estimate of severance pay and unpaid wages: seven questions, most of which can be skipped."""

from collections.abc import Callable

from actions import payloads
from actions.dialogues.dialogue import SKIPPED, Answers, Dialogue, Option, Question, Setting
from actions.dialogues.wages_readers import (
    NONE,
    STILL_WORKING,
    read_end,
    read_monthly_wage,
    read_payday,
    read_unpaid,
    read_worked,
)
from actions.dialogues.wages_result import STEPS_ARTICLES, articles, lines, read_situation, steps
from actions.dialogues.wages_show import (
    show_end,
    show_hours,
    show_payday,
    show_unpaid,
    show_wage,
    show_worked,
)
from actions.dialogues.wages_words import faults
from actions.resources import catalogue, guidebook_search
from knowledge.articles import Article
from knowledge.entities.durations import find_weekly_hours
from knowledge.entities.visas import find_visa
from knowledge.wages import Fault, SituationInvalid, estimate

# Outside of these, in won, a sum is rather the pay of an hour, a day or a year than that of a month.
_MONTHLY_WAGES = range(50_000, 30_000_001)


class WagesDialogue(Dialogue):
    """Asks about a job and its pay, and estimates what the employer owes."""

    name = "wages"

    def introduction(self, setting: Setting) -> str:
        """What it is for."""
        say = catalogue(setting.language).gettext
        return say("I can estimate your severance pay and unpaid wages, and tell you until when you can claim them.")

    def next_question(self, answers: Answers, setting: Setting) -> Question | None:
        """The job first, then the pay; the payday only where a wage is unpaid."""
        for key, ask in _ASKED.items():
            if key not in answers and (key != "unpaid_since" or answers["unpaid"] not in (NONE, SKIPPED)):
                return ask(setting)
        return None

    def check(self, answers: Answers, setting: Setting) -> str | None:
        """Why the answers cannot be true together."""
        wage = answers.get("wage", SKIPPED)
        if wage != SKIPPED and int(wage) not in _MONTHLY_WAGES:
            return faults(setting.language)[Fault.MONTHLY_WAGE]
        try:
            estimate(read_situation(answers), setting.today)
        except SituationInvalid as invalid:
            return faults(setting.language)[invalid.fault]
        return None

    def result(self, answers: Answers, setting: Setting) -> list[payloads.Payload]:
        """The estimate, and what to do about it, each with the articles whose rules it follows."""
        told = [
            payloads.worked_out(
                "\n".join(lines(answers, setting)), _cited(articles(answers, setting), setting), setting.language
            )
        ]
        if what_to_do := steps(answers, setting):
            cited = _cited(STEPS_ARTICLES, setting)
            told.append(payloads.worked_out("\n".join(what_to_do), cited, setting.language))
        return told


def _cited(ids: tuple[str, ...], setting: Setting) -> list[Article]:
    return guidebook_search().guidebook.find_all_nearest(ids, setting.language)


def _worked(setting: Setting) -> Question:
    language, say = setting.language, catalogue(setting.language).gettext
    return Question(
        "worked",
        ask=say(
            "How long have you worked in this job, or on which day did it begin? Severance pay depends on it. "
            "If it is about 1 year, write the first day."
        ),
        hint=say("Write the time, such as “14 months”, or the first day of the job, such as 2025-03-01."),
        read=lambda text: read_worked(text, language, setting.today),
        show=lambda value: show_worked(value, language),
        prefill=True,
        skippable=False,
    )


def _end(setting: Setting) -> Question:
    language, say = setting.language, catalogue(setting.language).gettext
    options = (Option(STILL_WORKING, say("I still work there")),)
    return Question(
        "end",
        ask=say("What was or will be your last day in this job? Payment is due within 14 days after it."),
        hint=say("Write the day, such as 2026-09-30, or press the button if you still work there."),
        read=lambda text: read_end(text, options, language, setting.today),
        show=lambda value: show_end(value, language),
        options=options,
        skippable=False,
    )


def _hours(setting: Setting) -> Question:
    language, say = setting.language, catalogue(setting.language).gettext
    return Question(
        "hours",
        ask=say(
            "How many hours a week did you agree to work, without breaks? Severance pay needs 15 hours or more. "
            "I also need it to compare your pay with the minimum wage."
        ),
        hint=say("Write the hours of one week, such as 40, or “8 hours a day, 5 days”."),
        read=lambda text: find_weekly_hours(text, language),
        show=lambda value: show_hours(value, language),
    )


def _wage(setting: Setting) -> Question:
    language, say = setting.language, catalogue(setting.language).gettext
    return Question(
        "wage",
        ask=say("What was your last full wage of one month in won, before deductions? The sums are estimated from it."),
        hint=say("Write the wage of one whole month in won, such as 2,300,000."),
        read=lambda text: read_monthly_wage(text, language),
        show=lambda value: show_wage(value, language),
    )


def _unpaid(setting: Setting) -> Question:
    language, say = setting.language, catalogue(setting.language).gettext
    options = (Option(NONE, say("No month is unpaid")),)
    return Question(
        "unpaid",
        ask=say("For how many months have you not been paid? From this I estimate the sum that is owed to you."),
        hint=say("Write the number of months, such as 2 or 1.5, or press the button if all was paid."),
        read=lambda text: read_unpaid(text, options, language, setting.today),
        show=lambda value: show_unpaid(value, language),
        options=options,
    )


def _unpaid_since(setting: Setting) -> Question:
    language, say = setting.language, catalogue(setting.language).gettext
    return Question(
        "unpaid_since",
        ask=say("On which day should the oldest unpaid wage have been paid? The right to it lapses 3 years later."),
        hint=say("Write the payday with its year, such as 2026-08-10."),
        read=lambda text: read_payday(text, language, setting.today),
        show=lambda value: show_payday(value, language),
    )


def _status(setting: Setting) -> Question:
    language, say = setting.language, catalogue(setting.language).gettext
    return Question(
        "status",
        ask=say(
            "Which status of stay do you have? With E-9 and H-2, an insurance pays part of the severance pay. "
            "Your right to wages does not depend on it."
        ),
        hint=say("Write the code on your residence card, such as E-9 or F-4."),
        read=lambda text: find_visa(text, language),
        show=str,
        prefill=True,
    )


# Questions by key, in their order.
_ASKED: dict[str, Callable[[Setting], Question]] = {
    "worked": _worked,
    "end": _end,
    "hours": _hours,
    "wage": _wage,
    "unpaid": _unpaid,
    "unpaid_since": _unpaid_since,
    "status": _status,
}
