"""Resume codes: a conversation can be opened once more on another device or channel, for ten minutes and once.

Only hashes of codes are kept here. The notice that shows a code loses it when the code is used or replaced, and is
shown without it once the code is too old.
"""

import re
import secrets
import unicodedata
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import storage
from api.conversations.database import Database
from api.conversations.models import Conversation, ConversationKey, Message, PushSubscription, ResumeCode
from api.conversations.ports import Listener
from api.conversations.queue import find_open_ticket
from api.errors import NotFound, TooManyAttempts
from api.messages import Author, Button, Kind, Reply, Resumption
from api.words import catalogue
from knowledge.languages import Language

LIFETIME = timedelta(minutes=10)
ATTEMPTS, ATTEMPTS_OF_ALL = 5, 10_000
"""Wrong codes within ten minutes after which no more are tried, for one person and for everybody together.

So many of all that nobody easily locks out the others, and still next to none of the codes, which have 50 bits.
"""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_HALF = 5
_KEPT = timedelta(days=1)
_HIDDEN = "•" * _HALF
# A half always has a figure that is no letter's lookalike, and a letter: words, years and telephone numbers have not.
_HALF_FORM = r"(?=[0-9A-Z]{0,4}[2-9])(?=[0-9A-Z]{0,4}[A-Z])[0-9A-HJKMNP-TV-Z]{5}"
_CODE = re.compile(_HALF_FORM * 2)
_SHOWN = re.compile(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}")
_TYPED = re.compile(r"[^\W_]{5}[\s_-]*[^\W_]{5}")
_LINKED = re.compile(r"#resume=(\S{10,11})")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\u30fc]")
# What looks the same on a Cyrillic keyboard, and what Crockford's base32 takes for a figure.
_LOOKALIKES = str.maketrans("АВЕКМНОРСТХOIL", "ABEKMH0PCTX011")

Detach = Callable[[AsyncSession, Conversation, datetime], Awaitable[None]]
"""Gives conversations of their own to those who joined one from a channel."""


@dataclass(frozen=True)
class IssuedCode:
    """A code like `7K3QF-M92XR`, until when it works, and the address that carries it, empty without a public one."""

    code: str
    expires_at: datetime
    link: str = ""


