"""Shows stored messages as a KakaoTalk skill response (2.0) within its limits; what does not fit is handed back.

A message is cut into parts of one bubble each; a response takes as many parts as it can hold. Kakao does not say how it
counts characters, so lengths are UTF-16 units, and one in twenty of each limit is left unused.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from itertools import accumulate
from typing import Any

from api.channels.kakao.requests import MAX_PAYLOAD
from api.conversations.models import Message
from api.conversations.resume import shown_text
from api.messages import Author, Button, Citation

VERSION = "2.0"
MORE = "#more"
MAX_OUTPUTS = 3
MAX_QUICK_REPLIES = 10
MAX_CONTEXT_BYTES = 1000
_TEXT = 950
_LABEL = 13
_CARD_TITLE = 47
_CARD = 380
_ITEM_DESCRIPTION = 47
_LISTED_TITLE = 80
_ITEMS = 5
_BUTTONS_OF_A_PART = MAX_QUICK_REPLIES - 1

_UNWANTED = re.compile("[\0-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_SENTENCE_END = re.compile(r"\n|(?<!\d)[.!?…]+[)\]\"'”’»]*(?=\s+[^\s\d])|[。！？۔؟][」』”’）]*")
_ADDRESS = re.compile(r"https?://[!-~]{1,490}")
_ZERO_WIDTH_JOINER = "\u200d"


@dataclass(frozen=True)
class Outgoing:
    """What is shown of a stored message; `name` is the counsellor's."""

    text: str
    language: str = ""
    citations: tuple[Citation, ...] = ()
    buttons: tuple[Button, ...] = ()
    author: str = Author.BOT
    name: str | None = None


@dataclass(frozen=True)
class Words:
    """What we say ourselves, in the resident's language; labels have room for 13 characters.

    `more` labels the button that brings the rest, `pending` is said while there is nothing to show, `failed` when an
    answer went wrong, `sources` heads a list of articles, `open` labels the link to one, `counsellor` calls somebody.
    """

    more: str
    pending: str
    failed: str
    sources: str
    open: str
    counsellor: str


@dataclass(frozen=True)
class ContextValue:
    """A value that Kakao keeps for `life_span` turns (0 deletes it) and `ttl` seconds, and sends with each request."""

    name: str
    life_span: int
    ttl: int | None = None
    params: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return Kakao's form."""
        lifetime = {} if self.ttl is None else {"ttl": self.ttl}
        return {"name": self.name, "lifeSpan": self.life_span, **lifetime, "params": dict(self.params)}


@dataclass(frozen=True)
class Rendered:
    """A skill response, and what has to be shown with the next one."""

    body: dict[str, Any]
    left: tuple[Outgoing, ...] = ()


def outgoing(message: Message, now: datetime) -> Outgoing:
    """Take from a stored message what is shown, without a code that has expired."""
    content = message.content
    return Outgoing(
        text=shown_text(message, now),
        language=message.language,
        citations=tuple(_citation(citation) for citation in content.get("citations", [])),
        buttons=tuple(Button(button["title"], button["payload"]) for button in content.get("buttons", [])),
        author=message.author,
        name=content.get("name"),
    )


def render(
    messages: Sequence[Outgoing],
    public_url: str,
    *,
    more_follows: bool,
    words: Words,
    context: Sequence[ContextValue] = (),
    numbered: bool = True,
) -> Rendered:
    """Return a skill response of the first messages and what is left of them.

    If something is left or `more_follows`, a button with the payload MORE is shown. Without messages `words.pending`
    is said. Articles become cards with links if `public_url` is https, else lines. Raises ValueError if `context`
    takes more than 1,000 bytes. Not `numbered`, long titles are listed without numbers that could be typed.
    """
    parts = [part for message in messages for part in divide(message, public_url)]
    bubbles = accumulate(_is_bubble(part) for part in parts)
    for count in range(sum(number <= MAX_OUTPUTS for number in bubbles), 0, -1):
        more = more_follows or count < len(parts)
        template = _compose(parts[:count], public_url, words, more=more, numbered=numbered)
        if _fits(template):
            return Rendered(_respond(template, context), tuple(parts[count:]))
    nothing_yet = {"outputs": [_simple_text(_shorten(words.pending, _TEXT))]}
    if more_follows:
        nothing_yet["quickReplies"] = [_more(words)]
    return Rendered(_respond(nothing_yet, context))


def waiting(text: str) -> dict[str, Any]:
    """Return the first answer to a request whose answer goes to the callback; `text` feeds the block's own bubble."""
    return {"version": VERSION, "useCallback": True, "data": {"text": _shorten(_clean(text), _TEXT)}}


