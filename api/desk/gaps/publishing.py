"""Makes a document of all published answers, which the search then finds and cites like a centre's guidebook.

The search finds an answer by its words, and by the questions that it settles (`settling.py`). What is published of a
text stands in the gap beside what editors write (`published`), so that nobody publishes by correcting. The document is
made from the database alone: making it again after a crash changes nothing.
"""

import asyncio
import tempfile
from collections import defaultdict
from html import escape
from pathlib import Path

from api.conversations.database import Database
from api.desk.gaps.answers import Answer, PublishedGap, published_gaps
from api.desk.gaps.settling import Settler, find_passage
from api.messages import Citation
from knowledge.errors import DocumentMissing
from knowledge.languages import Language
from knowledge.search import GuidebookSearch

DOCUMENT = "counsellors-answers"
TITLE = "Counsellors' answers"
_TRAIL = "\n"


class AnswerLibrary:
    """The document of published answers in the library of centres' documents."""

    def __init__(self, database: Database, search: GuidebookSearch) -> None:
        self._database = database
        self._search = search
        self._library = search.library
        self._settler = Settler(search)
        self._turn = asyncio.Lock()

    async def rebuild(self) -> None:
        """Make the document as the database has it; raises DocumentInvalid or OSError, and may then be repeated."""
        async with self._turn:
            before: list[PublishedGap] | None = None
            # Another process may have published meanwhile: then the document is made of that, too.
            while (gaps := await self._read()) != before:
                await asyncio.to_thread(self._make, gaps)
                before = gaps

    async def cite(self, answer: Answer) -> tuple[Citation, ...]:
        """Return where an answer stands in the document, for one that is told; nothing once it is not there."""
        return await asyncio.to_thread(self._cite, answer)

    async def _read(self) -> list[PublishedGap]:
        async with self._database.reading() as session:
            return await published_gaps(session)

    def _make(self, gaps: list[PublishedGap]) -> None:
        answers = [answer for gap in gaps for answer in gap.answers]
        settle = self._settler.prepare(gaps)
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
            self._library.add(path, detect, document=DOCUMENT, title=TITLE, settle=settle)

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
        passage = find_passage(passages, answer)
        if passage is None:
            return ()
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


def render_document(answers: list[Answer]) -> str:
    """Return the answers as an HTML file for the library."""
    sections = "".join(f"<h2>{escape(answer.heading)}</h2>\n{_paragraphs(answer.text)}" for answer in answers)
    return f'<!doctype html><html><head><meta charset="utf-8"></head><body>\n{sections}</body></html>\n'


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>\n" for line in text.splitlines() if line.strip())
