"""Estimates what an employer owes a worker: severance pay, unpaid wages, by when, until when it can be claimed.

Every figure is an estimate, to be checked with 1350 or 1577-0071; what is not known stays None.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor

from knowledge.minimum_wage import HourlyPay, compare
from knowledge.severance import Severance, compute_severance
from knowledge.wage_periods import DAY, last_day_after
from knowledge.wage_rules import (
    ADVANCE_LAWSUIT_MONTHS,
    ADVANCE_PETITION_MONTHS,
    ARTICLES,
    INSURED_STATUSES,
    LATE_INTEREST_WHILE_EMPLOYED,
    LAWS,
    LIMITATION_MONTHS,
    OUTSIDE,
    PAYMENT_DAYS,
    Assumption,
    Right,
    Workplace,
)
from knowledge.wage_situation import Fault, Situation, SituationInvalid, Tenure, get_tenure

__all__ = ["Assumption", "Estimate", "Fault", "Right", "Situation", "SituationInvalid", "Workplace", "estimate"]


@dataclass(frozen=True)
class Dates:
    """The last day to pay, the first day with interest, and the last days (inclusive) to act; None: none or not known.

    The limits are the last days of three years (Labour Standards Act art. 49, Retirement Benefits Act art. 10):
    for severance from the day after the end, for wages from the day after the payday of the oldest unpaid wage.
    `petition_by` and `sue_by` keep the state advance open (Wage Claim Guarantee Act, Enforcement Decree art. 7).
    """

    due_by: date | None = None
    interest_from: date | None = None
    severance_limit: date | None = None
    wages_limit: date | None = None
    petition_by: date | None = None
    sue_by: date | None = None


@dataclass(frozen=True)
class Estimate:
    """What is owed, in won, by the law of `Right`; None for what is not known.

    `severance` is rounded down to 10 won. `unpaid` is the unpaid months at the last monthly wage. `limit` is the last
    day before the first of the stated claims lapses, None if one of them has no known limit. For departure insurance
    another day of payment holds: `due_by` is that of wages and of the difference that the employer owes.
    """

    severance: int | None
    severance_due: bool | None
    average_daily_wage: Decimal | None
    ordinary_daily_wage: Decimal | None
    days_employed: int | None
    three_months_wage: int | None
    three_months_days: int | None
    unpaid: int | None
    due_by: date | None
    interest_from: date | None
    limit: date | None
    severance_limit: date | None
    wages_limit: date | None
    petition_by: date | None
    sue_by: date | None
    minimum_hourly: int | None
    hourly: int | None
    below_minimum: bool | None
    rights: tuple[Right, ...]
    assumptions: tuple[Assumption, ...]

    @property
    def laws(self) -> dict[Right, str]:
        """The law and articles that each of the rights rests on."""
        return {right: LAWS[right] for right in self.rights}

    @property
    def articles(self) -> dict[Right, str]:
        """The id of the guidebook's article that explains each of the rights."""
        return {right: ARTICLES[right] for right in self.rights}


def estimate(situation: Situation, today: date) -> Estimate:
    """Estimate what is owed and name the rights; raises SituationInvalid for answers that cannot be true."""
    tenure = get_tenure(situation, today)
    pay = compare(situation, tenure)
    severance = compute_severance(situation, tenure, pay.exact)
    dates = _dates(situation, severance)
    rights = set(_rights(situation, tenure, severance, pay, dates, today))
    assumed = {*_assumptions(situation), *pay.assumptions, *severance.assumptions}
    return Estimate(
        severance=severance.amount,
        severance_due=severance.due,
        average_daily_wage=severance.average_daily_wage,
        ordinary_daily_wage=severance.ordinary_daily_wage,
        days_employed=tenure.days,
        three_months_wage=severance.three_months_wage,
        three_months_days=severance.three_months_days,
        unpaid=_unpaid(situation),
        limit=_first_limit(situation, severance, dates),
        minimum_hourly=pay.minimum,
        hourly=pay.hourly,
        below_minimum=pay.below,
        rights=tuple(right for right in Right if right in rights),
        assumptions=tuple(assumption for assumption in Assumption if assumption in assumed),
        **vars(dates),
    )


