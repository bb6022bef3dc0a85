"""Cuts a document into passages that can be quoted: headings travel with their text, table rows stay whole."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from knowledge.documents.blocks import Block, Kind
from knowledge.languages import Language

LONGEST = 900
_TRAIL = " › "


@dataclass(frozen=True)
class DocumentPassage:
    """A piece of one edition of a document: `number` counts from 1, `section` is the trail of its headings."""

    document: str
    edition: int
    number: int
    language: Language
    section: str
    page: int | None
    text: str

    @property
    def lines(self) -> list[str]:
        """What is embedded: each line with its headings."""
        return [f"{self.section}\n{line}" for line in self.text.splitlines() if line.strip()]


def cut(
    blocks: list[Block], document: str, edition: int, detect: Callable[[str], Language]
) -> Iterator[DocumentPassage]:
    """Yield the passages of a document in their order; the language is told for each by itself."""
    for number, (section, page, text) in enumerate(_pieces(blocks), start=1):
        yield DocumentPassage(document, edition, number, detect(f"{section}\n{text}"), section, page, text)


def _pieces(blocks: list[Block]) -> Iterator[tuple[str, int | None, str]]:
    trail: list[tuple[int, str]] = []
    lines: list[str] = []
    page: int | None = None
    for block in blocks:
        if block.kind is Kind.HEADING:
            if lines:
                yield _section(trail), page, "\n".join(lines)
                lines = []
            trail = [(level, text) for level, text in trail if level < block.level] + [(block.level, block.text)]
            page = block.page
            continue
        for line in _short_lines(block.text):
            if lines and sum(map(len, lines)) + len(line) > LONGEST:
                yield _section(trail), page, "\n".join(lines)
                lines = []
            if not lines:
                page = block.page
            lines.append(line)
    if lines:
        yield _section(trail), page, "\n".join(lines)


def _section(trail: list[tuple[int, str]]) -> str:
    return _TRAIL.join(text for _, text in trail)


def _short_lines(text: str) -> Iterator[str]:
    """Lines of a block; one that is longer than a passage is cut at a space."""
    for line in text.splitlines():
        rest = line.strip()
        while len(rest) > LONGEST:
            place = max(rest.rfind(" ", 0, LONGEST), rest.rfind("。", 0, LONGEST))
            place = place + 1 if place > LONGEST // 2 else LONGEST
            yield rest[:place].strip()
            rest = rest[place:].strip()
        if rest:
            yield rest
