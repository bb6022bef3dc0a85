"""Who writes on LINE: their account and conversation, how they can be reached, and the language LINE tells of them."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from api.channels.accounts import find_account, open_account
from api.channels.line.arrivals import CHANNEL, Arrival
from api.channels.line.outbox import TOKEN_AGE
from api.channels.models import ChannelAccount
from api.conversations.models import Conversation
from knowledge.languages import DEFAULT_LANGUAGE, Language

TOKEN_LIFE = timedelta(minutes=20)
"""After the event; a redelivery cannot be replied to any later (channels.md, 1.4)."""


async def meet(
    session: AsyncSession, arrival: Arrival, language: Language, now: datetime
) -> tuple[ChannelAccount, Conversation]:
    """Return whoever wrote, reachable again and with the newest reply token, and their conversation."""
    account = await open_account(session, CHANNEL, arrival.user, language, now)
    await session.refresh(account, with_for_update=True)
    set_reachable(account, arrival, reachable=True)
    # An event that is handled again after a crash must not bring back a token that has been used.
    if arrival.reply_token and account.details.get("token_of") != arrival.id:
        account.reply_token, account.reply_token_at = _read_token(arrival)
        account.details = account.details | {"token_of": arrival.id}
    account.updated_at = now
    return account, await session.get_one(Conversation, account.conversation_id, with_for_update=True)


async def find_locked(session: AsyncSession, user: str) -> ChannelAccount | None:
    """Return somebody's account for changing it, or None for a stranger."""
    account = await find_account(session, CHANNEL, user)
    if account:
        await session.refresh(account, with_for_update=True)
    return account


def set_reachable(account: ChannelAccount, arrival: Arrival, *, reachable: bool) -> None:
    """Change whether somebody can be reached, unless something later has told so already."""
    at = arrival.happened_at.isoformat(timespec="microseconds")
    if at >= account.details.get("reachable_at", ""):
        account.reachable = reachable
        account.details = account.details | {"reachable_at": at}


def read_language_tag(tag: str | None) -> Language:
    """Return the language of a BCP 47 tag: English for one that we do not speak, the default for none."""
    if not tag:
        return DEFAULT_LANGUAGE
    code = tag.replace("_", "-").partition("-")[0].lower()
    return Language(code) if code in set(Language) else Language.EN


def _read_token(arrival: Arrival) -> tuple[str | None, datetime | None]:
    """Return the reply token and since when to count its age, so that it is given up in time."""
    since = arrival.received_at
    if arrival.redelivered:
        since = min(since, arrival.happened_at + TOKEN_LIFE - TOKEN_AGE)
    return arrival.reply_token, since
