"""Nothing is made up: every sentence of every answer stands in the text it cites, in the edition it names."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from actions import payloads
from actions.resources import catalogue
from knowledge.articles import Article, Guidebook, read_guidebook
from knowledge.documents.library import Library
from knowledge.documents.search import DocumentHit
from knowledge.languages import Language
from knowledge.search import Hit
from knowledge.settings import KnowledgeSettings
from knowledge.splitting import plain_text, split
from knowledge.words import section_name


@pytest.fixture(scope="module")
def guidebook() -> Guidebook:
    """The guidebook that ships."""
    return read_guidebook(KnowledgeSettings().guidebook_dir)


def lines_of(article: Article) -> set[str]:
    text = "\n".join([article.title, article.summary, *(section.markdown for section in article.sections)])
    return {line.strip() for line in plain_text(text).splitlines()}


def answers(article: Article) -> Iterator[payloads.Payload]:
    """Every answer that an article can be part of."""
    for passage in split(article):
        yield payloads.answer([Hit(article, passage, 1.0)], article.language)
    yield payloads.choices([Hit(article, split(article)[0], 0.4)], article.language)
    yield payloads.article(article, article.language)


@pytest.mark.parametrize("language", list(Language))
def test_every_sentence_stands_in_the_article_it_cites(guidebook: Guidebook, language: Language) -> None:
    names = {section_name(section, language) for section in ("who", "steps", "papers", "cost-time", "ask", "warnings")}
    unsure = catalogue(language).gettext("I am not sure that I understood you. This may be what you need:")
    for article in (one for one in guidebook if one.language is language):
        known = lines_of(article) | names | {"", "…", unsure}
        passages = {passage.text for passage in split(article)}
        for payload in answers(article):
            made_up = {line.strip() for line in payload["text"].splitlines()} - known
            assert made_up == set(), f"{article.id} [{language}]"
            assert {citation["article"] for citation in payload["citations"]} == {article.id}
            quoted = {citation["passage"] for citation in payload["citations"]}
            assert all(any(quote in passage for passage in passages) for quote in quoted), f"{article.id} [{language}]"


def test_every_document_answer_quotes_the_edition_it_names(tmp_path: Path) -> None:
    library, path = Library(tmp_path / "library"), tmp_path / "rooms.md"
    for fee in ("30,000", "40,000"):
        path.write_text(f"# Rooms\n\nThe deposit is {fee} won.\n\n## Hours\n\n- 9:00\n- 18:00\n", encoding="utf-8")
        document, _ = library.add(path, lambda _: Language.EN)
    for edition in document.editions:
        passages = library.passages(document.id, edition.number)
        for passage in passages:
            payload = payloads.document_answer([DocumentHit(document, passage, 0.9)], [], Language.EN)
            body = payload["text"].splitlines()[1:]
            assert {line for line in body if line} <= {passage.section, *passage.text.splitlines()}
            assert payload["citations"][0]["passage"] == passage.text
            assert payload["citations"][0]["url"] == f"/documents/en/rooms/{edition.number}#p{passage.number}"
