"""Only Kakao with our secret may call, and only our bot's callback addresses are called."""

import pytest

from api.channels.kakao.access import is_allowed, is_callback_allowed, is_picture_allowed

HOST = "bot-api.kakao.com"
BOT = "b6b54489299f3f6f19ee700b"
PATH = f"/v1/bots/{BOT}/callback/-x"
SECRET, OTHER = "s" * 43, "t" * 43
HEADER = "X-Skill-Secret"

GOOD = [
    f"https://{HOST}{PATH}",
    f"https://{HOST}:443{PATH}",
    f"https://{HOST}/v1/bots/{BOT}!/callback/-DESakyVpcpLrR302L1l6BcAdvYp8y1zYgJVV2IRgTuKXV7EnvPxlI61-N2X_JpGX8QC3",
]
HOSTILE = [
    "",
    " ",
    "/v1/bots",
    PATH,
    f"//{HOST}{PATH}",
    f"http://{HOST}{PATH}",
    f"HTTPS://{HOST}{PATH}",
    f"ftp://{HOST}{PATH}",
    f"file://{HOST}{PATH}",
    f"javascript:https://{HOST}{PATH}",
    f"https:{HOST}{PATH}",
    f"https:/{HOST}{PATH}",
    f"https:///{HOST}{PATH}",
    f"https:\\\\{HOST}{PATH}",
    f"https://{HOST}.attacker.invalid{PATH}",
    f"https://attacker.invalid/{HOST}{PATH}",
    f"https://x{HOST}{PATH}",
    f"https://x.{HOST}{PATH}",
    f"https://{HOST}.{PATH}",
    f"https://{HOST.upper()}{PATH}",
    f"https://bot-apixkakao.com{PATH}",
    f"https://{HOST}@attacker.invalid{PATH}",
    f"https://user@{HOST}{PATH}",
    f"https://user:word@{HOST}{PATH}",
    f"https://@{HOST}{PATH}",
    f"https://attacker.invalid\\@{HOST}{PATH}",
    f"https://attacker.invalid#@{HOST}{PATH}",
    f"https://attacker.invalid?@{HOST}{PATH}",
    f"https://{HOST}:80{PATH}",
    f"https://{HOST}:8443{PATH}",
    f"https://{HOST}:0443{PATH}",
    f"https://{HOST}:{PATH}",
    f"https://{HOST}:443:443{PATH}",
    f"https://127.0.0.1{PATH}",
    f"https://[::1]{PATH}",
    f"https://2130706433{PATH}",
    f"https://0x7f.1{PATH}",
    f"https://169.254.169.254{PATH}",
    f"https://localhost{PATH}",
    f"https://bot-api.kаkao.com{PATH}",
    f"https://ｂot-api.kakao.com{PATH}",
    f"https://bot-api。kakao。com{PATH}",
    f"https://xn--bot-api-kako.com{PATH}",
    f"https://bot-api%2ekakao.com{PATH}",
    f"https://{HOST}%00.attacker.invalid{PATH}",
    f"https://{HOST}/v1/bots/anotherbot/callback/-x",
    f"https://{HOST}/v1/bots/{BOT}x/callback/-x",
    f"https://{HOST}/v1/bots/{BOT}!!/callback/-x",
    f"https://{HOST}/v1/bots/{BOT}%21/callback/-x",
    f"https://{HOST}/v1/bots/{BOT.upper()}/callback/-x",
    f"https://{HOST}/v1/bots//callback/-x",
    f"https://{HOST}/v1/bots/{BOT}/callback/",
    f"https://{HOST}/v1/bots/{BOT}/callback",
    f"https://{HOST}/v1/bots/{BOT}/callback/..",
    f"https://{HOST}/v1/bots/{BOT}/callback/../../x",
    f"https://{HOST}/v1/bots/{BOT}/callback/%2e%2e/x",
    f"https://{HOST}/v1/bots/{BOT}/callback/a%2fb",
    f"https://{HOST}/v1/bots/{BOT}/callback/a/b",
    f"https://{HOST}/v1/bots/{BOT}/callback/..;/b",
    f"https://{HOST}/v1/bots/x/../{BOT}/callback/-x",
    f"https://{HOST}//v1/bots/{BOT}/callback/-x",
    f"https://{HOST}/v2/bots/{BOT}/callback/-x",
    f"https://{HOST}/v2/bots/{BOT}/talk",
    f"https://{HOST}{PATH}?next=https://attacker.invalid",
    f"https://{HOST}{PATH}#fragment",
    f"https://{HOST}{PATH}\\..\\x",
    f"https://{HOST}{PATH}\n",
    f"https://{HOST}{PATH}\r\nHost: attacker.invalid",
    f"\thttps://{HOST}{PATH}",
    f" https://{HOST}{PATH}",
    f"https://{HOST}{PATH}\0",
    f"https://{HOST}/v1/bots/{BOT}/callback/ｘ",
    f"https://{HOST}/v1/bots/{BOT}/callback/{'x' * 600}",
    f"https://{HOST}\t{PATH}",
]


