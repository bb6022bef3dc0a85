"""Takes a "yes": hands over if a counsellor was just offered, otherwise asks for the question."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import payloads


class Confirm(Action):
    """What "yes" means depends on what was offered; a slot remembers it."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_confirm"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Send one payload or a response of the domain."""
        if tracker.get_slot("offered") == "counsellor":
            language = payloads.read_language(tracker)
            dispatcher.utter_message(json_message=payloads.hand_over(language, priority="normal", reason="request"))
        else:
            dispatcher.utter_message(response="utter_ask_for_question")
        return [SlotSet("failures", 0), SlotSet("offered", "nothing")]
