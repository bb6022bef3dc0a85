"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for who has lost it."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import pyotp
import segno
from pyotp.exceptions import OTPVerificationError
from sqlalchemy import CursorResult, delete, or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.database import Database
from api.conversations.models import Counsellor, DeskSession
from api.conversations.storage import hash_token
from api.desk import audit
from api.desk.models import RecoveryCode
from api.desk.people.ciphers import SecretCipher
from api.desk.people.sessions import SecondFactor, SignedIn, end_sessions
from api.desk.people.throttling import ATTEMPTS, Throttle
from api.errors import SecondFactorOn, WrongCode

RECOVERY_CODES = 10
_ISSUER = "Gildongmu"
# A clock may be half a minute off.
_WINDOW = 1
# Without letters that are taken for one another.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4


@dataclass(frozen=True)
class SetUp:
    """What an authenticator app needs: the secret to type, the same as an address and as a QR code (SVG)."""

    secret: str
    uri: str
    qr_svg: str


class SecondFactors:
    """Sets up, checks and takes away second factors."""

    def __init__(self, database: Database, cipher: SecretCipher, now: Callable[[], datetime]) -> None:
        self._database = database
        self._cipher = cipher
        self._now = now
        self._throttle = Throttle(ATTEMPTS, now)

    async def begin(self, counsellor: Counsellor) -> SetUp:
        """Make a secret, which counts once it is confirmed; raises SecondFactorOn where there is one already."""
        secret = pyotp.random_base32()
        sealed = self._cipher.seal(secret)
        async with self._database.writing() as session:
            account = await session.get_one(Counsellor, counsellor.id, with_for_update=True)
            if account.totp_confirmed_at:
                raise SecondFactorOn
            account.totp_secret, account.totp_last_step = sealed, None
        uri = pyotp.TOTP(secret).provisioning_uri(name=counsellor.email, issuer_name=_ISSUER)
        return SetUp(secret, uri, segno.make(uri, error="m").svg_inline(scale=4))

    async def confirm(self, who: SignedIn, code: str) -> list[str]:
        """Turn it on with a first code and return the recovery codes, once; raises WrongCode or SecondFactorOn."""
        self._throttle.begin(who.counsellor.id)
        now = self._now()
        async with self._database.writing() as session:
            account = await session.get_one(Counsellor, who.counsellor.id, with_for_update=True)
            if account.totp_confirmed_at:
                raise SecondFactorOn
            if not await self._use_step(session, account, code, now):
                raise WrongCode
            account.totp_confirmed_at = now
            codes = await _renew_recovery_codes(session, account.id)
            await _mark(session, who, SecondFactor.PASSED)
            audit.note(session, now, account.id, "second_factor.set_up", ("counsellor", account.id))
        self._throttle.forget(who.counsellor.id)
        return codes

    async def verify(self, who: SignedIn, code: str) -> None:
        """Let a session pass by a code of the app or a recovery code, each good once; raises WrongCode."""
        self._throttle.begin(who.counsellor.id)
        now = self._now()
        async with self._database.writing() as session:
            account = await session.get_one(Counsellor, who.counsellor.id)
            if account.totp_confirmed_at is None:
                raise WrongCode
            if not await self._use_step(session, account, code, now):
                if not await _use_recovery_code(session, account.id, code, now):
                    raise WrongCode
                audit.note(session, now, account.id, "recovery_code.used", ("counsellor", account.id))
            await _mark(session, who, SecondFactor.PASSED)
        self._throttle.forget(who.counsellor.id)

    async def remove(self, who: SignedIn) -> None:
        """Turn one's own off; other sessions end, and this one has passed no more where the role must have one."""
        async with self._database.writing() as session:
            await clear(session, who.counsellor.id)
            await _mark(session, who, SecondFactor.NOT_NEEDED)
            await end_sessions(session, who.counsellor.id, but=who.session)
            subject = ("counsellor", who.counsellor.id)
            audit.note(session, self._now(), who.counsellor.id, "second_factor.removed", subject)

    async def _use_step(self, session: AsyncSession, account: Counsellor, code: str, now: datetime) -> bool:
        """Whether a code is right and its step later than any used before; one statement, so that it works once."""
        if account.totp_secret is None:
            return False
        totp = pyotp.TOTP(self._cipher.open(account.totp_secret))
        try:
            step = totp.verify_and_get_timecode(code.replace(" ", ""), for_time=now, valid_window=_WINDOW)
        except OTPVerificationError:
            return False
        is_later = or_(Counsellor.totp_last_step.is_(None), Counsellor.totp_last_step < step)
        using = update(Counsellor).where(Counsellor.id == account.id, is_later).values(totp_last_step=step)
        return cast("CursorResult[Any]", await session.execute(using)).rowcount == 1


async def clear(session: AsyncSession, counsellor: str) -> None:
    """Take somebody's second factor away, in the caller's transaction."""
    nothing = {"totp_secret": None, "totp_confirmed_at": None, "totp_last_step": None}
    await session.execute(update(Counsellor).where(Counsellor.id == counsellor).values(nothing))
    await session.execute(delete(RecoveryCode).where(RecoveryCode.counsellor_id == counsellor))


async def _mark(session: AsyncSession, who: SignedIn, state: SecondFactor) -> None:
    await session.execute(update(DeskSession).where(DeskSession.id == who.session).values(second_factor=state))


async def _renew_recovery_codes(session: AsyncSession, counsellor: str) -> list[str]:
    await session.execute(delete(RecoveryCode).where(RecoveryCode.counsellor_id == counsellor))
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(code_hash=_hash(counsellor, code), counsellor_id=counsellor) for code in codes)
    return codes


async def _use_recovery_code(session: AsyncSession, counsellor: str, code: str, now: datetime) -> bool:
    fits = (RecoveryCode.code_hash == _hash(counsellor, code), RecoveryCode.used_at.is_(None))
    using = update(RecoveryCode).where(*fits).values(used_at=now)
    return cast("CursorResult[Any]", await session.execute(using)).rowcount == 1


def _new_code() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def _hash(counsellor: str, code: str) -> str:
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return hash_token(f"{counsellor}:{plain}")
