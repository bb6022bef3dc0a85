"""Asks Google Cloud Translation, Basic edition, version 2 (https://cloud.google.com/translate/docs/reference/rest/v2/translate)."""

import asyncio
from http import HTTPStatus
from typing import Any

import httpx

from api.translation.ports import KeyRefused, LanguageUnsupported, QuotaExceeded, TranslationFailed
from api.translation.posting import Pause, post, read_json, read_retry_after
from knowledge.languages import Language

BASE_URL = "https://translation.googleapis.com"
PATH = "/language/translate/v2"
# "Chinese" alone is simplified Chinese to Google, too, but only this code says so in its list.
_CODES = {Language.ZH: "zh-CN"}
# Quotas answer 403 (https://cloud.google.com/translate/quotas), as a forbidden key does; the reason tells them apart.
_QUOTA_REASONS = {
    *("dailyLimitExceeded", "rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded"),
    *("RATE_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED"),
}
_KEY_REASONS = {"API_KEY_INVALID", "API_KEY_EXPIRED", "keyInvalid", "keyExpired"}


class GoogleTranslator:
    """A client of Google Cloud Translation; the key travels in a header, since addresses end up in logs."""

    max_characters = 5000
    """What Google recommends for one request; it takes up to 30,000 code points."""

    def __init__(self, client: httpx.AsyncClient, key: str, pause: Pause = asyncio.sleep) -> None:
        self._client, self._key, self._pause = client, key, pause

    async def translate(self, text: str, source: Language, target: Language) -> str:
        """Return the translation as plain text; raises TranslationFailed."""
        # As HTML, which is the default, Google would answer with entities and lose line breaks.
        body = {
            "q": [text],
            "source": _CODES.get(source, source.value),
            "target": _CODES.get(target, target.value),
            "format": "text",
        }
        response = await post(self._client, PATH, body, {"X-Goog-Api-Key": self._key}, self._pause)
        answer = read_json(response)
        if response.status_code != HTTPStatus.OK:
            raise _read_error(response, answer)
        try:
            translated = answer["data"]["translations"][0]["translatedText"]
        except (KeyError, IndexError, TypeError) as error:
            raise TranslationFailed("google: unknown shape") from error
        if not isinstance(translated, str) or not translated.strip():
            raise TranslationFailed("google: no text")
        return translated


def _read_error(response: httpx.Response, answer: dict[str, Any]) -> TranslationFailed:
    reasons = _read_reasons(answer)
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS or reasons & _QUOTA_REASONS:
        return QuotaExceeded("google: quota", read_retry_after(response))
    if response.status_code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN) or reasons & _KEY_REASONS:
        return KeyRefused("google: key")
    if response.status_code == HTTPStatus.BAD_REQUEST and "language" in reasons:
        return LanguageUnsupported("google: language pair")
    return TranslationFailed(f"google: status {response.status_code}")


def _read_reasons(answer: dict[str, Any]) -> set[str]:
    """The machine-readable reasons of an error, old form (`errors`) and new (`details`); "language" for its text."""
    error = answer.get("error")
    if not isinstance(error, dict):
        return set()
    parts = [part for name in ("errors", "details") for part in error.get(name) or [] if isinstance(part, dict)]
    reasons = {str(part["reason"]) for part in parts if "reason" in part} | {str(error.get("status", ""))}
    # "Bad language pair: ko|xx" and "Invalid value for language" have no reason of their own.
    return reasons | ({"language"} if "language" in str(error.get("message", "")).lower() else set())
