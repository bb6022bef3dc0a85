"""Makes a document of all published answers, which the search then finds and cites like a centre's guidebook.

What is published of a text stands in the gap beside what editors write (`published`), so that nobody publishes by
correcting. The document is made from the database alone: making it again after a crash changes nothing.
"""

import asyncio
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from api.conversations.database import Database
from api.desk.models import KnowledgeGap
from api.messages import Citation
from knowledge.errors import DocumentMissing
from knowledge.languages import Language
from knowledge.search import GuidebookSearch

DOCUMENT = "counsellors-answers"
TITLE = "Counsellors' answers"
PUBLISHED = "published"
_SEOUL = ZoneInfo("Asia/Seoul")
_TRAIL = "\n"


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


class AnswerLibrary:
    """The document of published answers in the library of centres' documents."""

    def __init__(self, database: Database, search: GuidebookSearch) -> None:
        self._database = database
        self._search = search
        self._library = search.library
        self._turn = asyncio.Lock()

    async def rebuild(self) -> None:
        """Make the document as the database has it; raises DocumentInvalid or OSError, and may then be repeated."""
        async with self._turn:
            before: list[Answer] | None = None
            # Another process may have published meanwhile: then the document is made of that, too.
            while (answers := await self._answers()) != before:
                await asyncio.to_thread(self._make, answers)
                before = answers

    async def cite(self, answer: Answer) -> tuple[Citation, ...]:
        """Return where an answer stands in the document, for one that is told; nothing once it is not there."""
        return await asyncio.to_thread(self._cite, answer)

    async def _answers(self) -> list[Answer]:
        query = select(KnowledgeGap.texts).where(KnowledgeGap.state == "published")
        async with self._database.reading() as session:
            rows = list(await session.scalars(query.order_by(KnowledgeGap.published_at, KnowledgeGap.id)))
        return [answer for texts in rows for language in Language if (answer := find_answer(texts, language))]

    def _make(self, answers: list[Answer]) -> None:
        if not answers:
            self._withdraw()
            return
        languages: dict[str, set[Language]] = defaultdict(set)
        for answer in answers:
            languages[answer.heading].add(answer.language)

        def detect(text: str) -> Language:
            """The language in which a passage was written; guessed only for a heading that two languages share."""
            (first, *others) = languages.get(text.partition(_TRAIL)[0], set()) or {self._search.detect(text).language}
            return self._search.detect(text).language if others else first

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{DOCUMENT}.html"
            path.write_text(render_document(answers), encoding="utf-8")
            self._library.add(path, detect, document=DOCUMENT, title=TITLE)

    def _withdraw(self) -> None:
        try:
            if self._library.document(DOCUMENT).current:
                self._library.withdraw(DOCUMENT)
        except DocumentMissing:
            pass

    def _cite(self, answer: Answer) -> tuple[Citation, ...]:
        try:
            document = self._library.document(DOCUMENT)
            passages = self._library.passages(DOCUMENT, document.current)
        except DocumentMissing:
            return ()
        for passage in passages:
            if passage.section == answer.heading and passage.language is answer.language:
                citation = Citation(
                    article=f"document.{DOCUMENT}",
                    title=document.edition(document.current).title,
                    language=answer.language,
                    passage=passage.text,
                    source=f"{TITLE}, {answer.heading}",
                    verified=answer.on.isoformat(),
                    url=f"/documents/{answer.language}/{DOCUMENT}/{document.current}#p{passage.number}",
                )
                return (citation,)
        return ()


def render_document(answers: list[Answer]) -> str:
    """Return the answers as an HTML file for the library."""
    sections = "".join(f"<h2>{escape(answer.heading)}</h2>\n{_paragraphs(answer.text)}" for answer in answers)
    return f'<!doctype html><html><head><meta charset="utf-8"></head><body>\n{sections}</body></html>\n'


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>\n" for line in text.splitlines() if line.strip())


def _publish(text: dict[str, Any], today: str) -> dict[str, str]:
    live: dict[str, str] = text.get(PUBLISHED, {})
    if (live.get("title"), live.get("text")) == (text["title"], text["text"]):
        return live
    return {"title": text["title"], "text": text["text"], "on": today}
