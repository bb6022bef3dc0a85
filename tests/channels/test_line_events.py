"""Every recorded webhook is read as expected, and no body, however strange, does more than be refused as a whole."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.channels.line.events import EPOCH, BadWebhook, EventKind, LineEvent, LineKind, SourceKind, read_events

FOLDER = Path(__file__).parent / "bodies" / "line"
BODIES = {path.stem: path.read_bytes() for path in sorted(FOLDER.glob("*.json"))}
BOT = "U7c11c05dff7b9c8f9a4cbd787f6c813e"
ANH = "Uc5f96e75c454fa23d827923c76e6b5d1"
MIN = "Ube559c854d6e2aad4ebbd0c6d548d393"
LI = "U39aae99aca8f3b30ad77224d67e803e1"
ALI = "U7fa2dd80f7a7e06d7c1c400911d31690"
BOLD = "Ua8ff606eb0ecc1be9f51f7f7c0fa6316"

# (user, kind, kind of message, text, payload) of each event, in the order in which they are returned
Expected = tuple[str | None, str, str | None, str, str | None]
EXPECTED: dict[str, list[Expected]] = {
    "account-link-failed": [(None, "ignored", None, "", None)],
    "account-link-ok": [(MIN, "ignored", None, "", None)],
    "audio": [(ALI, "message", "audio", "", None)],
    "file": [(LI, "message", "file", "", None)],
    "follow": [(ANH, "follow", None, "", None)],
    "follow-unblocked": [(ANH, "follow", None, "", None)],
    "group-mention": [
        ("U03337b166af8e49560c2be070d44c9c8", "message", "text", "@글로벌도우미 비자 연장 서류 알려줘", None)
    ],
    "group-text-no-userid": [(None, "message", "text", "안녕하세요", None)],
    "image": [(BOLD, "message", "image", "", None)],
    "image-set": [(BOLD, "message", "image", "", None), (BOLD, "message", "image", "", None)],
    "location": [(MIN, "message", "location", "서울글로벌센터, 서울특별시 종로구 종로 38 (37.5696, 126.9837)", None)],
    "mixed-good-and-unparsable": [
        (LI, "message", "text", "外国人登录证丢了怎么办", None),
        (MIN, "message", "text", "두 번째 이벤트", None),
    ],
    "multi-events": [
        (LI, "follow", None, "", None),
        (ALI, "unfollow", None, "", None),
        (MIN, "message", "text", "최저임금이 얼마예요?", None),
    ],
    "postback": [(ANH, "postback", "text", "", "v=1&act=article&id=job.unpaid-wages&lang=vi")],
    "postback-datetime": [(MIN, "postback", "text", "2026-10-02 10:30", "v=1&act=visit-date&case=demo")],
    "redelivery-of-text-ko": [(MIN, "message", "text", "외국인등록은 입국하고 며칠 안에 해야 하나요?", None)],
    "redelivery-out-of-order": [
        (ANH, "message", "text", "Tôi ở quận Yeongdeungpo", None),
        (ANH, "message", "text", "À, tôi chuyển đến Guro rồi", None),
    ],
    "standby": [("U0f1573eea856fe71a08b99454647de89", "message", "text", "상담사님 계세요?", None)],
    "sticker": [(ANH, "message", "sticker", "thanks, bow, grateful", None)],
    "text-ko": [(MIN, "message", "text", "외국인등록은 입국하고 며칠 안에 해야 하나요?", None)],
    "text-mn-emoji": [(BOLD, "message", "text", "(moon) Эрүүл мэндийн даатгал хэдэн төгрөг вэ? 👩‍👧‍👦🇲🇳", None)],
    "text-quoting": [(LI, "message", "text", "这个我还是不明白", None)],
    "text-ur-rtl": [(ALI, "message", "text", "میرا ویزا اگلے ہفتے ختم ہو رہا ہے، کیا کروں؟", None)],
    "text-vi": [(ANH, "message", "text", "Chủ trả lương chậm 2 tháng rồi, tôi phải làm gì?", None)],
    "unfollow": [(ALI, "unfollow", None, "", None)],
    "unknown-event-type": [(MIN, "ignored", None, "", None)],
    "unknown-extra-properties": [(MIN, "message", "text", "전세 보증금 지키는 방법", None)],
    "unknown-message-type": [(ANH, "message", "unknown", "", None)],
    "unknown-sticker-resource-type": [(BOLD, "message", "sticker", "", None)],
    "unsend": [(LI, "unsend", None, "", None)],
    "verify-empty": [],
    "verify-legacy-dummy": [
        ("Udeadbeefdeadbeefdeadbeefdeadbeef", "ignored", None, "", None),
        ("Udeadbeefdeadbeefdeadbeefdeadbeef", "ignored", None, "", None),
    ],
}


def summarise(event: LineEvent) -> Expected:
    message = event.message
    return (
        event.user,
        str(event.kind),
        str(message.kind) if message else None,
        message.text if message else "",
        message.payload if message else None,
    )


def only(name: str) -> LineEvent:
    (event,) = read_events(BODIES[name])
    return event


def read_one(event: object) -> LineEvent:
    (read,) = read_events(json.dumps({"events": [event]}).encode())
    return read


def test_all_recorded_bodies_have_an_expectation() -> None:
    assert len(BODIES) == 32
    assert set(BODIES) == set(EXPECTED)


@pytest.mark.parametrize("name", BODIES)
def test_recorded_body_is_read_as_expected(name: str) -> None:
    assert [summarise(event) for event in read_events(BODIES[name])] == EXPECTED[name]


@pytest.mark.parametrize("name", [name for name in BODIES if name != "verify-legacy-dummy"])
def test_events_carry_their_own_id_time_and_our_bot(name: str) -> None:
    for event in read_events(BODIES[name]):
        assert event.identity == event.raw["webhookEventId"]
        assert event.at.timestamp() * 1000 == event.raw["timestamp"]
        assert event.at.tzinfo is UTC
        assert event.destination == BOT


@pytest.mark.parametrize("name", BODIES)
def test_there_is_a_reply_token_only_where_we_may_answer(name: str) -> None:
    for event in read_events(BODIES[name]):
        may_answer = event.raw.get("mode") == "active"
        assert event.active is may_answer
        assert event.reply_token == (event.raw.get("replyToken") if may_answer else None)


def test_time_is_when_it_happened_in_utc() -> None:
    assert only("text-ko").at == datetime(2026, 9, 21, 14, 14, 20, tzinfo=UTC)


def test_redelivery_is_the_same_event() -> None:
    first, again = only("text-ko"), only("redelivery-of-text-ko")
    assert first.identity == again.identity
    assert (first.redelivered, again.redelivered) == (False, True)


def test_standby_event_is_kept_but_may_not_be_answered() -> None:
    event = only("standby")
    assert (event.kind, event.active, event.reply_token) == (EventKind.MESSAGE, False, None)


def test_unknown_mode_is_not_active() -> None:
    assert [event.active for event in read_events(BODIES["mixed-good-and-unparsable"])] == [True, False]


def test_follower_who_had_blocked_us_is_told_apart() -> None:
    assert [only(name).returned for name in ("follow", "follow-unblocked")] == [False, True]


def test_message_taken_back_is_named() -> None:
    assert only("unsend").unsent == "461256165081820548"


def test_quoted_message_is_named() -> None:
    message = only("text-quoting").message
    assert message is not None
    assert message.quoted == "535151629828190625"


def test_file_has_its_name_and_size() -> None:
    message = only("file").message
    assert message is not None
    assert (message.id, message.file_name, message.size) == ("595886760622582849", "근로계약서_2026.pdf", 284311)


def test_places_are_told_apart() -> None:
    assert only("text-ko").source is SourceKind.USER
    assert only("group-mention").source is SourceKind.GROUP
    assert only("account-link-failed").source is SourceKind.NONE
    assert read_one({"type": "join", "source": {"type": "room", "roomId": "R1"}}).source is SourceKind.ROOM


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("account-link-ok", "type accountLink"),
        ("account-link-failed", "type accountLink"),
        ("unknown-event-type", "type pollAnswered"),
        ("verify-legacy-dummy", "verification"),
    ],
)
def test_ignored_event_says_why(name: str, reason: str) -> None:
    assert {event.reason for event in read_events(BODIES[name])} == {reason}


@pytest.mark.parametrize("token", ["0" * 32, "f" * 32])
def test_verification_is_known_by_its_token_alone(token: str) -> None:
    event = read_one(
        {"type": "message", "mode": "active", "replyToken": token, "message": {"type": "text", "text": "x"}}
    )
    assert (event.kind, event.reason) == (EventKind.IGNORED, "verification")


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (None, "not an object"),
        ([], "not an object"),
        ("message", "not an object"),
        ({}, "type missing"),
        ({"type": None}, "type missing"),
        ({"type": "message"}, "message without content"),
        ({"type": "message", "message": "hello"}, "message without content"),
        ({"type": "postback", "postback": {"data": 7}}, "postback without data"),
        ({"type": "unsend", "unsend": {}}, "unsend without message id"),
    ],
)
def test_event_that_cannot_be_understood_is_ignored_with_a_reason(event: object, reason: str) -> None:
    read = read_one(event)
    assert (read.kind, read.reason, read.message) == (EventKind.IGNORED, reason, None)


def test_event_without_an_id_is_recognised_by_its_content_whatever_the_delivery() -> None:
    event = {"type": "follow", "timestamp": 1, "source": {"type": "user", "userId": MIN}}
    first = read_one(event | {"deliveryContext": {"isRedelivery": False}})
    again = read_one(dict(reversed(event.items())) | {"deliveryContext": {"isRedelivery": True}})
    later = read_one(event | {"timestamp": 2})
    assert first.identity == again.identity != later.identity
    assert first.identity.startswith("sha256:")
    assert len(first.identity) <= 100


@pytest.mark.parametrize("timestamp", [None, "1790000060000", True, [], 1e300, -1e300, 10**30])
def test_unreadable_time_is_the_epoch(timestamp: object) -> None:
    assert read_one({"type": "follow", "timestamp": timestamp}).at == EPOCH


def test_sticker_with_own_words_says_those() -> None:
    message = {"type": "sticker", "id": "1", "text": "Rahmat!", "keywords": ["thanks"]}
    read = read_one({"type": "message", "message": message}).message
    assert read is not None
    assert read.text == "Rahmat!"


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ({"latitude": 37.5, "longitude": 127}, "(37.5, 127)"),
        ({"address": "Guro-gu", "latitude": 37.5}, "Guro-gu"),
        ({"title": "Guro", "latitude": True, "longitude": 1e300}, "Guro"),
        ({}, ""),
    ],
)
def test_location_tells_what_is_known(place: dict[str, Any], text: str) -> None:
    read = read_one({"type": "message", "message": {"type": "location", "id": "1"} | place}).message
    assert read is not None
    assert (read.kind, read.text) == (LineKind.LOCATION, text)


@pytest.mark.parametrize(("name", "value"), [("date", "2026-10-02"), ("time", "10:30")])
def test_picked_date_or_time_becomes_text(name: str, value: str) -> None:
    read = read_one({"type": "postback", "postback": {"data": "#answer:date", "params": {name: value}}}).message
    assert read is not None
    assert (read.payload, read.text) == ("#answer:date", value)


def test_characters_that_no_database_keeps_are_taken_out() -> None:
    text = "a\ud800b\0c\ud83d\ude00"
    message = read_one({"type": "message", "message": {"type": "text", "id": "1", "text": text}}).message
    assert message is not None
    assert message.text == "a\ufffdbc😀"


def test_what_people_write_is_not_in_the_representation() -> None:
    assert "외국인등록" not in repr(only("text-ko"))
    assert only("text-ko").raw["replyToken"] not in repr(only("text-ko"))


@pytest.mark.parametrize(
    "body",
    [
        b"", b"null", b"[]", b"{}", b'{"events": null}', b'{"events": {}}', b'{"events": [}', b"\xff\xfe",
        b'{"events": [NaN]}', b'{"events": [Infinity]}',
        '{"events": []}'.encode("utf-16"), b'{"events": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"events": [' + b"1" * 5000 + b"]}",
    ],
    ids=lambda body: repr(body[:20]),
)  # fmt: skip
def test_body_that_is_no_list_of_events_is_refused(body: bytes) -> None:
    with pytest.raises(BadWebhook):
        read_events(body)


def assert_harmless(body: bytes) -> None:
    """Nothing but BadWebhook is raised, and what is read is in order."""
    try:
        events = read_events(body)
    except BadWebhook:
        return
    places = [(event.user or "", event.at) for event in events]
    assert places == sorted(places)
    assert all(event.identity for event in events)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


def places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the paths to all values inside, the outermost left out."""
    inside: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        inside = list(value.items())
    elif isinstance(value, list):
        inside = list(enumerate(value))
    return [place for key, part in inside for place in ((*path, key), *places(part, (*path, key)))]


