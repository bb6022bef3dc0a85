"""Who is asking, and whether they may: every route of the desk asks here first."""

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.database import Database
from api.conversations.models import Counsellor, Ticket
from api.desk import audit
from api.desk.accounts import Accounts
from api.desk.models import Guest
from api.desk.rights import Right, is_allowed, require, serves
from api.errors import NotAllowed, NotFound
from api.requests import utc_now

COOKIE = "gildongmu_desk"


class Access:
    """Turns a request into a counsellor with the right to do what is asked."""

    def __init__(self, accounts: Accounts, database: Database) -> None:
        self._accounts = accounts
        self._database = database

    async def signed_in(self, request: Request) -> Counsellor:
        """Return who is signed in; raises NotSignedIn."""
        return await self._accounts.get_signed_in(request.cookies.get(COOKIE))

    async def allowed(self, request: Request, right: Right) -> Counsellor:
        """Return who is signed in and has a right; raises NotSignedIn or NotAllowed."""
        counsellor = await self.signed_in(request)
        require(counsellor, right)
        return counsellor

    async def to_ticket(self, request: Request, identity: str, right: Right = Right.READ_TICKETS) -> Counsellor:
        """Return who is signed in and may do it with a ticket; raises NotSignedIn, NotAllowed or NotFound.

        A guest of a ticket may read and answer in it, whatever the role.
        """
        counsellor = await self.signed_in(request)
        async with self._database.reading() as session:
            await check_ticket(session, counsellor, identity, right)
        return counsellor

    async def note(self, counsellor: Counsellor, action: str, subject: tuple[str, str]) -> None:
        """Write to the audit log what was done outside of the database, e.g. with a document on disk."""
        async with self._database.writing() as session:
            audit.note(session, utc_now(), counsellor.id, action, subject)


async def check_ticket(session: AsyncSession, counsellor: Counsellor, identity: str, right: Right) -> Ticket:
    """Return a ticket that somebody may see; raises NotFound for others, NotAllowed where only the right is missing."""
    ticket = await session.get(Ticket, identity)
    if ticket is None:
        raise NotFound
    # The role first: whoever holds a ticket or serves its centre loses nothing by being a guest, too.
    is_reader = decides(counsellor, ticket, Right.READ_TICKETS)
    if is_reader and is_allowed(counsellor, right):
        return ticket
    is_guest = await _is_guest(session, counsellor, identity)
    if is_guest and right in {Right.READ_TICKETS, Right.ANSWER}:
        return ticket
    raise NotAllowed if is_reader or is_guest else NotFound


def decides(counsellor: Counsellor, ticket: Ticket, right: Right) -> bool:
    """Whether somebody has a right over this ticket by role and centre or as its holder; a guest has none."""
    is_theirs = serves(counsellor, ticket.centre) or ticket.counsellor_id == counsellor.id
    return is_theirs and is_allowed(counsellor, right)


async def _is_guest(session: AsyncSession, counsellor: Counsellor, ticket: str) -> bool:
    guest = await session.get(Guest, (ticket, counsellor.id))
    return guest is not None and guest.left_at is None
