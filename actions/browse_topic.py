"""Lists what the guidebook has: its four parts, or the articles of one part."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import payloads
from actions.answer_question import answer_if_sure
from actions.resources import guidebook_search
from knowledge.articles import AREAS


class BrowseTopic(Action):
    """Show the articles of the part named by the entity `area`, or all parts."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_browse_topic"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Send one payload; what the guidebook can answer for sure is a question, even if it looked like small talk."""
        language = payloads.read_language(tracker)
        if events := await answer_if_sure(dispatcher, tracker):
            return events
        area = payloads.read_entity(tracker, "area")
        if area not in AREAS:
            dispatcher.utter_message(json_message=payloads.topics(language))
            return []
        guidebook = guidebook_search().guidebook
        own = [identity for identity in guidebook.ids if identity.startswith(f"{area}.")]
        shown = guidebook.find_all_nearest(own, language)
        dispatcher.utter_message(json_message=payloads.topic(area, shown, language))
        return []
