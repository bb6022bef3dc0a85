"""Counsellors' accounts: passwords, one-time codes, sessions."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import CursorResult, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.database import Database
from api.conversations.models import Counsellor, DeskSession, LoginCode
from api.conversations.storage import hash_token, new_id
from api.errors import NotSignedIn
from api.settings import ApiSettings

FIRST_EMAIL = "counsellor@gildongmu.local"
FIRST_NAME = "상담사"
_SEEN_STEP = timedelta(seconds=30)


@dataclass(frozen=True)
class Lifetimes:
    """How long a session and a one-time code are good for."""

    session: timedelta
    code: timedelta


def lifetimes(settings: ApiSettings) -> Lifetimes:
    """Return how long sessions and codes last in this installation."""
    return Lifetimes(timedelta(hours=settings.desk_session_hours), timedelta(minutes=settings.login_code_minutes))


class Accounts:
    """Signs counsellors in and out."""

    def __init__(self, database: Database, lifetimes: Lifetimes, now: Callable[[], datetime]) -> None:
        self._database = database
        self._lifetimes = lifetimes
        self._now = now
        self._hasher = PasswordHasher()
        self._dummy = self._hasher.hash(secrets.token_hex())

    async def sign_in(self, email: str, password: str) -> tuple[Counsellor, str]:
        """Return the counsellor and a session secret; raises NotSignedIn, after the same work for every reason."""
        async with self._database.reading() as session:
            query = select(Counsellor).where(Counsellor.email == email.strip().lower())
            counsellor = (await session.scalars(query)).first()
        stored = counsellor.password_hash if counsellor else None
        try:
            self._hasher.verify(stored or self._dummy, password)
        except (VerificationError, InvalidHashError) as error:
            raise NotSignedIn("The e-mail or the password is wrong.") from error
        if counsellor is None or stored is None:
            raise NotSignedIn("The e-mail or the password is wrong.")
        async with self._database.writing() as session:
            return counsellor, self._open_session(session, counsellor.id)

    async def sign_in_once(self, code: str) -> tuple[Counsellor, str]:
        """Use up a one-time code; raises NotSignedIn when it is wrong, used or too old."""
        now = self._now()
        async with self._database.writing() as session:
            used = cast(
                "CursorResult[Any]",
                await session.execute(
                    update(LoginCode)
                    .where(
                        LoginCode.code_hash == hash_token(code),
                        LoginCode.used_at.is_(None),
                        LoginCode.expires_at > now,
                    )
                    .values(used_at=now)
                ),
            )
            if used.rowcount != 1:
                raise NotSignedIn("This one-time code is wrong or has been used.")
            entry = await session.get_one(LoginCode, hash_token(code))
            counsellor = await session.get_one(Counsellor, entry.counsellor_id)
            return counsellor, self._open_session(session, counsellor.id)

    def _open_session(self, session: AsyncSession, counsellor: str) -> str:
        secret, now = secrets.token_urlsafe(32), self._now()
        session.add(
            DeskSession(
                token_hash=hash_token(secret),
                counsellor_id=counsellor,
                expires_at=now + self._lifetimes.session,
                seen_at=now,
            )
        )
        return secret

    async def get_signed_in(self, secret: str | None) -> Counsellor:
        """Return whose session this is and note that they are present; raises NotSignedIn."""
        now = self._now()
        async with self._database.reading() as session:
            entry = await session.get(DeskSession, hash_token(secret or ""))
            if entry is None or entry.expires_at <= now:
                raise NotSignedIn
            counsellor = await session.get_one(Counsellor, entry.counsellor_id)
        if now - entry.seen_at > _SEEN_STEP:
            async with self._database.writing() as session:
                await session.execute(
                    update(DeskSession).where(DeskSession.token_hash == entry.token_hash).values(seen_at=now)
                )
        return counsellor

    async def sign_out(self, secret: str | None) -> None:
        """End a session; no error if there is none."""
        async with self._database.writing() as session:
            entry = await session.get(DeskSession, hash_token(secret or ""))
            if entry is not None:
                await session.delete(entry)

    async def set_password(self, counsellor: str, password: str) -> None:
        """Replace a counsellor's password."""
        async with self._database.writing() as session:
            account = await session.get_one(Counsellor, counsellor)
            account.password_hash = self._hasher.hash(password)

    async def add(self, email: str, name: str, languages: list[str], password: str | None = None) -> Counsellor:
        """Add a counsellor."""
        counsellor = Counsellor(
            id=new_id(),
            email=email.strip().lower(),
            name=name,
            languages=languages,
            password_hash=self._hasher.hash(password) if password else None,
            created_at=self._now(),
        )
        async with self._database.writing() as session:
            session.add(counsellor)
        return counsellor

    async def issue_code(self, counsellor: str) -> str:
        """Return a fresh one-time code for a counsellor."""
        code = secrets.token_urlsafe(16)
        async with self._database.writing() as session:
            session.add(
                LoginCode(
                    code_hash=hash_token(code),
                    counsellor_id=counsellor,
                    expires_at=self._now() + self._lifetimes.code,
                )
            )
        return code

    async def first_counsellor(self) -> Counsellor:
        """Return the first counsellor, made now if there is none yet."""
        async with self._database.reading() as session:
            found = (await session.scalars(select(Counsellor).order_by(Counsellor.created_at).limit(1))).first()
        return found or await self.add(FIRST_EMAIL, FIRST_NAME, ["ko", "en"])
