"""A counsellor's draft in the resident's language, on demand: shown beside the draft, never sent by itself."""

from collections.abc import Callable
from datetime import datetime

from api.conversations.database import Database
from api.conversations.models import Counsellor
from api.conversations.ports import Detector
from api.desk import audit
from api.desk.working.translations import first_language
from api.translation.checked import Translation, translate_checked
from api.translation.ports import TranslationOff, Translator
from knowledge.languages import Language


class Drafts:
    """Translates drafts; without a translator it refuses."""

    def __init__(
        self, database: Database, translator: Translator | None, detector: Detector, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._translator = translator
        self._detector = detector
        self._now = now

    async def translate(self, ticket: str, counsellor: Counsellor, text: str, target: Language) -> Translation:
        """Return the draft in another language with what may be wrong; raises TranslationOff or TranslationFailed."""
        if self._translator is None:
            raise TranslationOff
        now = self._now()
        source = self._detector.detect(text, first_language(counsellor)).language
        translation = await translate_checked(self._translator, text, source, target, now.date(), self._detector.detect)
        async with self._database.writing() as session:
            audit.note(session, now, counsellor.id, "draft.translated", ("ticket", ticket), {"to": target})
        return translation
