"""The HTTP contract of the desk: sign-in, tickets, events."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from api import streams
from api.conversations.attachments import Attachments
from api.conversations.models import Counsellor
from api.desk import attachments as attached
from api.desk import documents, glossary
from api.desk.access import COOKIE, Access
from api.desk.gaps import routes as knowledge_gaps
from api.desk.gaps.service import GapService
from api.desk.people import routes as people_and_rights
from api.desk.people.parts import PeopleParts
from api.desk.queueing import routes as ticket_routes
from api.desk.queueing import shift_routes
from api.desk.queueing.parts import QueueParts
from api.desk.queueing.streaming import follow_desk
from api.desk.working import routes as working_on
from api.desk.working.routes import Working
from knowledge.search import GuidebookSearch

SignedIn = Callable[[Request], Awaitable[Counsellor]]


def create_router(
    queueing: QueueParts,
    search: GuidebookSearch,
    attachments: Attachments,
    people: PeopleParts,
    access: Access,
    working: Working,
    gaps: GapService,
) -> APIRouter:
    """Return the routes below `/api/v1/desk`."""
    router = APIRouter(prefix="/api/v1/desk", tags=["desk"])

    async def signed_in(request: Request) -> Counsellor:
        return await access.signed_in(request)

    people_and_rights.add_routes(router, access, people)
    ticket_routes.add_routes(router, access, queueing.desk, queueing.lists, people.accounts)
    shift_routes.add_routes(router, access, queueing.shifts)
    documents.add_routes(router, search, access)
    glossary.add_routes(router, signed_in)
    attached.add_routes(router, attachments, access, working.service)
    working_on.add_routes(router, access, working)
    knowledge_gaps.add_routes(router, access, gaps)

    @router.get("/events")
    async def follow(request: Request) -> StreamingResponse:
        await access.signed_in(request)
        return streams.respond(follow_desk(people.accounts, queueing.broadcaster, request.cookies.get(COOKIE)))

    return router
