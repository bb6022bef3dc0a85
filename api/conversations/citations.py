"""What answers have cited, counted over all conversations."""

from collections import Counter

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.models import Message
from api.messages import Author


async def count_citations(session: AsyncSession) -> Counter[str]:
    """Return how often each article or document was cited by the bot."""
    counts: Counter[str] = Counter()
    rows = await session.stream_scalars(select(Message.content).where(Message.author == Author.BOT))
    async for content in rows:
        counts.update(citation["article"] for citation in content.get("citations", []))
    return counts
