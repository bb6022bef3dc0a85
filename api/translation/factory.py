"""Makes the translator that the settings name."""

import httpx

from api.translation.google import BASE_URL, GoogleTranslator
from api.translation.libre import LibreTranslator
from api.translation.ports import Provider, Translator
from api.translation.settings import ProviderName, TranslationSettings
from api.translation.texts import TextTranslator


def new_client(settings: TranslationSettings) -> httpx.AsyncClient:
    """Return the client that the translator is to use; who makes it closes it."""
    return httpx.AsyncClient(
        base_url=settings.translation_base_url or BASE_URL,
        timeout=settings.translation_timeout.total_seconds(),
    )


def new_translator(settings: TranslationSettings, client: httpx.AsyncClient) -> Translator | None:
    """Return the translator, or None where translation is off."""
    key = settings.translation_key.get_secret_value()
    provider: Provider
    match settings.translation_provider:
        case ProviderName.GOOGLE:
            provider = GoogleTranslator(client, key)
        case ProviderName.LIBRE:
            provider = LibreTranslator(client, key)
        case ProviderName.OFF:
            return None
    return TextTranslator(provider, settings.translation_timeout)
