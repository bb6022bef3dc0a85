"""Hands over to a counsellor when a resident wants a person."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import payloads
from actions.answer_question import answer_if_sure


class RequestCounsellor(Action):
    """Ask the gateway for a ticket."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_request_counsellor"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Send one payload."""
        language = payloads.read_language(tracker)
        if events := await answer_if_sure(dispatcher, tracker):  # the answer has a button for a counsellor
            return events
        dispatcher.utter_message(json_message=payloads.hand_over(language, priority="normal", reason="request"))
        return [SlotSet("failures", 0), SlotSet("offered", "nothing")]
