"""Web push as the gateway sees it: key, subscriptions and notifier brought together, from start to stop."""

from collections.abc import Callable
from datetime import datetime

import httpx

from api.conversations.database import Database
from api.conversations.events import EventHub
from api.push.keys import read_key
from api.push.notifier import PushNotifier
from api.push.sender import PushSender
from api.push.subscriptions import Subscriptions
from api.settings import VAPID_FILE, ApiSettings


class WebPush:
    """`notifier` listens to conversations; `key` and `subscriptions` are what browsers need."""

    def __init__(
        self,
        database: Database,
        hub: EventHub,
        settings: ApiSettings,
        now: Callable[[], datetime],
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._http = httpx.AsyncClient(transport=transport)
        self.key = read_key(settings.vapid_private_key, settings.vapid_contact, VAPID_FILE)
        self.notifier = PushNotifier(database, hub, PushSender(self._http, self.key), settings.push_pauses)
        self.subscriptions = Subscriptions(database, settings.push_hosts, self.notifier.subscribed, now)
        hub.on_shown(self.notifier.shown)
        hub.on_left(self.notifier.conversation_changed)

    async def start(self) -> None:
        """Take up what an earlier process has not told."""
        await self.notifier.start()

    async def stop(self) -> None:
        """End; pushes under way are made again at the next start."""
        await self.notifier.stop()
        await self._http.aclose()
