"""Whether a sentence says no, by cues of the eight languages, and what looks like a cue and is none.

`cues/<language>.txt` has lines of three kinds, cues parted by ` | `. `none` is taken out first: "not only",
"не позднее", questions that end in "không". `clear` cues say no. `veiled` ones ("unpaid", "without", "before") need
no clear counterpart, since another language may well say it with "not".
Cues are regular expressions for folded text, whole words except in Korean and Chinese; `*` is the rest of a word.
"""

import re
import unicodedata
from enum import IntEnum
from functools import cache
from pathlib import Path

from knowledge.folding import fold
from knowledge.languages import Language

FOLDER = Path(__file__).parent / "cues"
_KINDS = ("none", "clear", "veiled")
_WITHOUT_SPACES = {Language.KO, Language.ZH}


class Negation(IntEnum):
    """How clearly a sentence says no."""

    ABSENT = 0
    VEILED = 1
    CLEAR = 2


def find_negation(sentence: str, language: Language) -> Negation:
    """Return how clearly a sentence says no."""
    text = _spell(sentence, language)
    none, clear, veiled = read_cues(language)
    bare = none.sub(" ", text)
    if clear.search(bare):
        return Negation.CLEAR
    return Negation.VEILED if bare != text or veiled.search(text) else Negation.ABSENT


@cache
def read_cues(language: Language, folder: Path = FOLDER) -> tuple[re.Pattern[str], ...]:
    """Read the cues of a language: none, clear and veiled; raises ValueError for a line of another kind."""
    cues: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    path = folder / f"{language}.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        kind, colon, entries = line.partition(": ")
        if not colon or kind not in cues:
            raise ValueError(f"{path.name}: cannot read {line!r}")
        cues[kind] += [_spell(entry, language, is_cue=True) for entry in entries.split(" | ")]
    return tuple(_compile(cues[kind], language) for kind in _KINDS)


def _compile(cues: list[str], language: Language) -> re.Pattern[str]:
    joined = "|".join(cues).replace("*", r"\w*")
    return re.compile(joined if language in _WITHOUT_SPACES else rf"(?<!\w)(?:{joined})(?!\w)")


def _spell(text: str, language: Language, *, is_cue: bool = False) -> str:
    """Folded, but Vietnamese with its marks ("chưa" is not yet, "chữa" is to repair); cues as written but in Urdu.

    Urdu has several letters for one sound; the signs of a regular expression are ASCII and stay when it is folded.
    """
    if language is Language.VI or (is_cue and language is not Language.UR):
        text = unicodedata.normalize("NFC", text).lower() if not is_cue else unicodedata.normalize("NFC", text)
        return " ".join(text.split())
    return fold(text, language)
