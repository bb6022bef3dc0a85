"""Reading the guidebook: what a file must look like, and what is said when it does not."""

from pathlib import Path

import pytest

from knowledge.articles import read_article
from knowledge.errors import ArticleInvalid
from knowledge.parity import figures
from knowledge.splitting import split

GOOD = """---
id: visa.test
language: en
title: "A test"
verified: 2026-11-22
review_by: 2027-05-22
sources:
  - title: "Act (법) art. 1"
    date: "2026"
---

Short answer.

## who

- You.

## steps

1. Go.

## ask

- 1345
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "visa" / "test" / "en.md"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_good_file_becomes_an_article(tmp_path: Path) -> None:
    article = read_article(write(tmp_path, GOOD))
    assert [section.key for section in article.sections] == ["who", "steps", "ask"]
    assert (article.summary, article.area) == ("Short answer.", "visa")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("id: visa.test", "id: visa.other", "differs from its place"),
        ("## steps", "## how", "not in the agreed order"),
        ("## ask\n\n- 1345\n", "", "missing sections"),
        ("Short answer.\n", "", "no short answer"),
        ("verified: 2026-11-22", "verified: soon", "Invalid isoformat"),
        ('  - title: "Act (법) art. 1"\n    date: "2026"\n', "", "NoneType"),
        ("---\nid", "id", "no front matter"),
        ('title: "A test"', "title: A: test", "mapping values"),
    ],
)
def test_bad_file_is_refused_with_its_name_and_the_reason(tmp_path: Path, old: str, new: str, reason: str) -> None:
    path = write(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(ArticleInvalid, match=reason) as error:
        read_article(path)
    assert str(path) in str(error.value)


def test_passage_ids_come_from_content(tmp_path: Path) -> None:
    first = split(read_article(write(tmp_path / "a", GOOD)))
    second = split(read_article(write(tmp_path / "b", GOOD.replace("You.", "Everyone."))))
    same = [a.id == b.id for a, b in zip(first, second, strict=True)]
    assert same == [True, False, True, True]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("35,000 won by 2026-09-15", "35,000원, 2026-09-15까지"),
        ("art. 25-2", "제25조의2"),
        ("1. Call 1577-1366", "1. 1577-1366 رابطہ"),
        ("E-7-4 visa", "виза E-7-4"),
    ],
)
def test_same_facts_give_the_same_figures(one: str, other: str) -> None:
    assert figures(one) == figures(other) != set()


def test_another_figure_is_noticed() -> None:
    assert figures("within 14 days") != figures("15일 안에")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("제25조의2 제1항", {"25-2", "1"}),
        ("별표 1의2", {"1-2"}),
        ("2월에 정산합니다", set()),
        ("次年2月", set()),
        ("vào tháng 2 năm sau", set()),
        ("3개월 이내", {"3"}),
        ("3 tháng", {"3"}),
        ("2026-02-12부터", {"2026-02-12"}),
    ],
)
def test_months_and_branch_articles_are_the_same_in_every_language(text: str, found: set[str]) -> None:
    assert figures(text) == found
