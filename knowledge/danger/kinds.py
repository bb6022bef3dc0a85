"""The kinds of danger that are told apart; each has its own reply."""

from enum import StrEnum


class Danger(StrEnum):
    """What somebody is in danger of; the value is also the ending of the bot's intent, `danger_<value>`."""

    FIRE = "fire"
    ACCIDENT = "accident"
    HOME = "home"
    WORK = "work"
    SEXUAL = "sexual"
    SUICIDE = "suicide"
    CONFINED = "confined"
    TRAFFICKING = "trafficking"
    MISSING_CHILD = "missing_child"
    STALKING = "stalking"


# Questions about these articles are often cries for help themselves.
ABOUT_DANGER = {
    "family.domestic-violence",
    "settlement.emergency-numbers",
    "job.harassment",
    "job.industrial-accident",
}
# What these articles are about can be danger: their answers carry the numbers to call.
TOUCHES_DANGER = {*ABOUT_DANGER, "family.counselling"}
