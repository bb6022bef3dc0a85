"""What a check of a channel's set-up finds, one line each; what is looked at is left to the channels."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from api.settings import ApiSettings


class Verdict(StrEnum):
    """How something is; UNKNOWN where it could not be found out, or only an operator can tell."""

    OK = "ok"
    WRONG = "wrong"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `text` says what was found and, unless all is well, what to do."""

    verdict: Verdict
    subject: str
    text: str

    def __str__(self) -> str:
        """Return the line that operators read."""
        return f"{self.verdict:7}  {self.subject}: {self.text}"


def ok(subject: str, text: str) -> Finding:
    """Return that something is as it should be."""
    return Finding(Verdict.OK, subject, text)


def wrong(subject: str, text: str) -> Finding:
    """Return that something must be changed."""
    return Finding(Verdict.WRONG, subject, text)


def unknown(subject: str, text: str) -> Finding:
    """Return that something could not be found out."""
    return Finding(Verdict.UNKNOWN, subject, text)


def check_public_url(settings: ApiSettings) -> Finding:
    """Look at the address under which platforms and residents reach the gateway."""
    subject, url = "public address", settings.public_url
    if not url:
        return wrong(subject, "PUBLIC_URL is not set; set it to the https address under which this service is reached.")
    try:
        parts = urlsplit(url)
        is_address = bool(parts.hostname) and not parts.query and not parts.fragment and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address or url != "".join(url.split()):
        return wrong(subject, "PUBLIC_URL is no address; it should look like https://help.example.org.")
    if not url.startswith("https://"):
        return wrong(subject, f"{url} is not https; platforms call only https, and links would not be shown as cards.")
    return ok(subject, url)


def address(settings: ApiSettings, path: str) -> str:
    """Return the public address of one of our paths."""
    return settings.public_url.rstrip("/") + path
