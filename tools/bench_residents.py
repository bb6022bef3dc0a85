"""What the measurements of all channels share: how much is asked, and whether what was said reached everybody once."""

import asyncio
import itertools
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import func, select

from api.channels.accounts import accounts_behind
from api.channels.models import ChannelAccount
from api.conversations import storage
from api.conversations.database import Database
from api.conversations.models import Conversation, Message
from api.messages import Author

QUESTIONS_PER_PERSON = 6
_SETTLES_WITHIN = 90.0
_WITH_COUNSELLOR = {storage.WAITING, storage.HUMAN}
_KEY = 80


@dataclass(frozen=True)
class Load:
    """So many residents write for so many seconds, each on average `pause` seconds after having been answered."""

    residents: int
    seconds: float
    pause: float


@dataclass(frozen=True)
class Balance:
    """What was asked and said, against what is stored and what arrived; `with_counsellor` wait for a person."""

    questions: int
    questions_lost: int
    questions_doubled: int
    unanswered: int
    with_counsellor: int
    replies: int
    replies_lost: int
    replies_doubled: int

    @property
    def is_even(self) -> bool:
        """Whether nothing was lost and nothing doubled."""
        lost = self.questions_lost + self.unanswered + self.replies_lost
        return lost + self.questions_doubled + self.replies_doubled == 0


@dataclass
class Seen:
    """What happened on the residents' side, by the key under which a channel keeps a person."""

    asked: Counter[str] = field(default_factory=Counter)
    texts: dict[str, list[str]] = field(default_factory=dict)

    def show(self, person: str, text: str) -> None:
        """Note a text that somebody sees."""
        self.texts.setdefault(person, []).append(text)


async def write(load: Load, talk: Callable[[Iterator[str]], Awaitable[None]], questions: list[str]) -> None:
    """Let residents write until the time is over; `talk` is one person's conversation over some questions.

    All begin at the same moment; after six questions somebody else takes the seat.
    """
    end, texts = time.monotonic() + load.seconds, itertools.cycle(questions)

    def until_end() -> Iterator[str]:
        for text in itertools.islice(texts, QUESTIONS_PER_PERSON):
            if time.monotonic() >= end:
                return
            yield text

    async def sit() -> None:
        while time.monotonic() < end:
            await talk(until_end())

    await asyncio.gather(*(sit() for _ in range(load.residents)))


async def pause(load: Load) -> None:
    """Read an answer before writing again."""
    await asyncio.sleep(load.pause * random.uniform(0.5, 1.5))  # noqa: S311 - no secret


async def balance(database_url: str, channel: str, seen: Seen) -> Balance:
    """Wait until everything is answered, then compare what is stored with what was asked and seen."""
    database = Database(database_url)
    try:
        await _settle(database, channel)
        rows = await _read(database, channel, seen)
    finally:
        await database.close()
    counts: Counter[str] = Counter()
    for person, (state, messages) in rows.items():
        counts.update(_count(state, messages, seen.asked[person], seen.texts.get(person, [])))
    lost = sum(number for person, number in seen.asked.items() if person not in rows)
    return Balance(
        questions=seen.asked.total(),
        questions_lost=counts["questions lost"] + lost,
        questions_doubled=counts["questions doubled"],
        unanswered=counts["unanswered"],
        with_counsellor=counts["with counsellor"],
        replies=counts["replies"],
        replies_lost=counts["replies lost"],
        replies_doubled=counts["replies doubled"],
    )


async def _settle(database: Database, channel: str) -> None:
    """Wait until nothing is pending, and on a channel that delivers by itself until everything is delivered."""
    deadline = time.monotonic() + _SETTLES_WITHIN
    while time.monotonic() < deadline:
        async with database.reading() as session:
            left = await session.scalar(select(func.count()).select_from(Message).where(Message.pending)) or 0
            left += len(await accounts_behind(session, channel)) if channel == "line" else 0
        if not left:
            return
        await asyncio.sleep(0.5)


async def _read(database: Database, channel: str, seen: Seen) -> dict[str, tuple[str, list[Message]]]:
    """Return the state of the conversation and the messages of everybody who wrote."""
    found: dict[str, tuple[str, list[Message]]] = {}
    async with database.reading() as session:
        query = select(ChannelAccount.user_key, Conversation).join(
            Conversation, Conversation.id == ChannelAccount.conversation_id
        )
        for key, conversation in (await session.execute(query.where(ChannelAccount.channel == channel))).all():
            if key in seen.asked:
                messages = select(Message).where(Message.conversation_id == conversation.id).order_by(Message.seq)
                found[key] = (conversation.state, list(await session.scalars(messages)))
    return found


def _count(state: str, messages: list[Message], asked: int, texts: list[str]) -> Counter[str]:
    questions = [one for one in messages if one.author == Author.RESIDENT]
    answered = {one.answers for one in messages}
    open_ones = [one for one in questions if one.pending or one.id not in answered]
    said = Counter(_key(one.text) for one in messages if one.author != Author.RESIDENT and one.text.strip())
    arrived = Counter(_key(text) for text in texts)
    return Counter(
        {
            "questions lost": max(asked - len(questions), 0),
            "questions doubled": max(len(questions) - asked, 0),
            "with counsellor" if state in _WITH_COUNSELLOR else "unanswered": len(open_ones),
            "replies": said.total(),
            "replies lost": (said - arrived).total(),
            "replies doubled": sum(max(arrived[key] - number, 0) for key, number in said.items()),
        }
    )


def _key(text: str) -> str:
    """Return the beginning of a message, by which it is known again after channels have cut or completed it."""
    return text.strip().partition("\n")[0].strip()[:_KEY]
