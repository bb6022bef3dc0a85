"""What an embedding site tells about a conversation: the centre whose page it is on, and who the visitor is there."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_

from api.conversations import storage
from api.conversations.database import Database
from api.conversations.models import Conversation
from api.conversations.ports import Listener
from api.conversations.queue import find_open_ticket
from api.masking import mask
from knowledge.centres import read_centres

_CENTRE, _VISITOR = "centre", "visitor"
_VISITOR_FIELDS = ("name", "reference")


class SiteDetails:
    """Keeps what a site tells later than at the beginning."""

    def __init__(self, database: Database, listener: Listener, now: Callable[[], datetime]) -> None:
        self._database = database
        self._listener = listener
        self._now = now

    async def identify(self, identity: str, token: str, visitor: Mapping[str, str | None]) -> None:
        """Keep a visitor's name and reference, personal numbers hidden, in place of earlier ones; raises NotFound."""
        told = {name: mask(text.strip())[0] for name in _VISITOR_FIELDS if (text := visitor.get(name) or "").strip()}
        async with self._database.writing() as session:
            conversation = await storage.lock_conversation(session, identity, token)
            conversation.details = {**conversation.details, _VISITOR: told}
            conversation.updated_at = self._now()
            ticket = await find_open_ticket(session, identity)
        if ticket:
            self._listener.ticket_changed(ticket.id)


def from_centre(identity: str | None) -> dict[str, Any]:
    """Return the details of a conversation on a centre's page; none for a centre that we do not know."""
    return {_CENTRE: identity} if identity in centre_names() else {}


def render_visitor(conversation: Conversation) -> dict[str, str | None] | None:
    """Return the visitor as JSON; None for nobody in particular."""
    told = conversation.details.get(_VISITOR)
    return {name: told.get(name) for name in _VISITOR_FIELDS} if told else None


def same_visitor(conversation: Conversation) -> ColumnElement[bool] | None:
    """Return whether a conversation is of the same visitor by what the same site says; None without a reference."""
    reference = conversation.details.get(_VISITOR, {}).get("reference")
    if not reference:
        return None
    centre = conversation.details.get(_CENTRE)
    site = Conversation.details[_CENTRE].as_string()
    is_same_site = site == centre if centre else site.is_(None)
    return and_(is_same_site, Conversation.details[_VISITOR]["reference"].as_string() == reference)


@cache
def centre_names() -> dict[str, dict[str, str]]:
    """Return the names of all centres by id and language."""
    return {centre.id: {language.value: name for language, name in centre.name.items()} for centre in read_centres()}
