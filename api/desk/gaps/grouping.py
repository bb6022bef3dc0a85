"""Groups questions across languages by the cosine of their vectors, one after the other as they come."""

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import Vectors

THRESHOLD = 0.60
"""From this cosine with the centre of a group on, a question belongs to it; measured in docs/gaps.md."""


class Groups:
    """Groups of questions, numbered from 0; each known by the sum of its questions' vectors."""

    def __init__(self, centroids: Vectors, sizes: NDArray[np.int64], threshold: float = THRESHOLD) -> None:
        self._sums = centroids * np.maximum(sizes, 1)[:, np.newaxis].astype(np.float32)
        self._threshold = threshold

    def __len__(self) -> int:
        """How many groups there are."""
        return len(self._sums)

    def place(self, vector: NDArray[np.float32]) -> int:
        """Put a question, shape (dimensions,), into the nearest group or a new one; returns its number."""
        similarities = self.similarities(vector)
        if len(similarities) and similarities.max() >= self._threshold:
            number = int(similarities.argmax())
            self._sums[number] += vector
            return number
        self._sums = np.concatenate([self._sums, vector[np.newaxis]])
        return len(self._sums) - 1

    def similarities(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Cosine of a vector, of any length above 0, with the centre of each group, shape (groups,)."""
        lengths = np.linalg.norm(self._sums, axis=1) * np.linalg.norm(vector)
        return np.asarray((self._sums @ vector) / np.maximum(lengths, 1e-9), dtype=np.float32)


def read_centroid(stored: bytes) -> NDArray[np.float32]:
    """Return a stored centroid, shape (dimensions,)."""
    return np.frombuffer(stored, dtype="<f4").astype(np.float32)


def write_centroid(centroid: NDArray[np.float32]) -> bytes:
    """Return a centroid as it is stored."""
    return centroid.astype("<f4").tobytes()


def mean_of(first: bytes, first_size: int, second: bytes, second_size: int) -> bytes:
    """Return the centroid of two groups together; the second one's where the first is empty."""
    old, new = read_centroid(first), read_centroid(second)
    if first_size <= 0 or old.shape != new.shape:
        return second
    share = np.float32(second_size / (first_size + second_size))
    return write_centroid(old + (new - old) * share)
