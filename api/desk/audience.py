"""Who is told what of a ticket: contents go to its holder, its guests and whoever has it open, to others only news."""

from dataclasses import dataclass
from typing import Any

from api.conversations.models import Counsellor, Ticket
from api.conversations.states import CLAIMED
from api.desk.rights import Right, is_allowed, serves
from api.messages import Author

# Events that hold what was said; who is told of them has the ticket, or has loaded it, which stands in the audit log.
_CONTENTS = {"message", "note", "translation"}


@dataclass(frozen=True)
class Audience:
    """Who may see a ticket: its guests, its holder, and whoever reads the tickets of its centre."""

    centre: str | None
    holder: str | None
    is_claimed: bool
    guests: frozenset[str]

    @classmethod
    def of(cls, ticket: Ticket, guests: frozenset[str]) -> "Audience":
        """Return who may see a ticket as it is now."""
        return cls(ticket.centre, ticket.counsellor_id, ticket.state == CLAIMED, guests)

    def includes(self, counsellor: Counsellor) -> bool:
        """Whether somebody may see it; the same as `check_ticket` decides."""
        if counsellor.disabled_at:
            return False
        if counsellor.id in self.guests:
            return True
        if not is_allowed(counsellor, Right.READ_TICKETS):
            return False
        return serves(counsellor, self.centre) or self.holder == counsellor.id

    def works_on_it(self, counsellor: Counsellor) -> bool:
        """Whether it is in somebody's hands: they hold it now or are its guest."""
        return counsellor.id in self.guests or (self.is_claimed and self.holder == counsellor.id)


@dataclass(frozen=True)
class DeskEvent:
    """Something to tell those who may see a ticket; `before` are those who could until now."""

    name: str
    ticket: str
    data: dict[str, Any]
    audience: Audience
    before: Audience | None = None

    def told_to(self, counsellor: Counsellor, *, has_open: bool) -> tuple[str, dict[str, Any]] | None:
        """Return the name and data of what somebody is told, None for nothing.

        That is all, or that there is something new, or that the ticket has gone from their lists.
        """
        if self.audience.includes(counsellor):
            if self.name in _CONTENTS and not has_open and not self.audience.works_on_it(counsellor):
                return "news", self._news_for(counsellor)
            return self.name, self.data
        if self.name == "ticket" and self.before is not None and self.before.includes(counsellor):
            return self.name, {"id": self.ticket, "is_gone": True}
        return None

    def _news_for(self, counsellor: Counsellor) -> dict[str, Any]:
        """Return the event without its contents: what marks and sounds need, and by which a page sees what it lacks."""
        message, note = self.data.get("message", {}), self.data.get("note", {})
        is_own = note.get("counsellor", {}).get("id") == counsellor.id
        return {
            "ticket_id": self.ticket,
            "about": self.name,
            "id": message.get("id") or note.get("id") or self.data["message_id"],
            "is_from_resident": message.get("author") == Author.RESIDENT,
            "is_mention": counsellor.id in note.get("mentions", ()) and not is_own,
        }
