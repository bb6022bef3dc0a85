"""Delivers what was said to residents on LINE: each message once and in order, whatever fails in between.

How a call is made is committed before it, what became of it afterwards. A call that is found planned may have been
made: it is repeated as it was, with the same reply token or under the same retry key. What LINE certainly did not take
is planned anew.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from zoneinfo import ZoneInfo

from linebot.v3 import messaging as line  # type: ignore[import-untyped]  # ships no types
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from api.channels.accounts import accounts_behind, accounts_of, undelivered
from api.channels.line.arrivals import CHANNEL
from api.channels.line.calls import Call, is_done, is_forbidden, is_open, remark
from api.channels.line.client import CallFailed, LineClient
from api.channels.line.lanes import AT_ONCE, Lanes, Pace
from api.channels.line.rendering import outgoing, render
from api.channels.line.results import Outcome, SendResult
from api.channels.models import ChannelAccount, ChannelEvent
from api.conversations.database import Database
from api.conversations.models import Conversation, Message

TOKEN_AGE = timedelta(seconds=50)
"""A reply token is good for a minute; what is left is for the call itself (channels.md, L-10)."""
QUOTA_ZONE = ZoneInfo("Asia/Seoul")
"""Where the month of the quota begins; Japan, LINE's own zone, has the same time."""

QUOTA_LOOK = timedelta(minutes=10)
"""So long is waited before LINE is asked whether a spent quota is larger now."""

_CALL = "call"

logger = logging.getLogger(__name__)


class LineOutbox:
    """Sends what stands in conversations and has not been delivered; the database says what that is."""

    def __init__(
        self, database: Database, client: LineClient, public_url: str, now: Callable[[], datetime], pace: Pace
    ) -> None:
        self._database = database
        self._client = client
        self._public_url = public_url
        self._now = now
        self._pace = pace
        self._lanes = Lanes(self._step, pace)
        self._failures: dict[str, int] = {}
        self._spent_month: str | None = None
        self._quota_asked_at: datetime | None = None
        self._is_refused = False
        self._is_held = False
        self._sweeper: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Take up what an earlier process left undelivered, and look again from time to time."""
        await self.resume()
        self._sweeper = asyncio.create_task(self._sweep(), name="line outbox")

    async def stop(self) -> None:
        """End; a call under way is waited for, so that what became of it is known."""
        if self._sweeper:
            self._sweeper.cancel()
            await asyncio.gather(self._sweeper, return_exceptions=True)
        await self._lanes.stop()

    async def resume(self) -> None:
        """Try again whatever has not been delivered, also after LINE refused us."""
        self._is_held = False
        async with self._database.reading() as session:
            behind = await accounts_behind(session, CHANNEL)
        for conversation in behind:
            self._lanes.submit(conversation)

    def conversation_changed(self, conversation: str) -> None:
        """Deliver what is new; does not wait."""
        self._lanes.submit(conversation)

    def state(self) -> str:
        """Return "ready", "unauthorized" when LINE refuses our token, "quota" when this month's pushes are spent."""
        if self._is_refused:
            return "unauthorized"
        return "ready" if self.may_push() else "quota"

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(self._pace.sweep.total_seconds())
            try:
                await self._ask_quota()
                await self.resume()
            except SQLAlchemyError:
                logger.exception("cannot look for what is undelivered")

    async def _ask_quota(self) -> None:
        """Push again once there is something left of a quota that was spent, as after a change of the plan."""
        now = self._now()
        if self.may_push() or (self._quota_asked_at and now - self._quota_asked_at < QUOTA_LOOK):
            return
        self._quota_asked_at = now
        try:
            quota = await self._client.quota()
        except CallFailed as error:
            logger.warning("%s", error)
            return
        if quota.limit is None or quota.used < quota.limit:
            self._spent_month = None

    async def _step(self, conversation: str) -> timedelta | None:
        """Make the next call for a conversation and note what became of it."""
        call = await self._plan(conversation)
        if call is None:
            return None
        if call.token:
            result = await self._client.reply(call.token, call.messages)
        else:
            result = await self._client.push(call.user, call.messages, call.retry_key)
        await self._settle(call, result)
        return self._after(conversation, result)

    async def _plan(self, conversation: str) -> Call | None:
        """Commit which call is made next; None when there is none to make now."""
        if self._is_held:
            return None
        async with self._database.reading() as session:
            behind = await _find_behind(session, conversation)
        for identity in behind:
            async with self._database.writing() as session:
                account = await _lock(session, identity)
                is_here = account.reachable and account.conversation_id == conversation
                call = await self._next_call(session, account) if is_here else None
            if call:
                return call
        return None

    async def _next_call(self, session: AsyncSession, account: ChannelAccount) -> Call | None:
        if not account.sent_parts and _CALL not in account.details:
            account.sending_seq = None  # Nothing of it may have been sent: what was said since comes with it.
        while account.sending_seq is not None or await _begin(session, account):
            until = account.sending_seq or 0
            said = await undelivered(session, account, until)
            parts = render([outgoing(message, self._now()) for message in said], self._public_url)
            if account.sent_parts < len(parts):
                if not self.may_push() and _CALL not in account.details and await _is_answer_due(session, account):
                    return None  # The only reply token of a spent month is kept for the answer, too.
                return self._choose(account, until, parts[account.sent_parts])
            account.delivered_seq, account.sending_seq, account.sent_parts = until, None, 0
            account.updated_at = self._now()
        return None

    def _choose(self, account: ChannelAccount, until: int, messages: list[line.Message]) -> Call | None:
        """Return the planned call, else a reply if there is a token, else a push if there are any left."""
        planned = account.details.get(_CALL)
        token = planned["token"] if planned else self._take_token(account)
        if token is None and not self.may_push():
            return None
        if planned is None:
            _note(account, {_CALL: {"token": token}}, self._now())
        return Call(
            account.id,
            account.user_key,
            account.conversation_id,
            until,
            account.sent_parts,
            messages,
            token,
            planned is not None,
        )

    def _take_token(self, account: ChannelAccount) -> str | None:
        """Return a reply token that still works, and forget it."""
        token, since = account.reply_token, account.reply_token_at
        account.reply_token = None
        return token if token and since and self._now() - since < TOKEN_AGE else None

    async def _settle(self, call: Call, result: SendResult) -> None:
        """Commit what became of a call."""
        self._watch(result)
        async with self._database.writing() as session:
            account = await _lock(session, call.account)
            if account.conversation_id != call.conversation:
                pass  # They have moved to another conversation, whose deliveries this says nothing of.
            elif is_done(call, result):
                account.sent_parts += 1
                _note(account, {_CALL: None, **remark(call, result)}, self._now())
            elif is_open(call, result):
                _note(account, {_CALL: None}, self._now())
                if result.outcome not in {Outcome.TOKEN_EXPIRED, Outcome.QUOTA_EXCEEDED} and not account.reply_token:
                    account.reply_token = call.token
        if result.outcome is Outcome.REJECTED:
            logger.warning("LINE refused a message for %s: %s %s", call.account, result.status, result.request_id)

    def _watch(self, result: SendResult) -> None:
        """Remember what concerns all calls: refused altogether, or nothing more to push this month."""
        if is_forbidden(result):
            self._is_refused = self._is_held = True
            logger.error("LINE refuses our access token: status %s", result.status)
        elif result.status is not None and result.status < HTTPStatus.INTERNAL_SERVER_ERROR:
            self._is_refused = False
        if result.outcome is Outcome.QUOTA_EXCEEDED:
            self._spent_month, self._quota_asked_at = self._month(), self._now()
            logger.error("the month's LINE messages are spent; only replies are sent until there are some again")

    def _after(self, conversation: str, result: SendResult) -> timedelta:
        """Return how long to wait before the next call for a conversation."""
        if result.outcome not in {Outcome.RATE_LIMITED, Outcome.UNCERTAIN}:
            self._failures.pop(conversation, None)
            return AT_ONCE
        self._failures[conversation] = failures = self._failures.get(conversation, 0) + 1
        return max(self._pace.pause(failures), result.retry_after or AT_ONCE)

    def may_push(self) -> bool:
        """Whether messages can be pushed this month, as far as is known."""
        return self._spent_month != self._month()

    def _month(self) -> str:
        return self._now().astimezone(QUOTA_ZONE).strftime("%Y-%m")


