"""Decides who answers a resident's message, and in which language: danger first, then buttons, then the engine."""

import asyncio
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from api.conversations import storage
from api.conversations.commands import ButtonPress, Command, find_press
from api.conversations.models import Conversation, Message
from api.conversations.ports import DangerFinder, Detector, Fallback
from api.dialogue.engine import Engine
from api.errors import EngineFailed
from api.messages import (
    Alarm,
    Author,
    Bridge,
    HandOver,
    Kind,
    LanguageSwitch,
    Priority,
    Reason,
    Reply,
    Resumption,
    Satisfaction,
    Turn,
    Utterance,
)
from api.words import catalogue
from knowledge.danger.replies import numbers_at_hand
from knowledge.danger.watch import Finding
from knowledge.folding import letters
from knowledge.languages import Language
from knowledge.words import foreign_notice

logger = logging.getLogger(__name__)

# A language is followed only when the text leaves little doubt; the first message has nothing better to go by.
_FOLLOW = 0.9
_FOLLOW_AT_FIRST = 0.3
# One foreign word does not change the language of a conversation, nor tell that somebody speaks none of the eight.
_FEWEST_LETTERS, _FEWEST_CHARACTERS = 8, 7
_FOREIGN, _FOREIGN_LETTERS = 0.8, 12
# A text of so many letters is rather a whole question, as is one with an end.
_SHORT_TEXT = 40
_END = re.compile(r"[.?!。？！؟۔…)]\s*$")
_ENGINE_COMMANDS = {
    Command.ARTICLE: ("show_article", "article"),
    Command.TOPIC: ("browse_topic", "area"),
    Command.ANSWER: ("give", "value"),
}
_RESUMPTIONS = {Command.RESUME: Resumption.CODE, Command.REVOKE: Resumption.REVOKE}


@dataclass(frozen=True)
class Limits:
    """How long the engine may take, and after how many turns it gets a fresh session."""

    engine_timeout: timedelta
    turns_per_session: int


@dataclass(frozen=True)
class Answer:
    """What is said to one or more messages, and the language they are in."""

    language: Language
    utterances: tuple[Utterance, ...]


