"""What comes of the answers on wages: the estimate in lines, the most important first, and the articles it rests on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from actions.dialogues.dialogue import SKIPPED, Answers, Setting
from actions.dialogues.show import show_date, show_won
from actions.dialogues.wages_readers import NONE, STILL_WORKING, read_length
from actions.dialogues.wages_show import show_days, show_months
from actions.dialogues.wages_words import Left, Saying, assumptions, left_out, rights, sayings
from knowledge.wage_rules import LATE_INTEREST_PERCENT
from knowledge.wages import Assumption, Estimate, Right, Situation, estimate

_MOST_ARTICLES = 4
STEPS_ARTICLES = ("job.unpaid-wages", "settlement.legal-aid")
_ARTICLES_FIRST = ("job.severance", "job.unpaid-wages")
_OTHER_SEVERANCE = (
    Right.SEVERANCE_LAPSED,
    Right.SEVERANCE_UNKNOWN,
    Right.NO_SEVERANCE_UNDER_YEAR,
    Right.NO_SEVERANCE_FEW_HOURS,
    Right.NO_SEVERANCE_WORKPLACE,
)


def read_situation(answers: Answers) -> Situation:
    """The answers as the estimate takes them; what was skipped or not yet asked is not known."""
    given = {key: value for key, value in answers.items() if value != SKIPPED}
    worked, end, unpaid = str(given.get("worked", "")), given.get("end"), given.get("unpaid")
    length = read_length(worked)
    status = str(given["status"]).split("-") if "status" in given else []
    return Situation(
        start=date.fromisoformat(worked) if worked and length is None else None,
        months=length.months if length else None,
        days=length.days if length else None,
        end=None if end in (None, STILL_WORKING) else date.fromisoformat(str(end)),
        still_working=True if end == STILL_WORKING else None,
        weekly_hours=float(given["hours"]) if "hours" in given else None,
        monthly_wage=int(given["wage"]) if "wage" in given else None,
        unpaid_months=None if unpaid is None else 0.0 if unpaid == NONE else float(unpaid),
        unpaid_since=date.fromisoformat(str(given["unpaid_since"])) if "unpaid_since" in given else None,
        status="-".join(status[:2]) if status else None,
    )


def lines(answers: Answers, setting: Setting) -> list[str]:
    """The estimate for a resident, line by line; all but the first begin with a dot.

    Raises SituationInvalid for answers that the dialogue would not have taken.
    """
    result = _read_result(answers, setting)
    return result.listed(Saying.HEAD, [*result.sums(), *result.dates(), *result.doubts(answers)])


def steps(answers: Answers, setting: Setting) -> list[str]:
    """What to do about what is owed, with dots as in `lines`; empty where no claim shows. Raises SituationInvalid."""
    result = _read_result(answers, setting)
    help_ = list(result.help())
    return result.listed(Saying.STEPS, help_) if help_ else []


def articles(answers: Answers, setting: Setting) -> tuple[str, ...]:
    """Ids of at most four articles that the estimate rests on, those on severance and on unpaid wages first."""
    found = _read_result(answers, setting).found.articles.values()
    ids = dict.fromkeys((*_ARTICLES_FIRST, *found))
    return tuple(id_ for id_ in ids if id_ not in STEPS_ARTICLES or id_ in _ARTICLES_FIRST)[:_MOST_ARTICLES]


def _read_result(answers: Answers, setting: Setting) -> "_Result":
    situation = read_situation(answers)
    return _Result(situation, estimate(situation, setting.today), setting)


@dataclass(frozen=True)
class _Result:
    """An estimate and the lines that it makes; a method yields nothing where there is nothing to say."""

    situation: Situation
    found: Estimate
    setting: Setting

    def listed(self, head: Saying, items: list[str]) -> list[str]:
        return [self.say(head), *(f"• {item}" for item in items)]

    def say(self, saying: Saying, **values: str) -> str:
        return sayings(self.setting.language)[saying].format(**values)

    def right(self, right: Right, **values: str) -> Iterator[str]:
        """The line of a right, if the person has it."""
        if right in self.found.rights:
            yield rights(self.setting.language)[right].format(**values)

    def sums(self) -> Iterator[str]:
        found, language = self.found, self.setting.language
        yield from self.severance()
        if found.unpaid is None and Right.UNPAID_WAGES in found.rights:
            yield self.say(
                Saying.UNPAID_WITHOUT_SUM, unpaid_months=show_months(self.situation.unpaid_months or 0, language)
            )
        elif found.unpaid:
            months = show_months(self.situation.unpaid_months or 0, language)
            yield from self.right(Right.UNPAID_WAGES, unpaid=self.won(found.unpaid), unpaid_months=months)
        yield self.minimum_wage()

    def severance(self) -> Iterator[str]:
        found, end, today = self.found, self.situation.end, self.setting.today
        days = show_days(found.days_employed or 0, self.setting.language)
        if found.severance is not None and Right.SEVERANCE in found.rights:
            parts = {
                "severance": self.won(found.severance),
                "wages": self.won(found.three_months_wage),
                "wage_days": show_days(found.three_months_days or 0, self.setting.language),
                "days": days,
            }
            if end is None or end > today:
                yield self.say(Saying.SEVERANCE_AT_END, end=self.day(end or today), **parts)
            else:
                yield from self.right(Right.SEVERANCE, **parts)
        elif Right.SEVERANCE in found.rights:
            yield self.say(Saying.SEVERANCE_WITHOUT_SUM)
        for right in _OTHER_SEVERANCE:
            yield from self.right(right, days=days, severance_limit=self.day(found.severance_limit))
        yield from self.right(Right.DEPARTURE_INSURANCE, status=self.situation.status or "")

    def minimum_wage(self) -> str:
        found, situation = self.found, self.situation
        minimum, hourly = self.won(found.minimum_hourly), self.won(found.hourly)
        if found.minimum_hourly is None:
            return self.say(Saying.MINIMUM_UNKNOWN, year=str((situation.end or self.setting.today).year))
        if situation.monthly_wage is None or situation.weekly_hours is None:
            return self.say(Saying.MINIMUM_NOT_COMPARED, minimum=minimum)
        if found.below_minimum is None:
            return self.say(Saying.MINIMUM_UNCLEAR, minimum=minimum)
        below = self.right(Right.BELOW_MINIMUM_WAGE, minimum=minimum)
        compared = next(below, None) or self.say(Saying.REACHES_MINIMUM, minimum=minimum)
        return compared if found.hourly is None else f"{compared} {self.say(Saying.HOURLY, hourly=hourly)}"

    def dates(self) -> Iterator[str]:
        found, today = self.found, self.setting.today
        if found.due_by and found.due_by < today:
            yield self.say(Saying.WAS_DUE, due_by=self.day(found.due_by))
        else:
            yield from self.right(Right.PAID_WITHIN_14_DAYS, due_by=self.day(found.due_by))
        percent = str(LATE_INTEREST_PERCENT)
        yield from self.right(Right.LATE_INTEREST, percent=percent, interest_from=self.day(found.interest_from))
        yield from self.right(Right.WAGES_LAPSED, wages_limit=self.day(found.wages_limit))
        last_days = list(self.last_days())
        yield from last_days
        if (self.situation.unpaid_months and found.wages_limit is None) or not last_days:
            yield from self.right(Right.LIMITATION)

    def last_days(self) -> Iterator[str]:
        found, today = self.found, self.setting.today
        if found.severance_limit and found.severance_limit >= today:
            yield self.say(Saying.LAST_DAY_SEVERANCE, day=self.day(found.severance_limit))
        if found.wages_limit and found.wages_limit >= today:
            yield self.say(Saying.LAST_DAY_WAGES, day=self.day(found.wages_limit))

    def help(self) -> Iterator[str]:
        found = self.found
        yield from self.right(Right.LABOUR_OFFICE)
        if Right.LABOUR_OFFICE in found.rights:
            yield self.say(Saying.PAPERS)
        yield from self.right(Right.LEGAL_AID)
        is_petition_late = found.petition_by is not None and found.petition_by < self.setting.today
        if is_petition_late and Right.STATE_ADVANCE in found.rights:
            yield self.say(Saying.ADVANCE_BY_LAWSUIT, sue_by=self.day(found.sue_by))
        else:
            limits = {"petition_by": self.day(found.petition_by), "sue_by": self.day(found.sue_by)}
            yield from self.right(Right.STATE_ADVANCE, **limits)

    def doubts(self, answers: Answers) -> Iterator[str]:
        if Right.LABOUR_OFFICE not in self.found.rights:
            yield self.say(Saying.NO_CLAIM)
        names = left_out(self.setting.language)
        if skipped := [names[left] for left in Left if answers.get(left) == SKIPPED]:
            yield self.say(Saying.LEFT_OUT, answers="; ".join(skipped))
        phrases = assumptions(self.setting.language)
        # Where the end lies ahead, the line on severance says so already.
        if assumed := [phrases[one] for one in self.found.assumptions if one is not Assumption.ENDS_TODAY]:
            yield self.say(Saying.ASSUMED, assumptions="; ".join(assumed))

    def day(self, day: date | None) -> str:
        return show_date(day, self.setting.language) if day else ""

    def won(self, amount: int | None) -> str:
        return show_won(amount, self.setting.language) if amount is not None else ""
