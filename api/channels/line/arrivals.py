"""LINE's events as rows: stored before they are acknowledged, read when they are handled, emptied when they are done.

What an event needs of it is kept until then; of what people wrote only the conversation's copy stays.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from api.channels.line.events import EPOCH, EventKind, IncomingLine, LineEvent, LineKind, SourceKind
from api.channels.models import ChannelEvent
from api.conversations.database import Database

CHANNEL = "line"
FAILED = "failed"
"""The outcome of an event that was given up."""
KEPT = timedelta(days=7)
"""So long it stays known whose event it was, to find out what went wrong."""

_NEEDS_ACTIVE = {EventKind.MESSAGE, EventKind.POSTBACK, EventKind.FOLLOW}


def render_row(event: LineEvent, now: datetime) -> dict[str, Any]:
    """Return an event as a row; one that is only kept is handled already."""
    verdict = _judge(event)
    return {
        "id": f"{CHANNEL}:{event.identity}",
        "channel": CHANNEL,
        "user_key": None if verdict else event.user,
        "happened_at": min(event.at, now) if event.at > EPOCH else now,
        "received_at": now,
        "body": {"kind": event.kind} if verdict else _render_body(event),
        "outcome": verdict,
        "handled_at": now if verdict else None,
    }


def _judge(event: LineEvent) -> str | None:
    """Return why an event is only kept, or None if it has to be handled."""
    if event.kind is EventKind.IGNORED:
        return f"ignored: {event.reason}"
    if event.source in {SourceKind.GROUP, SourceKind.ROOM}:
        return "group"
    if event.source is not SourceKind.USER or not event.user:
        return "no user"
    return "standby" if event.kind in _NEEDS_ACTIVE and not event.active else None


def _render_body(event: LineEvent) -> dict[str, Any]:
    message = event.message
    return {
        "kind": event.kind,
        "reply_token": event.reply_token,
        "redelivered": event.redelivered,
        "unsent": event.unsent,
        "message": asdict(message) | {"file_name": None, "size": None} if message else None,
    }


@dataclass(frozen=True)
class Arrival:
    """A stored event as it is handled; `happened_at` is never later than `received_at`, `attempts` have failed."""

    id: str
    user: str
    kind: EventKind
    happened_at: datetime
    received_at: datetime
    reply_token: str | None
    redelivered: bool
    unsent: str
    attempts: int
    message: IncomingLine

    @property
    def name(self) -> str:
        """What the conversation calls its message: LINE's id, by which it can be taken back."""
        return self.message.id or self.id


def client_id(name: str, number: int = 1) -> str:
    """Return what a piece of a message is called in the conversation."""
    return f"{CHANNEL}:{name}" if number == 1 else f"{CHANNEL}:{name}#{number}"


def read_row(row: ChannelEvent) -> Arrival:
    """Return a stored event; raises KeyError, TypeError or ValueError for one that is broken."""
    body = row.body
    values = body["message"] or {"kind": LineKind.UNKNOWN, "id": ""}
    return Arrival(
        id=row.id,
        user=row.user_key or "",
        kind=EventKind(body["kind"]),
        happened_at=row.happened_at,
        received_at=row.received_at,
        reply_token=body["reply_token"],
        redelivered=body["redelivered"],
        unsent=body["unsent"] or "",
        attempts=row.attempts,
        message=IncomingLine(**values | {"kind": LineKind(values["kind"])}),
    )


async def forget_old(database: Database, now: datetime) -> None:
    """Take out of events handled a while ago whom they were about and what is left of them; their ids stay.

    What LINE delivers once more is recognised by its id.
    """
    old = (ChannelEvent.channel == CHANNEL, ChannelEvent.handled_at < now - KEPT, ChannelEvent.user_key.is_not(None))
    async with database.writing() as session:
        await session.execute(update(ChannelEvent).where(*old).values(user_key=None, body={}))


def end_row(row: ChannelEvent, outcome: str, now: datetime) -> None:
    """Note what became of an event; what somebody wrote goes."""
    row.outcome, row.handled_at, row.body = outcome, now, {"kind": row.body.get("kind")}
