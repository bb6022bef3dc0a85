"""Words by which a message names an event that starts a deadline; whatever names none or several is asked about.

A rule reads `a | b + c - d`: one of each part stands in the same sentence, none of those after a minus does. A stem
matches from the beginning of a word, `_` ends it; in Korean and Chinese it matches anywhere, whatever the spaces. No
stem may match the words with which people stop, skip or go back ("quit", "그만").
"""

import re
from dataclasses import dataclass
from functools import cache

from actions.dialogues.deadline_cues_east import EAST
from actions.dialogues.deadline_cues_latin import LATIN
from knowledge.deadlines import Event
from knowledge.folding import fold
from knowledge.languages import Language

_UNSPACED = {Language.KO, Language.ZH}
# A dot inside a date or an abbreviation ends no sentence.
_SENTENCE = re.compile(r"[.!?](?=\s|$)|[。！？؟۔;\n]")


@dataclass(frozen=True)
class _Cue:
    event: Event
    needed: tuple[re.Pattern[str], ...]
    barred: tuple[re.Pattern[str], ...]

    def holds(self, sentence: str) -> bool:
        return all(one.search(sentence) for one in self.needed) and not any(one.search(sentence) for one in self.barred)


def find_event(text: str, language: Language) -> Event | None:
    """The only event that a message names, or None; a message of several sentences may name it in any of them."""
    sentences = [_squeeze(fold(part, language), language) for part in _SENTENCE.split(text)]
    found = {cue.event for sentence in sentences for cue in _cues(language) if cue.holds(sentence)}
    return found.pop() if len(found) == 1 else None


@cache
def _cues(language: Language) -> tuple[_Cue, ...]:
    return tuple(_read(event, rule, language) for event, rules in (EAST | LATIN)[language].items() for rule in rules)


def _read(event: Event, rule: str, language: Language) -> _Cue:
    needed, *barred = rule.split(" - ")
    return _Cue(
        event,
        tuple(_stems(part, language) for part in needed.split(" + ")),
        tuple(_stems(part, language) for part in barred),
    )


def _stems(part: str, language: Language) -> re.Pattern[str]:
    stems = (_stem(stem.strip(), language) for stem in part.split("|"))
    return re.compile("|".join(stems))


def _stem(stem: str, language: Language) -> str:
    escaped = re.escape(_squeeze(fold(stem.removesuffix("_"), language), language))
    start = "" if language in _UNSPACED else r"(?<!\w)"
    return f"{start}{escaped}{_end(stem)}"


def _end(stem: str) -> str:
    return r"(?!\w)" if stem.endswith("_") else ""


def _squeeze(text: str, language: Language) -> str:
    return text.replace(" ", "") if language in _UNSPACED else text
