"""The HTTP contract of deletion: a resident takes back the whole conversation."""

from fastapi import APIRouter, Request

from api.conversations.deletion import ConversationDeletion
from api.requests import bearer_token


def create_router(deletion: ConversationDeletion) -> APIRouter:
    """Return `DELETE /api/v1/conversations/{id}`."""
    router = APIRouter(prefix="/api/v1/conversations", tags=["conversations"])

    @router.delete("/{identity}", status_code=204)
    async def delete(identity: str, request: Request) -> None:
        await deletion.delete(identity, bearer_token(request))

    return router
