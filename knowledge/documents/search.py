"""Finds passages of the centres' documents, by their words or by the questions that they settle.

Notices by itself when the library has changed.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge.bm25 import CharacterBm25
from knowledge.documents.library import Document, Library
from knowledge.documents.passages import DocumentPassage
from knowledge.documents.settled import Settled
from knowledge.embedding import Embedder, Vectors
from knowledge.folding import fold
from knowledge.languages import Language
from knowledge.terms import translate

NGRAMS = (2, 4)
NEIGHBOURS = 64
# From this score on a passage is shown as an answer; see docs/evaluation.md.
GOOD = 0.5


@dataclass(frozen=True)
class DocumentHit:
    """A passage that may answer the question; `score` from 0 to 1.

    `on` is the day on which counsellors published it as an answer; None for what a centre has handed in.
    """

    document: Document
    passage: DocumentPassage
    score: float
    on: date | None = None

    @property
    def title(self) -> str:
        """The title of the edition."""
        return self.document.edition(self.passage.edition).title

    @property
    def verified(self) -> date:
        """The day up to which somebody stands behind the passage."""
        return self.on or self.document.edition(self.passage.edition).added.date()

    @property
    def source(self) -> str:
        """Where the passage stands: file (who answered, for answers), section and, if there are pages, the page."""
        page = f"p. {self.passage.page}" if self.passage.page else ""
        whence = self.title if self.on else self.document.edition(self.passage.edition).file
        return ", ".join(filter(None, (whence, self.passage.section, page)))


class _Texts:
    """The passages of the current editions, ready for searching; never changed."""

    def __init__(self, library: Library, editions: Sequence[tuple[str, int]], embedder: Embedder) -> None:
        self.editions = editions
        self.passages: list[DocumentPassage] = []
        vectors: list[Vectors] = []
        owners: list[int] = []
        for document, edition in editions:
            own = library.passages(document, edition)
            place = library.place(document, edition)
            owners += [len(self.passages) + n for n, passage in enumerate(own) for _ in passage.lines]
            vectors.append(_vectors(place, own, embedder))
            self.passages += own
        self._owners = np.array(owners, dtype=np.int64)
        self._vectors: Any = faiss.IndexFlatIP(vectors[0].shape[1] if vectors else 1)
        for part in vectors:
            self._vectors.add(part)
        self._lexical = {language: self._fit(language) for language in {p.language for p in self.passages}}

    def _fit(self, language: Language) -> tuple[NDArray[np.int64], CharacterBm25]:
        own = [
            (place, line)
            for place, passage in enumerate(self.passages)
            if passage.language is language
            for line in passage.lines
        ]
        owners = np.array([place for place, _ in own], dtype=np.int64)
        return owners, CharacterBm25.fit([fold(line, language) for _, line in own], NGRAMS)

    def score(self, question: str, asked_in: Language, vector: Vectors) -> NDArray[np.float32]:
        """Score of every passage, from 0 to 1, shape (passages,): how much of the question stands in it."""
        scores = np.zeros(len(self.passages), dtype=np.float32)
        for language, (owners, bm25) in self._lexical.items():
            words, carried = translate(question, asked_in, language)
            if words:
                # One known word of a long question says little; half of its letters say nearly all.
                weight = min(1.0, 2 * carried)
                np.maximum.at(scores, owners, weight * bm25.shares(fold(words, language)))
        similarities, places = self._vectors.search(vector[np.newaxis], NEIGHBOURS)
        dense = np.zeros_like(scores)
        found = places[0] >= 0
        np.maximum.at(dense, self._owners[places[0][found]], np.clip(similarities[0][found], 0.0, 1.0))
        return np.asarray((2 * scores + dense) / 3, dtype=np.float32)


class _Snapshot:
    """The current state of the library; never changed. Texts that are the same as before are taken over."""

    def __init__(self, library: Library, embedder: Embedder, before: _Texts | None = None) -> None:
        self.version = library.version
        self.documents = {document.id: document for document in library.documents()}
        current = [document for document in self.documents.values() if document.current]
        editions = [(document.id, document.current) for document in current]
        self.texts = before if before and before.editions == editions else _Texts(library, editions, embedder)
        kept = {document.id: settled for document in current if (settled := library.settled(document))}
        self.settled = {name: one for name, one in kept.items() if one.model == embedder.identity}
        self._numbered = {(passage.document, passage.number): passage for passage in self.texts.passages}

    def hit(self, passage: DocumentPassage, score: float) -> DocumentHit:
        """Return a passage as it was found."""
        settled = self.settled.get(passage.document)
        on = settled.day(passage.number) if settled else None
        return DocumentHit(self.documents[passage.document], passage, score, on)

    def answer(self, vector: Vectors, language: Language) -> tuple[DocumentHit, Settled] | None:
        """Return the answer to the very question, in a language where there is one, with all that it settles."""
        found = [(one.find(vector), name, one) for name, one in self.settled.items()]
        near = [(place[1], place[0], name, one) for place, name, one in found if place]
        if not near:
            return None
        similarity, answer, name, settled = max(near, key=lambda one: one[0])
        passage = self._numbered.get((name, settled.passage(answer, language) or 0))
        return (self.hit(passage, min(similarity, 1.0)), settled) if passage else None


class DocumentSearch:
    """Searches the current editions; a change of the library is seen by the next question, in every process."""

    def __init__(self, library: Library, embedder: Embedder) -> None:
        self.library = library
        self._embedder = embedder
        self._swap = threading.Lock()
        self._snapshot = _Snapshot(library, embedder)

    def search(
        self, question: str, asked_in: Language, vector: Vectors | None = None, limit: int = 3
    ) -> list[DocumentHit]:
        """Return the best passages, best first, in whatever language they are; one per section.

        `vector` is that of the question, shape (dimensions,), where the caller has it already.
        """
        snapshot = self._current()
        if vector is None:
            vector = self._embedder.embed_questions([question])[0]
        return _by_words(snapshot, question, asked_in, vector, limit)

    def find(
        self, question: str, asked_in: Language, language: Language, vector: Vectors, limit: int = 3
    ) -> list[DocumentHit]:
        """Return what is good enough to be shown: first the answer that settles this very question, in `language`."""
        snapshot = self._current()
        good = [hit for hit in _by_words(snapshot, question, asked_in, vector, limit) if hit.score >= GOOD]
        answered = snapshot.answer(vector, language)
        if answered is None:
            return good
        first, settled = answered
        same = settled.same(first.passage.number)
        others = [h for h in good if h.passage.document != first.passage.document or h.passage.number not in same]
        return [first, *others][:limit]

    def _current(self) -> _Snapshot:
        """The newest state; while one thread loads it, the others go on with the one before."""
        if self.library.version != self._snapshot.version and self._swap.acquire(blocking=False):
            try:
                self._snapshot = _Snapshot(self.library, self._embedder, self._snapshot.texts)
            finally:
                self._swap.release()
        return self._snapshot


def _by_words(snapshot: _Snapshot, question: str, asked_in: Language, vector: Vectors, limit: int) -> list[DocumentHit]:
    if not snapshot.texts.passages:
        return []
    scores = snapshot.texts.score(question, asked_in, vector)
    best = np.argsort(-scores)[:limit]
    return [snapshot.hit(snapshot.texts.passages[place], float(scores[place])) for place in best]


def _vectors(place: Path, passages: list[DocumentPassage], embedder: Embedder) -> Vectors:
    """Vectors of all lines of an edition; kept beside it, one file per embedding model."""
    kept = place / f"vectors-{embedder.identity.replace('/', '_').replace(':', '_')}.npy"
    try:
        return np.asarray(np.load(kept), dtype=np.float32)
    except (OSError, ValueError):
        vectors = embedder.embed_passages([line for passage in passages for line in passage.lines])
        fresh = kept.with_suffix(".new.npy")
        np.save(fresh, vectors)
        fresh.replace(kept)
        return vectors
