"""The search index: built from the guidebook into a folder, loaded from it; three rankers side by side.

Folder: `manifest.json` (what it was made from), `vectors.faiss` and `vectors.json` (every question and passage with the
article it belongs to), `<language>/` (BM25 and classifier of that language), `languages.json` (detection profiles).
"""

import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge.articles import Guidebook
from knowledge.augmentation import noised_copies
from knowledge.bm25 import CharacterBm25
from knowledge.classifier import CharacterClassifier
from knowledge.detection import LanguageDetector
from knowledge.embedding import Embedder
from knowledge.errors import IndexMissing
from knowledge.folding import fold
from knowledge.languages import Language
from knowledge.questions import Question
from knowledge.splitting import split

NEIGHBOURS = 24
DENSE_TOP = 2
DEFAULT_BM25 = (2, 4)
DEFAULT_CLASSIFIER = (2, 5)
BM25_NGRAMS = {Language.ZH: (1, 3), Language.KO: (1, 3)}
CLASSIFIER_NGRAMS = {Language.ZH: (1, 3), Language.KO: (1, 4)}


@dataclass(frozen=True)
class Scores:
    """What the three rankers say of every article; each of shape (articles,)."""

    bm25: NDArray[np.float32]
    classifier: NDArray[np.float32]
    dense: NDArray[np.float32]


class GuidebookIndex:
    """Ranks the articles for a question; knows nothing of their text."""

    def __init__(
        self,
        articles: Sequence[str],
        lexical: dict[Language, tuple[CharacterBm25, CharacterClassifier]],
        vectors: faiss.Index,
        owners: NDArray[np.int32],
        detector: LanguageDetector,
    ) -> None:
        self.articles = tuple(articles)
        self.detector = detector
        self._lexical = lexical
        self._vectors = vectors
        self._owners = owners

    def score(self, question: str, language: Language, embedder: Embedder) -> Scores:
        """Score every article for a question that is written in `language`."""
        bm25, classifier = self._lexical[language]
        folded = fold(question, language)
        return Scores(bm25.scores(folded), classifier.scores(folded), self._dense(question, embedder))

    def _dense(self, question: str, embedder: Embedder) -> NDArray[np.float32]:
        """Mean similarity of an article's nearest questions and passages, whatever their language."""
        similarities, places = self._vectors.search(embedder.embed_questions([question]), NEIGHBOURS)
        scores = np.zeros(len(self.articles), dtype=np.float32)
        seen = np.zeros(len(self.articles), dtype=np.int32)
        for similarity, place in zip(similarities[0], places[0], strict=True):
            owner = self._owners[place]
            if place >= 0 and seen[owner] < DENSE_TOP:
                scores[owner] += similarity / DENSE_TOP
                seen[owner] += 1
        return scores


def build_index(
    guidebook: Guidebook,
    questions: list[Question],
    embedder: Embedder,
    folder: Path,
    small_talk: Mapping[Language, Sequence[str]] | None = None,
) -> None:
    """Build everything beside `folder` and put it there in one step, so that readers never see half an index.

    `small_talk` is what people also write (greetings, thanks): only the language detection learns from it.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        target = Path(name) / "index"
        target.mkdir()
        for language in Language:
            _build_lexical(guidebook, questions, language, target / language)
        _build_dense(guidebook, questions, embedder, target)
        texts = _language_texts(guidebook, questions)
        for language, more in (small_talk or {}).items():
            texts[language].extend(more)
        LanguageDetector.fit(texts).save(target)
        manifest = {"articles": guidebook.ids, "embedding": embedder.identity}
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
    if manifest["embedding"] != embedder.identity:
        raise IndexMissing(f"{folder}: made with {manifest['embedding']}, not {embedder.identity}; run `make build`")
    lexical = {
        language: (CharacterBm25.load(folder / language), CharacterClassifier.load(folder / language))
        for language in Language
    }
    owners = np.array(json.loads((folder / "vectors.json").read_text(encoding="utf-8")), dtype=np.int32)
    vectors = faiss.read_index(str(folder / "vectors.faiss"))
    return GuidebookIndex(manifest["articles"], lexical, vectors, owners, LanguageDetector.load(folder))


def _build_lexical(guidebook: Guidebook, questions: list[Question], language: Language, folder: Path) -> None:
    folder.mkdir()
    documents, texts, classes = lexical_texts(guidebook, questions, language)
    CharacterBm25.fit(documents, BM25_NGRAMS.get(language, DEFAULT_BM25)).save(folder)
    CharacterClassifier.fit(texts, classes, CLASSIFIER_NGRAMS.get(language, DEFAULT_CLASSIFIER)).save(folder)


def lexical_texts(
    guidebook: Guidebook, questions: list[Question], language: Language
) -> tuple[list[str], list[str], list[int]]:
    """Folded document of each article; folded training texts and the position of the article of each."""
    documents, texts, classes = [], [], []
    for position, identity in enumerate(guidebook.ids):
        article = guidebook.find(identity, language)
        own = [q.text for q in questions if q.article == identity and q.language == language]
        copies = [copy for text in own for copy in noised_copies(text, language)]
        head = [article.title, article.title, article.summary] if article else []
        body = [s.markdown for s in article.sections] if article else []
        documents.append(" ".join(fold(text, language) for text in [*head, *own, *copies]))
        examples = [fold(text, language) for text in [*head, *body, *own, *copies]]
        texts.extend(examples)
        classes.extend([position] * len(examples))
    return documents, texts, classes


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
    owners = [place[x.id] for x in guidebook] + [place[x.article] for x in passages] + [place[x.article] for x in known]
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    faiss.write_index(index, str(folder / "vectors.faiss"))
    (folder / "vectors.json").write_text(json.dumps(owners), encoding="utf-8")


def _language_texts(guidebook: Guidebook, questions: list[Question]) -> dict[Language, list[str]]:
    texts: dict[Language, list[str]] = {language: [] for language in Language}
    for question in questions:
        texts[question.language].append(question.text)
    for article in guidebook:
        texts[article.language].extend(line for passage in split(article) for line in passage.text.splitlines())
    return texts
