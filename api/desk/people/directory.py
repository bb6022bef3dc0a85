"""The people of the desk: who they are, adding and changing them, ending accounts; everything goes into the log."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.database import Database
from api.conversations.models import Counsellor, DeskSession
from api.conversations.ports import Listener
from api.desk import audit
from api.desk.accounts import new_account, store_account
from api.desk.people import one_time_codes, second_factor
from api.desk.people.leaving import Left, leave_as_guest, leave_tickets, tell
from api.desk.people.management import keep_an_administrator, manages, require_managing, require_within
from api.desk.people.one_time_codes import Invitation
from api.desk.people.schemas import ChangedPerson, NewPerson
from api.desk.people.sessions import end_sessions
from api.desk.rights import Right, rights_of
from api.errors import EmailTaken, InvalidRequest, NotAllowed, NotFound

_PRESENT = timedelta(seconds=60)
_WORKING = {Right.READ_TICKETS, Right.MANAGE_PEOPLE, Right.EDIT_KNOWLEDGE}


@dataclass(frozen=True)
class Person:
    """Somebody at the desk, as another sees them."""

    counsellor: Counsellor
    is_present: bool
    is_managed: bool


class Directory:
    """Reads and changes accounts; `by` is who does it, None the operator at the machine."""

    def __init__(self, database: Database, listener: Listener, public_url: str, now: Callable[[], datetime]) -> None:
        self._database = database
        self._listener = listener
        self._public_url = public_url
        self._now = now

    async def people(self, by: Counsellor) -> list[Person]:
        """Return everybody by name; raises NotAllowed for who works with neither tickets, accounts nor knowledge."""
        if not _WORKING & rights_of(by):
            raise NotAllowed
        now = self._now()
        seen = func.max(DeskSession.seen_at)
        query = select(Counsellor, seen).outerjoin(DeskSession, DeskSession.counsellor_id == Counsellor.id)
        async with self._database.reading() as session:
            rows = await session.execute(query.group_by(Counsellor.id).order_by(Counsellor.name, Counsellor.id))
            return [Person(one, bool(at and now - at <= _PRESENT), manages(by, one)) for one, at in rows.all()]

    async def add(self, by: Counsellor | None, new: NewPerson) -> tuple[Person, Invitation]:
        """Add an account with an invitation; raises EmailTaken, or NotAllowed beyond one's own centres."""
        require_within(by, new.centres)
        now = self._now()
        account = new_account(new.email, new.name, new.role, new.languages, new.centres, now)
        account.topics, account.capacity = new.topics, new.capacity
        async with self._database.writing() as session:
            await store_account(session, account, _id(by))
            invitation = await self._invite(session, _id(by), account.id, now)
        return self._view(by, account), invitation

    async def invite(self, by: Counsellor | None, identity: str) -> Invitation:
        """Return a fresh invitation, also for who has forgotten the password"""
        now = self._now()
        async with self._database.writing() as session:
            account = await _get(session, by, identity)
            if account.disabled_at:
                raise InvalidRequest("This account has ended.")
            return await self._invite(session, _id(by), account.id, now)

    async def change(self, by: Counsellor, identity: str, wanted: ChangedPerson) -> Person:
        """Change an account; sessions end where it may do less than before. Raises LastAdministrator, EmailTaken."""
        changes = wanted.model_dump(exclude_unset=True, mode="json")
        ends = changes.pop("is_disabled", None)
        if ends:
            await self.disable(by, identity)
        async with self._database.writing() as session:
            account = await _get(session, by, identity)
            before = {name: getattr(account, name) for name in changes}
            changed = {name: value for name, value in changes.items() if value != before[name]}
            if "centres" in changed:
                require_within(by, changed["centres"])
            await keep_an_administrator(session, account, changed)
            left = await self._apply(session, by, account, changed)
            if ends is False and account.disabled_at:
                account.disabled_at = None
                self._note(session, by.id, "person.enabled", account.id)
        tell(self._listener, left)
        return self._view(by, account)

    async def _apply(
        self, session: AsyncSession, by: Counsellor, account: Counsellor, changed: dict[str, Any]
    ) -> list[Left]:
        """Change and note what is different; returns the tickets that somebody holds who answers no more."""
        if not changed:
            return []
        before, rights = {name: getattr(account, name) for name in changed}, rights_of(account)
        for name, value in changed.items():
            setattr(account, name, value)
        try:
            await session.flush()
        except IntegrityError as error:
            raise EmailTaken from error
        self._note(
            session, by.id, "person.changed", account.id, {name: [before[name], changed[name]] for name in changed}
        )
        lost = rights - rights_of(account)
        if lost:
            await end_sessions(session, account.id)
        return await leave_tickets(session, account, by.id, self._now()) if Right.ANSWER in lost else []

    async def disable(self, by: Counsellor, identity: str) -> Person:
        """End an account: sessions and codes end, tickets return to the queue. Raises LastAdministrator."""
        now = self._now()
        left: list[Left] = []
        async with self._database.writing() as session:
            account = await _get(session, by, identity)
            if account.disabled_at is None:
                await keep_an_administrator(session, account, {"role": None})
                account.disabled_at = now
                await end_sessions(session, account.id)
                await one_time_codes.withdraw_codes(session, account.id)
                self._note(session, by.id, "person.disabled", account.id)
                await leave_as_guest(session, account.id, now)
                left = await leave_tickets(session, account, by.id, now)
        tell(self._listener, left)
        return self._view(by, account)

    async def reset_second_factor(self, by: Counsellor | None, identity: str) -> None:
        """Take somebody's second factor away and end their sessions; one's own is removed with the password instead."""
        if by and by.id == identity:
            raise InvalidRequest("Turn your own second factor off in your account.")
        async with self._database.writing() as session:
            account = await _get(session, by, identity)
            await second_factor.clear(session, account.id)
            await end_sessions(session, account.id)
            self._note(session, _id(by), "second_factor.reset", account.id)

    async def find(self, email: str) -> Counsellor | None:
        """Return the account with an e-mail, or None."""
        async with self._database.reading() as session:
            return (await session.scalars(select(Counsellor).where(Counsellor.email == email.strip().lower()))).first()

    async def _invite(self, session: AsyncSession, by: str | None, account: str, now: datetime) -> Invitation:
        self._note(session, by, "person.invited", account)
        return await one_time_codes.invite(session, account, self._public_url, now)

    def _note(
        self, session: AsyncSession, by: str | None, action: str, account: str, details: dict[str, Any] | None = None
    ) -> None:
        audit.note(session, self._now(), by, action, ("counsellor", account), details)

    def _view(self, by: Counsellor | None, account: Counsellor) -> Person:
        return Person(account, is_present=False, is_managed=manages(by, account))


async def _get(session: AsyncSession, by: Counsellor | None, identity: str) -> Counsellor:
    """Return an account to be changed; raises NotFound or NotAllowed."""
    account = await session.get(Counsellor, identity)
    if account is None:
        raise NotFound
    require_managing(by, account)
    return account


def _id(by: Counsellor | None) -> str | None:
    return by.id if by else None
