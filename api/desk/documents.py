"""The centres' guidebooks at the desk: what is there, taking a file in, going back to an older edition."""

import asyncio
import tempfile
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, UploadFile

from api.desk.access import Access
from api.desk.rights import Right
from api.errors import DocumentRefused, NotFound
from knowledge.documents.library import Document
from knowledge.errors import DocumentInvalid, DocumentMissing
from knowledge.search import GuidebookSearch

_CHUNK = 2**20
# In bytes and in characters: together they fit into what a file system takes, which is 255 bytes.
_LONGEST_STEM, _LONGEST_SUFFIX = 200, 10


def add_routes(router: APIRouter, search: GuidebookSearch, access: Access) -> None:
    """Add `/documents` below the desk: read by everybody there, changed by those who edit knowledge."""
    library = search.library

    @router.get("/documents")
    async def list_documents(request: Request) -> dict[str, Any]:
        await access.signed_in(request)
        return {"documents": [render_document(document) for document in library.documents()]}

    @router.post("/documents", status_code=201)
    async def add(
        request: Request,
        file: UploadFile,
        document: Annotated[str | None, Form(max_length=80)] = None,
        title: Annotated[str | None, Form(max_length=200)] = None,
        review_by: Annotated[date | None, Form()] = None,
    ) -> dict[str, Any]:
        editor = await access.allowed(request, Right.EDIT_KNOWLEDGE)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / _file_name(file.filename or "")
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
        await access.note(editor, "document.added", ("document", added.id))
        return {"document": render_document(added), "is_new": is_new}

    @router.put("/documents/{identity}/edition")
    async def choose_edition(identity: str, request: Request, number: int) -> dict[str, Any]:
        """Let an edition answer; 0 withdraws the document."""
        editor = await access.allowed(request, Right.EDIT_KNOWLEDGE)
        try:
            chosen = library.roll_back(identity, number) if number else library.withdraw(identity)
        except DocumentMissing as error:
            raise NotFound from error
        await access.note(editor, "document.edition_chosen" if number else "document.withdrawn", ("document", identity))
        return {"document": render_document(chosen)}


def _file_name(given: str) -> str:
    """Return the name that a client gives a file as any disk takes it: too long a one is cut before its suffix."""
    path = Path(given.replace("\0", ""))
    stem = path.stem.encode("utf-8", "ignore")[:_LONGEST_STEM].decode("utf-8", "ignore")
    return "file" if path.name in {"", ".."} else stem + path.suffix[:_LONGEST_SUFFIX]


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
