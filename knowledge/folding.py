"""Folds away differences of spelling that carry no meaning, before any ranker sees a text."""

import re
import unicodedata

from knowledge.languages import Language

_APOSTROPHES = str.maketrans(dict.fromkeys("\u02bb\u02bc\u2018\u2019`\u00b4\u2032", "'"))
_ARABIC = str.maketrans(
    {
        "\u064a": "\u06cc", "\u0649": "\u06cc", "\u0643": "\u06a9", "\u0629": "\u06c1", "\u0647": "\u06c1",
        "\u06be": "\u06c1", "\u0623": "\u0627", "\u0625": "\u0627", "\u0622": "\u0627", "\u06c2": "\u06c1",
        "\u0624": "\u0648", "\u200c": "", "\u0640": "",
    }
)  # fmt: skip
_ARABIC_MARKS = re.compile("[\u064b-\u065f\u0670\u06d6-\u06ed]")
_UZBEK_CYRILLIC = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "j", "з": "z", "и": "i",
        "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
        "у": "u", "ф": "f", "х": "x", "ц": "s", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "'", "ы": "i", "ь": "",
        "э": "e", "ю": "yu", "я": "ya", "ў": "o'", "қ": "q", "ғ": "g'", "ҳ": "h",
    }
)  # fmt: skip
_DIGITS = {ord(c): str(unicodedata.digit(c)) for c in map(chr, [*range(0x660, 0x66A), *range(0x6F0, 0x6FA)])}
_VISA_CODE = re.compile(r"(?<![a-z])([a-hе])[\s\-‐–_.]?(\d{1,2})(?!\d)")
_DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACE = re.compile(r"\s+")


def fold(text: str, language: Language) -> str:
    """Return the text in one canonical spelling; meant for comparing, never for showing.

    Lower case, NFKC, one apostrophe, ё as е, Urdu letter variants and marks unified, Uzbek Cyrillic as Latin,
    Vietnamese without marks, visa codes without hyphen ("E-9", "e 9", "е9" become "e9").
    """
    text = _DIRECTION_MARKS.sub("", unicodedata.normalize("NFKC", text)).lower()
    text = text.translate(_APOSTROPHES).translate(_DIGITS)
    text = _VISA_CODE.sub(lambda m: f"{'e' if m[1] == 'е' else m[1]}{m[2]}", text)
    match language:
        case Language.RU | Language.MN:
            text = text.replace("ё", "е")
        case Language.UZ:
            text = text.translate(_UZBEK_CYRILLIC).replace("'", "")
        case Language.UR:
            text = _ARABIC_MARKS.sub("", text.translate(_ARABIC))
        case Language.VI:
            text = strip_marks(text)
        case _:
            pass
    return _SPACE.sub(" ", text).strip()


def strip_marks(text: str) -> str:
    """Vietnamese as many type it: without tone and vowel marks."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def letters(text: str) -> int:
    """How much a text says, in letters of an alphabet; a Han or Hangul character counts as two."""
    return sum(2 if character >= "\u2e80" else 1 for character in text if character.isalnum())
