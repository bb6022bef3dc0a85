"""Cuts texts where sentences end, for services that take only so many characters at once."""

import re
from itertools import pairwise

# A full stop needs a space behind it ("2.5", "go.kr"); the signs of Chinese and Urdu end a sentence by themselves.
_ENDS = (
    re.compile(r"\n+"),
    re.compile(r"(?:[.!?…]+[\"'”’»)]*\s+|[。！？]+[”’」』）]*\s*|۔\s*)"),
    re.compile(r"(?:[,;:،؛]\s+|[，；、]\s*)"),
    re.compile(r"\s+"),
)
# A cut before this share of a piece would make many small pieces.
_EARLIEST = 0.5


def split_sentences(text: str) -> list[str]:
    """Return the sentences without the white space around them; line breaks end sentences, too."""
    pieces = [part for line in text.splitlines() for part in _cut_all(line)]
    return [piece.strip() for piece in pieces if piece.strip()]


def cut(text: str, longest: int) -> list[str]:
    """Cut a text into pieces of at most `longest` characters which, joined, are the text again.

    Cuts are made at line breaks if possible, otherwise at ends of sentences, at commas, at spaces, or anywhere.
    """
    pieces = []
    while len(text) > longest:
        place = _place(text, longest)
        pieces.append(text[:place])
        text = text[place:]
    return [*pieces, text] if text else pieces


def _place(text: str, longest: int) -> int:
    for end in _ENDS:
        places = [match.end() for match in end.finditer(text, 0, longest)]
        if places and places[-1] >= longest * _EARLIEST:
            return places[-1]
    return longest


def _cut_all(line: str) -> list[str]:
    places = [0, *(match.end() for match in _ENDS[1].finditer(line)), len(line)]
    return [line[start:end] for start, end in pairwise(places)]