@pytest.mark.parametrize("url", GOOD)
@pytest.mark.parametrize("bot", [BOT, f"{BOT}!"])
def test_our_callback_address_is_allowed(url: str, bot: str) -> None:
    assert is_callback_allowed(url, [HOST], bot)


@pytest.mark.parametrize("url", HOSTILE)
def test_hostile_callback_address_is_refused(url: str) -> None:
    assert not is_callback_allowed(url, [HOST], BOT)


@pytest.mark.parametrize("bot", ["", "!", ".*", f"{BOT}|x", "../x", f"{BOT}\n"])
def test_strange_bot_id_allows_nothing(bot: str) -> None:
    assert not is_callback_allowed(f"https://{HOST}/v1/bots/{bot}/callback/-x", [HOST], bot)


@pytest.mark.parametrize("host", ["", ".*", "127.0.0.1", "[::1]", "localhost", "bot-api.kakao.com:8443", "a.b|c.d"])
def test_strange_host_in_the_settings_allows_nothing(host: str) -> None:
    assert not is_callback_allowed(f"https://{host}{PATH}", [host], BOT)
    assert is_callback_allowed(f"https://{HOST}{PATH}", [host, HOST], BOT)


def test_no_hosts_allow_nothing() -> None:
    assert not is_callback_allowed(GOOD[0], [], BOT)


@pytest.mark.parametrize("given", [{HEADER: SECRET}, {HEADER.lower(): OTHER}, {HEADER.upper(): SECRET, "Other": "x"}])
def test_right_secret_is_allowed(given: dict[str, str]) -> None:
    assert is_allowed(given, HEADER, [SECRET, OTHER])


@pytest.mark.parametrize(
    "given",
    [
        {},
        {HEADER: ""},
        {HEADER: SECRET[:-1]},
        {HEADER: f"{SECRET} "},
        {HEADER: "ключ"},
        {HEADER: "\udcff" * 43},
        {"Other": SECRET},
        {HEADER: SECRET, HEADER.lower(): SECRET},
    ],
)
def test_wrong_or_missing_or_repeated_secret_is_refused(given: dict[str, str]) -> None:
    assert not is_allowed(given, HEADER, [SECRET, OTHER])


@pytest.mark.parametrize("secrets", [[], [""], ["short"], ["x" * 31], [" " * 40]])
def test_unset_or_short_secret_lets_nobody_in(secrets: list[str]) -> None:
    for given in [*secrets, "", SECRET]:
        assert not is_allowed({HEADER: given}, HEADER, secrets)


def test_only_pictures_of_kakao_are_allowed() -> None:
    assert is_picture_allowed("https://secure.kakaocdn.net/dna/a.jpg?credential=x&expires=0")
    for url in (
        "https://kakaocdn.net.x.org/a",
        "http://a.kakaocdn.net/a",
        "https://a.kakaocdn.net@x.org/a",
        "https://xkakaocdn.net/a",
    ):
        assert not is_picture_allowed(url)
