"""Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""

import json
from collections.abc import AsyncIterator
from typing import Any

from fastapi.responses import StreamingResponse

HEARTBEAT = 15.0


def event(name: str, data: dict[str, Any], identity: int | str | None = None) -> str:
    """Return one event; the id is what a client sends back as `Last-Event-ID`."""
    head = f"id: {identity}\n" if identity is not None else ""
    return f"{head}event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def comment(text: str) -> str:
    """Return a line that clients ignore and that keeps proxies from closing the stream."""
    return f": {text}\n\n"


def respond(stream: AsyncIterator[str]) -> StreamingResponse:
    """Return the response that carries a stream; not cached and not buffered by proxies."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream, media_type="text/event-stream", headers=headers)
