"""Opens, raises, claims, returns, reopens and ends tickets inside the caller's transaction; conversations follow."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import storage
from api.conversations.board import read_board
from api.conversations.models import Conversation, Counsellor, Message, PlannedShift, Ticket
from api.conversations.queue import CLAIMED, CLOSED, WAITING, find_open_ticket, standing, standing_on
from api.conversations.waiting_texts import Situation, bridge_notice, hand_over_reply
from api.messages import Author, Bridge, HandOver, Intake, Kind, Priority, Reason, Reply
from api.routing.routing import Rung
from knowledge.languages import Language

REOPENS = timedelta(days=14)
"""So long after its end a ticket is opened again when the resident writes into the closed conversation."""
_SUMMARY_LENGTH = 500
_SHIFTS_AHEAD = 200


async def open_or_raise(session: AsyncSession, conversation: Conversation, wanted: HandOver, now: datetime) -> Ticket:
    """Return the conversation's open ticket: new, opened again, or with a higher priority; the conversation waits."""
    ticket = await find_open_ticket(session, conversation.id)
    if ticket is None:
        ticket = await _reopen(session, conversation, now) or await _open(session, conversation, wanted, now)
    if wanted.priority is Priority.URGENT:
        ticket.priority, ticket.reason = wanted.priority, wanted.reason
    if ticket.state == WAITING:
        conversation.state = storage.WAITING
    await session.flush()
    return ticket


async def hand_over(
    session: AsyncSession, conversation: Conversation, wanted: HandOver, now: datetime, answers: str
) -> None:
    """Open or raise a ticket and tell the resident what to expect, as the answer to a message."""
    ticket = await open_or_raise(session, conversation, wanted, now)
    await announce(session, conversation, ticket, partial(hand_over_reply, reason=wanted.reason), now, answers)


async def reopen(session: AsyncSession, conversation: Conversation, now: datetime, answers: str) -> bool:
    """Open the ticket of a closed conversation again because its resident wrote; False where it ended too long ago."""
    ticket = await _reopen(session, conversation, now)
    if ticket is None:
        return False
    conversation.state, conversation.assistant_meanwhile = storage.WAITING, False
    await announce(session, conversation, ticket, partial(hand_over_reply, reason=Reason.REQUEST), now, answers)
    return True


async def announce(
    session: AsyncSession,
    conversation: Conversation,
    ticket: Ticket,
    compose: Callable[[Situation], Reply],
    now: datetime,
    answers: str | None = None,
) -> None:
    """Tell a resident that their ticket waits, and let it stand on the rung that they are told of."""
    await session.flush()
    situation = await find_situation(session, conversation, ticket, now)
    if ticket.state == WAITING and situation.rung is not Rung(ticket.rung):
        ticket.rung, ticket.rung_since = situation.rung, now
    reply = compose(situation)
    storage.add_reply(session, conversation, reply, now, answers=answers, ticket=situation.place.as_json())


async def find_situation(session: AsyncSession, conversation: Conversation, ticket: Ticket, now: datetime) -> Situation:
    """Return what the texts to a waiting resident depend on."""
    board = await read_board(session, now)
    language = Language(conversation.language)
    place = standing_on(board, ticket) if ticket.state == WAITING else await standing(session, ticket, now)
    is_there = board.is_staffed(language, ticket.centre)
    next_shift = None if is_there else await _find_next_shift(session, language, ticket.centre, now)
    return Situation(ticket, language, board, place, next_shift)


async def claim(session: AsyncSession, ticket: str, counsellor: str, now: datetime) -> bool:
    """Give a waiting ticket to a counsellor; False when another was first. One statement, so exactly one wins."""
    changes = {"state": CLAIMED, "counsellor_id": counsellor, "claimed_at": now, "callback_at": None}
    return await change(session, ticket, changes, Ticket.state == WAITING)


async def change(session: AsyncSession, ticket: str, changes: dict[str, Any], *only_if: ColumnElement[bool]) -> bool:
    """Change a ticket in one statement where it is still as expected; False where another was first."""
    statement = update(Ticket).where(Ticket.id == ticket, *only_if).values(**changes)
    # The rows in memory stay as they are: whoever goes on with one refreshes it.
    statement = statement.execution_options(synchronize_session=False)
    return cast("CursorResult[Any]", await session.execute(statement)).rowcount == 1


