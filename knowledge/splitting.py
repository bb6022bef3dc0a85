"""Cuts articles into passages that can be quoted: the short answer, and each section."""

import hashlib
import re
from dataclasses import dataclass

from knowledge.articles import Article
from knowledge.languages import Language

SUMMARY = "summary"


@dataclass(frozen=True)
class Passage:
    """A piece of an article that stands for itself; `section` is `summary` or a section key."""

    id: str
    article: str
    language: Language
    section: str
    text: str


def split(article: Article) -> list[Passage]:
    """Return the passages of an article; ids come from content, so unchanged text keeps its id."""
    parts = [(SUMMARY, article.summary)] + [(s.key, s.markdown) for s in article.sections]
    return [
        Passage(_content_id(article, key, text), article.id, article.language, key, plain_text(text))
        for key, text in parts
    ]


def plain_text(markdown: str) -> str:
    """Markdown as a chat shows it: bullets as •, no emphasis marks, links as their text and address."""
    text = re.sub(r"\[([^\]]+)\]\(([^)]+)\)", r"\1 (\2)", markdown)
    text = re.sub(r"(\*\*|__)(.+?)\1", r"\2", text)
    text = re.sub(r"<(https?://[^>]+)>", r"\1", text)
    return re.sub(r"^[ \t]*[-*][ \t]+", "• ", text, flags=re.MULTILINE).strip()


def _content_id(article: Article, key: str, text: str) -> str:
    digest = hashlib.sha256(f"{article.id}\n{article.language}\n{key}\n{text}".encode()).hexdigest()
    return digest[:16]
