"""Tells the desks what changes: each change is read once per process, whoever follows; each gets what they may see."""

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import storage
from api.conversations.database import Database
from api.conversations.events import DESK, EventHub, Subscription
from api.conversations.models import Counsellor, Ticket
from api.desk.audience import Audience, DeskEvent
from api.desk.queueing.lists import Tally, read_tally
from api.desk.queueing.presence import Presence
from api.desk.queueing.views import TicketViews
from api.desk.service import render_for_desk
from api.desk.working.notes import notes_after
from api.desk.working.translations import translations_after

logger = logging.getLogger(__name__)

OVERLAP = timedelta(seconds=10)
"""What was said so shortly before somebody began to follow is sent to them, too: they may have loaded before it."""
# Events that tell all of something, so that the last one is enough.
_WHOLE = {"ticket", "presence"}
_PRESENCE_CLOCK = 5.0
_MOST_BEHIND = 1000
_MOST_REMEMBERED = 10_000


@dataclass(eq=False)
class Follower:
    """What one desk has still to be told; `is_lost` once it is too far behind and has to load anew."""

    events: asyncio.Queue[DeskEvent | None] = field(default_factory=lambda: asyncio.Queue(_MOST_BEHIND))
    is_lost: bool = False

    def put(self, event: DeskEvent | None) -> None:
        """Add an event, None for the end."""
        try:
            self.events.put_nowait(event)
        except asyncio.QueueFull:
            self.is_lost = True


@dataclass
class _Known:
    """How far the desks have been told of a ticket."""

    seq: int
    moment: datetime
    audience: Audience | None = None
    told: set[str | tuple[str, str]] = field(default_factory=set)


