"""No submitted message is left behind, whatever the moment."""

import asyncio
from datetime import timedelta
from typing import cast

from api.conversations.service import ConversationService
from api.conversations.worker import ConversationWorker


class LateNews:
    """A service for which a message arrives in the moment in which the task finds nothing more to do."""

    def __init__(self) -> None:
        self.worker: ConversationWorker | None = None
        self.looked = 0

    async def pause_left(self, conversation: str) -> float:  # noqa: ARG002 - the shape of the service
        """Wait for nothing."""
        return 0.0

    async def answer_next(self, conversation: str) -> tuple[str, ...]:
        """Find nothing; the first time something comes right afterwards."""
        self.looked += 1
        if self.looked == 1 and self.worker:
            asyncio.get_running_loop().call_soon(self.worker.submit, conversation)
        return ()


async def test_message_that_comes_while_the_task_ends_is_looked_at() -> None:
    service = LateNews()
    service.worker = ConversationWorker(cast("ConversationService", service))
    service.worker.submit("one")
    for _ in range(20):
        await asyncio.sleep(0)
    assert service.looked == 2
    await service.worker.stop()


class SlowLook(LateNews):
    """A service in which a message is stored while the task looks for the last time; the next look finds it."""

    def __init__(self) -> None:
        super().__init__()
        self.looking, self.go_on = asyncio.Event(), asyncio.Event()

    async def answer_next(self, conversation: str) -> tuple[str, ...]:  # noqa: ARG002 - the shape of the service
        """Find nothing, slowly; then the message; then nothing."""
        self.looked += 1
        if self.looked == 1:
            self.looking.set()
            await self.go_on.wait()
        return ("late",) if self.looked == 2 else ()


async def test_waiting_for_a_message_ends_only_when_it_was_answered() -> None:
    service = SlowLook()
    worker = ConversationWorker(cast("ConversationService", service))
    worker.submit("one")
    await service.looking.wait()
    waiting = asyncio.create_task(worker.answer("one", "late", timedelta(seconds=5)))
    await asyncio.sleep(0)
    service.go_on.set()
    assert await waiting
    assert service.looked >= 2
    await worker.stop()
