"""Rules about birth, marriage, divorce and leaving Korea, as in force in 2026."""

from knowledge.deadline_names import Event, What
from knowledge.deadline_rule import (
    A_WEEK_BEFORE,
    ACT,
    E9,
    EPS_ACT,
    EVE,
    F4,
    F4_ACT,
    F5,
    H2,
    NINETY,
    OFFICIAL,
    VISITORS,
    Rule,
    codes,
)
from knowledge.periods import days_from, first_day_after_months, months_after, months_from

# Enforcement Rule art. 44-2 as the article tells it: A-1 to F-3, F-6 to G-1 and H-2; visitors are not registered.
_BACK_IN_A_YEAR = frozenset().union(
    OFFICIAL, codes("D", *range(1, 11)), codes("E", *range(1, 11)), codes("F", 1, 2, 3, 6), codes("G", 1), H2
)
_REENTRY_LAW = f"{ACT} art. 30; Enforcement Rule art. 44-2"
_FAMILY_ACT = "Act on Registration of Family Relations"

# Reports of births and marriages count the day itself (Act on Registration of Family Relations art. 37).
_BORN = (What.REPORT_BIRTH, "family.birth-registration", f"{_FAMILY_ACT} art. 44", months_from(1))
_CHILD = (What.APPLY_FOR_CHILD_STATUS, "visa.newborn-status", f"{ACT} art. 23", NINETY)

FAMILY = (
    Rule(Event.CHILD_BORN, *_BORN, certain=False),
    Rule(Event.CHILD_BORN, *_CHILD, certain=False),
    Rule(Event.CHILD_BORN_FOREIGN, *_CHILD, unsettled=OFFICIAL),
    Rule(Event.CHILD_BORN_KOREAN, *_BORN),
    Rule(
        Event.CHILD_BORN_KOREAN, What.APPLY_FOR_CHILD_BENEFITS, "family.child-benefits", "Child Allowance Act",
        days_from(60),
    ),
    Rule(
        Event.MARRIED_KOREAN_ABROAD, What.HAND_IN_MARRIAGE_CERTIFICATE, "family.marriage-registration",
        f"{_FAMILY_ACT} art. 35", months_from(3),
    ),
    Rule(
        Event.DIVORCE_CONFIRMED, What.REPORT_DIVORCE, "family.divorce-custody", f"{_FAMILY_ACT} art. 75",
        months_from(3),
    ),
    Rule(
        Event.DIVORCED, What.CLAIM_PROPERTY, "family.divorce-custody", "Civil Act art. 839-2", months_after(24)
    ),
    Rule(
        Event.DIVORCED, What.ASK_ABOUT_STAY_AFTER_DIVORCE, "family.divorce-custody", f"{ACT} art. 25",
        only=codes("F", 6), certain=False, ends_with_stay=True,
    ),
)  # fmt: skip

LEAVING = (
    Rule(
        Event.TRIP_ABROAD, What.COME_BACK, "visa.reentry", _REENTRY_LAW, months_after(12),
        only=_BACK_IN_A_YEAR, unsettled=OFFICIAL, ends_with_stay=True, at_office=False,
    ),
    Rule(
        Event.TRIP_ABROAD, What.COME_BACK, "visa.reentry", _REENTRY_LAW, months_after(24),
        only=F5, needs_status=True, at_office=False,
    ),
    Rule(
        Event.TRIP_ABROAD, What.COME_BACK, "visa.reentry", f"{F4_ACT} art. 10(3)",
        only=F4, needs_status=True, ends_with_stay=True, at_office=False,
    ),
    Rule(
        Event.TRIP_ABROAD, What.COME_BACK, "visa.reentry", f"{ACT} art. 30",
        only=VISITORS | codes("H", 1), certain=False, needs_status=True, at_office=False,
    ),
    # Needed only by those who stay away longer or are not exempt.
    Rule(
        Event.TRIP_ABROAD, What.GET_REENTRY_PERMIT, "visa.reentry", f"{ACT} art. 30", EVE,
        exempt=VISITORS | F4, certain=False,
    ),
    Rule(
        Event.LEAVING_FOR_GOOD, What.CLAIM_DEPARTURE_INSURANCE, "job.departure-insurance", f"{EPS_ACT} art. 13",
        A_WEEK_BEFORE, only=E9 | H2, certain=False,
    ),
    Rule(
        Event.LEAVING_FOR_GOOD, What.WORK_AGAIN_UNDER_EPS, "visa.e9-eps", f"{EPS_ACT} art. 18-3",
        first=first_day_after_months(6), only=E9, needs_status=True,
    ),
    Rule(
        Event.LEAVING_FOR_GOOD, What.WORK_AGAIN_AS_COMMITTED_WORKER, "job.eps-reentry", f"{EPS_ACT} art. 18-4",
        first=first_day_after_months(1), only=E9, certain=False, needs_status=True,
    ),
    Rule(
        Event.LEAVING_FOR_GOOD, What.CLAIM_PENSION_REFUND, "job.pension-refund", "National Pension Act art. 77, 115",
        months_after(60), certain=False,
    ),
)  # fmt: skip
