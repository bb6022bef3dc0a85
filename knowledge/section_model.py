"""Tells from a question's vector which section of an article it is about; fitted by `python -m tools.tune_sections`.

It knows more ways to ask than the cue words of `knowledge/sections.py`, which serve where another embedding model is
in use than the one it was fitted with.
"""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding import Embedder
from knowledge.settings import HOME

PATH = HOME / "sections.json"


class SectionModel:
    """Weights of shape (sections, dimensions), biases of shape (sections,)."""

    def __init__(self, sections: list[str], weights: NDArray[np.float32], bias: NDArray[np.float32]) -> None:
        self._sections, self._weights, self._bias = sections, weights, bias

    def find(self, vector: NDArray[np.float32]) -> str:
        """Return the likeliest section for the vector of a question, shape (dimensions,)."""
        return self._sections[int(np.argmax(self._weights @ vector + self._bias))]


def find_section_model(embedder: Embedder, path: Path = PATH) -> SectionModel | None:
    """Return the fitted model, or None where it was fitted with another embedding model."""
    content = json.loads(path.read_text(encoding="utf-8"))
    if content["embedding"] != embedder.identity:
        return None
    weights, bias = (np.array(content[name], dtype=np.float32) for name in ("weights", "bias"))
    return SectionModel(content["sections"], weights, bias)
