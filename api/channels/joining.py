"""One person, several channels: somebody on a channel opens a conversation that began elsewhere, by its resume code."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from api.channels.accounts import move, send_home, undelivered
from api.channels.models import ChannelAccount
from api.conversations import storage
from api.conversations.database import Database
from api.conversations.models import Conversation
from api.conversations.queue import find_open_ticket
from api.conversations.resume import ResumeCodes
from api.errors import NotFound, TooManyAttempts
from api.words import catalogue
from knowledge.languages import Language


class Joining(StrEnum):
    """What became of a code that somebody wrote; with all but JOINED everything stays as it was."""

    JOINED = "joined"
    HERE = "here"
    BUSY = "busy"
    UNSEEN = "unseen"
    WRONG = "wrong"
    TOO_OFTEN = "too often"


async def join(database: Database, codes: ResumeCodes, account_id: str, code: str, now: datetime) -> Joining:
    """Move somebody to the conversation of a code; of it they get only what is said from then on.

    The same code again, as after a crash, changes nothing (HERE). Who waits for a counsellor or has one stays (BUSY),
    so does whom something has not reached yet, which in another conversation it never would (UNSEEN).
    """
    try:
        async with database.writing() as session:
            account = await session.get_one(ChannelAccount, account_id, with_for_update=True, populate_existing=True)
            if await codes.find_conversation(session, code) == account.conversation_id:
                return Joining.HERE
            if await find_open_ticket(session, account.conversation_id):
                return Joining.BUSY
            if await _is_something_due(session, account):
                return Joining.UNSEEN
            conversation = await codes.redeem(session, code, account_id)
            # The notice that it is open here now is the first thing that they get.
            move(account, conversation, conversation.last_seq - 1, now)
    except NotFound:
        return Joining.WRONG
    except TooManyAttempts:
        return Joining.TOO_OFTEN
    await codes.tell(conversation.id)
    return Joining.JOINED


async def detach(session: AsyncSession, conversation: Conversation, now: datetime) -> None:
    """Let everybody who joined a conversation leave it for their own."""
    await send_home(session, conversation.id, Language(conversation.language), now)


def explain(result: Joining, language: Language) -> str:
    """Return what somebody is told whose code has not opened anything."""
    say = catalogue(language).gettext
    return {
        Joining.JOINED: say("This conversation is open here."),
        Joining.HERE: say("This conversation is open here."),
        Joining.BUSY: say("A counsellor is taking care of your conversation here. Enter the code after that."),
        Joining.UNSEEN: say("There is still a message for you here. Read it, then enter the code again."),
        Joining.WRONG: say("This code does not work. It may be too old or used already. Please get a new one."),
        Joining.TOO_OFTEN: say("Too many codes were tried. Please wait ten minutes, then try again."),
    }[result]


async def _is_something_due(session: AsyncSession, account: ChannelAccount) -> bool:
    """Whether an answer is still to come, or something said has not reached somebody or may not have."""
    if await storage.next_pending(session, account.conversation_id) or account.details.get("repeat_from"):
        return True
    return bool(await undelivered(session, account))
