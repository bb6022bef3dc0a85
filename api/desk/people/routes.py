"""The HTTP contract of people and rights."""

from fastapi import APIRouter

from api.desk.access import Access
from api.desk.people.parts import PeopleParts
from api.desk.people.people_routes import add_audit_routes, add_people_routes
from api.desk.people.session_routes import add_own_account_routes, add_session_routes
from api.desk.people.single_sign_on_routes import add_single_sign_on_routes


def add_routes(router: APIRouter, access: Access, people: PeopleParts) -> None:
    """Add everything about people below the desk."""
    add_session_routes(router, people)
    add_own_account_routes(router, people)
    add_single_sign_on_routes(router, people)
    add_people_routes(router, access, people)
    add_audit_routes(router, access, people)
