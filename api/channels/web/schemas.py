"""The bodies that the web channel accepts."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.requests import Text

ClientId = Annotated[Text, Field(min_length=1, max_length=100)]


class NewConversation(BaseModel):
    """Begin a conversation, perhaps in a language the page already knows."""

    model_config = ConfigDict(extra="ignore")

    language: str | None = None


class NewMessage(BaseModel):
    """A text or a pressed button (`payload`); the same `client_id` twice is one message."""

    model_config = ConfigDict(extra="ignore")

    text: Text
    client_id: ClientId | None = None
    payload: Annotated[Text, Field(max_length=100)] | None = None


class LanguageChoice(BaseModel):
    """The language a resident chose."""

    language: str
