"""What a guided dialogue is made of: questions with readers, options for buttons, and a result."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from actions.payloads import Payload
from knowledge.folding import fold
from knowledge.languages import Language

# An answer that was left out; a dialogue treats it as unknown.
SKIPPED = "skipped"
# What has been answered so far, in order, by question; values are what JSON knows.
Answers = Mapping[str, str | int | float]
Value = str | int | float


@dataclass(frozen=True)
class Option:
    """A choice with a button; `label` in the resident's language."""

    key: str
    label: str


@dataclass(frozen=True)
class Question:
    """One question in the resident's language.

    `read` gives the value in a message, or None; `show` says a value back; `hint` tells what can be read. `prefill`
    says whether the value may be taken from a message that was not an answer to it. Without `skippable` it must be
    answered. A `free` question takes any text as it is.
    """

    key: str
    ask: str
    hint: str
    read: Callable[[str], Value | None]
    show: Callable[[Value], str]
    options: tuple[Option, ...] = ()
    prefill: bool = False
    skippable: bool = True
    free: bool = False


@dataclass(frozen=True)
class Setting:
    """For whom a dialogue is led: the language, and the day in Seoul."""

    language: Language
    today: date


class Dialogue(ABC):
    """A guided dialogue; Rasa knows it as the form `<name>_form`."""

    name: str

    @abstractmethod
    def introduction(self, setting: Setting) -> str:
        """What it is for, in one sentence."""

    @abstractmethod
    def next_question(self, answers: Answers, setting: Setting) -> Question | None:
        """The question after these answers; None when all is known that is needed."""

    @abstractmethod
    def result(self, answers: Answers, setting: Setting) -> list[Payload]:
        """What comes of the answers."""

    def check(self, answers: Answers, setting: Setting) -> str | None:
        """Why the newest answer cannot be, in the resident's language; None when all is well."""
        return None


def find_option(text: str, options: tuple[Option, ...], language: Language) -> str | None:
    """Return the key of the option that a typed text names: its number, its label or a part of either."""
    wanted = fold(text, language).strip(" .!?")
    if wanted.isdigit() and 1 <= int(wanted) <= len(options):
        return options[int(wanted) - 1].key
    labels = {option.key: fold(option.label, language) for option in options}
    exact = [key for key, label in labels.items() if label == wanted]
    inside = [key for key, label in labels.items() if label in wanted or (len(wanted) > 2 and wanted in label)]  # noqa: PLR2004
    found = exact or inside
    return found[0] if len(found) == 1 else None


def choice(
    key: str, ask: str, hint: str, options: tuple[Option, ...], language: Language, *, skippable: bool = True
) -> Question:
    """Return a question that is answered by one of its options."""
    labels = {option.key: option.label for option in options}
    return Question(
        key,
        ask,
        hint,
        read=lambda text: find_option(text, options, language),
        show=lambda value: labels.get(str(value), str(value)),
        options=options,
        skippable=skippable,
    )
