"""What the law gives a worker who was not paid: the rights, what they rest on, and what an estimate takes for granted.

Figures are those of the guidebook's articles (job.severance, job.unpaid-wages, job.departure-insurance).
"""

from datetime import date
from enum import StrEnum

# Labour Standards Act art. 37, Enforcement Decree art. 17: per cent a year; for those still employed from this day on.
LATE_INTEREST_PERCENT = 20
LATE_INTEREST_WHILE_EMPLOYED = date(2025, 10, 23)
# Labour Standards Act art. 36; Retirement Benefits Act art. 9(1).
PAYMENT_DAYS = 14
# Labour Standards Act art. 49; Retirement Benefits Act art. 10.
LIMITATION_MONTHS = 36
# Retirement Benefits Act art. 4(1).
SEVERANCE_MONTHS = 12
SEVERANCE_WEEKLY_HOURS = 15
# Wage Claim Guarantee Act art. 7, Enforcement Decree art. 7-9: months after leaving, months of business, won.
ADVANCE_PETITION_MONTHS = 12
ADVANCE_LAWSUIT_MONTHS = 24
ADVANCE_BUSINESS_MONTHS = 6
ADVANCE_CEILING = 10_000_000
# Act on the Employment of Foreign Workers art. 13: statuses with departure guarantee insurance.
INSURED_STATUSES = frozenset({"E-9", "H-2"})


class Workplace(StrEnum):
    """Where someone works, as far as other wage rules follow from it."""

    BUSINESS = "business"
    FARM = "farm"  # farming, livestock, fishery: no rules on hours and paid weekly rest (Labour Standards Act art. 63)
    HOUSEHOLD = "household"  # hired by a family itself, not by an agency that sends workers to families
    RELATIVES = "relatives"  # a business run solely by relatives who live together
    SHIP = "ship"  # seafarers under the Seafarers' Act


# The law of wages does not reach these (Labour Standards Act art. 11) or another law takes its place.
OUTSIDE = frozenset({Workplace.HOUSEHOLD, Workplace.RELATIVES, Workplace.SHIP})
# Retirement Benefits Act art. 3; seafarers are not named there.
WITHOUT_SEVERANCE = frozenset({Workplace.HOUSEHOLD, Workplace.RELATIVES})


class Right(StrEnum):
    """One thing to tell the worker; in the order in which it is told."""

    SEVERANCE = "severance"
    SEVERANCE_LAPSED = "severance-lapsed"
    SEVERANCE_UNKNOWN = "severance-unknown"
    NO_SEVERANCE_UNDER_YEAR = "no-severance-under-year"
    NO_SEVERANCE_FEW_HOURS = "no-severance-few-hours"
    NO_SEVERANCE_WORKPLACE = "no-severance-workplace"
    DEPARTURE_INSURANCE = "departure-insurance"
    UNPAID_WAGES = "unpaid-wages"
    WAGES_LAPSED = "wages-lapsed"  # at least the oldest unpaid wage
    PAID_WITHIN_14_DAYS = "paid-within-14-days"
    LATE_INTEREST = "late-interest"
    BELOW_MINIMUM_WAGE = "below-minimum-wage"
    OUTSIDE_MINIMUM_WAGE = "outside-minimum-wage"
    LIMITATION = "limitation"
    STATE_ADVANCE = "state-advance"
    LABOUR_OFFICE = "labour-office"
    LEGAL_AID = "legal-aid"


class Assumption(StrEnum):
    """What an estimate takes for granted and has to say."""

    ORDINARY_BUSINESS = "ordinary-business"  # neither farm, household, relatives nor ship
    TIME_AS_SAID = "time-as-said"  # worked exactly the months and days said, up to the last day
    ENDS_TODAY = "ends-today"  # still working: as if the job ended today
    WITHOUT_BREAK = "without-break"
    SAME_WAGE = "same-wage"  # the last monthly wage, in every month asked about
    WAGE_BEFORE_DEDUCTIONS = "wage-before-deductions"  # and without premiums, unused leave, food or lodging in kind
    WEEKLY_REST_PAID = "weekly-rest-paid"  # the monthly wage pays the weekly holiday too
    OVERTIME_UNCLEAR = "overtime-unclear"  # over 40 hours: not known whether the wage pays the overtime
    PROBATION_POSSIBLE = "probation-possible"  # up to 10% less may be lawful in the first three months
    ORDINARY_WAGE_NOT_HIGHER = "ordinary-wage-not-higher"  # if it is, severance is higher than estimated
    NO_LATER_DATE_AGREED = "no-later-date-agreed"


LAWS: dict[Right, str] = {
    Right.SEVERANCE: "Retirement Benefits Act art. 4(1), 8(1); Labour Standards Act art. 2(1)6, 2(2)",
    Right.SEVERANCE_LAPSED: "Retirement Benefits Act art. 10",
    Right.SEVERANCE_UNKNOWN: "Retirement Benefits Act art. 4(1)",
    Right.NO_SEVERANCE_UNDER_YEAR: "Retirement Benefits Act art. 4(1)",
    Right.NO_SEVERANCE_FEW_HOURS: "Retirement Benefits Act art. 4(1)",
    Right.NO_SEVERANCE_WORKPLACE: "Retirement Benefits Act art. 3",
    Right.DEPARTURE_INSURANCE: "Act on the Employment of Foreign Workers art. 13; Enforcement Decree art. 21",
    Right.UNPAID_WAGES: "Labour Standards Act art. 43",
    Right.WAGES_LAPSED: "Labour Standards Act art. 49",
    Right.PAID_WITHIN_14_DAYS: "Labour Standards Act art. 36; Retirement Benefits Act art. 9(1)",
    Right.LATE_INTEREST: "Labour Standards Act art. 37; Enforcement Decree art. 17",
    Right.BELOW_MINIMUM_WAGE: "Minimum Wage Act art. 6; Enforcement Decree art. 5",
    Right.OUTSIDE_MINIMUM_WAGE: "Minimum Wage Act art. 3",
    Right.LIMITATION: "Labour Standards Act art. 49; Retirement Benefits Act art. 10",
    Right.STATE_ADVANCE: "Wage Claim Guarantee Act art. 7; Enforcement Decree art. 7-9",
    Right.LABOUR_OFFICE: "Labour Standards Act art. 104",
    Right.LEGAL_AID: "Legal Aid Act art. 7, 22",
}

ARTICLES: dict[Right, str] = {
    Right.SEVERANCE: "job.severance",
    Right.SEVERANCE_LAPSED: "job.severance",
    Right.SEVERANCE_UNKNOWN: "job.severance",
    Right.NO_SEVERANCE_UNDER_YEAR: "job.severance",
    Right.NO_SEVERANCE_FEW_HOURS: "job.severance",
    Right.NO_SEVERANCE_WORKPLACE: "job.severance",
    Right.DEPARTURE_INSURANCE: "job.departure-insurance",
    Right.UNPAID_WAGES: "job.unpaid-wages",
    Right.WAGES_LAPSED: "job.unpaid-wages",
    Right.PAID_WITHIN_14_DAYS: "job.unpaid-wages",
    Right.LATE_INTEREST: "job.unpaid-wages",
    Right.BELOW_MINIMUM_WAGE: "job.minimum-wage",
    Right.OUTSIDE_MINIMUM_WAGE: "job.minimum-wage",
    Right.LIMITATION: "job.unpaid-wages",
    Right.STATE_ADVANCE: "job.unpaid-wages",
    Right.LABOUR_OFFICE: "job.unpaid-wages",
    Right.LEGAL_AID: "settlement.legal-aid",
}
