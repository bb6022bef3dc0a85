"""Hangul documents (HWPX, the open format of Hancom Office; .hwp is another, older one)."""

import re
from collections.abc import Iterator
from pathlib import Path

from hwpx import HwpxDocument

from knowledge.documents.blocks import Block, Kind
from knowledge.documents.readers import markdown

_OUTLINE = re.compile(r"(?:개요|outline|제목|heading)\s*(\d)", re.IGNORECASE)


def read(path: Path) -> list[Block]:
    """Read through python-hwpx's Markdown, which keeps tables; paragraphs in an outline style become headings."""
    document = HwpxDocument.open(str(path))
    levels = dict(_headings(document))
    blocks = []
    for block in markdown.parse(document.text.markdown()):
        level = levels.get(block.text) if block.kind is Kind.TEXT else None
        blocks.append(Block(Kind.HEADING, block.text, level=level) if level else block)
    return blocks


def _headings(document: HwpxDocument) -> Iterator[tuple[str, int]]:
    styles = dict(document.styles.items())
    for paragraph in document.paragraphs:
        style = styles.get(str(paragraph.style_id_ref))
        match = _OUTLINE.match(style.name or "") if style else None
        if match and paragraph.text.strip():
            yield paragraph.text.strip(), int(match[1])
