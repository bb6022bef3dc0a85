"""Sentence features from the project's static embedding model, read with tokenizers and numpy (no torch here)."""

import json
import struct
from pathlib import Path
from typing import Any, Dict, List, Text

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer as RasaTokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
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


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class EmbeddingFeaturizer(DenseFeaturizer, GraphComponent):
    """Adds the sentence vector of a message, scaled so that counts do not drown it."""

    @classmethod
    def required_components(cls) -> List[Any]:
        """Name what has to stand before this component."""
        return [RasaTokenizer]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Return the folder of the model, relative to `bot/`, and the factor the unit vector is multiplied by."""
        return {**DenseFeaturizer.get_default_config(), "path": "../knowledge/model", "scale": 10.0}

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "EmbeddingFeaturizer":
        """Load the embedding model that the configuration names."""
        return cls(config, execution_context)

    @classmethod
    def validate_config(cls, config: Dict[Text, Any]) -> None:
        """Accept every folder; a missing model fails on creation, with its path."""

    def __init__(self, config: Dict[Text, Any], execution_context: ExecutionContext) -> None:
        super().__init__(execution_context.node_name, config)
        self._embedding = StaticEmbedding((BOT_HOME / config["path"]).resolve())
        self._scale = float(config["scale"])

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to all training examples."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Add a sentence feature of shape (1, dimensions) to the text of each message."""
        for message in messages:
            text = message.get(TEXT)
            if text:
                vector = self._embedding.embed(text)[np.newaxis, :] * self._scale
                message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
        return messages
