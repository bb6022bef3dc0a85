"""The bodies that signing in and managing people accept, and how accounts, sessions and log entries look."""

import re
from typing import Annotated, Any, Self, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field, model_validator

from api.conversations.models import Counsellor, DeskSession
from api.desk.models import AuditEntry
from api.desk.people.one_time_codes import Invitation
from api.desk.rights import Role, rights_of
from api.requests import Text
from knowledge.articles import AREAS
from knowledge.centres import read_centres
from knowledge.languages import Language

_T = TypeVar("_T")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


def _check_email(email: str) -> str:
    if not _EMAIL.fullmatch(email.strip()):
        raise ValueError("not an e-mail address")
    return email.strip().lower()


def _check_name(name: str) -> str:
    if not name.strip():
        raise ValueError("empty")
    return " ".join(name.split())


def _check_centre(centre: str) -> str:
    if all(centre != known.id for known in read_centres()):
        raise ValueError("no such centre")
    return centre


def _check_area(area: str) -> str:
    if area not in AREAS:
        raise ValueError("no such area")
    return area


def _unique(values: list[_T]) -> list[_T]:
    return list(dict.fromkeys(values))


Email = Annotated[Text, Field(max_length=254), AfterValidator(_check_email)]
Name = Annotated[Text, Field(max_length=80), AfterValidator(_check_name)]
Password = Annotated[Text, Field(min_length=10, max_length=200)]
# What is compared with something that is kept: of any form, but not of any length.
Given = Annotated[Text, Field(max_length=1000)]
Languages = Annotated[list[Language], Field(min_length=1), AfterValidator(_unique)]
Centres = Annotated[list[Annotated[str, AfterValidator(_check_centre)]], AfterValidator(_unique)]
Topics = Annotated[list[Annotated[str, AfterValidator(_check_area)]], AfterValidator(_unique)]
Capacity = Annotated[int, Field(ge=1, le=50)]


class SignIn(BaseModel):
    """E-mail and password, or a one-time code."""

    email: Annotated[Text, Field(max_length=254)] | None = None
    password: Given | None = None
    code: Given | None = None


class Code(BaseModel):
    """A code of an authenticator app, or a recovery code."""

    code: Annotated[Text, Field(min_length=1, max_length=40)]


class PresentPassword(BaseModel):
    """The password of who is signed in, asked for once more."""

    password: Given


class NewPassword(BaseModel):
    """A new password, with the present one where there is one."""

    password: Password
    current: Given | None = None


class AcceptedInvitation(BaseModel):
    """What somebody who was invited chooses."""

    code: Given
    password: Password
    name: Name | None = None


class NewPerson(BaseModel):
    """An account to be made; without centres it serves all of them, without topics it knows all."""

    email: Email
    name: Name
    role: Role
    languages: Languages
    centres: Centres = []
    topics: Topics = []
    capacity: Capacity = 4


class ChangedPerson(BaseModel):
    """What of an account is to be different; `is_disabled` false lets one that has ended begin again."""

    email: Email | None = None
    name: Name | None = None
    role: Role | None = None
    languages: Languages | None = None
    centres: Centres | None = None
    topics: Topics | None = None
    capacity: Capacity | None = None
    is_disabled: bool | None = None

    @model_validator(mode="after")
    def _without_nothing(self) -> Self:
        if any(getattr(self, name) is None for name in self.model_fields_set):
            raise ValueError("nothing may be null")
        return self


class AuditQuery(BaseModel):
    """What to look for in the audit log; `action` also finds those below it, `before` is the id of an entry."""

    who: str | None = None
    action: str | None = None
    kind: str | None = None
    subject: str | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    before: Annotated[int | None, Field(ge=1, le=2**31 - 1)] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


def render_account(counsellor: Counsellor, *, is_required: bool) -> dict[str, Any]:
    """Return one's own account as JSON; `is_required` tells whether the role must use a second factor."""
    return {
        **_render(counsellor),
        "email": counsellor.email,
        "rights": sorted(rights_of(counsellor)),
        "second_factor": {"is_on": counsellor.totp_confirmed_at is not None, "is_required": is_required},
    }


def render_person(counsellor: Counsellor, *, is_present: bool, is_managed: bool) -> dict[str, Any]:
    """Return somebody as JSON; e-mail and second factor only for who manages them."""
    person = _render(counsellor) | {"is_present": is_present, "is_disabled": counsellor.disabled_at is not None}
    if is_managed:
        person |= {"email": counsellor.email, "second_factor": counsellor.totp_confirmed_at is not None}
    return person


def _render(counsellor: Counsellor) -> dict[str, Any]:
    return {
        "id": counsellor.id,
        "name": counsellor.name,
        "role": counsellor.role,
        "languages": counsellor.languages,
        "centres": counsellor.centres,
        "topics": counsellor.topics,
        "capacity": counsellor.capacity,
        "is_available": counsellor.is_available,
    }


def render_invitation(invitation: Invitation) -> dict[str, Any]:
    """Return an invitation as JSON."""
    return {"link": invitation.link, "expires_at": invitation.expires_at.isoformat()}


def render_entry(entry: AuditEntry, name: str | None) -> dict[str, Any]:
    """Return an entry of the audit log as JSON; `name` is that of who did it."""
    return {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "counsellor": {"id": entry.counsellor_id, "name": name} if entry.counsellor_id else None,
        "action": entry.action,
        "subject_kind": entry.subject_kind,
        "subject": entry.subject,
        "details": entry.details,
    }


def render_session(entry: DeskSession, own: str) -> dict[str, Any]:
    """Return a session as JSON; `own` is the id of the one that asks."""
    return {
        "id": entry.id,
        "device": entry.device,
        "created_at": entry.created_at.isoformat(),
        "seen_at": entry.seen_at.isoformat(),
        "is_this": entry.id == own,
    }
