"""Tokenizer for all eight languages: words with their apostrophes and hyphens, single characters for Han."""

from typing import Any, Dict, List, Text

import regex
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

# Rasa's own WhitespaceTokenizer deletes words that consist only of Hangul or Han and cuts Uzbek yo'q in two.
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}\u200c]+(?:['’ʻʼ‘`._:/@&+-][\p{L}\p{M}\p{N}\u200c]+)*")
_HAN = regex.compile(r"\p{Han}")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class MultilingualTokenizer(Tokenizer):
    """Splits a text into tokens; every character that is not punctuation stays in one of them."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Return the settings that every Rasa tokenizer has."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "MultilingualTokenizer":
        """Create the component; there is nothing to load."""
        return cls(config)

    def tokenize(self, message: Message, attribute: Text) -> List[Token]:
        """Return the tokens of a message, or the whole text as one where it has no word."""
        text = message.get(attribute) or ""
        tokens: List[Token] = []
        for match in _WORD.finditer(text):
            tokens.extend(_split_han(match.group(), match.start()))
        return self._apply_token_pattern(tokens or [Token(text, 0)])


def _split_han(word: Text, start: int) -> List[Token]:
    tokens: List[Token] = []
    done = 0
    for han in _HAN.finditer(word):
        if han.start() > done:
            tokens.append(Token(word[done : han.start()], start + done))
        tokens.append(Token(han.group(), start + han.start()))
        done = han.end()
    if done < len(word):
        tokens.append(Token(word[done:], start + done))
    return tokens
