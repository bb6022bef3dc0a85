"""Which language to answer somebody in before their conversation has told, or while the database cannot be asked."""

from collections import OrderedDict
from functools import cache

from api.channels.kakao.notes import hash_user
from api.channels.kakao.requests import SkillRequest
from knowledge.detection import LanguageDetector
from knowledge.languages import DEFAULT_LANGUAGE, Language

_REMEMBERED = 10_000
_LIKELY = 0.3


class SpokenLanguages:
    """Remembers in memory what was last spoken with whom; `key` is the hash of a person's key."""

    def __init__(self) -> None:
        self._languages: OrderedDict[str, Language] = OrderedDict()

    def remember(self, key: str, language: Language) -> None:
        """Note what is spoken with somebody; the longest unseen is forgotten when there are too many."""
        self._languages[key] = language
        self._languages.move_to_end(key)
        if len(self._languages) > _REMEMBERED:
            self._languages.popitem(last=False)

    def guess(self, request: SkillRequest) -> Language:
        """Return the language last spoken with somebody, else that of the text, else Kakao's hint, else Korean."""
        known = self._languages.get(hash_user(request.user)) if request.user else None
        return known or language_of(request.utterance, hinted_language(request))


def hinted_language(request: SkillRequest) -> Language:
    """Return the language of Kakao's hint, which is that of the telephone, else Korean."""
    hint = request.language_hint or ""
    return Language(hint) if hint in set(Language) else DEFAULT_LANGUAGE


def language_of(text: str, otherwise: Language) -> Language:
    """Return the likely language of a text."""
    found = _detector().detect(text)
    return found.language if found.confidence >= _LIKELY else otherwise


@cache
def _detector() -> LanguageDetector:
    return LanguageDetector.load()
