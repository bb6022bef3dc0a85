"""What a machine translator is to the gateway, and what can go wrong with one.

TranslationFailed (502)       the provider gave no usable answer, or none at all
├── TranslationTooSlow (504)  nothing within the time limit
├── QuotaExceeded (503)       too many requests or characters; `retry_after` where the provider says when
├── KeyRefused (502)          the key is wrong, missing or not allowed to translate
└── LanguageUnsupported (422) the provider does not translate between these two languages
TranslationOff (409)          no provider is set

No error carries what was to be translated or the provider's own words, which may repeat it.
"""

from datetime import timedelta
from typing import Protocol

from api.errors import GatewayError
from knowledge.languages import Language


class TranslationFailed(GatewayError):
    """The provider gave no usable answer."""

    status, slug, title = 502, "translation-failed", "The text could not be translated."


class TranslationTooSlow(TranslationFailed):
    """No translation within the time limit."""

    status, slug, title = 504, "translation-too-slow", "The translation took too long."


class QuotaExceeded(TranslationFailed):
    """The provider takes no more for now; `retry_after` is None where it does not say until when."""

    status, slug, title = 503, "translation-quota", "The translation service takes no more texts for now."

    def __init__(self, detail: str = "", retry_after: timedelta | None = None) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class KeyRefused(TranslationFailed):
    """The provider does not accept our key."""

    status, slug, title = 502, "translation-key", "The translation service refuses the key."


class LanguageUnsupported(TranslationFailed):
    """The provider does not know one of the languages, or not this pair."""

    status, slug, title = 422, "translation-language", "There is no translation between these languages."


class TranslationOff(GatewayError):
    """Nothing is translated in this installation."""

    status, slug, title = 409, "translation-off", "Machine translation is switched off."


class Translator(Protocol):
    """Translates texts; whole texts or, as a `Provider`, what fits into one request."""

    async def translate(self, text: str, source: Language, target: Language) -> str:
        """Return the text in the target language; raises TranslationFailed."""
        ...


class Provider(Translator, Protocol):
    """A translation service as it is: one request for each text, which must not be longer than it takes."""

    @property
    def max_characters(self) -> int:
        """The longest text of one request, in Unicode code points."""
        ...
