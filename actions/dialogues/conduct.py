"""Leads a guided dialogue: reads answers, takes corrections and side questions, skips, cancels, asks what comes next.

Rasa holds the loop (a form with one slot, the outcome); everything said in it is decided here, since a message inside a
form may be an answer, a question of its own or a wish to stop, and only the reader of the answer can tell.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import payloads
from actions.answer_question import follow, remember, search, search_in_context
from actions.conversation import Shown
from actions.dialogues.dialogue import SKIPPED, Answers, Dialogue, Question, Setting, Value
from actions.resources import catalogue, guidebook_search
from knowledge.deadlines import today_in_seoul
from knowledge.languages import find_named_language
from knowledge.search import Certainty

ANSWERS, MISREAD = "dialogue_answers", "dialogue_misread"
# From this confidence the bot's opinion of what a message is for counts inside a dialogue.
_CONFIDENT = 0.7
# After so many messages that could not be read, a person is offered.
_OFFER_PERSON = 2
# Below this, what looks like a wish for a dialogue and has a sure answer is answered, and the dialogue is offered.
_WANTED = 0.95
# A longer message is rather a question of its own than an answer with a word too many.
_LONG = 60
_FEWEST_LETTERS = 4


class Outcome(StrEnum):
    """How a dialogue ended."""

    DONE = "done"
    CANCELLED = "cancelled"


@dataclass
class Turn:
    """What one message leads to: what is said, the answers from then on, and the end if it is one."""

    answers: dict[str, Value]
    said: list[payloads.Payload] = field(default_factory=list)
    before: list[str] = field(default_factory=list)  # lines before the next question
    misread: int = 0
    outcome: Outcome | None = None
    ask: bool = True
    remembered: list[EventType] = field(default_factory=list)


class Conduct(Action):
    """Rasa calls this for every message inside the form, and when the form begins."""

    def __init__(self, dialogue: Dialogue) -> None:
        self._dialogue = dialogue

    def name(self) -> str:
        """Return the name under which Rasa looks for the form's validation."""
        return f"validate_{self._dialogue.name}_form"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Say what follows from the message and ask the next question."""
        # Rasa calls twice when a form begins: first to check what is filled already, which is nothing.
        if (tracker.active_loop or {}).get("name") != f"{self._dialogue.name}_form":
            return []
        setting = _read_setting(tracker)
        begins = tracker.get_slot(ANSWERS) is None
        turn = await self._begin(tracker, setting) if begins else await self._continue(tracker, setting)
        question = self._dialogue.next_question(turn.answers, setting)
        if turn.outcome is None and question is None:
            turn.outcome = Outcome.DONE
        if turn.outcome is None and question is not None and turn.ask:
            turn.said.append(_ask(question, turn, setting))
        for payload in turn.said:
            dispatcher.utter_message(json_message=payload)
        return [
            *turn.remembered,
            SlotSet(ANSWERS, dict(turn.answers)),
            SlotSet(MISREAD, turn.misread),
            SlotSet(f"{self._dialogue.name}_outcome", turn.outcome),
        ]

    async def _begin(self, tracker: Tracker, setting: Setting) -> Turn:
        """Take from the first message what it tells already; a question of fact is answered instead."""
        text, language = payloads.read_question(tracker)
        if not text.startswith("/"):
            shown = Shown.read(tracker)
            wanted = payloads.read_confidence(tracker) >= _WANTED
            result = await (follow if wanted else search_in_context)(text, language, shown)
            if result is not None and result.certainty is Certainty.SURE:
                answer = payloads.with_dialogue(
                    payloads.answer(result.hits, language, result.passages), self._dialogue.name
                )
                return Turn({}, [answer], outcome=Outcome.CANCELLED, remembered=remember(text, result))
        turn = Turn({}, before=[self._dialogue.introduction(setting)])
        while not text.startswith("/") and (question := self._dialogue.next_question(turn.answers, setting)):
            value = question.read(text) if question.prefill else None
            if value is None:
                break
            turn.answers[question.key] = value
            if self._dialogue.check(turn.answers, setting):
                del turn.answers[question.key]
                break
            turn.before.append(_noted(question, value, setting))
        return turn

    async def _continue(self, tracker: Tracker, setting: Setting) -> Turn:
        answers = dict(tracker.get_slot(ANSWERS) or {})
        misread = int(tracker.get_slot(MISREAD) or 0)
        question = self._dialogue.next_question(answers, setting)
        if question is None:
            return Turn(answers)
        if (pressed := payloads.read_entity(tracker, "value")) is not None:
            return self._take(Turn(answers), question, _read_pressed(pressed, question), setting, misread)
        if (control := self._control(tracker, answers, question, setting)) is not None:
            return control
        text, _ = payloads.read_question(tracker)
        value = None if text.startswith("/") else question.read(text)
        if value is None or (len(text) > _LONG and not question.free):
            aside = await self._aside(tracker, Turn(answers, misread=misread), setting)
            if aside is not None:
                return aside
        return self._take(Turn(answers), question, value, setting, misread)

    def _take(self, turn: Turn, question: Question, value: Value | None, setting: Setting, misread: int) -> Turn:
        """Accept a value, or explain what can be read."""
        say = catalogue(setting.language).gettext
        if value is None:
            turn.misread = misread + 1
            unread = say("I could not read an answer in this.")
            turn.before.append(f"{unread} {question.hint}")
            return turn
        turn.answers[question.key] = value
        if reason := self._dialogue.check(turn.answers, setting):
            del turn.answers[question.key]
            turn.misread = misread + 1
            turn.before.append(reason)
        elif value != SKIPPED and all(option.key != value for option in question.options):
            turn.before.append(_noted(question, value, setting))
        return turn

    def _control(  # noqa: C901, PLR0911 - one line for each thing that a message can want
        self, tracker: Tracker, answers: dict[str, Value], question: Question, setting: Setting
    ) -> Turn | None:
        """Cancel, back, skip, a correction, a person, another language; None when the message is none of these."""
        intent, confident = payloads.read_intent(tracker), payloads.read_confidence(tracker) >= _CONFIDENT
        text, language = payloads.read_question(tracker)
        say = catalogue(language).gettext
        if not confident:
            return None
        if intent.startswith("danger_"):
            return Turn(answers, [payloads.danger(intent.removeprefix("danger_"), language)])
        if intent == "correct":
            return self._correct(text, answers, setting)
        if _is_answer(text, question):
            return None
        match intent:
            case "cancel":
                stopped = say("Stopped. Nothing of this was kept. You can begin again at any time.")
                return Turn({}, [payloads.plain(stopped, language)], outcome=Outcome.CANCELLED)
            case "go_back":
                if answers:
                    answers.popitem()
                return Turn(answers)
            case "skip" if question.skippable:
                return Turn({**answers, question.key: SKIPPED})
            case "request_counsellor":
                handed = payloads.hand_over(language, priority="normal", reason="request")
                return Turn({}, [handed], outcome=Outcome.CANCELLED)
            case "change_language":
                wanted = find_named_language(text)
                said = payloads.language_switch(wanted) if wanted else payloads.language_choices(language)
                return Turn(answers, [said], ask=wanted is None)
            case _:
                return None

    def _correct(self, text: str, answers: dict[str, Value], setting: Setting) -> Turn:
        """Put another value in place of an earlier answer; without one, ask the last question again."""
        path: list[Question] = []
        for _ in answers:
            question = self._dialogue.next_question({one.key: answers[one.key] for one in path}, setting)
            if question is None or question.key not in answers:
                break
            path.append(question)
        for question in reversed(path):
            value = question.read(text)
            changed = {**answers, question.key: value} if value is not None else answers
            if value is not None and changed != answers and not self._dialogue.check(changed, setting):
                return Turn(changed, before=[_noted(question, value, setting)])
        if answers:
            answers.popitem()
        return Turn(answers)

    async def _aside(self, tracker: Tracker, turn: Turn, setting: Setting) -> Turn | None:
        """Answer a question of another kind and come back; None when the guidebook has no sure answer."""
        text, language = payloads.read_question(tracker)
        article = payloads.read_entity(tracker, "article")
        if article is not None:
            shown = guidebook_search().guidebook.find_nearest(article, language)
            if shown is None:
                return None
            turn.said.append(payloads.article(shown, language))
        else:
            # Figures are an answer that could not be read, not a question.
            if sum(character.isalpha() for character in text) < _FEWEST_LETTERS:
                return None
            result = await search(text, language)
            if result.certainty is not Certainty.SURE:
                return None
            turn.said.append(payloads.answer(result.hits, language, result.passages))
        turn.before.append(catalogue(setting.language).gettext("Back to our question:"))
        return turn


class TellResult(Action):
    """Says what comes of the answers, and forgets them."""

    def __init__(self, dialogue: Dialogue) -> None:
        self._dialogue = dialogue

    def name(self) -> str:
        """Return the name in the domain."""
        return f"action_tell_{self._dialogue.name}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Send the result unless the dialogue was cancelled."""
        answers: Answers = tracker.get_slot(ANSWERS) or {}
        outcome = tracker.get_slot(f"{self._dialogue.name}_outcome")
        if outcome == Outcome.DONE:
            for payload in self._dialogue.result(answers, _read_setting(tracker)):
                dispatcher.utter_message(json_message=payload)
        return [SlotSet(ANSWERS, None), SlotSet(MISREAD, 0), SlotSet(f"{self._dialogue.name}_outcome", None)]


