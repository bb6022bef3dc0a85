"""Guidebook and centres' documents as readable, printable pages; the search and language detection as an API."""

import asyncio
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, select_autoescape
from markdown_it import MarkdownIt
from markupsafe import Markup

from api.errors import MessageEmpty, MessageTooLong, NotFound
from api.messages import MAX_TEXT
from api.requests import read_language
from api.settings import HOME
from api.words import catalogue
from knowledge.errors import DocumentMissing
from knowledge.languages import DEFAULT_LANGUAGE, Language
from knowledge.search import GuidebookSearch
from knowledge.words import area_names, section_name

MAX_HITS = 20


def create_router(search: GuidebookSearch) -> APIRouter:
    """Return `/guide/{language}/{article}`, `/api/v1/search` and `/api/v1/language`.

    Also `/documents/{language}/{document}/{edition}`: every edition stays readable, an answer cites its `#p12`.
    """
    router = APIRouter(tags=["guidebook"])
    templates = Environment(
        loader=FileSystemLoader(HOME / "templates"), autoescape=select_autoescape(), trim_blocks=True
    )
    markdown = MarkdownIt("commonmark", {"html": False, "linkify": False})

    @router.get("/guide/{language}", response_class=HTMLResponse)
    async def contents(language: str) -> str:
        chosen = _get_language(language)
        articles = search.guidebook.find_all_nearest(search.guidebook.ids, chosen)
        return templates.get_template("contents.html").render(
            language=chosen,
            languages=list(Language),
            say=catalogue(chosen).gettext,
            areas=area_names(chosen),
            articles=articles,
        )

    @router.get("/guide/{language}/{article}", response_class=HTMLResponse)
    async def page(language: str, article: str) -> str:
        chosen = _get_language(language)
        shown = search.guidebook.find(article, chosen)
        if shown is None:
            raise NotFound
        return templates.get_template("article.html").render(
            article=shown,
            language=chosen,
            languages=[one for one in Language if search.guidebook.find(article, one)],
            say=catalogue(chosen).gettext,
            area=area_names(chosen)[shown.area],
            summary=Markup(markdown.render(shown.summary)),  # noqa: S704 - our text, raw HTML is off
            sections=[
                (section_name(s.key, chosen), Markup(markdown.render(s.markdown)))  # noqa: S704 - as above
                for s in shown.sections
            ],
        )

    @router.get("/documents/{language}/{document}/{edition}", response_class=HTMLResponse)
    def document_page(language: str, document: str, edition: int) -> str:
        chosen = _get_language(language)
        try:
            found = search.library.document(document)
            shown, passages = found.edition(edition), search.library.passages(document, edition)
        except DocumentMissing as error:
            raise NotFound from error
        return templates.get_template("document.html").render(
            language=chosen,
            languages=list(Language),
            say=catalogue(chosen).gettext,
            document=found,
            edition=shown,
            passages=passages,
        )

    @router.get("/api/v1/search")
    async def find(q: str, language: str | None = None, limit: int = 5) -> dict[str, Any]:
        _check_text(q)
        chosen = read_language(language) or search.detect(q).language
        result = await asyncio.to_thread(search.search, q, chosen, max(1, min(limit, MAX_HITS)))
        return {
            "language": chosen,
            "certainty": result.certainty,
            "hits": [
                {
                    "article": hit.article.id,
                    "language": hit.article.language,
                    "title": hit.article.title,
                    "passage": hit.passage.text,
                    "score": round(hit.score, 4),
                }
                for hit in result.hits
            ],
        }

    @router.get("/api/v1/language")
    async def detect(text: str) -> dict[str, Any]:
        _check_text(text)
        found = search.detect(text)
        return {"language": found.language, "confidence": round(found.confidence, 4)}

    return router


def _get_language(code: str) -> Language:
    if code not in set(Language):
        raise NotFound
    return read_language(code) or DEFAULT_LANGUAGE


def _check_text(text: str) -> None:
    if not text.strip():
        raise MessageEmpty
    if len(text) > MAX_TEXT:
        raise MessageTooLong