def apology(language: str, words: Words) -> dict[str, Any]:
    """Return a skill response that says that something failed and offers a counsellor."""
    sorry = Outgoing(words.failed, language, buttons=(Button(words.counsellor, "#counsellor"),), author=Author.SYSTEM)
    return render([sorry], "", more_follows=False, words=words).body


def _citation(stored: Mapping[str, Any]) -> Citation:
    return Citation(**{one.name: str(stored.get(one.name) or "") for one in fields(Citation)})


def divide(message: Outgoing, public_url: str) -> Iterator[Outgoing]:
    """Cut a message into parts of at most one bubble and nine buttons, the buttons with the last bubble.

    A part is cut into itself, so `render` takes parts as well as messages.
    """
    text, citations = _said(message), message.citations
    if not public_url.startswith("https://"):
        text, citations = "\n\n".join(filter(None, [text, _lines(citations, public_url)])), ()
    bare = replace(message, text="", citations=(), buttons=(), name=None)
    bubbles = [replace(bare, text=piece) for piece in split(text)]
    bubbles += [replace(bare, citations=citations[at : at + _ITEMS]) for at in range(0, len(citations), _ITEMS)]
    buttons = _different(message.buttons)
    chunks = [tuple(buttons[at : at + _BUTTONS_OF_A_PART]) for at in range(0, len(buttons), _BUTTONS_OF_A_PART)]
    if bubbles and chunks:
        bubbles[-1] = replace(bubbles[-1], buttons=chunks.pop(0))
    yield from bubbles
    yield from (replace(bare, buttons=chunk) for chunk in chunks)


def _is_bubble(part: Outgoing) -> bool:
    return bool(part.text or part.citations)


def _compose(parts: Sequence[Outgoing], public_url: str, words: Words, *, more: bool, numbered: bool) -> dict[str, Any]:
    """Return the template of parts, whether it fits or not.

    Where a label has no room for its title, the whole titles are listed in a bubble, and if `numbered`, they and all
    labels are numbered.
    """
    outputs = [_bubble(part, public_url, words) for part in parts if _is_bubble(part)]
    buttons = _different(button for part in parts for button in part.buttons)
    is_listed = not outputs or any(_units(button.title) > _LABEL for button in buttons)
    if is_listed:
        outputs = _with_listing(outputs, [button.title for button in buttons], numbered=numbered)
    replies = [
        _quick_reply(button, number if is_listed and numbered else None) for number, button in enumerate(buttons, 1)
    ]
    replies += [_more(words)] if more else []
    return {"outputs": outputs, "quickReplies": replies} if replies else {"outputs": outputs}


def _fits(template: Mapping[str, Any]) -> bool:
    return len(template["outputs"]) <= MAX_OUTPUTS and len(template.get("quickReplies", [])) <= MAX_QUICK_REPLIES


def _respond(template: Mapping[str, Any], context: Sequence[ContextValue]) -> dict[str, Any]:
    body: dict[str, Any] = {"version": VERSION, "template": template}
    if context:
        values = [value.as_json() for value in context]
        if len(json.dumps(values).encode()) > MAX_CONTEXT_BYTES:
            raise ValueError("the context takes more than 1,000 bytes")
        body["context"] = {"values": values}
    return body


def _bubble(part: Outgoing, public_url: str, words: Words) -> dict[str, Any]:
    if part.text:
        return _simple_text(part.text)
    if len(part.citations) == 1:
        return {"textCard": _text_card(part.citations[0], public_url, words)}
    items = [_item(citation, public_url, words) for citation in part.citations]
    return {"listCard": {"header": {"title": _shorten(words.sources, _CARD_TITLE)}, "items": items}}


def _simple_text(text: str) -> dict[str, Any]:
    return {"simpleText": {"text": text}}


def _text_card(citation: Citation, public_url: str, words: Words) -> dict[str, Any]:
    whole = _clean(citation.title) or words.sources
    title = _shorten(whole, _CARD_TITLE)
    below = "\n".join(filter(None, [whole if title != whole else "", _clean(citation.source)]))
    description = _shorten(below, _CARD - _units(title))
    address = _find_address(citation.url, public_url)
    link = {"label": _shorten(words.open, _LABEL), "action": "webLink", "webLinkUrl": address}
    return {
        "title": title,
        **({"description": description} if description else {}),
        **({"buttons": [link]} if address else {}),
    }


def _item(citation: Citation, public_url: str, words: Words) -> dict[str, Any]:
    description = _shorten(_clean(citation.source), _ITEM_DESCRIPTION)
    address = _find_address(citation.url, public_url)
    return {
        "title": _shorten(_clean(citation.title) or words.sources, _CARD_TITLE),
        **({"description": description} if description else {}),
        **({"link": {"web": address}} if address else {}),
    }


