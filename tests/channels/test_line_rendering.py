"""What residents see on LINE: within every limit of the platform, complete, in their script."""

from datetime import UTC, datetime
from typing import Any

import pytest
import regex  # type: ignore[import-untyped]  # ships no types
from hypothesis import given, settings
from hypothesis import strategies as st

from api.channels.line.rendering import Outgoing, count_units, cut_graphemes, cut_units, outgoing, render, split_text
from api.conversations.models import Message
from api.messages import Author, Button, Citation
from tools.fake_line import check_messages

PUBLIC = "https://gildongmu.example"
FAMILY = "👨‍👩‍👧"
MONGOLIAN = "Эрүүл мэндийн даатгал хэдэн төгрөг вэ? 👩‍👧‍👦🇲🇳"
URDU = "میرا ویزا اگلے ہفتے ختم ہو رہا ہے، کیا کروں؟ "


def citation(number: int = 1, **changes: str) -> Citation:
    values = {
        "article": f"visa.topic{number}", "title": f"Article {number}", "language": "en", "passage": "p1",
        "source": "HiKorea", "verified": "2026-10-01", "url": f"/guide/en/visa.topic{number}",
    }  # fmt: skip
    return Citation(**(values | changes))


def buttons(count: int) -> tuple[Button, ...]:
    return tuple(Button(f"Topic {number}", f"#topic:t{number}") for number in range(count))


def render_flat(*messages: Outgoing, public_url: str = PUBLIC) -> list[dict[str, Any]]:
    """Return what is sent as JSON, after checking every call against the platform's limits."""
    calls = [[message.to_dict() for message in call] for call in render(messages, public_url)]
    assert [check_messages(call) for call in calls] == [[] for _ in calls]
    return [message for call in calls for message in call]


