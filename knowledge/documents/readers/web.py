"""HTML pages: what stands in the body, without navigation, scripts and forms."""

from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from knowledge.documents.blocks import Block, Kind, table_rows

_LEFT_OUT = ("script", "style", "noscript", "nav", "header", "footer", "form", "template", "svg", "iframe")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_PARAGRAPHS = {"p", "li", "blockquote", "pre", "dt", "dd", "figcaption", "caption", "summary", "address"}


def read(path: Path) -> list[Block]:
    """Read an HTML file; its encoding is found as browsers do."""
    return parse(path.read_bytes())


def parse(source: bytes | str) -> list[Block]:
    """Return the blocks of an HTML text."""
    page = BeautifulSoup(source, "html.parser")
    for tag in page(_LEFT_OUT):
        tag.decompose()
    return list(_blocks(page.body or page))


def _blocks(parent: Tag) -> Iterator[Block]:
    loose: list[str] = []
    for child in list(parent.children):
        if _is_inline(child):
            loose.append(_text(child))
            continue
        if text := " ".join(" ".join(loose).split()):
            yield Block(Kind.TEXT, text)
        loose = []
        if isinstance(child, Tag):
            yield from _element(child)
    if text := " ".join(" ".join(loose).split()):
        yield Block(Kind.TEXT, text)


def _element(tag: Tag) -> Iterator[Block]:
    if tag.name in _HEADINGS:
        yield Block(Kind.HEADING, _text(tag), level=_HEADINGS[tag.name])
    elif tag.name == "table":
        rows = [[_text(cell) for cell in row.find_all(["td", "th"])] for row in tag.find_all("tr")]
        yield from table_rows(rows)
    elif tag.name in _PARAGRAPHS and not tag.find([*_HEADINGS, "table", "ul", "ol", "p", "div"]):
        yield Block(Kind.TEXT, _text(tag))
    else:
        yield from _blocks(tag)


def _is_inline(node: PageElement) -> bool:
    if isinstance(node, NavigableString):
        return type(node) is NavigableString
    return isinstance(node, Tag) and node.name in {
        "a",
        "b",
        "i",
        "em",
        "strong",
        "span",
        "small",
        "code",
        "br",
        "u",
        "q",
    }


def _text(node: PageElement) -> str:
    return " ".join(node.get_text(" ").split()) if isinstance(node, Tag) else str(node)
