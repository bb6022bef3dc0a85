"""What the dialogue about deadlines says is due: the action, and what is left to do when its last day has passed."""

from actions.resources import catalogue
from knowledge.deadlines import Event, What
from knowledge.languages import Language

# Whom to ask where it is not the Immigration Contact Center, as the cited article says.
_OTHER_LINES = {
    What.EMPLOYER_ASKS_EXTENSION: "1577-0071",
    What.EMPLOYER_ASKS_REENTRY: "1577-0071",
    What.CLAIM_DEPARTURE_INSURANCE: "1577-0071",
    What.WORK_AGAIN_AS_COMMITTED_WORKER: "1577-0071",
    What.WORK_AGAIN_UNDER_EPS: "1577-0071",
    What.APPLY_FOR_WORKPLACE_CHANGE: "1350",
    What.CLAIM_PENSION_REFUND: "1355",
    What.CLAIM_PROPERTY: "132",
}


def line_to_ask(what: What) -> str:
    """The telephone number that can tell whether an action is due for somebody."""
    return _OTHER_LINES.get(what, "1345")


def actions_due(language: Language) -> dict[What, str]:
    """What to do, in one or two short sentences, for every action that an event to choose can set off."""
    return _of_stay(language) | _of_work(language) | _of_life(language)


def _of_stay(language: Language) -> dict[What, str]:
    say = catalogue(language).gettext
    return {
        What.REGISTER: say("Register as a foreign resident if you stay longer than 90 days."),
        What.REGISTER_OR_REPORT_RESIDENCE: say("Make the domestic residence report (국내거소신고), or register."),
        What.EXTEND_STAY: say("Apply for an extension of stay, or leave Korea by this day."),
        What.RENEW_PERMANENT_CARD: say("Renew your permanent resident card."),
        What.CHANGE_TO_F4: say("You may apply for the change from H-2 to F-4."),
        What.EMPLOYER_ASKS_EXTENSION: say(
            "If your first 3 years end, your employer applies at the Employment Center (고용센터) for more time."
        ),
        What.EMPLOYER_ASKS_REENTRY: say("Your employer applies for your return as a committed worker (성실근로자)."),
        What.REPORT_ADDRESS: say("Report your new address."),
        What.REPORT_ADDRESS_F4: say("With F-4 and a residence report (국내거소신고), report your new address."),
        What.REPORT_PASSPORT: say("Report your new passport to immigration."),
        What.REPORT_SCHOOL: say("Report the change of school to immigration."),
        What.COME_BACK: say("Come back to Korea, unless a re-entry permit gives you longer."),
        What.GET_REENTRY_PERMIT: say(
            "Get a re-entry permit before you leave, if you stay away longer than your status allows."
        ),
    }


def _of_work(language: Language) -> dict[What, str]:
    say = catalogue(language).gettext
    return {
        What.GET_WORKPLACE_PERMISSION: say("Have immigration's permission for the workplace before you work there."),
        What.GET_PART_TIME_PERMISSION: say("Have part-time work permission (시간제 취업허가) before you start."),
        What.GET_ACTIVITY_PERMISSION: say(
            "Have permission for activities outside your status (체류자격 외 활동허가) before you start."
        ),
        What.REPORT_WORKPLACE: say("Report the new workplace to immigration, if a report is enough."),
        What.REPORT_JOB: say("Report your job to immigration."),
        What.APPLY_FOR_WORKPLACE_CHANGE: say(
            "With E-9, apply for a change of workplace at the Employment Center (고용센터). Otherwise you must leave."
        ),
        What.EMPLOYER_TELLS_IMMIGRATION: say("Your employer must report the end of the contract to immigration."),
        What.ASK_ABOUT_D10: say("Without a new job, ask 1345 about D-10 before your period of stay ends."),
        What.CLAIM_DEPARTURE_INSURANCE: say(
            "With E-9 or H-2, claim the departure guarantee insurance (출국만기보험) from Samsung Fire (삼성화재)."
        ),
        What.WORK_AGAIN_UNDER_EPS: say("You may work under the employment permit system (고용허가제) again."),
        What.WORK_AGAIN_AS_COMMITTED_WORKER: say("As a committed worker (성실근로자) you may work again earlier."),
        What.CLAIM_PENSION_REFUND: say("Claim the lump-sum refund from the National Pension Service, if you qualify."),
    }


def _of_life(language: Language) -> dict[What, str]:
    say = catalogue(language).gettext
    return {
        What.REPORT_BIRTH: say("If the child is Korean by birth, report the birth at the district office (구청)."),
        What.APPLY_FOR_CHILD_STATUS: say("If the child is not Korean, apply to immigration for its status of stay."),
        What.CLAIM_PROPERTY: say("Claim your share of the property."),
        What.ASK_ABOUT_STAY_AFTER_DIVORCE: say("With F-6, ask 1345 about your stay after the divorce."),
    }


def when_late(what: What, language: Language) -> str:
    """What to do when the last day has passed: who can still help, and what not to do."""
    say = catalogue(language).gettext
    groups = (
        (
            {What.EXTEND_STAY, What.CHANGE_TO_F4},
            say("Ask 1345 as soon as you can what is still possible. Staying on may be an overstay."),
        ),
        (
            {What.COME_BACK},
            say("If you are abroad, ask 1345 or a Korean embassy before you travel. You may need a new visa."),
        ),
        (
            {What.GET_REENTRY_PERMIT},
            say("If you have already left without a permit, ask 1345 or a Korean embassy about your return."),
        ),
        (
            {What.GET_WORKPLACE_PERMISSION, What.GET_PART_TIME_PERMISSION, What.GET_ACTIVITY_PERMISSION},
            say("Without the permission, do not work there. Ask 1345 first."),
        ),
        (
            {What.APPLY_FOR_WORKPLACE_CHANGE},
            say("Ask 1350 now. Work injury, illness, pregnancy or birth stop the clock."),
        ),
        (
            {What.EMPLOYER_ASKS_EXTENSION, What.EMPLOYER_ASKS_REENTRY},
            say("Ask your employer now whether this was done."),
        ),
        ({What.EMPLOYER_TELLS_IMMIGRATION}, say("Ask 1345 what this means for your stay.")),
        (
            {What.CLAIM_DEPARTURE_INSURANCE, What.CLAIM_PENSION_REFUND, What.CLAIM_PROPERTY},
            say("Ask {number} whether you can still claim.").format(number=line_to_ask(what)),
        ),
        (
            {What.ASK_ABOUT_D10, What.ASK_ABOUT_STAY_AFTER_DIVORCE},
            say("Ask 1345 now. Your period of stay may have ended."),
        ),
    )
    otherwise = say("Do it now all the same. A fine is possible. Ask 1345 first if you are not sure.")
    return next((text for kinds, text in groups if what in kinds), otherwise)


def note(event: Event, language: Language) -> str | None:
    """What somebody has to know beside the dates of an event, or None."""
    say = catalogue(language).gettext
    return {
        Event.WORKPLACE_CHANGE: say(
            "Permission first or a report after: this depends on your status and job. Ask 1345 before you start."
        ),
        Event.WORKPLACE_CHANGE_APPLIED: say(
            "If you miss this day, you must leave Korea. "
            "Work injury, illness, pregnancy or birth stop the clock: ask 1350."
        ),
        Event.CHILD_BORN: say(
            "If only the father is Korean and you are not married, the child is usually foreign at first. Ask 1345."
        ),
    }.get(event)