@dataclass(frozen=True)
class Answering:
    """Everything that has a say in an answer."""

    engine: Engine
    fallback: Fallback
    detector: Detector
    dangers: DangerFinder
    limits: Limits

    def may_go_on(self, messages: Sequence[Message], language: Language) -> bool:
        """Whether the last text looks as if more of it were to come; never when somebody is in danger."""
        last = messages[-1]
        if last.payload or _END.search(last.text) or letters(last.text) > _SHORT_TEXT:
            return False
        return self._find_danger(messages, language) is None

    async def answer(self, conversation: Conversation, messages: Sequence[Message]) -> Answer:
        """Answer messages that came together; never fails because the engine does."""
        text = "\n".join(message.text for message in messages)
        press = find_press(messages[0].payload)
        before = Language(conversation.language)
        if press:
            return Answer(before, await self._follow_press(conversation, text, before, press))
        language, notices = self._language_of(conversation, text, before)
        if any(message.content.get("masked") for message in messages):
            notices.append(_masked_notice(language))
        danger = self._find_danger(messages, language)
        if conversation.state == storage.HUMAN:
            raised = [HandOver(Priority.URGENT, Reason.DANGER)] if danger and danger.alarm else []
            return Answer(language, tuple(raised))
        if danger and danger.alarm:
            said = await self._beside_alarm(conversation, text, language)
            return Answer(language, (Alarm(danger.danger), *said))
        if conversation.state == storage.WAITING and not conversation.assistant_meanwhile:
            return Answer(language, tuple(notices))
        if self._is_foreign(text, before):
            return Answer(before, (Reply(Kind.NOTICE, foreign_notice(before), Author.SYSTEM, before),))
        said = await self._ask(conversation, text, language)
        return Answer(language, (*notices, *(_with_numbers(said, language) if danger else said)))

    async def _follow_press(
        self, conversation: Conversation, text: str, language: Language, press: ButtonPress
    ) -> tuple[Utterance, ...]:
        if press.command is Command.NOTIFY:  # answered by who keeps the questions (ports.py: Gaps)
            return ()
        wish = _RESUMPTIONS.get(press.command)
        return (wish,) if wish else tuple(await self._follow(conversation, text, language, press))

    def _find_danger(self, messages: Sequence[Message], language: Language) -> Finding | None:
        """The first alarm among the messages, else the first with words of danger."""
        found = [one for message in messages if (one := self.dangers.find(message.text, language))]
        return next((one for one in found if one.alarm), found[0] if found else None)

    def _language_of(self, conversation: Conversation, text: str, before: Language) -> tuple[Language, list[Utterance]]:
        """The language of a text and the news of a change: a choice stays, a clear change is followed and said once."""
        if conversation.language_chosen:
            return before, []
        found = self.detector.detect(text, before if conversation.turns else None)
        if not conversation.turns:
            return (found.language if found.confidence >= _FOLLOW_AT_FIRST else before), []
        if found.language is before or found.foreign or found.confidence < _FOLLOW or not _is_telling(text):
            return before, []
        say = catalogue(found.language).gettext
        notice = say("I will answer in English from now on.")
        return found.language, [Reply(Kind.NOTICE, notice, Author.SYSTEM, found.language)]

    def _is_foreign(self, text: str, before: Language) -> bool:
        found = self.detector.detect(text, before)
        return found.foreign and found.confidence >= _FOREIGN and _letters(text) >= _FOREIGN_LETTERS

    async def _follow(
        self, conversation: Conversation, text: str, language: Language, press: ButtonPress
    ) -> list[Utterance]:
        """Do what a button asks for."""
        if conversation.state == storage.HUMAN:
            return []
        wish = _read_wish(press, language)
        if wish:
            return [wish]
        if conversation.state == storage.WAITING and not conversation.assistant_meanwhile and not press.opens_assistant:
            return []
        return await self._ask(conversation, text, language, press)

    async def _beside_alarm(self, conversation: Conversation, text: str, language: Language) -> list[Utterance]:
        """What the guidebook answers to a message that raised the alarm, so that a false one hides nothing."""
        if conversation.state not in {storage.BOT, storage.CLOSED}:
            return []
        try:
            said = await self._respond(self._turn(conversation, text, language))
        except (EngineFailed, TimeoutError):
            return []
        return [one for one in said if isinstance(one, Reply) and one.kind is Kind.ANSWER]

    async def _ask(
        self, conversation: Conversation, text: str, language: Language, press: ButtonPress | None = None
    ) -> list[Utterance]:
        turn = self._turn(conversation, text, language)
        match press:
            case None:
                pass
            case ButtonPress(Command.TOPICS):
                turn = replace(turn, command="ask_topics")
            case ButtonPress(Command.CANCEL):
                turn = replace(turn, command="cancel")
            case ButtonPress(Command.DIALOGUE):
                turn = replace(turn, command=f"start_{press.value}")
            case _:
                command, entity = _ENGINE_COMMANDS[press.command]
                turn = replace(turn, command=command, entities={entity: press.value})
        try:
            return await self._respond(turn)
        except (EngineFailed, TimeoutError) as error:
            logger.warning("engine failed, answering from the guidebook: %s", error or "timeout")
            return [await self.fallback.answer(text, language)]

    async def _respond(self, turn: Turn) -> list[Utterance]:
        async with asyncio.timeout(self.limits.engine_timeout.total_seconds()):
            return await self.engine.respond(turn)

    def _turn(self, conversation: Conversation, text: str, language: Language) -> Turn:
        session = f"{conversation.id}-{conversation.turns // self.limits.turns_per_session}"
        return Turn(session=session, text=text, language=language)


def _read_wish(press: ButtonPress, language: Language) -> Utterance | None:
    """What a button asks of us; None for one that is the engine's."""
    match press:
        case ButtonPress(Command.COUNSELLOR):
            return HandOver(Priority.NORMAL, Reason.REQUEST)
        case ButtonPress(Command.LANGUAGE):
            say = catalogue(press.language).gettext
            return LanguageSwitch(press.language, say("I will answer in English from now on."))
        case ButtonPress(Command.ASSISTANT):
            say = catalogue(language).gettext
            notice = say("Ask me while you wait. You keep your place in the queue.")
            return Reply(Kind.NOTICE, notice, Author.SYSTEM, language)
        case ButtonPress(Command.READS):
            return Bridge(press.language)
        case ButtonPress(Command.RATING):
            return Satisfaction(int(press.value))
    return None


def _masked_notice(language: Language) -> Reply:
    say = catalogue(language).gettext
    text = say(
        "I have hidden a personal number in your message, and it was not stored. Please never write residence, "
        "passport, card or account numbers here."
    )
    return Reply(Kind.NOTICE, text, Author.SYSTEM, language)


def _with_numbers(said: Sequence[Utterance], language: Language) -> list[Utterance]:
    """What is said, with whom to call in danger below the first reply."""
    numbers = numbers_at_hand(language)
    first = next((one for one in said if isinstance(one, Reply) and numbers not in one.text), None)
    return [replace(one, text=f"{one.text}\n\n{numbers}") if one is first else one for one in said]


def _is_telling(text: str) -> bool:
    """Whether a text is more than a word: two words of an alphabet, or seven Han or Hangul characters."""
    characters = sum(character >= "\u2e80" for character in text if character.isalpha())
    letters = sum(character.isalpha() for character in text)
    return characters >= _FEWEST_CHARACTERS or (
        characters == 0 and letters >= _FEWEST_LETTERS and len(text.split()) > 1
    )


def _letters(text: str) -> int:
    """Letters of a text; a Han or Hangul character says as much as three."""
    return sum(3 if character >= "\u2e80" else 1 for character in text if character.isalpha())
