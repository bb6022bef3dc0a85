"""What every reader of a file format gives: headings, paragraphs and table rows in reading order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a block is; only headings have a level."""

    HEADING = "heading"
    TEXT = "text"
    ROW = "row"


@dataclass(frozen=True)
class Block:
    """A piece of a document in reading order; `page` counts from 1 where the format has pages."""

    kind: Kind
    text: str
    level: int = 0
    page: int | None = None


def table_rows(cells: Sequence[Sequence[str | None]], page: int | None = None) -> Iterator[Block]:
    """Yield the rows of a table as readable lines, with the column's name before each value where there is one."""
    rows = [[" ".join((cell or "").split()) for cell in row] for row in cells]
    rows = [row for row in rows if any(row)]
    if not rows:
        return
    head = rows[0]
    named = len(rows) > 1 and len(head) > 1 and all(head) and len(set(head)) == len(head)
    if not named:
        for row in rows:
            yield Block(Kind.ROW, "; ".join(filter(None, row)), page=page)
        return
    for row in rows[1:]:
        pairs = [f"{name}: {value}" for name, value in zip(head, row, strict=False) if value]
        yield Block(Kind.ROW, "; ".join(pairs), page=page)
