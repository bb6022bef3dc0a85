"""Renders every error as `application/problem+json` (RFC 9457) with a stable `type`."""

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.errors import GatewayError, InvalidRequest, NotFound

logger = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"


def install(app: FastAPI) -> None:
    """Register the handlers."""

    @app.exception_handler(GatewayError)
    async def ours(_: Request, error: GatewayError) -> JSONResponse:
        return _render(error.status, error.slug, error.title, error.detail, error.reason)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        return _render(InvalidRequest.status, InvalidRequest.slug, InvalidRequest.title, _explain(error))

    @app.exception_handler(HTTPException)
    async def http(_: Request, error: HTTPException) -> JSONResponse:
        if error.status_code == NotFound.status:
            return _render(NotFound.status, NotFound.slug, NotFound.title, NotFound.title)
        slug = InvalidRequest.slug if error.status_code == InvalidRequest.status else f"http-{error.status_code}"
        return _render(error.status_code, slug, str(error.detail), str(error.detail))

    @app.exception_handler(Exception)
    async def unexpected(request: Request, _: Exception) -> JSONResponse:
        logger.exception("request failed: %s %s", request.method, request.scope.get("route"))
        return _render(GatewayError.status, GatewayError.slug, GatewayError.title, GatewayError.title)


def _render(status: int, slug: str, title: str, detail: str, reason: str | None = None) -> JSONResponse:
    content: dict[str, Any] = {
        "type": f"urn:gildongmu:problem:{slug}",
        "title": title,
        "status": status,
        "detail": detail,
    }
    if reason:
        content["reason"] = reason
    return JSONResponse(content, status, media_type=MEDIA_TYPE)


def _explain(error: RequestValidationError) -> str:
    """Name the fields that are wrong, without repeating what was sent."""
    findings = []
    for finding in error.errors()[:5]:
        place = ".".join(str(part) for part in finding["loc"] if part != "body")
        findings.append(f"{place}: {finding['msg']}" if place else str(finding["msg"]))
    return "; ".join(findings) or InvalidRequest.title
