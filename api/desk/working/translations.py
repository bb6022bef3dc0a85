"""Machine translations of residents' messages, as they are kept and shown beside the original."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.models import Counsellor, Message
from api.desk.models import MessageTranslation
from api.translation.checked import Translation
from api.translation.differences import Difference
from knowledge.languages import Language


def first_language(counsellor: Counsellor) -> Language:
    """Return the language that somebody at the desk reads best; Korean for one that is not of the eight."""
    return next((Language(code) for code in counsellor.languages if code in set(Language)), Language.KO)


def add(
    session: AsyncSession, message: str, language: Language, translation: Translation, provider: str, now: datetime
) -> None:
    """Add a message's translation within the caller's transaction."""
    session.add(
        MessageTranslation(
            message_id=message,
            language=language,
            text=translation.text,
            differences={"found": render_differences(translation.differences)},
            provider=provider,
            created_at=now,
        )
    )


async def translations_of(
    session: AsyncSession, messages: Sequence[str], languages: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """Return one translation per message as JSON: into the first of a reader's languages, else into any there is."""
    rows = await session.scalars(select(MessageTranslation).where(MessageTranslation.message_id.in_(messages)))
    order = {language: place for place, language in enumerate(languages)}
    found: dict[str, MessageTranslation] = {}
    for row in sorted(rows, key=lambda row: (order.get(row.language, len(order)), row.language)):
        found.setdefault(row.message_id, row)
    return {message: _render(row) for message, row in found.items()}


async def translations_after(
    session: AsyncSession, conversation: str, moment: datetime
) -> list[tuple[str, dict[str, Any]]]:
    """Return the translations in a conversation since a moment, with their messages' ids, for who follows it."""
    rows = await session.scalars(
        select(MessageTranslation)
        .join(Message, Message.id == MessageTranslation.message_id)
        .where(Message.conversation_id == conversation, MessageTranslation.created_at >= moment)
        .order_by(Message.seq)
    )
    return [(row.message_id, _render(row)) for row in rows]


def render_differences(differences: Sequence[Difference]) -> list[dict[str, str | None]]:
    """Return what a translation may have got wrong as JSON."""
    return [asdict(difference) for difference in differences]


def _render(row: MessageTranslation) -> dict[str, Any]:
    return {"language": row.language, "text": row.text, "differences": row.differences.get("found", [])}
