"""Rules about workplaces, jobs and the end of a contract, as in force in 2026."""

from knowledge.deadline_names import Event, What
from knowledge.deadline_rule import ACT, E9, EPS_ACT, EVE, FIFTEEN, H2, PROFESSIONALS, REPORT_LAW, STUDENTS, Rule, codes
from knowledge.periods import months_after

_WORKERS = codes("E", *range(1, 11)) | H2 | codes("D", 7, 8, 9)
_FREE_WORKERS = codes("F", 2, 4, 5, 6)

WORK = (
    # Report or permission first depends on conditions that the Minister notifies.
    Rule(
        Event.WORKPLACE_CHANGE, What.GET_WORKPLACE_PERMISSION, "job.employer-change", f"{ACT} art. 21", EVE,
        only=PROFESSIONALS, certain=False,
    ),
    Rule(
        Event.WORKPLACE_CHANGE, What.REPORT_WORKPLACE, "job.employer-change", f"{ACT} art. 21", FIFTEEN,
        only=PROFESSIONALS, certain=False,
    ),
    Rule(
        Event.WORKPLACE_CHANGE, What.GET_WORKPLACE_PERMISSION, "job.workplace-change", f"{EPS_ACT} art. 25", EVE,
        only=E9, certain=False, needs_status=True,
    ),
    Rule(
        Event.WORKPLACE_CHANGE, What.GET_WORKPLACE_PERMISSION, "visa.extra-activity", f"{ACT} art. 21", EVE,
        only=codes("E", 8, 10), certain=False, needs_status=True,
    ),
    Rule(
        Event.WORKPLACE_CHANGE, What.REPORT_WORKPLACE, "visa.h2-workvisit", REPORT_LAW, FIFTEEN,
        only=H2, needs_status=True,
    ),
    Rule(
        Event.WORKPLACE_CHANGE, What.GET_PART_TIME_PERMISSION, "visa.student-parttime", f"{ACT} art. 20", EVE,
        only=STUDENTS, needs_status=True,
    ),
    Rule(
        Event.WORKPLACE_CHANGE, What.REPORT_WORKPLACE, "visa.student-parttime", f"{ACT} art. 20", FIFTEEN,
        only=STUDENTS, certain=False, needs_status=True,
    ),
    Rule(
        Event.WORKPLACE_CHANGE, What.GET_ACTIVITY_PERMISSION, "visa.f3-dependent", f"{ACT} art. 20", EVE,
        only=codes("F", 3), needs_status=True,
    ),
    Rule(
        Event.WORKPLACE_CHANGE, What.REPORT_JOB, "visa.address-change", REPORT_LAW, FIFTEEN,
        only=_FREE_WORKERS, certain=False, needs_status=True,
    ),
    Rule(
        Event.JOB_OR_INCOME_CHANGE, What.REPORT_JOB, "visa.address-change", REPORT_LAW, FIFTEEN,
        only=_WORKERS | _FREE_WORKERS, unsettled=_FREE_WORKERS,
    ),
    Rule(
        Event.CONTRACT_ENDED, What.APPLY_FOR_WORKPLACE_CHANGE, "job.workplace-change", f"{EPS_ACT} art. 25(3)",
        months_after(1), only=E9,
    ),
    Rule(
        Event.CONTRACT_ENDED, What.EMPLOYER_TELLS_IMMIGRATION, "visa.e7-professional", f"{ACT} art. 19", FIFTEEN,
        only=PROFESSIONALS, certain=False, needs_status=True, at_office=False,
    ),
    Rule(
        Event.CONTRACT_ENDED, What.ASK_ABOUT_D10, "job.employer-change", f"{ACT} art. 24",
        only=PROFESSIONALS, certain=False, ends_with_stay=True,
    ),
    Rule(
        Event.WORKPLACE_CHANGE_APPLIED, What.GET_WORKPLACE_PERMISSION, "job.workplace-change",
        f"{EPS_ACT} art. 25(3)", months_after(3), only=E9,
    ),
)  # fmt: skip
