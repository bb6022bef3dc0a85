"""Opens, raises, claims and ends tickets inside the caller's transaction; the state of a conversation follows."""

from dataclasses import asdict
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import storage
from api.conversations.models import Conversation, Message, Ticket
from api.conversations.queue import CLAIMED, CLOSED, WAITING, QueueStanding, find_open_ticket, standing
from api.messages import Author, Button, HandOver, Intake, Kind, Priority, Reason, Reply
from api.words import catalogue
from knowledge.languages import Language

_SUMMARY_LENGTH = 500


async def open_or_raise(session: AsyncSession, conversation: Conversation, wanted: HandOver, now: datetime) -> Ticket:
    """Return the conversation's open ticket, new or with a higher priority; the conversation then waits."""
    ticket = await find_open_ticket(session, conversation.id)
    if ticket is None:
        ticket = Ticket(
            id=storage.new_id(),
            conversation_id=conversation.id,
            state=WAITING,
            priority=wanted.priority,
            reason=wanted.reason,
            language=conversation.language,
            summary=await _summary(session, conversation),
            created_at=now,
        )
        session.add(ticket)
    elif wanted.priority is Priority.URGENT:
        ticket.priority, ticket.reason = wanted.priority, wanted.reason
    if ticket.state == WAITING:
        conversation.state = storage.WAITING
    await session.flush()
    return ticket


async def claim(session: AsyncSession, ticket: str, counsellor: str, now: datetime) -> bool:
    """Give a waiting ticket to a counsellor; False when another was first. One statement, so exactly one wins."""
    result = cast(
        "CursorResult[Any]",
        await session.execute(
            update(Ticket)
            .where(Ticket.id == ticket, Ticket.state == WAITING)
            .values(state=CLAIMED, counsellor_id=counsellor, claimed_at=now)
        ),
    )
    return result.rowcount == 1


async def add_intake(session: AsyncSession, conversation: Conversation, intake: Intake) -> None:
    """Keep with the open ticket what its resident wants the counsellor to know; nothing without a ticket."""
    ticket = await find_open_ticket(session, conversation.id)
    if ticket is not None:
        ticket.summary = {**ticket.summary, "intake": asdict(intake)}


def close(ticket: Ticket, now: datetime) -> None:
    """End a ticket."""
    ticket.state, ticket.closed_at = CLOSED, now


def hand_over_reply(place: QueueStanding, reason: Reason, language: Language) -> Reply:
    """What a resident reads when a ticket is opened, and what they can do meanwhile."""
    say = catalogue(language).gettext
    buttons = (
        Button(say("Tell the counsellor beforehand"), "#dialogue:intake"),
        Button(say("Ask the assistant meanwhile"), "#assistant"),
    )
    return Reply(Kind.HANDOVER, _hand_over_text(place, reason, language), Author.SYSTEM, language, buttons=buttons)


def _hand_over_text(place: QueueStanding, reason: Reason, language: Language) -> str:
    """What a resident reads when a ticket is opened: why, the place in the queue, and how long, if that is known."""
    say = catalogue(language).gettext
    opening = {
        Reason.REQUEST: say("A counsellor will answer you here."),
        Reason.DANGER: say("A counsellor is being called with priority. Stay in this chat if it is safe for you."),
        Reason.FAILURE: say("I could not find an answer, so I am passing you on to a counsellor."),
    }[reason]
    position = say("You are number {position} in the queue.").format(position=place.position)
    if place.wait_minutes is None:
        waiting = say(
            "We cannot say yet how long it will take. Please write down your question meanwhile. "
            "The counsellor will see everything in this chat."
        )
    else:
        waiting = say("Expected waiting time: about {minutes} min.").format(minutes=place.wait_minutes)
    return f"{opening}\n{position} {waiting}"


async def place_of(session: AsyncSession, conversation: Conversation, now: datetime) -> QueueStanding | None:
    """Return where the conversation stands in the queue, or None without an open ticket."""
    ticket = await find_open_ticket(session, conversation.id)
    return await standing(session, ticket, now) if ticket else None


async def _summary(session: AsyncSession, conversation: Conversation) -> dict[str, Any]:
    """What the counsellor sees first: the last question, the bot's last answer, the articles shown."""
    query = select(Message).where(Message.conversation_id == conversation.id).order_by(Message.seq.desc()).limit(40)
    question, answer = "", ""
    articles: dict[str, str] = {}
    for message in await session.scalars(query):
        if message.author == Author.RESIDENT and not message.payload and not question:
            question = message.text
        if message.kind in {Kind.ANSWER, Kind.CHOICES}:
            answer = answer or message.text
            for citation in message.content.get("citations", []):
                articles.setdefault(citation["article"], citation["title"])
    return {
        "question": question[:_SUMMARY_LENGTH],
        "answer": answer[:_SUMMARY_LENGTH],
        "articles": [{"article": article, "title": title} for article, title in articles.items()],
    }
