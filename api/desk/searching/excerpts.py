"""The part of a message that shows why it was found."""

from collections.abc import Sequence

LENGTH = 160
_BEFORE = 40
_CUT = "…"


def excerpt(text: str, words: Sequence[str]) -> str:
    """Return about 160 characters of a text on one line, around the first place where one of the words stands."""
    line = " ".join(text.split())
    if len(line) <= LENGTH:
        return line
    folded = line.lower()
    places = [place for word in words if (place := folded.find(word)) >= 0]
    start = max(min(places, default=0) - _BEFORE, 0)
    end = start + LENGTH
    return (_CUT if start else "") + line[start:end].strip() + (_CUT if end < len(line) else "")
