"""Reads a file of any supported format into blocks; refuses what is damaged, locked, too large or mislabelled."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from knowledge.documents.blocks import Block
from knowledge.documents.readers import hwpx, markdown, pdf, plain, sheets, web, word
from knowledge.errors import DocumentInvalid

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS = ("vbaproject.bin", "macrosheets/")
_MAX_RATIO = 200


@dataclass(frozen=True)
class Limits:
    """What a file may be at most; `unpacked` and `file` in bytes."""

    file: int = 100 * 2**20
    unpacked: int = 400 * 2**20
    pages: int = 400
    characters: int = 3_000_000


_READERS: dict[str, Callable[[Path, Limits], list[Block]]] = {
    ".pdf": lambda path, limits: pdf.read(path, limits.pages),
    ".docx": lambda path, _: word.read(path),
    ".hwpx": lambda path, _: hwpx.read(path),
    ".xlsx": lambda path, _: sheets.read_workbook(path),
    ".csv": lambda path, _: sheets.read_csv(path),
    ".html": lambda path, _: web.read(path),
    ".htm": lambda path, _: web.read(path),
    ".md": lambda path, _: markdown.read(path),
    ".txt": lambda path, _: plain.read(path),
}
_MARKS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".hwpx": "Contents/content.hpf"}
SUPPORTED = tuple(_READERS)


def read_blocks(path: Path, limits: Limits | None = None) -> list[Block]:
    """Read a file; raises DocumentInvalid naming the file and the reason."""
    limits = limits or Limits()
    try:
        _check(path, limits)
        blocks = [block for block in _READERS[path.suffix.lower()](path, limits) if block.text.strip()]
    except DocumentInvalid as error:
        raise DocumentInvalid(f"{path.name}: {error}", error.reason) from error
    except Exception as error:
        raise DocumentInvalid(
            f"{path.name}: the file is damaged and cannot be read ({type(error).__name__})"
        ) from error
    if not blocks:
        is_pdf = path.suffix.lower() == ".pdf"
        hint = "; a scan needs text recognition (OCR) first" if is_pdf else ""
        raise DocumentInvalid(f"{path.name}: there is no text in it{hint}", "scan" if is_pdf else "text")
    if sum(len(block.text) for block in blocks) > limits.characters:
        raise DocumentInvalid(f"{path.name}: more than {limits.characters:,} characters; split the document", "large")
    return blocks


def _check(path: Path, limits: Limits) -> None:
    suffix = path.suffix.lower()
    if not path.is_file():
        raise DocumentInvalid("there is no such file", "missing")
    if suffix not in _READERS:
        raise DocumentInvalid(
            f"format {suffix or 'without extension'} is not supported; {', '.join(SUPPORTED)} are", "unsupported"
        )
    size = path.stat().st_size
    if size == 0:
        raise DocumentInvalid("the file is empty", "empty")
    if size > limits.file:
        raise DocumentInvalid(f"{size // 2**20} MB; at most {limits.file // 2**20} MB are taken", "large")
    with path.open("rb") as file:
        start = file.read(2048)
    if start.startswith(_OLE):
        raise DocumentInvalid(
            "an old binary Office or HWP file, or one with a password; save it as DOCX, XLSX or HWPX", "old"
        )
    if (suffix == ".pdf") != (b"%PDF-" in start[:1024]):
        raise DocumentInvalid("extension and content differ", "mismatch")
    if (suffix in _MARKS) != start.startswith(b"PK\x03\x04"):
        raise DocumentInvalid("extension and content differ", "mismatch")
    if suffix in _MARKS:
        _check_package(path, suffix, limits)
    elif suffix != ".pdf" and b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DocumentInvalid("extension and content differ: this is no text", "mismatch")


def _check_package(path: Path, suffix: str, limits: Limits) -> None:
    with zipfile.ZipFile(path) as package:
        entries = package.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked or any(e.file_size > _MAX_RATIO * max(e.compress_size, 1024) for e in entries):
        raise DocumentInvalid(f"unpacks to {unpacked // 2**20} MB, far more than a document needs", "bomb")
    if any(entry.flag_bits & 1 for entry in entries):
        raise DocumentInvalid("the file is locked with a password", "locked")
    names = {entry.filename for entry in entries}
    if any(mark in name.lower() for name in names for mark in _MACROS):
        raise DocumentInvalid("the file carries macros; save it without them", "macros")
    if _MARKS[suffix] not in names:
        raise DocumentInvalid("extension and content differ", "mismatch")
