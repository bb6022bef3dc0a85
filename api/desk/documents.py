"""The centres' guidebooks at the desk: what is there, taking a file in, going back to an older edition."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, UploadFile

from api.conversations.models import Counsellor
from api.errors import DocumentRefused, NotFound
from knowledge.documents.library import Document
from knowledge.errors import DocumentInvalid, DocumentMissing
from knowledge.search import GuidebookSearch

_CHUNK = 2**20


def add_routes(
    router: APIRouter, search: GuidebookSearch, signed_in: Callable[[Request], Awaitable[Counsellor]]
) -> None:
    """Add `/documents` below the desk."""
    library = search.library

    @router.get("/documents")
    async def list_documents(request: Request) -> dict[str, Any]:
        await signed_in(request)
        return {"documents": [render_document(document) for document in library.documents()]}

    @router.post("/documents", status_code=201)
    async def add(
        request: Request,
        file: UploadFile,
        document: Annotated[str | None, Form(max_length=80)] = None,
        title: Annotated[str | None, Form(max_length=200)] = None,
        review_by: Annotated[date | None, Form()] = None,
    ) -> dict[str, Any]:
        await signed_in(request)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / (Path(file.filename or "").name or "file")
            with path.open("wb") as target:
                while chunk := await file.read(_CHUNK):
                    if target.tell() > library.limits.file:
                        break
                    target.write(chunk)
            try:
                added, is_new = await asyncio.to_thread(
                    library.add,
                    path,
                    lambda text: search.detect(text).language,
                    document=document or None,
                    title=title or None,
                    review_by=review_by,
                )
            except DocumentInvalid as error:
                raise DocumentRefused(str(error), error.reason) from error
        return {"document": render_document(added), "is_new": is_new}

    @router.put("/documents/{identity}/edition")
    async def choose_edition(identity: str, request: Request, number: int) -> dict[str, Any]:
        """Let an edition answer; 0 withdraws the document."""
        await signed_in(request)
        try:
            chosen = library.roll_back(identity, number) if number else library.withdraw(identity)
        except DocumentMissing as error:
            raise NotFound from error
        return {"document": render_document(chosen)}


def render_document(document: Document) -> dict[str, Any]:
    """Return a document with its editions as JSON."""
    return {
        "id": document.id,
        "current": document.current,
        "editions": [
            {
                "number": edition.number,
                "title": edition.title,
                "file": edition.file,
                "added": edition.added.isoformat(),
                "review_by": edition.review_by.isoformat() if edition.review_by else None,
                "passages": edition.passages,
            }
            for edition in document.editions
        ],
    }
