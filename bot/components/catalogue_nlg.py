"""Says the domain's responses in the resident's language, from gettext catalogues, inside the Rasa process."""

import copy
import gettext
from pathlib import Path
from typing import Any, Dict, Optional, Text

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

import components.response_schema

LOCALE_HOME = Path(__file__).resolve().parents[1] / "locale"
CATALOGUE = "bot"

components.response_schema.compile_once()


class CatalogueNaturalLanguageGenerator(TemplatedNaturalLanguageGenerator):
    """English source strings stand in the domain; the language comes with the latest message's metadata.

    A subclass of Rasa's own generator, since Rasa hands the domain's responses only to that one once a model is loaded.
    """

    def __init__(self, endpoint_config: Optional[EndpointConfig] = None, domain: Optional[Domain] = None) -> None:
        super().__init__(domain.responses if domain else {})
        self._catalogues: Dict[Text, gettext.NullTranslations] = {}

    async def generate(
        self, utter_action: Text, tracker: DialogueStateTracker, output_channel: Text, **kwargs: Any
    ) -> Optional[Dict[Text, Any]]:
        """Return the response's text and buttons in the resident's language, or None for an unknown response."""
        variations = self.responses.get(utter_action)
        if not variations:
            return None
        metadata = (tracker.latest_message.metadata if tracker.latest_message else None) or {}
        say = self._catalogue(str(metadata.get("language", "en"))).gettext
        response = copy.deepcopy(variations[0])
        if response.get("text"):
            response["text"] = say(response["text"])
        for button in response.get("buttons", []):
            button["title"] = say(button["title"])
        return dict(response)

    def _catalogue(self, language: Text) -> gettext.NullTranslations:
        if language not in self._catalogues:
            self._catalogues[language] = gettext.translation(
                CATALOGUE, str(LOCALE_HOME), languages=[language], fallback=True
            )
        return self._catalogues[language]
