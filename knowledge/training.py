"""Trains the shipped embedding model on the project's own texts: `python -m knowledge.training`.

A sentence-transformers StaticEmbedding (one vector per token, averaged) with a Unigram tokenizer of its own. Pairs that
should lie close: question and passage, two questions of one situation in two languages, and the same line of an article
in two languages. Loss: multiple negatives ranking (Henderson et al. 2017, https://arxiv.org/abs/1705.00652) in
Matryoshka form (Kusupati et al. 2022, https://arxiv.org/abs/2205.13147), where texts of the same article are no
negatives of one another.
"""

import hashlib
import random
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer import modules
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers
from torch.nn import functional

from knowledge.articles import Article, Guidebook, read_guidebook
from knowledge.augmentation import noised_copies
from knowledge.languages import OWN_NAMES, Language
from knowledge.questions import Question, read_questions
from knowledge.settings import HOME, KnowledgeSettings
from knowledge.splitting import plain_text, split

VOCABULARY = 20_000
DIMENSIONS = 192
MATRYOSHKA = [192, 96, 48]
TRANSLATIONS = 3
BATCH = 256
# Of the cosine: gentler than the usual 20, which pulled apart what lies close without being the same (measured).
SCALE = 12.0
EPOCHS = 8
LEARNING_RATE = 0.05
SEED = 7

Pair = tuple[str, str, str]  # article, text, text


