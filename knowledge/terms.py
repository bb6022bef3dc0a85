"""The termbase: the words we write, what residents type instead, and the words we avoid.

`terms.csv`: `id`, one column per language with the form we write, `variants` (`language:form` with bars between:
typed by residents, never written by us), `avoid` (`language:form → better form` or `language:form (reason)`) and `mark`
(`official:ko en` names the languages whose form follows an official Korean source; `careful` is a writer's choice).
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.articles import Article
from knowledge.folding import fold
from knowledge.languages import Language
from knowledge.settings import HOME

PATH = HOME / "terms.csv"

_AVOIDED = re.compile(r"^(?P<form>[^→(]+?)\s*(?:\((?P<reason>[^)]*)\))?\s*(?:→\s*(?P<better>.+))?$")
_GLOSS = re.compile(r"\s*\([^)]*\)")
_UNTRANSLATED = re.compile(r"[a-z]-?\d+(?:-\d+)*|\d[\d.,]*|[A-Z]{2,}")
# Languages written without spaces or with endings that grow on to a word: a form counts inside a longer word, too.
_UNBOUND = (Language.KO, Language.ZH)


@dataclass(frozen=True)
class Avoided:
    """A form that we do not write, why, and what we write instead."""

    form: str
    better: str | None
    reason: str | None


@dataclass(frozen=True)
class Term:
    """One notion in all languages; `forms` may carry a gloss in brackets for the first mention."""

    id: str
    forms: dict[Language, str]
    variants: dict[Language, tuple[str, ...]]
    avoid: dict[Language, tuple[Avoided, ...]]
    official: frozenset[Language]

    def plain(self, language: Language) -> str:
        """The form without its gloss."""
        return _GLOSS.sub("", self.forms[language]).strip()


@cache
def read_terms(path: Path = PATH) -> tuple[Term, ...]:
    """Read the termbase; raises ValueError for a line that does not have the agreed shape."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_term(row) for row in csv.DictReader(file))


def find_avoided(article: Article) -> Iterator[str]:
    """Yield the words of an article that the termbase rules out without condition, with the better form.

    Forms that are ruled out only in one sense (those with a reason) are left to the reader.
    """
    text = "\n".join([article.title, article.summary, *(s.markdown for s in article.sections)])
    for term in read_terms():
        for avoided in term.avoid.get(article.language, ()):
            if avoided.better and not avoided.reason and _contains(text, avoided.form, article.language):
                yield f"writes {avoided.form!r}; the termbase has {avoided.better!r} ({term.id})"


def _contains(text: str, form: str, language: Language) -> bool:
    pattern = re.escape(form)
    if language not in _UNBOUND:
        pattern = rf"(?<!\w){pattern}(?!\w)"
    return re.search(pattern, text, re.IGNORECASE) is not None


def _term(row: dict[str, str]) -> Term:
    variants: dict[Language, tuple[str, ...]] = {}
    avoid: dict[Language, tuple[Avoided, ...]] = {}
    for language, form in _pairs(row["id"], row["variants"]):
        variants[language] = (*variants.get(language, ()), form)
    for language, text in _pairs(row["id"], row["avoid"]):
        match = _AVOIDED.match(text)
        if match is None:
            raise ValueError(f"{PATH.name}: {row['id']}: cannot read {text!r}")
        avoid[language] = (*avoid.get(language, ()), Avoided(match["form"], match["better"], match["reason"]))
    official = next((part.partition(":")[2] for part in row["mark"].split("|") if part.startswith("official:")), "")
    forms = {language: row[language] for language in Language}
    return Term(row["id"], forms, variants, avoid, frozenset(map(Language, official.split())))


def _pairs(identity: str, cell: str) -> Iterator[tuple[Language, str]]:
    for part in filter(None, cell.split("|")):
        code, colon, form = part.partition(":")
        if not colon:
            raise ValueError(f"{PATH.name}: {identity}: expected language:form, found {part!r}")
        yield Language(code.strip()), form.strip()


def translate(text: str, source: Language, target: Language) -> tuple[str, float]:
    """Words of a text that the termbase knows, in another language, and what needs no translation: codes and figures.

    Also the share of the text's letters that could be carried over, from 0 to 1. ("", 0) when nothing could.
    """
    folded = fold(text, source)
    if source is target:
        return text, 1.0
    words, rest = [], folded
    for form, term in _by_form(source):
        if form in rest:
            words.append(term.plain(target))
            rest = rest.replace(form, " ")
    kept = _UNTRANSLATED.findall(rest)
    letters = len(folded.replace(" ", ""))
    carried = letters - len(rest.replace(" ", "")) + sum(map(len, kept))
    return " ".join(dict.fromkeys([*words, *kept])), carried / max(letters, 1)


@cache
def _by_form(language: Language) -> tuple[tuple[str, Term], ...]:
    """Folded forms and variants with their terms, the longest first."""
    entries = []
    for term in read_terms():
        forms = (term.plain(language), *term.variants.get(language, ()))
        entries += [(fold(form, language), term) for form in forms if len(form) > 1]
    return tuple(sorted(entries, key=lambda entry: -len(entry[0])))
