"""What the dialogue on wages says: why an answer cannot be, what an estimate takes for granted, and each right."""

from collections.abc import Callable
from enum import StrEnum

from actions.resources import catalogue
from knowledge.languages import Language
from knowledge.wages import Assumption, Fault, Right

_Say = Callable[[str], str]


class Left(StrEnum):
    """Questions that can be skipped, by key."""

    HOURS = "hours"
    WAGE = "wage"
    UNPAID = "unpaid"
    UNPAID_SINCE = "unpaid_since"
    STATUS = "status"


class Saying(StrEnum):
    """A line of the result beside those of the rights."""

    HEAD = "head"
    SEVERANCE_AT_END = "severance-at-end"
    SEVERANCE_WITHOUT_SUM = "severance-without-sum"
    UNPAID_WITHOUT_SUM = "unpaid-without-sum"
    REACHES_MINIMUM = "reaches-minimum"
    HOURLY = "hourly"
    MINIMUM_UNCLEAR = "minimum-unclear"
    MINIMUM_NOT_COMPARED = "minimum-not-compared"
    MINIMUM_UNKNOWN = "minimum-unknown"
    WAS_DUE = "was-due"
    LAST_DAY_SEVERANCE = "last-day-severance"
    LAST_DAY_WAGES = "last-day-wages"
    STEPS = "steps"
    PAPERS = "papers"
    NO_CLAIM = "no-claim"
    ADVANCE_BY_LAWSUIT = "advance-by-lawsuit"
    LEFT_OUT = "left-out"
    ASSUMED = "assumed"


def faults(language: Language) -> dict[Fault, str]:
    """Why an answer cannot be."""
    say = catalogue(language).gettext
    return {
        Fault.START: say("The first day of the job cannot lie ahead, and not after the last day. Please check it."),
        Fault.END: say("This last day is too far from today. Please check the year."),
        Fault.TIME_WORKED: say("The time worked must be from 1 day to 60 years. Please check it."),
        Fault.WEEKLY_HOURS: say("A week has 168 hours. Please write your hours of work in one week."),
        Fault.WEEKLY_DAYS: say("A week has 7 days. Please write your days of work in one week."),
        Fault.MONTHLY_WAGE: say("This cannot be the wage of one month. Please write it in won, or skip the question."),
        Fault.UNPAID_MONTHS: say("These are more months without pay than the job lasted. Please check the number."),
        Fault.UNPAID_SINCE: say("The payday cannot lie ahead, and not before the job began. Please check it."),
    }


def assumptions(language: Language) -> dict[Assumption, str]:
    """What is taken for granted, each as an item of a list after "Assumed:"."""
    say = catalogue(language).gettext
    return {
        Assumption.ORDINARY_BUSINESS: say("no farm, fishery, ship, household or family business"),
        Assumption.TIME_AS_SAID: say("exactly the time you said"),
        Assumption.ENDS_TODAY: say("the job ends today"),
        Assumption.WITHOUT_BREAK: say("no gap in the job"),
        Assumption.SAME_WAGE: say("the same wage each month"),
        Assumption.WAGE_BEFORE_DEDUCTIONS: say("wage before deductions, without extra pay"),
        Assumption.WEEKLY_REST_PAID: say("weekly rest paid in the wage"),
        Assumption.OVERTIME_UNCLEAR: say("not known if overtime is in the wage"),
        Assumption.PROBATION_POSSIBLE: say("on probation up to 10% less can be lawful"),
        Assumption.ORDINARY_WAGE_NOT_HIGHER: say("ordinary wage (통상임금) not higher"),
        Assumption.NO_LATER_DATE_AGREED: say("no later payment agreed"),
    }


def left_out(language: Language) -> dict[Left, str]:
    """What was skipped, each as an item of a list."""
    say = catalogue(language).gettext
    return {
        Left.HOURS: say("hours a week"),
        Left.WAGE: say("monthly wage"),
        Left.UNPAID: say("months without pay"),
        Left.UNPAID_SINCE: say("oldest unpaid payday"),
        Left.STATUS: say("status of stay"),
    }


def sayings(language: Language) -> dict[Saying, str]:
    """The other lines of the result."""
    say = catalogue(language).gettext
    return {**_of_claims(say), **_of_minimum(say)}


def _of_claims(say: _Say) -> dict[Saying, str]:
    return {
        Saying.HEAD: say("This is an estimate, not a decision. Ask 1350 whether it applies to you."),
        Saying.SEVERANCE_AT_END: say(
            "Severance pay (퇴직금) if the job ends on {end}: about {severance}, from {wages} in 3 months ÷ "
            "{wage_days} × 30 × {days} worked ÷ 365 (Retirement Benefits Act art. 8)."
        ),
        Saying.SEVERANCE_WITHOUT_SUM: say(
            "Severance pay (퇴직금): due, at least 30 days' average wage for each year "
            "(Retirement Benefits Act art. 8). The sum is not known without your wage."
        ),
        Saying.UNPAID_WITHOUT_SUM: say(
            "Unpaid wages: {unpaid_months} (Labour Standards Act art. 43). The sum is not known without your wage."
        ),
        Saying.WAS_DUE: say("Everything owed was due by {due_by} (Labour Standards Act art. 36)."),
        Saying.LAST_DAY_SEVERANCE: say("Last day to claim severance pay: {day} (Retirement Benefits Act art. 10)."),
        Saying.LAST_DAY_WAGES: say("Last day to claim the oldest wage: {day} (Labour Standards Act art. 49)."),
        Saying.STEPS: say("What you can do:"),
        Saying.PAPERS: say(
            "Collect your papers: contract, pay slips, bank statements, attendance records, messages, photos."
        ),
        Saying.NO_CLAIM: say("Your answers show no claim. If you see it otherwise, ask 1350."),
        Saying.ADVANCE_BY_LAWSUIT: say(
            "State advance (간이대지급금): now only if you sue by {sue_by} (Wage Claim Guarantee Act art. 7)."
        ),
        Saying.LEFT_OUT: say("Not known, because skipped: {answers}."),
        Saying.ASSUMED: say("Assumed: {assumptions}."),
    }


