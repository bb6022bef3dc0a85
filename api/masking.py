"""Hides personal numbers in what residents write, before it is stored, logged or passed on.

Residence registration and foreigner registration numbers (13 digits, the first six a date of birth), passport numbers,
payment cards (Luhn's check digit, ISO/IEC 7812-1) and bank accounts. Telephone numbers stay: people are called back.
"""

import re
import unicodedata
from collections.abc import Callable

_SEPARATOR = r"[\s\-‐–—_.·]?"
_RESIDENCE = re.compile(rf"(?<!\d)\d{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]){_SEPARATOR}[0-9]\d{{6}}(?!\d)")
_CARD = re.compile(rf"(?<!\d)(?:\d{_SEPARATOR}){{12,18}}\d(?!\d)")
_PASSPORT = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z]{1,2}\d{7,8}|[A-Z]\d{3}[A-Z]\d{4})(?![A-Za-z0-9])")
_ACCOUNT = re.compile(r"(?<![\d-])\d{2,6}-\d{2,6}-\d{2,7}(?:-\d{1,3})?(?![\d-])")
_PHONE = re.compile(r"(?:0\d{1,2}|1\d{3}|82-?\d{1,2})-?\d{3,4}-?\d{4}")
_DATE = re.compile(r"(?:19|20)\d{2}-\d{1,2}-\d{1,2}")
_SHORTEST_ACCOUNT, _LONGEST_ACCOUNT = 10, 16
_HIDDEN = "●"


def mask(text: str) -> tuple[str, bool]:
    """Return the text with every personal number hidden, and whether there was one; other characters stay."""
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    hidden = plain
    for pattern, is_personal in _KINDS:
        hidden = _hide_all(pattern, is_personal, hidden)
    if hidden == plain:
        return text, False
    return "".join(new if new == _HIDDEN else old for old, new in zip(text, hidden, strict=True)), True


def _hide_all(pattern: re.Pattern[str], is_personal: Callable[[str], bool], text: str) -> str:
    return pattern.sub(lambda found: _hide(found[0]) if is_personal(found[0]) else found[0], text)


def _hide(number: str) -> str:
    return re.sub(r"[A-Za-z0-9]", _HIDDEN, number)


def _is_card(number: str) -> bool:
    """Luhn's check digit, from right to left every second digit doubled."""
    digits = [int(character) for character in number if character.isdigit()]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]  # noqa: PLR2004 - 2 * 5 has two digits
    return len(set(digits)) > 1 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _is_account(number: str) -> bool:
    digits = sum(character.isdigit() for character in number)
    return (
        _SHORTEST_ACCOUNT <= digits <= _LONGEST_ACCOUNT and not _PHONE.fullmatch(number) and not _DATE.fullmatch(number)
    )


_KINDS: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = (
    (_RESIDENCE, lambda _: True),
    (_CARD, _is_card),
    (_PASSPORT, lambda _: True),
    (_ACCOUNT, _is_account),
)
