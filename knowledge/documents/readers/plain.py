"""Plain text: paragraphs between blank lines, short lines that stand alone as headings, lines with tabs as tables."""

import itertools
from collections.abc import Iterator
from pathlib import Path

from knowledge.documents.blocks import Block, Kind, table_rows
from knowledge.documents.readers.text import decode

_HEADING_LENGTH = 60
_SENTENCE_ENDS = tuple(".!?。！？۔:;,")
_BULLETS = tuple("-*•·▪○●※▶→")


def read(path: Path) -> list[Block]:
    """Read a text file."""
    lines = [line.rstrip() for line in decode(path).splitlines()]
    blocks: list[Block] = []
    for tabbed, group in itertools.groupby(lines, key=lambda line: "\t" in line):
        if tabbed:
            blocks.extend(table_rows([line.split("\t") for line in group]))
        else:
            blocks.extend(_paragraphs(list(group)))
    return blocks


def _paragraphs(lines: list[str]) -> Iterator[Block]:
    for filled, group in itertools.groupby(lines, key=lambda line: bool(line.strip())):
        if not filled:
            continue
        paragraph = [line.strip() for line in group]
        if len(paragraph) == 1 and _is_heading(paragraph[0]):
            yield Block(Kind.HEADING, paragraph[0], level=1)
        else:
            yield Block(Kind.TEXT, "\n".join(paragraph))


def _is_heading(line: str) -> bool:
    return len(line) <= _HEADING_LENGTH and not line.endswith(_SENTENCE_ENDS) and not line.startswith(_BULLETS)
