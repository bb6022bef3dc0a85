"""What to tell somebody in danger at once: whom to call and what to do first, in the resident's language.

Numbers and advice are those of the articles `settlement.emergency-numbers` and `family.domestic-violence`.
"""

from knowledge.danger.kinds import Danger
from knowledge.languages import Language
from knowledge.words import catalogue

# The article that says more.
ARTICLES = {
    Danger.FIRE: "settlement.emergency-numbers",
    Danger.ACCIDENT: "settlement.emergency-numbers",
    Danger.HOME: "family.domestic-violence",
    Danger.WORK: "job.harassment",
    Danger.SEXUAL: "family.domestic-violence",
    Danger.SUICIDE: "settlement.emergency-numbers",
    Danger.CONFINED: "settlement.emergency-numbers",
    Danger.TRAFFICKING: "settlement.emergency-numbers",
    Danger.MISSING_CHILD: "settlement.emergency-numbers",
    Danger.STALKING: "settlement.emergency-numbers",
}


def first_words(danger: Danger, language: Language) -> str:
    """What to do now, with the numbers to call; ends with the news that a counsellor is being called."""
    say = catalogue(language).gettext
    advice = {
        Danger.FIRE: say(
            "Get out now and warn others. Do not go back in. With a smell of gas, touch no switch.\n"
            "• 119 – fire, ambulance, rescue"
        ),
        Danger.ACCIDENT: say(
            "Call 119 now and say where you are. Do not move a badly hurt person unless there is danger.\n"
            "• 119 – ambulance, rescue"
        ),
        Danger.HOME: say(
            "You are not to blame. If you can, go where others are or lock a door between you, and call.\n"
            "• 112 – police, they must come at once\n"
            "• 1577-1366 – Danuri, violence and family, 24 hours, 13 languages\n"
            "• 1366 – women's emergency line, 24 hours"
        ),
        Danger.WORK: say(
            "Nobody may hit or threaten you at work. Go where others are, and call.\n"
            "• 112 – police\n"
            "• 119 – if you are hurt\n"
            "• 1350 – labour office, when you are safe"
        ),
        Danger.SEXUAL: say(
            "You are not to blame. Go to a safe place. If you can, keep clothes and messages as they are.\n"
            "• 112 – police\n"
            "• 1366 – women's emergency line, 24 hours\n"
            "• 1577-1366 – Danuri, 24 hours, 13 languages"
        ),
        Danger.SUICIDE: say(
            "Thank you for telling us. Please do not stay alone with this: call now, or go to someone near you.\n"
            "• 109 – when you think of suicide, 24 hours\n"
            "• 119 – if a life is in danger now\n"
            "• 1577-1366 – Danuri, 24 hours, 13 languages"
        ),
        Danger.CONFINED: say(
            "Nobody may lock you in. Call, or send 112 a text message with the address or what you see outside.\n"
            "• 112 – police\n"
            "• 1577-1366 – Danuri, 24 hours, 13 languages"
        ),
        Danger.TRAFFICKING: say(
            "Nobody may keep your passport or force you to work. You can ask for help even without a valid stay.\n"
            "• 112 – police\n"
            "• 1366 – women's emergency line, 24 hours\n"
            "• 1577-1366 – Danuri, 24 hours, 13 languages"
        ),
        Danger.MISSING_CHILD: say(
            "Call 112 at once; you need not wait. Have a photo, the clothes and the last place ready.\n• 112 – police"
        ),
        Danger.STALKING: say(
            "Go where others are, do not go home alone, and call. Keep messages and call records.\n"
            "• 112 – police\n"
            "• 1366 – women's emergency line, 24 hours"
        ),
    }[danger]
    called = say("A counsellor is also being called to this chat.")
    return f"{advice}\n{called}"


def numbers_at_hand(language: Language) -> str:
    """One line with the numbers, for answers to questions that touch danger without being an alarm."""
    say = catalogue(language).gettext
    return say("In danger now: 112 police, 119 fire and ambulance, 1577-1366 Danuri (24 hours, 13 languages).")
