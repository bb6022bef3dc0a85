"""Tells which of the eight languages a text is in, or that it is in none of them.

Script settles what it can; the rest is a softmax regression over letter groups of the words
(`tools/train_detection.py` makes `knowledge/languages/`, which ships). The same text always gives the same answer.
"""

import json
import math
import re
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.languages import Language
from knowledge.settings import HOME

FOLDER = HOME / "languages"
LATIN, CYRILLIC, ARABIC, HANGUL, HAN, KANA, ELSE = "latin", "cyrillic", "arabic", "hangul", "han", "kana", "else"
# A Hangul or Han character carries about as much as three letters of an alphabet.
_SCRIPTS: tuple[tuple[str, re.Pattern[str], float], ...] = (
    (LATIN, re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"), 1.0),
    (CYRILLIC, re.compile("[\u0400-\u052f]"), 1.0),
    (ARABIC, re.compile("[\u0600-\u06ff\u0750-\u077f]"), 1.0),
    (HANGUL, re.compile("[\uac00-\ud7a3\u3131-\u318e]"), 3.0),
    (HAN, re.compile("[\u3400-\u9fff]"), 3.0),
    (KANA, re.compile("[\u3040-\u30ff]"), 4.0),
    (ELSE, re.compile("[\u0370-\u03ff\u0530-\u05ff\u0700-\u074f\u0780-\u10ff\u1100-\u1dff]"), 3.0),
)
# Scripts that only one of our languages uses, and scripts in which none is written.
_ONE_LANGUAGE = {frozenset({HANGUL}): Language.KO, frozenset({HAN}): Language.ZH}
_FOREIGN_SCRIPTS = {KANA, ELSE}
# Those who write these put Korean words between their own; Koreans do not write these.
_GUESTS_OF = {ARABIC, CYRILLIC}
_GUEST_LETTERS = re.compile("[\uac00-\ud7a3\u3131-\u318e\u3400-\u9fff]+")
_MIN_OWN_LETTERS = 4
# One English noun among Korean words is Korean; one of these among them is English with Korean words.
_ENGLISH_ASKING = {
    *("how", "what", "when", "where", "which", "who", "why"),
    *("can", "could", "should", "please", "help", "need", "want", "my", "the", "is"),
}
_WORD = re.compile(r"[^\W\d_]+(?:['’ʻʼ‘`][^\W\d_]+)*")
_APOSTROPHE = re.compile("[’ʻʼ‘`]")
_CODE = re.compile(r"\b[A-Za-z]-?\d[\d-]*\b|https?://\S+|\S+@\S+")
_LONGEST_GROUP = 4
# A short text in Latin, Cyrillic or Arabic letters is hardly enough to say that it is in none of the eight.
_SHORT, _SHORT_PENALTY = 12, 3.0
_PREVIOUS_BONUS = 2.0
OTHER = "other"
CLASSES = (*Language, OTHER)


@dataclass(frozen=True)
class Detection:
    """The most likely of the eight languages and how sure that is, from 0 to 1; 0 means that the text says nothing.

    `foreign` tells that the text is in none of them; `language` is then only the most helpful guess.
    """

    language: Language
    confidence: float
    foreign: bool = False


class LanguageDetector:
    """A weight for each letter group and class, shape (groups, 9), and one for each class."""

    def __init__(self, groups: dict[str, int], weights: NDArray[np.float32], bias: NDArray[np.float32]) -> None:
        self._groups, self._weights, self._bias = groups, weights, bias

    def detect(self, text: str, previous: Language | None = None) -> Detection:
        """Return the language of a text; `previous`, the language so far, decides what the text leaves open."""
        text = _CODE.sub(" ", text)
        weight = script_weights(text)
        if not weight:
            return Detection(previous or Language.EN, 0.0)
        if (only := _ONE_LANGUAGE.get(frozenset(weight))) is not None:
            return Detection(only, 1.0)
        main = max(weight, key=weight.__getitem__)
        if main in _FOREIGN_SCRIPTS:
            return Detection(previous or Language.EN, 1.0, foreign=True)
        if any(weight.get(script, 0) >= _MIN_OWN_LETTERS for script in _GUESTS_OF):
            text = _GUEST_LETTERS.sub(" ", text)
        found = self._judge(text, previous)
        korean = previous is None and found.language is Language.EN and _is_korean_with_a_noun(text, weight)
        return replace(found, language=Language.KO) if korean else found

    def _judge(self, text: str, previous: Language | None) -> Detection:
        known = [self._groups[group] for group in letter_groups(text) if group in self._groups]
        if not known:
            return Detection(previous or Language.EN, 0.0)
        score = self._bias + self._weights[known].sum(axis=0, dtype=np.float32) / math.sqrt(len(known))
        if len(text) < _SHORT:
            score[-1] -= _SHORT_PENALTY
        if previous is not None:
            score[CLASSES.index(previous)] += _PREVIOUS_BONUS
        share = np.exp(score - score.max())
        best = int(np.argmax(share[:-1]))
        foreign = bool(share[-1] > share[best])
        return Detection(CLASSES[best], float(share.max() / share.sum()), foreign)

    def save(self, folder: Path) -> None:
        """Write `groups.json`, in the order of the rows, and `weights.npy` (float16, the last row is the bias)."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "groups.json").write_text(json.dumps(list(self._groups), ensure_ascii=False), encoding="utf-8")
        np.save(folder / "weights.npy", np.vstack([self._weights, self._bias]).astype(np.float16))

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "LanguageDetector":
        """Read what `save` wrote."""
        groups = json.loads((folder / "groups.json").read_text(encoding="utf-8"))
        rows = np.load(folder / "weights.npy").astype(np.float32)
        return cls({group: row for row, group in enumerate(groups)}, rows[:-1], rows[-1])


def _is_korean_with_a_noun(text: str, weight: dict[str, float]) -> bool:
    """Whether two or more Korean words have a single word in Latin letters among them, and that asks nothing."""
    words = _WORD.findall(text.lower())
    latin = [word for word in words if LATIN in script_weights(word)]
    return set(weight) == {HANGUL, LATIN} and len(latin) == 1 and len(words) > 2 and latin[0] not in _ENGLISH_ASKING  # noqa: PLR2004


def script_weights(text: str) -> dict[str, float]:
    """How much of a text is in each script; only scripts that occur."""
    counts = ((name, weight * len(pattern.findall(text))) for name, pattern, weight in _SCRIPTS)
    return {name: weight for name, weight in counts if weight}


def letter_groups(text: str) -> set[str]:
    """One to four neighbouring letters of each word, borders as spaces, whole words after `<`, and the scripts."""
    groups: set[str] = set()
    for word in _WORD.findall(_CODE.sub(" ", text.lower())):
        plain = _APOSTROPHE.sub("'", word)
        padded = f" {plain} "
        for size in range(1, _LONGEST_GROUP + 1):
            groups.update(padded[place : place + size] for place in range(len(padded) - size + 1))
        groups.add(f"<{plain}")
    groups.discard(" ")
    if scripts := script_weights(text):
        groups.add("#" + "+".join(scripts))
    return groups
