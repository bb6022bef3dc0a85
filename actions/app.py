"""Serves the actions to Rasa over HTTP: mounted beside the gateway, or alone.

Alone: `uvicorn --factory actions.app:create_app`.
"""

import hmac
import json
import logging
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from actions.answer_question import AnswerQuestion
from actions.browse_topic import BrowseTopic
from actions.complain import Complain
from actions.confirm import Confirm
from actions.dialogues.catalogue import dialogue_actions
from actions.report_danger import ReportDanger
from actions.request_counsellor import RequestCounsellor
from actions.resources import guidebook_search, settings
from actions.set_language import SetLanguage
from actions.show_article import ShowArticle
from actions.small_talk import SmallTalk

logger = logging.getLogger(__name__)
ACTIONS = (
    AnswerQuestion,
    BrowseTopic,
    Complain,
    Confirm,
    ReportDanger,
    RequestCounsellor,
    SetLanguage,
    ShowArticle,
    SmallTalk,
)


def create_app() -> FastAPI:
    """Return the application; Rasa's `action_endpoint` is its `/webhook?token=…`."""
    executor = ActionExecutor()
    for action in (*ACTIONS, *dialogue_actions()):
        executor.register_action(action)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        guidebook_search()
        yield

    app = FastAPI(title="Gildongmu actions", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)

    @app.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    @app.post("/webhook")
    async def webhook(request: Request) -> JSONResponse:
        if not hmac.compare_digest(request.query_params.get("token", ""), settings().action_token):
            return JSONResponse({"error": "wrong token"}, 401)
        try:
            call = _read_call(await request.body(), request.headers.get("content-encoding"))
        except (ValueError, zlib.error) as error:
            return JSONResponse({"error": f"not an action call: {error}"}, 400)
        try:
            result = await executor.run(call)
        except ActionExecutionRejection as error:
            return JSONResponse({"error": error.message, "action_name": error.action_name}, 400)
        except ActionNotFoundException as error:
            return JSONResponse({"error": error.message, "action_name": error.action_name}, 404)
        except Exception:  # the edge of an action: Rasa gets a clear failure, the log the reason
            logger.exception("action failed: %s", call.get("next_action"))
            return JSONResponse({"error": "action failed", "action_name": call.get("next_action")}, 500)
        return JSONResponse(None if result is None else result.model_dump())

    return app


def _read_call(body: bytes, encoding: str | None) -> dict[str, object]:
    if encoding == "deflate":
        body = zlib.decompress(body)
    call = json.loads(body)
    if not isinstance(call, dict):
        raise ValueError("expected an object")
    # With selective domains Rasa 3.6 leaves the domain out, which rasa-sdk 3.21 would take for a stale digest (449).
    call.setdefault("domain", {})
    return call
