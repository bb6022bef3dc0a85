"""Copies of training questions as hurried people type them: typos, no spaces, other alphabets."""

import random
import zlib

from knowledge.languages import Language
from knowledge.romanisation import romanise

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
