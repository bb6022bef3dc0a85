"""What all routes need of a request: the bearer token, the time, one of the eight languages."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Request
from pydantic import AfterValidator

from api.errors import NotFound, UnknownLanguage
from knowledge.languages import Language


def _check_characters(text: str) -> str:
    """Refuse what no keyboard types and no database keeps: halves of characters and the null character."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError("not valid Unicode") from error
    if "\0" in text:
        raise ValueError("null character")
    return text


Text = Annotated[str, AfterValidator(_check_characters)]


def bearer_token(request: Request) -> str:
    """Return the bearer token; without one the answer is the same 404 as for a wrong one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotFound
    return token.strip()


def read_language(code: str | None) -> Language | None:
    """Return the language of a code, None for none; raises UnknownLanguage."""
    if code is None or code == "":
        return None
    try:
        return Language(code)
    except ValueError as error:
        raise UnknownLanguage from error


def utc_now() -> datetime:
    """Return the present time."""
    return datetime.now(UTC)
