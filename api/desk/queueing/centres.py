"""The centres as the desk names them, and whether they are open."""

from datetime import datetime
from typing import Any

from api.conversations.details import centre_names
from api.errors import InvalidRequest
from api.routing.hours import find_hours
from knowledge.languages import Language


def check_centre(identity: str) -> str:
    """Return a centre's id; raises InvalidRequest for one that there is not."""
    if identity not in centre_names():
        raise InvalidRequest("There is no such centre.")
    return identity


def name_centre(identity: str, language: Language) -> str:
    """Return a centre's name in a language, or in English or Korean where it has none in it."""
    names = centre_names()[identity]
    return names.get(language) or names.get(Language.EN) or names[Language.KO]


def render_centre(identity: str | None) -> dict[str, Any] | None:
    """Return a centre as JSON, its name by language; None for none."""
    return {"id": identity, "name": centre_names()[identity]} if identity in centre_names() else None


def list_centres(now: datetime) -> list[dict[str, Any]]:
    """Return all centres with their opening as JSON; None where nobody has told the hours."""
    return [_with_hours(identity, now) for identity in centre_names()]


def _with_hours(identity: str, now: datetime) -> dict[str, Any]:
    hours = find_hours(identity, Language.KO)
    opening = hours.next_opening(now) if hours else None
    return {
        "id": identity,
        "name": centre_names()[identity],
        "is_open": hours.is_open(now) if hours else None,
        "next_opening": opening.isoformat() if opening else None,
    }
