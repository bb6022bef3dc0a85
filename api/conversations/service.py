"""What happens to a conversation: accepting a message, answering it, changing language and state.

Only this module and the desk's service change a conversation's state. A message is committed before anything is done
with it; the replies are committed together with the note that it has been answered.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import storage, tickets
from api.conversations.commands import ButtonPress, Command, find_press
from api.conversations.database import Database
from api.conversations.models import Conversation, Message
from api.conversations.ports import Detector, Fallback, Listener
from api.conversations.queue import QueueStanding, find_open_ticket, standing
from api.dialogue.engine import Engine
from api.errors import Conflict, EngineFailed, MessageEmpty, MessageTooLong
from api.messages import (
    MAX_TEXT,
    Author,
    Button,
    HandOver,
    IncomingMessage,
    Kind,
    LanguageSwitch,
    Priority,
    Reason,
    Reply,
    Turn,
    Utterance,
)
from api.words import catalogue
from knowledge.languages import DEFAULT_LANGUAGE, Language

logger = logging.getLogger(__name__)

# A language is followed only when the text leaves little doubt; the first message has nothing better to go by.
_FOLLOW = 0.9
_FOLLOW_AT_FIRST = 0.3
_ENGINE_COMMANDS = {Command.ARTICLE: ("show_article", "article"), Command.TOPIC: ("browse_topic", "area")}


@dataclass(frozen=True)
class Limits:
    """How long the engine may take, and after how many turns it gets a fresh session."""

    engine_timeout: timedelta
    turns_per_session: int


@dataclass(frozen=True)
class Answered:
    """A message that has been dealt with, and what was said to it."""

    message: Message
    replies: list[Message]
    conversation: Conversation


class ConversationService:
    """The one place through which residents' messages go, whatever the channel."""

    def __init__(
        self,
        database: Database,
        engine: Engine,
        fallback: Fallback,
        detector: Detector,
        listener: Listener,
        limits: Limits,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._engine = engine
        self._fallback = fallback
        self._detector = detector
        self._listener = listener
        self._limits = limits
        self._now = now

    async def create(self, channel: str, language: Language | None) -> tuple[Conversation, str]:
        """Begin a conversation; returns it and the token that is its only key."""
        async with self._database.writing() as session:
            return await storage.create_conversation(session, channel, language or DEFAULT_LANGUAGE, self._now())

    async def accept(self, identity: str, token: str, incoming: IncomingMessage) -> Message:
        """Store a message once and return it; a repeated client id returns the first one.

        Raises MessageEmpty, MessageTooLong, NotFound, or Conflict for a client id used for another text.
        """
        if not incoming.text.strip():
            raise MessageEmpty
        if len(incoming.text) > MAX_TEXT:
            raise MessageTooLong
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

    async def _store(self, identity: str, token: str, incoming: IncomingMessage) -> Message:
        async with self._database.writing() as session:
            conversation = await storage.get_conversation(session, identity, token)
            title = await _title(session, identity, incoming)
            if incoming.client_id:
                earlier = await storage.find_by_client_id(session, identity, incoming.client_id)
                if earlier:
                    if (earlier.text, earlier.payload) != (title, incoming.payload):
                        raise Conflict
                    return earlier
            return storage.add_incoming(session, conversation, incoming, title, self._now())

    async def result(self, identity: str, message: str) -> Answered:
        """Return a message with the replies it has so far."""
        async with self._database.reading() as session:
            return Answered(
                message=await session.get_one(Message, message),
                replies=await storage.replies_to(session, message),
                conversation=await storage.get_conversation(session, identity),
            )

    async def read(
        self, identity: str, token: str, after: int = 0
    ) -> tuple[Conversation, list[Message], QueueStanding | None]:
        """Return the state, all messages after a number, and the place in the queue; raises NotFound."""
        async with self._database.reading() as session:
            conversation = await storage.get_conversation(session, identity, token)
            messages = await storage.messages_after(session, identity, after)
            return conversation, messages, await tickets.place_of(session, conversation, self._now())

    async def choose_language(self, identity: str, token: str, language: Language) -> Conversation:
        """Set the language that a resident chose; it then stays until they choose another."""
        async with self._database.writing() as session:
            conversation = await storage.get_conversation(session, identity, token)
            conversation.language, conversation.language_chosen = language, True
        self._listener.conversation_changed(identity)
        return conversation

    async def pending(self) -> list[str]:
        """Return the conversations in which a message waits, for instance after a restart."""
        async with self._database.reading() as session:
            return await storage.conversations_with_pending(session)

    async def answer_next(self, identity: str) -> str | None:
        """Deal with the oldest unanswered message of a conversation; returns its id, or None if there was none."""
        conversation, message = await self._next(identity)
        if message is None:
            return None
        language = self._language_of(conversation, message)
        utterances = await self._utterances(conversation, message, language)
        await self._commit(identity, message.id, language, utterances)
        return message.id

    async def give_up(self, identity: str) -> str | None:
        """Answer the oldest message with an apology and the way to a person, after it failed repeatedly."""
        conversation, message = await self._next(identity)
        if message is None:
            return None
        language = Language(conversation.language)
        await self._commit(identity, message.id, language, [_apology(language)])
        return message.id

    async def _next(self, identity: str) -> tuple[Conversation, Message | None]:
        async with self._database.reading() as session:
            conversation = await storage.get_conversation(session, identity)
            return conversation, await storage.next_pending(session, identity)

    def _language_of(self, conversation: Conversation, message: Message) -> Language:
        current = Language(conversation.language)
        if message.payload or conversation.language_chosen:
            return current
        found = self._detector.detect(message.text, current)
        needed = _FOLLOW if conversation.turns else _FOLLOW_AT_FIRST
        return found.language if found.confidence >= needed else current

    async def _utterances(self, conversation: Conversation, message: Message, language: Language) -> list[Utterance]:
        """Decide who answers, and ask the engine if it is the bot's turn."""
        press = find_press(message.payload)
        if conversation.state == storage.HUMAN:
            return []
        match press:
            case ButtonPress(Command.COUNSELLOR):
                return [HandOver(Priority.NORMAL, Reason.REQUEST)]
            case ButtonPress(Command.LANGUAGE):
                say = catalogue(press.language).gettext
                return [LanguageSwitch(press.language, say("I will answer in English from now on."))]
            case ButtonPress(Command.ASSISTANT):
                say = catalogue(language).gettext
                text = say("Ask me while you wait. You keep your place in the queue.")
                return [Reply(Kind.NOTICE, text, Author.SYSTEM, language)]
        if conversation.state == storage.WAITING and not conversation.assistant_meanwhile:
            return []
        return await self._ask_engine(conversation, message, language, press)

    async def _ask_engine(
        self, conversation: Conversation, message: Message, language: Language, press: ButtonPress | None
    ) -> list[Utterance]:
        turn = Turn(
            session=f"{conversation.id}-{conversation.turns // self._limits.turns_per_session}",
            text=message.text,
            language=language,
        )
        if press and press.command is Command.TOPICS:
            turn = replace(turn, command="ask_topics")
        elif press:
            command, entity = _ENGINE_COMMANDS[press.command]
            turn = replace(turn, command=command, entities={entity: press.value})
        try:
            async with asyncio.timeout(self._limits.engine_timeout.total_seconds()):
                return await self._engine.respond(turn)
        except (EngineFailed, TimeoutError) as error:
            logger.warning("engine failed, answering from the guidebook: %s", error or "timeout")
            return [await self._fallback.answer(message.text, language)]

    async def _commit(self, identity: str, message_id: str, language: Language, utterances: list[Utterance]) -> None:
        now = self._now()
        async with self._database.writing() as session:
            conversation = await session.get_one(Conversation, identity, with_for_update=True)
            message = await session.get_one(Message, message_id)
            message.pending = False
            if not message.payload:
                conversation.language = message.language = language
            if conversation.state == storage.CLOSED:
                conversation.state = storage.BOT
            press = find_press(message.payload)
            if press and press.command is Command.ASSISTANT:
                conversation.assistant_meanwhile = conversation.state == storage.WAITING
            # A counsellor may have claimed the conversation while the bot was thinking: then it stays silent.
            if conversation.state != storage.HUMAN:
                conversation.turns += 1
                for utterance in utterances:
                    await self._say(session, conversation, message, utterance, now)
            ticket = await find_open_ticket(session, identity)
        self._listener.conversation_changed(identity)
        if ticket:
            self._listener.ticket_changed(ticket.id)
            self._listener.queue_changed()

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
            case HandOver(_, reason):
                ticket = await tickets.open_or_raise(session, conversation, utterance, now)
                place = await standing(session, ticket, now)
                language = Language(conversation.language)
                say = catalogue(language).gettext
                reply = Reply(
                    Kind.HANDOVER,
                    tickets.hand_over_text(place, reason, language),
                    Author.SYSTEM,
                    language,
                    buttons=(Button(say("Ask the assistant meanwhile"), "#assistant"),),
                )
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
