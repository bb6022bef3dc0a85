"""Tells the search which questions the published answers settle: those of residents, and the answers' own titles."""

import hashlib
import json
from collections.abc import Callable, Sequence

import numpy as np

from api.desk.gaps.answers import Answer, PublishedGap
from knowledge.documents.passages import DocumentPassage
from knowledge.documents.settled import Settled, rows_by_language
from knowledge.embedding import Vectors
from knowledge.languages import Language
from knowledge.search import GuidebookSearch

Settle = Callable[[Sequence[DocumentPassage]], Settled]
"""Tells which questions the passages of a document settle."""


class Settler:
    """Embeds what is new only: the same questions come again with every publication. One thread at a time."""

    def __init__(self, search: GuidebookSearch) -> None:
        self._search = search
        self._known: dict[str, Vectors] = {}

    def prepare(self, gaps: Sequence[PublishedGap]) -> Settle:
        """Embed all questions and titles; returns what is still to be done once the passages are known."""
        texts = [(place, text) for place, gap in enumerate(gaps) for text in _wordings(gap)]
        self._embed([text for _, text in texts])
        model = self._search.embedding

        def settle(passages: Sequence[DocumentPassage]) -> Settled:
            rows = [_numbers(gap, passages) for gap in gaps]
            days = [{answer.language: answer.on.toordinal() for answer in gap.answers} for gap in gaps]
            content = json.dumps([model, texts, rows, days])
            return Settled(
                hashlib.sha256(content.encode()).hexdigest()[:16],
                model,
                np.stack([self._known[text] for _, text in texts]),
                np.array([place for place, _ in texts], dtype=np.int64),
                rows_by_language(rows),
                rows_by_language(days),
            )

        return settle

    def _embed(self, texts: Sequence[str]) -> None:
        """Know the vectors of these texts, and of no others: what residents took back is not kept."""
        self._known = {text: vector for text in texts if (vector := self._known.get(text)) is not None}
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known |= dict(zip(new, self._search.embed(new), strict=True))


def find_passage(passages: Sequence[DocumentPassage], answer: Answer) -> DocumentPassage | None:
    """Return where an answer begins; two answers of one day may have the same title, so that their text decides."""
    own = [one for one in passages if one.section == answer.heading and one.language is answer.language]
    text = _plain(answer.text)
    return next((one for one in own if text.startswith(_plain(one.text))), own[0] if own else None)


def _wordings(gap: PublishedGap) -> list[str]:
    return list(dict.fromkeys([*(answer.title for answer in gap.answers), *gap.questions]))


def _numbers(gap: PublishedGap, passages: Sequence[DocumentPassage]) -> dict[Language, int]:
    found = {answer.language: find_passage(passages, answer) for answer in gap.answers}
    return {language: passage.number for language, passage in found.items() if passage}


def _plain(text: str) -> str:
    return " ".join(text.split())
