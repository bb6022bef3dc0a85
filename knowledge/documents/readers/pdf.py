"""PDF files with text: lines, headings by the size of their letters, tables by their rules."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from knowledge.documents.blocks import Block, Kind, table_rows
from knowledge.errors import DocumentInvalid

_LARGER = 1.15
_HEADING_LENGTH = 90
_PAGE_NUMBER = re.compile(r"^\W*(?:page\s*)?\d{1,4}\W*$", re.IGNORECASE)


def read(path: Path, most_pages: int) -> list[Block]:
    """Read all pages; raises DocumentInvalid for a password or too many pages."""
    try:
        with pdfplumber.open(path) as document:
            if len(document.pages) > most_pages:
                raise DocumentInvalid(f"{len(document.pages)} pages; at most {most_pages} are taken, split it", "pages")
            blocks: list[Block] = []
            for number, page in enumerate(document.pages, start=1):
                blocks.extend(_page(page, number))
                page.close()
            return blocks
    except (PDFPasswordIncorrect, PdfminerException) as error:
        if isinstance(error, PDFPasswordIncorrect) or isinstance(error.args[0], PDFPasswordIncorrect):
            raise DocumentInvalid("the file is locked with a password", "locked") from error
        raise


def _page(page: Any, number: int) -> Iterator[Block]:  # noqa: ANN401 - pdfplumber ships no types
    tables = page.find_tables()
    placed = sorted(tables, key=lambda table: table.bbox[1])
    lines = [line for line in page.extract_text_lines() if not any(_inside(line, table.bbox) for table in tables)]
    lines = [line for line in lines if not _PAGE_NUMBER.match(line["text"])]
    usual = _usual_size(lines)
    gap = _usual_gap(lines)
    paragraph: list[str] = []
    bottom: float | None = None
    for line in lines:
        while placed and placed[0].bbox[1] < line["top"]:
            yield from _flush(paragraph, number)
            yield from table_rows(placed.pop(0).extract(), number)
        heading = _size(line) > usual * _LARGER and len(line["text"]) <= _HEADING_LENGTH
        if heading or (bottom is not None and line["top"] - bottom > gap):
            yield from _flush(paragraph, number)
        if heading:
            yield Block(Kind.HEADING, line["text"].strip(), level=1, page=number)
        else:
            paragraph.append(line["text"].strip())
        bottom = line["bottom"]
    yield from _flush(paragraph, number)
    for table in placed:
        yield from table_rows(table.extract(), number)


def _flush(paragraph: list[str], page: int) -> Iterator[Block]:
    if paragraph:
        yield Block(Kind.TEXT, "\n".join(paragraph), page=page)
        paragraph.clear()


def _inside(line: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    middle = (line["top"] + line["bottom"]) / 2
    return bool(box[1] <= middle <= box[3] and line["x0"] >= box[0] - 1 and line["x1"] <= box[2] + 1)


def _size(line: dict[str, Any]) -> float:
    return max((float(char["size"]) for char in line["chars"]), default=0.0)


def _usual_size(lines: list[dict[str, Any]]) -> float:
    sizes = Counter(round(float(char["size"]), 1) for line in lines for char in line["chars"])
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _usual_gap(lines: list[dict[str, Any]]) -> float:
    """Space between lines from which a new paragraph begins."""
    heights = sorted(line["bottom"] - line["top"] for line in lines)
    return 0.6 * heights[len(heights) // 2] if heights else 0.0
