"""Rules about the stay itself and about the changes that residents report, as in force in 2026."""

from knowledge.deadline_names import Event, What
from knowledge.deadline_rule import (
    A_WEEK_BEFORE,
    ACT,
    E9,
    EPS_ACT,
    F4,
    F4_ACT,
    F5,
    FIFTEEN,
    H2,
    NINETY,
    REPORT_LAW,
    SAME_DAY,
    STUDENTS,
    UNREGISTERED,
    Rule,
    codes,
)
from knowledge.periods import days_after, days_from, months_before

_SCHOOL = codes("D", 1, 2, 4, 5, 6, 7, 8, 9)

STAY = (
    Rule(
        Event.ARRIVAL, What.REGISTER, "visa.arc-registration", f"{ACT} art. 31(1)", NINETY,
        exempt=codes("A", 1) | F4, unsettled=UNREGISTERED,
    ),
    Rule(
        Event.ARRIVAL, What.REGISTER_OR_REPORT_RESIDENCE, "visa.f4-overseas-korean",
        f"{F4_ACT} art. 6; {ACT} art. 31(1)", NINETY, only=F4, needs_status=True,
    ),
    Rule(
        Event.STAY_ENDS, What.EXTEND_STAY, "visa.extension", f"{ACT} art. 25", SAME_DAY, months_before(4),
        exempt=F5, unsettled=H2,
    ),
    Rule(
        Event.STAY_ENDS, What.RENEW_PERMANENT_CARD, "visa.f5-permanent", f"{ACT} art. 33(3), 33(4)", SAME_DAY,
        only=F5, needs_status=True,
    ),
    Rule(
        Event.STAY_ENDS, What.CHANGE_TO_F4, "visa.h2-workvisit", f"{ACT} art. 24", SAME_DAY,
        only=H2, needs_status=True,
    ),
    Rule(
        Event.STAY_ENDS, What.EMPLOYER_ASKS_EXTENSION, "visa.e9-eps",
        f"{EPS_ACT} art. 18-2; Enforcement Rule art. 14-2", A_WEEK_BEFORE,
        only=E9, certain=False, needs_status=True,
    ),
    Rule(
        Event.STAY_ENDS, What.EMPLOYER_ASKS_REENTRY, "job.eps-reentry",
        f"{EPS_ACT} art. 18-4; Enforcement Rule art. 14-3", A_WEEK_BEFORE,
        only=E9, certain=False, needs_status=True,
    ),
    Rule(Event.NATIONALITY_LOST, What.APPLY_FOR_STATUS, "visa.newborn-status", f"{ACT} art. 23", days_after(60)),
    Rule(
        Event.DIPLOMATIC_STATUS_ENDED, What.CHANGE_STATUS, "visa.status-change", f"{ACT} art. 24(2)", days_after(30)
    ),
    # A birthday begins at midnight, so it counts (Civil Act art. 157, 158).
    Rule(
        Event.TURNED_17, What.APPLY_FOR_CARD, "visa.arc-registration", f"{ACT} art. 33(2)", days_from(90),
        unsettled=UNREGISTERED | F4,
    ),
    Rule(Event.REFUGEE_REFUSED, What.OBJECT_TO_REFUSAL, "visa.g1-refugee", "Refugee Act art. 21", days_after(30)),
    Rule(Event.REMOVAL_ORDERED, What.OBJECT_TO_REMOVAL, "visa.overstay", f"{ACT} art. 60", days_after(7)),
)  # fmt: skip

REPORTS = (
    Rule(
        Event.ADDRESS_CHANGE, What.REPORT_ADDRESS, "visa.address-change", f"{ACT} art. 36(1)", FIFTEEN,
        exempt=F4, unsettled=UNREGISTERED,
    ),
    Rule(
        Event.ADDRESS_CHANGE, What.REPORT_ADDRESS_F4, "visa.address-change", f"{F4_ACT} art. 6(2)", days_after(14),
        only=F4,
    ),
    Rule(
        Event.PASSPORT_CHANGE, What.REPORT_PASSPORT, "visa.address-change", f"{ACT} art. 35", FIFTEEN,
        unsettled=UNREGISTERED | F4,
    ),
    Rule(
        Event.DETAILS_CHANGE, What.REPORT_DETAILS, "visa.address-change", f"{ACT} art. 35", FIFTEEN,
        unsettled=UNREGISTERED | F4,
    ),
    Rule(Event.SCHOOL_CHANGE, What.REPORT_SCHOOL, "visa.address-change", REPORT_LAW, FIFTEEN, only=_SCHOOL),
    # The school's days run from when it learns of it, which nobody tells us.
    Rule(
        Event.SCHOOL_LEFT, What.SCHOOL_TELLS_IMMIGRATION, "visa.d2-student",
        f"{ACT} art. 19-4; Enforcement Decree art. 24-8", FIFTEEN, only=STUDENTS, certain=False, at_office=False,
    ),
    Rule(
        Event.TRAINING_STARTED, What.REPORT_TRAINING, "visa.d10-jobseeker", REPORT_LAW, FIFTEEN,
        only=codes("D", 10),
    ),
    Rule(
        Event.CHILD_SCHOOL_CHANGE, What.REPORT_CHILD_SCHOOL, "family.school-enrollment", REPORT_LAW, FIFTEEN,
        certain=False,
    ),
)  # fmt: skip
