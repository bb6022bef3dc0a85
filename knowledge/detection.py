"""Tells which of the eight languages a text is in: by script where that settles it, else by character statistics.

The statistics are langdetect's own profiles (Shuyo 2010, English, Vietnamese, Russian) together with profiles made from
the project's texts for what langdetect does not know: Mongolian, Uzbek in two alphabets, and the Latin typing of Urdu,
Mongolian, Russian and of Vietnamese without marks. The same text always gives the same answer.
"""

import json
import math
import re
from collections import Counter
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from knowledge.augmentation import romanise
from knowledge.folding import strip_marks
from knowledge.languages import Language

LATIN, CYRILLIC, ARABIC, HANGUL, HAN = "latin", "cyrillic", "arabic", "hangul", "han"
_ONE_LANGUAGE = {ARABIC: Language.UR, HANGUL: Language.KO, HAN: Language.ZH}
# A Hangul or Han character carries about as much as three letters of an alphabet.
_SCRIPTS: tuple[tuple[str, re.Pattern[str], float], ...] = (
    (LATIN, re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"), 1.0),
    (CYRILLIC, re.compile("[\u0400-\u04ff]"), 1.0),
    (ARABIC, re.compile("[\u0600-\u06ff]"), 1.0),
    (HANGUL, re.compile("[\uac00-\ud7a3\u3131-\u318e]"), 3.0),
    (HAN, re.compile("[\u3400-\u9fff]"), 3.0),
)
_MARKS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʻʼ‘`][^\W\d_]+)*")
_CODE = re.compile(r"\b[A-Za-z]-?\d[\d-]*\b|https?://\S+|\S+@\S+")
_VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
_MONGOLIAN = re.compile("[өү]", re.IGNORECASE)
_UZBEK = re.compile("[ўқғҳ]", re.IGNORECASE)
# The alphabets besides its own in which a language is typed; other mixtures say nothing about the language.
_WRITTEN = {
    Language.EN: {LATIN},
    Language.VI: {LATIN},
    Language.UR: {LATIN},
    Language.MN: {CYRILLIC, LATIN},
    Language.RU: {CYRILLIC, LATIN},
    Language.UZ: {CYRILLIC, LATIN},
}
_STOCK = {"en": LATIN, "vi": LATIN, "ru": CYRILLIC}
_STOCK_SHARE = 0.5
_MIN_COUNT_MASS = 1e-6
_CONFIDENCE_SCALE = 0.35
_PREVIOUS_BONUS = 4.0
_NGRAM = 3


@dataclass(frozen=True)
class Detection:
    """The most likely language and how sure that is, from 0 to 1; 0 means that the text says nothing."""

    language: Language
    confidence: float


class LanguageDetector:
    """Detects languages with n-gram profiles; one profile per language and way of writing it."""

    def __init__(self, profiles: dict[str, dict[str, float]]) -> None:
        self._profiles = profiles  # "uz-cyrillic" → n-gram → natural logarithm of its share

    @classmethod
    def fit(cls, texts: dict[Language, list[str]]) -> "LanguageDetector":
        """Make profiles from texts of each language and from langdetect's own."""
        counts: dict[str, Counter[str]] = {}
        for language, own in texts.items():
            for text in own:
                for variant, form in _forms(text, language):
                    counts.setdefault(variant, Counter()).update(_grams(form))
        shares = {variant: _shares(counter) for variant, counter in counts.items()}
        for name, script in _STOCK.items():
            variant = f"{name}-{script}"
            shares[variant] = _mix(shares.get(variant, {}), _shares(_stock_profile(name)))
        return cls({v: {g: math.log(p) for g, p in s.items()} for v, s in shares.items()})

    def detect(self, text: str, previous: Language | None = None) -> Detection:
        """Return the language of a text; `previous`, the language so far, decides what the text leaves open."""
        fallback = previous or Language.EN
        text = _CODE.sub(" ", text)
        script = _main_script(text)
        if script is None:
            return Detection(fallback, 0.0)
        if script in _ONE_LANGUAGE:
            return Detection(_ONE_LANGUAGE[script], 1.0)
        if script == LATIN and _VIETNAMESE.search(text) and len(_VIETNAMESE.findall(text)) > 1:
            return Detection(Language.VI, 1.0)
        if script == CYRILLIC and (_UZBEK.search(text) or _MONGOLIAN.search(text)):
            return Detection(Language.UZ if _UZBEK.search(text) else Language.MN, 1.0)
        return self._by_profile(text, script, previous)

    def _by_profile(self, text: str, script: str, previous: Language | None) -> Detection:
        grams = _grams(text)
        total: dict[Language, float] = {}
        for variant, profile in self._profiles.items():
            code, _, written = variant.partition("-")
            if written.split("-")[0] != script:
                continue
            language = Language(code)
            score = sum(n * profile.get(g, math.log(_MIN_COUNT_MASS)) for g, n in grams.items())
            total[language] = max(score, total.get(language, -math.inf))
        if not total or not grams:
            return Detection(previous or Language.EN, 0.0)
        if previous in total:
            total[previous] += _PREVIOUS_BONUS
        best = max(total, key=total.__getitem__)
        mass = sum(math.exp((score - total[best]) * _CONFIDENCE_SCALE) for score in total.values())
        return Detection(best, 1 / mass)

    def save(self, folder: Path) -> None:
        """Write `languages.json`."""
        rounded = {v: {g: round(p, 3) for g, p in profile.items()} for v, profile in self._profiles.items()}
        (folder / "languages.json").write_text(json.dumps(rounded, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "LanguageDetector":
        """Read what `save` wrote."""
        return cls(json.loads((folder / "languages.json").read_text(encoding="utf-8")))


def _main_script(text: str) -> str | None:
    weights = {name: weight * len(pattern.findall(text)) for name, pattern, weight in _SCRIPTS}
    best = max(weights, key=weights.__getitem__)
    return best if weights[best] else None


def _forms(text: str, language: Language) -> list[tuple[str, str]]:
    """The ways in which people would write this text, each with the name of its profile."""
    script = _main_script(text)
    if script is None or script not in _WRITTEN.get(language, set()):
        return []
    forms = [(f"{language}-{script}", text)]
    if language is Language.VI:
        forms.append((f"{language}-{script}-plain", strip_marks(text)))
    if (latin := romanise(text, language)) != text and script == CYRILLIC:
        forms.append((f"{language}-{LATIN}", latin))
    return forms


def _grams(text: str) -> Counter[str]:
    """Two- and three-letter pieces of the words, with borders marked by a space."""
    grams: Counter[str] = Counter()
    for word in _WORD.findall(text.lower()):
        padded = f" {re.sub(chr(39) + '|[’ʻʼ‘`]', chr(39), word)} "
        for size in range(2, _NGRAM + 1):
            grams.update(padded[i : i + size] for i in range(len(padded) - size + 1))
    return grams


def _shares(counter: Counter[str]) -> dict[str, float]:
    total = sum(counter.values()) or 1
    return {gram: count / total for gram, count in counter.items() if count / total > _MIN_COUNT_MASS}


def _mix(own: dict[str, float], stock: dict[str, float]) -> dict[str, float]:
    return {
        gram: (1 - _STOCK_SHARE) * own.get(gram, 0.0) + _STOCK_SHARE * stock.get(gram, 0.0) + _MIN_COUNT_MASS / 10
        for gram in own.keys() | stock.keys()
    }


def _stock_profile(name: str) -> Counter[str]:
    """langdetect's profile of a language, its two- and three-letter pieces in lower case."""
    content = resources.files("langdetect").joinpath("profiles", name).read_text(encoding="utf-8")
    counter: Counter[str] = Counter()
    for gram, count in json.loads(content)["freq"].items():
        if len(gram) > 1 and _MARKS.sub("", gram) == gram:
            counter[gram.lower()] += count
    return counter
