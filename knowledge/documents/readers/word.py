"""Word documents (DOCX)."""

import re
from collections.abc import Iterator
from pathlib import Path

from docx import Document
from docx.table import Table

from knowledge.documents.blocks import Block, Kind, table_rows

_HEADING = re.compile(r"(?:heading|제목|개요|标题|заголовок)\s*(\d)", re.IGNORECASE)


def read(path: Path) -> list[Block]:
    """Read paragraphs and tables in their order."""
    return list(_blocks(path))


def _blocks(path: Path) -> Iterator[Block]:
    for item in Document(str(path)).iter_inner_content():
        if isinstance(item, Table):
            yield from table_rows([[cell.text for cell in _distinct(row.cells)] for row in item.rows])
            continue
        name = item.style.name if item.style is not None else ""
        match = _HEADING.match(name or "")
        if match or name == "Title":
            yield Block(Kind.HEADING, item.text.strip(), level=int(match[1]) if match else 1)
        else:
            yield Block(Kind.TEXT, item.text.strip())


def _distinct(cells: tuple) -> list:  # type: ignore[type-arg]
    """Merged cells come once per column that they span."""
    return [cell for place, cell in enumerate(cells) if place == 0 or cell._tc is not cells[place - 1]._tc]
