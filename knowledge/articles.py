"""Guidebook articles: their shape, and reading them from Markdown files with front matter."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import ArticleInvalid, ArticleMissing
from knowledge.languages import Language

AREAS = ("visa", "settlement", "job", "family")
SECTION_KEYS = ("who", "steps", "papers", "cost-time", "ask", "warnings")
REQUIRED_SECTIONS = ("who", "steps", "ask")

_HEADING = re.compile(r"^##[ \t]+(\S+)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Source:
    """What a statement rests on: title in the reader's language, date it is true for, perhaps an address."""

    title: str
    date: str
    url: str | None = None


@dataclass(frozen=True)
class Section:
    """One part of an article: its key (see SECTION_KEYS) and its Markdown."""

    key: str
    markdown: str


@dataclass(frozen=True)
class Article:
    """One guidebook article in one language."""

    id: str
    language: Language
    title: str
    summary: str
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    verified: date
    review_by: date

    @property
    def area(self) -> str:
        """The part of the guidebook it belongs to: visa, settlement, job or family."""
        return self.id.partition(".")[0]


def read_article(path: Path) -> Article:
    """Read one Markdown file; raises ArticleInvalid with the file's name and the reason."""
    front, body = _split_front_matter(path)
    try:
        language = Language(path.stem)
        expected = f"{path.parent.parent.name}.{path.parent.name}"
        if front["id"] != expected or front["language"] != language:
            raise ArticleInvalid(f"{path}: id or language differs from its place ({expected}, {language})")
        summary, sections = _split_sections(path, body)
        sources = tuple(Source(str(s["title"]), str(s["date"]), s.get("url")) for s in front["sources"])
        if not sources:
            raise ArticleInvalid(f"{path}: no sources")
        return Article(
            id=front["id"],
            language=language,
            title=str(front["title"]),
            summary=summary,
            sections=sections,
            sources=sources,
            verified=_date(front["verified"]),
            review_by=_date(front["review_by"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ArticleInvalid(f"{path}: {error!r}") from error


def _split_front_matter(path: Path) -> tuple[dict[str, Any], str]:
    parts = path.read_text(encoding="utf-8").split("---\n", 2)
    if len(parts) != 3 or parts[0].strip():  # noqa: PLR2004 - text before, front matter, body
        raise ArticleInvalid(f"{path}: no front matter")
    try:
        front = yaml.safe_load(parts[1])
    except yaml.YAMLError as error:
        raise ArticleInvalid(f"{path}: {error}") from error
    if not isinstance(front, dict):
        raise ArticleInvalid(f"{path}: front matter is not a mapping")
    return front, parts[2]


def _split_sections(path: Path, body: str) -> tuple[str, tuple[Section, ...]]:
    pieces = _HEADING.split(body)
    summary = pieces[0].strip()
    sections = tuple(Section(key, text.strip()) for key, text in zip(pieces[1::2], pieces[2::2], strict=True))
    keys = [section.key for section in sections]
    if not summary:
        raise ArticleInvalid(f"{path}: no short answer")
    if keys != [key for key in SECTION_KEYS if key in keys]:
        raise ArticleInvalid(f"{path}: sections {keys} are not in the agreed order {SECTION_KEYS}")
    missing = [key for key in REQUIRED_SECTIONS if key not in keys]
    if missing or not all(section.markdown for section in sections):
        raise ArticleInvalid(f"{path}: empty or missing sections {missing}")
    return summary, sections


def _date(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


class Guidebook:
    """All articles in all languages, in memory."""

    def __init__(self, articles: list[Article]) -> None:
        self._articles = {(article.id, article.language): article for article in articles}
        self.ids: tuple[str, ...] = tuple(
            sorted({article.id for article in articles}, key=lambda i: (AREAS.index(i.partition(".")[0]), i))
        )

    def __iter__(self) -> Iterator[Article]:
        return iter(self._articles.values())

    def find(self, article: str, language: Language) -> Article | None:
        """Return the article in that language, or None."""
        return self._articles.get((article, language))

    def find_nearest(self, article: str, language: Language) -> Article | None:
        """Return the article in that language, else in the one most likely understood; None if there is none."""
        versions = (self.find(article, one) for one in (language, Language.EN, Language.KO, *Language))
        return next((found for found in versions if found is not None), None)

    def find_all_nearest(self, articles: Iterable[str], language: Language) -> list[Article]:
        """Return the articles as `find_nearest` finds them, in their order; those that do not exist are left out."""
        return [found for one in articles if (found := self.find_nearest(one, language)) is not None]

    def get(self, article: str, language: Language) -> Article:
        """Return the article in that language; raises ArticleMissing."""
        found = self.find(article, language)
        if found is None:
            raise ArticleMissing(f"no article {article!r} in {language}")
        return found


def read_guidebook(folder: Path) -> Guidebook:
    """Read every article below a folder (`<area>/<name>/<language>.md`)."""
    files = sorted(folder.glob("*/*/??.md"))
    if not files:
        raise ArticleInvalid(f"{folder}: no articles")
    return Guidebook([read_article(path) for path in files])
