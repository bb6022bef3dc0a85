"""Markdown and what is exported as such."""

from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.documents.blocks import Block, Kind, table_rows
from knowledge.documents.readers.text import decode


def read(path: Path) -> list[Block]:
    """Read a Markdown file; front matter is left out."""
    text = decode(path)
    if text.startswith("---\n"):
        text = text.split("---\n", 2)[-1]
    return list(parse(text))


def parse(text: str) -> Iterator[Block]:
    """Yield the blocks of a Markdown text."""
    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(text)
    rows: list[list[str]] | None = None
    level = 0
    for token in tokens:
        match token.type:
            case "heading_open":
                level = int(token.tag[1:])
            case "table_open":
                rows = []
            case "tr_open":
                (rows if rows is not None else []).append([])
            case "table_close":
                yield from table_rows(rows or [])
                rows = None
            case "inline" if rows is not None:
                rows[-1].append(_words(token))
            case "inline":
                yield Block(Kind.HEADING if level else Kind.TEXT, _words(token), level=level)
                level = 0
            case "fence" | "code_block":
                yield Block(Kind.TEXT, token.content.strip())
            case _:
                pass


def _words(token: Token) -> str:
    parts = []
    for child in token.children or []:
        if child.type in {"softbreak", "hardbreak"}:
            parts.append("\n")
        elif child.type != "image":
            parts.append(child.content)
    return "".join(parts).strip()
