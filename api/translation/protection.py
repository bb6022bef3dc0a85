"""Keeps what must not be translated out of the translator's sight: marks like [1] stand in its place on the way."""

import re
from dataclasses import dataclass

from api.translation.facts import find_facts

# Services put spaces or the brackets and digits of the other script into marks; `int` reads digits of all scripts.
_MARK = re.compile(r"[\[［【]\s?(\d{1,4})\s?[\]］】]")


@dataclass(frozen=True)
class Protected:
    """A text with marks, and what stood in the place of each."""

    text: str
    pieces: dict[int, str]

    @property
    def has_words(self) -> bool:
        """Whether anything is left to translate."""
        return any(character.isalpha() for character in _MARK.sub("", self.text))

    def restore(self, translated: str) -> str | None:
        """Put the pieces back into a translation; None when a mark was lost, doubled or changed on the way."""
        marks = [int(mark) for mark in _MARK.findall(translated) if int(mark) in self.pieces]
        if sorted(marks) != sorted(self.pieces):
            return None
        return _MARK.sub(lambda match: self.pieces.get(int(match[1]), match[0]), translated)


def protect(text: str) -> Protected:
    """Return the text with a mark for each piece that is the same in every language."""
    taken = {int(mark) for mark in _MARK.findall(text)}
    pieces: dict[int, str] = {}
    parts, done = [], 0
    for fact in find_facts(text):
        number = next(n for n in range(1, len(taken) + len(pieces) + 2) if n not in taken and n not in pieces)
        pieces[number] = text[fact.start : fact.end]
        parts += [text[done : fact.start], f"[{number}]"]
        done = fact.end
    return Protected("".join([*parts, text[done:]]), pieces)
