"""Tells residents who agreed that there is an answer now: once each, in their language, in their conversation."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import storage
from api.conversations.database import Database
from api.conversations.models import Conversation
from api.conversations.ports import Listener
from api.conversations.queue import find_open_ticket
from api.desk.gaps.answers import Answer, find_answer
from api.desk.gaps.publishing import AnswerLibrary
from api.desk.models import GapQuestion, KnowledgeGap
from api.errors import NotFound
from api.messages import Author, Button, Citation, Kind, Reply
from api.words import catalogue
from knowledge.languages import Language

PAGE = 200
_QUESTION = 200


class Teller:
    """Writes into the conversations of those who agreed.

    That somebody was told is committed with the message itself. Who is talking with a counsellor is told afterwards,
    who speaks a language in which there is no answer yet, once there is one.
    """

    def __init__(
        self, database: Database, library: AnswerLibrary, listener: Listener, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._library = library
        self._listener = listener
        self._now = now

    async def tell(self, gap: str | None = None) -> int:
        """Tell everybody who can be told, of one gap or of all; returns how many conversations were."""
        told = 0
        seen: set[tuple[str, str]] = set()
        async for conversation, about in self._due(gap):
            if (conversation, about) not in seen:
                seen.add((conversation, about))
                told += await self._tell_one(conversation, about)
        return told

    async def _due(self, gap: str | None) -> AsyncIterator[tuple[str, str]]:
        """Yield conversations that wait, each with the gap; some of them more than once."""
        last = ""
        while True:
            async with self._database.reading() as session:
                rows = (await session.execute(_page(last, gap))).tuples().all()
                gaps = select(KnowledgeGap.id, KnowledgeGap.texts).where(KnowledgeGap.id.in_({row[2] for row in rows}))
                texts = dict((await session.execute(gaps)).tuples().all())
            for _, conversation, about, language in rows:
                if find_answer(texts[about], Language(language)):
                    yield conversation, about
            if len(rows) < PAGE:
                return
            last = rows[-1][0]

    async def _tell_one(self, identity: str, about: str) -> bool:
        async with self._database.reading() as session:
            answer = await _answer(session, identity, about)
        citations = await self._library.cite(answer) if answer else ()
        try:
            async with self._database.writing() as session:
                conversation = await storage.lock_conversation(session, identity)
                if conversation.state == storage.HUMAN or not answer:
                    return False
                if not await _write(session, conversation, about, (answer, citations), self._now()):
                    return False
                ticket = await find_open_ticket(session, identity)
        except NotFound:  # deleted meanwhile
            return False
        self._listener.conversation_changed(identity)
        if ticket:
            self._listener.ticket_changed(ticket.id)
        return True


def _page(last: str, gap: str | None) -> Select[tuple[str, str, str, str]]:
    query = (
        select(GapQuestion.message_id, Conversation.id, KnowledgeGap.id, Conversation.language)
        .join(KnowledgeGap, KnowledgeGap.id == GapQuestion.gap_id)
        .join(Conversation, Conversation.id == GapQuestion.conversation_id)
        .where(KnowledgeGap.state == "published", GapQuestion.wants_answer, GapQuestion.told_at.is_(None))
        .where(Conversation.state.not_in((storage.HUMAN, storage.DELETED)), GapQuestion.message_id > last)
        .order_by(GapQuestion.message_id)
        .limit(PAGE)
    )
    return query.where(KnowledgeGap.id == gap) if gap else query


async def _answer(session: AsyncSession, conversation: str, about: str) -> Answer | None:
    """What is published for a conversation's language now."""
    row = await session.get(Conversation, conversation)
    gap = await session.get(KnowledgeGap, about)
    if row is None or gap is None or gap.state != "published":
        return None
    return find_answer(gap.texts, Language(row.language))


async def _write(
    session: AsyncSession,
    conversation: Conversation,
    about: str,
    answer: tuple[Answer, tuple[Citation, ...]],
    now: datetime,
) -> bool:
    """Add the message and note that it was told; False when that has happened already."""
    waiting = select(GapQuestion).where(
        GapQuestion.conversation_id == conversation.id,
        GapQuestion.gap_id == about,
        GapQuestion.wants_answer,
        GapQuestion.told_at.is_(None),
    )
    # Who groups, merges or forgets questions locks them by their ids, too.
    locked = await session.scalars(waiting.order_by(GapQuestion.message_id).with_for_update())
    questions = sorted(locked, key=lambda question: question.created_at)
    if not questions or await _answer(session, conversation.id, about) != answer[0]:
        return False
    storage.add_reply(session, conversation, told(questions[-1].text, *answer), now)
    for question in questions:
        question.told_at = now
    return True


def told(question: str, answer: Answer, citations: tuple[Citation, ...]) -> Reply:
    """What a resident reads once there is an answer to what they asked."""
    say = catalogue(answer.language).gettext
    shown = " ".join(question.split())
    shown = f"{shown[:_QUESTION].rstrip()}…" if len(shown) > _QUESTION else shown
    intro = say("You asked: “{question}”. Now there is an answer:").format(question=shown)
    button = Button(say("Talk to a counsellor"), "#counsellor")
    text = f"{intro}\n\n{answer.title}\n{answer.text}"
    return Reply(Kind.ANSWER, text, Author.SYSTEM, answer.language, citations, (button,))
