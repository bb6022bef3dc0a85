"""What a call of the skill asks for: a question or a button, the rest of an answer, a greeting, a code, a picture."""

from enum import StrEnum
from typing import Any

from api.channels.kakao.notes import Call, Notes, Position, Press
from api.channels.kakao.rendering import MORE
from api.channels.kakao.requests import SkillRequest
from api.conversations.commands import find_press
from api.conversations.resume import find_code

CASE, SEQ = "caseId", "replySeq"
_NUMBER_DIGITS = 2


class Meaning(StrEnum):
    """What a call asks of us."""

    ASK = "ask"
    FETCH = "fetch"
    GREET = "greet"
    JOIN = "join"
    PICTURE = "picture"


def read_meaning(request: SkillRequest, call: Call) -> tuple[Meaning, Press]:
    """Return what a call asks for, with the text or the button it asks by."""
    text = request.utterance.strip()
    if request.pictures:
        return Meaning.PICTURE, Press(title=text)
    if _is_more(request.payload) or _is_more(text) or {CASE, SEQ} <= request.event.keys():
        return Meaning.FETCH, Press(title=text)
    if find_press(request.payload):
        return Meaning.ASK, Press(title=text or str(request.payload), payload=request.payload)
    if find_code(text):
        return Meaning.JOIN, Press(title=text)
    if request.is_welcome or not text:
        return Meaning.GREET, Press(title=text)
    return Meaning.ASK, call.press or Press(title=text)


def find_numbered(request: SkillRequest, notes: Notes) -> Press | None:
    """Return the button whose number somebody typed right after it was listed."""
    number = request.utterance.strip().rstrip(".)")
    if not number.isdecimal() or len(number) > _NUMBER_DIGITS or not 0 < int(number) <= len(notes.numbered):
        return None
    return notes.numbered[int(number) - 1]


def numbered_buttons(body: dict[str, Any]) -> tuple[Press, ...]:
    """Return the buttons of a response whose labels are numbered."""
    replies = body["template"].get("quickReplies", [])
    if not replies or not replies[0]["label"].startswith("1. "):
        return ()
    shown = [Press(title=one["messageText"], payload=one.get("extra", {}).get("payload")) for one in replies]
    return tuple(one for one in shown if one.payload != MORE)


def with_place(body: dict[str, Any], end: Position) -> dict[str, Any]:
    """Give the button that brings the rest its place, so that pressing the next one soon is no repeated delivery."""
    for reply in body["template"].get("quickReplies", []):
        if reply.get("extra", {}).get("payload") == MORE:
            reply["extra"] = {"payload": f"{MORE}:{end[0]}.{end[1]}"}
    return body


def _is_more(text: str | None) -> bool:
    return text is not None and text.partition(":")[0] == MORE
