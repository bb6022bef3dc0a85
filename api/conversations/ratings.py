"""How satisfied residents were: asked once about every ticket, or about the conversation where there was none."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import storage
from api.conversations.database import Database
from api.conversations.models import Conversation, Message, Rating, Ticket
from api.conversations.ports import Gaps, Listener
from api.conversations.queue import CLOSED
from api.errors import AlreadyRated, InvalidRequest
from api.masking import mask
from api.messages import Author, Button, Kind, Reply
from api.words import catalogue
from knowledge.languages import Language

MAX_COMMENT = 1000


class RatingState(StrEnum):
    """Whether a resident can still tell, or has told."""

    OPEN = "open"
    GIVEN = "given"


class Ratings:
    """Takes what residents tell by a form."""

    def __init__(
        self, database: Database, listener: Listener, now: Callable[[], datetime], gaps: Gaps | None = None
    ) -> None:
        self._gaps = gaps
        self._database = database
        self._listener = listener
        self._now = now

    async def rate(self, identity: str, token: str, score: int, comment: str = "") -> None:
        """Keep a score of 1 to 5, personal numbers in the comment hidden.

        Raises NotFound, InvalidRequest while there is nothing to rate, AlreadyRated the second time.
        """
        try:
            async with self._database.writing() as session:
                conversation = await storage.lock_conversation(session, identity, token)
                await _add(session, conversation, score, mask(comment.strip())[0], self._now())
                if self._gaps:
                    await self._gaps.rated(session, identity, score, self._now())
        except IntegrityError as error:  # rated at the same moment
            raise AlreadyRated from error
        self._listener.conversation_changed(identity)


async def find_state(session: AsyncSession, conversation: str) -> RatingState | None:
    """Return whether a conversation can be rated; None while there is nothing to rate yet."""
    ticket = await _latest_ticket(session, conversation)
    if await session.get(Rating, ticket.id if ticket else conversation):
        return RatingState.GIVEN
    is_over = ticket.state == CLOSED if ticket else await _is_answered(session, conversation)
    return RatingState.OPEN if is_over else None


async def take(session: AsyncSession, conversation: Conversation, score: int, now: datetime) -> Reply | None:
    """Keep the score of a pressed button; returns what is said to it, None while there is nothing to rate."""
    language = Language(conversation.language)
    say = catalogue(language).gettext
    text = say("Thank you for telling us.")
    try:
        await _add(session, conversation, score, "", now)
    except AlreadyRated:
        text = say("You have already told us. Thank you.")
    except InvalidRequest:
        return None
    return Reply(Kind.NOTICE, text, Author.SYSTEM, language)


def buttons(language: Language) -> tuple[Button, ...]:
    """Return how satisfaction is asked for where there is no form."""
    say = catalogue(language).gettext
    return Button(say("Helpful"), "#rating:5"), Button(say("Not helpful"), "#rating:1")


async def _add(session: AsyncSession, conversation: Conversation, score: int, comment: str, now: datetime) -> None:
    match await find_state(session, conversation.id):
        case RatingState.GIVEN:
            raise AlreadyRated
        case None:
            raise InvalidRequest("There is nothing to rate yet.")
    ticket = await _latest_ticket(session, conversation.id)
    subject = ticket.id if ticket else conversation.id
    rating = Rating(subject=subject, conversation_id=conversation.id, score=score, comment=comment, created_at=now)
    session.add(rating)
    await session.flush()


async def _latest_ticket(session: AsyncSession, conversation: str) -> Ticket | None:
    query = select(Ticket).where(Ticket.conversation_id == conversation)
    return (await session.scalars(query.order_by(Ticket.created_at.desc(), Ticket.id.desc()).limit(1))).first()


async def _is_answered(session: AsyncSession, conversation: str) -> bool:
    """Whether the bot has answered a question; that it changed the language for instance is no answer."""
    answers = select(Message.id).where(
        Message.conversation_id == conversation, Message.author == Author.BOT, Message.kind != Kind.NOTICE
    )
    return (await session.scalars(answers.limit(1))).first() is not None
