"""Does in the background what no resident and no editor waits for: grouping questions and telling of answers."""

import asyncio
import logging
from datetime import timedelta

from api.desk.gaps.gathering import BATCH, Gatherer
from api.desk.gaps.publishing import AnswerLibrary
from api.desk.gaps.telling import Teller

logger = logging.getLogger(__name__)

SWEEP = timedelta(minutes=5)
"""So often everything is looked at without a reason: another process may have heard or published something."""


class GapWorker:
    """One task; it begins with what an earlier process left undone."""

    def __init__(self, gatherer: Gatherer, library: AnswerLibrary, teller: Teller, arrived: asyncio.Event) -> None:
        self._gatherer = gatherer
        self._library = library
        self._teller = teller
        self._arrived = arrived
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._run(), name="knowledge gaps")

    async def stop(self) -> None:
        """End; what is not done is found again by the next start."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        is_sweep = True
        while True:
            try:
                await self._work(is_sweep=is_sweep)
            except Exception:  # the worker's loop: what failed is tried again with the next sweep
                logger.exception("knowledge gaps: failed")
            is_sweep = not await self._wait()

    async def _work(self, *, is_sweep: bool) -> None:
        while await self._gatherer.gather() == BATCH:
            pass
        if is_sweep:
            await self._gatherer.sweep()
            await self._library.rebuild()
        await self._teller.tell()

    async def _wait(self) -> bool:
        """Wait for something new; False when it is time for a sweep."""
        try:
            await asyncio.wait_for(self._arrived.wait(), SWEEP.total_seconds())
        except TimeoutError:
            return False
        self._arrived.clear()
        return True
