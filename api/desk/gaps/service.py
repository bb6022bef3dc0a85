"""What editors do with knowledge gaps: read, write and assign the languages, merge, publish."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.database import Database
from api.conversations.models import Counsellor
from api.desk import audit
from api.desk.gaps import listing
from api.desk.gaps.answers import PUBLISHED, published_texts, withdrawn_texts
from api.desk.gaps.grouping import mean_of
from api.desk.gaps.publishing import AnswerLibrary
from api.desk.gaps.schemas import Change, NewText
from api.desk.gaps.telling import Teller
from api.desk.models import GapQuestion, KnowledgeGap
from api.desk.rights import Right, is_allowed
from api.errors import AnswerMissing, GapPublished, InvalidRequest, NotFound
from knowledge.languages import Language

FIRST = Language.KO
"""The language in which every published answer can be read at the desk."""


@dataclass(frozen=True)
class Published:
    """How many conversations were told, and how many wait for their language, by language."""

    told: int
    waiting: dict[str, int]


class GapService:
    """The gaps at the desk; who may do what is asked before."""

    def __init__(self, database: Database, library: AnswerLibrary, teller: Teller, now: Callable[[], datetime]) -> None:
        self._database = database
        self._library = library
        self._teller = teller
        self._now = now

    async def list(self, state: str | None, before: str | None) -> dict[str, Any]:
        """Return a page of gaps, those that were asked most first; raises InvalidRequest."""
        async with self._database.reading() as session:
            return await listing.list_gaps(session, state, before)

    async def read(self, identity: str, counsellor: Counsellor) -> dict[str, Any]:
        """Return a gap with what residents asked; raises NotFound."""
        async with self._database.writing() as session:
            gap = await _get(session, identity)
            self._note(session, counsellor, "gap.read", identity)
            return await listing.read_gap(session, gap)

    async def change(self, identity: str, counsellor: Counsellor, change: Change) -> dict[str, Any]:
        """Open or dismiss a gap, or say where it belongs; an answer that was published is withdrawn by the first."""
        async with self._database.writing() as session:
            gap = await _lock(session, identity)
            was_published = gap.state == "published"
            if change.area:
                gap.area = change.area
            if change.state:
                gap.state = _open_state(gap) if change.state == "open" else change.state
                gap.texts, gap.published_at = withdrawn_texts(gap.texts), None
            self._note(session, counsellor, "gap.changed", identity, change.model_dump(exclude_none=True))
            (shown,) = await listing.render_gaps(session, [gap])
        if was_published and change.state:
            await self._library.rebuild()
        return shown

    async def write(self, identity: str, counsellor: Counsellor, language: Language, text: NewText) -> dict[str, Any]:
        """Write the answer in a language; residents read it once it is published. Raises NotFound."""
        title, body = " ".join(text.title.split()), text.text.strip()
        if not title or not body:
            raise InvalidRequest("An answer needs a title and a text.")
        async with self._database.writing() as session:
            gap = await _lock(session, identity)
            kept = gap.texts.get(language, {})
            gap.texts = {**gap.texts, language.value: {**kept, "title": title, "text": body}}
            self._note(session, counsellor, "gap.written", identity, {"language": language})
            return await listing.read_gap(session, gap)

    async def assign(self, identity: str, counsellor: Counsellor, editors: dict[Language, str]) -> dict[str, Any]:
        """Ask colleagues to write languages that they speak; raises NotFound, or InvalidRequest for who cannot."""
        async with self._database.writing() as session:
            gap = await _lock(session, identity)
            await _check_editors(session, editors)
            gap.editors = {language.value: one for language, one in editors.items()}
            if gap.state in {"open", "assigned"}:
                gap.state = _open_state(gap)
            self._note(session, counsellor, "gap.assigned", identity, {"editors": gap.editors})
            return await listing.read_gap(session, gap)

    async def merge(self, identity: str, counsellor: Counsellor, into: str) -> dict[str, Any]:
        """Move all that belongs to a gap into another, which goes on; raises NotFound, GapPublished, InvalidRequest."""
        if identity == into:
            raise InvalidRequest("A gap cannot be merged into itself.")
        # Only a question that joins at this very moment is a reason to begin again.
        while (shown := await self._merge(identity, counsellor, into)) is None:
            pass
        if shown["gap"]["state"] == "published":
            await self._library.rebuild()
        await self._teller.tell(into)
        return shown

    async def _merge(self, identity: str, counsellor: Counsellor, into: str) -> dict[str, Any] | None:
        """Merge two gaps; None, and nothing done, when a question has joined that could not be locked in its turn."""
        async with self._database.writing() as session:
            # Questions before gaps, as whoever groups or forgets them.
            questions = await _lock_questions(session, identity)
            gaps = {gap.id: gap for gap in await _lock_all(session, (identity, into))}
            gone, kept = gaps[identity], gaps[into]
            if gone.state == "published":
                raise GapPublished
            if await _has_others(session, identity, questions):
                return None
            _absorb(kept, gone)
            moved = update(GapQuestion).where(GapQuestion.gap_id == gone.id).values(gap_id=kept.id)
            await session.execute(moved)
            await session.delete(gone)
            await session.flush()
            self._note(session, counsellor, "gap.merged", identity, {"into": into})
            return await listing.read_gap(session, kept)

    async def publish(self, identity: str, counsellor: Counsellor) -> Published:
        """Let residents read all that is written, find it, and be told of it.

        Raises NotFound, or AnswerMissing without a Korean text. What comes after the commit is made good by the
        worker if this process dies.
        """
        now = self._now()
        async with self._database.writing() as session:
            gap = await _lock(session, identity)
            if FIRST not in gap.texts:
                raise AnswerMissing
            gap.texts = published_texts(gap.texts, now)
            gap.state, gap.published_at = "published", gap.published_at or now
            live = [language for language, text in gap.texts.items() if PUBLISHED in text]
            self._note(session, counsellor, "gap.published", identity, {"languages": live})
        await self._library.rebuild()
        told = await self._teller.tell(identity)
        async with self._database.reading() as session:
            (shown,) = await listing.render_gaps(session, [await _get(session, identity)])
        return Published(told, shown["waiting"])

    def _note(
        self,
        session: AsyncSession,
        counsellor: Counsellor,
        action: str,
        gap: str,
        details: dict[str, Any] | None = None,
    ) -> None:
        audit.note(session, self._now(), counsellor.id, action, ("gap", gap), details)


def _open_state(gap: KnowledgeGap) -> str:
    return "assigned" if gap.editors else "open"


def _absorb(kept: KnowledgeGap, gone: KnowledgeGap) -> None:
    """Add up two gaps; a text that both have stays as the kept one has it."""
    kept.centroid = mean_of(kept.centroid, kept.questions, gone.centroid, max(gone.questions, 1))
    kept.questions += gone.questions
    kept.texts = {**gone.texts, **kept.texts}
    kept.editors = {**gone.editors, **kept.editors}
    kept.area = kept.area or gone.area
    kept.first_at, kept.last_at = min(kept.first_at, gone.first_at), max(kept.last_at, gone.last_at)


async def _get(session: AsyncSession, identity: str) -> KnowledgeGap:
    gap = await session.get(KnowledgeGap, identity)
    if gap is None:
        raise NotFound
    return gap


async def _lock(session: AsyncSession, identity: str) -> KnowledgeGap:
    (gap,) = await _lock_all(session, (identity,))
    return gap


async def _lock_questions(session: AsyncSession, gap: str) -> set[str]:
    """Lock the questions of a gap and return their ids."""
    query = select(GapQuestion.message_id).where(GapQuestion.gap_id == gap).order_by(GapQuestion.message_id)
    return set(await session.scalars(query.with_for_update()))


async def _has_others(session: AsyncSession, gap: str, questions: set[str]) -> bool:
    query = select(GapQuestion.message_id).where(GapQuestion.gap_id == gap)
    return not questions.issuperset(await session.scalars(query))


async def _lock_all(session: AsyncSession, identities: Sequence[str]) -> Sequence[KnowledgeGap]:
    """Return gaps that nobody else changes meanwhile; raises NotFound unless all are there."""
    query = select(KnowledgeGap).where(KnowledgeGap.id.in_(identities)).order_by(KnowledgeGap.id).with_for_update()
    found = (await session.scalars(query)).all()
    if len(found) != len(identities):
        raise NotFound
    return found


async def _check_editors(session: AsyncSession, editors: dict[Language, str]) -> None:
    query = select(Counsellor).where(Counsellor.id.in_(set(editors.values())))
    found = {one.id: one for one in await session.scalars(query)}
    for language, identity in editors.items():
        one = found.get(identity)
        may_write = one is not None and (is_allowed(one, Right.EDIT_KNOWLEDGE) or is_allowed(one, Right.ANSWER))
        if one is None or not may_write or language not in one.languages:
            raise InvalidRequest(f"Nobody with this id can write {language}.")