def _of_minimum(say: _Say) -> dict[Saying, str]:
    return {
        Saying.REACHES_MINIMUM: say(
            "Your wage reaches the minimum wage of {minimum} an hour (Minimum Wage Act art. 6)."
        ),
        Saying.HOURLY: say("Yours: about {hourly}."),
        Saying.MINIMUM_UNCLEAR: say(
            "It is not clear whether your wage reaches the minimum wage of {minimum} an hour "
            "(Minimum Wage Act art. 6). Ask 1350."
        ),
        Saying.MINIMUM_NOT_COMPARED: say(
            "The minimum wage is {minimum} an hour (Minimum Wage Act art. 6). Without your wage and hours, "
            "it cannot be compared."
        ),
        Saying.MINIMUM_UNKNOWN: say(
            "The minimum wage of {year} is not known here. Ask 1350 (Minimum Wage Act art. 6)."
        ),
    }


def rights(language: Language) -> dict[Right, str]:
    """Each right in one line with its law; placeholders: see actions/dialogues/wages_result.py."""
    say = catalogue(language).gettext
    return {**_of_severance(say), **_of_wages(say), **_of_help(say)}


def _of_severance(say: _Say) -> dict[Right, str]:
    return {
        Right.SEVERANCE: say(
            "Severance pay (퇴직금): about {severance}, from {wages} in 3 months ÷ {wage_days} × 30 × {days} worked "
            "÷ 365 (Retirement Benefits Act art. 8)."
        ),
        Right.SEVERANCE_LAPSED: say(
            "Severance pay (퇴직금): by your answers the right lapsed on {severance_limit} "
            "(Retirement Benefits Act art. 10). Ask 132 whether anything can still be done."
        ),
        Right.SEVERANCE_UNKNOWN: say(
            "Severance pay (퇴직금): not known. It is due after 1 year in a row with 15 hours or more a week "
            "(Retirement Benefits Act art. 4)."
        ),
        Right.NO_SEVERANCE_UNDER_YEAR: say(
            "Severance pay (퇴직금): not due by your answers. It needs 1 year in a row; you have {days} "
            "(Retirement Benefits Act art. 4)."
        ),
        Right.NO_SEVERANCE_FEW_HOURS: say(
            "Severance pay (퇴직금): not due by your answers. It needs 15 hours or more a week on average "
            "(Retirement Benefits Act art. 4)."
        ),
        Right.NO_SEVERANCE_WORKPLACE: say(
            "Severance pay (퇴직금): not due in private households and family businesses "
            "(Retirement Benefits Act art. 3)."
        ),
        Right.DEPARTURE_INSURANCE: say(
            "With {status}, severance pay comes mainly from insurance (출국만기보험) when you leave Korea. "
            "If that is less, the employer owes the difference (Act on the Employment of Foreign Workers art. 13)."
        ),
    }


def _of_wages(say: _Say) -> dict[Right, str]:
    return {
        Right.UNPAID_WAGES: say("Unpaid wages: about {unpaid} for {unpaid_months} (Labour Standards Act art. 43)."),
        Right.WAGES_LAPSED: say(
            "The right to the oldest unpaid wage lapsed on {wages_limit} (Labour Standards Act art. 49)."
        ),
        Right.PAID_WITHIN_14_DAYS: say("Everything owed is due by {due_by} (Labour Standards Act art. 36)."),
        Right.LATE_INTEREST: say(
            "Late interest: {percent}% a year from {interest_from} (Labour Standards Act art. 37)."
        ),
        Right.BELOW_MINIMUM_WAGE: say(
            "Your wage is below the minimum wage of {minimum} an hour (Minimum Wage Act art. 6). "
            "You can claim the difference."
        ),
        Right.OUTSIDE_MINIMUM_WAGE: say("The minimum wage does not cover this work (Minimum Wage Act art. 3)."),
    }


def _of_help(say: _Say) -> dict[Right, str]:
    return {
        Right.LIMITATION: say(
            "Each claim lapses 3 years after it was due (Labour Standards Act art. 49, "
            "Retirement Benefits Act art. 10)."
        ),
        Right.STATE_ADVANCE: say(
            "State advance (간이대지급금): petition by {petition_by} or sue by {sue_by} "
            "(Wage Claim Guarantee Act art. 7)."
        ),
        Right.LABOUR_OFFICE: say(
            "File a petition (진정) with the labour office (고용노동(지)청), free of charge. For help call 1350 "
            "(Labour Standards Act art. 104)."
        ),
        Right.LEGAL_AID: say("Legal aid (대한법률구조공단): 132. Ask what is free for you (Legal Aid Act art. 7)."),
    }