@settings(max_examples=500, deadline=None)
@given(data=st.data(), name=st.sampled_from(sorted(set(BODIES) - {"verify-empty"})))
def test_recorded_body_with_changed_values_is_harmless(data: st.DataObject, name: str) -> None:
    content: Any = json.loads(BODIES[name])
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(places(content)))
        inner = content
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = data.draw(JSON)
        if not places(content):
            break
    assert_harmless(json.dumps(content).encode())


@settings(max_examples=500, deadline=None)
@given(name=st.sampled_from(sorted(BODIES)), cut=st.integers(0, 2000), junk=st.binary(max_size=8))
def test_recorded_body_with_changed_bytes_is_harmless(name: str, cut: int, junk: bytes) -> None:
    body = BODIES[name]
    place = cut % len(body)
    assert_harmless(body[:place] + junk + body[place + len(junk) :])


@settings(max_examples=500, deadline=None)
@given(events=st.lists(JSON, max_size=4))
def test_random_events_are_harmless(events: list[object]) -> None:
    assert len(read_events(json.dumps({"events": events}).encode())) == len(events)
    assert_harmless(json.dumps(events).encode())


@pytest.mark.parametrize("depth", range(900, 1000, 7))
def test_deep_nesting_is_harmless(depth: int) -> None:
    assert_harmless(b'{"events": [{"type": "x", "y": ' + b"[" * depth + b"]" * depth + b"}]}")
