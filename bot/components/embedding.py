"""Sentence vectors of the project's static embedding model, read with tokenizers and numpy (no torch here)."""

import json
import struct
from pathlib import Path
from typing import Any, Text

import numpy as np
from tokenizers import Tokenizer

_DTYPES = {"F32": np.float32, "F16": np.float16}
BOT_HOME = Path(__file__).resolve().parents[1]


class StaticEmbedding:
    """One vector per token, averaged: the format of sentence-transformers' StaticEmbedding module."""

    def __init__(self, folder: Path) -> None:
        home = next(iter(sorted(folder.glob("**/tokenizer.json")))).parent
        self._tokenizer = Tokenizer.from_file(str(home / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._matrix = read_matrix(home / "model.safetensors", "embedding.weight")

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self._matrix.shape[1])

    def embed(self, text: Text) -> "np.ndarray[Any, np.dtype[np.float32]]":
        """Return the unit vector of a text, shape (dimensions,), float32; zeros for a text without tokens."""
        ids = self._tokenizer.encode(text, add_special_tokens=False).ids
        if not ids:
            return np.zeros(self.dimensions, dtype=np.float32)
        vector = self._matrix[ids].astype(np.float32).mean(axis=0)
        return np.asarray(vector / (np.linalg.norm(vector) + 1e-9), dtype=np.float32)


def read_matrix(path: Path, name: Text) -> "np.ndarray[Any, np.dtype[Any]]":
    """Map one tensor of a safetensors file into memory (format: https://github.com/huggingface/safetensors)."""
    with path.open("rb") as file:
        (header_size,) = struct.unpack("<Q", file.read(8))
        entry = json.loads(file.read(header_size))[name]
    start, _ = entry["data_offsets"]
    return np.memmap(
        path, dtype=_DTYPES[entry["dtype"]], mode="r", offset=8 + header_size + start, shape=tuple(entry["shape"])
    )
