"""What travels through the gateway: messages in, replies out, and what the bot may ask for besides talking."""

from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.danger.kinds import Danger
from knowledge.languages import Language

MAX_TEXT = 4000


class Author(StrEnum):
    """Who is speaking."""

    RESIDENT = "resident"
    BOT = "bot"
    COUNSELLOR = "counsellor"
    SYSTEM = "system"


class Kind(StrEnum):
    """What a message is for."""

    ANSWER = "answer"
    CHOICES = "choices"
    TEXT = "text"
    HANDOVER = "handover"
    NOTICE = "notice"


class Priority(StrEnum):
    """How soon a ticket must be taken."""

    URGENT = "urgent"
    NORMAL = "normal"


class Reason(StrEnum):
    """Why a ticket was opened."""

    REQUEST = "request"
    DANGER = "danger"
    FAILURE = "failure"


@dataclass(frozen=True)
class Button:
    """A choice a resident can press; the payload comes back as the next message."""

    title: str
    payload: str


@dataclass(frozen=True)
class Citation:
    """A passage of the guidebook that an answer rests on; dates as ISO text, `url` relative to the gateway."""

    article: str
    title: str
    language: str
    passage: str
    source: str
    verified: str
    url: str


@dataclass(frozen=True)
class Reply:
    """Something to say to a resident; not yet stored."""

    kind: Kind
    text: str
    author: Author = Author.BOT
    language: Language | None = None
    citations: tuple[Citation, ...] = ()
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class HandOver:
    """The bot asks for a counsellor."""

    priority: Priority
    reason: Reason


@dataclass(frozen=True)
class LanguageSwitch:
    """The resident asked for another language in words; `text` says so in that language."""

    language: Language
    text: str


@dataclass(frozen=True)
class Alarm:
    """Somebody is in danger: what to do is said at once, and a counsellor is called."""

    danger: Danger


@dataclass(frozen=True)
class Intake:
    """What a waiting resident tells the counsellor beforehand; None for what was left out or may not be kept."""

    topic: str | None
    tried: str | None
    reach: str | None
    consent: bool


@dataclass(frozen=True)
class Bridge:
    """A waiting resident also reads a language: a counsellor who speaks it can help, too."""

    language: Language


@dataclass(frozen=True)
class Satisfaction:
    """The resident pressed how satisfied they were, 1 to 5."""

    score: int


class Resumption(StrEnum):
    """The resident wants a code that opens the conversation elsewhere, or to have it closed there."""

    CODE = "code"
    REVOKE = "revoke"


Utterance = Reply | HandOver | LanguageSwitch | Alarm | Intake | Bridge | Satisfaction | Resumption


@dataclass(frozen=True)
class IncomingMessage:
    """What a resident sent; `client_id` makes a repeated delivery harmless, `payload` is a pressed button.

    `masked` tells that a personal number was hidden in the text.
    """

    text: str
    client_id: str | None = None
    payload: str | None = None
    masked: bool = False


@dataclass(frozen=True)
class Turn:
    """One message for the dialogue engine; `session` is the engine's name of the conversation."""

    session: str
    text: str
    language: Language
    command: str | None = None
    entities: dict[str, str] = field(default_factory=dict)
