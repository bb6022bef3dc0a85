"""What pressing a button means: the payloads that buttons carry, read into commands."""

import re
from dataclasses import dataclass
from enum import StrEnum

from knowledge.languages import Language

_FORM = re.compile(r"#(?P<name>[a-z]+)(?::(?P<value>[a-z0-9._-]{1,60}))?")


class Command(StrEnum):
    """What a button can ask for."""

    COUNSELLOR = "counsellor"
    ASSISTANT = "assistant"
    LANGUAGE = "language"
    READS = "reads"
    ARTICLE = "article"
    TOPIC = "topic"
    TOPICS = "topics"
    DIALOGUE = "dialogue"
    ANSWER = "answer"
    CANCEL = "cancel"
    RATING = "rating"
    NOTIFY = "notify"
    RESUME = "resume"
    REVOKE = "revoke"


SCORES = {"1", "2", "3", "4", "5"}
DIALOGUES = {"deadlines", "visas", "wages", "programmes", "centres", "intake"}
_WITH_VALUE = {
    Command.LANGUAGE,
    Command.READS,
    Command.ARTICLE,
    Command.TOPIC,
    Command.DIALOGUE,
    Command.ANSWER,
    Command.RATING,
}


@dataclass(frozen=True)
class ButtonPress:
    """A command and what it is about: an article id, an area, a language, a dialogue, an answer, a score or nothing."""

    command: Command
    value: str = ""

    @property
    def opens_assistant(self) -> bool:
        """Whether a waiting resident wants to go on with the assistant by this."""
        return self.command is Command.ASSISTANT or (self.command, self.value) == (Command.DIALOGUE, "intake")

    @property
    def language(self) -> Language:
        """The language asked for, or that somebody reads; only for Command.LANGUAGE and Command.READS."""
        return Language(self.value)


def find_press(payload: str | None) -> ButtonPress | None:
    """Read a payload such as `#article:visa.extension`; None for anything else."""
    match = _FORM.fullmatch(payload or "")
    if match is None or match["name"] not in set(Command):
        return None
    command, value = Command(match["name"]), match["value"] or ""
    if bool(value) != (command in _WITH_VALUE):
        return None
    if command in {Command.LANGUAGE, Command.READS} and value not in set(Language):
        return None
    if command is Command.DIALOGUE and value not in DIALOGUES:
        return None
    if command is Command.RATING and value not in SCORES:
        return None
    return ButtonPress(command, value)