def _unpaid(situation: Situation) -> int | None:
    months, wage = situation.unpaid_months, situation.monthly_wage
    if months == 0:
        return 0
    return None if months is None or wage is None else floor(Fraction(str(months)) * wage)


def _dates(situation: Situation, severance: Severance) -> Dates:
    end, payday = situation.end, None if situation.unpaid_months == 0 else situation.unpaid_since
    if situation.workplace in OUTSIDE:
        return Dates()
    wages_limit = last_day_after(payday, LIMITATION_MONTHS) if payday else None
    if end is None:
        # For wages that were due before, the law of late interest while employed does not say enough.
        is_covered = situation.still_working and payday and payday >= LATE_INTEREST_WHILE_EMPLOYED
        return Dates(wages_limit=wages_limit, interest_from=payday + DAY if payday and is_covered else None)
    due_by = end + timedelta(days=PAYMENT_DAYS)
    return Dates(
        due_by=due_by,
        interest_from=due_by + DAY,
        severance_limit=None if severance.due is False else last_day_after(end, LIMITATION_MONTHS),
        wages_limit=wages_limit,
        petition_by=last_day_after(end, ADVANCE_PETITION_MONTHS),
        sue_by=last_day_after(end, ADVANCE_LAWSUIT_MONTHS),
    )


def _first_limit(situation: Situation, severance: Severance, dates: Dates) -> date | None:
    limits = [dates.severance_limit] if severance.due else []
    if situation.unpaid_months:
        limits.append(dates.wages_limit)
    known = [limit for limit in limits if limit is not None]
    return min(known) if known and len(known) == len(limits) else None


def _rights(
    situation: Situation, tenure: Tenure, severance: Severance, pay: HourlyPay, dates: Dates, today: date
) -> Iterator[Right]:
    is_lapsed = severance.due and dates.severance_limit is not None and dates.severance_limit < today
    yield Right.SEVERANCE_LAPSED if is_lapsed else severance.reason
    claims = (severance.due, None if situation.unpaid_months is None else situation.unpaid_months > 0, pay.below)
    if situation.workplace in OUTSIDE:
        yield from (Right.OUTSIDE_MINIMUM_WAGE, Right.LEGAL_AID)
        return
    if situation.status in INSURED_STATUSES and tenure.full_year:
        yield Right.DEPARTURE_INSURANCE
    if pay.below:
        yield Right.BELOW_MINIMUM_WAGE
    if dates.due_by:
        yield Right.PAID_WITHIN_14_DAYS
    yield from _rights_to_wages(situation, dates, today)
    is_owed = bool(severance.due or situation.unpaid_months)
    if is_owed and dates.interest_from and dates.interest_from <= today:
        yield Right.LATE_INTEREST
    if is_owed and situation.end and dates.sue_by and situation.end <= today <= dates.sue_by:
        yield Right.STATE_ADVANCE
    if any(claim is not False for claim in claims):
        yield from (Right.LIMITATION, Right.LABOUR_OFFICE, Right.LEGAL_AID)


def _rights_to_wages(situation: Situation, dates: Dates, today: date) -> Iterator[Right]:
    if situation.unpaid_months:
        yield Right.UNPAID_WAGES
        if dates.wages_limit and dates.wages_limit < today:
            yield Right.WAGES_LAPSED


def _assumptions(situation: Situation) -> Iterator[Assumption]:
    if situation.workplace is None:
        yield Assumption.ORDINARY_BUSINESS
    if situation.start is None and (situation.months or situation.days):
        yield Assumption.TIME_AS_SAID
    if situation.end is None and situation.still_working:
        yield Assumption.ENDS_TODAY
    if situation.unpaid_months and situation.monthly_wage:
        yield Assumption.SAME_WAGE
    if situation.end and situation.workplace not in OUTSIDE:
        yield Assumption.NO_LATER_DATE_AGREED
