"""The centres' documents as readable pages: what an answer cited stays readable, in every edition."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, select_autoescape

from api.errors import NotFound
from api.requests import read_language
from api.settings import HOME
from api.words import catalogue
from knowledge.documents.library import Library
from knowledge.errors import DocumentMissing
from knowledge.languages import DEFAULT_LANGUAGE, Language


def create_router(library: Library) -> APIRouter:
    """Return `/documents/{language}/{document}/{edition}`; `#p12` is the passage an answer cites."""
    router = APIRouter(tags=["guidebook"])
    templates = Environment(
        loader=FileSystemLoader(HOME / "templates"), autoescape=select_autoescape(), trim_blocks=True
    )

    @router.get("/documents/{language}/{document}/{edition}", response_class=HTMLResponse)
    def page(language: str, document: str, edition: int) -> str:
        if language not in set(Language):
            raise NotFound
        chosen = read_language(language) or DEFAULT_LANGUAGE
        try:
            found = library.document(document)
            shown, passages = found.edition(edition), library.passages(document, edition)
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

    return router
