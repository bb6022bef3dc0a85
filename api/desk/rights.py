"""Who may do what at the desk: a role gives rights, the centres of an account limit whose tickets they hold for."""

from enum import StrEnum

from api.conversations.models import Counsellor
from api.errors import NotAllowed


class Role(StrEnum):
    """What somebody is at the desk."""

    COUNSELLOR = "counsellor"
    SUPERVISOR = "supervisor"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"
    INTERPRETER = "interpreter"
    AUDITOR = "auditor"


class Right(StrEnum):
    """What a role allows; an interpreter has none, and is a guest of single tickets."""

    READ_TICKETS = "read_tickets"
    ANSWER = "answer"
    TAKE_OVER = "take_over"
    PLAN_SHIFTS = "plan_shifts"
    KEEP_RECORDS = "keep_records"
    READ_REPORTS = "read_reports"
    EDIT_KNOWLEDGE = "edit_knowledge"
    MANAGE_PEOPLE = "manage_people"
    READ_AUDIT_LOG = "read_audit_log"


_COUNSELLING = frozenset({Right.READ_TICKETS, Right.ANSWER, Right.KEEP_RECORDS})
_RIGHTS = {
    Role.INTERPRETER: frozenset[Right](),
    Role.COUNSELLOR: _COUNSELLING,
    Role.EDITOR: frozenset({Right.EDIT_KNOWLEDGE}),
    Role.AUDITOR: frozenset({Right.READ_AUDIT_LOG, Right.READ_REPORTS}),
    Role.SUPERVISOR: _COUNSELLING
    | {Right.TAKE_OVER, Right.PLAN_SHIFTS, Right.READ_REPORTS, Right.EDIT_KNOWLEDGE, Right.READ_AUDIT_LOG},
    Role.ADMINISTRATOR: frozenset(Right),
}


def rights_of(counsellor: Counsellor) -> frozenset[Right]:
    """Return what somebody may do; nothing once the account has ended."""
    return frozenset() if counsellor.disabled_at else _RIGHTS[Role(counsellor.role)]


def is_allowed(counsellor: Counsellor, right: Right) -> bool:
    """Whether somebody may do it, at least at some centre."""
    return right in rights_of(counsellor)


def require(counsellor: Counsellor, right: Right) -> None:
    """Raise NotAllowed unless somebody has a right."""
    if not is_allowed(counsellor, right):
        raise NotAllowed


def serves(counsellor: Counsellor, centre: str | None) -> bool:
    """Whether a centre is theirs: what belongs to no centre is everybody's, and an account without centres has all."""
    return centre is None or not counsellor.centres or centre in counsellor.centres
