"""Decodes text files of unknown encoding."""

from pathlib import Path

from charset_normalizer import from_bytes

from knowledge.errors import DocumentInvalid

_CANDIDATES = ["utf_8", "cp949", "utf_16", "gb18030", "cp1251", "cp1258", "cp1256", "cp1252"]


def decode(path: Path) -> str:
    """Return the text of a file; UTF-8 first, then what its bytes look like; raises DocumentInvalid."""
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(raw, cp_isolation=_CANDIDATES).best()
    if best is None:
        raise DocumentInvalid("the encoding of the text is unknown; save it as UTF-8", "encoding")
    return str(best).removeprefix("\ufeff")
