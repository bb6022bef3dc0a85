"""Stored messages as LINE messages within the platform's limits; sending them is left to the client.

Graphemes are counted with the `regex` package (`\\X`), lengths of texts in UTF-16 code units, as LINE counts them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

import regex  # type: ignore[import-untyped]  # ships no types
from linebot.v3 import messaging as line  # type: ignore[import-untyped]  # ships no types

from api.conversations.models import Message
from api.conversations.resume import shown_text
from api.messages import Author, Button, Citation
from api.words import catalogue
from knowledge.languages import Language

MESSAGES_PER_CALL = 5
"""Messages in one reply or push (Messaging API reference, send reply message)."""
TEXT_UNITS = 5_000
"""UTF-16 code units of a text message (text-character-count in LINE's documentation)."""
QUICK_REPLIES = 13
"""Buttons on a message (using-quick-reply in LINE's documentation)."""
LABEL_GRAPHEMES = 20
"""Grapheme clusters of an action's label on a quick reply (action objects in the reference)."""
DISPLAY_GRAPHEMES = 300
"""Grapheme clusters of a postback's displayText (action objects in the reference)."""
DATA_UNITS = 300
"""UTF-16 code units of a postback's data (declared by line-bot-sdk 3.27.0)."""
SENDER_UNITS = 20
"""Length of a sender's name (declared by line-bot-sdk 3.27.0; counted here in the stricter UTF-16 code units)."""
ALT_TEXT_UNITS = 1_500
"""Length of a Flex message's alternative text (Flex Message in the reference; its unit is not named)."""
BUBBLES = 12
"""Bubbles in a carousel (Flex Message in the reference)."""
CARD_TITLE_UNITS = 300
CARD_LINK_UNITS = 1_000
"""Our own limits, with which twelve bubbles stay below the 50 KB of a carousel and one below its 30 KB (reference)."""

REFUSED_IN_NAMES = "line"
"""Refused by LINE in a sender's name (declared by line-bot-sdk 3.27.0); how it is matched is not documented."""

_GRAPHEME = regex.compile(r"\X")
_SENTENCE_END = regex.compile(r"""[.!?…؟۔]["'»”’)\]]*\s+|[。！？]["”’」』）]*\s*|\s*\n\s*""")
_SPACE = regex.compile(r"\s+")
_URL_CHARACTERS = "/:?#[]@!$&'()*+,;=%~"


@dataclass(frozen=True)
class Outgoing:
    """What a resident is shown: plain values of a stored message; `name` is the counsellor's."""

    text: str
    language: str
    citations: tuple[Citation, ...] = ()
    buttons: tuple[Button, ...] = ()
    author: str = Author.BOT
    name: str | None = None


def outgoing(message: Message, now: datetime) -> Outgoing:
    """Return what a stored message shows, without a code that has expired."""
    content = message.content or {}
    return Outgoing(
        text=shown_text(message, now),
        language=message.language,
        citations=tuple(_read_citation(citation) for citation in content.get("citations", [])),
        buttons=tuple(Button(button["title"], button["payload"]) for button in content.get("buttons", [])),
        author=message.author,
        name=content.get("name"),
    )


def render(messages: Sequence[Outgoing], public_url: str) -> list[list[line.Message]]:
    """Return LINE messages in order, in lists of one to five, each for one call.

    The buttons of all messages become quick replies of the very last one, since LINE takes them away with the next
    message; titles that do not fit there whole are listed in its text. Links need an https `public_url` to be cards.
    """
    rendered = [part for message in messages for part in _render_message(message, public_url)]
    buttons = _unique_buttons(messages)
    pressable = [button for button in buttons if count_units(button.payload) <= DATA_UNITS][:QUICK_REPLIES]
    listed = [button.title for button in buttons if not rendered or button not in pressable or _is_cut(button.title)]
    rendered = _add_list(rendered, listed)
    if pressable:
        rendered[-1].quick_reply = line.QuickReply(items=[_render_button(button) for button in pressable])
    return [rendered[start : start + MESSAGES_PER_CALL] for start in range(0, len(rendered), MESSAGES_PER_CALL)]


def count_units(text: str) -> int:
    """Return the length in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split_text(text: str, limit: int = TEXT_UNITS) -> list[str]:
    """Return pieces of at most `limit` UTF-16 units, ending with sentences, else words, else grapheme clusters.

    Only white space at the cuts is left out. A blank text has no pieces.
    """
    pieces = []
    rest = text.strip()
    while count_units(rest) > limit:
        cut = _find_cut(rest, limit)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest else pieces


def cut_graphemes(text: str, limit: int) -> str:
    """Return the text in at most `limit` grapheme clusters, the last one "…" if something was left out."""
    graphemes = _GRAPHEME.findall(text)
    if len(graphemes) <= limit:
        return text
    return "".join(graphemes[: limit - 1]).rstrip() + "…"


def cut_units(text: str, limit: int) -> str:
    """Return the text in at most `limit` UTF-16 units, the last one "…" if something was left out."""
    if count_units(text) <= limit:
        return text
    boundaries = _find_boundaries(text, limit - 1)
    return text[: boundaries[-1] if boundaries else 0].rstrip() + "…"


def _find_cut(text: str, limit: int) -> int:
    """Return where to cut: the last sentence end of the second half that fits, else the last space, else anywhere."""
    boundaries = _find_boundaries(text, limit)
    if not boundaries:
        return _count_fitting_characters(text, limit)
    end, allowed = boundaries[-1], set(boundaries)
    for pattern in (_SENTENCE_END, _SPACE):
        cuts: list[int] = [match.end() for match in pattern.finditer(text, 0, end)]
        fitting = [cut for cut in cuts if cut > end // 2 and cut in allowed]
        if fitting:
            return fitting[-1]
    return end


def _find_boundaries(text: str, limit: int) -> list[int]:
    """Return the ends of the grapheme clusters that lie within the first `limit` UTF-16 units."""
    boundaries: list[int] = []
    units = 0
    for match in _GRAPHEME.finditer(text):
        units += count_units(match.group())
        if units > limit:
            break
        boundaries.append(match.end())
    return boundaries


def _count_fitting_characters(text: str, limit: int) -> int:
    """Cut inside a grapheme cluster that is longer than a whole message, yet never inside a surrogate pair."""
    fitting = text[:limit]
    while count_units(fitting) > limit:
        fitting = fitting[:-1]
    return len(fitting)


def _render_message(message: Outgoing, public_url: str) -> list[line.Message]:
    cards = [citation for citation in message.citations if _is_card(citation, public_url)]
    lines = [_render_line(citation, message, public_url) for citation in message.citations if citation not in cards]
    text = "\n\n".join(filter(None, [_render_text(message), *lines]))
    sender = _render_sender(message)
    texts = [line.TextMessage(text=piece, sender=sender) for piece in split_text(text)]
    return texts + [
        _render_cards(cards[start : start + BUBBLES], message, public_url) for start in range(0, len(cards), BUBBLES)
    ]


def _render_text(message: Outgoing) -> str:
    name = _counsellor_name(message)
    return f"{name}:\n{message.text.strip()}" if name else message.text.strip()


def _counsellor_name(message: Outgoing) -> str:
    return (message.name or "").strip() if message.author == Author.COUNSELLOR else ""


def _render_sender(message: Outgoing) -> line.Sender | None:
    name = cut_units(_counsellor_name(message), SENDER_UNITS)
    return line.Sender(name=name) if name and REFUSED_IN_NAMES not in name.casefold() else None


def _is_card(citation: Citation, public_url: str) -> bool:
    return (
        public_url.lower().startswith("https://")
        and bool(citation.url)
        and 0 < count_units(citation.title.strip()) <= CARD_TITLE_UNITS
        and count_units(_render_link(citation, public_url)) <= CARD_LINK_UNITS
    )


def _render_line(citation: Citation, message: Outgoing, public_url: str) -> str:
    checked = _render_checked(citation, message)
    heading = f"• {citation.title.strip() or citation.article}" + (f" ({checked})" if checked else "")
    return "\n".join([heading, _render_link(citation, public_url)]) if citation.url else heading


def _render_link(citation: Citation, public_url: str) -> str:
    return public_url.rstrip("/") + quote(citation.url, safe=_URL_CHARACTERS)


def _render_checked(citation: Citation, message: Outgoing) -> str:
    """Return "Checked on …" in the resident's language; nothing without a date."""
    try:
        day = date.fromisoformat(citation.verified)
    except ValueError:
        return ""
    say = catalogue(_read_language(message.language)).gettext
    return say("Checked on {date}").format(date=day.isoformat())


def _render_cards(citations: Sequence[Citation], message: Outgoing, public_url: str) -> line.FlexMessage:
    say = catalogue(_read_language(message.language)).gettext
    bubbles = [_render_bubble(citation, message, public_url) for citation in citations]
    titles = " · ".join(citation.title.strip() for citation in citations)
    return line.FlexMessage(
        alt_text=cut_units(": ".join([say("Sources"), titles]), ALT_TEXT_UNITS),
        contents=bubbles[0] if len(bubbles) == 1 else line.FlexCarousel(contents=bubbles),
        sender=_render_sender(message),
    )


def _render_bubble(citation: Citation, message: Outgoing, public_url: str) -> line.FlexBubble:
    language = _read_language(message.language)
    say = catalogue(language).gettext
    texts = [line.FlexText(text=citation.title.strip(), weight="bold", wrap=True)]
    if checked := _render_checked(citation, message):
        texts.append(line.FlexText(text=checked, size="sm", color="#666666", wrap=True, margin="sm"))
    action = line.URIAction(label=cut_graphemes(say("Read"), LABEL_GRAPHEMES), uri=_render_link(citation, public_url))
    return line.FlexBubble(
        size="kilo",
        direction="rtl" if language.is_right_to_left else "ltr",
        body=line.FlexBox(layout="vertical", contents=texts),
        footer=line.FlexBox(layout="vertical", contents=[line.FlexButton(action=action, style="link", height="sm")]),
    )


def _unique_buttons(messages: Sequence[Outgoing]) -> list[Button]:
    """Return the buttons of all messages in order, each once, titles on one line."""
    buttons = [Button(" ".join(b.title.split()), b.payload) for message in messages for b in message.buttons]
    return list(dict.fromkeys(button for button in buttons if button.title))


def _is_cut(title: str) -> bool:
    return cut_graphemes(title, LABEL_GRAPHEMES) != title


def _render_button(button: Button) -> line.QuickReplyItem:
    action = line.PostbackAction(
        label=cut_graphemes(button.title, LABEL_GRAPHEMES),
        data=button.payload,
        display_text=cut_graphemes(button.title, DISPLAY_GRAPHEMES),
    )
    return line.QuickReplyItem(action=action)


def _add_list(rendered: list[line.Message], titles: Sequence[str]) -> list[line.Message]:
    """Write titles below the last text, or into messages of their own where they do not fit."""
    if not titles:
        return rendered
    listing = "\n".join(f"• {title}" for title in titles)
    if rendered and isinstance(rendered[-1], line.TextMessage):
        *before, last = rendered
        pieces = split_text(f"{last.text}\n\n{listing}")
        if len(pieces) == 1:
            return [*before, line.TextMessage(text=pieces[0], sender=last.sender)]
    return [*rendered, *(line.TextMessage(text=piece) for piece in split_text(listing))]


def _read_citation(values: dict[str, Any]) -> Citation:
    names = ("article", "title", "language", "passage", "source", "verified", "url")
    return Citation(*(str(values.get(name) or "") for name in names))


def _read_language(code: str) -> Language:
    return Language(code) if code in set(Language) else Language.EN
