"""What residents sent besides text, at the desk: photos to look at, documents to download."""

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse

from api.conversations.attachments import Attachments
from api.desk.access import Access
from api.desk.working.service import WorkingService

# The bytes come from strangers: nothing in them may run, and no shared computer keeps them.
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def add_routes(router: APIRouter, attachments: Attachments, access: Access, working: WorkingService) -> None:
    """Add `/attachments/{id}` below the desk."""

    @router.get("/attachments/{identity}")
    async def read(identity: str, request: Request) -> FileResponse:
        await working.note_attachment(identity, await access.signed_in(request))
        file = await attachments.get(identity)
        return FileResponse(
            file.path,
            headers=_HEADERS,
            media_type=file.media_type,
            filename=file.name,
            content_disposition_type="inline" if file.media_type.is_photo else "attachment",
        )
