"""Follows a stream of server-sent events of an app in this process; httpx would give it only when it has ended."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI

_PATIENCE = 10.0


@dataclass
class LiveStream:
    """A stream that is being followed."""

    chunks: asyncio.Queue[str | None] = field(default_factory=asyncio.Queue)
    left: asyncio.Event = field(default_factory=asyncio.Event)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    """Cleared, nothing comes through any more, and nobody knows."""

    def __post_init__(self) -> None:
        self.open.set()

    async def next(self) -> tuple[str, dict[str, Any]] | None:
        """Return the next event's name and data, ("", {}) for a comment, None when the stream has ended."""
        chunk = await asyncio.wait_for(self.chunks.get(), _PATIENCE)
        if chunk is None:
            return None
        lines = dict(line.split(": ", 1) for line in chunk.strip().splitlines() if not line.startswith(":"))
        return lines.get("event", ""), json.loads(lines.get("data", "{}"))

    async def until(self, name: str) -> dict[str, Any]:
        """Return the data of the next event of a name; what comes before it is left out."""
        while (event := await self.next()) is not None:
            if event[0] == name:
                return event[1]
        raise EOFError(name)

    async def receive(self) -> dict[str, Any]:
        """Tell the app when we leave."""
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:  # noqa: ANN401 - an ASGI message
        """Take what the app sends."""
        await self.open.wait()
        if message["type"] == "http.response.body":
            if message.get("body"):
                self.chunks.put_nowait(message["body"].decode())
            if not message.get("more_body"):
                self.chunks.put_nowait(None)


@asynccontextmanager
async def follow(app: FastAPI, path: str, headers: dict[str, str]) -> AsyncIterator[LiveStream]:
    """Follow a stream; it is followed indeed once its first event has come."""
    stream = LiveStream()
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("test", 80),
    }
    task = asyncio.create_task(app(scope, stream.receive, stream.send))
    try:
        yield stream
    finally:
        stream.left.set()
        try:
            await asyncio.wait_for(task, _PATIENCE)
        except TimeoutError:
            task.cancel()
