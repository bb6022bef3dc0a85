"""Training draws a question to its own answer and away from the answers of other articles, not of its own."""

import random

import torch

from knowledge.articles import Guidebook, read_guidebook
from knowledge.questions import read_questions
from knowledge.settings import KnowledgeSettings
from knowledge.training import DIMENSIONS, build_tokenizer, make_pairs, ranking_loss, train

ARTICLES = {"visa.extension", "job.unpaid-wages", "settlement.housing-rent"}


def test_answers_of_the_same_article_do_not_count_as_wrong() -> None:
    texts = torch.eye(3, DIMENSIONS)
    texts[2] = texts[0]  # the third pair says the same as the first
    apart, together = torch.tensor([0, 1, 2]), torch.tensor([0, 1, 0])
    assert ranking_loss(texts, texts, together) < 0.01
    assert ranking_loss(texts, texts, apart) > 1.0


def test_training_is_reproducible_and_learns() -> None:
    folder = KnowledgeSettings().guidebook_dir
    guidebook = Guidebook([article for article in read_guidebook(folder) if article.id in ARTICLES])
    questions = [q for q in read_questions(folder) if q.article in ARTICLES and q.language in {"en", "ru"}]
    pairs = make_pairs(guidebook, questions, random.Random(1))[:1024]  # noqa: S311 - a choice of pairs
    tokenizer = build_tokenizer([text for _, a, b in pairs for text in (a, b)])
    logs: list[list[str]] = [[], []]
    models = [train(pairs, tokenizer, 6, log) for log in logs]
    assert logs[0] == logs[1]
    losses = [float(line.rsplit(" ", 1)[1]) for line in logs[0]]
    assert losses[-1] < losses[0] / 2
    vectors = models[0].encode(["my boss did not pay", "мне не заплатили зарплату", "аренда квартиры"])
    again = models[1].encode(["my boss did not pay", "мне не заплатили зарплату", "аренда квартиры"])
    assert (vectors == again).all()
