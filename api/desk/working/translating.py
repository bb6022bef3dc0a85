"""Translates what residents write into the language of the counsellor who holds the ticket, in the background.

Nobody waits for it: the original is stored, shown and answered as ever. A translation that fails is tried a few times
more, then the original stands alone. Whoever reads the resident's language needs none, and nothing is sent abroad.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf

from sqlalchemy import exists, select

from api.conversations import queue, storage
from api.conversations.database import Database
from api.conversations.models import Counsellor, Message, Ticket
from api.conversations.ports import Detector, Listener
from api.desk.models import MessageTranslation
from api.desk.working import translations
from api.errors import NotFound
from api.messages import Author
from api.translation.checked import Translation, translate_checked
from api.translation.ports import LanguageUnsupported, QuotaExceeded, TranslationFailed, Translator
from knowledge.languages import Language

logger = logging.getLogger(__name__)

PAUSES = (timedelta(seconds=2), timedelta(seconds=15), timedelta(minutes=1))
"""Before the second, third and fourth try."""
_LONGEST_PAUSE = timedelta(minutes=10)
# What was written long before a counsellor came is read in the summary; it is not all translated.
_NEWEST = 30
_AT_ONCE = 4
_REMEMBERED = 10_000


@dataclass(frozen=True)
class _Due:
    """A message to be translated for who holds its ticket."""

    message: str
    conversation: str
    text: str
    source: Language
    target: Language

    @property
    def key(self) -> tuple[str, Language]:
        """What there is one translation of."""
        return self.message, self.target


@dataclass(frozen=True)
class _Failure:
    """How often a message could not be translated, and until when (the loop's clock, seconds) it is left alone."""

    count: int
    until: float


_NO_FAILURE = _Failure(0, -inf)


class MessageTranslating:
    """A listener of the desk's tickets that translates messages of claimed ones; does nothing without a translator.

    One task per ticket keeps the order; what is not translated at the end is found by the next start.
    """

    def __init__(
        self,
        database: Database,
        listener: Listener,
        translator: Translator | None,
        provider: str,
        detector: Detector,
        now: Callable[[], datetime],
        pauses: tuple[timedelta, ...] = PAUSES,
    ) -> None:
        self._database = database
        self._listener = listener
        self._translator = translator
        self._provider = provider
        self._detector = detector
        self._now = now
        self._pauses = pauses
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._changed: set[str] = set()
        self._failures: dict[tuple[str, Language], _Failure] = {}
        self._timers: dict[tuple[str, Language], asyncio.TimerHandle] = {}

    async def start(self) -> None:
        """Take up what an earlier process has left."""
        if self._translator is None:
            return
        async with self._database.reading() as session:
            claimed = list(await session.scalars(select(Ticket.id).where(Ticket.state == queue.CLAIMED)))
        for ticket in claimed:
            self.ticket_changed(ticket)

    async def stop(self) -> None:
        """End all tasks."""
        for timer in self._timers.values():
            timer.cancel()
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def conversation_changed(self, conversation: str) -> None:
        """Nothing to do: the desk is told of the ticket, too."""

    def queue_changed(self) -> None:
        """Nothing to do."""

    def ticket_changed(self, ticket: str) -> None:
        """Look for something to translate in a ticket."""
        if self._translator is None:
            return
        self._changed.add(ticket)
        if ticket not in self._tasks:
            self._tasks[ticket] = asyncio.create_task(self._follow(ticket), name=f"translate {ticket}")

    async def _follow(self, ticket: str) -> None:
        try:
            while ticket in self._changed:
                self._changed.discard(ticket)
                await self._look(ticket)
        finally:
            # With the last look at what has changed, not in a callback after it: a change in between would be lost.
            del self._tasks[ticket]

    async def _look(self, ticket: str) -> None:
        try:
            for due in await self._find_due(ticket):
                await self._translate(ticket, due)
        except Exception:  # the edge of a background task: the next change of the ticket tries again
            logger.exception("cannot translate the messages of ticket %s", ticket)

    async def _find_due(self, ticket: str) -> list[_Due]:
        """The newest messages that their holder cannot read and that have no translation yet, oldest first."""
        async with self._database.reading() as session:
            row = (
                await session.execute(
                    select(Ticket, Counsellor)
                    .join(Counsellor, Counsellor.id == Ticket.counsellor_id)
                    .where(Ticket.id == ticket, Ticket.state == queue.CLAIMED)
                )
            ).first()
            if row is None:
                return []
            held, holder = row
            target = translations.first_language(holder)
            is_done = exists().where(MessageTranslation.message_id == Message.id, MessageTranslation.language == target)
            messages = await session.scalars(
                select(Message)
                .where(
                    Message.conversation_id == held.conversation_id,
                    Message.author == Author.RESIDENT,
                    Message.payload.is_(None),
                    Message.pending.is_(False),
                    Message.text != "",
                    Message.language.not_in([target, *holder.languages]),
                    ~is_done,
                )
                .order_by(Message.seq.desc())
                .limit(_NEWEST)
            )
            found = [
                _Due(one.id, one.conversation_id, one.text, Language(one.language), target)
                for one in list(messages)[::-1]
                if "attachment" not in one.content
            ]
            return [due for due in found if not self._is_resting(due)]

    async def _translate(self, ticket: str, due: _Due) -> None:
        assert self._translator is not None  # noqa: S101 - nothing is followed without one
        today = self._now().date()
        try:
            async with self._slots:
                translation = await translate_checked(
                    self._translator, due.text, due.source, due.target, today, self._detector.detect
                )
        except TranslationFailed as error:
            logger.warning("message %s not translated: %s", due.message, type(error).__name__)
            self._note_failure(ticket, due, error)
        else:
            if await self._store(due, translation):
                self._listener.ticket_changed(ticket)

    def _note_failure(self, ticket: str, due: _Due, error: TranslationFailed) -> None:
        """Try a message again after a while, others of the ticket go on meanwhile; or never again in this process."""
        failures = self._failures.pop(due.key, _NO_FAILURE).count + 1
        is_final = isinstance(error, LanguageUnsupported) or failures > len(self._pauses)
        pause = None if is_final else _wait(error, self._pauses[failures - 1]).total_seconds()
        loop = asyncio.get_running_loop()
        self._failures[due.key] = _Failure(failures, inf if pause is None else loop.time() + pause)
        if pause is not None:
            self._timers[due.key] = loop.call_later(pause, self._try_again, ticket, due.key)
        if len(self._failures) > _REMEMBERED:
            del self._failures[next(iter(self._failures))]

    def _try_again(self, ticket: str, key: tuple[str, Language]) -> None:
        self._timers.pop(key, None)
        self.ticket_changed(ticket)

    def _is_resting(self, due: _Due) -> bool:
        return self._failures.get(due.key, _NO_FAILURE).until > asyncio.get_running_loop().time()

    async def _store(self, due: _Due, translation: Translation) -> bool:
        """Keep a translation unless it is there already or its message has changed or gone; tells whether."""
        try:
            async with self._database.writing() as session:
                await storage.lock_conversation(session, due.conversation)
                message = await session.get(Message, due.message)
                if message is None or message.text != due.text:
                    return False
                if await session.get(MessageTranslation, (due.message, due.target)) is not None:
                    return False
                translations.add(session, due.message, due.target, translation, self._provider, self._now())
        except NotFound:  # the conversation was deleted meanwhile
            return False
        return True


def _wait(error: TranslationFailed, pause: timedelta) -> timedelta:
    """How long to wait before the next try: as the service asks, within reason."""
    asked = error.retry_after if isinstance(error, QuotaExceeded) else None
    return min(max(pause, asked or pause), _LONGEST_PAUSE)