class ResumeCodes:
    """Issues and redeems codes; wrong ones are counted in memory, by this process."""

    def __init__(
        self,
        database: Database,
        listener: Listener,
        now: Callable[[], datetime],
        public_url: str = "",
        detach: Detach | None = None,
    ) -> None:
        self._database = database
        self._listener = listener
        self._now = now
        self._public_url = public_url.rstrip("/")
        self._detach = detach
        self._tried: deque[tuple[datetime, str]] = deque()

    async def issue(self, conversation: str, token: str | None = None) -> IssuedCode:
        """Return a new code of a conversation; earlier ones no longer work. Raises NotFound, also for a wrong token."""
        async with self._database.writing() as session:
            return await self._issue(session, await storage.lock_conversation(session, conversation, token))

    async def revoke(self, conversation: str, token: str | None = None) -> None:
        """Take back the codes of a conversation that have not been used; raises NotFound, also for a wrong token."""
        async with self._database.writing() as session:
            await storage.lock_conversation(session, conversation, token)
            await self._forget_unused(session, conversation)

    async def close_elsewhere(self, conversation: str) -> None:
        """Leave a conversation open only where it began: codes and further keys end, channels that joined leave it."""
        async with self._database.writing() as session:
            await self._close_elsewhere(session, await storage.lock_conversation(session, conversation))
        await self.tell(conversation)

    async def redeem(self, session: AsyncSession, code: str, who: str) -> Conversation:
        """Use a code up and return its conversation, in which that is said; of several at once only one succeeds.

        `who` tells people apart who try. Raises NotFound for a wrong, used or expired code, TooManyAttempts.
        """
        now = self._now()
        attempt = self._begin_attempt(who, now)
        try:
            conversation = await self._use(session, hash_code(code), now)
        except NotFound:
            raise
        except BaseException:  # the database failed, or nobody waits any longer: that was no guess
            self._tried.remove(attempt)
            raise
        self._tried.remove(attempt)
        await _blank_notices(session, conversation.id)
        storage.add_reply(session, conversation, _opened_notice(Language(conversation.language)), now)
        return conversation

    async def open(self, code: str, who: str) -> tuple[Conversation, str]:
        """Redeem a code for a further token of its conversation; returns both. Raises as `redeem` does."""
        async with self._database.writing() as session:
            conversation = await self.redeem(session, code, who)
            token = storage.add_key(session, conversation, self._now())
        await self.tell(conversation.id)
        return conversation, token

    async def answer(
        self, session: AsyncSession, conversation: Conversation, wish: Resumption, message: Message
    ) -> None:
        """Do what a pressed button asks for, and say so."""
        language = Language(conversation.language)
        if wish is Resumption.CODE:
            said, content = _code_notice(await self._issue(session, conversation), language), {"resume": True}
        else:
            await self._close_elsewhere(session, conversation)
            said, content = _closed_notice(language), {}
        notice = storage.add_reply(session, conversation, said, self._now(), answers=message.id)
        notice.content = notice.content | content

    async def find_conversation(self, session: AsyncSession, code: str) -> str | None:
        """Return which conversation a code was issued for, whether it still works or not; None for a wrong one."""
        found = await session.get(ResumeCode, hash_code(code))
        return found.conversation_id if found else None

    async def tell(self, conversation: str) -> None:
        """Tell who follows a conversation, and the desk, that it is open elsewhere or no longer, after the commit."""
        async with self._database.reading() as session:
            ticket = await find_open_ticket(session, conversation)
        self._listener.conversation_changed(conversation)
        if ticket:
            self._listener.ticket_changed(ticket.id)

    async def _issue(self, session: AsyncSession, conversation: Conversation) -> IssuedCode:
        now = self._now()
        await self._forget_unused(session, conversation.id)
        await session.execute(delete(ResumeCode).where(ResumeCode.expires_at < now - _KEPT))
        code, expires_at = _new_code(), now + LIFETIME
        stored = ResumeCode(
            code_hash=hash_code(code), conversation_id=conversation.id, created_at=now, expires_at=expires_at
        )
        session.add(stored)
        link = f"{self._public_url}/#resume={code}" if self._public_url else ""
        return IssuedCode(code, expires_at, link)

    async def _forget_unused(self, session: AsyncSession, conversation: str) -> None:
        unused = delete(ResumeCode).where(ResumeCode.conversation_id == conversation, ResumeCode.used_at.is_(None))
        await session.execute(unused)
        await _blank_notices(session, conversation)

    async def _close_elsewhere(self, session: AsyncSession, conversation: Conversation) -> None:
        await self._forget_unused(session, conversation.id)
        for table in (ConversationKey, PushSubscription):  # nobody knows whose device a subscription is
            await session.execute(delete(table).where(table.conversation_id == conversation.id))
        if self._detach:
            await self._detach(session, conversation, self._now())

    async def _use(self, session: AsyncSession, code_hash: str, now: datetime) -> Conversation:
        """Mark a code as used in one statement, so that exactly one of several succeeds; raises NotFound."""
        works = (ResumeCode.code_hash == code_hash, ResumeCode.used_at.is_(None), ResumeCode.expires_at > now)
        result = await session.execute(update(ResumeCode).where(*works).values(used_at=now))
        if cast("CursorResult[Any]", result).rowcount != 1:
            raise NotFound
        code = await session.get_one(ResumeCode, code_hash)
        return await storage.lock_conversation(session, code.conversation_id)

    def _begin_attempt(self, who: str, now: datetime) -> tuple[datetime, str]:
        """Count an attempt before its outcome is known, so that many at once are not many more; else raise."""
        while self._tried and now - self._tried[0][0] >= LIFETIME:
            self._tried.popleft()
        of_this_one = sum(name == who for _, name in self._tried)
        if of_this_one >= ATTEMPTS or len(self._tried) >= ATTEMPTS_OF_ALL:
            raise TooManyAttempts
        attempt = (now, who)
        self._tried.append(attempt)
        return attempt


