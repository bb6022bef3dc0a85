"""Answers greetings, thanks, complaints and the like; if it was a question after all, from the guidebook."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import payloads
from actions.answer_question import answer_if_sure

RESPONSES = {
    "greet": "utter_greet",
    "goodbye": "utter_goodbye",
    "thank": "utter_welcome",
    "ask_identity": "utter_identity",
    "complain": "utter_apologise",
}


class SmallTalk(Action):
    """People complain of bosses in the words in which they complain of us; so a doubtful case is looked up first."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_small_talk"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Send one payload or a response of the domain."""
        if not await answer_if_sure(dispatcher, tracker):
            dispatcher.utter_message(response=RESPONSES[payloads.read_intent(tracker)])
        return []
