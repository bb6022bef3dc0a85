"""The search index: built from the guidebook into a folder, loaded from it; three rankers side by side.

Folder: `manifest.json` (what it was made from), `vectors.faiss` and `vectors.json` (every question and passage with the
article it belongs to), `<language>/` (BM25 and classifier of that language).
"""

import json
import multiprocessing
import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge.articles import Guidebook
from knowledge.augmentation import noised_copies
from knowledge.bm25 import CharacterBm25
from knowledge.calibration import standardise
from knowledge.classifier import TextClassifier
from knowledge.embedding import Embedder, Vectors
from knowledge.errors import IndexMissing
from knowledge.folding import fold
from knowledge.languages import Language
from knowledge.questions import Question
from knowledge.splitting import split

# Changes whenever the files of an index do.
FORMAT = 4
# How many neighbours of a question are looked at, and how many of them speak for an article.
NEIGHBOURS = 96
DENSE_TOP = 4
# Other languages together speak louder than the three rankers do in one: so much of it counts where only they speak.
FOREIGN_SHARE = 0.8
# How many processes fit an index where that takes minutes: fitting holds one core each.
PROCESSES = 2
# Of the graph of vectors (HNSW, Malkov & Yashunin 2018): links per vector, and how broadly it is searched.
LINKS = 16
BREADTH = 128
# People greet and thank more often than the share of such lines among thousands of questions says.
DEFAULT_BM25 = (2, 4)
DEFAULT_CLASSIFIER = (2, 5)
BM25_NGRAMS = {Language.ZH: (1, 3), Language.KO: (1, 3)}
CLASSIFIER_NGRAMS = {Language.ZH: (1, 3), Language.KO: (1, 4)}
# Syllables of Vietnamese mean little alone, so terms reach over the spaces between them.
BM25_ACROSS_WORDS = {Language.VI: (2, 5)}
CLASSIFIER_WORDS = {Language.EN, Language.VI}


@dataclass(frozen=True)
class Scores:
    """What the three rankers say of every article, each of shape (articles,); `outside` is the log-odds of none."""

    bm25: NDArray[np.float32]
    classifier: NDArray[np.float32]
    dense: NDArray[np.float32]
    outside: float


class GuidebookIndex:
    """Ranks the articles for a question; knows nothing of their text."""

    def __init__(
        self,
        articles: Sequence[str],
        lexical: dict[Language, tuple[CharacterBm25, TextClassifier]],
        vectors: faiss.Index,
        owners: NDArray[np.int32],
        languages: NDArray[np.int8],
    ) -> None:
        self.articles = tuple(articles)
        self._lexical = lexical
        self._vectors = vectors
        self._owners = owners  # (vectors,) position of the article
        self._languages = languages  # (vectors,) position of the language
        self._absent = {language: np.ones(len(articles), dtype=np.bool_) for language in Language}
        for place, language in enumerate(Language):
            self._absent[language][owners[languages == place]] = False

    def score(self, question: str, language: Language, vector: Vectors, taken_out: int | None = None) -> Scores:
        """Score every article for a question that is written in `language`; `vector` has the shape (dimensions,).

        An article that has no text in the language is judged by the embedding alone, through its other languages. For
        evaluation the article at the position `taken_out` is treated as if it had none.
        """
        bm25, classifier = self._lexical[language]
        folded = fold(question, language)
        odds = classifier.scores(folded)
        inside = odds[: len(self.articles)]
        outside = float(odds[-1]) if len(odds) > len(inside) else float(odds.min())
        absent = self._absent[language]
        if taken_out is not None:
            absent = absent.copy()
            absent[taken_out] = True
        scores = Scores(bm25.scores(folded), inside, self._dense(vector), outside)
        if not absent.any():
            return scores
        others = np.flatnonzero(self._languages != list(Language).index(language))
        standing = FOREIGN_SHARE * standardise(self._dense(vector, others))
        bm25_scores, odds, dense = (_fill(p, absent, standing) for p in (scores.bm25, scores.classifier, scores.dense))
        return Scores(bm25_scores, odds, dense, outside)

    def _dense(self, vector: Vectors, among: NDArray[np.int64] | None = None) -> NDArray[np.float32]:
        """Mean similarity of an article's nearest questions and passages, whatever their language, or among some."""
        selector = None if among is None else faiss.IDSelectorBatch(among)
        wanted = faiss.SearchParametersHNSW(sel=selector, efSearch=BREADTH)  # type: ignore[attr-defined]
        similarities, places = self._vectors.search(vector[np.newaxis], NEIGHBOURS, params=wanted)
        scores = np.zeros(len(self.articles), dtype=np.float32)
        seen = np.zeros(len(self.articles), dtype=np.int32)
        for similarity, place in zip(similarities[0], places[0], strict=True):
            owner = self._owners[place]
            if place >= 0 and seen[owner] < DENSE_TOP:
                scores[owner] += similarity / DENSE_TOP
                seen[owner] += 1
        return scores


