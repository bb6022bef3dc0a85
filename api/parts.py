"""Makes the parts of the gateway, and starts and stops them in the order in which they need one another."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import httpx

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
from api.desk.accounts import Accounts, lifetimes
from api.desk.service import DeskService
from api.dialogue.engine import Engine
from api.dialogue.guidebook import GuidebookFallback
from api.dialogue.rasa import RasaEngine
from api.dialogue.trackers import SqliteTrackers
from api.push.service import WebPush
from api.requests import utc_now
from api.settings import ApiSettings
from knowledge.danger.recognition import DangerRecogniser
from knowledge.danger.watch import DangerWatch
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
        self.service = self._make_service(dangers, listeners)
        self.worker = ConversationWorker(self.service)
        self.attachments = Attachments(self.database, listeners, settings.attachments_dir, utc_now)
        self.line = LineChannel(self.database, settings, utc_now)
        self.kakao = KakaoChannel(
            self.database, self.service, self.worker, settings, self._kakao, utc_now, self.attachments
        )
        self.push = WebPush(self.database, self.hub, settings, utc_now, push_transport)
        listening += [self.line, self.kakao, self.push.notifier]
        self.details = SiteDetails(self.database, listeners, utc_now)
        self.ratings = Ratings(self.database, listeners, utc_now)
        self.trackers = SqliteTrackers(settings.tracker_database)
        self.deletion = ConversationDeletion(
            self.database,
            listeners,
            forget,
            self.attachments,
            self.trackers,
            2 * settings.engine_timeout,
            utc_now,
        )
        self.accounts = Accounts(self.database, lifetimes(settings), utc_now)
        reach = ChannelReach(self.database, {"line": self.line.reach, "kakao": self.kakao.reach})
        self.desk = DeskService(self.database, listeners, utc_now, reach)

    def _make_service(self, dangers: DangerFinder | None, listeners: Listeners) -> ConversationService:
        settings, search = self.settings, self.search
        answering = Answering(
            self.engine,
            GuidebookFallback(search),
            search,
            dangers or DangerWatch(DangerRecogniser.load(KnowledgeSettings().danger_dir), search),
            Limits(settings.engine_timeout, settings.turns_per_session),
        )
        codes = ResumeCodes(self.database, listeners, utc_now, settings.public_url, detach)
        return ConversationService(self.database, answering, listeners, utc_now, settings.burst_pause, codes)

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
            for part in (self.kakao, self.push, self.deletion):
                ends.push_async_callback(part.stop)
                await part.start()
            ends.callback(self.hub.close)
            yield
