"""Tells friends of the channel that a counsellor has written, by an event that costs money: once until they look."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
from sqlalchemy.ext.asyncio import AsyncSession

from api.channels import accounts
from api.channels.kakao.event_api import EventApiClient, EventApiError, EventForbidden, EventUncertain, Spending
from api.channels.kakao.meanings import CASE, SEQ
from api.channels.kakao.notes import CHANNEL, Notes, claimed_until, keep_notes, lock_account, said_after
from api.channels.models import ChannelAccount, ChannelSpending
from api.conversations.database import Database
from api.conversations.models import Message
from api.messages import Author, Kind
from api.settings import ApiSettings

logger = logging.getLogger(__name__)

EVENT_NAME = "counsellor_answer"
_PRICE_IN_WON = Decimal("16.5")  # 15 won and value added tax, facts K4

Spawn = Callable[[Coroutine[Any, Any, None]], object]
"""Runs something in the background."""


@dataclass(frozen=True)
class _Notice:
    """An event that is paid for and has not been sent yet."""

    account: str
    user: str
    seq: int
    notified_before: int
    month: str


class EventNotifier:
    """Follows conversations and sends events, within the month's cap; off without an address and a key."""

    def __init__(
        self,
        database: Database,
        settings: ApiSettings,
        http: httpx.AsyncClient,
        now: Callable[[], datetime],
        task_check: timedelta,
        spawn: Spawn,
    ) -> None:
        self._database = database
        self._cap = settings.kakao_event_api_monthly_cap
        self._now = now
        self._task_check = task_check
        self._spawn = spawn
        self._events = _event_client(settings, http)
        self._spending = Spending(self._cap, _PRICE_IN_WON)
        self._is_forbidden = False
        self._changed: set[str] = set()
        self._woken = asyncio.Event()

    async def start(self) -> None:
        """Begin to follow conversations, with what an earlier process left untold."""
        if self._events is None:
            return
        async with self._database.reading() as session:
            self._spending = await self._read_spending(session)
            self._changed |= set(await accounts.accounts_behind(session, CHANNEL))
        self._woken.set()
        self._spawn(self._follow())

    def conversation_changed(self, conversation: str) -> None:
        """Look whether somebody has to be told of a counsellor's message; does not wait."""
        if self._events:
            self._changed.add(conversation)
            self._woken.set()

    def state(self) -> str:
        """Return "ready", also where there are no events, "unauthorized" (key refused) or "quota" (cap reached)."""
        if self._events is None:
            return "ready"
        if self._is_forbidden:
            return "unauthorized"
        return "ready" if self._spending.may_send(self._now()) else "quota"

    def can_notify(self, account: ChannelAccount) -> bool:
        """Whether somebody can be sent an event."""
        notes = Notes.model_validate(account.details)
        is_open = self._events is not None and not self._is_forbidden and self._spending.may_send(self._now())
        return is_open and notes.is_friend and notes.event_user is not None

    async def tell(self, conversation: str) -> None:
        """Send an event to friends for whom a counsellor has left messages, once until they have been shown."""
        for account in await self._find_untold(conversation):
            await self._tell_one(account)

    async def _follow(self) -> None:
        """Look after changed conversations, one after the other."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            changed, self._changed = self._changed, set()
            for conversation in changed:
                try:
                    await self.tell(conversation)
                except Exception:  # the loop: one conversation must not stop the others
                    logger.exception("could not tell conversation %s of a message", conversation)

    async def _tell_one(self, account: str) -> None:
        notice = await self._reserve(account)
        if notice is None or self._events is None:
            return
        parameters = {CASE: notice.account, SEQ: str(notice.seq)}
        try:
            task = await self._events.notify([notice.user], EVENT_NAME, {}, parameters)
        except EventUncertain:
            logger.warning("event for account %s: uncertain, not repeated", notice.account)
        except EventApiError as error:
            self._is_forbidden = isinstance(error, EventForbidden)
            logger.warning("event for account %s: %s", notice.account, type(error).__name__)
            await self._refund(notice)
        else:
            self._spawn(self._check(notice, task))

    async def _find_untold(self, conversation: str) -> list[str]:
        async with self._database.reading() as session:
            following = await accounts.accounts_of(session, conversation)
            friends = [one for one in following if one.channel == CHANNEL and self.can_notify(one)]
            return [one.id for one in friends if await _untold(session, one)]

    async def _reserve(self, identity: str) -> _Notice | None:
        """Count an event's price and note that it is sent, before it is: a crash costs money at most once."""
        now = self._now()
        async with self._database.writing() as session:
            account = await lock_account(session, identity)
            notes, seq = Notes.model_validate(account.details), await _untold(session, account)
            self._spending = await self._read_spending(session)
            if not seq or notes.event_user is None or not self.can_notify(account):
                return None
            await self._write_spending(session, self._spending.after_sending(now))
            keep_notes(account, notes.changed(notified=seq), now)
            return _Notice(identity, notes.event_user, seq, notes.notified, self._spending.month)

    async def _refund(self, notice: _Notice) -> None:
        """Take back what was noted of an event that was certainly not sent."""
        async with self._database.writing() as session:
            account = await lock_account(session, notice.account)
            notes = Notes.model_validate(account.details)
            keep_notes(account, notes.changed(notified=notice.notified_before), self._now())
            spent = await self._read_spending(session)
            if spent.month == notice.month and spent.messages:
                await self._write_spending(session, replace(spent, messages=spent.messages - 1))

    async def _check(self, notice: _Notice, task: str) -> None:
        """Ask later whether the event arrived; who cannot be reached is told with their next message only."""
        await asyncio.sleep(self._task_check.total_seconds())
        try:
            result = await self._events.result(task) if self._events else None
        except EventApiError as error:
            logger.warning("task of an event for account %s: %s", notice.account, type(error).__name__)
            return
        if result is None or result.is_delivered or not (result.failed or result.failed_users):
            return
        logger.warning("event for account %s did not arrive", notice.account)
        async with self._database.writing() as session:
            account = await lock_account(session, notice.account)
            notes = Notes.model_validate(account.details)
            keep_notes(account, notes.changed(is_friend=False, event_user=None), self._now())

    async def _read_spending(self, session: AsyncSession) -> Spending:
        row = await session.get(ChannelSpending, CHANNEL, with_for_update=True, populate_existing=True)
        if row is None:
            return Spending(self._cap, _PRICE_IN_WON)
        return Spending(self._cap, _PRICE_IN_WON, row.month, row.messages)

    async def _write_spending(self, session: AsyncSession, spending: Spending) -> None:
        await session.merge(ChannelSpending(channel=CHANNEL, month=spending.month, messages=spending.messages))
        self._spending = spending


def _event_client(settings: ApiSettings, http: httpx.AsyncClient) -> EventApiClient | None:
    base_url, bot, key = settings.kakao_event_api_base_url, settings.kakao_bot_id, settings.kakao_event_api_key
    return EventApiClient(base_url, bot, key, http) if base_url and bot and key else None


async def _untold(session: AsyncSession, account: ChannelAccount) -> int:
    """Return the number of a counsellor's last message that nobody has spoken of yet, 0 if there is none.

    Somebody who was told of earlier messages and has not looked yet is not told again.
    """
    notes = Notes.model_validate(account.details)
    seq, parts = claimed_until(account, notes)
    messages = await said_after(session, account.conversation_id, seq)
    new = [one.seq for one in messages[1 if parts else 0 :] if _is_written(one)]
    return max(new, default=0) if notes.notified <= seq else 0


def _is_written(message: Message) -> bool:
    """Whether counsellors wrote it, to this resident or, by the system, to all who asked the same."""
    return message.author == Author.COUNSELLOR or (message.author == Author.SYSTEM and message.kind == Kind.ANSWER)
