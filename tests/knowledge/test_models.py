"""Another embedding model: tried beside the one in use, swapped in only when told to, and rolled back."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer import modules
from tokenizers import Tokenizer, models, pre_tokenizers, trainers
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from api import cli
from knowledge.articles import read_guidebook
from knowledge.errors import ModelInvalid
from knowledge.languages import Language
from knowledge.models import judge_model, read_choice, roll_back, swap, try_model
from knowledge.questions import read_questions
from knowledge.scoring import Asked
from knowledge.search import load_search
from knowledge.settings import KnowledgeSettings

ARTICLES = ("visa/extension", "job/unpaid-wages", "settlement/housing-rent")


@pytest.fixture(scope="module")
def transformer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A transformer of one small layer with random weights, saved as sentence-transformers saves one."""
    folder = tmp_path_factory.mktemp("e5-tiny")
    texts = [q.text for q in read_questions(KnowledgeSettings().guidebook_dir) if q.key == "t1"]
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.train_from_iterator(texts, trainers.WordPieceTrainer(vocab_size=900, special_tokens=["[PAD]", "[UNK]"]))
    wrap: Any = PreTrainedTokenizerFast
    fast = wrap(tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]")
    config = BertConfig(
        vocab_size=len(fast), hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32
    )
    BertModel(config).save_pretrained(folder / "bert")
    fast.save_pretrained(folder / "bert")
    body = modules.Transformer(str(folder / "bert"))
    SentenceTransformer(modules=[body, modules.Pooling(32)], device="cpu").save(str(folder / "model"))
    return folder / "model"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> KnowledgeSettings:
    """A guidebook of three articles, beside the index that ships."""
    shipped = KnowledgeSettings()
    for name in ARTICLES:
        shutil.copytree(shipped.guidebook_dir / name, tmp_path / "guidebook" / name)
    (tmp_path / "index").mkdir()
    wanted = [Asked(q.text, q.language, q.article) for q in read_questions(tmp_path / "guidebook") if q.key == "t2"]
    strangers = [Asked(f"the weather of tomorrow {language}", language, None) for language in Language]
    monkeypatch.setattr("knowledge.models.read_asked", lambda _: iter(wanted))
    monkeypatch.setattr("knowledge.models.read_strangers", lambda _: iter(strangers))
    for name, value in (("guidebook_dir", "guidebook"), ("index_dir", "index"), ("model_choice", "model.json")):
        monkeypatch.setenv(name.upper(), str(tmp_path / value))
    monkeypatch.setenv("LIBRARY_DIR", str(tmp_path / "library"))
    return KnowledgeSettings()


def test_model_is_tried_judged_swapped_in_and_rolled_back(settings: KnowledgeSettings, transformer: Path) -> None:
    before = read_choice(settings)
    tried = try_model(settings, str(transformer), "query: ", "passage: ")
    assert read_choice(settings) == before, "trying changes nothing"
    asked = [Asked(q.text, q.language, q.article) for q in read_questions(settings.guidebook_dir) if q.key == "t1"]
    judged = judge_model(tried, asked)
    assert set(judged) == {*Language, "all"}
    assert judged["all"].first > 0.8, "the lexical rankers carry a model that knows nothing"

    swap(settings, tried)
    assert read_choice(settings) == tried
    search = load_search(settings)
    title = read_guidebook(settings.guidebook_dir).get("job.unpaid-wages", Language.VI).title
    assert search.search(title, Language.VI).hits[0].article.id == "job.unpaid-wages"

    assert roll_back(settings) == before
    with pytest.raises(ModelInvalid, match="none before it"):
        roll_back(settings)


def test_command_shows_both_and_swaps_only_when_told(
    settings: KnowledgeSettings, transformer: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [Asked(q.text, q.language, q.article) for q in read_questions(settings.guidebook_dir) if q.key == "t1"]
    monkeypatch.setattr("api.cli.read_asked", lambda _: iter(asked))
    swap(settings, try_model(settings, str(transformer)))
    assert cli.main(["model", "use", str(transformer), "--query-prompt", "ask: "]) == 0
    printed = capsys.readouterr().out
    assert "nothing has been changed" in printed
    assert all(f"\n{language} " in printed for language in Language)
    assert read_choice(settings).query_prompt == ""
    assert cli.main(["model", "use", str(transformer), "--query-prompt", "ask: ", "--swap"]) == 0
    assert read_choice(settings).query_prompt == "ask: "
    assert cli.main(["model", "roll-back"]) == 0
    assert read_choice(settings).query_prompt == ""
    assert cli.main(["model", "use", "/nowhere"]) == 1
    assert "nowhere" in capsys.readouterr().err


def test_model_that_cannot_be_loaded_is_named(settings: KnowledgeSettings, tmp_path: Path) -> None:
    with pytest.raises(ModelInvalid, match="nowhere"):
        try_model(settings, str(tmp_path / "nowhere"))
