"""Answers greetings, thanks, small talk and the like; if it was a question after all, from the guidebook."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import payloads
from actions.answer_question import answer_if_sure

RESPONSES = {
    "greet": "utter_greet",
    "goodbye": "utter_goodbye",
    "thank": "utter_welcome",
    "ask_identity": "utter_identity",
    "small_talk": "utter_small_talk",
    "deny": "utter_accept_no",
    "cancel": "utter_nothing_to_stop",
    "skip": "utter_nothing_to_stop",
}


class SmallTalk(Action):
    """What may be a question after all is looked up first."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_small_talk"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Send one payload or a response of the domain."""
        if events := await answer_if_sure(dispatcher, tracker):
            return events
        dispatcher.utter_message(response=RESPONSES[payloads.read_intent(tracker)])
        return [SlotSet("offered", "nothing")]
