"""What happens to a conversation: accepting a message, answering it, changing language and state.

Only this module and the desk's service change a conversation's state. A message is committed before anything is done
with it; the replies are committed together with the note that it has been answered.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import ratings, saying, storage, tickets
from api.conversations.answering import Answer, Answering
from api.conversations.board import BoardReader
from api.conversations.commands import ButtonPress, Command, find_press
from api.conversations.database import Database
from api.conversations.models import Conversation, Message, Ticket
from api.conversations.ports import Gaps, Listener
from api.conversations.queue import WAITING, QueueStanding, find_open_ticket, standing, standing_on
from api.conversations.resume import ResumeCodes
from api.errors import Conflict, MessageEmpty, MessageTooLong, NotFound
from api.masking import mask
from api.messages import (
    MAX_TEXT,
    Author,
    Button,
    IncomingMessage,
    Kind,
    Reason,
    Reply,
)
from api.words import catalogue
from knowledge.languages import DEFAULT_LANGUAGE, Language

# So often the messages are looked at again that somebody else dealt with or changed meanwhile, before it is an error.
_LOOKS = 5


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
        gaps: Gaps | None = None,
    ) -> None:
        self.codes = codes or ResumeCodes(database, listener, now)
        self._database = database
        self._answering = answering
        self._listener = listener
        self._now = now
        self._burst_pause = burst_pause
        self._gaps = gaps
        self._boards = BoardReader(database, now)

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
            message, ticket = await self._store(identity, token, incoming)
        except IntegrityError:  # the same client id at the same moment
            message, ticket = await self._store(identity, token, incoming)
        self._listener.conversation_changed(identity)
        if ticket:  # a counsellor sees it at once, whatever the worker waits for
            self._listener.ticket_changed(ticket.id)
        return message

    async def _store(
        self, identity: str, token: str | None, incoming: IncomingMessage
    ) -> tuple[Message, Ticket | None]:
        async with self._database.writing() as session:
            conversation = await storage.lock_conversation(session, identity, token)
            title = await _title(session, identity, incoming)
            if incoming.client_id:
                earlier = await storage.find_by_client_id(session, identity, incoming.client_id)
                if earlier:
                    if (earlier.text, earlier.payload) != (title, incoming.payload):
                        raise Conflict
                    return earlier, None
            has_ticket = conversation.state in {storage.WAITING, storage.HUMAN}
            ticket = await find_open_ticket(session, identity) if has_ticket else None
            return storage.add_incoming(session, conversation, incoming, title, self._now()), ticket

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
            messages = await storage.messages_after(session, identity, after)
            ticket = await find_open_ticket(session, identity)
            is_waiting = ticket is not None and ticket.state == WAITING
            place = await standing(session, ticket, self._now()) if ticket and not is_waiting else None
            rating = await ratings.find_state(session, identity)
        if ticket and is_waiting:
            place = standing_on(await self._boards.read(), ticket)
        return Standing(conversation, messages, place, rating)

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
        Raises Conflict, and leaves them unanswered, if again and again somebody is faster.
        """
        return await self._deal(identity, self._think)

    async def give_up(self, identity: str) -> tuple[str, ...]:
        """Answer the oldest messages with an apology and the way to a person, after they failed repeatedly."""
        return await self._deal(identity, _apologise)

    async def _deal(
        self, identity: str, think: Callable[[Conversation, list[Message]], Awaitable[Answer | None]]
    ) -> tuple[str, ...]:
        """Find an answer and commit it; look again if it was overtaken."""
        for _ in range(_LOOKS):
            conversation, messages = await self._next(identity)
            if not messages:
                return ()
            answer = await think(conversation, messages)
            done = await self._commit(identity, messages, answer, conversation.state) if answer else None
            if done is not None:
                return done
        raise Conflict

    async def _think(self, conversation: Conversation, messages: list[Message]) -> Answer | None:
        """Return the answer to messages; None if a closed conversation was opened again for them."""
        if conversation.state == storage.CLOSED and await self._reopen(conversation.id, messages[-1]):
            return None
        return await self._answering.answer(conversation, messages)

    async def _next(self, identity: str) -> tuple[Conversation, list[Message]]:
        async with self._database.reading() as session:
            conversation = await session.get_one(Conversation, identity)
            return conversation, await storage.next_pending(session, identity)

    async def _reopen(self, identity: str, message: Message) -> bool:
        """Open the last ticket again for somebody who writes to the counsellor who closed the conversation."""
        if message.payload:
            return False
        async with self._database.writing() as session:
            conversation = await storage.lock_conversation(session, identity)
            return await tickets.reopen(session, conversation, self._now(), message.id)

    async def _commit(
        self, identity: str, answered: list[Message], answer: Answer, seen: str
    ) -> tuple[str, ...] | None:
        """Store an answer that was found while the conversation was in the state `seen`.

        None if it was overtaken: by an answer, a text taken back, or the end of what the bot was silent for.
        """
        now = self._now()
        async with self._database.writing() as session:
            conversation = await session.get_one(Conversation, identity, with_for_update=True)
            if conversation.state == storage.DELETED:
                return ()
            messages = await storage.still_pending(session, answered)
            if seen == storage.HUMAN != conversation.state or len(messages) < len(answered):
                return None
            for message in messages:
                message.pending = False
                if not message.payload:
                    conversation.language = message.language = answer.language
            press = find_press(messages[0].payload)
            _go_on(conversation, press)
            if self._gaps:
                said = await self._gaps.hear(session, conversation, messages, answer.utterances, now)
                answer = replace(answer, utterances=said)
            await saying.carry_out(session, self.codes, conversation, messages[-1], answer, now)
            ticket = await find_open_ticket(session, identity)
            if ticket and not press:
                ticket.snoozed_until = None
        self._listener.conversation_changed(identity)
        if ticket:
            self._listener.ticket_changed(ticket.id)
            if ticket.state == WAITING or ticket.reason == Reason.DANGER:
                self._listener.queue_changed()
        return tuple(message.id for message in answered)


def _go_on(conversation: Conversation, press: ButtonPress | None) -> None:
    """Let a closed conversation go on with the assistant, and a waiting one meanwhile where its resident wants that."""
    is_kept_closed = press is not None and press.command in {Command.RATING, Command.COUNSELLOR}
    if conversation.state == storage.CLOSED and not is_kept_closed:
        conversation.state = storage.BOT
    if press and press.opens_assistant:
        conversation.assistant_meanwhile = conversation.state == storage.WAITING


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


async def _apologise(conversation: Conversation, _: list[Message]) -> Answer:
    language = Language(conversation.language)
    say = catalogue(language).gettext
    reply = Reply(
        Kind.NOTICE,
        say("Something went wrong while answering. Your message is kept. You can talk to a counsellor."),
        Author.SYSTEM,
        language,
        buttons=(Button(say("Talk to a counsellor"), "#counsellor"),),
    )
    return Answer(language, (reply,))