def _note(account: ChannelAccount, details: dict[str, object], now: datetime) -> None:
    """Change some of the details; None takes one out."""
    merged = account.details | details
    account.details = {name: value for name, value in merged.items() if value is not None}
    account.updated_at = now


async def _find_behind(session: AsyncSession, conversation: str) -> list[str]:
    """Return the accounts on LINE that have not got everything of a conversation."""
    last = (await session.get_one(Conversation, conversation)).last_seq
    following = [one for one in await accounts_of(session, conversation) if one.channel == CHANNEL and one.reachable]
    return [one.id for one in following if last > one.delivered_seq]


async def _lock(session: AsyncSession, account: str) -> ChannelAccount:
    return await session.get_one(ChannelAccount, account, with_for_update=True)


async def _begin(session: AsyncSession, account: ChannelAccount) -> bool:
    """Choose where a delivery ends; False when there is nothing to look at."""
    last = (await session.get_one(Conversation, account.conversation_id)).last_seq
    if last <= account.delivered_seq:
        return False
    account.sending_seq, account.sent_parts = last, 0
    return True


async def _is_answer_due(session: AsyncSession, account: ChannelAccount) -> bool:
    """Whether somebody has written, and what is to be answered is not yet known."""
    unhandled = select(ChannelEvent.id).where(
        ChannelEvent.channel == CHANNEL,
        ChannelEvent.handled_at.is_(None),
        ChannelEvent.user_key == account.user_key,
    )
    pending = select(Message.id).where(Message.conversation_id == account.conversation_id, Message.pending)
    return any([(await session.scalars(query.limit(1))).first() for query in (unhandled, pending)])