def build_tokenizer(texts: list[str]) -> Tokenizer:
    """Unigram over words; Han characters stand alone, marks of Vietnamese are folded, apostrophes stay in words."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Lowercase(),
            normalizers.Replace(Regex("[\u02bb\u02bc\u2018\u2019`\u00b4']"), ""),
            normalizers.NFD(),
            normalizers.Replace(Regex("[\u0300-\u036f]"), ""),
            normalizers.Replace("đ", "d"),
            normalizers.NFC(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"[\p{Han}]"), "isolated"),
            pre_tokenizers.Split(Regex(r"[^\p{L}\p{M}\p{N}-]+"), "removed"),
        ]
    )
    trainer = trainers.UnigramTrainer(
        vocab_size=VOCABULARY,
        special_tokens=["[UNK]"],
        unk_token="[UNK]",  # noqa: S106 - a token of text
        max_piece_length=12,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def make_pairs(guidebook: Guidebook, questions: list[Question], dice: random.Random) -> list[Pair]:
    """All training pairs, in random order; both sides of a pair mean the same or answer one another."""
    pairs: list[Pair] = []
    by_situation: dict[tuple[str, str], list[Question]] = defaultdict(list)
    for question in questions:
        by_situation[(question.article, question.key)].append(question)
        article = guidebook.find(question.article, question.language)
        if article is None:
            continue
        passages = [passage.text for passage in split(article)]
        pairs.append((question.article, question.text, article.title))
        pairs.append((question.article, question.text, dice.choice(passages)))
        copies = noised_copies(question.text, question.language)
        pairs.extend((question.article, copy, question.text) for copy in dice.sample(copies, min(2, len(copies))))
    for (article_id, key), group in by_situation.items():
        for question in group:
            # Only situations mean the same in all languages; terms and words share no more than their article.
            others = [other for other in group if other is not question]
            count = min(TRANSLATIONS if key.startswith("s") else 1, len(others))
            pairs.extend((article_id, question.text, other.text) for other in dice.sample(others, count))
    pairs.extend(_translations(guidebook, dice))
    dice.shuffle(pairs)
    return pairs


def _translations(guidebook: Guidebook, dice: random.Random) -> list[Pair]:
    """The same line of an article in two languages (the parity gate keeps lines in step)."""
    pairs: list[Pair] = []
    for identity in guidebook.ids:
        versions = [_lines(article) for article in guidebook if article.id == identity]
        for lines in versions:
            other = dice.choice(versions)
            if len(lines) == len(other):
                pairs.extend((identity, a, b) for a, b in zip(lines, other, strict=True) if a != b)
    return pairs


def _lines(article: Article) -> list[str]:
    text = "\n".join([article.title, article.summary.replace("\n", " "), *(s.markdown for s in article.sections)])
    return [line for line in plain_text(text).splitlines() if line.strip()]


def train(pairs: list[Pair], tokenizer: Tokenizer, epochs: int, log: list[str] | None = None) -> SentenceTransformer:
    """Train a static embedding from scratch; about a minute an epoch on two cores."""
    torch.manual_seed(SEED)
    model: SentenceTransformer = SentenceTransformer(
        modules=[modules.StaticEmbedding(tokenizer, embedding_dim=DIMENSIONS)], device="cpu"
    )
    places = {article: place for place, article in enumerate(sorted({article for article, _, _ in pairs}))}
    optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
    dice = random.Random(SEED)  # noqa: S311 - order of training, not a secret
    steps = epochs * (len(pairs) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, total_steps=max(steps, 1) + epochs)
    model.train()
    for epoch in range(epochs):
        began, total = time.monotonic(), 0.0
        batches = _batches(pairs, dice)
        for batch in batches:
            left, right = (
                model(model.preprocess([pair[side] for pair in batch]))["sentence_embedding"] for side in (1, 2)
            )
            value = ranking_loss(left, right, torch.tensor([places[article] for article, _, _ in batch]))
            optimizer.zero_grad()
            value.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
            total += value.item()
        line = f"epoch {epoch + 1}: loss {total / len(batches):.3f}"
        print(f"{line}, {time.monotonic() - began:.1f} s", flush=True)
        if log is not None:
            log.append(line)
    model.eval()
    return model


def ranking_loss(texts: torch.Tensor, answers: torch.Tensor, articles: torch.Tensor) -> torch.Tensor:
    """How far each text lies from its own answer, compared with the answers of other articles in the batch.

    `texts` and `answers` have the shape (pairs, dimensions), `articles` (pairs,); returns a scalar.
    """
    own = torch.eye(len(articles), dtype=torch.bool)
    same = (articles[:, None] == articles[None, :]) & ~own
    total = torch.zeros(())
    for width in MATRYOSHKA:
        left, right = (functional.normalize(side[:, :width], dim=1) for side in (texts, answers))
        scores = (SCALE * left @ right.T).masked_fill(same, -torch.inf)
        total = total + functional.cross_entropy(scores, torch.arange(len(articles)))
    return total


def _batches(pairs: list[Pair], dice: random.Random) -> list[list[Pair]]:
    shuffled = dice.sample(pairs, len(pairs))
    return [shuffled[start : start + BATCH] for start in range(0, len(shuffled) - BATCH + 1, BATCH)]


def main(arguments: list[str]) -> int:
    """Train and write the model to the folder named, or to the place from which it ships."""
    target = Path(arguments[0]) if arguments else HOME / "model"
    folder = KnowledgeSettings().guidebook_dir
    guidebook, questions = read_guidebook(folder), read_questions(folder)
    dice = random.Random(SEED)  # noqa: S311 - choice of pairs, not a secret
    pairs = make_pairs(guidebook, questions, dice)
    texts = [text for _, a, b in pairs for text in (a, b)] + [p.text for a in guidebook for p in split(a)]
    tokenizer = build_tokenizer(texts)
    print(f"{len(pairs)} pairs, {tokenizer.get_vocab_size()} tokens, languages {len(OWN_NAMES)}", flush=True)
    log: list[str] = []
    model = train(pairs, tokenizer, EPOCHS, log)
    model.save(str(target), create_model_card=False)
    for path in target.rglob("*"):
        if path.is_file():
            path.chmod(0o644)
    (target / "README.md").write_text(_card(guidebook, questions, len(pairs), log), encoding="utf-8")
    return 0


def _card(guidebook: Guidebook, questions: list[Question], pairs: int, log: list[str]) -> str:
    """What the model is, what it was made from, and how training went."""
    digest = hashlib.sha256()
    for question in questions:
        digest.update(f"{question}\n".encode())
    for article in guidebook:
        digest.update(f"{article}\n".encode())
    counts = Counter(question.language for question in questions)
    shares = ", ".join(f"{language} {counts[language]:,}" for language in Language)
    return f"""# Embedding model of the guidebook search

A sentence-transformers `StaticEmbedding`: one vector of {DIMENSIONS} numbers per token, averaged; {VOCABULARY:,}
Unigram tokens of eight languages. Made by `make train` from this project's own texts alone; licence as the project.
It knows the subjects of the guidebook and little else: questions about other things get vectors without meaning.

- Texts: {len(guidebook.ids)} articles in eight languages and what residents type ({shares}).
- sha256 of the texts in the order in which they are read: `{digest.hexdigest()}`
- {pairs:,} pairs, multiple negatives ranking in Matryoshka form ({", ".join(map(str, MATRYOSHKA))}) without negatives
  of the same article, batches of {BATCH}, Adam with a one-cycle rate of at most {LEARNING_RATE}, {EPOCHS} epochs,
  seed {SEED}.
- How well it finds articles: `docs/evaluation.md`, also beside BM25, the classifier and TF-IDF.

```
{chr(10).join(log)}
```
"""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
