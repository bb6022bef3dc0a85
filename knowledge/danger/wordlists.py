"""Finds which lists have a word in a text: tens of thousands of words, each looked up by its beginning."""

import re
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterator

from knowledge.folding import fold
from knowledge.languages import Language

_UNSPACED = {Language.KO, Language.ZH}
_TOKEN = re.compile(r"\w+")
_WORDS_BETWEEN = 3
_CHARACTERS_BETWEEN = 8


class Wordlists(ABC):
    """Words with the names of the lists they stand in."""

    def __init__(self, language: Language) -> None:
        self._language = language

    @abstractmethod
    def add(self, entry: str, name: str) -> None:
        """Put a word, as the lexicon writes it, into a list."""

    @abstractmethod
    def find(self, folded: str) -> set[str]:
        """Return the names of the lists that have a word in a folded text."""


def new_wordlists(language: Language) -> Wordlists:
    """Return empty lists, for words between spaces or for characters without."""
    return CharacterLists(language) if language in _UNSPACED else SpacedLists(language)


# A word of an entry: its beginning, and whether it must end there.
_Stem = tuple[str, bool]
# The runs of words of an entry, and the list it stands in.
_Entry = tuple[tuple[tuple[_Stem, ...], ...], str]


class SpacedLists(Wordlists):
    """Entries of one or more words; each word is known by its beginning."""

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        self._single: dict[str, set[str]] = defaultdict(set)
        self._whole: dict[str, set[str]] = defaultdict(set)
        # The first stem leads to the runs of stems that must follow, and the list; where a second stem must follow at
        # once, both lead there, since "my" and "he" begin thousands of entries.
        self._several: dict[str, list[_Entry]] = defaultdict(list)
        self._pairs: dict[str, dict[str, list[_Entry]]] = defaultdict(lambda: defaultdict(list))

    def add(self, entry: str, name: str) -> None:
        """Put an entry such as `hit_ me`, `lock * room` into a list."""
        runs = tuple(run for part in entry.split("*") if (run := self._read_run(part)))
        if not runs:
            raise ValueError(f"no word in {entry!r}")
        stem, whole = runs[0][0]
        if len(runs) == 1 and len(runs[0]) == 1:
            (self._whole if whole else self._single)[stem].add(name)
        elif len(runs[0]) == 1:
            self._several[stem].append((runs, name))
        else:
            self._pairs[stem][runs[0][1][0]].append((runs, name))

    def _read_run(self, part: str) -> tuple[_Stem, ...]:
        stems: list[_Stem] = []
        for word in part.split():
            *inner, last = _TOKEN.findall(fold(word.rstrip("_"), self._language)) or [""]
            stems += [(piece, True) for piece in inner]
            if last:
                stems.append((last, word.endswith("_")))
        return tuple(stems)

    def find(self, folded: str) -> set[str]:
        """Look at every word's beginnings."""
        tokens = _TOKEN.findall(folded)
        found: set[str] = set()
        for place, token in enumerate(tokens):
            found |= self._whole.get(token, set())
            for end in range(1, len(token) + 1):
                start = token[:end]
                if start in self._single:
                    found |= self._single[start]
                for runs, name in self._beginning_with(start, tokens[place + 1 : place + 2]):
                    if name not in found and _follows(tokens, place, runs):
                        found.add(name)
        return found

    def _beginning_with(self, start: str, after: list[str]) -> Iterator["_Entry"]:
        """Yield the entries of several words that begin with a stem and may go on with the next word."""
        yield from self._several.get(start, ())
        seconds = self._pairs.get(start)
        if seconds and after:
            for end in range(1, len(after[0]) + 1):
                yield from seconds.get(after[0][:end], ())


def _follows(tokens: list[str], place: int, runs: tuple[tuple[_Stem, ...], ...]) -> bool:
    """Whether the runs stand in the text, the first one at this place."""
    first, *rest = runs
    if not _stands(tokens, place, first):
        return False
    if not rest:
        return True
    after = place + len(first)
    return any(_follows(tokens, start, tuple(rest)) for start in range(after, after + _WORDS_BETWEEN + 1))


def _stands(tokens: list[str], place: int, run: tuple[_Stem, ...]) -> bool:
    own = tokens[place : place + len(run)]
    return len(own) == len(run) and all(
        token == stem if whole else token.startswith(stem) for token, (stem, whole) in zip(own, run, strict=True)
    )


class CharacterLists(Wordlists):
    """Entries of characters, found anywhere; spaces count for nothing."""

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        self._plain: dict[str, set[str]] = defaultdict(set)
        self._split: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        self._lengths: set[int] = set()

    def add(self, entry: str, name: str) -> None:
        """Put an entry such as `锁 * 里面` into a list."""
        pieces = tuple(piece for part in entry.split("*") if (piece := self._squeeze(part)))
        if not pieces:
            raise ValueError(f"no word in {entry!r}")
        self._lengths.add(len(pieces[0]))
        if len(pieces) == 1:
            self._plain[pieces[0]].add(name)
        else:
            self._split[pieces[0]].append((pieces[1:], name))

    def _squeeze(self, text: str) -> str:
        return fold(text, self._language).replace(" ", "").replace("_", "")

    def find(self, folded: str) -> set[str]:
        """Look at every run of characters that is as long as an entry."""
        text = folded.replace(" ", "")
        found: set[str] = set()
        for start in range(len(text)):
            for length in self._lengths:
                piece = text[start : start + length]
                if piece in self._plain:
                    found |= self._plain[piece]
                for rest, name in self._split.get(piece, ()):
                    if name not in found and _continues(text, start + length, rest):
                        found.add(name)
        return found


def _continues(text: str, place: int, pieces: tuple[str, ...]) -> bool:
    """Whether the pieces follow one another, each after a few characters at most."""
    for piece in pieces:
        begin = text.find(piece, place, place + _CHARACTERS_BETWEEN + len(piece))
        if begin < 0:
            return False
        place = begin + len(piece)
    return True