class Broadcaster:
    """Reads what has changed and hands it to all followers; nothing is read while nobody follows the change."""

    def __init__(
        self, database: Database, hub: EventHub, views: TicketViews, presence: Presence, now: Callable[[], datetime]
    ) -> None:
        self.tally: Sequence[Tally] = ()
        self._database = database
        self._hub = hub
        self._views = views
        self._presence = presence
        self._now = now
        self._followers: set[Follower] = set()
        self._recent: deque[tuple[datetime, DeskEvent]] = deque()
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._present: set[str] = set()
        self._subscription: Subscription | None = None
        self._task: asyncio.Task[None] | None = None
        presence.watch(self.presence_changed)

    async def start(self) -> None:
        """Begin to tell."""
        async with self._database.reading() as session:
            self.tally = await read_tally(session)
        self._task = asyncio.create_task(self._run(), name="broadcaster")

    async def stop(self) -> None:
        """End all streams."""
        for follower in self._followers:
            follower.put(None)
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    @contextmanager
    def follow(self) -> Iterator[Follower]:
        """Follow all that changes from now on, and what has changed just before."""
        follower = Follower()
        self._forget_old()
        # Of a ticket only how it looks now: what a page has loaded meanwhile must not go back.
        last = {(event.name, event.ticket): event for _, event in self._recent}
        for _, event in self._recent:
            if event.name not in _WHOLE or last[event.name, event.ticket] is event:
                follower.put(event)
        self._followers.add(follower)
        try:
            yield follower
        finally:
            self._followers.discard(follower)

    def render(self, event: DeskEvent, counsellor: Counsellor) -> tuple[str, dict[str, Any]] | None:
        """Return the name and data of what somebody is told of an event now, None for nothing."""
        return event.told_to(counsellor, has_open=self._presence.has_open(event.ticket, counsellor.id))

    async def _run(self) -> None:
        with self._hub.subscribe(DESK) as subscription:
            self._subscription = subscription
            while not self._hub.is_closing:
                changed = await subscription.wait(_PRESENCE_CLOCK)
                present, self._present = self._present | self._presence.forget_gone(), set()
                try:
                    await self._tell(changed - {DESK}, present)
                except Exception:  # a worker's loop: the next change must still be told
                    logger.exception("the desks could not be told")
                    self._lose_all()
        for follower in self._followers:
            follower.put(None)

    def presence_changed(self, ticket: str) -> None:
        """Tell who looks at a ticket now."""
        self._present.add(ticket)
        if self._subscription:
            self._subscription.woken.set()

    async def _tell(self, changed: set[str], present: set[str]) -> None:
        if not changed and not present:
            return
        async with self._database.reading() as session:
            either = Ticket.id.in_(changed | present)
            tickets = list(await session.scalars(select(Ticket).where(either).order_by(Ticket.id)))
            views = await self._views.render(session, tickets)
            found = [
                event
                for ticket, view in zip(tickets, views, strict=True)
                for event in await self._read(session, ticket, view, is_changed=ticket.id in changed)
            ]
            self.tally = await read_tally(session)
        now = self._now()
        for event in found:
            self._forget_gone(event)
            self._recent.append((now, event))
            for follower in self._followers:
                follower.put(event)
        self._forget_old()

    async def _read(
        self, session: AsyncSession, ticket: Ticket, view: dict[str, Any], *, is_changed: bool
    ) -> list[DeskEvent]:
        """Return what is new about a ticket since it was told last, the ticket itself first."""
        guests = frozenset(guest["id"] for guest in view["guests"])
        audience = Audience.of(ticket, guests)
        if not is_changed:
            told = {"ticket_id": ticket.id, "present": view["present"]}
            return [DeskEvent("presence", ticket.id, told, audience)]
        known = self._remember(ticket.id)
        before, known.audience = known.audience, audience
        begun = self._now()

        def event(name: str, data: dict[str, Any]) -> DeskEvent:
            return DeskEvent(name, ticket.id, data, audience, before)

        events = [event("ticket", view)]
        for message in await self._messages(session, ticket, known):
            known.seq = message.seq
            events.append(event("message", {"ticket_id": ticket.id, "message": render_for_desk(message)}))
        for note in await notes_after(session, ticket.id, known.moment):
            if note["id"] not in known.told:
                known.told.add(note["id"])
                events.append(event("note", {"ticket_id": ticket.id, "note": note}))
        for identity, translation in await translations_after(session, ticket.conversation_id, known.moment):
            # Of one message there may be several, for holders of different languages.
            key = (identity, translation["language"])
            if key not in known.told:
                known.told.add(key)
                told = {"ticket_id": ticket.id, "message_id": identity, "translation": translation}
                events.append(event("translation", told))
        # Rows are dated before they are committed: what is a little older may still come.
        known.moment = max(known.moment, begun - OVERLAP)
        return events

    async def _messages(self, session: AsyncSession, ticket: Ticket, known: _Known) -> list[Any]:
        if known.seq >= 0:
            return await storage.messages_after(session, ticket.conversation_id, known.seq)
        newest = await storage.newest_messages(session, ticket.conversation_id)
        known.seq = newest[-1].seq if newest else 0
        return [message for message in newest if message.created_at >= known.moment]

    def _remember(self, ticket: str) -> _Known:
        known = self._known.setdefault(ticket, _Known(-1, self._now() - OVERLAP))
        self._known.move_to_end(ticket)
        if len(self._known) > _MOST_REMEMBERED:
            self._known.popitem(last=False)
        return known

    def _lose_all(self) -> None:
        """Let every desk load anew: what has been read of the changes is not known any more."""
        self._known.clear()
        self._recent.clear()
        for follower in self._followers:
            follower.is_lost = True
            follower.put(None)

    def _forget_gone(self, event: DeskEvent) -> None:
        """Tell nobody any more what was deleted or taken back."""
        if event.name == "ticket" and (event.data["deleted"] or event.data["removed"]):
            kept = ((at, one) for at, one in self._recent if not _is_gone(one, event))
            self._recent = deque(kept)

    def _forget_old(self) -> None:
        oldest = self._now() - OVERLAP
        while self._recent and self._recent[0][0] < oldest:
            self._recent.popleft()


def _is_gone(event: DeskEvent, ticket: DeskEvent) -> bool:
    """Whether an event tells what is deleted or taken back, as its ticket is told now."""
    if event.ticket != ticket.ticket:
        return False
    # Of a translation it is not known which number its message has; a page that begins to follow loads them all.
    if ticket.data["deleted"] or event.name == "translation":
        return True
    message = event.data.get("message", {})
    return event.name == "message" and message["seq"] in ticket.data["removed"]
