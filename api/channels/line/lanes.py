"""Takes steps for many people at the same time, one after the other for each; what a step does is left to others."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pace:
    """How long is waited: after a failure at first and at most, between looks at what was left, for a profile.

    `tidy` is how often personal data is taken out of old events.
    `grace` is how long calls under way may take at the end; `width` so many people are served at the same time.
    """

    first_pause: timedelta = timedelta(seconds=1)
    longest_pause: timedelta = timedelta(minutes=5)
    sweep: timedelta = timedelta(minutes=5)
    profile: timedelta = timedelta(seconds=1.5)
    tidy: timedelta = timedelta(days=1)
    grace: timedelta = timedelta(seconds=7)
    width: int = 16

    def pause(self, failures: int) -> timedelta:
        """Return how long to wait after so many failures in a row."""
        return min(self.first_pause * (1 << min(failures - 1, 30)), self.longest_pause)


Step = Callable[[str], Awaitable[timedelta | None]]
"""Does one step for somebody; returns how long until the next one, None when there is nothing more to do."""
AT_ONCE = timedelta()


class Lanes:
    """Takes steps for many people at the same time, one after the other for each; a wake-up is never lost."""

    def __init__(self, step: Step, pace: Pace) -> None:
        self._step = step
        self._pace = pace
        self._slots = asyncio.Semaphore(pace.width)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._resting: set[str] = set()
        self._again: set[str] = set()
        self._is_closing = False

    def submit(self, key: str) -> None:
        """See to it that steps are taken until nothing is left; does not wait."""
        if self._is_closing:
            return
        self._again.add(key)
        if key not in self._tasks:
            self._tasks[key] = asyncio.create_task(self._run(key), name=f"line {key}")

    async def stop(self) -> None:
        """Let steps under way end, for so long as the grace allows; what is left is found again in the database."""
        self._is_closing = True
        for key in self._resting:
            self._tasks[key].cancel()
        tasks = list(self._tasks.values())
        if tasks:
            await asyncio.wait(tasks, timeout=self._pace.grace.total_seconds())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, key: str) -> None:
        failures = 0
        try:
            while not self._is_closing:
                self._again.discard(key)
                try:
                    async with self._slots:
                        delay = None if self._is_closing else await self._step(key)
                    failures = 0
                except Exception:  # a worker's loop: what is broken for one person must not stop the others
                    failures += 1
                    delay = self._pace.pause(failures)
                    logger.exception("step failed for %s, attempt %d", key, failures)
                if delay is None and key not in self._again:
                    return
                await self._rest(key, delay)
        finally:
            # Not in a callback, which would run later: who is submitted in between would wait for ever.
            del self._tasks[key]

    async def _rest(self, key: str, delay: timedelta | None) -> None:
        if not delay or self._is_closing:
            return
        self._resting.add(key)
        try:
            await asyncio.sleep(delay.total_seconds())
        finally:
            self._resting.discard(key)
