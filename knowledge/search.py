"""Finds the articles that answer a question, with a score and how sure that is."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from knowledge.articles import Article, Guidebook, read_guidebook
from knowledge.calibration import Calibration, confidence_features, load_calibration, scope_features
from knowledge.detection import Detection, LanguageDetector
from knowledge.documents.library import Library
from knowledge.documents.search import DocumentHit, DocumentSearch
from knowledge.embedding import Embedder
from knowledge.folding import fold
from knowledge.index import GuidebookIndex, Scores, load_index
from knowledge.languages import Language
from knowledge.models import read_choice
from knowledge.section_model import find_section_model
from knowledge.sections import DEFAULT_SECTION, find_section, names_section
from knowledge.settings import KnowledgeSettings
from knowledge.splitting import Passage, split

Vector = NDArray[np.float32]

# The probability of being right from which the first article is given as the answer.
SURE = 0.5
# In so short a question a cue word says which section is meant; in longer ones the model knows better.
_BRIEF = 16


class Certainty(StrEnum):
    """What a search result is good for."""

    SURE = "sure"  # answer with the first article
    UNSURE = "unsure"  # offer the first few articles
    NONE = "none"  # nothing in the guidebook fits


@dataclass(frozen=True)
class Hit:
    """One article that may answer the question; `score` is its share of the belief, from 0 to 1."""

    article: Article
    passage: Passage
    score: float


@dataclass(frozen=True)
class SearchResult:
    """Hits, best first, and what they are good for; `asked_in` is the language the question was read as.

    `confidence` is the probability that the first hit is the right one (see `knowledge/calibration.py`).
    `passages` are of the centres' own documents, in whatever language they are written; only those good enough to
    show. An answer of counsellors to this very question is the first of them.
    """

    hits: tuple[Hit, ...]
    certainty: Certainty
    confidence: float
    asked_in: Language
    passages: tuple[DocumentHit, ...] = ()


class GuidebookSearch:
    """The guidebook, its index and the embedding model, loaded once and shared by all threads."""

    def __init__(
        self,
        guidebook: Guidebook,
        index: GuidebookIndex,
        embedder: Embedder,
        documents: DocumentSearch,
        detector: LanguageDetector,
        calibration: Calibration | None = None,
    ) -> None:
        self.guidebook = guidebook
        self._index = index
        self._embedder = embedder
        self._documents = documents
        self._detector = detector
        self._calibration = calibration or load_calibration()
        self._sections = find_section_model(embedder)
        self._passages = {(a.id, a.language): {p.section: p for p in split(a)} for a in guidebook}

    @property
    def library(self) -> Library:
        """The centres' own documents."""
        return self._documents.library

    @property
    def embedding(self) -> str:
        """The identity of the embedding model: vectors of another cannot be compared."""
        return self._embedder.identity

    def embed(self, texts: list[str]) -> Vector:
        """Embed questions with the search's own model, shape (texts, dimensions); rows have length one."""
        return self._embedder.embed_questions(texts)

    def detect(self, text: str, previous: Language | None = None) -> Detection:
        """Tell which language a text is in."""
        return self._detector.detect(text, previous)

    def search(self, question: str, language: Language, limit: int = 3, *, after: str = "") -> SearchResult:
        """Return the articles that fit a question asked in any language, in `language` where they exist in it.

        With `after`, the question before, both are looked up as one: "how much is it?" then has a subject.
        """
        asked_in = self.detect(question, language).language
        sought = f"{after} {question}".strip()
        vector = self._embedder.embed_questions([sought])[0]
        scores = self._index.score(sought, asked_in, vector)
        judgement = judge(self._calibration, scores, sought, asked_in)
        section = self._section(question, asked_in, None if after else vector)
        hits = tuple(
            Hit(article, self._passage(article, section), float(judgement.belief[position]))
            for position in np.argsort(-judgement.belief)[:limit]
            if (article := self.guidebook.find_nearest(self._index.articles[position], language)) is not None
        )
        passages = tuple(self._documents.find(sought, asked_in, language, vector))
        return SearchResult(hits, judgement.certainty, judgement.confidence, asked_in, passages)

    def about(self, article: str, question: str, language: Language, others: tuple[Hit, ...] = ()) -> SearchResult:
        """Return the part of one article that a question is about, for a question that follows its answer."""
        section = self._section(question, self.detect(question, language).language)
        shown = self.guidebook.find_nearest(article, language)
        if shown is None:
            return SearchResult((), Certainty.NONE, 0.0, language)
        rest = tuple(hit for hit in others if hit.article.id != article)
        first = Hit(shown, self._passage(shown, section), 1.0)
        return SearchResult((first, *rest), Certainty.SURE, 1.0, language)

    def _section(self, question: str, asked_in: Language, vector: Vector | None = None) -> str:
        """The section a question is about; its vector where that is known already."""
        brief = len(question) <= _BRIEF and names_section(question, asked_in)
        if self._sections is None or brief:
            return find_section(question, asked_in)
        return self._sections.find(self._embedder.embed_questions([question])[0] if vector is None else vector)

    def _passage(self, article: Article, section: str) -> Passage:
        """The passage of a section, of what to do where the article has no such section."""
        passages = self._passages[(article.id, article.language)]
        return passages.get(section) or passages[DEFAULT_SECTION]


@dataclass(frozen=True)
class Judgement:
    """What the rankers' scores amount to; `belief` is the share of each article, shape (articles,)."""

    belief: NDArray[np.float32]
    certainty: Certainty
    confidence: float


def judge(calibration: Calibration, scores: Scores, question: str, asked_in: Language) -> Judgement:
    """Fuse the scores of one question and tell how sure the result is."""
    rankers = (scores.bm25[np.newaxis], scores.classifier[np.newaxis], scores.dense[np.newaxis])
    fused = calibration.fuse(rankers)
    belief = calibration.belief(fused)
    length = len(fold(question, asked_in))
    scope = scope_features(rankers, np.array([scores.outside]), np.array([length]))
    confidence = float(calibration.probability(confidence_features(fused, belief, rankers, scope))[0])
    if not calibration.is_in_scope(scope[0], asked_in):
        return Judgement(belief[0], Certainty.NONE, confidence)
    return Judgement(belief[0], Certainty.SURE if confidence >= SURE else Certainty.UNSURE, confidence)


def load_search(settings: KnowledgeSettings) -> GuidebookSearch:
    """Load guidebook, model and index; raises IndexMissing, ModelInvalid or ArticleInvalid."""
    choice = read_choice(settings)
    embedder = choice.embedder()
    return GuidebookSearch(
        read_guidebook(settings.guidebook_dir),
        load_index(choice.index_dir, embedder),
        embedder,
        DocumentSearch(Library(settings.library_dir), embedder),
        LanguageDetector.load(),
        load_calibration(choice.calibration),
    )