def quick_replies(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [item["action"] for item in message.get("quickReply", {}).get("items", [])]


def test_stored_message_becomes_plain_values() -> None:
    content = {
        "citations": [{"article": "visa.extension", "title": "Extending", "url": "/guide/en/visa.extension"}],
        "buttons": [{"title": "Talk", "payload": "#counsellor"}],
        "name": "Kim",
    }
    stored = Message(
        author="counsellor", kind="text", text="Hi", language="en", content=content, created_at=datetime.now(UTC)
    )
    shown = outgoing(stored, stored.created_at)
    assert (shown.text, shown.language, shown.author, shown.name) == ("Hi", "en", "counsellor", "Kim")
    assert shown.buttons == (Button("Talk", "#counsellor"),)
    assert (shown.citations[0].title, shown.citations[0].verified) == ("Extending", "")


def test_short_text_is_one_message() -> None:
    assert render_flat(Outgoing("Hello.", "en")) == [{"type": "text", "text": "Hello."}]


@pytest.mark.parametrize("messages", [[], [Outgoing("", "en")], [Outgoing(" \n ", "en")]])
def test_nothing_to_say_is_no_call(messages: list[Outgoing]) -> None:
    assert render(messages, PUBLIC) == []


def test_messages_stay_in_order_in_calls_of_five() -> None:
    calls = render([Outgoing(str(number), "en") for number in range(12)], PUBLIC)
    assert [len(call) for call in calls] == [5, 5, 2]
    assert [message.text for call in calls for message in call] == [str(number) for number in range(12)]


@pytest.mark.parametrize(
    ("text", "units"), [("가나다", 3), ("𠮷", 2), ("👍🏽", 4), (FAMILY, 8), ("", 0), (URDU.strip(), len(URDU.strip()))]
)
def test_length_is_counted_in_utf16(text: str, units: int) -> None:
    assert count_units(text) == units


def test_text_of_exactly_the_limit_is_not_split() -> None:
    assert len(render_flat(Outgoing("가" * 5000, "ko"))) == 1
    assert [len(message["text"]) for message in render_flat(Outgoing("가" * 5001, "ko"))] == [5000, 1]


def test_surrogate_pairs_are_not_broken_at_the_limit() -> None:
    texts = [message["text"] for message in render_flat(Outgoing("a" + "𠮷" * 3000, "zh"))]
    assert "".join(texts) == "a" + "𠮷" * 3000
    assert [count_units(text) for text in texts] == [4999, 1002]


def test_graphemes_are_not_broken_at_the_limit() -> None:
    texts = split_text("ab" + FAMILY * 1000)
    assert [count_units(text) % 8 for text in texts] == [2, 0]
    assert all(regex.findall(r"\X", text)[-1] == FAMILY for text in texts)


@pytest.mark.parametrize(
    "sentence", [URDU, MONGOLIAN + " Тийм. ", "비자를 연장하세요. ", "请尽快延长签证。", "Is it? Yes! "]
)
def test_long_text_is_split_after_whole_sentences(sentence: str) -> None:
    text = sentence * (12_000 // len(sentence))
    pieces = split_text(text)
    endings = {piece[-1] for piece in pieces}
    assert endings <= set("؟.。!?")
    assert all(3000 < count_units(piece) <= 5000 for piece in pieces[:-1])
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_long_text_without_sentences_is_split_between_words() -> None:
    pieces = split_text("слово " * 2000)
    assert {word for piece in pieces for word in piece.split()} == {"слово"}


def test_grapheme_longer_than_a_message_is_still_sent() -> None:
    pieces = split_text("e" + "\u0301" * 6000)
    assert [len(piece) for piece in pieces] == [5000, 1001]


def test_counsellor_is_named_before_the_text_and_as_sender() -> None:
    (message,) = render_flat(Outgoing("Hello.", "en", author=Author.COUNSELLOR, name="Kim Minji"))
    assert message == {"type": "text", "text": "Kim Minji:\nHello.", "sender": {"name": "Kim Minji"}}


@pytest.mark.parametrize("name", ["Caroline", "LINE Kim"])
def test_sender_that_line_would_refuse_is_named_in_the_text_only(name: str) -> None:
    (message,) = render_flat(Outgoing("Hello.", "en", author=Author.COUNSELLOR, name=name))
    assert message == {"type": "text", "text": f"{name}:\nHello."}


def test_long_sender_is_cut() -> None:
    (message,) = render_flat(Outgoing("Hello.", "en", author=Author.COUNSELLOR, name="𠮷" * 15))
    assert message["sender"] == {"name": "𠮷" * 9 + "…"}
    assert message["text"].startswith("𠮷" * 15 + ":\n")


@pytest.mark.parametrize("author", [Author.BOT, Author.SYSTEM])
def test_only_counsellors_are_named(author: Author) -> None:
    assert render_flat(Outgoing("Hello.", "en", author=author, name="Kim")) == [{"type": "text", "text": "Hello."}]


def test_one_citation_is_a_bubble_with_title_date_and_link() -> None:
    text, card = render_flat(Outgoing("Answer.", "en", citations=(citation(),)))
    bubble = card["contents"]
    assert text["text"] == "Answer."
    assert (card["type"], card["altText"], bubble["type"]) == ("flex", "Sources: Article 1", "bubble")
    assert [part["text"] for part in bubble["body"]["contents"]] == ["Article 1", "Checked on 2026-10-01"]
    action = bubble["footer"]["contents"][0]["action"]
    assert action == {"type": "uri", "label": "Read", "uri": f"{PUBLIC}/guide/en/visa.topic1"}


def test_several_citations_are_a_carousel_and_more_than_twelve_two() -> None:
    cards = render_flat(Outgoing("", "en", citations=tuple(citation(number) for number in range(13))))
    assert [card["contents"]["type"] for card in cards] == ["carousel", "bubble"]
    assert len(cards[0]["contents"]["contents"]) == 12


def test_largest_carousel_stays_within_the_platform_limits() -> None:
    sources = tuple(citation(number, title="한" * 300, url="/" + "x" * 970) for number in range(12))
    (card,) = render_flat(Outgoing("", "ko", citations=sources))
    assert len(card["contents"]["contents"]) == 12
    assert count_units(card["altText"]) == 1500


def test_cards_read_from_right_to_left_in_urdu() -> None:
    directions = [
        render_flat(Outgoing("", language, citations=(citation(),)))[0]["contents"]["direction"]
        for language in ("ur", "en")
    ]
    assert directions == ["rtl", "ltr"]


@pytest.mark.parametrize("public_url", ["http://127.0.0.1:8000", "http://127.0.0.1:8000/"])
def test_citations_are_lines_with_links_where_there_is_no_https(public_url: str) -> None:
    (message,) = render_flat(Outgoing("Answer.", "en", citations=(citation(),)), public_url=public_url)
    link = "http://127.0.0.1:8000/guide/en/visa.topic1"
    assert message["text"] == f"Answer.\n\n• Article 1 (Checked on 2026-10-01)\n{link}"


def test_citation_without_an_address_or_date_is_a_line() -> None:
    (message,) = render_flat(Outgoing("Answer.", "en", citations=(citation(url="", verified=""),)))
    assert message["text"] == "Answer.\n\n• Article 1"


def test_address_is_written_in_ascii() -> None:
    (card,) = render_flat(Outgoing("", "ko", citations=(citation(url="/guide/ko/체류 연장"),)))
    uri = card["contents"]["footer"]["contents"][0]["action"]["uri"]
    assert uri == f"{PUBLIC}/guide/ko/%EC%B2%B4%EB%A5%98%20%EC%97%B0%EC%9E%A5"


def test_buttons_are_quick_replies_of_the_last_message_only() -> None:
    first = Outgoing("Answer.", "en", citations=(citation(),), buttons=buttons(2))
    rendered = render_flat(first, Outgoing("Notice.", "en"))
    assert [len(quick_replies(message)) for message in rendered] == [0, 0, 2]
    assert quick_replies(rendered[-1])[0] == {
        "type": "postback", "label": "Topic 0", "data": "#topic:t0", "displayText": "Topic 0",
    }  # fmt: skip


def test_same_button_twice_is_shown_once() -> None:
    message = Outgoing("Text.", "en", buttons=buttons(1))
    assert len(quick_replies(render_flat(message, message)[-1])) == 1


def test_quick_replies_are_on_the_last_call() -> None:
    calls = render([Outgoing(str(number), "en", buttons=buttons(3)) for number in range(7)], PUBLIC)
    assert [message.quick_reply is not None for call in calls for message in call] == [False] * 6 + [True]


def test_buttons_beyond_thirteen_are_listed() -> None:
    (message,) = render_flat(Outgoing("Choose.", "en", buttons=buttons(15)))
    assert len(quick_replies(message)) == 13
    assert message["text"] == "Choose.\n\n• Topic 13\n• Topic 14"


@pytest.mark.parametrize("length", [300, 301])
def test_payload_over_the_limit_is_listed_and_not_pressable(length: int) -> None:
    pressable = (Button("Talk", "#counsellor"), Button("Long", "#" + "x" * (length - 1)))
    (message,) = render_flat(Outgoing("Choose.", "en", buttons=pressable))
    assert len(quick_replies(message)) == (2 if length == 300 else 1)
    assert ("• Long" in message["text"]) is (length == 301)


def test_long_label_is_cut_and_its_title_is_shown_and_written_whole() -> None:
    title = "Extending a stay before it ends " + FAMILY
    (message,) = render_flat(Outgoing("Choose.", "en", buttons=(Button(title, "#article:visa.extension"),)))
    action = quick_replies(message)[0]
    assert (action["label"], action["displayText"]) == ("Extending a stay be…", title)
    assert message["text"] == f"Choose.\n\n• {title}"


def test_label_of_twenty_families_is_not_cut() -> None:
    (message,) = render_flat(Outgoing("Choose.", "mn", buttons=(Button(FAMILY * 20, "#topics"),)))
    assert quick_replies(message)[0]["label"] == FAMILY * 20


def test_list_after_cards_is_a_message_of_its_own() -> None:
    rendered = render_flat(Outgoing("Text.", "en", citations=(citation(),), buttons=buttons(14)))
    assert [message["type"] for message in rendered] == ["text", "flex", "text"]
    assert (rendered[-1]["text"], len(quick_replies(rendered[-1]))) == ("• Topic 13", 13)


def test_list_that_does_not_fit_below_the_text_is_a_message_of_its_own() -> None:
    rendered = render_flat(Outgoing("a" * 4995, "en", buttons=buttons(14)))
    assert [count_units(message["text"]) for message in rendered] == [4995, 10]


def test_buttons_without_a_text_are_listed_so_that_they_can_be_shown() -> None:
    (message,) = render_flat(Outgoing("", "en", buttons=buttons(2)))
    assert (message["text"], len(quick_replies(message))) == ("• Topic 0\n• Topic 1", 2)


@pytest.mark.parametrize(("limit", "cut"), [(3, "가나다"), (2, "가…"), (1, "…")])
def test_cutting_leaves_room_for_the_ellipsis(limit: int, cut: str) -> None:
    assert cut_graphemes("가나다", limit) == cut_units("가나다", limit) == cut


def test_cutting_by_units_keeps_graphemes_whole() -> None:
    assert cut_units(FAMILY * 3, 20) == FAMILY * 2 + "…"


WORDS = st.sampled_from(
    ["비자", "visa", "ویزا؟", "виз.", "签证。", FAMILY, "🇲🇳", "\n", "e\u0301", "\u200d", "(", "…", "𠮷"]
)
TEXTS = st.text(max_size=60) | st.builds("".join, st.lists(WORDS, max_size=30)) | st.builds(
    lambda words, times: " ".join(words * times), st.lists(WORDS, min_size=1, max_size=12), st.integers(1, 700)
) | st.builds(lambda word, times: word * times, WORDS, st.integers(1, 6000))  # fmt: skip
URLS = st.just("") | st.builds("/guide/{}".format, st.text(max_size=400))
CITATIONS = st.builds(
    Citation, article=st.just("visa.extension"), title=st.text(max_size=400), language=st.just("en"),
    passage=st.just("p"), source=st.just("s"), verified=st.sampled_from(["2026-10-01", "", "soon"]), url=URLS,
)  # fmt: skip
TITLES = st.text(min_size=1, max_size=40) | st.builds(lambda word, times: word * times, WORDS, st.integers(1, 400))
BUTTONS = st.builds(Button, TITLES, st.text(alphabet="#:abc😀", min_size=1, max_size=310))
OUTGOING = st.builds(
    Outgoing, text=TEXTS, language=st.sampled_from(["en", "ur", "ko", "xx"]),
    citations=st.lists(CITATIONS, max_size=15).map(tuple), buttons=st.lists(BUTTONS, max_size=16).map(tuple),
    author=st.sampled_from(list(Author)), name=st.none() | st.text(max_size=40),
)  # fmt: skip


def squeeze(text: str) -> str:
    """Return a text without white space, which may be left out between messages."""
    return "".join(text.split())


@settings(max_examples=150, deadline=None)
@given(messages=st.lists(OUTGOING, max_size=4), public_url=st.sampled_from([PUBLIC, "http://localhost:8000"]))
def test_whatever_is_shown_is_within_the_limits_and_complete(messages: list[Outgoing], public_url: str) -> None:
    rendered = render_flat(*messages, public_url=public_url)
    everything = squeeze("".join(_shown_texts(rendered)))
    pressed = {action["displayText"] for message in rendered for action in quick_replies(message)}
    for message in messages:
        assert squeeze(message.text) in everything
        assert all(squeeze(cited.title) in everything for cited in message.citations)
        for button in message.buttons:
            title = " ".join(button.title.split())
            assert title in pressed or squeeze(title) in everything
    assert all(not quick_replies(message) for message in rendered[:-1])


def _shown_texts(rendered: list[dict[str, Any]]) -> list[str]:
    texts = []
    for message in rendered:
        if message["type"] == "text":
            texts.append(message["text"])
        else:
            contents = message["contents"]
            bubbles = contents["contents"] if contents["type"] == "carousel" else [contents]
            texts += [bubble["body"]["contents"][0]["text"] for bubble in bubbles]
    return texts


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, limit=st.integers(8, 5000))
def test_pieces_of_a_text_are_short_enough_whole_and_complete(text: str, limit: int) -> None:
    pieces = split_text(text, limit)
    assert all(0 < count_units(piece) <= limit for piece in pieces)
    assert squeeze("".join(pieces)) == squeeze(text)
    graphemes = regex.findall(r"\X", text)
    if max(map(count_units, graphemes), default=0) <= limit:
        inside = [grapheme for piece in pieces for grapheme in regex.findall(r"\X", piece) if not grapheme.isspace()]
        assert len(inside) == len([grapheme for grapheme in graphemes if not grapheme.isspace()])
