"""Reads what KakaoTalk's bot engine sends to a skill; any field may be missing or of another type."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from api.channels.kakao.access import is_picture_allowed

MAX_PAYLOAD = 100
_MAX_ADDRESS = 2000
_MAX_EVENT_FIELDS = 20
_KAKAO_PARAMETERS = frozenset({"surface", "ignoreMe"})
_WELCOME_NAMES = frozenset({"웰컴블록", "welcomeblock"})
_NOT_TEXT = re.compile("[\0\ud800-\udfff]")
_NEXT_PICTURE = re.compile(r",(?=\s*https?://)")


class BadSkillRequest(ValueError):
    """The body is not a JSON object, so it is no skill request."""


@dataclass(frozen=True)
class SkillRequest:
    """One call of the skill; None for what was not said.

    `user` is the bot's own name of the person (personal data: hash it before storing it), `payload` the unchecked
    payload of a pressed button, `callback_url` an unchecked address, `language_hint` no detection of the language,
    `event` the parameters of our own Event API call, and `is_test` a call from the console, not from a person.
    """

    user: str | None = None
    plusfriend_user: str | None = None
    app_user: str | None = None
    is_friend: bool = False
    utterance: str = ""
    payload: str | None = None
    bot: str | None = None
    block: str | None = None
    callback_url: str | None = None
    language_hint: str | None = None
    is_test: bool = False
    is_welcome: bool = False
    pictures: tuple[str, ...] = ()
    event: dict[str, str] = field(default_factory=dict)


def read_skill(body: bytes) -> SkillRequest:
    """Read the body of a skill call (UTF-8 JSON); raises BadSkillRequest only if it is not a JSON object."""
    whole = _read_object(body)
    asked, action, intent = (_mapping(whole.get(name)) for name in ("userRequest", "action", "intent"))
    user, block, parameters = (_mapping(asked.get(name)) for name in ("user", "block", "params"))
    properties = _mapping(user.get("properties"))
    return SkillRequest(
        user=_identity(properties.get("botUserKey"), properties.get("bot_user_key"), user.get("id")),
        plusfriend_user=_identity(properties.get("plusfriendUserKey"), properties.get("plusfriend_user_key")),
        app_user=_identity(properties.get("appUserId"), properties.get("app_user_id")),
        is_friend=_is_true(properties.get("isFriend")) or _is_true(properties.get("is_friend")),
        utterance=_text(asked.get("utterance")) or "",
        payload=_payload(_mapping(action.get("clientExtra")).get("payload")),
        bot=_identity(_mapping(whole.get("bot")).get("id")),
        block=_identity(block.get("id"), intent.get("id")),
        callback_url=_address(asked.get("callbackUrl")),
        language_hint=_text(asked.get("lang")),
        is_test=parameters.get("surface") == "BuilderBotTest" or _is_true(parameters.get("ignoreMe")),
        is_welcome=_is_welcome(block.get("name")) or _is_welcome(intent.get("name")),
        pictures=_pictures(_mapping(action.get("params")).get("secureimage")),
        event=_event(parameters),
    )


def fingerprint(request: SkillRequest) -> str:
    """Return 64 hexadecimal digits that are the same for the same delivery.

    Kakao sends no id of a delivery. Without a callback address the same words said twice look alike, so compare only
    within some ten seconds, and only to avoid doing something twice.
    """
    parts = [request.user, request.block, request.utterance, request.payload, request.callback_url]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _read_object(body: bytes) -> dict[str, Any]:
    try:
        whole = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise BadSkillRequest("the body is not JSON") from error
    if not isinstance(whole, dict):
        raise BadSkillRequest("the body is not a JSON object")
    return whole


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str | None:
    """Return a text without halves of characters and null characters, which no database keeps."""
    return (_NOT_TEXT.sub("\ufffd", value) or None) if isinstance(value, str) else None


def _identity(*values: object) -> str | None:
    """Return the first value that can be an identity of at most 200 characters."""
    for value in values:
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 63:
            return str(value)
        text = (_text(value) or "").strip()
        if 0 < len(text) <= 200:  # noqa: PLR2004 - said in the docstring; Kakao names 70
            return text
    return None


def _payload(value: object) -> str | None:
    text = _text(value)
    return text if text is not None and len(text) <= MAX_PAYLOAD else None


def _address(value: object) -> str | None:
    text = _text(value)
    return text if text is not None and len(text) <= _MAX_ADDRESS else None


def _is_true(value: object) -> bool:
    return value is True or (isinstance(value, str) and value.strip().lower() == "true")


def _is_welcome(name: object) -> bool:
    return isinstance(name, str) and "".join(name.split()).casefold() in _WELCOME_NAMES


def _event(parameters: Mapping[str, Any]) -> dict[str, str]:
    texts = ((_text(name), _text(value)) for name, value in parameters.items() if name not in _KAKAO_PARAMETERS)
    return dict([(name, value) for name, value in texts if name and value][:_MAX_EVENT_FIELDS])


def _pictures(value: object) -> tuple[str, ...]:
    """Return the addresses in a secure image parameter, of the form `{"secureUrls": "List(…, …)"}` within a string."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return ()
    listed = (_text(_mapping(value).get("secureUrls")) or "").strip()
    if not (listed.startswith("List(") and listed.endswith(")")):
        return ()
    found = _NEXT_PICTURE.split(listed.removeprefix("List(").removesuffix(")"))
    return tuple(address for address in (one.strip() for one in found) if is_picture_allowed(address))
