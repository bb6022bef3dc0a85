"""Answers messages in order: one task per conversation, any number of conversations at once."""

import asyncio
import logging
from datetime import timedelta

from api.conversations.service import ConversationService

logger = logging.getLogger(__name__)

_ATTEMPTS = 3
_PAUSE = 0.5
_LONGEST_PAUSE = 30.0


class ConversationWorker:
    """Runs the service over all pending messages; what is left at the end is found again by `resume`."""

    def __init__(self, service: ConversationService) -> None:
        self._service = service
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._arrived: dict[str, asyncio.Event] = {}
        self._waiting: dict[str, list[tuple[str, asyncio.Future[None]]]] = {}

    async def resume(self) -> None:
        """Take up what an earlier process left unanswered."""
        for conversation in await self._service.pending():
            self.submit(conversation)

    def submit(self, conversation: str) -> None:
        """See to it that the conversation's pending messages get answered."""
        if conversation in self._tasks:
            self._again.add(conversation)
            if conversation in self._arrived:
                self._arrived[conversation].set()
            return
        task = asyncio.create_task(self._run(conversation), name=f"conversation {conversation}")
        self._tasks[conversation] = task
        task.add_done_callback(lambda done: self._forget(conversation, done))

    async def answer(self, conversation: str, message: str, deadline: timedelta) -> bool:
        """Answer a message and wait for it; False when that takes longer than the deadline (it goes on then)."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiting = self._waiting.setdefault(conversation, [])
        waiting.append((message, done))
        self.submit(conversation)
        try:
            await asyncio.wait_for(done, deadline.total_seconds())
        except TimeoutError:
            return False
        finally:
            waiting.remove((message, done))
        return True

    async def stop(self) -> None:
        """End all tasks; unanswered messages stay pending in the database."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, conversation: str) -> None:
        failures = 0
        while True:
            self._again.discard(conversation)
            try:
                await self._wait_for_rest(conversation)
                give_up = failures >= _ATTEMPTS
                step = self._service.give_up if give_up else self._service.answer_next
                answered = await step(conversation)
                failures = 0
            except Exception:  # the worker's loop: one broken turn must not stop the conversation
                failures += 1
                logger.exception("turn failed in conversation %s, attempt %d", conversation, failures)
                await asyncio.sleep(min(_PAUSE * 2**failures, _LONGEST_PAUSE))
                continue
            if answered:
                self._release(conversation, answered)
            elif conversation not in self._again:
                # What comes from here on needs a task of its own; what came while we looked is looked for again.
                del self._tasks[conversation]
                self._release(conversation, ())
                return

    def _forget(self, conversation: str, done: asyncio.Task[None]) -> None:
        if self._tasks.get(conversation) is done:
            del self._tasks[conversation]

    async def _wait_for_rest(self, conversation: str) -> None:
        """Wait while somebody seems to be in the middle of a burst; every new message is looked at."""
        while pause := await self._service.pause_left(conversation):
            arrived = self._arrived[conversation] = asyncio.Event()
            try:
                await asyncio.wait_for(arrived.wait(), pause)
            except TimeoutError:
                pass
            finally:
                del self._arrived[conversation]

    def _release(self, conversation: str, answered: tuple[str, ...]) -> None:
        """Wake whoever waits for these messages; for all messages when none is left unanswered."""
        for message, future in self._waiting.get(conversation, ()):
            if (not answered or message in answered) and not future.done():
                future.set_result(None)
        if not self._waiting.get(conversation):
            self._waiting.pop(conversation, None)
