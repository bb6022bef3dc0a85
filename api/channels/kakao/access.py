"""Who may call the skill, and which addresses in a skill request may be called: the requests carry no signature."""

import hmac
import re
from collections.abc import Collection, Mapping, Sequence

_FEWEST_SECRET_CHARACTERS = 32
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_BOT = re.compile(r"[A-Za-z0-9]{1,100}")
_TOKEN = r"[A-Za-z0-9_=-][A-Za-z0-9._=-]{0,499}"  # noqa: S105 - a form, not a secret
_PICTURE = re.compile(r"https://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+kakaocdn\.net(?::443)?/[!-~]{1,1900}")


def is_allowed(headers: Mapping[str, str], name: str, secrets: Sequence[str]) -> bool:
    """Whether the header `name` holds one of the secrets; False if none is set.

    Secrets of fewer than 32 characters count as not set, a header that is sent twice as a wrong one. Takes as long for
    a wrong secret as for a right one.
    """
    given = [value for key, value in headers.items() if key.lower() == name.lower()]
    if len(given) != 1:
        return False
    found = [hmac.compare_digest(_octets(given[0]), _octets(secret)) for secret in usable_secrets(secrets)]
    return any(found)


def usable_secrets(secrets: Sequence[str]) -> list[str]:
    """Return the secrets that are long enough to count as set."""
    return [secret for secret in secrets if len(secret) >= _FEWEST_SECRET_CHARACTERS and not secret.isspace()]


def is_callback_allowed(url: str, hosts: Collection[str], bot: str) -> bool:
    """Whether `url` is a callback address of our bot: `https://{host}/v1/bots/{bot}/callback/{token}`.

    `hosts` are exact names in lower case, never numbers; `bot` is our id, which may end with `!` in the address as it
    does for the development channel. What is not written in exactly this form is refused, even if it means the same.
    """
    identity = bot.removesuffix("!")
    names = [host for host in hosts if _HOST.fullmatch(host)]
    if not names or not _BOT.fullmatch(identity):
        return False
    host = "|".join(re.escape(name) for name in names)
    form = rf"https://(?:{host})(?::443)?/v1/bots/{identity}!?/callback/{_TOKEN}"
    return re.fullmatch(form, url) is not None


def is_picture_allowed(url: str) -> bool:
    """Whether `url` is a picture in Kakao's own storage."""
    return _PICTURE.fullmatch(url) is not None


def _octets(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
