"""What the counselling manual is made of: standard replies that are filled in, and check lists for counsellors.

`knowledge.manual` reads them from files, `knowledge.manual_check` judges what they say.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from babel.dates import format_date, format_skeleton

from knowledge.errors import KnowledgeError
from knowledge.languages import Language


class ValueMissing(KnowledgeError):
    """A reply was to be filled in without a value for each of its variables; `variables` holds those without."""

    def __init__(self, reply: str, variables: Iterable["Variable"]) -> None:
        self.variables = tuple(sorted(variables))
        super().__init__(f"{reply}: no value for {', '.join(self.variables)}")


class Variable(StrEnum):
    """What a counsellor fills in before sending; NAME is the counsellor's own, as residents see it."""

    NAME = "name"
    DATE = "date"
    CENTRE = "centre"
    PHONE = "phone"
    TIME = "time"
    LINK = "link"


class ItemKind(StrEnum):
    """Whether a point of a check list is something to find out or something to say (or to keep in mind)."""

    ASK = "ask"
    TELL = "tell"


Value = str | date | time


@dataclass(frozen=True)
class StandardReply:
    """One reply: `shortcut` is what a counsellor types (`/greet`), `owner` the role that keeps it true.

    `edition` counts from 1 and rises with each change of the text; `articles` are guidebook ids ("visa.extension").
    """

    id: str
    area: str
    articles: tuple[str, ...]
    shortcut: str
    variables: frozenset[Variable]
    owner: str
    edition: int
    verified: date
    titles: dict[Language, str]
    texts: dict[Language, str]

    def write(self, language: Language, values: Mapping[Variable, Value]) -> str:
        """Return the text to send; raises ValueMissing where a value is absent or blank, ignores those it does not use.

        Dates and times given as such are written as the language writes them; strings are taken as they are.
        """
        shown: dict[str, str] = {v: _show(v, values[v], language) for v in self.variables if _is_given(values.get(v))}
        if missing := {v for v in self.variables if v not in shown}:
            raise ValueMissing(self.id, missing)
        return self.texts[language].format_map(shown)


@dataclass(frozen=True)
class CheckItem:
    """One point of a check list, in Korean and English."""

    kind: ItemKind
    texts: dict[Language, str]


@dataclass(frozen=True)
class CheckList:
    """What a counsellor asks or tells in one kind of case, in order."""

    id: str
    area: str
    articles: tuple[str, ...]
    owner: str
    edition: int
    verified: date
    titles: dict[Language, str]
    items: tuple[CheckItem, ...]


@dataclass(frozen=True)
class Manual:
    """All replies and check lists, by area (general first) and then by id."""

    replies: tuple[StandardReply, ...]
    check_lists: tuple[CheckList, ...]

    def find_reply(self, identity: str) -> StandardReply | None:
        """Return the reply with this id, or None."""
        return next((reply for reply in self.replies if reply.id == identity), None)

    def find_by_shortcut(self, typed: str) -> StandardReply | None:
        """Return the reply whose shortcut this is ("/greet", any case), or None."""
        return next((reply for reply in self.replies if reply.shortcut == typed.strip().casefold()), None)

    def suggest(self, typed: str) -> tuple[StandardReply, ...]:
        """Return the replies whose shortcut begins with what has been typed so far ("/ex"); "/" alone gives all."""
        start = typed.strip().casefold()
        return tuple(reply for reply in self.replies if start and reply.shortcut.startswith(start))

    def replies_for(self, article: str) -> tuple[StandardReply, ...]:
        """Return the replies that add to an article of the guidebook."""
        return tuple(reply for reply in self.replies if article in reply.articles)

    def check_lists_for(self, article: str) -> tuple[CheckList, ...]:
        """Return the check lists that belong to an article of the guidebook."""
        return tuple(entry for entry in self.check_lists if article in entry.articles)


def _is_given(value: Value | None) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _show(variable: Variable, value: Value, language: Language) -> str:
    if isinstance(value, date):
        # Day before month in English, as the guidebook writes dates.
        text = format_date(value, "long", locale="en_GB" if language is Language.EN else language.value)
    elif isinstance(value, time):
        # Everywhere the clock of 24 hours, as on Korean timetables: "AM 9:05" is what CLDR has for short in Korean.
        text = format_skeleton("Hm", datetime.combine(date.min, value), locale=language.value)
    else:
        text = value.strip()
    # A phone number or a Latin name would turn round in Urdu; a link that touched a mark would no longer open.
    isolated = language.is_right_to_left and variable is not Variable.LINK
    return f"\u2068{text}\u2069" if isolated else text
