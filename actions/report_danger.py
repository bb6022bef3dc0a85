"""Answers what the bot takes for a report of danger: the alarm first, then what the guidebook says."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import payloads
from actions.answer_question import remember, search_in_context
from actions.conversation import Shown
from knowledge.danger.kinds import TOUCHES_DANGER
from knowledge.languages import Language
from knowledge.search import Certainty

# The gateway's own recognition has not seen danger here; so sure the bot must be to raise the alarm alone.
CERTAIN = 0.6


class ReportDanger(Action):
    """The gateway looks for danger by itself before it asks the bot; this is what only the bot has seen."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_report_danger"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Send one or two payloads; the alarm goes out even if the search fails."""
        question, language = payloads.read_question(tracker)
        kind = payloads.read_intent(tracker).removeprefix("danger_")
        try:
            result = await search_in_context(question, language, Shown.read(tracker))
        except TimeoutError:
            dispatcher.utter_message(json_message=payloads.danger(kind, language))
            return []
        if result.certainty is Certainty.SURE and result.hits[0].article.id not in TOUCHES_DANGER:
            # An ordinary question with such words: its answer, and the numbers.
            answer = payloads.answer(result.hits, language, result.passages)
            dispatcher.utter_message(json_message=payloads.with_numbers(answer, language))
            return remember(question, result)
        if payloads.read_confidence(tracker) >= CERTAIN:
            dispatcher.utter_message(json_message=payloads.danger(kind, language))
        if result.certainty is Certainty.NONE or not result.hits:
            return _only_numbers(dispatcher, tracker, language)
        sure = result.certainty is Certainty.SURE
        answer = payloads.answer(result.hits, language) if sure else payloads.choices(result.hits, language)
        dispatcher.utter_message(json_message=payloads.with_numbers(answer, language))
        return remember(question, result)


def _only_numbers(dispatcher: CollectingDispatcher, tracker: Tracker, language: Language) -> list[EventType]:
    """Say whom to call where neither the bot is certain nor the guidebook has anything."""
    if payloads.read_confidence(tracker) < CERTAIN:
        dispatcher.utter_message(json_message=payloads.with_numbers(payloads.not_found(language, offer=True), language))
        return [SlotSet("offered", "counsellor")]
    return []
