"""The bodies that the web channel accepts."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.conversations.ratings import MAX_COMMENT
from api.requests import Text

ClientId = Annotated[Text, Field(min_length=1, max_length=100)]


class NewConversation(BaseModel):
    """Begin a conversation, perhaps in a language the page already knows, on the page of a centre."""

    model_config = ConfigDict(extra="ignore")

    language: str | None = None
    centre: str | None = None


class NewMessage(BaseModel):
    """A text or a pressed button (`payload`); the same `client_id` twice is one message."""

    model_config = ConfigDict(extra="ignore")

    text: Text
    client_id: ClientId | None = None
    payload: Annotated[Text, Field(max_length=100)] | None = None


class Visitor(BaseModel):
    """Who the embedding site says is writing; it replaces what was said before."""

    model_config = ConfigDict(extra="ignore")

    name: Annotated[Text, Field(max_length=80)] | None = None
    reference: Annotated[Text, Field(max_length=80)] | None = None


class ConversationChange(BaseModel):
    """The language a resident chose, who they are on the embedding site, or both."""

    language: str | None = None
    visitor: Visitor | None = None

    @model_validator(mode="after")
    def is_something(self) -> Self:
        """Refuse a change of nothing."""
        if self.language is None and self.visitor is None:
            raise ValueError("give a language or a visitor")
        return self


class NewRating(BaseModel):
    """How satisfied a resident is: 1 (not at all) to 5 (very)."""

    model_config = ConfigDict(extra="ignore")

    score: Annotated[int, Field(ge=1, le=5, strict=True)]
    comment: Annotated[Text, Field(max_length=MAX_COMMENT)] = ""


class PushKeys(BaseModel):
    """What a browser made for a push subscription, base64url (RFC 8291)."""

    p256dh: Annotated[str, Field(max_length=200)]
    auth: Annotated[str, Field(max_length=100)]


class NewPushSubscription(BaseModel):
    """`PushSubscription.toJSON()` of a browser."""

    model_config = ConfigDict(extra="ignore")

    endpoint: Annotated[Text, Field(max_length=2000)]
    keys: PushKeys


class OldPushSubscription(BaseModel):
    """The browser that is not to be told any more."""

    model_config = ConfigDict(extra="ignore")

    endpoint: Annotated[Text, Field(max_length=2000)]
