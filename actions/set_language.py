"""Changes the language of the conversation when a resident asks for it in words."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import payloads
from actions.answer_question import answer_if_sure
from knowledge.languages import find_foreign_language, find_named_language


class SetLanguage(Action):
    """Switch to the language named in the message, or ask which one."""

    def name(self) -> str:
        """Return the name in the domain."""
        return "action_set_language"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Send one payload."""
        text, language = payloads.read_question(tracker)
        wanted = find_named_language(text)
        if wanted is None and (events := await answer_if_sure(dispatcher, tracker)):
            return events
        if wanted is None and find_foreign_language(text) is not None:
            dispatcher.utter_message(json_message=payloads.language_unknown(language))
            return []
        payload = payloads.language_switch(wanted) if wanted else payloads.language_choices(language)
        dispatcher.utter_message(json_message=payload)
        return []
