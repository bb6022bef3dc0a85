"""The termbase at the desk: which word we write, what residents type, what we avoid."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Request

from api.conversations.models import Counsellor
from knowledge.terms import read_terms


def add_routes(router: APIRouter, signed_in: Callable[[Request], Awaitable[Counsellor]]) -> None:
    """Add `/terms` below the desk."""

    @router.get("/terms")
    async def list_terms(request: Request) -> dict[str, Any]:
        await signed_in(request)
        return {
            "terms": [
                {
                    "id": term.id,
                    "forms": term.forms,
                    "variants": term.variants,
                    "avoid": {language: [one.form for one in forms] for language, forms in term.avoid.items()},
                }
                for term in read_terms()
            ]
        }
