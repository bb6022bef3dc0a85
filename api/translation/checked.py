"""A translation together with what it may have got wrong.

Nobody waits for it: the original is stored and shown first, then a task of its own translates, within the translator's
time limit, and stores the `Translation` beside the original, or nothing when TranslationFailed was raised. Residents
and counsellors always see the original, too; differences stand beside the translation as a warning, never instead.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from api.translation.differences import Difference, find_differences
from api.translation.facts import FactKind
from api.translation.ports import Translator
from knowledge.detection import Detection
from knowledge.folding import letters
from knowledge.languages import Language

Detect = Callable[[str, Language], Detection]

# Names, codes and greetings are the same in several languages, and short texts are not recognised for sure.
_LEAST_LETTERS = 20
_SURE = 0.9


@dataclass(frozen=True)
class Translation:
    """The translated text, and what differs from the original although it should not."""

    text: str
    differences: tuple[Difference, ...]


async def translate_checked(
    translator: Translator, text: str, source: Language, target: Language, today: date, detect: Detect
) -> Translation:
    """Translate a text and compare; raises TranslationFailed.

    `detect` tells the language of a text, the second argument being the likely one (`LanguageDetector.detect`): a
    service that answers in another language, or with the original, is a difference of its own and the only one.
    """
    translated = await translator.translate(text, source, target)
    if source is target:
        return Translation(translated, ())
    if (found := _find_other_language(translated, target, detect)) is not None:
        return Translation(translated, (Difference(FactKind.LANGUAGE, None, found),))
    return Translation(translated, find_differences(text, translated, source, target, today))


def _find_other_language(text: str, target: Language, detect: Detect) -> str | None:
    """The code of the language that a text is in when it is surely not the target, "other" for none of the eight."""
    if letters(text) < _LEAST_LETTERS:
        return None
    found = detect(text, target)
    if found.confidence < _SURE or (found.language is target and not found.foreign):
        return None
    return "other" if found.foreign else found.language.value
