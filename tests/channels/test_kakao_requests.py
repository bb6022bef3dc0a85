"""Whatever KakaoTalk sends is read; what is missing or strange is left out, and nothing else goes wrong."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.channels.kakao.requests import BadSkillRequest, SkillRequest, fingerprint, read_skill

BODIES = Path(__file__).parent / "bodies" / "kakao"
BOT = "b6b54489299f3f6f19ee700b"
FALLBACK = "b06b6ca27e616bdc055ffe09"
ARTICLE = "d6b56ee73e1fc3a6cc6bce4a"
LIVE = SkillRequest(is_friend=True, bot=BOT, block=FALLBACK, language_hint="ko")
CALLBACK = f"https://bot-api.kakao.com/v1/bots/{BOT}"

EXPECTED = {
    "app-user-id": replace(
        LIVE,
        user="43d7300bd5f6338a39965b2f42dfb621ea812311cdc678398e3e4955ef1c835f73",
        plusfriend_user="UXjRqwyuUV2O",
        app_user="3162061431",
        utterance="내 상담 내역",
        block=ARTICLE,
    ),
    "bot-test-console": replace(
        LIVE,
        user="1cc63edb4941ef74ee998c4ce9ece840d4795ecc090254f5bb77deb12f87ca2ba5",
        is_friend=False,
        utterance="월세 보증금 못 받았어요",
        bot=f"{BOT}!",
        is_test=True,
    ),
    "callback-url": replace(
        LIVE,
        user="d8ef8f6b0d6d12f32744aa2fba9ff0590179faec43e0a8ab4b0e19f55d91d6eb2e",
        plusfriend_user="qpqEJPZ3kxoh",
        utterance="D-10 비자인데 아르바이트 해도 되나요? 시간 제한도 알려주세요",
        callback_url=f"{CALLBACK}/callback/-AO9ODVH4oSvWMlgJR8QIAUYG3YE8GpIO9aL9UOpgmP-zX-eYrWqsN1_dkmw_dTlF_3mY",
    ),
    "callback-url-dev-bot": replace(
        LIVE,
        user="d7c968527f18a6a6108db049f15c4db745104f61280fe5bfa4502fba01a1f50187",
        plusfriend_user="1MujkV9q03HT",
        utterance="테스트입니다",
        bot=f"{BOT}!",
        callback_url=f"{CALLBACK}!/callback/-DESakyVpcpLrR302L1l6BcAdvYp8y1zYgJVV2IRgTuKXV7EnvPxlI61-N2X_JpGX8QC3",
    ),
    "callback-url-hostile": replace(
        LIVE,
        user="31643a168e9bf90ea3f793883a696c7a167a9f870c44744af01b74b4b4f61d33f0",
        plusfriend_user="XjL56lOXtp1x",
        utterance="hello",
        callback_url=f"https://bot-api.kakao.com.attacker.invalid/v1/bots/{BOT}/callback/-x",
    ),
    "entity-params": replace(
        LIVE,
        user="e6bd215bf6e6b4cad34657828cde8bb292b5044b48090bb6a5109872ec26964bc7",
        plusfriend_user="ujzlErrC2tqP",
        utterance="10월 2일에 비자 만료돼요",
        block="fd3d014538c8e1901e81bd0e",
    ),
    "event-api-block": replace(
        LIVE,
        user="9a47ef63f7ee707fde312e459a19efc7ecc3989f4d20c0e3e10d755bf8b604d95a",
        plusfriend_user="E2qsaIAqoMEL",
        utterance="상담 답변 알림",
        block="aba1103472aa9cb34b131f0a",
        event={"caseId": "demo-0001", "replySeq": "3"},
    ),
    "fallback-block": replace(
        LIVE,
        user="83ed9eb1e4349a7b7264dcbe383f1223fd525399cf584b396fa1bda26c81c78866",
        plusfriend_user="RLwxw6SvUn9y",
        utterance="사장님이 월급을 두 달째 안 줘요 ㅠㅠ",
    ),
    "fallback-vi": replace(
        LIVE,
        user="3a145bdbee348c1af75df4dd643ea79db41da942b89e659000342b67f105473d82",
        plusfriend_user="eybSzO2LdrQC",
        utterance="Tôi muốn gia hạn visa E-9 ở đâu?",
    ),
    "list-item-client-extra": replace(
        LIVE,
        user="0e4ef038679a239b646f9c1dc4df984cc444cbee8ee0985a80f3a75d203b42fa08",
        plusfriend_user="85HZVKHH6cz4",
        utterance="외국인등록 (90일 이내)",
        block=ARTICLE,
    ),
    "minimal-and-unknown-fields": replace(
        LIVE,
        user="ce4ac9544a9bdbb2ff2891dfb8c3e4bb1563da2660aec7a4517180bea1413cce06",
        is_friend=False,
        utterance="안녕",
        language_hint="kr",
    ),
    "non-friend-user": replace(
        LIVE,
        user="a36709d586236aa52da41370114a580adff632b3d48efdc0f8719625994ccf8809",
        plusfriend_user="_HIHlb1RwsAz",
        is_friend=False,
        utterance="상담사와 이야기하고 싶어요",
    ),
    "quick-reply-client-extra": replace(
        LIVE,
        user="4c606780a9ec05d3efed6ed38a3278a975345f01a644d936b913f176d38d852508",
        plusfriend_user="JTxqZzaQaioj",
        utterance="임금 체불",
        block=ARTICLE,
    ),
    "secure-image": replace(
        LIVE,
        user="3a0391acaeb65361a0938990488e27c386fa96a64f838e923407ec0a320625dd30",
        plusfriend_user="rXV70lzc0HAR",
        utterance="사진 전송 완료",
        block="063cfd83367d070f3ff5beef",
        pictures=("https://secure.kakaocdn.net/dna/EXAMPLE/EXAMPLE/XXX/img_org.jpg?credential=EXAMPLE&expires=0",),
    ),
    "skill-test-default": SkillRequest(
        user="123456", utterance="발화 내용", bot=BOT, block="286c797f6c130613f4426179", is_test=True
    ),
    "welcome-block": replace(
        LIVE,
        user="c988a82e7bdb9bca21e88ef60ca530c060375abe5d7e022c89bc29530802d15050",
        plusfriend_user="I99Rk3SKCged",
        utterance="시작",
        block="9c70fa04e9b885c9e98811a4",
        is_welcome=True,
    ),
}


def load(name: str) -> dict[str, Any]:
    return dict(json.loads((BODIES / f"{name}.json").read_bytes()))


def read(body: object) -> SkillRequest:
    return read_skill(json.dumps(body).encode())


def with_extra(extra: object) -> SkillRequest:
    return read({"action": {"clientExtra": extra}})


def with_picture(addresses: str) -> SkillRequest:
    return read({"action": {"params": {"secureimage": json.dumps({"secureUrls": addresses})}}})


@pytest.mark.parametrize("name", sorted(path.stem for path in BODIES.glob("*.json")))
def test_every_known_body_is_read_completely(name: str) -> None:
    assert read_skill((BODIES / f"{name}.json").read_bytes()) == EXPECTED[name]


def test_no_expected_body_is_missing() -> None:
    assert {path.stem for path in BODIES.glob("*.json")} == set(EXPECTED)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'"text"', b"null", b"1", b"{", b"\xff\xfe", b"[" * 100_000, b"9" * 5000, b'{"a": 1} x']
)
def test_body_that_is_no_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(BadSkillRequest):
        read_skill(body)


def test_pressed_button_brings_its_payload() -> None:
    assert with_extra({"payload": "#article:visa.extension"}).payload == "#article:visa.extension"
    assert with_extra({"payload": "x" * 100}).payload == "x" * 100


@pytest.mark.parametrize(
    "extra", [None, "null", [], {}, {"payload": None}, {"payload": 1}, {"payload": ""}, {"payload": "x" * 101}]
)
def test_strange_button_is_no_button(extra: object) -> None:
    assert with_extra(extra).payload is None


@pytest.mark.parametrize("friend", [True, "true", "True"])
def test_friend_is_recognised_in_words_too(friend: object) -> None:
    assert read({"userRequest": {"user": {"properties": {"isFriend": friend}}}}).is_friend


@pytest.mark.parametrize("friend", [False, "false", None, 1, "yes", {}])
def test_anything_else_is_no_friend(friend: object) -> None:
    assert not read({"userRequest": {"user": {"properties": {"isFriend": friend}}}}).is_friend


def test_names_with_underscores_are_understood() -> None:
    properties = {"bot_user_key": "b", "plusfriend_user_key": "p", "app_user_id": 7}
    request = read({"userRequest": {"user": {"id": "other", "properties": properties}}})
    assert (request.user, request.plusfriend_user, request.app_user) == ("b", "p", "7")


def test_several_pictures_are_found_and_foreign_ones_left_out() -> None:
    first, second = "https://a.kakaocdn.net/1.jpg?x=1,2", "https://b.kakaocdn.net/2.jpg"
    foreign = "https://kakaocdn.net.example.org/3.jpg, http://a.kakaocdn.net/4.jpg, https://u@a.kakaocdn.net/5.jpg"
    assert with_picture(f"List({first}, {second}, {foreign})").pictures == (first, second)


@pytest.mark.parametrize("addresses", ["", "List()", "List(", "x", "List(https://a.kakaocdn.net/1.jpg"])
def test_picture_parameter_in_another_form_is_no_picture(addresses: str) -> None:
    assert with_picture(addresses).pictures == ()


def test_halves_of_characters_and_nulls_are_replaced() -> None:
    request = read_skill(b'{"userRequest": {"utterance": "a\\ud800b\\u0000c"}}')
    assert request.utterance == "a\ufffdb\ufffdc"
    assert len(fingerprint(request)) == 64


def test_same_delivery_has_the_same_fingerprint() -> None:
    body = (BODIES / "callback-url.json").read_bytes()
    assert fingerprint(read_skill(body)) == fingerprint(read_skill(body))


def test_another_delivery_has_another_fingerprint() -> None:
    first = EXPECTED["callback-url"]
    others = [
        replace(first, user="another"),
        replace(first, block="another"),
        replace(first, utterance="another"),
        replace(first, payload="another"),
        replace(first, callback_url="another"),
    ]
    assert len({fingerprint(request) for request in [first, *others]}) == 6


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def places(value: object) -> list[tuple[Any, Any]]:
    """Return every place in a body as its holder and key."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []
    return [found for key, inner in entries for found in [(value, key), *places(inner)]]


@given(st.sampled_from(sorted(EXPECTED)), st.data())
def test_body_with_anything_anywhere_is_read(name: str, data: st.DataObject) -> None:
    body = load(name)
    for _ in range(data.draw(st.integers(1, 4))):
        holder, key = data.draw(st.sampled_from(places(body)))
        holder[key] = data.draw(ANYTHING)
    request = read(body)
    assert len(fingerprint(request)) == 64
    assert len(request.payload or "") <= 100


@given(st.binary(max_size=300), st.sampled_from(sorted(EXPECTED)), st.integers(0, 3000))
def test_broken_bytes_raise_nothing_else(noise: bytes, name: str, at: int) -> None:
    whole = (BODIES / f"{name}.json").read_bytes()
    for body in (noise, whole[:at] + noise + whole[at:], whole[:at]):
        try:
            assert isinstance(read_skill(body), SkillRequest)
        except BadSkillRequest as error:
            assert str(error).startswith("the body is not")  # noqa: PT017 - either outcome is right
