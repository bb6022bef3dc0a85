"""The bodies that the desk accepts, and how tickets and counsellors look."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from api.conversations.details import render_centre, render_visitor
from api.conversations.models import Conversation, Counsellor, Ticket
from api.conversations.storage import DELETED
from api.conversations.views import removed_messages
from api.messages import MAX_TEXT
from api.requests import Text


class SignIn(BaseModel):
    """E-mail and password, or a one-time code."""

    email: str | None = None
    password: str | None = None
    code: str | None = None


class NewPassword(BaseModel):
    """A counsellor's new password."""

    password: Annotated[str, Field(min_length=10, max_length=200)]


class NewReply(BaseModel):
    """What a counsellor writes; the same `client_id` twice is one reply."""

    text: Annotated[Text, Field(max_length=MAX_TEXT)]
    client_id: Annotated[Text, Field(min_length=1, max_length=100)] | None = None


class Ending(BaseModel):
    """What comes after a ticket: the assistant again, or nothing until the resident writes."""

    next: Literal["bot", "closed"] = "bot"


def render_counsellor(counsellor: Counsellor) -> dict[str, Any]:
    """Return a counsellor as JSON."""
    return {
        "id": counsellor.id,
        "name": counsellor.name,
        "email": counsellor.email,
        "languages": counsellor.languages,
    }


def render_ticket(
    ticket: Ticket, conversation: Conversation, counsellor: Counsellor | None, position: int
) -> dict[str, Any]:
    """Return a ticket as JSON; `deleted` when its resident has taken the conversation back."""
    return {
        "id": ticket.id,
        "conversation": ticket.conversation_id,
        "state": ticket.state,
        "priority": ticket.priority,
        "language": ticket.language,
        "reason": ticket.reason,
        "summary": ticket.summary,
        "created_at": ticket.created_at.isoformat(),
        "claimed_at": ticket.claimed_at.isoformat() if ticket.claimed_at else None,
        "closed_at": ticket.closed_at.isoformat() if ticket.closed_at else None,
        "counsellor": {"id": counsellor.id, "name": counsellor.name} if counsellor else None,
        "position": position,
        "visitor": render_visitor(conversation),
        "centre": render_centre(conversation),
        "deleted": conversation.state == DELETED,
        "removed": removed_messages(conversation),
    }
