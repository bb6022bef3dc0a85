"""Counsellors' accounts: signing in by password, one-time code or invitation, and whose a session is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.database import Database
from api.conversations.models import Counsellor, DeskSession
from api.conversations.storage import hash_token, new_id
from api.desk import audit
from api.desk.people import one_time_codes, sessions
from api.desk.people.one_time_codes import Purpose
from api.desk.people.passwords import hash_password, is_outdated, is_password
from api.desk.people.sessions import SecondFactor, SignedIn
from api.desk.people.throttling import SignInThrottle
from api.desk.rights import Role
from api.errors import EmailTaken, InvalidRequest, NotSignedIn, SecondFactorMissing, WrongPassword
from api.settings import ApiSettings

FIRST_EMAIL = "counsellor@gildongmu.local"
FIRST_NAME = "상담사"
CAPACITY = 4
"""So many tickets at once an account takes unless it is told otherwise."""
_SEEN_STEP = timedelta(seconds=30)
_WRONG = "The e-mail or the password is wrong."


@dataclass(frozen=True)
class Lifetimes:
    """How long a session and a one-time code are good for."""

    session: timedelta
    code: timedelta


@dataclass(frozen=True)
class Visitor:
    """Who tries to sign in: the network address, and the browser's User-Agent."""

    address: str = ""
    agent: str = ""


@dataclass(frozen=True)
class Opened:
    """A session that has begun, with its secret for the cookie."""

    counsellor: Counsellor
    secret: str
    second_factor: SecondFactor


def lifetimes(settings: ApiSettings) -> Lifetimes:
    """Return how long sessions and codes last in this installation."""
    return Lifetimes(timedelta(hours=settings.desk_session_hours), timedelta(minutes=settings.login_code_minutes))


