"""Asks a LibreTranslate server, one's own or another's (https://docs.libretranslate.com/api/operations/translate/).

It knows neither Mongolian nor Uzbek (state of 2026); such pairs are refused by the server, not here, so that a server
with more models serves more languages.
"""

import asyncio
from http import HTTPStatus
from typing import Any

import httpx

from api.translation.ports import KeyRefused, LanguageUnsupported, QuotaExceeded, TranslationFailed
from api.translation.posting import Pause, post, read_json, read_retry_after
from knowledge.languages import Language

PATH = "/translate"


class LibreTranslator:
    """A client of one LibreTranslate server; the key is left out where it is empty."""

    max_characters = 2000
    """What the public server takes in one request; one's own has no limit unless it is given one."""

    def __init__(self, client: httpx.AsyncClient, key: str = "", pause: Pause = asyncio.sleep) -> None:
        self._client, self._key, self._pause = client, key, pause

    async def translate(self, text: str, source: Language, target: Language) -> str:
        """Return the translation as plain text; raises TranslationFailed."""
        body = {"q": text, "source": source.value, "target": target.value, "format": "text"}
        if self._key:
            body["api_key"] = self._key
        # The server's errors are in the language that is asked for, and are told apart by their words.
        response = await post(self._client, PATH, body, {"Accept-Language": "en"}, self._pause)
        answer = read_json(response)
        if response.status_code != HTTPStatus.OK:
            raise _read_error(response, answer)
        translated = answer.get("translatedText")
        if not isinstance(translated, str) or not translated.strip():
            raise TranslationFailed("libre: no text")
        return translated


def _read_error(response: httpx.Response, answer: dict[str, Any]) -> TranslationFailed:
    message = str(answer.get("error", "")).lower()
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        return QuotaExceeded("libre: quota", read_retry_after(response))
    if response.status_code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN) or "api key" in message:
        return KeyRefused("libre: key")
    if response.status_code == HTTPStatus.BAD_REQUEST and ("not supported" in message or "not available" in message):
        return LanguageUnsupported("libre: language pair")
    return TranslationFailed(f"libre: status {response.status_code}")
