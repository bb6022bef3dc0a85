"""LINE as a channel: brings inbox, outbox and client together, from start to stop."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from api.channels.line.arrivals import forget_old
from api.channels.line.client import LineClient
from api.channels.line.events import LineEvent
from api.channels.line.inbox import LineInbox, Receivers
from api.channels.line.lanes import Pace
from api.channels.line.lull import Lull
from api.channels.line.outbox import LineOutbox
from api.channels.line.storing import EventStore
from api.channels.line.taking_back import TakingBack
from api.channels.models import ChannelAccount
from api.conversations.attachments import Attachments
from api.conversations.database import Database
from api.conversations.ports import Listener, Trackers
from api.conversations.service import ConversationService
from api.conversations.worker import ConversationWorker
from api.settings import ApiSettings

logger = logging.getLogger(__name__)


class LineChannel:
    """A listener of the conversations, a receiver of webhooks; off without a channel secret and an access token.

    It is made before the service that it listens to, and gets that service when it starts. Before the start events
    are stored only, and what is said waits; both are taken up then.
    """

    def __init__(
        self,
        database: Database,
        settings: ApiSettings,
        now: Callable[[], datetime],
        connect: Callable[[], LineClient] | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._database = database
        self._settings = settings
        self._now = now
        self._connect = connect or self._make_client
        self._pace = pace or Pace()
        self._store = EventStore(database)
        self._client: LineClient | None = None
        self._inbox: LineInbox | None = None
        self._lull = Lull(self._handle)
        self._outbox: LineOutbox | None = None
        self._tidier: asyncio.Task[None] | None = None

    @property
    def secrets(self) -> Sequence[str]:
        """The channel secrets, several while one is being changed; none if the channel is off."""
        secrets = [secret.strip() for secret in self._settings.line_channel_secret.split(",")]
        return [secret for secret in secrets if secret] if self._settings.line_channel_access_token.strip() else []

    def state(self) -> str:
        """Return "off", "ready", "unauthorized" (LINE refuses our token) or "quota" (only replies for now)."""
        if not self.secrets:
            return "off"
        return self._outbox.state() if self._outbox else "ready"

    def reach(self, account: ChannelAccount) -> str:
        """Return how a counsellor's message reaches somebody: by "push", as "reply" when they write, "unreachable"."""
        if not account.reachable or self.state() in {"off", "unauthorized"}:
            return "unreachable"
        return "reply" if self.state() == "quota" else "push"

    async def start(
        self,
        service: ConversationService,
        worker: ConversationWorker,
        attachments: Attachments,
        trackers: Trackers,
        listener: Listener,
    ) -> None:
        """Begin to handle and to deliver, first what an earlier process left; nothing if the channel is off.

        `listener` is told of messages that are taken back, `trackers` forget them.
        """
        if not self.secrets:
            return
        self._client = self._connect()
        self._outbox = LineOutbox(self._database, self._client, self._settings.public_url, self._now, self._pace)
        settled = 2 * self._settings.engine_timeout
        taking_back = TakingBack(self._database, attachments, trackers, listener, settled, self._now)
        self._inbox = LineInbox(
            self._database,
            Receivers(service, worker, attachments, taking_back),
            self._client,
            self.conversation_changed,
            self._now,
            self._pace,
        )
        await self._outbox.start()
        await self._inbox.start()
        self._tidier = asyncio.create_task(self._tidy(), name="line tidier")

    async def stop(self) -> None:
        """End; calls under way are waited for, everything else stays in the database."""
        if self._tidier:
            self._tidier.cancel()
            await asyncio.gather(self._tidier, return_exceptions=True)
        self._lull.stop()
        if self._inbox:
            await self._inbox.stop()
        if self._outbox:
            await self._outbox.stop()
        if self._client:
            await self._client.close()

    async def receive(self, events: Sequence[LineEvent]) -> None:
        """Store events; they are committed on return and handled afterwards."""
        for user in await self._store.store(events, self._now()):
            self._lull.add(user)

    def _handle(self, user: str) -> None:
        if self._inbox:
            self._inbox.submit(user)

    def conversation_changed(self, conversation: str) -> None:
        """Deliver what is new in a conversation, if it is one on LINE."""
        if self._outbox:
            self._outbox.conversation_changed(conversation)

    def ticket_changed(self, ticket: str) -> None:
        """Nothing to do: what residents are to know of it stands in the conversation."""

    def queue_changed(self) -> None:
        """Nothing to do: residents on LINE are told their place once, when a ticket is opened."""

    async def _tidy(self) -> None:
        while True:
            try:
                await forget_old(self._database, self._now())
            except SQLAlchemyError:
                logger.exception("cannot take personal data out of old events")
            await asyncio.sleep(self._pace.tidy.total_seconds())

    def _make_client(self) -> LineClient:
        settings = self._settings
        return LineClient(
            settings.line_channel_access_token,
            settings.line_api_base_url or None,
            settings.line_data_base_url or None,
        )
