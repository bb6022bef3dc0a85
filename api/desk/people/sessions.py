"""Sessions at the desk: begun, shown to whom they belong, ended; every function works in the caller's transaction."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.models import Counsellor, DeskSession
from api.conversations.storage import hash_token, new_id
from api.errors import NotFound

# The first that fits: browsers also name those whose pages they want.
_BROWSERS = {
    "Edge": "Edg",
    "Opera": "OPR/",
    "Samsung Internet": "SamsungBrowser",
    "Whale": "Whale/",
    "Firefox": "Firefox|FxiOS",
    "Chrome": "Chrome|CriOS",
    "Safari": "Safari",
}
_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "macOS": "Mac OS",
    "Linux": "Linux",
}
_LONGEST_NAME = 60


class SecondFactor(StrEnum):
    """What a session has shown beyond the password."""

    MISSING = "missing"
    PASSED = "passed"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True)
class SignedIn:
    """Whose session it is, its id and its cookie's hash, and whether the second factor is still missing."""

    counsellor: Counsellor
    session: str
    token_hash: str
    second_factor: SecondFactor


def open_session(
    session: AsyncSession, counsellor: str, now: datetime, expires_at: datetime, agent: str, second_factor: SecondFactor
) -> str:
    """Begin a session and return its secret, which is not stored; `agent` is the browser's User-Agent."""
    secret = secrets.token_urlsafe(32)
    session.add(
        DeskSession(
            token_hash=hash_token(secret),
            id=new_id(),
            counsellor_id=counsellor,
            device=name_device(agent),
            second_factor=second_factor,
            created_at=now,
            expires_at=expires_at,
            seen_at=now,
        )
    )
    return secret


async def list_sessions(session: AsyncSession, counsellor: str, now: datetime) -> list[DeskSession]:
    """Return the sessions that somebody has now, the one seen last first."""
    query = select(DeskSession).where(DeskSession.counsellor_id == counsellor, DeskSession.expires_at > now)
    return list(await session.scalars(query.order_by(DeskSession.seen_at.desc())))


async def end_session(session: AsyncSession, counsellor: str, identity: str) -> None:
    """End one session of somebody; raises NotFound for another's."""
    query = select(DeskSession).where(DeskSession.id == identity, DeskSession.counsellor_id == counsellor)
    entry = (await session.scalars(query)).first()
    if entry is None:
        raise NotFound
    await session.delete(entry)


async def end_sessions(session: AsyncSession, counsellor: str, but: str | None = None) -> None:
    """End all sessions of somebody, or all but one."""
    others = delete(DeskSession).where(DeskSession.counsellor_id == counsellor)
    await session.execute(others.where(DeskSession.id != but) if but else others)


def name_device(agent: str) -> str:
    """Return what people call a browser and its system: "Firefox, Windows"."""
    names = [
        next((name for name, pattern in table.items() if re.search(pattern, agent)), None)
        for table in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(filter(None, names)) or agent[:_LONGEST_NAME]
