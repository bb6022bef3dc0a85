"""Translates whole texts with a service that takes pieces: within a time limit, cut where sentences end, codes kept."""

import asyncio
from datetime import timedelta

from api.translation.ports import Provider, TranslationTooSlow
from api.translation.protection import protect
from api.translation.sentences import cut
from knowledge.languages import Language


class TextTranslator:
    """A translator of texts of any length; `limit` is for all requests of one text together."""

    def __init__(self, provider: Provider, limit: timedelta) -> None:
        self._provider, self._limit = provider, limit

    async def translate(self, text: str, source: Language, target: Language) -> str:
        """Return the translation, line breaks and codes kept; raises TranslationFailed.

        Addresses, telephone numbers, visa codes and names of laws in 「」 travel as marks. Where the service loses
        one, the text is translated once more without marks: whoever compares it finds what changed.
        """
        protected = protect(text)
        if source is target or not protected.has_words:
            return text
        try:
            async with asyncio.timeout(self._limit.total_seconds()):
                restored = protected.restore(await self._translate_pieces(protected.text, source, target))
                return restored if restored is not None else await self._translate_pieces(text, source, target)
        except TimeoutError as error:
            raise TranslationTooSlow from error

    async def _translate_pieces(self, text: str, source: Language, target: Language) -> str:
        """One piece after the other: services count requests, and one that is over its quota stops the rest."""
        pieces = cut(text, self._provider.max_characters)
        return "".join([await self._translate_piece(piece, source, target) for piece in pieces])

    async def _translate_piece(self, piece: str, source: Language, target: Language) -> str:
        """Services drop white space at the ends, which is what keeps pieces apart."""
        words = piece.strip()
        if not any(character.isalpha() for character in words):
            return piece
        start = piece.index(words)
        return (
            piece[:start]
            + (await self._provider.translate(words, source, target)).strip()
            + piece[start + len(words) :]
        )
