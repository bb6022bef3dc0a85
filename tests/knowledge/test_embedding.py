"""Any sentence-transformers model can take the place of the shipped one: shown with a tiny transformer made here."""

from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer import modules
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from knowledge.embedding import Embedder, SentenceTransformersEmbedder
from knowledge.errors import ModelInvalid
from knowledge.settings import KnowledgeSettings
from tests.fakes import FakeEmbedder

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "query", "passage", ":", "visa", "wage", "rent"]


@pytest.fixture(scope="module")
def tiny_transformer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of one layer and 16 dimensions, saved as a sentence-transformers model."""
    home = tmp_path_factory.mktemp("bert")
    tokenizer = Tokenizer(models.WordLevel({word: number for number, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]  # transformers has no types here
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    ).save_pretrained(home)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=32,
    )
    BertModel(config).save_pretrained(home)
    transformer = modules.Transformer(str(home))
    SentenceTransformer(modules=[transformer, modules.Pooling(16)], device="cpu").save(str(home / "model"))
    return home / "model"


@pytest.fixture(params=["shipped", "transformer", "fake"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    """Each embedder that the search may be given."""
    match request.param:
        case "shipped":
            return SentenceTransformersEmbedder(KnowledgeSettings().embedding_model)
        case "transformer":
            return SentenceTransformersEmbedder(
                str(request.getfixturevalue("tiny_transformer")), "query: ", "passage: "
            )
        case _:
            return FakeEmbedder()


def test_embedder_gives_unit_vectors(embedder: Embedder) -> None:
    vectors = embedder.embed_questions(["visa rent", "wage"])
    assert vectors.dtype == np.float32
    assert vectors.shape[0] == 2
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)


def test_embedder_gives_the_same_vector_again(embedder: Embedder) -> None:
    assert np.allclose(embedder.embed_passages(["visa"]), embedder.embed_passages(["visa"]))


def test_prompts_are_put_before_questions_and_passages(tiny_transformer: Path) -> None:
    prompted = SentenceTransformersEmbedder(str(tiny_transformer), "query: ", "passage: ")
    plain = SentenceTransformersEmbedder(str(tiny_transformer))
    assert np.allclose(prompted.embed_questions(["visa"]), plain.embed_questions(["query: visa"]), atol=1e-5)
    assert np.allclose(prompted.embed_passages(["visa"]), plain.embed_passages(["passage: visa"]), atol=1e-5)
    assert prompted.identity != plain.identity


def test_missing_model_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelInvalid, match="nothing-here"):
        SentenceTransformersEmbedder(str(tmp_path / "nothing-here"))


def test_shipped_model_stays_small() -> None:
    files = Path(KnowledgeSettings().embedding_model).rglob("*")
    assert sum(path.stat().st_size for path in files if path.is_file()) < 30_000_000
