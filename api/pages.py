"""Serves the chat page, the desk, the demo of an embedding site, and the built front end; sets the security headers."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse
from starlette.staticfiles import StaticFiles

from api.errors import NotFound
from api.settings import ApiSettings

_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# A service worker speaks for the pages below its own address, and must not be an old one.
_WORKER, _WORKER_HEADERS = "push-worker.js", {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
_PAGES = {"/": "index.html", "/desk": "desk.html", "/embed": "embed.html"}


def install(app: FastAPI, settings: ApiSettings) -> None:
    """Add the pages and `/static`; a missing build is a clear message instead of a page."""
    for route, name in _PAGES.items():
        app.add_api_route(route, _page(settings.web_dist / name), include_in_schema=False)
    app.add_api_route(f"/{_WORKER}", _worker(settings.web_dist / _WORKER), include_in_schema=False)
    app.mount("/static", StaticFiles(directory=settings.web_dist, check_dir=False), name="static")

    @app.middleware("http")
    async def secure(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await call_next(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if request.url.path.startswith("/static/"):
            # The widget is loaded by other sites, and is small enough to be asked for anew each time.
            response.headers["Cache-Control"] = "no-cache"
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            response.headers["Access-Control-Allow-Origin"] = "*"
        return response


def _worker(path: Path) -> Callable[[], Response]:
    def worker() -> Response:
        if not path.is_file():
            raise NotFound
        return FileResponse(path, media_type="text/javascript", headers=_WORKER_HEADERS)

    return worker


def _page(path: Path) -> Callable[[], Response]:
    def page() -> Response:
        if not path.is_file():
            return Response("The front end has not been built: run `make build`.", 503, media_type="text/plain")
        return FileResponse(path, media_type="text/html")

    return page
