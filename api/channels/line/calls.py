"""One call of a delivery: what it carries, and what its outcome means for the messages in it."""

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID, uuid5

from linebot.v3 import messaging as line  # type: ignore[import-untyped]  # ships no types

from api.channels.line.results import Outcome, SendResult

_REJECTED, _UNCERTAIN = "rejected", "uncertain"


@dataclass(frozen=True)
class Call:
    """One to five messages on their way; `token` is None for a push, `repeated` if it may have been made before."""

    account: str
    user: str
    conversation: str
    until: int
    part: int
    messages: list[line.Message]
    token: str | None
    repeated: bool

    @property
    def retry_key(self) -> UUID:
        """The same for the same part of the same delivery."""
        return uuid5(UUID(self.account), f"{self.conversation}:{self.until}:{self.part}")


def is_done(call: Call, result: SendResult) -> bool:
    """Whether a call needs no other: delivered, never acceptable, or a token that an earlier attempt has used up."""
    match result.outcome:
        case Outcome.SENT | Outcome.ALREADY_SENT:
            return True
        case Outcome.REJECTED:
            return not is_forbidden(result)
        case Outcome.TOKEN_EXPIRED:
            return call.repeated
    return False


def is_open(call: Call, result: SendResult) -> bool:
    """Whether LINE certainly has not taken the messages, so that they may be sent in another way."""
    match result.outcome:
        case Outcome.TOKEN_EXPIRED | Outcome.QUOTA_EXCEEDED:
            return True
        case Outcome.UNCERTAIN:
            return not call.repeated and not result.reached
    return not call.repeated


def is_forbidden(result: SendResult) -> bool:
    """Whether LINE refuses us altogether."""
    return result.outcome is Outcome.UNAUTHORIZED or result.status == HTTPStatus.FORBIDDEN


def remark(call: Call, result: SendResult) -> dict[str, object]:
    """What an operator may want to know of a part that perhaps was not seen."""
    if result.is_delivered:
        return {}
    name = _REJECTED if result.outcome is Outcome.REJECTED else _UNCERTAIN
    what = {"until": call.until, "part": call.part, "status": result.status, "request": result.request_id}
    return {name: what | {"detail": result.detail[:200]}}
