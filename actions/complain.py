"""Takes a complaint about an answer: the next best articles first, then a person."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import payloads
from actions.answer_question import answer_if_sure
from actions.conversation import SHOWN, Shown
from actions.resources import guidebook_search


class Complain(Action):
    """ "That is not what I asked": offer what else it could be; nothing else left, call a counsellor."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_complain"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Send one payload or a response of the domain."""
        language = payloads.read_language(tracker)
        # People complain of bosses in the words in which they complain of us.
        if events := await answer_if_sure(dispatcher, tracker):
            return events
        shown = Shown.read(tracker)
        if shown is None:
            dispatcher.utter_message(response="utter_apologise")
            return [SlotSet("offered", "counsellor")]
        guidebook = guidebook_search().guidebook
        rest = guidebook.find_all_nearest(shown.others, language)
        if not rest:
            dispatcher.utter_message(json_message=payloads.hand_over(language, priority="normal", reason="failure"))
            return [SlotSet(SHOWN, None), SlotSet("offered", "nothing")]
        dispatcher.utter_message(json_message=payloads.other_articles(rest, language))
        tried = Shown(shown.question, shown.article, (), (*shown.seen, *shown.others))
        return [SlotSet(SHOWN, tried.as_slot()), SlotSet("offered", "counsellor")]
