"""What is kept of a person on KakaoTalk: recent calls, and claims on messages that are on their way to them.

Kakao names no delivery and confirms nothing. What is shown is first noted as a claim and settled once it has gone out;
a claim that was never settled, as after a crash, is shown again with a note. `delivered_seq` is the last message shown
completely, `sent_parts` counts the bubbles shown of the next one.
"""

import hashlib
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.channels.models import ChannelAccount
from api.conversations.models import Message
from api.messages import Author

CHANNEL = "kakao"

Position = tuple[int, int]


class Outcome(StrEnum):
    """What became of something that was to be shown."""

    SENT = "sent"
    UNCERTAIN = "uncertain"
    FAILED = "failed"


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class Press(_Stored):
    """A button as it was shown: what pressing it says and asks for."""

    title: str
    payload: str | None = None


class Call(_Stored):
    """A call of the last seconds; `shown` is the range of positions that answered it."""

    fingerprint: str
    at: datetime
    client_id: str
    press: Press | None = None
    shown: tuple[Position, Position] | None = None
    is_late: bool = False


class Claim(_Stored):
    """Messages on their way to somebody: everything after `start` up to `end`."""

    id: str
    by: str
    at: datetime
    start: Position
    end: Position


class Notes(_Stored):
    """What is kept in an account's details; `notified` is the last message the Event API has spoken of.

    `joined` tells that the conversation began elsewhere and was opened here by a resume code; `own` is the one that
    began here, if it was ever left, and `earlier` lists those before the present one.
    """

    is_friend: bool = False
    event_user: str | None = None
    block: str | None = None
    calls: int = 0
    recent: tuple[Call, ...] = ()
    claims: tuple[Claim, ...] = ()
    repeat_from: Position | None = None
    numbered: tuple[Press, ...] = ()
    notified: int = 0
    joined: bool = False
    own: str | None = None
    earlier: tuple[str, ...] = ()

    def changed(self, **fields: object) -> "Notes":
        """Return notes with other values."""
        return self.model_copy(update=fields)

    def call(self, client_id: str | None) -> Call | None:
        """Return the recent call with this id."""
        return next((one for one in self.recent if one.client_id == client_id), None)

    def with_call(self, call: Call) -> "Notes":
        """Return notes in which a recent call has been replaced."""
        return self.changed(recent=tuple(call if one.client_id == call.client_id else one for one in self.recent))


def hash_user(user: str) -> str:
    """Return what is stored of a person's key, which is long and random but personal data."""
    return hashlib.sha256(user.encode()).hexdigest()


async def lock_account(session: AsyncSession, identity: str) -> ChannelAccount:
    """Return an account that nobody else changes until the transaction ends."""
    return await session.get_one(ChannelAccount, identity, with_for_update=True, populate_existing=True)


async def said_after(session: AsyncSession, conversation: str, seq: int) -> list[Message]:
    """Return what was said to a resident after a message, in order."""
    query = select(Message).where(
        Message.conversation_id == conversation, Message.seq > seq, Message.author != Author.RESIDENT
    )
    return list(await session.scalars(query.order_by(Message.seq)))


def keep_notes(account: ChannelAccount, notes: Notes, now: datetime) -> None:
    """Store notes with their account."""
    account.details = notes.model_dump(mode="json")
    account.sending_seq = max((one.end[0] for one in notes.claims), default=None)
    account.updated_at = now


def position_of(account: ChannelAccount) -> Position:
    """Return up to where messages have been shown."""
    return account.delivered_seq, account.sent_parts


def claimed_until(account: ChannelAccount, notes: Notes) -> Position:
    """Return up to where messages have been shown or are on their way."""
    return max([position_of(account), *(one.end for one in notes.claims)])


def next_position(account: ChannelAccount, notes: Notes) -> Position:
    """Return from where to show: behind what is on its way, else from what is uncertain."""
    if notes.claims:
        return claimed_until(account, notes)
    return position_of(account) if notes.repeat_from is None else notes.repeat_from


def settled(account: ChannelAccount, notes: Notes, claim: Claim, outcome: Outcome) -> Notes:
    """Move the account behind what was shown; return notes without the claim, but with what has to be repeated."""
    notes = notes.changed(claims=tuple(one for one in notes.claims if one.id != claim.id))
    if outcome is Outcome.FAILED:
        notes = notes.changed(recent=tuple(_unless_shown(call, claim) for call in notes.recent))
        return _repeat(notes, claim.start) if position_of(account) > claim.start else notes
    position = max(position_of(account), claim.end)
    account.delivered_seq, account.sent_parts = position
    if outcome is Outcome.UNCERTAIN:
        return _repeat(notes, claim.start)
    if notes.repeat_from is not None and claim.start <= notes.repeat_from:
        return notes.changed(repeat_from=claim.end if claim.end < position else None)
    return notes


def _repeat(notes: Notes, start: Position) -> Notes:
    return notes.changed(repeat_from=start if notes.repeat_from is None else min(start, notes.repeat_from))


def _unless_shown(call: Call, claim: Claim) -> Call:
    return call.model_copy(update={"shown": None}) if call.shown == (claim.start, claim.end) else call
