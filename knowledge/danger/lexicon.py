"""Rules of danger words in each language, read from `lexicon/<language>.txt` and matched against folded text.

A line `@name: a | b` names a list of words, `kind = a | @list + @other - @calm` is a rule: one of each part stands in
the same sentence, none of the parts after a minus does. A word matches from its beginning ("hit" also "hits"), `_`
ends it ("hit_" only "hit"), `*` stands for up to three words between. Korean and Chinese match anywhere, whatever the
spaces, `*` for up to eight characters between.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.danger.kinds import Danger
from knowledge.danger.wordlists import Wordlists, new_wordlists
from knowledge.errors import LexiconInvalid
from knowledge.folding import fold
from knowledge.languages import Language

FOLDER = Path(__file__).parent / "lexicon"
_SENTENCE = re.compile(r"[.!?…。！？।۔\n;]+")
_LIST = re.compile(r"@(\w+)\s*:\s*(.+)")
_RULE = re.compile(r"(\w+)\s*=\s*(.+)")
# A message of so many characters is one thought, whatever its punctuation.
_ONE_THOUGHT = 160


@dataclass(frozen=True)
class Rule:
    """A word of each part `needed` and none of a part `calming` means danger of this kind; parts are sets of lists."""

    kind: Danger
    needed: tuple[frozenset[str], ...]
    calming: tuple[frozenset[str], ...]

    def holds(self, found: set[str]) -> bool:
        """Tell whether the rule holds where words of these lists were found."""
        return not any(map(found.isdisjoint, self.needed)) and all(map(found.isdisjoint, self.calming))


@dataclass(frozen=True)
class Lexicon:
    """The rules of a language in their order, and the lists of words they speak of."""

    rules: tuple[Rule, ...]
    lists: Wordlists

    def find(self, folded: str) -> Danger | None:
        """Return the danger that the first rule names which holds for a folded sentence, or None."""
        found = self.lists.find(folded)
        return next((rule.kind for rule in self.rules if rule.holds(found)), None) if found else None


def find_danger(text: str, language: Language) -> Danger | None:
    """Return the danger that the first matching rule names, or None; the lexicon's order is its precedence."""
    lexicon = read_lexicon(language)
    return next((danger for one in _sentences(text) if (danger := lexicon.find(fold(one, language)))), None)


@cache
def read_lexicon(language: Language, folder: Path = FOLDER) -> Lexicon:
    """Read the rules of a language; raises LexiconInvalid with the file and line at fault."""
    path = folder / f"{language}.txt"
    members: dict[str, frozenset[str]] = {}
    rules: list[Rule] = []
    words = new_wordlists(language)
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.partition("#")[0].strip()
        try:
            if named := _LIST.fullmatch(line):
                members[named[1]] = _read_part(named[2], named[1], members, words)
            elif ruled := _RULE.fullmatch(line):
                rules.append(_read_rule(Danger(ruled[1]), ruled[2], str(number), members, words))
            elif line:
                raise ValueError("neither a list nor a rule")
        except (ValueError, KeyError) as error:
            raise LexiconInvalid(f"{path.name}:{number}: {error}") from error
    return Lexicon(tuple(rules), words)


def _read_rule(kind: Danger, form: str, name: str, members: dict[str, frozenset[str]], words: Wordlists) -> Rule:
    needed, *calming = re.split(r"\s-\s", form)
    parts = [*re.split(r"\s\+\s", needed), *calming]
    read = [_read_part(part, f"{name}.{place}", members, words) for place, part in enumerate(parts)]
    return Rule(kind, tuple(read[: -len(calming) or None]), tuple(read[len(read) - len(calming) :]))


def _read_part(form: str, name: str, members: dict[str, frozenset[str]], words: Wordlists) -> frozenset[str]:
    """Enter the words of `a | @list | b c` under a name; returns that name and those of the lists in it."""
    names = {name}
    for entry in filter(None, map(str.strip, form.split("|"))):
        if entry.startswith("@"):
            names |= members[entry[1:]]
        else:
            words.add(entry, name)
    return frozenset(names)


def _sentences(text: str) -> Iterator[str]:
    """Yield the sentences, or the whole text where it is short: fragments belong together."""
    if len(text) <= _ONE_THOUGHT:
        yield re.sub(_SENTENCE, " ", text)
        return
    yield from (sentence for sentence in _SENTENCE.split(text) if sentence.strip())
