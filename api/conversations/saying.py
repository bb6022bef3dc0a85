"""Carries out what an answer consists of, inside the caller's transaction: replies, hand-overs, wishes."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import ratings, storage, tickets
from api.conversations.answering import Answer
from api.conversations.models import Conversation, Message
from api.conversations.resume import ResumeCodes
from api.messages import (
    Alarm,
    Author,
    Bridge,
    HandOver,
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
from knowledge.danger.kinds import Danger
from knowledge.danger.replies import first_words
from knowledge.languages import Language

_DANGER = HandOver(Priority.URGENT, Reason.DANGER)


async def carry_out(
    session: AsyncSession,
    codes: ResumeCodes,
    conversation: Conversation,
    message: Message,
    answer: Answer,
    now: datetime,
) -> None:
    """Say an answer to a message, or what is left of it beside a counsellor."""
    # A counsellor may have claimed the conversation while the bot was thinking: then it stays silent.
    if conversation.state == storage.HUMAN:
        await _say_beside_counsellor(session, codes, conversation, message, answer, now)
        return
    conversation.turns += 1
    for utterance in answer.utterances:
        await _say(session, codes, conversation, message, utterance, now)
    if any(isinstance(one, Alarm) for one in answer.utterances):  # raised before the answer beside it was said
        await tickets.add_topic(session, conversation)


async def _say(
    session: AsyncSession,
    codes: ResumeCodes,
    conversation: Conversation,
    message: Message,
    utterance: Utterance,
    now: datetime,
) -> None:
    """Carry out one utterance as an answer to a message."""
    reply: Reply | None = None
    match utterance:
        case Reply():
            reply = utterance
        case LanguageSwitch(language, text):
            conversation.language, conversation.language_chosen = language, True
            reply = Reply(Kind.NOTICE, text, Author.BOT, language)
        case Satisfaction(score):
            reply = await ratings.take(session, conversation, score, now)
        case Bridge():
            reply = await tickets.add_bridge(session, conversation, utterance)
        case Alarm(danger):
            await _raise_alarm(session, conversation, message, danger, now)
        case Intake():
            await tickets.add_intake(session, conversation, utterance)
            conversation.assistant_meanwhile = False
        case Resumption():
            await codes.answer(session, conversation, utterance, message)
        case HandOver():
            await tickets.hand_over(session, conversation, utterance, now, message.id)
    if reply:
        storage.add_reply(session, conversation, reply, now, answers=message.id)


async def _say_beside_counsellor(
    session: AsyncSession,
    codes: ResumeCodes,
    conversation: Conversation,
    message: Message,
    answer: Answer,
    now: datetime,
) -> None:
    """Say only what no counsellor can, keep what was meant for the counsellor, and raise the alarm."""
    for one in answer.utterances:
        match one:
            case Resumption():
                await _say(session, codes, conversation, message, one, now)
            case Intake():
                await tickets.add_intake(session, conversation, one)
            case Alarm() | HandOver(priority=Priority.URGENT):
                await tickets.open_or_raise(session, conversation, _DANGER, now)


async def _raise_alarm(
    session: AsyncSession, conversation: Conversation, message: Message, danger: Danger, now: datetime
) -> None:
    first = Reply(Kind.NOTICE, first_words(danger, Language(conversation.language)), Author.SYSTEM)
    storage.add_reply(session, conversation, first, now, answers=message.id)
    await tickets.hand_over(session, conversation, _DANGER, now, message.id)
    # Nobody asked for silence: until a counsellor comes, questions are answered as before.
    conversation.assistant_meanwhile = conversation.state == storage.WAITING
