"""What happens to a conversation: accepting a message, answering it, changing language and state.

Only this module and the desk's service change a conversation's state. A message is committed before anything is done
with it; the replies are committed together with the note that it has been answered.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import ratings, storage, tickets
from api.conversations.answering import Answer, Answering
from api.conversations.commands import Command, find_press
from api.conversations.database import Database
from api.conversations.models import Conversation, Message
from api.conversations.ports import Listener
from api.conversations.queue import QueueStanding, find_open_ticket, standing
from api.conversations.resume import ResumeCodes
from api.errors import Conflict, MessageEmpty, MessageTooLong, NotFound
from api.masking import mask
from api.messages import (
    MAX_TEXT,
    Alarm,
    Author,
    Button,
    HandOver,
    IncomingMessage,
    Intake,
    Kind,
    LanguageSwitch,
    Priority,
    Reason,
    Reply,
    Resumption,
    Satisfaction,
    Utterance,
)
from api.words import catalogue
from knowledge.danger.replies import first_words
from knowledge.languages import DEFAULT_LANGUAGE, Language


@dataclass(frozen=True)
class Answered:
    """A message that has been dealt with, and what was said to it."""

    message: Message
    replies: list[Message]
    conversation: Conversation


class Standing(NamedTuple):
    """A conversation as its resident sees it: messages, the place in the queue if any, whether it can be rated."""

    conversation: Conversation
    messages: list[Message]
    place: QueueStanding | None
    rating: ratings.RatingState | None


class ConversationService:
    """The one place through which residents' messages go, whatever the channel."""

    def __init__(
        self,
        database: Database,
        answering: Answering,
        listener: Listener,
        now: Callable[[], datetime],
        burst_pause: timedelta = timedelta(0),
        codes: ResumeCodes | None = None,
    ) -> None:
        self.codes = codes or ResumeCodes(database, listener, now)
        self._database = database
        self._answering = answering
        self._listener = listener
        self._now = now
        self._burst_pause = burst_pause

    async def create(
        self, channel: str, language: Language | None, details: dict[str, Any] | None = None
    ) -> tuple[Conversation, str]:
        """Begin a conversation; returns it and the token that is its only key."""
        async with self._database.writing() as session:
            conversation, token = await storage.create_conversation(
                session, channel, language or DEFAULT_LANGUAGE, self._now()
            )
            conversation.details = details or {}
            return conversation, token

    async def accept(self, identity: str, token: str | None, incoming: IncomingMessage) -> Message:
        """Store a message once and return it; a repeated client id returns the first one.

        Without a token only for channels that have proved by themselves whose conversation it is.
        Raises MessageEmpty, MessageTooLong, NotFound, or Conflict for a client id used for another text.
        """
        if not incoming.text.strip():
            raise MessageEmpty
        if len(incoming.text) > MAX_TEXT:
            raise MessageTooLong
        text, masked = mask(incoming.text)
        incoming = replace(incoming, text=text, masked=masked)
        if incoming.payload is None and find_press(incoming.text.strip()):
            incoming = replace(incoming, payload=incoming.text.strip())
        if not find_press(incoming.payload):
            incoming = replace(incoming, payload=None)
        try:
            message = await self._store(identity, token, incoming)
        except IntegrityError:  # the same client id at the same moment
            message = await self._store(identity, token, incoming)
        self._listener.conversation_changed(identity)
        return message

    async def _store(self, identity: str, token: str | None, incoming: IncomingMessage) -> Message:
        async with self._database.writing() as session:
            conversation = await storage.lock_conversation(session, identity, token)
            title = await _title(session, identity, incoming)
            if incoming.client_id:
                earlier = await storage.find_by_client_id(session, identity, incoming.client_id)
                if earlier:
                    if (earlier.text, earlier.payload) != (title, incoming.payload):
                        raise Conflict
                    return earlier
            return storage.add_incoming(session, conversation, incoming, title, self._now())

    async def result(self, identity: str, token: str, message: str) -> Answered:
        """Return a message with the replies it has so far.

        Raises NotFound once the conversation is deleted or the token has been taken back.
        """
        async with self._database.reading() as session:
            conversation = await storage.get_conversation(session, identity, token)
            found = await session.get(Message, message)
            if found is None:  # the conversation was deleted while it was answered
                raise NotFound
            return Answered(found, await storage.replies_to(session, message), conversation)

    async def read(self, identity: str, token: str, after: int = 0) -> Standing:
        """Return the state, all messages after a number, the place in the queue, and the rating; raises NotFound."""
        async with self._database.reading() as session:
            conversation = await storage.get_conversation(session, identity, token)
            return Standing(
                conversation,
                await storage.messages_after(session, identity, after),
                await tickets.place_of(session, conversation, self._now()),
                await ratings.find_state(session, identity),
            )

    async def choose_language(self, identity: str, token: str | None, language: Language) -> Conversation:
        """Set the language that a resident chose; it then stays until they choose another."""
        async with self._database.writing() as session:
            conversation = await storage.lock_conversation(session, identity, token)
            conversation.language, conversation.language_chosen = language, True
        self._listener.conversation_changed(identity)
        return conversation

    async def pending(self) -> list[str]:
        """Return the conversations in which a message waits, for instance after a restart."""
        async with self._database.reading() as session:
            return await storage.conversations_with_pending(session)

    async def pause_left(self, identity: str) -> float:
        """Return for how many seconds the rest of what somebody is writing should be waited for."""
        if not self._burst_pause:
            return 0.0
        conversation, messages = await self._next(identity)
        if not messages or not self._answering.may_go_on(messages, Language(conversation.language)):
            return 0.0
        waited = self._now() - messages[-1].created_at
        return max(0.0, (self._burst_pause - waited).total_seconds())

    async def answer_next(self, identity: str) -> tuple[str, ...]:
        """Deal with the oldest unanswered messages of a conversation; returns their ids, none if there were none.

        What was written in a burst is answered together: the replies answer the last message of it.
        """
        conversation, messages = await self._next(identity)
        if not messages:
            return ()
        answer = await self._answering.answer(conversation, messages)
        return await self._commit(identity, messages, answer)

    async def give_up(self, identity: str) -> tuple[str, ...]:
        """Answer the oldest messages with an apology and the way to a person, after they failed repeatedly."""
        conversation, messages = await self._next(identity)
        if not messages:
            return ()
        language = Language(conversation.language)
        return await self._commit(identity, messages, Answer(language, (_apology(language),)))

    async def _next(self, identity: str) -> tuple[Conversation, list[Message]]:
        async with self._database.reading() as session:
            conversation = await session.get_one(Conversation, identity)
            return conversation, await storage.next_pending(session, identity)

    async def _commit(self, identity: str, answered: list[Message], answer: Answer) -> tuple[str, ...]:
        now = self._now()
        async with self._database.writing() as session:
            conversation = await session.get_one(Conversation, identity, with_for_update=True)
            if conversation.state == storage.DELETED:
                return ()
            messages = [await session.get_one(Message, message.id) for message in answered]
            for message in messages:
                message.pending = False
                if not message.payload:
                    conversation.language = message.language = answer.language
            press = find_press(messages[0].payload)
            if conversation.state == storage.CLOSED and not (press and press.command is Command.RATING):
                conversation.state = storage.BOT
            if press and press.opens_assistant:
                conversation.assistant_meanwhile = conversation.state == storage.WAITING
            # A counsellor may have claimed the conversation while the bot was thinking: then it stays silent.
            if conversation.state != storage.HUMAN:
                conversation.turns += 1
                for utterance in answer.utterances:
                    await self._say(session, conversation, messages[-1], utterance, now)
            else:
                await self._say_beside_counsellor(session, conversation, messages[-1], answer, now)
            ticket = await find_open_ticket(session, identity)
        self._listener.conversation_changed(identity)
        if ticket:
            self._listener.ticket_changed(ticket.id)
            self._listener.queue_changed()
        return tuple(message.id for message in answered)

    async def _say_beside_counsellor(
        self, session: AsyncSession, conversation: Conversation, message: Message, answer: Answer, now: datetime
    ) -> None:
        """Say only what no counsellor can, and raise the alarm."""
        for wish in (one for one in answer.utterances if isinstance(one, Resumption)):
            await self._say(session, conversation, message, wish, now)
        if any(isinstance(one, Alarm | HandOver) for one in answer.utterances):
            await tickets.open_or_raise(session, conversation, HandOver(Priority.URGENT, Reason.DANGER), now)

    async def _say(
        self,
        session: AsyncSession,
        conversation: Conversation,
        message: Message,
        utterance: Utterance,
        now: datetime,
    ) -> None:
        match utterance:
            case Reply():
                storage.add_reply(session, conversation, utterance, now, answers=message.id)
            case LanguageSwitch(language, text):
                conversation.language, conversation.language_chosen = language, True
                reply = Reply(Kind.NOTICE, text, Author.BOT, language)
                storage.add_reply(session, conversation, reply, now, answers=message.id)
            case Alarm(danger):
                first = Reply(Kind.NOTICE, first_words(danger, Language(conversation.language)), Author.SYSTEM)
                storage.add_reply(session, conversation, first, now, answers=message.id)
                await self._say(session, conversation, message, HandOver(Priority.URGENT, Reason.DANGER), now)
                # Nobody asked for silence: until a counsellor comes, questions are answered as before.
                conversation.assistant_meanwhile = conversation.state == storage.WAITING
            case Intake():
                await tickets.add_intake(session, conversation, utterance)
                conversation.assistant_meanwhile = False
            case Resumption():
                await self.codes.answer(session, conversation, utterance, message)
            case Satisfaction(score):
                thanks = await ratings.take(session, conversation, score, now)
                if thanks:
                    storage.add_reply(session, conversation, thanks, now, answers=message.id)
            case HandOver(_, reason):
                ticket = await tickets.open_or_raise(session, conversation, utterance, now)
                place = await standing(session, ticket, now)
                reply = tickets.hand_over_reply(place, reason, Language(conversation.language))
                storage.add_reply(session, conversation, reply, now, answers=message.id, ticket=place.as_json())


async def _title(session: AsyncSession, conversation: str, incoming: IncomingMessage) -> str:
    """What others see of a message: its text, or the title of the button whose payload it is."""
    if incoming.payload != incoming.text.strip():
        return incoming.text
    query = (
        select(Message.content).where(Message.conversation_id == conversation).order_by(Message.seq.desc()).limit(30)
    )
    for content in await session.scalars(query):
        for button in content.get("buttons", []):
            if button["payload"] == incoming.payload:
                return str(button["title"])
    return incoming.text


def _apology(language: Language) -> Reply:
    say = catalogue(language).gettext
    return Reply(
        Kind.NOTICE,
        say("Something went wrong while answering. Your message is kept. You can talk to a counsellor."),
        Author.SYSTEM,
        language,
        buttons=(Button(say("Talk to a counsellor"), "#counsellor"),),
    )
