"""Question-and-answer sheets and other tables (XLSX, CSV)."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from openpyxl import load_workbook

from knowledge.documents.blocks import Block, Kind, table_rows
from knowledge.documents.readers.text import decode

_QUESTIONS = {"question", "q", "질문", "문의", "问题", "câu hỏi", "асуулт", "вопрос", "savol", "سوال"}
_ANSWERS = {"answer", "a", "답변", "답", "回答", "答案", "trả lời", "câu trả lời", "хариулт", "ответ", "javob", "جواب"}
_DELIMITERS = ",;\t"


def read_workbook(path: Path) -> list[Block]:
    """Read all sheets; the name of a sheet is the heading of its rows."""
    workbook = load_workbook(path, read_only=True, data_only=True)
    blocks: list[Block] = []
    try:
        for sheet in workbook.worksheets:
            rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
            found = list(_rows(rows))
            if found:
                blocks.append(Block(Kind.HEADING, sheet.title, level=1))
                blocks.extend(found)
    finally:
        workbook.close()
    return blocks


def read_csv(path: Path) -> list[Block]:
    """Read a CSV file; commas, semicolons and tabs are told apart by the line with the columns' names."""
    text = decode(path)
    head = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    return list(_rows(list(csv.reader(io.StringIO(text), delimiter=delimiter))))


def _rows(rows: Sequence[Sequence[str]]) -> Iterator[Block]:
    """Questions and answers as headings with their text; any other table as readable rows."""
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    head = [cell.strip().lower() for cell in rows[0]] if rows else []
    asks = [place for place, name in enumerate(head) if name in _QUESTIONS]
    answers = [place for place, name in enumerate(head) if name in _ANSWERS]
    if not asks or not answers:
        yield from table_rows(rows)
        return
    for row in rows[1:]:
        cells = [*row, *[""] * (len(head) - len(row))]
        if cells[answers[0]].strip():
            yield Block(Kind.HEADING, cells[asks[0]].strip(), level=2)
            yield Block(Kind.TEXT, cells[answers[0]].strip())
