"""What the dialogue about deadlines says while it asks: the events by name, their days, and days that cannot be."""

from actions.resources import catalogue
from knowledge.deadlines import Event, Implausible
from knowledge.languages import Language


def event_names(language: Language) -> dict[Event, str]:
    """The events that can be chosen, as a resident would say them, in the order of the buttons."""
    say = catalogue(language).gettext
    return {
        Event.STAY_ENDS: say("My period of stay ends"),
        Event.ARRIVAL: say("I arrived in Korea"),
        Event.ADDRESS_CHANGE: say("I moved to a new address"),
        Event.PASSPORT_CHANGE: say("I have a new passport"),
        Event.WORKPLACE_CHANGE: say("I start a first, new or second job"),
        Event.CONTRACT_ENDED: say("My job ended or will end"),
        Event.WORKPLACE_CHANGE_APPLIED: say("E-9: I applied for a new workplace"),
        Event.SCHOOL_CHANGE: say("I changed my school"),
        Event.CHILD_BORN: say("My child was born in Korea"),
        Event.DIVORCED: say("I am divorced"),
        Event.TRIP_ABROAD: say("I travel abroad and want to return"),
        Event.LEAVING_FOR_GOOD: say("I leave Korea for good"),
    }


def day_question(event: Event, language: Language) -> str:
    """Ask for the day that `Event` counts from; raises KeyError for an event that cannot be chosen."""
    say = catalogue(language).gettext
    return {
        Event.STAY_ENDS: say(
            "What is the last day of your period of stay? It stands on your residence card. "
            "With F-5, give the last day of the card."
        ),
        Event.ARRIVAL: say("On which day did you enter Korea, or will you enter? The days count from there."),
        Event.ADDRESS_CHANGE: say("On which day did you move in, or will you move in? The days count from there."),
        Event.PASSPORT_CHANGE: say("On which day was the new passport issued? The days count from there."),
        Event.WORKPLACE_CHANGE: say(
            "What is your first day at the new or second workplace? Some things are due before it, some after it."
        ),
        Event.CONTRACT_ENDED: say(
            "What is the last day of your employment contract, also after a dismissal? The days count from there."
        ),
        Event.WORKPLACE_CHANGE_APPLIED: say(
            "On which day did you apply at the Employment Center (고용센터)? The months count from there."
        ),
        Event.SCHOOL_CHANGE: say("On which day did your school change? The days count from there."),
        Event.CHILD_BORN: say("On which day was the child born? The days count from there."),
        Event.DIVORCED: say(
            "On which day did the divorce take effect? After a divorce by agreement, "
            "it is the day of your report at the district office (구청)."
        ),
        Event.TRIP_ABROAD: say("On which day do you leave Korea, or did you leave? The months count from there."),
        Event.LEAVING_FOR_GOOD: say("On which day do you leave Korea, or did you leave? The days count from there."),
    }[event]


def implausible(reason: Implausible, language: Language) -> str:
    """Why a day cannot be right, and what to do about it."""
    say = catalogue(language).gettext
    return {
        Implausible.TOO_LONG_AGO: say("I read {day}. That is more than 10 years ago. Please check the year."),
        Implausible.TOO_FAR_AHEAD: say("I read {day}. That is too far ahead for this question. Please check the year."),
        Implausible.STAY_ENDS_FIRST: say(
            "I read {day} as the end of your stay. That is before the day you gave first. Please check the date."
        ),
    }[reason]
