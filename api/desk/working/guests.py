"""Who may see a ticket and write in it besides its holder: guests, mostly interpreters, invited to one ticket only."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import queue, storage
from api.conversations.database import Database
from api.conversations.models import Conversation, Counsellor, Ticket
from api.conversations.ports import Listener
from api.desk import audit
from api.desk.access import decides
from api.desk.models import Guest
from api.desk.rights import Right, is_allowed
from api.errors import InvalidRequest, NotFound, NotYourTicket
from api.messages import Author, Kind, Reply
from api.words import catalogue
from knowledge.languages import Language


async def may_write(session: AsyncSession, counsellor: Counsellor, ticket: Ticket) -> bool:
    """Whether somebody may write to the resident of a ticket: who holds it, and its guests while somebody does."""
    if ticket.state != queue.CLAIMED:
        return False
    return ticket.counsellor_id == counsellor.id or await is_guest(session, counsellor.id, ticket.id)


async def is_guest(session: AsyncSession, counsellor: str, ticket: str) -> bool:
    """Whether somebody is a guest of a ticket now."""
    guest = await session.get(Guest, (ticket, counsellor), populate_existing=True)
    return guest is not None and guest.left_at is None


def sees(counsellor: Counsellor) -> ColumnElement[bool]:
    """Return what `check_ticket` decides for one ticket as a condition on `Ticket`, for lists."""
    invited = Ticket.id.in_(
        select(Guest.ticket_id).where(Guest.counsellor_id == counsellor.id, Guest.left_at.is_(None))
    )
    if not is_allowed(counsellor, Right.READ_TICKETS):
        return invited
    if not counsellor.centres:
        return true()
    theirs = or_(Ticket.centre.is_(None), Ticket.centre.in_(counsellor.centres))
    return or_(theirs, Ticket.counsellor_id == counsellor.id, invited)


async def guests_of(session: AsyncSession, tickets: Sequence[str]) -> dict[str, list[dict[str, str]]]:
    """Return the present guests of tickets as JSON, in the order in which they came; tickets without one are absent."""
    rows = await session.execute(
        select(Guest.ticket_id, Counsellor.id, Counsellor.name)
        .join(Counsellor, Counsellor.id == Guest.counsellor_id)
        .where(Guest.ticket_id.in_(tickets), Guest.left_at.is_(None))
        .order_by(Guest.created_at, Guest.counsellor_id)
    )
    found = defaultdict(list)
    for ticket, identity, name in rows:
        found[ticket].append({"id": identity, "name": name})
    return dict(found)


async def dismiss(session: AsyncSession, ticket: str, now: datetime) -> None:
    """Let all guests of a ticket leave it, for instance because it is closed."""
    await session.execute(update(Guest).where(Guest.ticket_id == ticket, Guest.left_at.is_(None)).values(left_at=now))


async def become_holder(session: AsyncSession, counsellor: str, ticket: str, now: datetime) -> None:
    """Let somebody be no guest of a ticket any more since they hold it; the resident need not be told."""
    theirs = update(Guest).where(Guest.ticket_id == ticket, Guest.counsellor_id == counsellor, Guest.left_at.is_(None))
    await session.execute(theirs.values(left_at=now))


class Guests:
    """Invites to a ticket and lets guests leave; the resident is told of both."""

    def __init__(self, database: Database, listener: Listener, now: Callable[[], datetime]) -> None:
        self._database = database
        self._listener = listener
        self._now = now

    async def invite(self, identity: str, host: Counsellor, guest: str) -> list[dict[str, str]]:
        """Invite somebody once; returns the guests. Raises NotFound, NotYourTicket, or InvalidRequest for whom not."""
        now = self._now()
        async with self._database.writing() as session:
            ticket, conversation = await _lock_led(session, identity, host)
            invited = await session.get(Counsellor, guest)
            if invited is None or invited.disabled_at or invited.id == ticket.counsellor_id:
                raise InvalidRequest("This person cannot be invited.")
            if not await is_guest(session, guest, identity):
                await session.merge(
                    Guest(ticket_id=identity, counsellor_id=guest, invited_by=host.id, created_at=now, left_at=None)
                )
                _announce(session, conversation, invited, now, has_come=True)
                audit.note(session, now, host.id, "guest.invited", ("ticket", identity), {"guest": guest})
            await session.flush()
            guests = await guests_of(session, [identity])
        self._tell(ticket)
        return guests[identity]

    async def remove(self, identity: str, counsellor: Counsellor, guest: str) -> None:
        """Let a guest leave, by the host or by themselves; raises NotFound or NotYourTicket."""
        now = self._now()
        async with self._database.writing() as session:
            lead = None if guest == counsellor.id else counsellor
            ticket, conversation = await _lock_led(session, identity, lead)
            if not await is_guest(session, guest, identity):
                raise NotFound
            await session.execute(
                update(Guest).where(Guest.ticket_id == identity, Guest.counsellor_id == guest).values(left_at=now)
            )
            _announce(session, conversation, await session.get_one(Counsellor, guest), now, has_come=False)
            audit.note(session, now, counsellor.id, "guest.removed", ("ticket", identity), {"guest": guest})
        self._tell(ticket)

    def _tell(self, ticket: Ticket) -> None:
        self._listener.conversation_changed(ticket.conversation_id)
        self._listener.ticket_changed(ticket.id)


async def _lock_led(session: AsyncSession, identity: str, lead: Counsellor | None) -> tuple[Ticket, Conversation]:
    """Return a ticket and its conversation, locked; raises NotYourTicket unless `lead`, if any, may decide on it."""
    ticket = await session.get(Ticket, identity)
    if ticket is None:
        raise NotFound
    conversation = await storage.lock_conversation(session, ticket.conversation_id)
    await session.refresh(ticket)
    if lead is not None:
        is_theirs = ticket.counsellor_id == lead.id or decides(lead, ticket, Right.TAKE_OVER)
        if ticket.state != queue.CLAIMED or not is_theirs:
            raise NotYourTicket
    return ticket, conversation


def _announce(
    session: AsyncSession, conversation: Conversation, guest: Counsellor, now: datetime, *, has_come: bool
) -> None:
    """Say in the resident's language who has come or gone: they always know who reads what they write."""
    language = Language(conversation.language)
    say = catalogue(language).gettext
    text = say("{name} has joined the chat to help.") if has_come else say("{name} has left the chat.")
    notice = Reply(Kind.NOTICE, text.format(name=guest.name), Author.SYSTEM, language)
    storage.add_reply(session, conversation, notice, now)
