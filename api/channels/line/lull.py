"""Waits for a lull: webhooks that arrive together are all answered before the first of them is worked on."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

QUIET = timedelta(milliseconds=30)
LONGEST = timedelta(milliseconds=300)


class Lull:
    """Passes keys on, each once, when none has come for `quiet`, and `longest` after the first at the latest."""

    def __init__(self, pass_on: Callable[[str], None], quiet: timedelta = QUIET, longest: timedelta = LONGEST) -> None:
        self._pass_on = pass_on
        self._quiet, self._longest = quiet.total_seconds(), longest.total_seconds()
        self._keys: dict[str, None] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._latest = 0.0

    def add(self, key: str) -> None:
        """Pass a key on later; does not wait."""
        loop = asyncio.get_running_loop()
        if not self._keys:
            self._latest = loop.time() + self._longest
        self._keys[key] = None
        if self._timer:
            self._timer.cancel()
        self._timer = loop.call_at(min(loop.time() + self._quiet, self._latest), self._end)

    def stop(self) -> None:
        """Pass nothing on any more; what is left is found again in the database."""
        if self._timer:
            self._timer.cancel()
        self._keys.clear()

    def _end(self) -> None:
        keys, self._keys = self._keys, {}
        for key in keys:
            self._pass_on(key)
