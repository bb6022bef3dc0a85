"""Makes the parts of the gateway, and starts and stops them in the order in which they need one another."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import httpx
import httpx2

from actions.resources import guidebook_search
from api.channels.accounts import forget
from api.channels.joining import detach
from api.channels.kakao.channel import KakaoChannel
from api.channels.line.channel import LineChannel
from api.channels.reach import ChannelReach
from api.conversations.answering import Answering, Limits
from api.conversations.attachments import Attachments
from api.conversations.database import Database
from api.conversations.deletion import ConversationDeletion
from api.conversations.details import SiteDetails
from api.conversations.events import EventHub, Listeners
from api.conversations.ports import DangerFinder, Listener
from api.conversations.ratings import Ratings
from api.conversations.resume import ResumeCodes
from api.conversations.service import ConversationService
from api.conversations.worker import ConversationWorker
from api.desk import forgetting
from api.desk.access import Access
from api.desk.gaps.hearing import GapKeeper
from api.desk.gaps.parts import GapParts
from api.desk.people.parts import PeopleParts
from api.desk.queueing.parts import QueueParts
from api.desk.records.parts import make_records
from api.desk.searching.service import MessageSearch
from api.desk.service import DeskService
from api.desk.working.parts import Translating, make_working
from api.dialogue.engine import Engine
from api.dialogue.guidebook import GuidebookFallback
from api.dialogue.rasa import RasaEngine
from api.dialogue.trackers import SqliteTrackers
from api.push.service import WebPush
from api.requests import utc_now
from api.settings import ApiSettings
from api.translation.ports import Translator
from api.translation.settings import TranslationSettings
from knowledge.danger.recognition import DangerRecogniser
from knowledge.danger.watch import DangerWatch
from knowledge.languages import Language
from knowledge.search import GuidebookSearch
from knowledge.settings import KnowledgeSettings


class Parts:
    """One gateway; engine, search and danger finder can be handed in, otherwise they are Rasa and what was built."""

    def __init__(
        self,
        settings: ApiSettings,
        engine: Engine | None,
        search: GuidebookSearch | None,
        dangers: DangerFinder | None,
        push_transport: httpx.AsyncBaseTransport | None,
        translator: Translator | None = None,
        sign_on_transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self.settings = settings
        self.search = search or guidebook_search()
        self.database = Database(settings.database_url)
        self._rasa = httpx.AsyncClient(base_url=settings.rasa_url, timeout=settings.engine_timeout.total_seconds())
        self._kakao = httpx.AsyncClient()
        self.engine = engine or RasaEngine(self._rasa, settings.rasa_token)
        self.hub = EventHub()
        listening: list[Listener] = [self.hub]
        self.listeners = listeners = Listeners(listening)
        self.dangers = dangers or DangerWatch(DangerRecogniser.load(KnowledgeSettings().danger_dir), self.search)
        self.keeper = GapKeeper(self.dangers)
        self.service = self._make_service(listeners)
        self.worker = ConversationWorker(self.service)
        self.attachments = Attachments(self.database, listeners, settings.attachments_dir, utc_now)
        self.line = LineChannel(self.database, settings, utc_now)
        self.kakao = KakaoChannel(
            self.database, self.service, self.worker, settings, self._kakao, utc_now, self.attachments
        )
        self.push = WebPush(self.database, self.hub, settings, utc_now, push_transport)
        listening += [self.line, self.kakao, self.push.notifier]
        self.details = SiteDetails(self.database, listeners, utc_now)
        self.gaps = GapParts(self.database, self.search, listeners, self.keeper, utc_now)
        listening.append(self.keeper)
        self.ratings = Ratings(self.database, listeners, utc_now, self.keeper)
        self.trackers = SqliteTrackers(settings.tracker_database)
        self.deletion = ConversationDeletion(
            self.database,
            listeners,
            (forget, forgetting.forget),
            self.attachments,
            self.trackers,
            2 * settings.engine_timeout,
            utc_now,
        )
        self.people = PeopleParts(self.database, listeners, settings, utc_now, sign_on_transport)
        self.accounts = self.people.accounts
        reach = ChannelReach(self.database, {"line": self.line.reach, "kakao": self.kakao.reach})
        self.desk = DeskService(self.database, listeners, utc_now, reach, self._find_title)
        self.queueing = QueueParts(self.database, self.hub, listeners, self.desk, utc_now)
        self.access = Access(self.accounts, self.database)
        self.translating = Translating(
            self.database, listeners, self.search, TranslationSettings(), translator, utc_now
        )
        listening.append(self.translating.messages)
        self.message_search = MessageSearch(self.database, utc_now)
        self.records = make_records(self.database, self.search.guidebook, settings.web_dist / "fonts", utc_now)
        self.working = make_working(self.database, listeners, self.search, self.desk, self.translating.drafts, utc_now)

    def _find_title(self, article: str) -> str | None:
        found = self.search.guidebook.find_nearest(article, Language.KO)
        return found.title if found else None

    def _make_service(self, listeners: Listeners) -> ConversationService:
        settings, search = self.settings, self.search
        answering = Answering(
            self.engine,
            GuidebookFallback(search),
            search,
            self.dangers,
            Limits(settings.engine_timeout, settings.turns_per_session),
        )
        codes = ResumeCodes(self.database, listeners, utc_now, settings.public_url, detach)
        return ConversationService(
            self.database, answering, listeners, utc_now, settings.burst_pause, codes, self.keeper
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Start everything; what is stopped at the end stays in the database and is taken up by the next start."""
        async with AsyncExitStack() as ends:
            for end in (self.database.close, self._kakao.aclose, self._rasa.aclose, self.worker.stop):
                ends.push_async_callback(end)
            ends.push_async_callback(self.attachments.stop)
            await self.attachments.start()
            ends.push_async_callback(self.line.stop)
            await self.line.start(self.service, self.worker, self.attachments, self.trackers, self.listeners)
            await self.worker.resume()
            for part in (self.queueing, self.kakao, self.push, self.deletion, self.translating, self.gaps.worker):
                ends.push_async_callback(part.stop)
                await part.start()
            ends.push_async_callback(self.records.reports.stop)
            ends.callback(self.hub.close)
            yield
