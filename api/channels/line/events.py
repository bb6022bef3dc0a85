"""What LINE tells us, read event by event from raw JSON, so that one strange event never loses another.

Deduplication, storing and answering are left to the route; nothing here sends.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, NoReturn, TypeGuard

EPOCH = datetime.fromtimestamp(0, UTC)
MAX_EVENT_ID = 100
VERIFICATION_USER = "U" + "deadbeef" * 4
"""Who writes the two dummy events of the older console check (line-bot-sdk-python, pull request 80 and issue 188)."""

_VERIFICATION_TOKEN = re.compile("0{32}|f{32}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LARGEST_DEGREE = 180


class BadWebhook(ValueError):
    """The whole body is not a JSON object with a list of events."""


class EventKind(StrEnum):
    """What an event asks of us."""

    MESSAGE = "message"
    POSTBACK = "postback"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    UNSEND = "unsend"
    IGNORED = "ignored"


class SourceKind(StrEnum):
    """Where an event happened; NONE for a missing or unknown place."""

    USER = "user"
    GROUP = "group"
    ROOM = "room"
    NONE = "none"


class LineKind(StrEnum):
    """What somebody sent."""

    TEXT = "text"
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    FILE = "file"
    STICKER = "sticker"
    LOCATION = "location"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class IncomingLine:
    """What somebody sent or pressed.

    `payload` is the data of a pressed button, whose `text` is empty or the picked date. `file_name` is as the sender
    wrote it, never a path to trust; `size` in bytes; `is_elsewhere` if LINE does not have its content; `quoted` the id
    of the message answered to.
    """

    kind: LineKind
    id: str
    text: str = field(default="", repr=False)
    payload: str | None = None
    file_name: str | None = field(default=None, repr=False)
    size: int | None = None
    is_elsewhere: bool = False
    quoted: str | None = None


@dataclass(frozen=True)
class LineEvent:
    """One event; `identity` is the same on every delivery.

    `at` is when it happened, the epoch if LINE does not say. Nothing may be sent unless `active`, so only then is there
    a reply token. `destination` is our bot's user id, `unsent` the id of a message taken back, `returned` whether a
    follower had blocked us before, `reason` why the event is ignored.
    """

    identity: str
    kind: EventKind
    at: datetime
    user: str | None
    source: SourceKind
    active: bool
    redelivered: bool
    reply_token: str | None = field(repr=False)
    destination: str | None
    message: IncomingLine | None
    raw: Any = field(repr=False)
    unsent: str | None = None
    returned: bool = False
    reason: str = ""


def read_events(body: bytes) -> list[LineEvent]:
    """Return the events of a webhook ordered by user and time; raises BadWebhook, and nothing for a single event."""
    content = _read_object(_read_json(body))
    events = content.get("events")
    if not isinstance(events, list):
        raise BadWebhook("not a JSON object with a list of events")
    destination = _read_text(content, "destination") or None
    return sorted((_read_event(event, destination) for event in events), key=lambda event: (event.user or "", event.at))


def _read_json(body: bytes) -> object:
    try:
        content: object = json.loads(body.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise BadWebhook("not JSON in UTF-8") from error
    return content


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _read_event(raw: object, destination: str | None) -> LineEvent:
    event = _read_object(raw)
    source = _read_object(event.get("source"))
    active = event.get("mode") == "active"
    common = LineEvent(
        identity=_read_identity(raw),
        kind=EventKind.IGNORED,
        at=_read_time(event.get("timestamp")),
        user=_read_text(source, "userId") or None,
        source=_read_source(source),
        active=active,
        redelivered=_read_object(event.get("deliveryContext")).get("isRedelivery") is True,
        reply_token=(_read_text(event, "replyToken") or None) if active else None,
        destination=destination,
        message=None,
        raw=raw,
    )
    if not isinstance(raw, dict):
        return replace(common, reason="not an object")
    if common.user == VERIFICATION_USER or _VERIFICATION_TOKEN.fullmatch(_read_text(event, "replyToken")):
        return replace(common, reason="verification")
    return _read_kind(event, common)


def _read_kind(event: Mapping[str, Any], common: LineEvent) -> LineEvent:
    match event.get("type"):
        case "message":
            message = _read_message(_read_object(event.get("message")))
            return _with_message(common, EventKind.MESSAGE, message, "message without content")
        case "postback":
            message = _read_postback(_read_object(event.get("postback")), common.identity)
            return _with_message(common, EventKind.POSTBACK, message, "postback without data")
        case "follow":
            returned = _read_object(event.get("follow")).get("isUnblocked") is True
            return replace(common, kind=EventKind.FOLLOW, returned=returned)
        case "unfollow":
            return replace(common, kind=EventKind.UNFOLLOW)
        case "unsend":
            return _read_unsend(_read_object(event.get("unsend")), common)
        case _:
            return replace(common, reason=f"type {_read_text(event, 'type')[:40] or 'missing'}")


def _read_unsend(unsend: Mapping[str, Any], common: LineEvent) -> LineEvent:
    unsent = _read_text(unsend, "messageId")
    if not unsent:
        return replace(common, reason="unsend without message id")
    return replace(common, kind=EventKind.UNSEND, unsent=unsent)


def _with_message(common: LineEvent, kind: EventKind, message: IncomingLine | None, otherwise: str) -> LineEvent:
    if message is None:
        return replace(common, reason=otherwise)
    return replace(common, kind=kind, message=message)


def _read_message(message: Mapping[str, Any]) -> IncomingLine | None:
    if not message:
        return None
    kind = _read_line_kind(message)
    size = message.get("fileSize")
    return IncomingLine(
        kind=kind,
        id=_read_text(message, "id"),
        text=_read_content(kind, message),
        file_name=_read_text(message, "fileName") or None,
        size=size if isinstance(size, int) and not isinstance(size, bool) and size >= 0 else None,
        is_elsewhere=_read_object(message.get("contentProvider")).get("type") == "external",
        quoted=_read_text(message, "quotedMessageId") or None,
    )


def _read_line_kind(message: Mapping[str, Any]) -> LineKind:
    try:
        kind = LineKind(_read_text(message, "type"))
    except ValueError:
        return LineKind.UNKNOWN
    if kind is LineKind.TEXT and not isinstance(message.get("text"), str):
        return LineKind.UNKNOWN
    return kind


def _read_content(kind: LineKind, message: Mapping[str, Any]) -> str:
    match kind:
        case LineKind.TEXT:
            return _read_text(message, "text")
        case LineKind.STICKER:
            return _read_text(message, "text") or _read_keywords(message.get("keywords"))
        case LineKind.LOCATION:
            return _read_location(message)
        case _:
            return ""


def _read_keywords(keywords: object) -> str:
    words = keywords if isinstance(keywords, list) else []
    return ", ".join(_clean(word) for word in words if isinstance(word, str) and word.strip())


def _read_location(message: Mapping[str, Any]) -> str:
    """Return "title, address (latitude, longitude)" without what is missing."""
    place = ", ".join(filter(None, (_read_text(message, "title"), _read_text(message, "address"))))
    latitude, longitude = message.get("latitude"), message.get("longitude")
    if not (_is_degree(latitude) and _is_degree(longitude)):
        return place
    return f"{place} ({latitude}, {longitude})".strip()


def _is_degree(value: object) -> bool:
    return _is_number(value) and abs(value) <= _LARGEST_DEGREE


def _is_number(value: object) -> TypeGuard[int | float]:
    """Tell whether it is a number; JSON's true and false are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _read_postback(postback: Mapping[str, Any], identity: str) -> IncomingLine | None:
    if not isinstance(postback.get("data"), str):
        return None
    params = _read_object(postback.get("params"))
    picked = next(filter(None, (_read_text(params, name) for name in ("datetime", "date", "time"))), "")
    payload = _read_text(postback, "data")
    return IncomingLine(LineKind.TEXT, identity, picked.replace("T", " "), payload)


