"""The HTTP contract of web push: the key to subscribe with, and which browser is to be told."""

from fastapi import APIRouter, Request

from api.channels.web.schemas import NewPushSubscription, OldPushSubscription
from api.push.keys import VapidKey
from api.push.subscriptions import Browser, Subscriptions
from api.requests import bearer_token


def create_router(subscriptions: Subscriptions, key: VapidKey) -> APIRouter:
    """Return `/api/v1/push-key` and `/api/v1/conversations/{id}/push`."""
    router = APIRouter(prefix="/api/v1", tags=["conversations"])

    @router.get("/push-key")
    async def public_key() -> dict[str, str]:
        return {"key": key.public}

    @router.put("/conversations/{identity}/push", status_code=204)
    async def subscribe(identity: str, body: NewPushSubscription, request: Request) -> None:
        browser = Browser(body.endpoint, body.keys.p256dh, body.keys.auth)
        await subscriptions.add(identity, bearer_token(request), browser)

    @router.delete("/conversations/{identity}/push", status_code=204)
    async def unsubscribe(identity: str, request: Request, body: OldPushSubscription | None = None) -> None:
        await subscriptions.remove(identity, bearer_token(request), body.endpoint if body else None)

    return router
