"""How tickets look at the desk: many at once, in a number of queries that does not grow with them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.board import read_board
from api.conversations.details import render_visitor
from api.conversations.models import Conversation, Counsellor, Ticket
from api.conversations.queue import WAITING
from api.conversations.storage import DELETED
from api.conversations.views import removed_messages
from api.desk.models import CaseRecord
from api.desk.queueing.centres import render_centre
from api.desk.queueing.presence import Presence
from api.desk.working.guests import guests_of
from api.routing.expected_wait import Outlook

FindTitle = Callable[[str], str | None]
"""Returns the title of an article in the language of the desk."""


class TicketViews:
    """Renders tickets with all that the desk shows of them."""

    def __init__(self, presence: Presence, find_title: FindTitle, now: Callable[[], datetime]) -> None:
        self._presence = presence
        self._find_title = find_title
        self._now = now

    async def render(self, session: AsyncSession, tickets: Sequence[Ticket]) -> list[dict[str, Any]]:
        """Return tickets as JSON, in their order."""
        if not tickets:
            return []
        ids = [ticket.id for ticket in tickets]
        talks = await _by_id(session, Conversation, {ticket.conversation_id for ticket in tickets})
        holders = await _by_id(session, Counsellor, {one.counsellor_id for one in tickets if one.counsellor_id})
        guests = await guests_of(session, ids)
        recorded = set(await session.scalars(select(CaseRecord.ticket_id).where(CaseRecord.ticket_id.in_(ids))))
        outlooks: dict[str, Outlook] = {}
        if any(ticket.state == WAITING for ticket in tickets):
            outlooks = (await read_board(session, self._now())).outlooks
        return [
            self._render(ticket, talks[ticket.conversation_id], holders.get(ticket.counsellor_id or ""))
            | _outlook(outlooks.get(ticket.id))
            | {"guests": guests.get(ticket.id, []), "record": ticket.id in recorded}
            for ticket in tickets
        ]

    def _render(self, ticket: Ticket, conversation: Conversation, holder: Counsellor | None) -> dict[str, Any]:
        is_deleted = conversation.state == DELETED
        has_holder = holder is not None and ticket.state != WAITING
        return {
            "id": ticket.id,
            "conversation": ticket.conversation_id,
            "state": ticket.state,
            "priority": ticket.priority,
            "language": ticket.language,
            "reason": ticket.reason,
            "summary": ticket.summary,
            "created_at": ticket.created_at.isoformat(),
            "waiting_since": ticket.waiting_since.isoformat(),
            "claimed_at": _moment(ticket.claimed_at),
            "closed_at": _moment(ticket.closed_at),
            "callback_at": _moment(ticket.callback_at),
            "snoozed_until": _moment(ticket.snoozed_until),
            "counsellor": {"id": holder.id, "name": holder.name} if holder and has_holder else None,
            "channel": conversation.channel,
            "centre": None if is_deleted else render_centre(ticket.centre),
            "area": ticket.area,
            "article": self._article(ticket),
            "rung": ticket.rung,
            "bridges": ticket.bridges,
            "outcome": ticket.outcome,
            "tags": ticket.tags,
            "present": self._presence.of(ticket.id),
            "visitor": render_visitor(conversation),
            "deleted": is_deleted,
            "removed": removed_messages(conversation),
        }

    def _article(self, ticket: Ticket) -> dict[str, str] | None:
        if ticket.article is None:
            return None
        shown = {one["article"]: one["title"] for one in ticket.summary.get("articles", [])}
        title = self._find_title(ticket.article) or shown.get(ticket.article) or ticket.article
        return {"id": ticket.article, "title": title}


async def _by_id(session: AsyncSession, table: Any, ids: set[str]) -> dict[str, Any]:  # noqa: ANN401 - a mapped class
    if not ids:
        return {}
    return {row.id: row for row in await session.scalars(select(table).where(table.id.in_(ids)))}


def _outlook(outlook: Outlook | None) -> dict[str, int | None]:
    if outlook is None:
        return {"position": 0, "expected_wait": None}
    return {"position": outlook.position, "expected_wait": outlook.minutes}


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
