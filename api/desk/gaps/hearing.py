"""Hears which questions find no good answer, and who wants to be told of one; in the transaction of the turn."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.commands import ButtonPress, Command, find_press
from api.conversations.models import Conversation, Message, Ticket
from api.conversations.ports import DangerFinder
from api.conversations.ratings import RatingState, find_state
from api.desk.models import GapQuestion
from api.masking import mask
from api.messages import Alarm, Author, Button, HandOver, Kind, Reason, Reply, Utterance
from api.words import catalogue
from knowledge.languages import Language

NOT_HELPFUL = 2
"""Up to this score, of 1 to 5, an answer did not help."""
# The bot's way of saying that it found nothing, `actions/payloads.py: not_found`: no article, a person or the topics.
_NOTHING = {"#counsellor", "#topics"}


class Found(StrEnum):
    """What was found for a question that is kept."""

    NONE = "none"
    UNSURE = "unsure"
    HAND_OVER = "hand_over"
    RATED = "rated"


class GapKeeper:
    """Keeps questions; a Listener too, since they are there for others only after the commit.

    `arrived` is set whenever there is something new to group, or somebody new to tell.
    """

    def __init__(self, dangers: DangerFinder) -> None:
        self._dangers = dangers
        self._heard: set[str] = set()
        self.arrived = asyncio.Event()

    async def hear(
        self,
        session: AsyncSession,
        conversation: Conversation,
        messages: Sequence[Message],
        said: Sequence[Utterance],
        now: datetime,
    ) -> tuple[Utterance, ...]:
        """Keep a question without a good answer; returns what is said, with the offer to be told later."""
        press = find_press(messages[0].payload)
        if press:
            return (*said, *await self._follow(session, conversation, press, now))
        found = read_found(said)
        if found is None or any(self._is_danger(message) for message in messages):
            return tuple(said)
        self._keep(session, messages, found, now)
        return _with_offer(said, Language(conversation.language)) if found is Found.NONE else tuple(said)

    async def rated(self, session: AsyncSession, conversation: str, score: int, now: datetime) -> None:
        """Keep the last question of a conversation whose answers did not help; after a ticket it is about people."""
        if score > NOT_HELPFUL or await _has_ticket(session, conversation):
            return
        asked = select(Message).where(
            Message.conversation_id == conversation,
            Message.author == Author.RESIDENT,
            Message.kind == Kind.TEXT,
            Message.payload.is_(None),
        )
        question = (await session.scalars(asked.order_by(Message.seq.desc()).limit(1))).first()
        if question is None or "attachment" in question.content or self._is_danger(question):
            return
        if await session.get(GapQuestion, question.id) is None:
            self._keep(session, [question], Found.RATED, now)

    def conversation_changed(self, conversation: str) -> None:
        """Wake whoever groups, once a kept question is committed."""
        if conversation in self._heard:
            self._heard.discard(conversation)
            self.arrived.set()

    def ticket_changed(self, ticket: str) -> None:
        """Tickets hold no questions."""

    def queue_changed(self) -> None:
        """The queue holds no questions."""

    async def _follow(
        self, session: AsyncSession, conversation: Conversation, press: ButtonPress, now: datetime
    ) -> tuple[Utterance, ...]:
        """Do what a button asks of us; returns what is said to it."""
        if press.command is Command.NOTIFY:
            return (await self._agree(session, conversation),)
        # Here a score is still to be taken: what cannot be rated, or is rated already, counts for nothing.
        if press.command is Command.RATING and await find_state(session, conversation.id) is RatingState.OPEN:
            await self.rated(session, conversation.id, int(press.value), now)
        return ()

    def _keep(self, session: AsyncSession, messages: Sequence[Message], found: Found, now: datetime) -> None:
        last = messages[-1]
        text, _ = mask("\n".join(message.text for message in messages))
        session.add(
            GapQuestion(
                message_id=last.id,
                conversation_id=last.conversation_id,
                language=last.language,
                text=text,
                found=found,
                wants_answer=False,
                created_at=now,
            )
        )
        self._heard.add(last.conversation_id)

    async def _agree(self, session: AsyncSession, conversation: Conversation) -> Reply:
        """Note that a resident wants to be told of an answer to their last open question."""
        mine = select(GapQuestion).where(GapQuestion.conversation_id == conversation.id, GapQuestion.told_at.is_(None))
        newest = mine.order_by(GapQuestion.created_at.desc()).limit(1).with_for_update()
        question = (await session.scalars(newest)).first()
        language = Language(conversation.language)
        say = catalogue(language).gettext
        if question is None:
            return _notice(say("Please write your question first."), language)
        question.wants_answer = True
        self._heard.add(conversation.id)
        return _notice(say("We will write to you here as soon as there is an answer."), language)

    def _is_danger(self, message: Message) -> bool:
        return self._dangers.find(message.text, Language(message.language)) is not None


def read_found(said: Sequence[Utterance]) -> Found | None:
    """Return what was found for a question by what is said to it; None when it was answered, or is about danger."""
    if any(isinstance(one, Alarm) for one in said):
        return None
    if any(isinstance(one, HandOver) for one in said):
        is_failure = all(one.reason is Reason.FAILURE for one in said if isinstance(one, HandOver))
        return Found.HAND_OVER if is_failure else None
    replies = [one for one in said if isinstance(one, Reply) and one.kind is Kind.CHOICES]
    if any(_says_nothing(one) for one in replies):
        return Found.NONE
    return Found.UNSURE if any(one.citations for one in replies) else None


async def _has_ticket(session: AsyncSession, conversation: str) -> bool:
    query = select(Ticket.id).where(Ticket.conversation_id == conversation).limit(1)
    return (await session.scalars(query)).first() is not None


def _says_nothing(reply: Reply) -> bool:
    return not reply.citations and {button.payload for button in reply.buttons} == _NOTHING


def _with_offer(said: Sequence[Utterance], language: Language) -> tuple[Utterance, ...]:
    say = catalogue(language).gettext
    offer = Button(say("Tell me when you have an answer"), "#notify")
    return tuple(
        replace(one, buttons=(*one.buttons, offer)) if isinstance(one, Reply) and _says_nothing(one) else one
        for one in said
    )


def _notice(text: str, language: Language) -> Reply:
    return Reply(Kind.NOTICE, text, Author.SYSTEM, language)