def find_code(text: str) -> str | None:
    """Return the code that a text consists of, or that an address in it carries; None for ordinary text."""
    plain = _fold(text)
    linked = _LINKED.search(plain)
    typed = linked[1] if linked else plain if _TYPED.fullmatch(plain) else ""
    code = normalise(typed)
    return code if _CODE.fullmatch(code) else None


def normalise(code: str) -> str:
    """Return a code as it was issued, without its hyphen, however it was typed."""
    letters = "".join(character for character in _fold(code) if character.isalnum())
    return letters.upper().translate(_LOOKALIKES)


def hash_code(code: str) -> str:
    """Return what is stored of a code."""
    return storage.hash_token(normalise(code))


def shown_text(message: Message, now: datetime) -> str:
    """Return the text of a message, without a code that no longer works."""
    return hidden_text(message) if now - message.created_at >= LIFETIME else message.text


def hidden_text(message: Message) -> str:
    """Return the text of a message without its code, for those who are not its resident."""
    return _hide(message.text) if message.content.get("resume") else message.text


def _hide(text: str) -> str:
    return _SHOWN.sub(f"{_HIDDEN}-{_HIDDEN}", text)


def _fold(text: str) -> str:
    """Return a text with plain figures and dashes, without invisible characters such as marks of direction."""
    whole = unicodedata.normalize("NFKC", text).strip()
    seen = (character for character in whole if unicodedata.category(character) != "Cf")
    plain = (str(unicodedata.decimal(one)) if one.isdecimal() else one for one in seen)
    return _DASHES.sub("-", "".join(plain)).strip()


def _new_code() -> str:
    """Return a random code of the form that no ordinary text has; that costs less than one of its 50 bits."""
    while True:
        code = "".join(secrets.choice(_ALPHABET) for _ in range(2 * _HALF))
        if _CODE.fullmatch(code):
            return f"{code[:_HALF]}-{code[_HALF:]}"


async def _blank_notices(session: AsyncSession, conversation: str) -> None:
    """Take the codes out of what was said in a conversation."""
    notices = select(Message).where(
        Message.conversation_id == conversation, Message.content["resume"].as_boolean().is_(True)
    )
    for message in await session.scalars(notices):
        message.text = _hide(message.text)


def _code_notice(issued: IssuedCode, language: Language) -> Reply:
    say = catalogue(language).gettext
    minutes = int(LIFETIME.total_seconds() // 60)
    text = say(
        "Your code: {code}\nIt works once, for {minutes} minutes. Enter it on your other device or chat app to go on "
        "there. Do not give it to anybody: whoever has it can read this conversation."
    ).format(code=issued.code, minutes=minutes)
    return Reply(Kind.NOTICE, "\n".join(filter(None, [text, issued.link])), Author.SYSTEM, language)


def _opened_notice(language: Language) -> Reply:
    say = catalogue(language).gettext
    text = say(
        "This conversation is now open on another device too. You can go on there. If that was not you, press the "
        "button: it will then be open only where it began."
    )
    button = Button(say("That was not me"), "#revoke")
    return Reply(Kind.NOTICE, text, Author.SYSTEM, language, buttons=(button,))


def _closed_notice(language: Language) -> Reply:
    say = catalogue(language).gettext
    text = say("This conversation is now open only where it began. Earlier codes no longer work.")
    return Reply(Kind.NOTICE, text, Author.SYSTEM, language)
