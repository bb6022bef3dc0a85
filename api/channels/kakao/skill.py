"""Answers calls of the skill: takes each once, finds the answer in time, or promises it for later."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError

from api.channels import accounts
from api.channels.joining import Joining, join
from api.channels.kakao.access import is_callback_allowed
from api.channels.kakao.asides import Aside, say_aside, say_promise, say_slower, words
from api.channels.kakao.display import Display, Late, Reply
from api.channels.kakao.languages import SpokenLanguages, hinted_language, language_of
from api.channels.kakao.meanings import Meaning, find_numbered, read_meaning
from api.channels.kakao.notes import CHANNEL, Call, Notes, Press, hash_user, keep_notes, lock_account
from api.channels.kakao.photos import note_pictures
from api.channels.kakao.rendering import apology, split
from api.channels.kakao.requests import SkillRequest, fingerprint
from api.conversations import storage
from api.conversations.database import Database
from api.conversations.models import Conversation, Message
from api.conversations.resume import find_code
from api.conversations.service import ConversationService
from api.conversations.worker import ConversationWorker
from api.messages import MAX_TEXT, IncomingMessage
from api.settings import ApiSettings
from knowledge.languages import DEFAULT_LANGUAGE, Language

_SAME_DELIVERY = timedelta(seconds=10)
_ASIDES = {Meaning.GREET: (Aside.GREETING,), Meaning.PICTURE: (Aside.PICTURE,)}


@dataclass(frozen=True)
class _Taken:
    account: str
    conversation: str
    meaning: Meaning
    press: Press
    call: Call
    since: float
    pictures: str | None = None


class Skill:
    """Answers calls; `spoken` is what they share with the display about languages.

    `keep_pictures` is told under which name photos have been noted.
    """

    def __init__(
        self,
        database: Database,
        service: ConversationService,
        worker: ConversationWorker,
        settings: ApiSettings,
        now: Callable[[], datetime],
        display: Display,
        spoken: SpokenLanguages,
        keep_pictures: Callable[[str], None],
    ) -> None:
        self._database = database
        self._service = service
        self._worker = worker
        self._settings = settings
        self._now = now
        self._display = display
        self._spoken = spoken
        self._keep_pictures = keep_pictures

    async def answer(self, request: SkillRequest, patience: timedelta) -> Reply:
        """Do what a call asks for; what takes longer than `patience` comes later, what fails is raised."""
        if request.user is None or request.is_test:
            return self._answer_nobody(request)
        since = asyncio.get_running_loop().time()
        taken = await self._take(request, request.user, since)
        try:
            return await self._answer(taken, request, since + patience.total_seconds())
        finally:
            if taken.pictures:  # also after a failure: their addresses work for some minutes only
                self._keep_pictures(taken.pictures)

    async def _answer(self, taken: _Taken, request: SkillRequest, until: float) -> Reply:
        if taken.meaning is Meaning.JOIN:
            return await self._open_elsewhere(taken)
        message = await self._find_question(taken)
        if message is None or await self._is_answered(message, until):
            otherwise = Aside.ABOVE if taken.meaning is Meaning.ASK else Aside.GREETING
            asides = _ASIDES.get(taken.meaning, ())
            return await self._display.show(taken.account, asides, taken.call.client_id, otherwise)
        if self.may_call_back(request):
            return await self._promise(taken, message, request.callback_url or "")
        return await self._display.show(taken.account, (Aside.PENDING,), taken.call.client_id)

    def apologise(self, request: SkillRequest | None = None) -> dict[str, Any]:
        """Return an apology with a telephone number and the way to a person; needs no database."""
        language = self._spoken.guess(request) if request else DEFAULT_LANGUAGE
        return apology(language, words(language))

    def decline(self, request: SkillRequest) -> dict[str, Any]:
        """Return the request to write more slowly; needs no database."""
        language = self._spoken.guess(request)
        return self._display.render_alone(say_slower(language), language)

    def may_call_back(self, request: SkillRequest) -> bool:
        """Whether a call brings an address of our bot to which its answer may be sent later."""
        hosts, bot = self._settings.kakao_callback_hosts, self._settings.kakao_bot_id
        return request.callback_url is not None and is_callback_allowed(request.callback_url, hosts, bot)

    def _answer_nobody(self, request: SkillRequest) -> Reply:
        """Answer a test of the console, or a call that names nobody: nothing is stored."""
        if request.utterance.strip() and not request.is_test:
            return Reply(self.apologise(request))
        language = hinted_language(request)
        greeting = say_aside(Aside.GREETING, language, self._settings.public_url)
        return Reply(self._display.render_alone(greeting, language))

    async def _open_elsewhere(self, taken: _Taken) -> Reply:
        """Open the conversation whose code somebody typed; the code is neither stored nor answered as a question."""
        code = find_code(taken.press.title) or ""
        result = await join(self._database, self._service.codes, taken.account, code, self._now())
        asides = () if result in {Joining.JOINED, Joining.HERE} else (Aside(result),)
        return await self._display.show(taken.account, asides, taken.call.client_id, Aside.HERE)

    async def _take(self, request: SkillRequest, user: str, since: float) -> _Taken:
        try:
            return await self._note_call(request, user, since)
        except IntegrityError:  # the same stranger twice at the same moment
            return await self._note_call(request, user, since)

    async def _note_call(self, request: SkillRequest, user: str, since: float) -> _Taken:
        """Commit who called and what was asked, so that the same delivery is recognised."""
        now, mark, key = self._now(), fingerprint(request), hash_user(user)
        async with self._database.writing(urgent=True) as session:
            opened = await accounts.open_account(session, CHANNEL, key, hinted_language(request), now)
            account = await lock_account(session, opened.id)
            conversation = await session.get_one(Conversation, account.conversation_id)
            notes, pictures = Notes.model_validate(account.details), None
            recent = tuple(one for one in notes.recent if now - one.at < _SAME_DELIVERY)
            call = next((one for one in recent if one.fingerprint == mark), None)
            if call is None:
                count = notes.calls + 1
                press = None if conversation.state == storage.HUMAN else find_numbered(request, notes)
                call = Call(fingerprint=mark, at=now, client_id=f"kakao:{count}:{mark[:16]}", press=press)
                notes, recent = notes.changed(calls=count, numbered=()), (*recent, call)
                if request.pictures:
                    pictures = note_pictures(session, account, call.client_id, request.pictures, now)
            notes = notes.changed(
                recent=recent,
                block=request.block,
                is_friend=request.is_friend,
                event_user=user if self._is_event_user(request) else None,
            )
            account.reachable = True
            keep_notes(account, notes, now)
            if conversation.turns:
                self._spoken.remember(key, Language(conversation.language))
            meaning, press = read_meaning(request, call)
            return _Taken(account.id, account.conversation_id, meaning, press, call, since, pictures)

    def _is_event_user(self, request: SkillRequest) -> bool:
        """Whether the Event API may need the person's key as it is; otherwise only its hash is kept."""
        is_configured = bool(self._settings.kakao_event_api_base_url and self._settings.kakao_event_api_key)
        return is_configured and request.is_friend and request.bot == self._settings.kakao_bot_id

    async def _find_question(self, taken: _Taken) -> Message | None:
        """Store what is asked, or find what was asked before and is open; None if there is nothing to wait for."""
        if taken.meaning is Meaning.ASK:
            return await self._store_question(taken)
        if taken.meaning is Meaning.FETCH:
            async with self._database.reading() as session:
                return next(reversed(await storage.next_pending(session, taken.conversation)), None)
        return None

    async def _store_question(self, taken: _Taken) -> Message | None:
        """Store what somebody wrote, a text over our limit as several messages in a row; return the last one."""
        name, press, message = taken.call.client_id, taken.press, None
        pieces = [press.title[:MAX_TEXT]] if press.payload else list(split(press.title, MAX_TEXT))
        for number, text in enumerate(pieces, start=1):
            incoming = IncomingMessage(text, name if number == 1 else f"{name}#{number}", press.payload)
            message = await self._service.accept(taken.conversation, None, incoming)
        return message

    async def _is_answered(self, message: Message, until: float) -> bool:
        if not message.pending:
            return True
        left = max(until - asyncio.get_running_loop().time(), 0.01)
        return await self._worker.answer(message.conversation_id, message.id, timedelta(seconds=left))

    async def _promise(self, taken: _Taken, message: Message, url: str) -> Reply:
        """Say that the answer comes by itself; the same delivery again promises nothing more."""
        async with self._database.writing() as session:
            account = await lock_account(session, taken.account)
            conversation = await session.get_one(Conversation, account.conversation_id)
            notes = Notes.model_validate(account.details)
            call = notes.call(taken.call.client_id)
            is_first = call is None or not call.is_late
            if call and is_first:
                keep_notes(account, notes.with_call(call.model_copy(update={"is_late": True})), self._now())
        language = Language(conversation.language)
        if not conversation.turns:  # it has not followed the language of the first text yet
            language = language_of(taken.press.title, language)
        late = Late(taken.account, taken.conversation, message.id, url, language, taken.since)
        return Reply(say_promise(language), late=late if is_first else None)