def _is_answer(text: str, question: Question) -> bool:
    """Whether a message is the answer, whatever else it may look like; free text says nothing about that."""
    return not text.startswith("/") and not question.free and len(text) <= _LONG and question.read(text) is not None


def _read_setting(tracker: Tracker) -> Setting:
    return Setting(payloads.read_language(tracker), today_in_seoul(datetime.now(UTC)))


def _read_pressed(pressed: str, question: Question) -> Value | None:
    """The value of a button: an option, or a skip where that is allowed."""
    if pressed == SKIPPED:
        return SKIPPED if question.skippable else None
    return pressed if any(option.key == pressed for option in question.options) else question.read(pressed)


def _noted(question: Question, value: Value, setting: Setting) -> str:
    say = catalogue(setting.language).gettext
    return say("Noted: {answer}.").format(answer=question.show(value))


def _ask(question: Question, turn: Turn, setting: Setting) -> payloads.Payload:
    """The next question with its buttons; a person is offered after repeated misreading."""
    say = catalogue(setting.language).gettext
    buttons = [{"title": option.label, "payload": f"#answer:{option.key}"} for option in question.options]
    if question.skippable:
        buttons.append({"title": say("Skip"), "payload": f"#answer:{SKIPPED}"})
    if turn.misread >= _OFFER_PERSON:
        buttons.append(payloads.counsellor_button(setting.language))
    buttons.append({"title": say("Stop"), "payload": "#cancel"})
    text = "\n\n".join([*_joined(turn.before), question.ask])
    return payloads.plain(text, setting.language, buttons)


def _joined(lines: Iterable[str]) -> list[str]:
    kept = "\n".join(line for line in lines if line)
    return [kept] if kept else []
