"""Puts new questions into groups, in small steps off the answering path; what a crash interrupts is done again."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.database import Database
from api.conversations.storage import new_id
from api.desk.gaps.grouping import Groups, mean_of, read_centroid, write_centroid
from api.desk.models import GapQuestion, KnowledgeGap
from knowledge.embedding import Vectors
from knowledge.languages import Language
from knowledge.search import Certainty, GuidebookSearch

BATCH = 64
CANDIDATES = 5000
"""New questions are compared with so many groups, those asked for last."""


@dataclass(frozen=True)
class _Known:
    """A group as it was when the questions were read."""

    id: str
    centroid: bytes
    questions: int


@dataclass(frozen=True)
class _Placed:
    """A question with its group, which may not be there yet; `area` only for the first of a new one."""

    message: str
    gap: str
    vector: bytes
    area: str | None
    is_new: bool


class Gatherer:
    """Groups what has no group."""

    def __init__(self, database: Database, search: GuidebookSearch) -> None:
        self._database = database
        self._search = search

    async def gather(self) -> int:
        """Group at most `BATCH` questions, the oldest first; returns how many there were."""
        async with self._database.reading() as session:
            waiting = select(GapQuestion).where(GapQuestion.gap_id.is_(None)).order_by(GapQuestion.created_at)
            questions = list(await session.scalars(waiting.limit(BATCH)))
            known = await _known(session) if questions else []
        if questions:
            placed = await asyncio.to_thread(self._place, questions, known)
            async with self._database.writing() as session:
                await _store(session, placed)
        return len(questions)

    async def sweep(self) -> None:
        """Remove groups that have lost all their questions before anybody worked on them."""
        has_questions = exists().where(GapQuestion.gap_id == KnowledgeGap.id)
        empty = select(KnowledgeGap).where(KnowledgeGap.state == "open", KnowledgeGap.questions <= 0, ~has_questions)
        async with self._database.reading() as session:
            gone = [gap.id for gap in await session.scalars(empty.limit(BATCH)) if not gap.texts]
        if gone:
            async with self._database.writing() as session:
                await session.execute(delete(KnowledgeGap).where(KnowledgeGap.id.in_(gone), ~has_questions))

    def _place(self, questions: Sequence[GapQuestion], known: Sequence[_Known]) -> list[_Placed]:
        """Find the group of each question; takes as long as embedding them, never on the event loop."""
        vectors = self._search.embed([question.text for question in questions])
        # Groups of an embedding model that was used before cannot be compared.
        same = [one for one in known if len(one.centroid) == vectors.shape[1] * vectors.itemsize]
        groups = Groups(_stack(same, vectors.shape[1]), np.array([one.questions for one in same], dtype=np.int64))
        ids = [one.id for one in same]
        placed = []
        for question, vector in zip(questions, vectors, strict=True):
            number = groups.place(vector)
            is_new = number == len(ids)
            if is_new:
                ids.append(new_id())
            area = self._area(question) if is_new else None
            placed.append(_Placed(question.message_id, ids[number], write_centroid(vector), area, is_new))
        return placed

    def _area(self, question: GapQuestion) -> str | None:
        """The part of the guidebook that a question seems to belong to."""
        result = self._search.search(question.text, Language(question.language), 1)
        return result.hits[0].article.area if result.hits and result.certainty is not Certainty.NONE else None


async def nearest(
    session: AsyncSession, gap: KnowledgeGap, limit: int = 3, least: float = 0.4
) -> list[tuple[str, float]]:
    """Return the groups that are most like one, with their cosine, for merging by hand."""
    centroid = read_centroid(gap.centroid)
    others = [one for one in await _known(session) if one.id != gap.id and len(one.centroid) == len(gap.centroid)]
    if not others:
        return []
    groups = Groups(_stack(others, len(centroid)), np.ones(len(others), dtype=np.int64))
    similarities = groups.similarities(centroid)
    best = np.argsort(-similarities)[:limit]
    return [(others[place].id, float(similarities[place])) for place in best if similarities[place] >= least]


async def _known(session: AsyncSession) -> list[_Known]:
    columns = select(KnowledgeGap.id, KnowledgeGap.centroid, KnowledgeGap.questions)
    newest = columns.order_by(KnowledgeGap.last_at.desc()).limit(CANDIDATES)
    return [_Known(*row) for row in (await session.execute(newest)).tuples()]


def _stack(known: Sequence[_Known], dimensions: int) -> Vectors:
    if not known:
        return np.empty((0, dimensions), dtype=np.float32)
    return np.stack([read_centroid(one.centroid) for one in known])


async def _store(session: AsyncSession, placed: Sequence[_Placed]) -> None:
    """Write the groups; a question that is gone or grouped meanwhile is left alone, one whose group is gone waits."""
    wanted = select(GapQuestion).where(
        GapQuestion.message_id.in_([one.message for one in placed]), GapQuestion.gap_id.is_(None)
    )
    locked = wanted.order_by(GapQuestion.message_id).with_for_update()
    questions = {one.message_id: one for one in await session.scalars(locked)}
    named = select(KnowledgeGap).where(KnowledgeGap.id.in_({one.gap for one in placed})).order_by(KnowledgeGap.id)
    gaps = {gap.id: gap for gap in await session.scalars(named.with_for_update())}
    for one in placed:
        question = questions.get(one.message)
        if question and one.is_new:
            gaps[one.gap] = _new_gap(one, question.created_at)
            session.add(gaps[one.gap])
    await session.flush()
    for one in placed:
        question, gap = questions.get(one.message), gaps.get(one.gap)
        if question and gap:
            _join(gap, question, one.vector)


def _new_gap(placed: _Placed, now: datetime) -> KnowledgeGap:
    return KnowledgeGap(
        id=placed.gap,
        state="open",
        centroid=placed.vector,
        questions=0,
        area=placed.area,
        texts={},
        editors={},
        first_at=now,
        last_at=now,
    )


def _join(gap: KnowledgeGap, question: GapQuestion, vector: bytes) -> None:
    gap.centroid = mean_of(gap.centroid, gap.questions, vector, 1)
    gap.questions += 1
    gap.first_at = min(gap.first_at, question.created_at)
    gap.last_at = max(gap.last_at, question.created_at)
    question.gap_id = gap.id
