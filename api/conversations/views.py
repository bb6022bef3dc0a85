"""How conversations and messages look in the HTTP contract."""

from typing import Any

from api.conversations.models import Conversation, Message
from api.conversations.queue import QueueStanding
from api.conversations.ratings import RatingState
from api.conversations.resume import hidden_text, shown_text
from api.requests import utc_now

REMOVED = "removed"
"""Marks a message that was taken back, in its content; of a conversation, the numbers of those messages."""


def render_message(message: Message, *, shows_codes: bool = True) -> dict[str, Any]:
    """Return a message or reply as JSON; resume codes only while they work, and only to the resident."""
    shape: dict[str, Any] = {
        "seq": message.seq,
        "id": message.id,
        "author": message.author,
        "kind": message.kind,
        "text": shown_text(message, utc_now()) if shows_codes else hidden_text(message),
        "language": message.language,
        "citations": message.content.get("citations", []),
        "buttons": message.content.get("buttons", []),
        "created_at": message.created_at.isoformat(),
    }
    for name in ("ticket", "name", "attachment", REMOVED):
        if name in message.content:
            shape[name] = message.content[name]
    if message.client_id:
        shape["client_id"] = message.client_id
    return shape


def render_conversation(
    conversation: Conversation, ticket: QueueStanding | None = None, rating: RatingState | None = None
) -> dict[str, Any]:
    """Return a conversation's state as JSON, with its place in the queue if it has one and whether it can be rated."""
    shape: dict[str, Any] = {
        "id": conversation.id,
        "language": conversation.language,
        "state": conversation.state,
        "ticket": ticket.as_json() if ticket else None,
        "rating": rating,
    }
    # Streams bring new messages only: by these numbers a page that is open learns which ones are gone.
    if removed := removed_messages(conversation):
        shape[REMOVED] = removed
    return shape


def removed_messages(conversation: Conversation) -> list[int]:
    """Return the numbers of the messages that were taken back of late."""
    return list(conversation.details.get(REMOVED, []))
