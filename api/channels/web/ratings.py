"""The HTTP contract of satisfaction: told once, by a form of the widget."""

from fastapi import APIRouter, Request

from api.channels.web.schemas import NewRating
from api.conversations.ratings import Ratings, RatingState
from api.requests import bearer_token


def create_router(ratings: Ratings) -> APIRouter:
    """Return `POST /api/v1/conversations/{id}/rating`."""
    router = APIRouter(prefix="/api/v1/conversations", tags=["conversations"])

    @router.post("/{identity}/rating", status_code=201)
    async def rate(identity: str, body: NewRating, request: Request) -> dict[str, str]:
        await ratings.rate(identity, bearer_token(request), body.score, body.comment)
        return {"rating": RatingState.GIVEN}

    return router
