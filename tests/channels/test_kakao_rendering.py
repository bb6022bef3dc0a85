"""What residents see on KakaoTalk stays within Kakao's limits, and nothing of it is lost."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.channels.kakao.rendering import (
    MORE,
    ContextValue,
    Outgoing,
    Rendered,
    Words,
    apology,
    outgoing,
    render,
    waiting,
)
from api.conversations.models import Message
from api.messages import Button, Citation
from tools.fake_kakao import problems_of

PUBLIC = "https://help.example.org"
WORDS = Words("답변 더 보기", "상담사에게 전했어요.", "문제가 생겼어요.", "안내서", "열기", "상담사와 대화")
SENTENCES = {
    "ko": "체류기간이 끝나기 전에 연장을 신청하세요.",
    "en": "Apply for an extension before your period of stay ends!",
    "zh": "请在居留期满之前申请延长。",
    "vi": "Hãy xin gia hạn trước khi hết thời hạn lưu trú.",
    "mn": "Оршин суух хугацаа дуусахаас өмнө сунгуулна уу.",
    "ru": "Подайте заявление до окончания срока пребывания.",
    "uz": "Yashash muddati tugashidan oldin uzaytirishga ariza bering.",
    "ur": "قیام کی مدت ختم ہونے سے پہلے توسیع کی درخواست دیں۔",
}


def citation(number: int = 1, title: str = "Extending your stay", url: str | None = None) -> Citation:
    url = f"/guide/en/visa.{number}" if url is None else url
    return Citation(f"visa.{number}", title, "en", "passage", "Immigration Act art. 25", "2026-11-22", url)


def show(*messages: Outgoing, public_url: str = PUBLIC, more_follows: bool = False) -> Rendered:
    """Render and let the stand-in check the response."""
    rendered = render(messages, public_url, more_follows=more_follows, words=WORDS)
    assert problems_of(rendered.body) == []
    return rendered


def show_all(*messages: Outgoing, public_url: str = PUBLIC) -> list[dict[str, Any]]:
    """Render again and again until nothing is left."""
    bodies: list[dict[str, Any]] = []
    left = messages
    while left or not bodies:
        assert len(bodies) < 200, "no progress"
        rendered = show(*left, public_url=public_url)
        bodies.append(rendered.body)
        left = rendered.left
    return bodies


def texts(body: dict[str, Any]) -> list[str]:
    return [output["simpleText"]["text"] for output in body["template"]["outputs"] if "simpleText" in output]


def replies(body: dict[str, Any]) -> list[dict[str, Any]]:
    return list(body["template"].get("quickReplies", []))


def payloads(body: dict[str, Any]) -> list[str]:
    return [reply["extra"]["payload"] for reply in replies(body) if "extra" in reply]


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_stored_message_becomes_what_is_shown() -> None:
    message = Message(
        author="counsellor",
        kind="text",
        text="Hello",
        language="en",
        content={
            "citations": [{"article": "a", "title": "t", "url": "/guide/en/a", "future": 1}],
            "buttons": [{"title": "Yes", "payload": "#answer:yes"}],
            "name": "Kim",
        },
        created_at=datetime(2026, 11, 23, tzinfo=UTC),
    )
    shown = Outgoing(
        "Hello",
        "en",
        (Citation("a", "t", "", "", "", "", "/guide/en/a"),),
        (Button("Yes", "#answer:yes"),),
        "counsellor",
        "Kim",
    )
    assert outgoing(message, message.created_at) == shown


def test_answer_with_one_article_and_buttons() -> None:
    buttons = (Button("네", "#answer:yes"), Button("아니요", "#answer:no"))
    rendered = show(Outgoing("먼저 신청하세요.", "ko", (citation(),), buttons))
    assert rendered == Rendered(
        {
            "version": "2.0",
            "template": {
                "outputs": [
                    {"simpleText": {"text": "먼저 신청하세요."}},
                    {
                        "textCard": {
                            "title": "Extending your stay",
                            "description": "Immigration Act art. 25",
                            "buttons": [
                                {"label": "열기", "action": "webLink", "webLinkUrl": f"{PUBLIC}/guide/en/visa.1"}
                            ],
                        }
                    },
                ],
                "quickReplies": [
                    {"label": "네", "action": "message", "messageText": "네", "extra": {"payload": "#answer:yes"}},
                    {
                        "label": "아니요",
                        "action": "message",
                        "messageText": "아니요",
                        "extra": {"payload": "#answer:no"},
                    },
                ],
            },
        }
    )


def test_several_articles_are_one_list() -> None:
    body = show(Outgoing("Answer", citations=(citation(1), citation(2)))).body
    card = body["template"]["outputs"][1]["listCard"]
    assert card["header"] == {"title": "안내서"}
    assert [item["link"]["web"] for item in card["items"]] == [f"{PUBLIC}/guide/en/visa.{n}" for n in (1, 2)]


@pytest.mark.parametrize(
    ("public_url", "line"), [("http://10.0.0.1:8100/", "\nhttp://10.0.0.1:8100/guide/en/visa.1"), ("", "")]
)
def test_without_https_articles_are_lines(public_url: str, line: str) -> None:
    body = show(Outgoing("Answer", citations=(citation(),)), public_url=public_url).body
    assert texts(body) == [f"Answer\n\n• Extending your stay — Immigration Act art. 25{line}"]


@pytest.mark.parametrize("url", ["", "//attacker.invalid/x", "javascript:alert(1)", "guide", "/a b", "/" + "x" * 600])
def test_card_of_a_strange_address_has_no_link(url: str) -> None:
    outputs = show(Outgoing("", citations=(citation(url=url),))).body["template"]["outputs"]
    assert "buttons" not in outputs[0]["textCard"]


def test_long_title_of_an_article_stands_completely_below() -> None:
    title = "Maʼlumotnoma olish (chet elliklar roʻyxati, kirish-chiqish, boshqalar)"
    card = show(Outgoing("", citations=(citation(title=title),))).body["template"]["outputs"][0]["textCard"]
    assert card["title"].endswith("…")
    assert card["description"].startswith(f"{title}\n")


def test_long_source_of_an_article_is_shortened() -> None:
    cited = replace(citation(title="제목"), source="출입국관리법 " * 200)
    card = show(Outgoing("", citations=(cited,))).body["template"]["outputs"][0]["textCard"]
    assert card["description"].endswith("…")


def test_counsellor_is_named() -> None:
    assert texts(show(Outgoing("Hello", author="counsellor", name="Kim")).body) == ["Kim:\nHello"]


def test_titles_without_room_are_numbered_and_listed() -> None:
    buttons = (Button("If your period of stay has ended", "#article:visa.overstay"), Button("상담사", "#counsellor"))
    body = show(Outgoing("Answer.", buttons=buttons)).body
    assert texts(body) == ["Answer.\n\n1. If your period of stay has ended\n2. 상담사"]
    assert [reply["label"] for reply in replies(body)] == ["1. If your p…", "2. 상담사"]
    assert [reply["messageText"] for reply in replies(body)] == [button.title for button in buttons]


def test_listed_titles_get_a_bubble_of_their_own_when_the_text_is_full() -> None:
    body = show(Outgoing("x" * 950, buttons=(Button("If your period of stay has ended", "#topics"),))).body
    assert texts(body) == ["x" * 950, "1. If your period of stay has ended"]


def test_same_button_is_shown_once() -> None:
    button = Button("상담사와 대화", "#counsellor")
    body = show(Outgoing("One", buttons=(button,)), Outgoing("Two", buttons=(button,))).body
    assert payloads(body) == ["#counsellor"]


@pytest.mark.parametrize("count", [1, 9, 10, 11, 19, 30])
def test_every_button_is_shown_sooner_or_later(count: int) -> None:
    buttons = tuple(Button(f"제목 {number}", f"#topic:a{number}") for number in range(count))
    bodies = show_all(Outgoing("Choose", buttons=buttons))
    shown = [payload for body in bodies for payload in payloads(body) if payload != MORE]
    assert shown == [button.payload for button in buttons]
    assert [MORE in payloads(body) for body in bodies] == [True] * (len(bodies) - 1) + [False]


def test_ten_buttons_need_no_second_response() -> None:
    buttons = tuple(Button(f"제목 {number}", f"#topic:a{number}") for number in range(10))
    assert show(Outgoing("Choose", buttons=buttons)).left == ()


def test_fourth_bubble_waits_for_the_next_response() -> None:
    first = show(*(Outgoing(f"Message {number}") for number in range(4)))
    assert texts(first.body) == ["Message 0", "Message 1", "Message 2"]
    assert payloads(first.body) == [MORE]
    second = show(*first.left)
    assert (texts(second.body), replies(second.body), second.left) == (["Message 3"], [], ())


def test_more_that_follows_is_offered() -> None:
    assert payloads(show(Outgoing("One moment"), more_follows=True).body) == [MORE]


@pytest.mark.parametrize("more_follows", [True, False])
def test_without_messages_something_is_said(more_follows: bool) -> None:
    body = show(Outgoing(" \n"), more_follows=more_follows).body
    assert texts(body) == ["상담사에게 전했어요."]
    assert payloads(body) == [MORE] * more_follows


@pytest.mark.parametrize("language", SENTENCES)
def test_long_text_is_cut_at_ends_of_sentences(language: str) -> None:
    sentence = SENTENCES[language]
    bodies = show_all(Outgoing(" ".join([sentence] * 250), language))
    pieces = [text for body in bodies for text in texts(body)]
    assert len(pieces) > 3
    assert all(piece.endswith(sentence[-1]) for piece in pieces)
    assert " ".join(pieces) == " ".join([sentence] * 250)


def test_number_of_a_step_stays_with_its_step() -> None:
    steps = "\n".join(f"{number}. {'step ' * 30}end" for number in range(1, 20))
    pieces = [text for body in show_all(Outgoing(steps)) for text in texts(body)]
    assert not any(re.search(r"\d\.$", piece) for piece in pieces)
    assert "\n".join(pieces) == steps


@pytest.mark.parametrize("character", ["👩🏽", "👨‍👩‍👧", "é", "🇰🇷", "가", "کِ"])
def test_no_character_is_cut_in_two(character: str) -> None:
    whole = character * 1000
    pieces = [text for body in show_all(Outgoing(f"x{whole}")) for text in texts(body)]
    assert "".join(pieces) == f"x{whole}"
    if character != "🇰🇷":
        assert all(piece.endswith(character) for piece in pieces)


def test_context_is_passed_on() -> None:
    context = [ContextValue("case", 5, 600, {"id": "c1"}), ContextValue("old", 0)]
    body = render([Outgoing("x")], PUBLIC, more_follows=False, words=WORDS, context=context).body
    assert body["context"]["values"] == [
        {"name": "case", "lifeSpan": 5, "ttl": 600, "params": {"id": "c1"}},
        {"name": "old", "lifeSpan": 0, "params": {}},
    ]


def test_context_that_takes_too_much_room_is_refused() -> None:
    with pytest.raises(ValueError, match="1,000 bytes"):
        render([], "", more_follows=False, words=WORDS, context=[ContextValue("a", 1, params={"x": "y" * 1000})])


def test_waiting_has_no_template() -> None:
    assert waiting("잠시만요") == {"version": "2.0", "useCallback": True, "data": {"text": "잠시만요"}}


def test_apology_offers_a_counsellor() -> None:
    body = apology("ko", WORDS)
    assert problems_of(body) == []
    assert (texts(body), payloads(body)) == (["문제가 생겼어요."], ["#counsellor"])


def test_fullest_response_stays_below_thirty_kilobytes() -> None:
    buttons = tuple(Button("가" * 90 + str(number), f"{number}" + "가" * 99) for number in range(9))
    full = Outgoing("가" * 1900, "ko", (citation(title="가" * 99),) * 5, buttons)
    bodies = show_all(full, full, full)
    assert len(bodies) > 2


LETTERS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Zs"]), min_size=1)
PROSE = st.lists(st.sampled_from([*SENTENCES.values(), "\n", "👨‍👩‍👧", "1. ", "x" * 400]) | LETTERS, max_size=40).map(
    " ".join
)
BUTTONS = st.builds(Button, st.text("가aЖ👩 ", max_size=40), st.text("#:ab", max_size=110))
CITATIONS = st.builds(citation, st.integers(0, 99), LETTERS)
MESSAGES = st.builds(
    Outgoing,
    PROSE,
    citations=st.lists(CITATIONS, max_size=7).map(tuple),
    buttons=st.lists(BUTTONS, max_size=14).map(tuple),
    name=st.none() | st.just("Kim"),
)


@given(st.lists(MESSAGES, min_size=1, max_size=5), st.sampled_from([PUBLIC, "http://localhost:8100", ""]))
def test_every_response_is_valid_and_no_text_is_lost(messages: list[Outgoing], public_url: str) -> None:
    bodies = show_all(*messages, public_url=public_url)
    shown = bare("".join(text for body in bodies for text in texts(body)))
    for message in messages:
        assert all(word in shown for word in message.text.split())
    if public_url == PUBLIC:
        assert all(f"{PUBLIC}{one.url}" in str(bodies) for message in messages for one in message.citations)
    wanted = {one.payload for message in messages for one in message.buttons if one.title.strip() and one.payload}
    assert {one for one in wanted if len(one) <= 100} <= {payload for body in bodies for payload in payloads(body)}


@given(st.lists(st.sampled_from(sorted(SENTENCES.values())) | LETTERS, min_size=1, max_size=60).map(" ".join))
def test_text_of_a_message_comes_whole_and_in_order(text: str) -> None:
    pieces = [piece for body in show_all(Outgoing(text)) for piece in texts(body)]
    assert bare("".join(pieces)) == bare(text)


@given(st.text(), st.text(), st.text())
def test_no_text_breaks_a_response(text: str, title: str, name: str) -> None:
    rendered = show(Outgoing(text, citations=(citation(title=title),), buttons=(Button(title, "#topics"),), name=name))
    assert str(rendered.body).encode()
