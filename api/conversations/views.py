"""How conversations and messages look in the HTTP contract."""

from typing import Any

from api.conversations.models import Conversation, Message
from api.conversations.queue import QueueStanding


def render_message(message: Message) -> dict[str, Any]:
    """Return a message or reply as JSON."""
    shape: dict[str, Any] = {
        "seq": message.seq,
        "id": message.id,
        "author": message.author,
        "kind": message.kind,
        "text": message.text,
        "language": message.language,
        "citations": message.content.get("citations", []),
        "buttons": message.content.get("buttons", []),
        "created_at": message.created_at.isoformat(),
    }
    for name in ("ticket", "name"):
        if name in message.content:
            shape[name] = message.content[name]
    if message.client_id:
        shape["client_id"] = message.client_id
    return shape


def render_conversation(conversation: Conversation, ticket: QueueStanding | None = None) -> dict[str, Any]:
    """Return a conversation's state as JSON, with its place in the queue if it has one."""
    return {
        "id": conversation.id,
        "language": conversation.language,
        "state": conversation.state,
        "ticket": ticket.as_json() if ticket else None,
    }
