"""Small real stand-ins for what lies outside the code under test."""

import asyncio
import hashlib

import numpy as np

from api.errors import EngineFailed
from api.messages import Kind, Reply, Turn, Utterance
from knowledge.embedding import Vectors


class FakeEngine:
    """Answers with what it is told, or repeats the question; remembers the turns it was given."""

    def __init__(self, *replies: list[Utterance] | Exception) -> None:
        self.turns: list[Turn] = []
        self.replies = list(replies)

    async def respond(self, turn: Turn) -> list[Utterance]:
        """Return the next prepared replies, or an echo."""
        self.turns.append(turn)
        if not self.replies:
            return [Reply(Kind.TEXT, f"echo: {turn.text}")]
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply

    async def is_ready(self) -> bool:
        """Always ready."""
        return True


class HeldEngine(FakeEngine):
    """Answers only once it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.free = asyncio.Event(), asyncio.Event()

    async def respond(self, turn: Turn) -> list[Utterance]:
        """Wait, then answer."""
        self.asked.set()
        await self.free.wait()
        return await super().respond(turn)


class BrokenEngine(FakeEngine):
    """Fails every turn, as when Rasa is down."""

    async def respond(self, turn: Turn) -> list[Utterance]:
        """Raise."""
        raise EngineFailed(f"down: {turn.session}")

    async def is_ready(self) -> bool:
        """Never ready."""
        return False


class FakeEmbedder:
    """Hashes character trigrams into 64 dimensions: texts that share letters lie close."""

    identity = "fake"

    def embed_questions(self, texts: list[str]) -> Vectors:
        """Embed texts."""
        return np.stack([self._embed(text) for text in texts])

    embed_passages = embed_questions

    def _embed(self, text: str) -> Vectors:
        vector = np.full(64, 1e-3, dtype=np.float32)
        for start in range(max(len(text) - 2, 1)):
            digest = hashlib.sha256(text[start : start + 3].encode()).digest()
            vector[digest[0] % 64] += 1
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)
