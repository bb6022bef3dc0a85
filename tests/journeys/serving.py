"""An application on a free port of this machine, or nothing but the pages."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI

from api import pages
from api.settings import ApiSettings


@asynccontextmanager
async def serve(app: FastAPI) -> AsyncIterator[str]:
    """Serve an application on a free port of this machine; gives its address."""
    config = uvicorn.Config(app, log_level="critical", lifespan="off", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    # Listening already: who calls before the server has started waits in the line.
    with socket.create_server(("127.0.0.1", 0)) as listener:
        task = asyncio.create_task(server.serve([listener]))
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            await task


@asynccontextmanager
async def serve_pages() -> AsyncIterator[str]:
    """Serve nothing but the pages, with the headers that they have in the real service."""
    app = FastAPI()
    pages.install(app, ApiSettings())
    async with serve(app) as url:
        yield url