class Accounts:
    """Signs counsellors in and out; `second_factor_roles` are those that must use a second factor."""

    def __init__(
        self,
        database: Database,
        lifetimes: Lifetimes,
        now: Callable[[], datetime],
        second_factor_roles: frozenset[Role] = frozenset(),
    ) -> None:
        self._database = database
        self._lifetimes = lifetimes
        self._now = now
        self._second_factor_roles = second_factor_roles
        self._throttle = SignInThrottle(now)

    async def sign_in(self, email: str, password: str, visitor: Visitor | None = None) -> Opened:
        """Begin a session; raises NotSignedIn, after the same work for every reason, or TooManyAttempts."""
        email, visitor = normalise(email), visitor or Visitor()
        self._throttle.begin(email, visitor.address)
        async with self._database.reading() as session:
            found = (await session.scalars(select(Counsellor).where(Counsellor.email == email))).first()
        stored = found.password_hash if found and not found.disabled_at else None
        if not await is_password(stored, password) or found is None or stored is None:
            raise NotSignedIn(_WRONG)
        self._throttle.succeeded(email, visitor.address)
        renewed = await hash_password(password) if is_outdated(stored) else stored
        async with self._database.writing() as session:
            same = update(Counsellor).where(Counsellor.id == found.id, Counsellor.password_hash == stored)
            renewing = await session.execute(same.values(password_hash=renewed))
            if cast("CursorResult[Any]", renewing).rowcount != 1:  # it was changed meanwhile
                raise NotSignedIn(_WRONG)
            return await self.open(session, found.id, "password", visitor)

    async def sign_in_once(self, code: str, visitor: Visitor | None = None) -> Opened:
        """Use up a one-time code; raises NotSignedIn when it is wrong, used or too old, or TooManyAttempts."""
        visitor = visitor or Visitor()
        self._throttle.begin_at(visitor.address)
        async with self._database.writing() as session:
            counsellor = await one_time_codes.use_code(session, code, Purpose.SIGN_IN, self._now())
            opened = await self.open(session, counsellor.id, "code", visitor)
        self._throttle.succeeded_at(visitor.address)
        return opened

    async def accept_invitation(self, code: str, password: str, name: str | None, visitor: Visitor) -> Opened:
        """Use up an invitation: set the password, end earlier sessions and codes, begin a session.

        Raises NotSignedIn, before the costly work of hashing, or TooManyAttempts.
        """
        self._throttle.begin_at(visitor.address)
        async with self._database.reading() as session:
            await one_time_codes.check_code(session, code, Purpose.INVITATION, self._now())
        hashed, now = await hash_password(password), self._now()
        async with self._database.writing() as session:
            counsellor = await one_time_codes.use_code(session, code, Purpose.INVITATION, now)
            counsellor.password_hash, counsellor.name = hashed, name or counsellor.name
            await sessions.end_sessions(session, counsellor.id)
            await one_time_codes.withdraw_codes(session, counsellor.id)
            audit.note(session, now, counsellor.id, "invitation.accepted", ("counsellor", counsellor.id))
            opened = await self.open(session, counsellor.id, "invitation", visitor)
        self._throttle.succeeded_at(visitor.address)
        return opened

    async def open(self, session: AsyncSession, counsellor: str, way: str, visitor: Visitor) -> Opened:
        """Begin a session in the caller's transaction; raises NotSignedIn once the account has ended."""
        account, now = await session.get_one(Counsellor, counsellor), self._now()
        if account.disabled_at:
            raise NotSignedIn(_WRONG)
        state, ends = self._second_factor(account, SecondFactor.NOT_NEEDED), now + self._lifetimes.session
        secret = sessions.open_session(session, account.id, now, ends, visitor.agent, state)
        audit.note(session, now, account.id, "session.opened", ("counsellor", account.id), {"way": way})
        return Opened(account, secret, state)

    async def get_session(self, secret: str | None) -> SignedIn:
        """Return whose session this is, also while the second factor is missing; raises NotSignedIn."""
        now = self._now()
        query = select(DeskSession, Counsellor).join(Counsellor, Counsellor.id == DeskSession.counsellor_id)
        async with self._database.reading() as session:
            row = (await session.execute(query.where(DeskSession.token_hash == hash_token(secret or "")))).first()
        if row is None:
            raise NotSignedIn
        entry, counsellor = row
        if entry.expires_at <= now or counsellor.disabled_at:
            raise NotSignedIn
        if now - entry.seen_at > _SEEN_STEP:
            async with self._database.writing() as session:
                seen = update(DeskSession).where(DeskSession.token_hash == entry.token_hash).values(seen_at=now)
                await session.execute(seen)
        state = self._second_factor(counsellor, entry.second_factor)
        return SignedIn(counsellor, entry.id, entry.token_hash, state)

    async def get_signed_in(self, secret: str | None) -> Counsellor:
        """Return whose session this is and note that they are present; raises NotSignedIn or SecondFactorMissing."""
        found = await self.get_session(secret)
        if found.second_factor is SecondFactor.MISSING:
            raise SecondFactorMissing
        return found.counsellor

    def requires_second_factor(self, counsellor: Counsellor) -> bool:
        """Whether somebody's role must use a second factor here."""
        return Role(counsellor.role) in self._second_factor_roles

    def _second_factor(self, counsellor: Counsellor, shown: str) -> SecondFactor:
        """What is missing now: what is set up or asked of a role later counts for sessions that began before, too."""
        if shown == SecondFactor.PASSED:
            return SecondFactor.PASSED
        is_needed = counsellor.totp_confirmed_at or self.requires_second_factor(counsellor)
        return SecondFactor.MISSING if is_needed else SecondFactor.NOT_NEEDED

    async def sign_out(self, secret: str | None) -> None:
        """End a session; no error if there is none."""
        async with self._database.writing() as session:
            entry = await session.get(DeskSession, hash_token(secret or ""))
            if entry is not None:
                await session.delete(entry)

    async def sessions(self, who: SignedIn) -> list[DeskSession]:
        """Return one's sessions, the one seen last first."""
        async with self._database.reading() as session:
            return await sessions.list_sessions(session, who.counsellor.id, self._now())

    async def end_session(self, who: SignedIn, identity: str) -> None:
        """End one of one's sessions; raises NotFound for another's."""
        async with self._database.writing() as session:
            await sessions.end_session(session, who.counsellor.id, identity)
            audit.note(session, self._now(), who.counsellor.id, "session.ended", ("session", identity))

    async def change_password(self, who: SignedIn, password: str, current: str | None) -> None:
        """Replace one's password, end one's other sessions and codes; raises WrongPassword unless `current` is today's.

        An account without a password needs no `current`.
        """
        if who.counsellor.password_hash:
            await self.check_password(who.counsellor, current or "")
        hashed, account = await hash_password(password), who.counsellor.id
        async with self._database.writing() as session:
            await session.execute(update(Counsellor).where(Counsellor.id == account).values(password_hash=hashed))
            await sessions.end_sessions(session, account, but=who.session)
            await one_time_codes.withdraw_codes(session, account)
            audit.note(session, self._now(), account, "password.changed", ("counsellor", account))

    async def check_password(self, counsellor: Counsellor, password: str) -> None:
        """Ask for the password of who is signed in once more; raises WrongPassword or TooManyAttempts."""
        if not counsellor.password_hash:
            raise InvalidRequest("This account has no password.")
        self._throttle.begin(counsellor.email)
        if not await is_password(counsellor.password_hash, password):
            raise WrongPassword
        self._throttle.succeeded(counsellor.email)

    async def add(
        self,
        email: str,
        name: str,
        languages: Iterable[str],
        password: str | None = None,
        *,
        role: Role = Role.COUNSELLOR,
        centres: Iterable[str] = (),
    ) -> Counsellor:
        """Add an account, as the operator at the machine; raises EmailTaken."""
        counsellor = new_account(email, name, role, languages, centres, self._now())
        counsellor.password_hash = await hash_password(password) if password else None
        async with self._database.writing() as session:
            await store_account(session, counsellor, by=None)
        return counsellor

    async def issue_code(self, counsellor: str) -> str:
        """Return a fresh one-time code for a counsellor."""
        expires_at = self._now() + self._lifetimes.code
        async with self._database.writing() as session:
            return one_time_codes.issue_code(session, counsellor, Purpose.SIGN_IN, expires_at)

    async def first_counsellor(self) -> Counsellor:
        """Return the first administrator, made now if there is none."""
        query = select(Counsellor).where(Counsellor.role == Role.ADMINISTRATOR, Counsellor.disabled_at.is_(None))
        async with self._database.reading() as session:
            found = (await session.scalars(query.order_by(Counsellor.created_at).limit(1))).first()
        return found or await self.add(FIRST_EMAIL, FIRST_NAME, ["ko", "en"], role=Role.ADMINISTRATOR)


def normalise(email: str) -> str:
    """Return an e-mail as accounts are found by it."""
    return email.strip().lower()


def new_account(
    email: str, name: str, role: Role, languages: Iterable[str], centres: Iterable[str], now: datetime
) -> Counsellor:
    """Return an account that is not stored yet, and has no password."""
    return Counsellor(
        id=new_id(),
        email=normalise(email),
        name=name,
        role=role.value,
        languages=list(languages),
        centres=list(centres),
        topics=[],
        capacity=CAPACITY,
        is_available=False,
        created_at=now,
    )


async def store_account(session: AsyncSession, account: Counsellor, by: str | None) -> None:
    """Add an account in the caller's transaction, by somebody or the operator; raises EmailTaken."""
    session.add(account)
    try:
        await session.flush()
    except IntegrityError as error:
        raise EmailTaken from error
    details = {"role": account.role, "centres": account.centres}
    audit.note(session, account.created_at, by, "person.added", ("counsellor", account.id), details)