def back_to_queue(now: datetime) -> dict[str, Any]:
    """Return the changes that let a ticket wait again, in its old place."""
    return {
        "state": WAITING,
        "counsellor_id": None,
        "claimed_at": None,
        "snoozed_until": None,
        "rung": Rung.NATIVE,
        "rung_since": now,
    }


async def add_intake(session: AsyncSession, conversation: Conversation, intake: Intake) -> None:
    """Keep with the open ticket what its resident wants the counsellor to know; nothing without a ticket."""
    ticket = await find_open_ticket(session, conversation.id)
    if ticket is not None:
        ticket.summary = {**ticket.summary, "intake": asdict(intake)}


async def add_topic(session: AsyncSession, conversation: Conversation) -> None:
    """Keep with the open ticket what was answered since it was opened; its topic, where it has none."""
    ticket = await find_open_ticket(session, conversation.id)
    if ticket is not None:
        ticket.summary = {**await _summary(session, conversation), **_kept(ticket.summary)}
        if ticket.article is None:
            ticket.area, ticket.article = _topic(ticket.summary)


async def add_bridge(session: AsyncSession, conversation: Conversation, bridge: Bridge) -> Reply | None:
    """Keep with the waiting ticket that its resident also reads a language; None without such a ticket."""
    ticket = await find_open_ticket(session, conversation.id)
    if ticket is None or ticket.state != WAITING or bridge.language == ticket.language:
        return None
    ticket.bridges = sorted({*ticket.bridges, bridge.language})
    return bridge_notice(bridge.language, Language(conversation.language))


def close(ticket: Ticket, now: datetime, outcome: str | None = None) -> None:
    """End a ticket."""
    ticket.state, ticket.closed_at, ticket.outcome = CLOSED, now, outcome
    ticket.snoozed_until = ticket.callback_at = None


async def _open(session: AsyncSession, conversation: Conversation, wanted: HandOver, now: datetime) -> Ticket:
    summary = await _summary(session, conversation)
    area, article = _topic(summary)
    ticket = Ticket(
        id=storage.new_id(),
        conversation_id=conversation.id,
        state=WAITING,
        priority=wanted.priority,
        reason=wanted.reason,
        language=conversation.language,
        summary=summary,
        centre=conversation.details.get("centre"),
        area=area,
        article=article,
        rung_since=now,
        created_at=now,
    )
    session.add(ticket)
    return ticket


def _topic(summary: dict[str, Any]) -> tuple[str | None, str | None]:
    """Return area and article of the guidebook, None for what is not known."""
    article = next((shown["article"] for shown in summary["articles"]), None)
    return (article.partition(".")[0] if article else None), article


async def _reopen(session: AsyncSession, conversation: Conversation, now: datetime) -> Ticket | None:
    """Let the last ticket of a closed conversation wait again, offered first to who had it; None if it is too old."""
    if conversation.state != storage.CLOSED:
        return None
    query = select(Ticket).where(Ticket.conversation_id == conversation.id).order_by(Ticket.created_at.desc()).limit(1)
    ticket = (await session.scalars(query)).first()
    if ticket is None or ticket.closed_at is None or now - ticket.closed_at > REOPENS:
        return None
    ticket.state, ticket.priority, ticket.reason = WAITING, Priority.NORMAL, Reason.REQUEST
    ticket.waiting_since = ticket.rung_since = now
    ticket.rung = Rung.NATIVE
    ticket.language = conversation.language
    ticket.claimed_at = ticket.closed_at = ticket.outcome = ticket.callback_at = ticket.snoozed_until = None
    ticket.summary = {**await _summary(session, conversation), **_kept(ticket.summary)}
    return ticket


def _kept(summary: dict[str, Any]) -> dict[str, Any]:
    return {"intake": summary["intake"]} if "intake" in summary else {}


async def _find_next_shift(
    session: AsyncSession, language: Language, centre: str | None, now: datetime
) -> datetime | None:
    """Return when the next planned shift of somebody begins who speaks a language and serves a centre."""
    query = (
        select(PlannedShift.starts_at, Counsellor.languages, Counsellor.centres)
        .join(Counsellor, Counsellor.id == PlannedShift.counsellor_id)
        .where(PlannedShift.starts_at > now, Counsellor.disabled_at.is_(None))
        .order_by(PlannedShift.starts_at)
        .limit(_SHIFTS_AHEAD)
    )
    for starts_at, languages, centres in await session.execute(query):
        if language in languages and (not centre or not centres or centre in centres):
            return cast("datetime", starts_at)
    return None


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
