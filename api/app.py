"""Wires the gateway's parts to its addresses; the actions may be mounted beside it."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import httpx2
from fastapi import APIRouter, FastAPI
from starlette.middleware.cors import CORSMiddleware

from actions.app import create_app as create_actions
from api import guide, health, pages, problems
from api.channels.kakao import routes as kakao
from api.channels.line import routes as line
from api.channels.web import attachments, deletion, push, ratings, resume
from api.channels.web import routes as web
from api.conversations.ports import DangerFinder
from api.desk import routes as desk
from api.desk.records import routes as records
from api.desk.searching import routes as searching
from api.dialogue.engine import Engine
from api.parts import Parts
from api.requests import utc_now
from api.settings import ApiSettings
from api.translation.ports import Translator
from knowledge.search import GuidebookSearch

ACTIONS_PATH = "/internal/actions"
# Seconds. Searches compute in threads; by default the event loop would wait 5 ms for its turn after every wake-up,
# which adds up to hundreds where a webhook is stored.
_SWITCH_INTERVAL = 0.0005


def create_app(
    settings: ApiSettings | None = None,
    engine: Engine | None = None,
    search: GuidebookSearch | None = None,
    dangers: DangerFinder | None = None,
    push_transport: httpx.AsyncBaseTransport | None = None,
    translator: Translator | None = None,
    sign_on_transport: httpx2.AsyncBaseTransport | None = None,
) -> FastAPI:
    """Return the gateway; its parts can be handed in, otherwise they are Rasa and what was built."""
    settings = settings or ApiSettings()
    parts = Parts(settings, engine, search, dangers, push_transport, translator, sign_on_transport)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        sys.setswitchinterval(_SWITCH_INTERVAL)
        async with parts.running():
            yield

    app = FastAPI(title="Gildongmu", version="0.1.0", docs_url=None, redoc_url=None, lifespan=lifespan)
    problems.install(app)
    for router in _routers(parts):
        app.include_router(router)
    pages.install(app, settings)
    if settings.mount_actions:
        app.mount(ACTIONS_PATH, create_actions())
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.widget_origins,
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "Last-Event-ID"],
        max_age=3600,
    )
    return app


def _routers(parts: Parts) -> tuple[APIRouter, ...]:
    settings = parts.settings
    return (
        web.create_router(parts.service, parts.details, parts.worker, parts.hub, settings),
        ratings.create_router(parts.ratings),
        deletion.create_router(parts.deletion),
        push.create_router(parts.push.subscriptions, parts.push.key),
        attachments.create_router(parts.attachments),
        resume.create_router(parts.service),
        line.create_router(parts.line),
        kakao.create_router(parts.kakao, settings, utc_now),
        desk.create_router(
            parts.queueing,
            parts.search,
            parts.attachments,
            parts.people,
            parts.access,
            parts.working,
            parts.gaps.service,
        ),
        searching.create_router(parts.access, parts.message_search),
        records.create_router(parts.access, parts.records),
        guide.create_router(parts.search),
        health.create_router(parts.database, parts.engine, parts.search, {"line": parts.line, "kakao": parts.kakao}),
    )
