"""Everything that a client can be told went wrong, rendered as `application/problem+json` (RFC 9457).

GatewayError (500)
├── InvalidRequest (400)      the body is not what the contract says
├── MessageEmpty (422)        a text without content
├── MessageTooLong (413)      over the limit; nothing is stored
├── UnknownLanguage (422)     not one of the eight
├── NotSignedIn (401)         the desk needs a session
│   └── SecondFactorMissing   signed in by password, the code has still to be given
├── NotAllowed (403)          the role does not allow it
├── WrongPassword (403)       the present password, asked for again, is wrong
├── WrongCode (403)           a code of the second factor is wrong or used
├── SecondFactorOn (409)      it is set up already
├── EmailTaken (409)          another account has the e-mail
├── LastAdministrator (409)   without this one nobody could manage people
├── NotFound (404)            does not exist, or is not yours; the same answer for both
├── AlreadyClaimed (409)      another counsellor has the ticket
├── NotYourTicket (409)       reply or close by somebody who has not claimed it
├── DocumentRefused (422)     a centre's file cannot be taken in; the detail names file and reason
├── TextIncomplete (422)      values that a text needs are missing or cannot be read; the reason names them
├── AnswerMissing (409)       a knowledge gap is published in Korean at least
├── GapPublished (409)        a published answer has to be withdrawn before its gap is merged
├── Conflict (409)            the same client id with another text
├── FileTooLarge (413)        a photo or document over 10 MB
├── FileRefused (422)         neither a photo nor a PDF by its content
├── TooManyAttempts (429)     wrong resume codes, or too many uploads
├── AlreadyRated (409)        satisfaction is asked once
├── ConsentMissing (409)      nothing about a person is handed on before they agree
└── EngineFailed (502)        the bot gave no usable answer; never reaches a resident
"""

from collections.abc import Iterable
from typing import ClassVar


class GatewayError(Exception):
    """Root of all errors of the gateway; `slug` is the stable part of the problem type, `reason` a finer one."""

    reason: str | None = None

    status: ClassVar[int] = 500
    slug: ClassVar[str] = "internal"
    title: ClassVar[str] = "Something went wrong on our side."

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title


class InvalidRequest(GatewayError):
    """The request cannot be read."""

    status, slug, title = 400, "invalid-request", "The request cannot be read."


class MessageEmpty(GatewayError):
    """The message has no text."""

    status, slug, title = 422, "message-empty", "The message is empty."


class MessageTooLong(GatewayError):
    """The message is over the limit."""

    status, slug, title = 413, "message-too-long", "The message is longer than 4,000 characters."


class UnknownLanguage(GatewayError):
    """The language is not one of the eight."""

    status, slug, title = 422, "unknown-language", "The language must be one of ko, en, zh, vi, mn, ru, uz, ur."


class NotSignedIn(GatewayError):
    """The desk needs a signed-in counsellor."""

    status, slug, title = 401, "not-signed-in", "Please sign in."


class SecondFactorMissing(NotSignedIn):
    """Signed in by password, but the code of the second factor has still to be given or set up."""

    reason = "second-factor"
    title = "Please enter the code of your second factor."


class NotAllowed(GatewayError):
    """Signed in, but without the right to do this."""

    status, slug, title = 403, "not-allowed", "Your role does not allow this."


class WrongPassword(GatewayError):
    """The present password, asked for again before a change, is wrong."""

    status, slug, title = 403, "wrong-password", "The present password is wrong."


class WrongCode(GatewayError):
    """A code of the second factor is wrong or has been used."""

    status, slug, title = 403, "wrong-code", "This code is wrong or has been used."


class SecondFactorOn(GatewayError):
    """The second factor is set up already."""

    status, slug, title = 409, "second-factor-on", "The second factor is on already."


class EmailTaken(GatewayError):
    """Another account has this e-mail."""

    status, slug, title = 409, "email-taken", "There is an account with this e-mail already."


class LastAdministrator(GatewayError):
    """Without this administrator nobody could manage people any more."""

    status, slug, title = 409, "last-administrator", "This is the last administrator. Make somebody else one first."


class NotFound(GatewayError):
    """It does not exist, or it is not yours."""

    status, slug, title = 404, "not-found", "There is no such thing, or it is not yours."


class AlreadyClaimed(GatewayError):
    """Another counsellor was first."""

    status, slug, title = 409, "already-claimed", "Another counsellor has this ticket."


class NotYourTicket(GatewayError):
    """Only the counsellor who claimed a ticket may write or close it."""

    status, slug, title = 409, "not-your-ticket", "Claim the ticket first."


class DocumentRefused(GatewayError):
    """A file cannot be taken in; the detail says why."""

    status, slug, title = 422, "document-refused", "The file cannot be taken in."

    def __init__(self, detail: str, reason: str) -> None:
        super().__init__(detail)
        self.reason = reason


class TextIncomplete(GatewayError):
    """A text cannot be filled in; `reason` names the variables that are missing or cannot be read, with commas."""

    status, slug, title = 422, "text-incomplete", "Some values of this text are missing or cannot be read."

    def __init__(self, variables: Iterable[str]) -> None:
        self.reason = ",".join(sorted(variables))
        super().__init__(f"{self.title} ({self.reason})")


class AnswerMissing(GatewayError):
    """A knowledge gap has no answer in Korean yet."""

    status, slug, title = 409, "answer-missing", "Write the answer in Korean before you publish it."


class GapPublished(GatewayError):
    """A published answer cannot disappear into another gap."""

    status, slug, title = 409, "gap-published", "Withdraw the published answer first."


class Conflict(GatewayError):
    """The same client id was used for another text."""

    status, slug, title = 409, "client-id-reused", "This client_id was used for another message."


class FileTooLarge(GatewayError):
    """A file is over the limit."""

    status, slug, title = 413, "file-too-large", "The file is larger than 10 MB."


class FileRefused(GatewayError):
    """A file is not of a kind that counsellors can be sent."""

    status, slug, title = 422, "file-refused", "Only photos (JPEG, PNG, WebP) and PDF documents can be sent."


class TooManyAttempts(GatewayError):
    """Somebody tries too often; later they may again."""

    status, slug, title = 429, "too-many-attempts", "Please wait a few minutes, then try again."


class AlreadyRated(GatewayError):
    """Satisfaction was told already."""

    status, slug, title = 409, "already-rated", "You have already told us. Thank you."


class ConsentMissing(GatewayError):
    """The person has not agreed that another institution is told."""

    status, slug, title = 409, "consent-missing", "Ask the person for consent first."


class EngineFailed(GatewayError):
    """The dialogue engine did not answer, or not in an understandable way."""

    status, slug, title = 502, "engine-failed", "The assistant did not answer."
