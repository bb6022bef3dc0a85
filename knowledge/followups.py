"""Tells whether a question speaks of what was just answered: "how much is it?" after an answer about a visa.

A logistic model over what the question finds alone and together with the question before; fitted by
`python -m tools.tune_followups` to dialogues of two turns (`knowledge/held-out/followups`) and changes of the subject.
"""

import math

from knowledge.folding import letters
from knowledge.languages import Language
from knowledge.logistic import load_logistic, log_odds
from knowledge.search import Certainty, SearchResult
from knowledge.sections import names_section
from knowledge.settings import HOME

PATH = HOME / "followups.json"
# So many hits are looked at: an article beyond them has no share worth naming.
HITS = 10
# The cost of taking a new subject for a follow-up is an answer about the wrong article; the other way round likewise.
LIMIT = 0.4
# What has the words of a follow-up ("how much is it") needs less of everything else.
LIMIT_BY_WORDS = 0.2


def is_follow_up(
    question: str,
    language: Language,
    alone: SearchResult,
    together: SearchResult,
    article: str,
    *,
    by_words: bool = False,
) -> bool:
    """Tell whether a question follows the answer about an article.

    `alone` is what the question finds by itself, `together` what it finds with the one before; both with HITS hits.
    `by_words` tells that it looks like a follow-up to begin with.
    """
    values = features(question, language, alone, together, article)
    return load_logistic(PATH).probability(values) >= (LIMIT_BY_WORDS if by_words else LIMIT)


def features(
    question: str, language: Language, alone: SearchResult, together: SearchResult, article: str
) -> tuple[float, ...]:
    """What the model looks at; the order is that of its weights."""
    first = alone.hits[0].article.id if alone.hits else article
    return (
        log_odds(_share(together, article)),
        log_odds(_share(alone, article)),
        log_odds(_share(together, first)),
        log_odds(alone.confidence),
        float(alone.certainty is Certainty.SURE),
        float(alone.certainty is Certainty.NONE),
        float(together.certainty is Certainty.NONE),
        math.log(letters(question) + 1),
        float(names_section(question, language)),
    )


def _share(result: SearchResult, article: str) -> float:
    return next((hit.score for hit in result.hits if hit.article.id == article), 0.0)
