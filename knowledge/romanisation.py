"""Texts in another alphabet than the usual one, as people type them when their keyboard lacks it."""

import re

from knowledge.languages import Language

_MONGOLIAN_LATIN = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "ye", "ё": "yo", "ж": "j", "з": "z", "и": "i",
        "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "ө": "u", "п": "p", "р": "r", "с": "s",
        "т": "t", "у": "u", "ү": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "",
        "ы": "ii", "ь": "i", "э": "e", "ю": "yu", "я": "ya",
    }
)  # fmt: skip
_RUSSIAN_LATIN = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i",
        "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
        "у": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ы": "y", "ь": "",
        "э": "e", "ю": "yu", "я": "ya",
    }
)  # fmt: skip
# Order matters: two letters before one.
_UZBEK_CYRILLIC = {
    "oʻ": "ў", "gʻ": "ғ", "sh": "ш", "ch": "ч", "yo": "ё", "yu": "ю", "ya": "я", "a": "а", "b": "б", "d": "д",
    "e": "е", "f": "ф", "g": "г", "h": "ҳ", "i": "и", "j": "ж", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о",
    "p": "п", "q": "қ", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в", "x": "х", "y": "й", "z": "з", "ʻ": "ъ",
}  # fmt: skip
_APOSTROPHE = re.compile("['’ʼ‘`]")
_LEADS = ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"]
_VOWELS = [
    "a",
    "ae",
    "ya",
    "yae",
    "eo",
    "e",
    "yeo",
    "ye",
    "o",
    "wa",
    "wae",
    "oe",
    "yo",
    "u",
    "wo",
    "we",
    "wi",
    "yu",
    "eu",
    "ui",
    "i",
]
_TAILS = [
    "",
    "k",
    "k",
    "k",
    "n",
    "n",
    "n",
    "t",
    "l",
    "k",
    "m",
    "p",
    "l",
    "l",
    "p",
    "l",
    "m",
    "p",
    "p",
    "t",
    "t",
    "ng",
    "t",
    "t",
    "k",
    "t",
    "p",
    "t",
]
_FIRST_SYLLABLE, _SYLLABLES = 0xAC00, 11172


def romanise(text: str, language: Language) -> str:
    """Return Mongolian and Russian as they are texted in Latin letters; other languages unchanged."""
    match language:
        case Language.MN:
            return text.lower().translate(_MONGOLIAN_LATIN)
        case Language.RU:
            return text.lower().translate(_RUSSIAN_LATIN)
        case _:
            return text


def romanise_hangul(text: str) -> str:
    """Return Korean in Latin letters (Revised Romanization, each syllable by itself)."""
    return "".join(_romanise_syllable(character) for character in text)


def uzbek_cyrillic(text: str) -> str:
    """Return Latin Uzbek in Cyrillic letters."""
    text = _APOSTROPHE.sub("ʻ", text.lower())
    for latin, cyrillic in _UZBEK_CYRILLIC.items():
        text = text.replace(latin, cyrillic)
    return text


def _romanise_syllable(character: str) -> str:
    place = ord(character) - _FIRST_SYLLABLE
    if not 0 <= place < _SYLLABLES:
        return character
    return _LEADS[place // 588] + _VOWELS[place % 588 // 28] + _TAILS[place % 28]
