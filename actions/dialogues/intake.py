"""What a resident in the queue may tell the counsellor beforehand; none of it is needed, nothing is kept unasked."""

from actions import payloads
from actions.dialogues.dialogue import SKIPPED, Answers, Dialogue, Option, Question, Setting, Value, choice
from actions.payloads import Payload
from actions.resources import catalogue
from knowledge.words import area_names

_LONGEST = 500
OTHER, YES, NO = "other", "yes", "no"


class IntakeDialogue(Dialogue):
    """Topic, what has been tried, how to be reached, and whether that may be kept."""

    name = "intake"

    def introduction(self, setting: Setting) -> str:
        """Say that the place in the queue is safe."""
        say = catalogue(setting.language).gettext
        return say("You keep your place in the queue. These few questions help the counsellor; you can skip each.")

    def next_question(self, answers: Answers, setting: Setting) -> Question | None:
        """Ask in order; whether notes may be kept only if there are any."""
        say = catalogue(setting.language).gettext
        if "topic" not in answers:
            return _ask_topic(setting)
        if "tried" not in answers:
            return _free(
                "tried",
                say("What have you tried so far, and what was the answer? Please write no personal numbers."),
                setting,
            )
        if "reach" not in answers:
            return _free(
                "reach",
                say("How can we reach you if this chat is closed? A telephone number or an e-mail, only if you wish."),
                setting,
            )
        if "consent" not in answers and any(_kept(answers, key) for key in ("tried", "reach")):
            options = (Option(YES, say("Yes, keep them")), Option(NO, say("No")))
            ask = say("May we keep these notes with your request until it is closed? Only counsellors read them.")
            return choice("consent", ask, say("Please answer yes or no."), options, setting.language, skippable=False)
        return None

    def result(self, answers: Answers, setting: Setting) -> list[Payload]:
        """Hand the notes to the gateway and thank; without consent only the topic."""
        say = catalogue(setting.language).gettext
        consent = answers.get("consent") == YES
        intake: Payload = {
            "kind": "intake",
            "language": setting.language,
            "topic": _kept(answers, "topic"),
            "tried": _kept(answers, "tried") if consent else None,
            "reach": _kept(answers, "reach") if consent else None,
            "consent": consent,
        }
        thanks = say("Thank you. The counsellor will see this and answer you here.")
        return [intake, payloads.plain(thanks, setting.language)]


def _ask_topic(setting: Setting) -> Question:
    say = catalogue(setting.language).gettext
    names = area_names(setting.language)
    options = (*(Option(area, name) for area, name in names.items()), Option(OTHER, say("Something else")))
    return choice(
        "topic",
        say("What is it about?"),
        say("Choose a button, or write its number, for example “1”."),
        options,
        setting.language,
    )


def _free(key: str, ask: str, setting: Setting) -> Question:
    say = catalogue(setting.language).gettext

    def read(text: str) -> Value | None:
        return text.strip()[:_LONGEST] or None

    return Question(key, ask, say("Write it in your own words, or skip."), read=read, show=str, free=True)


def _kept(answers: Answers, key: str) -> str | None:
    value = answers.get(key)
    return None if value is None or value == SKIPPED else str(value)
