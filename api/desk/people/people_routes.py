"""The people of the desk and the audit log, for those who may manage the ones and read the other."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from api.desk.access import Access
from api.desk.people.directory import Person
from api.desk.people.importing import LARGEST, Imported, import_people
from api.desk.people.one_time_codes import Invitation
from api.desk.people.parts import PeopleParts
from api.desk.people.schemas import AuditQuery, ChangedPerson, NewPerson, render_entry, render_invitation, render_person
from api.desk.rights import Right
from api.errors import FileTooLarge


def add_people_routes(router: APIRouter, access: Access, people: PeopleParts) -> None:
    """Add `/people` below the desk."""
    directory = people.directory

    @router.get("/people")
    async def list_people(request: Request) -> dict[str, Any]:
        return {"people": [_show(person) for person in await directory.people(await access.signed_in(request))]}

    @router.post("/people", status_code=201)
    async def add(body: NewPerson, request: Request) -> dict[str, Any]:
        return _show_invited(*await directory.add(await access.allowed(request, Right.MANAGE_PEOPLE), body))

    @router.post("/people/import")
    async def take_in(request: Request) -> dict[str, Any]:
        by = await access.allowed(request, Right.MANAGE_PEOPLE)
        return _show_import(await import_people(directory, by, await _read_body(request)))

    @router.patch("/people/{identity}")
    async def change(identity: str, body: ChangedPerson, request: Request) -> dict[str, Any]:
        by = await access.allowed(request, Right.MANAGE_PEOPLE)
        return {"person": _show(await directory.change(by, identity, body))}

    @router.delete("/people/{identity}")
    async def disable(identity: str, request: Request) -> dict[str, Any]:
        by = await access.allowed(request, Right.MANAGE_PEOPLE)
        return {"person": _show(await directory.disable(by, identity))}

    @router.post("/people/{identity}/invitation", status_code=201)
    async def invite(identity: str, request: Request) -> dict[str, Any]:
        by = await access.allowed(request, Right.MANAGE_PEOPLE)
        return {"invitation": render_invitation(await directory.invite(by, identity))}

    @router.delete("/people/{identity}/second-factor", status_code=204)
    async def reset_second_factor(identity: str, request: Request) -> None:
        await directory.reset_second_factor(await access.allowed(request, Right.MANAGE_PEOPLE), identity)


def add_audit_routes(router: APIRouter, access: Access, people: PeopleParts) -> None:
    """Add `/audit` below the desk."""

    @router.get("/audit")
    async def search(query: Annotated[AuditQuery, Query()], request: Request) -> dict[str, Any]:
        by = await access.allowed(request, Right.READ_AUDIT_LOG)
        found = await people.log.search(by, query)
        return {"entries": [render_entry(entry, name) for entry, name in found.entries], "next": found.next}


async def _read_body(request: Request) -> bytes:
    """Return the body of a request, of which no more is read than may be; raises FileTooLarge."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > LARGEST:
            raise FileTooLarge("The file is larger than 1 MB.")
    return bytes(content)


def _show(person: Person) -> dict[str, Any]:
    return render_person(person.counsellor, is_present=person.is_present, is_managed=person.is_managed)


def _show_invited(person: Person, invitation: Invitation) -> dict[str, Any]:
    return {"person": _show(person), "invitation": render_invitation(invitation)}


def _show_import(done: Imported) -> dict[str, Any]:
    return {
        "added": [_show_invited(*one) for one in done.added],
        "refused": [{"line": one.line, "reason": one.reason} for one in done.refused],
    }
