"""KakaoTalk as the gateway sees it: answers in time, sends late answers, tells friends of a counsellor's message."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

import httpx
from sqlalchemy.exc import SQLAlchemyError

from api.channels.kakao.access import usable_secrets
from api.channels.kakao.asides import Aside, words
from api.channels.kakao.callback import CallbackClient, CallbackResult
from api.channels.kakao.display import Display, Late, Reply, Settling
from api.channels.kakao.languages import SpokenLanguages
from api.channels.kakao.notes import Outcome
from api.channels.kakao.notifier import EventNotifier
from api.channels.kakao.photos import Photos
from api.channels.kakao.rendering import apology
from api.channels.kakao.requests import SkillRequest
from api.channels.kakao.skill import Skill
from api.channels.models import ChannelAccount
from api.conversations.attachments import Attachments
from api.conversations.database import Database
from api.conversations.service import ConversationService
from api.conversations.worker import ConversationWorker
from api.settings import ApiSettings

logger = logging.getLogger(__name__)

_OUTCOMES = {CallbackResult.SENT: Outcome.SENT, CallbackResult.UNCERTAIN: Outcome.UNCERTAIN}
T = TypeVar("T")


@dataclass(frozen=True)
class Timing:
    """How long things may take: Kakao waits 5 s for a skill and takes a callback for a minute.

    An answer is waited for during `patience`, everything together ends at `deadline`. A late answer is waited for until
    `callback` after the request, then `last_words` remain to say sorry.
    """

    patience: timedelta = timedelta(seconds=2.4)
    deadline: timedelta = timedelta(seconds=2.9)
    callback: timedelta = timedelta(seconds=48)
    last_words: timedelta = timedelta(seconds=1.5)
    task_check: timedelta = timedelta(seconds=10)


class KakaoChannel:
    """Everything that KakaoTalk needs beside the route; a Listener that never blocks."""

    def __init__(
        self,
        database: Database,
        service: ConversationService,
        worker: ConversationWorker,
        settings: ApiSettings,
        http: httpx.AsyncClient,
        now: Callable[[], datetime],
        attachments: Attachments,
        timing: Timing | None = None,
    ) -> None:
        self._worker = worker
        self._settings = settings
        self._timing = timing or Timing()
        self._notifier = EventNotifier(database, settings, http, now, self._timing.task_check, self._spawn)
        spoken = SpokenLanguages()
        self._display = Display(database, settings.public_url, now, self._notifier.can_notify, spoken)
        self._photos = Photos(database, attachments, settings, http, now, self.conversation_changed, self._spawn)
        self._skill = Skill(database, service, worker, settings, now, self._display, spoken, self._photos.submit)
        self._callbacks = CallbackClient(http, settings.kakao_callback_hosts, settings.kakao_bot_id)
        self._tasks: set[asyncio.Task[Any]] = set()

    async def start(self) -> None:
        """Begin to follow conversations, with what an earlier process left untold or did not fetch."""
        for name in ("httpx", "httpcore"):  # they log addresses, and a callback's address is a secret
            logging.getLogger(name).setLevel(logging.WARNING)
        await self._notifier.start()
        await self._photos.start()

    async def stop(self) -> None:
        """End all tasks; what was on its way is shown again with the next message."""
        self._photos.stop()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def conversation_changed(self, conversation: str) -> None:
        """Look whether somebody has to be told of a counsellor's message."""
        self._notifier.conversation_changed(conversation)

    def ticket_changed(self, ticket: str) -> None:
        """Nothing: a ticket's messages are the conversation's."""

    def queue_changed(self) -> None:
        """Nothing: KakaoTalk shows no changing positions."""

    def state(self) -> str:
        """Return "off", "ready", "unauthorized" (Event API key refused) or "quota" (the month's cap is reached)."""
        if not usable_secrets(read_secrets(self._settings)):
            return "off"
        return self._notifier.state()

    def reach(self, account: ChannelAccount) -> str:
        """Return how a counsellor's message reaches somebody: by an "event", or with their "next message"."""
        return "event" if self._notifier.can_notify(account) else "next message"

    async def answer(self, request: SkillRequest) -> Reply:
        """Return an answer before the deadline, whatever happens; `sent` must be called when it has gone out."""
        reply = await self._within(self._skill.answer(request, self._timing.patience), self._timing.deadline)
        return reply or Reply(self._skill.apologise(request))

    def apologise(self, request: SkillRequest | None = None) -> dict[str, Any]:
        """Return an apology as a skill response."""
        return self._skill.apologise(request)

    def decline(self, request: SkillRequest) -> dict[str, Any]:
        """Return the request to write more slowly as a skill response."""
        return self._skill.decline(request)

    def may_call_back(self, request: SkillRequest) -> bool:
        """Whether a call brings an address to which its answer may be sent later."""
        return self._skill.may_call_back(request)

    async def sent(self, reply: Reply, outcome: Outcome) -> None:
        """Note what became of an answer, and begin what was promised in it."""
        if reply.settling:
            await self._settle(reply.settling, outcome)
        if reply.late and outcome is Outcome.SENT:
            self._spawn(self._deliver(reply.late))

    async def _settle(self, settling: Settling, outcome: Outcome) -> None:
        """Settle a claim; if the database fails, the claim stays and counts as uncertain later."""
        try:
            conversation = await self._display.settle(settling, outcome)
        except SQLAlchemyError as error:
            logger.warning("claim %s not settled: %s", settling.claim, type(error).__name__)
            return
        if outcome is Outcome.FAILED:
            self.conversation_changed(conversation)

    async def _deliver(self, late: Late) -> None:
        """Send an answer to its callback address when it is ready, an apology when it is not in time."""
        left = late.since + self._timing.callback.total_seconds() - asyncio.get_running_loop().time()
        limit = timedelta(seconds=max(left, 0.01))
        is_ready = await self._worker.answer(late.conversation, late.message, limit)
        asides = () if is_ready else (Aside.FAILED,)
        reply = await self._within(self._display.show(late.account, asides), self._timing.last_words)
        if reply is not None and reply.is_empty:
            return  # another message has brought the answer
        body = reply.body if reply else apology(late.language, words(late.language))
        result = await self._callbacks.send(late.url, body)
        if reply and reply.settling:
            await self._settle(reply.settling, _OUTCOMES.get(result, Outcome.FAILED))

    async def _within(self, work: Coroutine[Any, Any, Reply], limit: timedelta) -> Reply | None:
        """Return what comes of work within a time; None if it fails or takes longer.

        The work is not broken off, which could leave a message half stored; what it claims too late is given back.
        """
        task = self._spawn(work)
        done, _ = await asyncio.wait({task}, timeout=limit.total_seconds())
        if not done:
            logger.warning("no answer in time")
            task.add_done_callback(self._give_back)
            return None
        error = task.exception() if not task.cancelled() else None
        if error:
            logger.error("skill failed", exc_info=error)
        return None if error or task.cancelled() else task.result()

    def _give_back(self, task: asyncio.Task[Reply]) -> None:
        if task.cancelled():
            return
        if error := task.exception():
            logger.error("skill failed after the deadline", exc_info=error)
        elif settling := task.result().settling:
            self._spawn(self._settle(settling, Outcome.FAILED))

    def _spawn(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def read_secrets(settings: ApiSettings) -> list[str]:
    """Return the secrets of the setting, which are separated by commas while one replaces another."""
    return [secret.strip() for secret in settings.kakao_skill_secret.split(",")]
