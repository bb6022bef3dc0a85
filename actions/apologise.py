"""Answers a complaint: from the guidebook if it was a question after all, else with an apology and a counsellor."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import payloads
from actions.answer_question import find_sure_answer


class Apologise(Action):
    """People complain of bosses and landlords in the words in which they complain of us."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_apologise"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Send one payload or a response of the domain."""
        text, language = payloads.read_question(tracker)
        result = await find_sure_answer(text, language)
        if result is None:
            dispatcher.utter_message(response="utter_apologise")
        else:
            dispatcher.utter_message(json_message=payloads.answer(result.hits, language))
        return []
