"""Answers a report of danger: emergency numbers, what the guidebook says, an urgent ticket."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import payloads
from actions.answer_question import search
from knowledge.search import Certainty

# Below this, a report whose words lead to an ordinary article is answered with that article.
CERTAIN = 0.9
ABOUT_DANGER = {"family.domestic-violence", "settlement.emergency-numbers"}


class ReportDanger(Action):
    """Numbers first, then the article that fits, then a counsellor with priority."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_report_danger"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Send two or three payloads; the numbers go out even if the search fails."""
        question, language = payloads.read_question(tracker)
        try:
            result = await search(question, language)
        except TimeoutError:
            result = None  # the numbers and the counsellor matter more than the article
        if result is not None and result.certainty is Certainty.NONE:
            result = None
        doubtful = payloads.read_confidence(tracker) < CERTAIN
        if result and doubtful and result.hits[0].article.id not in ABOUT_DANGER:
            dispatcher.utter_message(json_message=payloads.answer(result.hits, language))
            return []
        dispatcher.utter_message(json_message=payloads.danger(language))
        if result:
            dispatcher.utter_message(json_message=payloads.answer(result.hits, language))
        dispatcher.utter_message(json_message=payloads.hand_over(language, priority="urgent", reason="danger"))
        return []
