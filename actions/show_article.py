"""Shows an article that a resident chose from a list."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import payloads
from actions.conversation import SHOWN, Shown
from actions.resources import guidebook_search


class ShowArticle(Action):
    """Show the article named by the entity `article`, or the topics when there is no such article."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_show_article"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Send one payload."""
        language = payloads.read_language(tracker)
        article = guidebook_search().guidebook.find_nearest(payloads.read_entity(tracker, "article") or "", language)
        payload = payloads.article(article, language) if article else payloads.topics(language)
        dispatcher.utter_message(json_message=payload)
        events: list[EventType] = [SlotSet("failures", 0), SlotSet("offered", "nothing")]
        if article:
            events.append(SlotSet(SHOWN, Shown(article.title, article.id, (), (article.id,)).as_slot()))
        return events
