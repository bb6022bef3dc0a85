"""What became of a call of the Messaging API, read from LINE's answers; making the calls is left to the client."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from linebot.v3 import messaging as line  # type: ignore[import-untyped]  # ships no types
from linebot.v3.messaging.exceptions import ApiException  # type: ignore[import-untyped]  # ships no types


class Outcome(StrEnum):
    """What became of a call.

    After UNCERTAIN it may or may not have been delivered: a push may be repeated with the same key, a reply with the
    same token. RATE_LIMITED asks for patience, QUOTA_EXCEEDED for the next month, UNAUTHORIZED for an operator.
    """

    SENT = "sent"
    ALREADY_SENT = "already sent"
    TOKEN_EXPIRED = "token expired"  # noqa: S105 - a name, no secret
    RATE_LIMITED = "rate limited"
    QUOTA_EXCEEDED = "quota exceeded"
    REJECTED = "rejected"
    UNAUTHORIZED = "unauthorized"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True)
class SendResult:
    """What became of a call; `status` is None without an answer.

    `request_id` is LINE's name of this call, `accepted_request_id` of the earlier one that a repeated key belongs to,
    `message_ids` LINE's names of what was sent. `detail` is LINE's message and details, or the kind of failure.
    `reached` is False when there was no connection or no request, so that nothing can have been delivered.
    """

    outcome: Outcome
    status: int | None = None
    request_id: str = ""
    accepted_request_id: str = ""
    message_ids: tuple[str, ...] = ()
    detail: str = field(default="", repr=False)
    retry_after: timedelta | None = None
    reached: bool = True

    @property
    def is_delivered(self) -> bool:
        """Whether LINE has the messages, by this call or an earlier one."""
        return self.outcome in {Outcome.SENT, Outcome.ALREADY_SENT}


def read_success(response: line.ApiResponse) -> SendResult:
    """Read an accepted call."""
    sent = getattr(response.data, "sent_messages", None) or []
    request_id = response.headers.get("x-line-request-id", "")
    return SendResult(Outcome.SENT, response.status_code, request_id, message_ids=tuple(one.id for one in sent))


def read_unreadable(error: Exception, accepted: int | None) -> SendResult:
    """Tell apart a refusal whose body the SDK could not decode, an accepted call with an unexpected body, and no call.

    `accepted` is the status with which LINE accepted the call; None if there was no such answer.
    """
    if isinstance(error.__context__, ApiException):
        return read_refusal(error.__context__)
    if accepted is None:
        # A ValueError comes from making the request, as for a token of two lines: nothing has left this machine.
        return SendResult(Outcome.UNCERTAIN, detail=type(error).__name__, reached=not isinstance(error, ValueError))
    return SendResult(Outcome.SENT, accepted, detail=type(error).__name__)


def read_refusal(error: ApiException) -> SendResult:
    """Read a call that LINE answered with an error."""
    headers: Mapping[str, str] = error.headers or {}
    body = _read_body(error.body)
    detail = _read_detail(body)
    sent = body.get("sentMessages")
    return SendResult(
        outcome=_read_outcome(error.status or 0, detail),
        status=error.status,
        request_id=headers.get("x-line-request-id", ""),
        accepted_request_id=headers.get("x-line-accepted-request-id", ""),
        message_ids=tuple(str(one["id"]) for one in sent if "id" in one) if isinstance(sent, list) else (),
        detail=detail,
        retry_after=_read_pause(headers.get("retry-after")),
    )


def _read_outcome(status: int, detail: str) -> Outcome:
    words = detail.casefold()
    match status:
        case HTTPStatus.CONFLICT:
            return Outcome.ALREADY_SENT
        case HTTPStatus.UNAUTHORIZED:
            return Outcome.UNAUTHORIZED
        case HTTPStatus.TOO_MANY_REQUESTS:
            return Outcome.QUOTA_EXCEEDED if "monthly limit" in words else Outcome.RATE_LIMITED
        case HTTPStatus.BAD_REQUEST if "invalid reply token" in words:
            return Outcome.TOKEN_EXPIRED
    is_refusal = HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR
    return Outcome.REJECTED if is_refusal else Outcome.UNCERTAIN


def _read_body(body: str | bytes | None) -> dict[str, Any]:
    try:
        content = json.loads(body or "{}")
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _read_detail(body: dict[str, Any]) -> str:
    """Return "message (property: what is wrong with it; …)"."""
    details = body.get("details")
    parts = [part for part in details if isinstance(part, dict)] if isinstance(details, list) else []
    wrong = "; ".join(f"{part.get('property', '')}: {part.get('message', '')}" for part in parts)
    message = str(body.get("message", ""))
    return f"{message} ({wrong})" if wrong else message


def _read_pause(header: str | None) -> timedelta | None:
    """Return a Retry-After in seconds; None for none or a date, which LINE does not document."""
    return timedelta(seconds=int(header)) if header and header.isdecimal() and len(header) < len("100000") else None