def _fill(scores: NDArray[np.float32], absent: NDArray[np.bool_], standing: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give absent articles the score that stands as far above the mean of the others as `standing` says."""
    others = scores[~absent] if not absent.all() else np.zeros(1, dtype=np.float32)
    return np.where(absent, others.mean() + standing * others.std(), scores).astype(np.float32)


def build_index(
    guidebook: Guidebook,
    questions: list[Question],
    embedder: Embedder,
    folder: Path,
    outside: Mapping[Language, Sequence[str]] | None = None,
    processes: int = 1,
) -> None:
    """Build everything beside `folder` and put it there in one step, so that readers never see half an index.

    `outside` is what no article answers: the classifier learns it as a class of its own. Fitting takes one core per
    process.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        target = Path(name) / "index"
        target.mkdir()
        texts = {one: lexical_texts(guidebook, questions, one, (outside or {}).get(one, ())) for one in Language}
        count = len(guidebook.ids) + any(bool(strangers) for strangers in (outside or {}).values())
        jobs = [(*texts[one], one, count, target / one) for one in Language]
        if processes == 1:
            for job in jobs:
                _build_lexical(*job)
        else:
            with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
                for fitted in [pool.submit(_build_lexical, *job) for job in jobs]:
                    fitted.result()
        _build_dense(guidebook, questions, embedder, target)
        manifest = {"format": FORMAT, "articles": guidebook.ids, "embedding": embedder.identity}
        (target / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        if folder.exists():
            shutil.move(folder, Path(name) / "old")
        os.replace(target, folder)


def load_index(folder: Path, embedder: Embedder) -> GuidebookIndex:
    """Load an index; raises IndexMissing when there is none or it was made with another embedding model."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except OSError as error:
        raise IndexMissing(f"{folder}: no search index; run `make build`") from error
    if manifest.get("format") != FORMAT:
        raise IndexMissing(f"{folder}: made by another version; run `make build`")
    if manifest["embedding"] != embedder.identity:
        raise IndexMissing(f"{folder}: made with {manifest['embedding']}, not {embedder.identity}; run `make build`")
    lexical = {
        language: (CharacterBm25.load(folder / language), TextClassifier.load(folder / language))
        for language in Language
    }
    places = json.loads((folder / "vectors.json").read_text(encoding="utf-8"))
    owners, languages = np.array(places["articles"], dtype=np.int32), np.array(places["languages"], dtype=np.int8)
    vectors = faiss.read_index(str(folder / "vectors.faiss"))
    return GuidebookIndex(manifest["articles"], lexical, vectors, owners, languages)


def _build_lexical(
    documents: list[str], texts: list[str], classes: list[int], language: Language, count: int, folder: Path
) -> None:
    folder.mkdir()
    across = BM25_ACROSS_WORDS.get(language)
    ngrams = across or BM25_NGRAMS.get(language, DEFAULT_BM25)
    CharacterBm25.fit(documents, ngrams, across_words=bool(across)).save(folder)
    ngrams = CLASSIFIER_NGRAMS.get(language, DEFAULT_CLASSIFIER)
    TextClassifier.fit(texts, classes, ngrams, count, words=language in CLASSIFIER_WORDS).save(folder)


def lexical_texts(
    guidebook: Guidebook, questions: list[Question], language: Language, outside: Sequence[str] = ()
) -> tuple[list[str], list[str], list[int]]:
    """Folded document of each article; folded training texts and the position of the article of each.

    What lies outside the guidebook has the position after the last article.
    """
    documents, texts, classes = [], [], []
    by_article: dict[str, list[str]] = defaultdict(list)
    for question in questions:
        if question.language == language:
            by_article[question.article].append(question.text)
    for position, identity in enumerate(guidebook.ids):
        article = guidebook.find(identity, language)
        own = by_article[identity]
        copies = [copy for text in own for copy in noised_copies(text, language)]
        head = [article.title, article.title, article.summary] if article else []
        body = [s.markdown for s in article.sections] if article else []
        documents.append(" ".join(fold(text, language) for text in [*head, *own, *copies]))
        examples = [fold(text, language) for text in [*head, *body, *own, *copies]]
        texts.extend(examples)
        classes.extend([position] * len(examples))
    strangers = [copy for text in outside for copy in (text, *noised_copies(text, language))]
    texts.extend(fold(text, language) for text in strangers)
    classes.extend([len(guidebook.ids)] * len(strangers))
    return documents, texts, classes


def new_graph(dimensions: int) -> faiss.IndexHNSWFlat:
    """Return an empty graph of vectors of length one, searched by their inner product."""
    graph = faiss.IndexHNSWFlat(dimensions, LINKS, faiss.METRIC_INNER_PRODUCT)
    graph.hnsw.efConstruction = BREADTH
    graph.hnsw.efSearch = BREADTH
    return graph


def _build_dense(guidebook: Guidebook, questions: list[Question], embedder: Embedder, folder: Path) -> None:
    place = {identity: position for position, identity in enumerate(guidebook.ids)}
    passages = [passage for article in guidebook for passage in split(article)]
    known = [question for question in questions if question.article in place]
    vectors = np.concatenate(
        [
            embedder.embed_passages([a.title for a in guidebook] + [p.text for p in passages]),
            embedder.embed_questions([q.text for q in known]),
        ]
    )
    order = list(Language)
    kinds = [(x.id, x.language) for x in guidebook]
    kinds += [(x.article, x.language) for x in passages] + [(x.article, x.language) for x in known]
    owners = [place[article] for article, _ in kinds]
    languages = [order.index(language) for _, language in kinds]
    index = new_graph(vectors.shape[1])
    index.add(vectors)
    faiss.write_index(index, str(folder / "vectors.faiss"))
    (folder / "vectors.json").write_text(json.dumps({"articles": owners, "languages": languages}), encoding="utf-8")
