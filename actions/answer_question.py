"""Answers a question from the guidebook, asks back when unsure, and hands over after repeated failure."""

import asyncio

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import payloads
from actions.resources import guidebook_search, settings
from knowledge.languages import Language
from knowledge.search import Certainty, SearchResult


class AnswerQuestion(Action):
    """Say what the guidebook says, or ask back, or offer a counsellor."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_answer_question"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Search in a thread and send one payload; count failures in a row."""
        question, language = payloads.read_question(tracker)
        result = await search(question, language)
        off_topic = tracker.get_intent_of_latest_message() == "out_of_scope"
        if result.certainty is Certainty.SURE:
            dispatcher.utter_message(json_message=payloads.answer(result.hits, language))
            return [SlotSet("failures", 0), SlotSet("offered", "nothing")]
        if result.certainty is Certainty.UNSURE and not off_topic:
            dispatcher.utter_message(json_message=payloads.choices(result.hits, language))
            return [SlotSet("failures", 0), SlotSet("offered", "nothing")]
        failures = int(tracker.get_slot("failures") or 0) + 1
        if failures >= settings().failures_before_counsellor:
            dispatcher.utter_message(json_message=payloads.hand_over(language, priority="normal", reason="failure"))
            return [SlotSet("failures", 0), SlotSet("offered", "nothing")]
        offer = failures + 1 >= settings().failures_before_counsellor
        dispatcher.utter_message(json_message=payloads.not_found(language, offer=offer))
        return [SlotSet("failures", failures), SlotSet("offered", "counsellor")]


async def search(question: str, language: Language) -> SearchResult:
    """Search in a thread, never on the event loop; raises TimeoutError."""
    return await asyncio.wait_for(
        asyncio.to_thread(guidebook_search().search, question, language, settings().hits_shown),
        settings().search_timeout.total_seconds(),
    )


async def find_sure_answer(text: str, language: Language) -> SearchResult | None:
    """Return what the guidebook says to a text that was not taken for a question, if it is sure; None for a command."""
    if text.startswith("/"):
        return None
    result = await search(text, language)
    return result if result.certainty is Certainty.SURE else None
