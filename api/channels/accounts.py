"""Reads and writes the people of a channel and what has reached them; works inside the caller's transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.channels.models import ChannelAccount, ChannelEvent
from api.conversations import storage
from api.conversations.models import Conversation, Message
from api.messages import Author
from knowledge.languages import Language

_JOINED, _EARLIER, _OWN = "joined", "earlier", "own"
# What channels note of deliveries: numbers of messages, which in another conversation are other messages.
_DELIVERIES = {"call", "claims", "repeat_from", "numbered", "notified"}
_MOST_EARLIER = 20


async def find_account(session: AsyncSession, channel: str, user_key: str) -> ChannelAccount | None:
    """Return somebody on a channel, or None for a stranger."""
    query = select(ChannelAccount).where(ChannelAccount.channel == channel, ChannelAccount.user_key == user_key)
    return (await session.scalars(query)).first()


async def open_account(
    session: AsyncSession, channel: str, user_key: str, language: Language, now: datetime
) -> ChannelAccount:
    """Return somebody on a channel, with a conversation of their own if they are new.

    Raises IntegrityError at the end of the transaction when the same stranger comes twice at the same moment.
    """
    account = await find_account(session, channel, user_key)
    if account is not None:
        return account
    conversation, _ = await storage.create_conversation(session, channel, language, now)
    account = ChannelAccount(
        id=storage.new_id(),
        channel=channel,
        user_key=user_key,
        conversation_id=conversation.id,
        details={},
        created_at=now,
        updated_at=now,
    )
    session.add(account)
    await session.flush()
    return account


async def undelivered(session: AsyncSession, account: ChannelAccount, until: int | None = None) -> list[Message]:
    """Return what was said to somebody and has not reached them, in order; up to a message's number if given."""
    query = select(Message).where(
        Message.conversation_id == account.conversation_id,
        Message.seq > account.delivered_seq,
        Message.author != Author.RESIDENT,
    )
    if until is not None:
        query = query.where(Message.seq <= until)
    return list(await session.scalars(query.order_by(Message.seq)))


async def accounts_behind(session: AsyncSession, channel: str) -> list[str]:
    """Return the conversations of a channel in which something has not been delivered, for instance after a restart."""
    query = (
        select(ChannelAccount.conversation_id)
        .join(Conversation, Conversation.id == ChannelAccount.conversation_id)
        .where(
            ChannelAccount.channel == channel,
            ChannelAccount.reachable,
            Conversation.last_seq > ChannelAccount.delivered_seq,
        )
    )
    return list(await session.scalars(query))


async def accounts_of(session: AsyncSession, conversation: str) -> list[ChannelAccount]:
    """Return everybody who follows a conversation on a channel with webhooks."""
    return list(await session.scalars(select(ChannelAccount).where(ChannelAccount.conversation_id == conversation)))


def earlier_conversations(account: ChannelAccount) -> list[str]:
    """Return the conversations in which somebody was before, and in which their older messages still stand."""
    return list(account.details.get(_EARLIER, []))


def move(account: ChannelAccount, conversation: Conversation, delivered: int, now: datetime) -> None:
    """Let somebody follow another conversation from behind the message `delivered`; their own one is remembered."""
    own = account.details.get(_OWN) or account.conversation_id
    earlier = [*earlier_conversations(account), account.conversation_id][-_MOST_EARLIER:]
    account.conversation_id = conversation.id
    account.delivered_seq, account.sending_seq, account.sent_parts = delivered, None, 0
    noted = {_EARLIER: earlier, _OWN: own, _JOINED: conversation.id != own}
    account.details = _without_deliveries(account.details) | noted
    account.updated_at = now


async def send_home(session: AsyncSession, conversation: str, language: Language, now: datetime) -> None:
    """Give everybody who joined a conversation back their own, or a fresh one in `language` where that is gone."""
    for account in await accounts_of(session, conversation):
        await session.refresh(account, with_for_update=True)
        if not account.details.get(_JOINED):
            continue
        own = await session.get(Conversation, account.details.get(_OWN) or "", populate_existing=True)
        if own is None or own.state == storage.DELETED:
            own, _ = await storage.create_conversation(session, account.channel, language, now)
            account.details = account.details | {_OWN: own.id}
        move(account, own, own.last_seq, now)


async def forget(session: AsyncSession, conversation: str, now: datetime) -> None:
    """Delete the accounts that began in a conversation; those that joined it go back to their own.

    Events lose whom they were about and what was said. Their ids stay: what a channel delivers once more must not be
    taken for something new. What somebody who joined sent and is not handled yet reaches their own conversation.
    """
    for account in await accounts_of(session, conversation):
        theirs = (ChannelEvent.channel == account.channel, ChannelEvent.user_key == account.user_key)
        if not account.details.get(_JOINED):
            waiting = update(ChannelEvent).where(*theirs, ChannelEvent.handled_at.is_(None))
            await session.execute(waiting.values(outcome="deleted", handled_at=now))
        emptied: dict[str, Any] = {"user_key": None, "body": {"kind": "deleted"}}
        handled = update(ChannelEvent).where(*theirs, ChannelEvent.handled_at.is_not(None))
        await session.execute(handled.values(emptied))
    left = await session.get_one(Conversation, conversation)
    await send_home(session, conversation, Language(left.language), now)
    await session.execute(delete(ChannelAccount).where(ChannelAccount.conversation_id == conversation))


def _without_deliveries(details: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in details.items() if name not in _DELIVERIES}
    if "recent" in kept:  # calls are still recognised, but nothing has been shown to them
        kept["recent"] = [call | {"shown": None} for call in kept["recent"]]
    return kept
