"""Makes what the queue consists of, and starts and stops what runs by itself."""

from collections.abc import Callable
from datetime import datetime

from api.conversations.database import Database
from api.conversations.events import EventHub
from api.conversations.ports import Listener
from api.desk.broadcasting import Broadcaster
from api.desk.queueing.dispatcher import Dispatcher
from api.desk.queueing.lists import TicketLists
from api.desk.queueing.shifts import Shifts
from api.desk.service import DeskService


class QueueParts:
    """Lists, shifts, the dispatcher and the broadcaster of one gateway."""

    def __init__(
        self, database: Database, hub: EventHub, listener: Listener, desk: DeskService, now: Callable[[], datetime]
    ) -> None:
        self.desk = desk
        self.lists = TicketLists(database, desk.rendering, now)
        self.shifts = Shifts(database, listener, now)
        self.broadcaster = Broadcaster(database, hub, desk.rendering, desk.presence, now)
        self._dispatcher = Dispatcher(database, hub, listener, now)

    async def start(self) -> None:
        """Begin to tell the desks what changes, and to give tickets to whoever is free."""
        await self.broadcaster.start()
        await self._dispatcher.start()

    async def stop(self) -> None:
        """End both; what is not done stands in the database."""
        await self._dispatcher.stop()
        await self.broadcaster.stop()
