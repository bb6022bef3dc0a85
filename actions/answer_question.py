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

# The classifier is rarely modest: below this its opinion is checked against the guidebook's.
BEYOND_DOUBT = 0.98
# "你好" and "ok thanks" are no questions, whatever the search makes of them.
SHORT = 12


class AnswerQuestion(Action):
    """Say what the guidebook says, or ask back, or offer a counsellor."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_answer_question"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Search in a thread and send one payload; count failures in a row."""
        question, language = payloads.read_question(tracker)
        result = await search(question, language)
        off_topic = payloads.read_intent(tracker) == "out_of_scope"
        payload = _find_payload(result, language, off_topic=off_topic)
        if payload is not None:
            dispatcher.utter_message(json_message=payload)
            return [SlotSet("failures", 0), SlotSet("offered", "nothing")]
        failures = int(tracker.get_slot("failures") or 0) + 1
        if failures >= settings().failures_before_counsellor:
            dispatcher.utter_message(json_message=payloads.hand_over(language, priority="normal", reason="failure"))
            return [SlotSet("failures", 0), SlotSet("offered", "nothing")]
        offer = failures + 1 >= settings().failures_before_counsellor
        dispatcher.utter_message(json_message=payloads.not_found(language, offer=offer))
        return [SlotSet("failures", failures), SlotSet("offered", "counsellor")]


def _find_payload(result: SearchResult, language: Language, *, off_topic: bool) -> payloads.Payload | None:
    """What a search result is good for, the surest first; None when it is good for nothing."""
    if result.certainty is Certainty.SURE:
        return payloads.answer(result.hits, language, result.passages)
    if result.passages:
        hits = result.hits if result.certainty is Certainty.UNSURE else ()
        return payloads.document_answer(result.passages, hits, language)
    if result.certainty is Certainty.UNSURE and not off_topic:
        return payloads.choices(result.hits, language)
    return None


async def search(question: str, language: Language) -> SearchResult:
    """Search in a thread, never on the event loop; raises TimeoutError."""
    return await asyncio.wait_for(
        asyncio.to_thread(guidebook_search().search, question, language, settings().hits_shown),
        settings().search_timeout.total_seconds(),
    )


async def answer_if_sure(dispatcher: CollectingDispatcher, tracker: Tracker) -> bool:
    """Answer a text that was taken for something else than a question, if that is in doubt and the search is sure.

    False, and nothing said, for a button, for an intent that is beyond doubt, and for a word or two.
    """
    text, language = payloads.read_question(tracker)
    if text.startswith("/") or payloads.read_confidence(tracker) >= BEYOND_DOUBT or _length(text) < SHORT:
        return False
    result = await search(text, language)
    if result.certainty is not Certainty.SURE:
        return False
    dispatcher.utter_message(json_message=payloads.answer(result.hits, language))
    return True


def _length(text: str) -> int:
    """Letters of a text; a Han or Hangul character says as much as three."""
    return sum(3 if character >= "\u2e80" else 1 for character in text)