def _read_source(source: Mapping[str, Any]) -> SourceKind:
    try:
        return SourceKind(_read_text(source, "type"))
    except ValueError:
        return SourceKind.NONE


def _read_time(milliseconds: object) -> datetime:
    if not _is_number(milliseconds):
        return EPOCH
    try:
        return EPOCH + timedelta(milliseconds=milliseconds)
    except (OverflowError, ValueError):
        return EPOCH


def _read_identity(raw: object) -> str:
    """Return the event id, or a hash over everything that a redelivery repeats."""
    event = _read_object(raw)
    identity = _read_text(event, "webhookEventId")
    if 0 < len(identity) <= MAX_EVENT_ID:
        return identity
    repeated = {name: value for name, value in event.items() if name != "deliveryContext"} if event else raw
    return "sha256:" + hashlib.sha256(_canonical(repeated).encode("ascii")).hexdigest()


def _canonical(value: object) -> str:
    try:
        return json.dumps(value, sort_keys=True, separators=(",", ":"))
    except RecursionError:
        # Nested as deeply as the parser just allows: its plain properties must do.
        plain = {name: str(part) for name, part in _read_object(value).items() if not isinstance(part, dict | list)}
        return json.dumps(plain, sort_keys=True)


def _read_object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _read_text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return _clean(value) if isinstance(value, str) else ""


def _clean(text: str) -> str:
    """Take out what no database keeps: halves of surrogate pairs and the null character."""
    return _SURROGATE.sub("\ufffd", text).replace("\0", "")
