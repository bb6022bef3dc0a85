"""Copies of training questions as hurried people type them: typos, no spaces, other alphabets."""

import random
import zlib

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
_MIN_TYPO_LENGTH = 5


def noised_copies(text: str, language: Language) -> list[str]:
    """Return a few changed copies of a question; the same text always gives the same copies."""
    dice = random.Random(zlib.crc32(text.encode()))  # noqa: S311 - reproducible noise, not a secret
    copies = [_with_typo(text, dice), _with_typo(_with_typo(text, dice), dice)]
    if (latin := romanise(text, language)) != text:
        copies.append(latin)
    if language in {Language.KO, Language.ZH}:
        copies.append(text.replace(" ", ""))
    return [copy for copy in copies if copy != text]


def romanise(text: str, language: Language) -> str:
    """Mongolian and Russian as they are texted in Latin letters; other languages unchanged."""
    match language:
        case Language.MN:
            return text.lower().translate(_MONGOLIAN_LATIN)
        case Language.RU:
            return text.lower().translate(_RUSSIAN_LATIN)
        case _:
            return text


def _with_typo(text: str, dice: random.Random) -> str:
    if len(text) < _MIN_TYPO_LENGTH:
        return text
    place = dice.randrange(1, len(text) - 1)
    match dice.randrange(3):
        case 0:
            return text[:place] + text[place + 1 :]
        case 1:
            return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        case _:
            return text[:place] + text[place] + text[place:]
