"""The bodies that the routes of knowledge gaps accept, and how gaps look."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from api.desk.models import GapQuestion, KnowledgeGap
from api.messages import MAX_TEXT
from api.requests import Text
from knowledge.languages import Language

State = Literal["open", "assigned", "published", "dismissed"]
Area = Literal["visa", "settlement", "job", "family"]


class Change(BaseModel):
    """What an editor decides about a gap; a published answer that is opened or dismissed is withdrawn."""

    state: Literal["open", "dismissed"] | None = None
    area: Area | None = None


class NewText(BaseModel):
    """An answer in one language; it fits into one message."""

    title: Annotated[Text, Field(min_length=1, max_length=200)]
    text: Annotated[Text, Field(min_length=1, max_length=MAX_TEXT - 500)]


class Merge(BaseModel):
    """The gap that a gap is the same as."""

    into: Text


def render_text(text: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return a text as JSON; `published` tells when, if it is what residents read, else None."""
    if text is None:
        return None
    live = text.get("published") or {}
    is_live = (live.get("title"), live.get("text")) == (text["title"], text["text"])
    return {"title": text["title"], "text": text["text"], "published": live["on"] if is_live else None}


def render_gap(gap: KnowledgeGap, languages: dict[str, int], waiting: dict[str, int], first: str) -> dict[str, Any]:
    """Return a gap as JSON; its title is that of its answer, else the first question.

    `languages` counts questions, `waiting` the conversations that wait for the answer, both by language.
    """
    written = next((gap.texts[one]["title"] for one in Language if one in gap.texts), None)
    return {
        "id": gap.id,
        "state": gap.state,
        "title": written or first,
        "area": gap.area,
        "questions": gap.questions,
        "languages": languages,
        "written": [one.value for one in Language if one in gap.texts],
        "wanting": sum(waiting.values()),
        "waiting": waiting,
        "first_at": gap.first_at.isoformat(),
        "last_at": gap.last_at.isoformat(),
        "published_at": gap.published_at.isoformat() if gap.published_at else None,
    }


def render_sample(question: GapQuestion) -> dict[str, Any]:
    """Return a question as JSON, without who asked it."""
    return {
        "language": question.language,
        "text": question.text,
        "found": question.found,
        "created_at": question.created_at.isoformat(),
    }
