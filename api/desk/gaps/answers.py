"""What residents may read of gaps: the published texts, and the questions that they settle."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.desk.models import GapQuestion, KnowledgeGap
from knowledge.languages import Language

MOST_QUESTIONS = 200
"""So many questions of a gap lead to its answer, those asked last: more are hardly other words."""
PUBLISHED = "published"
_SEOUL = ZoneInfo("Asia/Seoul")


@dataclass(frozen=True)
class Answer:
    """What residents may read of a gap in one language; `on` is the day in Seoul on which it was published."""

    language: Language
    title: str
    text: str
    on: date

    @property
    def heading(self) -> str:
        """Title and date as they stand in the document: the edition's own date is that of the newest answer."""
        return f"{' '.join(self.title.split())} ({self.on.isoformat()})"


def published_texts(texts: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Return the texts of a gap with all of them published; one that has not changed keeps its date."""
    today = now.astimezone(_SEOUL).date().isoformat()
    return {language: {**text, PUBLISHED: _publish(text, today)} for language, text in texts.items()}


def withdrawn_texts(texts: dict[str, Any]) -> dict[str, Any]:
    """Return the texts of a gap with none of them published."""
    return {
        language: {name: value for name, value in text.items() if name != PUBLISHED} for language, text in texts.items()
    }


def find_answer(texts: dict[str, Any], language: Language) -> Answer | None:
    """Return what is published of a gap in a language."""
    live = texts.get(language, {}).get(PUBLISHED)
    return Answer(language, live["title"], live["text"], date.fromisoformat(live["on"])) if live else None


@dataclass(frozen=True)
class PublishedGap:
    """The answers to a gap, one per language, and the questions of residents that they settle."""

    answers: tuple[Answer, ...]
    questions: tuple[str, ...]


async def published_gaps(session: AsyncSession) -> list[PublishedGap]:
    """Return what is published, with two queries; the order stays the same while nothing is published anew."""
    live = select(KnowledgeGap.id, KnowledgeGap.texts).where(KnowledgeGap.state == "published")
    rows = (await session.execute(live.order_by(KnowledgeGap.published_at, KnowledgeGap.id))).tuples().all()
    questions = await _questions(session)
    return [
        PublishedGap(answers, tuple(questions.get(gap, ())))
        for gap, texts in rows
        if (answers := tuple(answer for language in Language if (answer := find_answer(texts, language))))
    ]


async def _questions(session: AsyncSession) -> dict[str, list[str]]:
    """The newest questions of each published gap, each wording once, by gap."""
    order = func.row_number().over(
        partition_by=GapQuestion.gap_id, order_by=(GapQuestion.created_at.desc(), GapQuestion.message_id)
    )
    ranked = (
        select(GapQuestion.gap_id, GapQuestion.text, order.label("place"))
        .join(KnowledgeGap, KnowledgeGap.id == GapQuestion.gap_id)
        .where(KnowledgeGap.state == "published")
        .subquery()
    )
    newest = select(ranked.c.gap_id, ranked.c.text).where(ranked.c.place <= MOST_QUESTIONS)
    found: dict[str, list[str]] = {}
    for gap, text in (await session.execute(newest.order_by(ranked.c.gap_id, ranked.c.place))).tuples():
        own = found.setdefault(gap, [])
        if text not in own:
            own.append(text)
    return found


def _publish(text: dict[str, Any], today: str) -> dict[str, str]:
    live: dict[str, str] = text.get(PUBLISHED, {})
    if (live.get("title"), live.get("text")) == (text["title"], text["text"]):
        return live
    return {"title": text["title"], "text": text["text"], "on": today}
