"""The bodies that working on a conversation takes, and how texts and the manual look."""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import BaseModel, Field

from api.desk.working.texts import AlignedText, TextKind, Version
from api.messages import MAX_TEXT
from api.requests import Text
from knowledge.manual_entries import CheckList, StandardReply

Identity = Annotated[Text, Field(min_length=1, max_length=100)]


class NewNote(BaseModel):
    """A private note; the same `client_id` twice is one note."""

    text: Annotated[Text, Field(max_length=MAX_TEXT, pattern=r"\S")]
    mentions: Annotated[list[Identity], Field(max_length=20)] = []
    client_id: Identity | None = None


class NewGuest(BaseModel):
    """Whom to invite."""

    counsellor: Identity


class ChosenText(BaseModel):
    """A text to send; `to` is the language, by default the conversation's."""

    kind: TextKind
    id: Identity
    section: Identity | None = None
    variables: dict[Identity, Annotated[Text, Field(max_length=500)]] = {}
    to: str | None = None
    client_id: Identity


class Draft(BaseModel):
    """A draft to translate; `to` is the language, by default the conversation's."""

    text: Annotated[Text, Field(max_length=MAX_TEXT, pattern=r"\S")]
    to: str | None = None


def render_text(text: AlignedText) -> dict[str, Any]:
    """Return a text in its two versions as JSON."""
    return {
        "kind": text.kind,
        "id": text.id,
        "section": text.section,
        "shortcut": text.shortcut,
        "variables": list(text.variables),
        "own": _render_version(text.own),
        "theirs": _render_version(text.theirs),
        "verified": text.verified.isoformat(),
        "link": text.link,
    }


def render_reply(reply: StandardReply) -> dict[str, Any]:
    """Return a reply of the manual as JSON, with all its languages and its variables in their places."""
    return {
        "kind": TextKind.REPLY,
        "id": reply.id,
        "area": reply.area,
        "articles": list(reply.articles),
        "shortcut": reply.shortcut,
        "variables": sorted(reply.variables),
        "texts": {one: {"title": reply.titles[one], "text": reply.texts[one]} for one in reply.texts},
        **_render_edition(reply),
    }


def render_check_lists(lists: Iterable[CheckList]) -> list[dict[str, Any]]:
    """Return check lists as JSON, in the desk's languages."""
    return [
        {
            "id": one.id,
            "area": one.area,
            "articles": list(one.articles),
            "title": one.titles,
            "items": [{"kind": item.kind, **item.texts} for item in one.items],
            **_render_edition(one),
        }
        for one in lists
    ]


def _render_version(version: Version) -> dict[str, str]:
    return {"language": version.language, "title": version.title, "text": version.text}


def _render_edition(entry: StandardReply | CheckList) -> dict[str, Any]:
    return {"owner": entry.owner, "edition": entry.edition, "verified": entry.verified.isoformat()}
