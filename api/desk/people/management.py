"""Whose accounts somebody may manage, and that there is always an administrator; None is the operator, who may all."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.models import Counsellor
from api.desk.rights import Right, Role, is_allowed
from api.errors import LastAdministrator, NotAllowed


def manages(by: Counsellor | None, account: Counsellor) -> bool:
    """Whether somebody may change an account: an administrator of some centres those of these centres only."""
    return by is None or (is_allowed(by, Right.MANAGE_PEOPLE) and _covers(by.centres, account.centres))


def require_managing(by: Counsellor | None, account: Counsellor) -> None:
    """Raise NotAllowed unless somebody may change an account."""
    if not manages(by, account):
        raise NotAllowed


def require_within(by: Counsellor | None, centres: Iterable[str]) -> None:
    """Raise NotAllowed where somebody would give an account more centres than they have."""
    if by is not None and not _covers(by.centres, list(centres)):
        raise NotAllowed("You can only manage accounts of your own centres.")


async def keep_an_administrator(session: AsyncSession, account: Counsellor, changed: dict[str, Any]) -> None:
    """Raise LastAdministrator where a change would leave nobody to manage what this administrator manages.

    All administrators are locked meanwhile, so that two cannot end one another.
    """
    if account.role != Role.ADMINISTRATOR or not changed.keys() & {"role", "centres"}:
        return
    query = select(Counsellor).where(Counsellor.role == Role.ADMINISTRATOR, Counsellor.disabled_at.is_(None))
    locked = query.order_by(Counsellor.id).with_for_update().execution_options(populate_existing=True)
    administrators = list(await session.scalars(locked))
    if account not in administrators:
        return
    stays = changed.get("role", account.role) == Role.ADMINISTRATOR
    if stays and _covers(changed.get("centres", account.centres), account.centres):
        return
    if not any(_covers(one.centres, account.centres) for one in administrators if one.id != account.id):
        raise LastAdministrator


def _covers(own: list[str], others: list[str]) -> bool:
    """Whether centres include others; none stands for all of them."""
    return not own or bool(others and set(others) <= set(own))
