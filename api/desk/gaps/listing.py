"""Reads gaps for the desk: a page of them, one with samples; from their own two tables, never from messages."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.models import Counsellor
from api.desk.gaps.gathering import nearest
from api.desk.gaps.schemas import render_gap, render_sample, render_text
from api.desk.models import GapQuestion, KnowledgeGap
from api.errors import InvalidRequest
from knowledge.languages import Language

PAGE = 50
SAMPLES = 20
_TITLE = 120
# More do not fit into a column of numbers.
_DIGITS = 9


async def list_gaps(session: AsyncSession, state: str | None, before: str | None, limit: int = PAGE) -> dict[str, Any]:
    """Return gaps as JSON, those that were asked most first; `next` is the `before` of the following page."""
    found = list(await session.scalars(_ordered(state, before).limit(limit + 1)))
    shown = found[:limit]
    last = f"{shown[-1].questions}-{shown[-1].id}" if len(found) > limit else None
    return {"gaps": await render_gaps(session, shown), "next": last}


async def render_gaps(session: AsyncSession, gaps: Sequence[KnowledgeGap]) -> list[dict[str, Any]]:
    """Return gaps as JSON with two queries for all of them."""
    ids = [gap.id for gap in gaps]
    languages, waiting = await _counts(session, ids)
    firsts = await _first_questions(session, ids)
    return [render_gap(gap, languages[gap.id], waiting[gap.id], firsts.get(gap.id, "")) for gap in gaps]


async def read_gap(session: AsyncSession, gap: KnowledgeGap) -> dict[str, Any]:
    """Return a gap as JSON with its newest questions, its texts and editors, and gaps that may be the same."""
    samples = select(GapQuestion).where(GapQuestion.gap_id == gap.id).order_by(GapQuestion.created_at.desc())
    editors = select(Counsellor.id, Counsellor.name).where(Counsellor.id.in_(set(gap.editors.values())))
    names = dict((await session.execute(editors)).tuples().all())
    (shown,) = await render_gaps(session, [gap])
    return {
        "gap": shown,
        "samples": [render_sample(one) for one in await session.scalars(samples.limit(SAMPLES))],
        "texts": {one.value: render_text(gap.texts.get(one)) for one in Language},
        "editors": {language: {"id": one, "name": names.get(one, "")} for language, one in gap.editors.items()},
        "similar": await _similar(session, gap),
    }


def _ordered(state: str | None, before: str | None) -> Select[tuple[KnowledgeGap]]:
    query = select(KnowledgeGap).order_by(KnowledgeGap.questions.desc(), KnowledgeGap.id)
    if state:
        query = query.where(KnowledgeGap.state == state)
    if before is None:
        return query
    count, _, identity = before.partition("-")
    if not count.isdecimal() or len(count) > _DIGITS or not identity:
        raise InvalidRequest("`before` is the `next` of an earlier page.")
    after = and_(KnowledgeGap.questions == int(count), KnowledgeGap.id > identity)
    return query.where(or_(KnowledgeGap.questions < int(count), after))


async def _counts(
    session: AsyncSession, gaps: Sequence[str]
) -> tuple[dict[str, dict[str, int]], dict[str, dict[str, int]]]:
    """How many questions, and how many conversations that wait, by gap and language."""
    waits = and_(GapQuestion.wants_answer, GapQuestion.told_at.is_(None))
    waiting = func.count(func.distinct(case((waits, GapQuestion.conversation_id))))
    query = select(GapQuestion.gap_id, GapQuestion.language, func.count(), waiting)
    grouped = query.where(GapQuestion.gap_id.in_(gaps)).group_by(GapQuestion.gap_id, GapQuestion.language)
    languages: dict[str, dict[str, int]] = defaultdict(dict)
    wanting: dict[str, dict[str, int]] = defaultdict(dict)
    for gap, language, count, conversations in (await session.execute(grouped)).tuples():
        if gap is not None:
            languages[gap][language] = count
            if conversations:
                wanting[gap][language] = conversations
    return languages, wanting


async def _first_questions(session: AsyncSession, gaps: Sequence[str]) -> dict[str, str]:
    """The first question of each gap, shortened, by gap."""
    order = func.row_number().over(
        partition_by=GapQuestion.gap_id, order_by=(GapQuestion.created_at, GapQuestion.message_id)
    )
    text = func.substr(GapQuestion.text, 1, _TITLE).label("text")
    ranked = select(GapQuestion.gap_id, text, order.label("place")).where(GapQuestion.gap_id.in_(gaps)).subquery()
    rows = await session.execute(select(ranked.c.gap_id, ranked.c.text).where(ranked.c.place == 1))
    return {gap: " ".join(shown.split()) for gap, shown in rows.tuples()}


async def _similar(session: AsyncSession, gap: KnowledgeGap) -> list[dict[str, Any]]:
    found = dict(await nearest(session, gap))
    rows = await session.scalars(select(KnowledgeGap).where(KnowledgeGap.id.in_(found)))
    rendered = await render_gaps(session, list(rows))
    similar = [{"similarity": round(found[one["id"]], 2), **one} for one in rendered]
    return sorted(similar, key=lambda one: -one["similarity"])
