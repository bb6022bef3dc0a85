"""Turns texts into unit vectors with the sentence-transformers model named in the settings."""

import hashlib
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import ModelInvalid

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Gives every text a vector of length one; questions and passages may be prompted differently."""

    @property
    def identity(self) -> str:
        """What the vectors depend on; an index made with another identity must be rebuilt."""

    def embed_questions(self, texts: list[str]) -> Vectors:
        """Shape (texts, dimensions), float32, rows of length one."""

    def embed_passages(self, texts: list[str]) -> Vectors:
        """Shape (texts, dimensions), float32, rows of length one."""


class SentenceTransformersEmbedder:
    """Any sentence-transformers model: the one that ships, a folder, or a name on the hub.

    A model such as `intfloat/multilingual-e5-small` wants the prompts "query: " and "passage: "
    (https://huggingface.co/intfloat/multilingual-e5-small); the shipped model wants none.
    """

    def __init__(self, model: str, query_prompt: str = "", passage_prompt: str = "") -> None:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - takes seconds; not at import

        try:
            self._model = SentenceTransformer(model, device="cpu")
        except (OSError, ValueError) as error:
            raise ModelInvalid(f"embedding model {model!r}: {error}") from error
        self._query_prompt = query_prompt
        self._passage_prompt = passage_prompt
        self._name = model

    @property
    def identity(self) -> str:
        """Name, content (for a folder) and prompts of the model."""
        digest = hashlib.sha256(f"{self._query_prompt}\n{self._passage_prompt}".encode())
        folder = Path(self._name)
        if folder.is_dir():
            for path in sorted(folder.rglob("*.safetensors")):
                digest.update(path.read_bytes())
        return f"{folder.name if folder.is_dir() else self._name}:{digest.hexdigest()[:16]}"

    def embed_questions(self, texts: list[str]) -> Vectors:
        """Embed what residents ask."""
        return self._embed(texts, self._query_prompt)

    def embed_passages(self, texts: list[str]) -> Vectors:
        """Embed what the guidebook says."""
        return self._embed(texts, self._passage_prompt)

    def _embed(self, texts: list[str], prompt: str) -> Vectors:
        vectors = self._model.encode(
            texts,
            prompt=prompt or None,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.ascontiguousarray(vectors, dtype=np.float32)
