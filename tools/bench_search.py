"""Measures the search without the service around it: speed on the guidebook, and on a million passages.

The million are made from the guidebook's own vectors with noise, so that they lie as clustered as real texts do. The
graph is built as the guidebook's (`knowledge/index.py`), and compared with exact search over the same vectors.
"""

import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import faiss
import numpy as np

from knowledge.calibration import load_calibration
from knowledge.embedding import Embedder, Vectors
from knowledge.index import load_index, new_graph
from knowledge.models import ModelChoice, read_choice
from knowledge.scoring import Asked
from knowledge.search import judge
from knowledge.settings import KnowledgeSettings

MILLION = 1_000_000
NEAREST = 10
NOISE = 0.35
QUESTIONS = 500
ENCODING_TARGET, SEARCH_TARGETS, MILLION_TARGET = 15.0, (4.0, 10.0), 25.0
RECALL_TARGET, LOADING_TARGET = 0.95, 2.0


@dataclass(frozen=True)
class Measure:
    """One line of the report; `kept` is whether the target was."""

    name: str
    figure: str
    target: str
    kept: bool = True


def _milliseconds(work: Callable[[Asked], object], asked: Sequence[Asked]) -> tuple[float, float]:
    """Median and 95th percentile of doing something with each question, after a warm-up."""
    durations = []
    for one in asked:
        began = time.perf_counter()
        work(one)
        durations.append(1000 * (time.perf_counter() - began))
    later = durations[len(durations) // 10 :]
    return float(np.quantile(later, 0.5)), float(np.quantile(later, 0.95))


def measure_search(asked: Sequence[Asked]) -> list[Measure]:
    """Everything, with the first of the questions; they should be mixed."""
    choice = read_choice(KnowledgeSettings())
    embedder = choice.embedder()
    chosen = asked[:QUESTIONS]
    vectors = embedder.embed_questions([one.text for one in chosen])
    return [*_measure_guidebook(choice, embedder, chosen, vectors), *_measure_million(choice, vectors)]


def _measure_guidebook(
    choice: ModelChoice, embedder: Embedder, chosen: Sequence[Asked], vectors: Vectors
) -> list[Measure]:
    """Loading, encoding a question, and the search itself (three rankers, fusion, confidence)."""
    began = time.perf_counter()
    index = load_index(choice.index_dir, embedder)
    loading = time.perf_counter() - began
    calibration = load_calibration(choice.calibration)
    encoding = _milliseconds(lambda one: embedder.embed_questions([one.text]), chosen)
    known = {one.text: vector for one, vector in zip(chosen, vectors, strict=True)}

    def search(one: Asked) -> None:
        scores = index.score(one.text, one.language, known[one.text])
        judge(calibration, scores, one.text, one.language)

    p50, p95 = _milliseconds(search, chosen)
    return [
        Measure("loading the index", f"{loading:.1f} s", f"≤ {LOADING_TARGET:.0f} s", loading <= LOADING_TARGET),
        Measure(
            "encoding a question, p95", f"{encoding[1]:.2f} ms", f"≤ {ENCODING_TARGET:.0f} ms",
            encoding[1] <= ENCODING_TARGET,
        ),
        Measure(
            "search in the guidebook, p50 and p95", f"{p50:.1f} and {p95:.1f} ms",
            "≤ {:.0f} and {:.0f} ms".format(*SEARCH_TARGETS), p50 <= SEARCH_TARGETS[0] and p95 <= SEARCH_TARGETS[1],
        ),
    ]  # fmt: skip


def _measure_million(choice: ModelChoice, questions: Vectors) -> list[Measure]:
    """The graph of vectors at a million passages, beside exact search."""
    dice = np.random.default_rng(7)
    own = faiss.read_index(str(choice.index_dir / "vectors.faiss"))
    known = own.reconstruct_n(0, own.ntotal)
    vectors = known[dice.integers(0, len(known), MILLION)]
    spread = NOISE / np.sqrt(vectors.shape[1])
    for start in range(0, MILLION, 100_000):
        part = vectors[start : start + 100_000]
        part += dice.normal(scale=spread, size=part.shape).astype(np.float32)
        part /= np.linalg.norm(part, axis=1, keepdims=True)
    began = time.perf_counter()
    graph = new_graph(vectors.shape[1])
    graph.add(vectors)
    building = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    exact = faiss.IndexFlatIP(vectors.shape[1])
    exact.add(vectors)
    _, right = exact.search(questions, NEAREST)
    durations, found = [], 0
    for vector, wanted in zip(questions, right, strict=True):
        began = time.perf_counter()
        _, places = graph.search(vector[np.newaxis], NEAREST)
        durations.append(1000 * (time.perf_counter() - began))
        found += len(set(places[0]) & set(wanted))
    p95, recall = float(np.quantile(durations, 0.95)), found / right.size
    size = vectors.nbytes / 1024**3
    return [
        Measure(
            "nearest of 1,000,000 passages, p95", f"{p95:.2f} ms", f"≤ {MILLION_TARGET:.0f} ms", p95 <= MILLION_TARGET
        ),
        Measure("… recall@10 of exact search", f"{recall:.3f}", f"≥ {RECALL_TARGET}", recall >= RECALL_TARGET),
        Measure("… building the graph", f"{building:.0f} s", ""),
        Measure("… memory of the process, vectors alone", f"{memory:.1f} GiB, {size:.1f} GiB", ""),
    ]  # fmt: skip
