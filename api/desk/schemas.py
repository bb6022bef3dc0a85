"""The bodies that the desk accepts for tickets, shifts and the own availability."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, Field, StringConstraints

from api.messages import MAX_TEXT
from api.requests import Text
from knowledge.languages import Language

MOST_LISTED = 100
Word = Annotated[Text, Field(max_length=100)] | None
Note = Annotated[Text, Field(max_length=MAX_TEXT)]
Outcome = Literal["answered", "referred", "appointment", "no_reply", "abusive", "other"]
Area = Literal["visa", "settlement", "job", "family", "outside"]
Tag = Annotated[Text, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]


class Wanted(BaseModel):
    """Which tickets a list shows; what is left out is open, `before` is the last ticket of the page before."""

    state: Literal["waiting", "claimed", "closed", "snoozed"] = "waiting"
    mine: bool = False
    centre: Word = None
    language: Word = None
    area: Word = None
    tag: Word = None
    before: Word = None
    limit: Annotated[int, Field(ge=1, le=MOST_LISTED)] = MOST_LISTED


class NewReply(BaseModel):
    """What a counsellor writes; the same `client_id` twice is one reply."""

    text: Annotated[Text, Field(max_length=MAX_TEXT)]
    client_id: Annotated[Text, Field(min_length=1, max_length=100)] | None = None


class Ending(BaseModel):
    """What came of a ticket, and what comes after it: the assistant, or nothing until the resident writes."""

    next: Literal["bot", "closed"] = "bot"
    outcome: Outcome | None = None


class Remark(BaseModel):
    """What colleagues should know of a move."""

    note: Note = ""


class Transfer(Remark):
    """To whom a ticket is passed on: one of both."""

    counsellor: Word = None
    centre: Word = None


class Pause(BaseModel):
    """Until when a ticket is put off."""

    until: AwareDatetime


class Appointment(BaseModel):
    """When the resident is called back."""

    at: AwareDatetime


class Topic(BaseModel):
    """What a ticket is about: an area of the guidebook, and an article of it."""

    area: Area
    article: Annotated[Text, Field(max_length=100)] | None = None


class Bridges(BaseModel):
    """Which further languages a resident reads."""

    bridges: Annotated[list[Language], Field(max_length=8)]


class Tags(BaseModel):
    """The labels of a ticket."""

    tags: Annotated[list[Tag], Field(max_length=20)]


class SignOfLife(BaseModel):
    """Somebody looks at a ticket, and perhaps types."""

    is_typing: bool = False


class Availability(BaseModel):
    """Whether somebody takes conversations."""

    is_available: bool


class NewShift(BaseModel):
    """A shift to be planned."""

    counsellor: Annotated[Text, Field(max_length=100)]
    centre: Annotated[Text, Field(max_length=100)]
    starts_at: AwareDatetime
    ends_at: AwareDatetime