def _lines(citations: Iterable[Citation], public_url: str) -> str:
    """Return articles as lines of text, with an address where there is one."""
    entries = []
    for citation in citations:
        origin = " — ".join(filter(None, [_clean(citation.title), _clean(citation.source)]))
        entries.append("\n".join(filter(None, [f"• {origin}", _find_address(citation.url, public_url)])))
    return "\n".join(entries)


def _find_address(url: str, public_url: str) -> str | None:
    is_ours = url.startswith("/") and not url.startswith("//")
    address = public_url.rstrip("/") + url if is_ours else url
    return address if _ADDRESS.fullmatch(address) else None


def _quick_reply(button: Button, number: int | None) -> dict[str, Any]:
    label = button.title if number is None else f"{number}. {button.title}"
    return {
        "label": _shorten(label, _LABEL),
        "action": "message",
        "messageText": _shorten(button.title, _LISTED_TITLE),
        **({"extra": {"payload": button.payload}} if 0 < len(button.payload) <= MAX_PAYLOAD else {}),
    }


def _more(words: Words) -> dict[str, Any]:
    return _quick_reply(Button(words.more, MORE), None)


def _with_listing(outputs: list[dict[str, Any]], titles: Sequence[str], *, numbered: bool) -> list[dict[str, Any]]:
    """Add the titles to the last text that has room, else as a bubble of their own."""
    marks = [f"{number}." if numbered else "•" for number in range(1, len(titles) + 1)]
    listing = "\n".join(f"{mark} {_shorten(title, _LISTED_TITLE)}" for mark, title in zip(marks, titles, strict=True))
    for at in range(len(outputs) - 1, -1, -1):
        text = outputs[at].get("simpleText", {}).get("text")
        if text and _units(f"{text}\n\n{listing}") <= _TEXT:
            return [*outputs[:at], _simple_text(f"{text}\n\n{listing}"), *outputs[at + 1 :]]
    return [*outputs, _simple_text(listing)]


def _different(buttons: Iterable[Button]) -> list[Button]:
    """Return buttons with a title, each payload once."""
    clean = (Button(" ".join(_clean(button.title).split()), button.payload) for button in buttons)
    return list({(one.payload, "" if one.payload else one.title): one for one in clean if one.title}.values())


def _said(message: Outgoing) -> str:
    """Return the text, under the counsellor's name if there is one."""
    text = _clean(message.text)
    return f"{_clean(message.name)}:\n{text}" if message.name and text else text


def _clean(text: str) -> str:
    return _UNWANTED.sub("", text).strip()


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def split(text: str, limit: int = _TEXT) -> Iterator[str]:
    """Cut a text into pieces of at most `limit` units at ends of sentences, else between words, else characters."""
    rest = text.strip()
    while _units(rest) > limit:
        at = _end_of_piece(rest, _longest(rest, limit))
        yield rest[:at].rstrip()
        rest = rest[at:].lstrip()
    if rest:
        yield rest


def _end_of_piece(text: str, limit: int) -> int:
    sentence = max((match.end() for match in _SENTENCE_END.finditer(text, 0, limit)), default=0)
    word = max((at + 1 for at in range(limit) if text[at].isspace()), default=0)
    return next((at for at in (sentence, word) if at >= limit // 2), _whole_characters(text, limit))


def _longest(text: str, limit: int) -> int:
    """Return how many characters from the start take at most `limit` units."""
    taken = 0
    for at, character in enumerate(text):
        taken += 2 if character > "\uffff" else 1
        if taken > limit:
            return at
    return len(text)


def _whole_characters(text: str, limit: int) -> int:
    """Return the last place up to `limit` where no character that people see is cut in two."""
    at = limit
    while 0 < at < len(text) and _joins(text[at - 1], text[at]):
        at -= 1
    return at or limit


def _joins(first: str, second: str) -> bool:
    """Whether two code points are likely to be seen as one character."""
    return (
        unicodedata.category(second).startswith("M")
        or _ZERO_WIDTH_JOINER in {first, second}
        or "\U0001f3fb" <= second <= "\U0001f3ff"
        or "\U000e0020" <= second <= "\U000e007f"
        or "\u1160" <= second <= "\u11ff"
        or ("\U0001f1e6" <= first <= "\U0001f1ff" and "\U0001f1e6" <= second <= "\U0001f1ff")
    )


def _shorten(text: str, limit: int) -> str:
    """Return a text of at most `limit` units, with an ellipsis where it was cut."""
    text = _clean(text)
    if _units(text) <= limit:
        return text
    return text[: _whole_characters(text, _longest(text, limit - 1))].rstrip() + "…"
