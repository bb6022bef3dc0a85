"""Wakes those who follow a conversation or the desk, after a change was committed; carries no content itself."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from api.conversations.ports import Listener

QUEUE = "queue"
DESK = "desk"


@dataclass(eq=False)
class Subscription:
    """Collects the names of what changed until its owner looks."""

    changed: set[str] = field(default_factory=set)
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait(self, timeout: float) -> set[str]:  # noqa: ASYNC109 - an expected, not an exceptional, end
        """Return what changed since the last call; an empty set after `timeout` seconds."""
        try:
            await asyncio.wait_for(self.woken.wait(), timeout)
        except TimeoutError:
            return set()
        self.woken.clear()
        changed, self.changed = self.changed, set()
        return changed


class EventHub:
    """In-process events; a follower always reads the state from the database, so a lost wake-up costs only time."""

    def __init__(self) -> None:
        self._subscriptions: dict[str, set[Subscription]] = defaultdict(set)
        self.is_closing = False
        self._on_shown: list[Callable[[str, int], None]] = []
        self._on_left: list[Callable[[str], None]] = []

    def on_shown(self, listener: Callable[[str, int], None]) -> None:
        """Have a listener told up to which message a conversation was handed to its resident."""
        self._on_shown.append(listener)

    def on_left(self, listener: Callable[[str], None]) -> None:
        """Have a listener told of every topic that nobody follows any more."""
        self._on_left.append(listener)

    def shown(self, conversation: str, seq: int) -> None:
        """A conversation was handed to its resident up to this message."""
        for tell in self._on_shown:
            tell(conversation, seq)

    def is_followed(self, topic: str) -> bool:
        """Whether somebody follows a topic now."""
        return topic in self._subscriptions

    @contextmanager
    def subscribe(self, *topics: str) -> Iterator[Subscription]:
        """Follow topics: a conversation's id, QUEUE, or DESK (which carries ticket ids)."""
        subscription = Subscription()
        for topic in topics:
            self._subscriptions[topic].add(subscription)
        try:
            yield subscription
        finally:
            for topic in topics:
                self._subscriptions[topic].discard(subscription)
                if not self._subscriptions[topic]:
                    del self._subscriptions[topic]
                    for tell in self._on_left:
                        tell(topic)

    def conversation_changed(self, conversation: str) -> None:
        """Wake the followers of a conversation."""
        self._wake(conversation, conversation)

    def ticket_changed(self, ticket: str) -> None:
        """Wake the desk."""
        self._wake(DESK, ticket)

    def queue_changed(self) -> None:
        """Wake everybody who shows a position in the queue."""
        self._wake(QUEUE, QUEUE)

    def close(self) -> None:
        """Wake all followers so that they end."""
        self.is_closing = True
        for topic in list(self._subscriptions):
            self._wake(topic, topic)

    def _wake(self, topic: str, what: str) -> None:
        for subscription in self._subscriptions.get(topic, ()):
            subscription.changed.add(what)
            subscription.woken.set()


@dataclass(frozen=True)
class Listeners:
    """Tells several listeners, in their order; more may join, since a channel needs the service that it listens to."""

    all: Sequence[Listener]

    def conversation_changed(self, conversation: str) -> None:
        """A conversation has new messages or another state."""
        for one in self.all:
            one.conversation_changed(conversation)

    def ticket_changed(self, ticket: str) -> None:
        """A ticket or its conversation has changed."""
        for one in self.all:
            one.ticket_changed(ticket)

    def queue_changed(self) -> None:
        """Positions in the queue may differ."""
        for one in self.all:
            one.queue_changed()
