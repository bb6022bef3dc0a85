"""Who looks at a ticket, who types, who has it open, in memory: it is over some seconds after the last sign of it."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

FORGOTTEN_AFTER = timedelta(seconds=25)


@dataclass(frozen=True)
class _Sign:
    name: str
    is_typing: bool
    until: datetime


class Presence:
    """Signs of life by ticket and counsellor.

    A sign alone opens nothing: who has a ticket open has loaded it, which asks for rights and is in the audit log.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._watchers: list[Callable[[str], None]] = []
        self._signs: dict[str, dict[str, _Sign]] = defaultdict(dict)
        self._open: dict[tuple[str, str], datetime] = {}

    def watch(self, watcher: Callable[[str], None]) -> None:
        """Have somebody told of every ticket whose people change."""
        self._watchers.append(watcher)

    def open(self, ticket: str, counsellor: str) -> None:
        """Note that somebody loads a ticket: as long as signs of them follow, they have it open."""
        self._open[ticket, counsellor] = self._now() + FORGOTTEN_AFTER

    def has_open(self, ticket: str, counsellor: str) -> bool:
        """Whether somebody has loaded a ticket and looks at it since."""
        until = self._open.get((ticket, counsellor))
        return until is not None and until > self._now()

    def note(self, ticket: str, counsellor: str, name: str, *, is_typing: bool) -> None:
        """Note that somebody looks at a ticket."""
        if self.has_open(ticket, counsellor):
            self.open(ticket, counsellor)
        before = self._signs[ticket].get(counsellor)
        self._signs[ticket][counsellor] = sign = _Sign(name, is_typing, self._now() + FORGOTTEN_AFTER)
        if before is None or before.until <= self._now() or before.is_typing != sign.is_typing:
            for tell in self._watchers:
                tell(ticket)

    def of(self, ticket: str) -> list[dict[str, Any]]:
        """Return who is there as JSON, by name."""
        now = self._now()
        there = [(one.name, who, one) for who, one in self._signs.get(ticket, {}).items() if one.until > now]
        return [{"id": who, "name": name, "is_typing": one.is_typing} for name, who, one in sorted(there, key=_by_name)]

    def forget_gone(self) -> set[str]:
        """Forget whose signs are too old; returns the tickets where somebody has gone."""
        now = self._now()
        self._open = {one: until for one, until in self._open.items() if until > now}
        changed = set()
        for ticket, signs in list(self._signs.items()):
            for counsellor in [who for who, one in signs.items() if one.until <= now]:
                del signs[counsellor]
                changed.add(ticket)
            if not signs:
                del self._signs[ticket]
        return changed


def _by_name(entry: tuple[str, str, _Sign]) -> tuple[str, str]:
    return entry[:2]
