"""Tells intents apart by letter groups (TF-IDF) and the sentence vector together: one linear model for all languages.

Rasa's own LogisticRegressionClassifier over raw counts drowns short messages, and its regularisation cannot be set
(docs/decisions/0009-intents.md).
"""

import pickle
from typing import Any, Dict, List, Text, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from components.embedding import BOT_HOME, StaticEmbedding

_FILE = "intents.pkl"
_RANKING = 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(IntentClassifier, GraphComponent):
    """A linear support vector machine; confidences are a softmax of its margins."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Return the embedding model's folder relative to `bot/`, its weight beside the letters, and the penalties."""
        return {"path": "../knowledge/model", "scale": 3.0, "C": 1.0, "tol": 0.01, "sharpness": 4.0, "random_state": 42}

    @classmethod
    def required_components(cls) -> List[Type]:
        """Nothing has to stand before it: it reads the text itself."""
        return []

    def __init__(self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = {**self.get_default_config(), **config}
        self._storage, self._resource = model_storage, resource
        self._embedding = StaticEmbedding((BOT_HOME / self._config["path"]).resolve())
        self._letters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True, min_df=2, dtype=np.float32
        )
        self._model = LinearSVC(C=self._config["C"], tol=self._config["tol"], random_state=self._config["random_state"])

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "LinearIntentClassifier":
        """Create an untrained classifier."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "LinearIntentClassifier":
        """Read the trained classifier out of the model archive, which only this project writes."""
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder, (folder / _FILE).open("rb") as file:
            classifier._letters, classifier._model = pickle.load(file)  # noqa: S301 - our own archive
        return classifier

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on all examples that have an intent."""
        examples = [one for one in training_data.intent_examples if one.get(TEXT)]
        texts = [one.get(TEXT) for one in examples]
        self._letters.fit(texts)
        self._model.fit(self._features(texts), [one.get(INTENT) for one in examples])
        with self._storage.write_to(self._resource) as folder, (folder / _FILE).open("wb") as file:
            pickle.dump((self._letters, self._model), file)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the likeliest intent and a ranking to each message."""
        for message in messages:
            if not message.get(TEXT):
                continue
            margins = self._model.decision_function(self._features([message.get(TEXT)]))[0] * self._config["sharpness"]
            shares = np.exp(margins - margins.max())
            shares /= shares.sum()
            order = np.argsort(-shares)[:_RANKING]
            ranking = [{"name": str(self._model.classes_[one]), "confidence": float(shares[one])} for one in order]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _features(self, texts: List[Text]) -> csr_matrix:
        vectors = np.stack([self._embedding.embed(text) for text in texts]) * self._config["scale"]
        return hstack([self._letters.transform(texts), csr_matrix(vectors)]).tocsr()
