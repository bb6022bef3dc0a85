"""Makes what working on a conversation consists of, with the translator that the settings name, if any."""

from collections.abc import Callable
from datetime import datetime

from api.conversations.database import Database
from api.conversations.ports import Listener
from api.desk.working.drafts import Drafts
from api.desk.working.guests import Guests
from api.desk.working.notes import Notes
from api.desk.working.routes import Working
from api.desk.working.sending import Sending
from api.desk.working.service import TicketViews, WorkingService
from api.desk.working.texts import AlignedTexts
from api.desk.working.translating import MessageTranslating
from api.translation.factory import new_client, new_translator
from api.translation.ports import Translator
from api.translation.settings import TranslationSettings
from knowledge.search import GuidebookSearch

Now = Callable[[], datetime]


def make_working(
    database: Database, listener: Listener, search: GuidebookSearch, tickets: TicketViews, drafts: Drafts, now: Now
) -> Working:
    """Return what the desk's routes need."""
    texts = AlignedTexts(search)
    return Working(
        WorkingService(database, texts, tickets, now),
        Notes(database, listener, now),
        Guests(database, listener, now),
        Sending(database, listener, texts, now),
        drafts,
    )


class Translating:
    """Translation at the desk, of messages and of drafts; a translator can be handed in, otherwise settings name it."""

    def __init__(
        self,
        database: Database,
        listener: Listener,
        search: GuidebookSearch,
        settings: TranslationSettings,
        translator: Translator | None,
        now: Now,
    ) -> None:
        self._client = new_client(settings)
        chosen = translator or new_translator(settings, self._client)
        self.drafts = Drafts(database, chosen, search, now)
        self.messages = MessageTranslating(
            database,
            listener,
            chosen,
            settings.translation_provider or "other",
            search,
            now,
            tuple(settings.translation_pauses),
        )

    async def start(self) -> None:
        """Take up what an earlier process has left."""
        await self.messages.start()

    async def stop(self) -> None:
        """End, and close the connections to the service."""
        await self.messages.stop()
        await self._client.aclose()
