"""Wires the gateway: the only module that knows all parts, and that the actions may be mounted beside it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from actions.app import create_app as create_actions
from actions.resources import guidebook_search
from api import guide, health, pages, problems
from api.channels.web import routes as web
from api.conversations.answering import Answering, Limits
from api.conversations.database import Database
from api.conversations.events import EventHub
from api.conversations.ports import DangerFinder
from api.conversations.service import ConversationService
from api.conversations.worker import ConversationWorker
from api.desk import routes as desk_routes
from api.desk.accounts import Accounts, lifetimes
from api.desk.service import DeskService
from api.dialogue.engine import Engine
from api.dialogue.guidebook import GuidebookFallback
from api.dialogue.rasa import RasaEngine
from api.requests import utc_now
from api.settings import ApiSettings
from knowledge.danger.recognition import DangerRecogniser
from knowledge.danger.watch import DangerWatch
from knowledge.search import GuidebookSearch
from knowledge.settings import KnowledgeSettings

ACTIONS_PATH = "/internal/actions"


def create_app(
    settings: ApiSettings | None = None,
    engine: Engine | None = None,
    search: GuidebookSearch | None = None,
    dangers: DangerFinder | None = None,
) -> FastAPI:
    """Return the gateway; its parts can be handed in, otherwise they are Rasa and what was built."""
    settings = settings or ApiSettings()
    search = search or guidebook_search()
    database = Database(settings.database_url)
    client = httpx.AsyncClient(base_url=settings.rasa_url, timeout=settings.engine_timeout.total_seconds())
    engine = engine or RasaEngine(client, settings.rasa_token)
    hub = EventHub()
    service = ConversationService(
        database,
        Answering(
            engine,
            GuidebookFallback(search),
            search,
            dangers or DangerWatch(DangerRecogniser.load(KnowledgeSettings().danger_dir), search),
            Limits(settings.engine_timeout, settings.turns_per_session),
        ),
        hub,
        utc_now,
        settings.burst_pause,
    )
    worker = ConversationWorker(service)
    accounts = Accounts(database, lifetimes(settings), utc_now)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await worker.resume()
        yield
        hub.close()
        await worker.stop()
        await client.aclose()
        await database.close()

    app = FastAPI(title="Gildongmu", version="0.1.0", docs_url=None, redoc_url=None, lifespan=lifespan)
    problems.install(app)
    app.include_router(web.create_router(service, worker, hub, settings))
    desk = DeskService(database, hub, utc_now)
    app.include_router(desk_routes.create_router(accounts, desk, hub, search, settings))
    app.include_router(guide.create_router(search))
    app.include_router(health.create_router(database, engine, search))
    pages.install(app, settings)
    if settings.mount_actions:
        app.mount(ACTIONS_PATH, create_actions())
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.widget_origins,
        allow_methods=["GET", "POST", "PATCH"],
        allow_headers=["Authorization", "Content-Type", "Last-Event-ID"],
        max_age=3600,
    )
    return app
