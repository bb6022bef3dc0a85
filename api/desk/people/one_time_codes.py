"""Codes that work once: sign-in codes for operators, invitations for new colleagues and forgotten passwords."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.models import Counsellor, LoginCode
from api.conversations.storage import hash_token
from api.errors import NotSignedIn

INVITATION = timedelta(days=7)


class Purpose(StrEnum):
    """What a code is good for."""

    SIGN_IN = "sign_in"
    INVITATION = "invitation"


@dataclass(frozen=True)
class Invitation:
    """A link with its code, and until when it works."""

    link: str
    expires_at: datetime


def issue_code(session: AsyncSession, counsellor: str, purpose: Purpose, expires_at: datetime) -> str:
    """Return a fresh code, which is not stored."""
    code = secrets.token_urlsafe(16)
    session.add(LoginCode(code_hash=hash_token(code), counsellor_id=counsellor, purpose=purpose, expires_at=expires_at))
    return code


async def check_code(session: AsyncSession, code: str, purpose: Purpose, now: datetime) -> None:
    """Raise NotSignedIn unless a code could be used now, which stays unused."""
    if await session.scalar(select(LoginCode.code_hash).where(*_fits(code, purpose, now))) is None:
        raise NotSignedIn(_REFUSED[purpose])


async def use_code(session: AsyncSession, code: str, purpose: Purpose, now: datetime) -> Counsellor:
    """Use a code up and return whose it is; raises NotSignedIn when it is wrong, used or too old."""
    using = update(LoginCode).where(*_fits(code, purpose, now)).values(used_at=now)
    result = cast("CursorResult[Any]", await session.execute(using))
    if result.rowcount != 1:
        raise NotSignedIn(_REFUSED[purpose])
    entry = await session.get_one(LoginCode, hash_token(code))
    counsellor = await session.get_one(Counsellor, entry.counsellor_id)
    if counsellor.disabled_at:
        raise NotSignedIn(_REFUSED[purpose])
    return counsellor


async def invite(session: AsyncSession, counsellor: str, public_url: str, now: datetime) -> Invitation:
    """Return a fresh invitation; an earlier one that was not used works no more."""
    await withdraw_codes(session, counsellor)
    expires_at = now + INVITATION
    code = issue_code(session, counsellor, Purpose.INVITATION, expires_at)
    return Invitation(f"{public_url.rstrip('/')}/desk#invitation={code}", expires_at)


async def withdraw_codes(session: AsyncSession, counsellor: str) -> None:
    """Let no code of somebody work that has not been used."""
    await session.execute(delete(LoginCode).where(LoginCode.counsellor_id == counsellor, LoginCode.used_at.is_(None)))


def _fits(code: str, purpose: Purpose, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        LoginCode.code_hash == hash_token(code),
        LoginCode.purpose == purpose,
        LoginCode.used_at.is_(None),
        LoginCode.expires_at > now,
    )


_REFUSED = {
    Purpose.SIGN_IN: "This one-time code is wrong or has been used.",
    Purpose.INVITATION: "This invitation has been used or is too old. Please ask for a new one.",
}
