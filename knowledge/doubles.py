"""Finds the two questions that one message may hold: "how do I extend my visa, and where do I get a SIM card?"

Every place where a second thought may begin is tried; a logistic model over what the parts find tells whether they are
two questions. Fitted by `python -m tools.tune_doubles` to messages in `knowledge/held-out/double` and to single ones.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.folding import letters
from knowledge.languages import Language
from knowledge.logistic import load_logistic, log_odds
from knowledge.search import GuidebookSearch, SearchResult
from knowledge.settings import HOME

PATH = HOME / "doubles.json"
# An answer too many confuses more people than a question left unanswered: they ask again.
LIMIT = 0.55
# Of the whole message so many hits are looked at.
HITS = 10
_SHORTEST_PART = 8
_MOST_SPLITS = 8
_SPACED = (
    *("and", "also", "plus", "n", "another", "oh", "btw", "by the way", "second", "then", "still", "again"),
    *("và", "va", "với lại", "voi lai", "ngoài ra", "ngoai ra", "còn", "con", "thêm", "them", "rồi", "roi"),
    *("бас", "мөн", "тэгээд", "дараа", "нөгөө", "bas", "mun", "tegeed"),
    *("и", "а", "ещё", "еще", "плюс", "и ещё", "i", "a", "eshe"),
    *("hamda", "yana", "va", "ва", "яна", "ҳам"),
    *("اور", "نیز", "پھر", "دوسرا", "aur", "phir", "dusra", "or"),
)
_UNSPACED = "그리고|그리구|또 |또한|그런데|근데|아 그리고|还有|另外|以及|而且|顺便|再"
_PLACE = re.compile(rf"[?？؟!。.,;،，；\n]+\s*|\s(?=(?:{'|'.join(_SPACED)})\b)|(?={_UNSPACED})", re.IGNORECASE)
_ASKED = re.compile("[?？؟]")
_JOINED = re.compile(rf"(?:{'|'.join(_SPACED)})\b|{_UNSPACED}", re.IGNORECASE)


@dataclass(frozen=True)
class Split:
    """Two parts of a message with what each finds, and what tells whether they are two questions."""

    first: SearchResult
    second: SearchResult
    features: tuple[float, ...]


def find_two(search: GuidebookSearch, text: str, language: Language) -> tuple[SearchResult, SearchResult] | None:
    """Return what the two questions of a message find, or None when it rather holds one."""
    splits = list(try_splits(search, text, language))
    model = load_logistic(PATH)
    likely = [(probability, split) for split in splits if (probability := model.probability(split.features)) >= LIMIT]
    if not likely:
        return None
    _, best = max(likely, key=lambda one: one[0])
    return best.first, best.second


def try_splits(search: GuidebookSearch, text: str, language: Language) -> Iterator[Split]:
    """Yield the ways of reading a message as two questions about different articles."""
    places = list(_cut(text))
    if not places:
        return
    whole = search.search(text, language, HITS)
    share = {hit.article.id: hit.score for hit in whole.hits}
    for one, mark, other in places[:_MOST_SPLITS]:
        first, second = search.search(one, language), search.search(other, language)
        if not first.hits or not second.hits or first.hits[0].article.id == second.hits[0].article.id:
            continue
        sure = sorted((first.confidence, second.confidence))
        found = sorted(share.get(result.hits[0].article.id, 0.0) for result in (first, second))
        sizes = sorted((letters(one), letters(other)))
        features = (
            *map(log_odds, (*sure, whole.confidence, *found)),
            math.log(sizes[0]),
            math.log(sizes[1] / sizes[0]),
            log_odds(min(first.hits[0].score, second.hits[0].score)),
            float(bool(_ASKED.search(mark))),
            float(bool(_JOINED.match(other))),
        )
        yield Split(first, second, features)


def _cut(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield what stands before a place, the mark there, and what stands behind it."""
    for place in _PLACE.finditer(text):
        one, other = text[: place.start()].strip(), text[place.end() :].strip()
        if min(letters(one), letters(other)) >= _SHORTEST_PART:
            yield one, place.group(), other
