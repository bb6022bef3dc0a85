"""Both services behind made-up servers: what goes out, what comes back, and every way in which it goes wrong."""

import asyncio
import json
from collections.abc import Callable, Iterable
from datetime import date, timedelta

import httpx
import pytest
from pydantic import ValidationError

from api.translation.checked import translate_checked
from api.translation.factory import new_client, new_translator
from api.translation.facts import FactKind
from api.translation.google import GoogleTranslator
from api.translation.libre import LibreTranslator
from api.translation.ports import (
    KeyRefused,
    LanguageUnsupported,
    QuotaExceeded,
    TranslationFailed,
    TranslationTooSlow,
)
from api.translation.sentences import cut
from api.translation.settings import TranslationSettings
from api.translation.texts import TextTranslator
from knowledge.detection import LanguageDetector
from knowledge.languages import Language

TODAY = date(2026, 11, 23)
LIMIT = timedelta(seconds=5)
Answer = httpx.Response | Exception


class Server:
    """Answers the prepared answers in their order, the last one for ever, and keeps what was asked and waited."""

    def __init__(self, answers: Iterable[Answer]) -> None:
        self.answers, self.requests, self.waits = list(answers), list[httpx.Request](), list[float]()
        self.client = httpx.AsyncClient(base_url="http://service", transport=httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def pause(self, seconds: float) -> None:
        """Only note how long it would have been."""
        self.waits.append(seconds)

    @property
    def google(self) -> GoogleTranslator:
        """A client of this server as if it were Google."""
        return GoogleTranslator(self.client, "secret", self.pause)

    @property
    def libre(self) -> LibreTranslator:
        """A client of this server as if it were LibreTranslate."""
        return LibreTranslator(self.client, "secret", self.pause)


class FakeProvider:
    """Translates with a function and keeps what it was given."""

    max_characters = 40

    def __init__(self, translate: Callable[[str], str]) -> None:
        self._translate, self.texts = translate, list[str]()

    async def translate(self, text: str, source: Language, target: Language) -> str:  # noqa: ARG002 - the port
        """Return what the function makes of the text."""
        self.texts.append(text)
        return self._translate(text)


def google_says(text: str) -> httpx.Response:
    return httpx.Response(200, json={"data": {"translations": [{"translatedText": text}]}})


def google_error(status: int, reason: str, message: str = "") -> httpx.Response:
    return httpx.Response(status, json={"error": {"code": status, "message": message, "errors": [{"reason": reason}]}})


async def test_google_gets_plain_text_and_the_key_in_a_header_only() -> None:
    server = Server([google_says("我不知道。")])
    assert await server.google.translate("I don't know.", Language.EN, Language.ZH) == "我不知道。"
    [request] = server.requests
    assert json.loads(request.content) == {"q": ["I don't know."], "source": "en", "target": "zh-CN", "format": "text"}
    assert request.headers["X-Goog-Api-Key"] == "secret"
    assert "secret" not in str(request.url)


async def test_libre_gets_the_text_and_the_key_in_the_body() -> None:
    server = Server([httpx.Response(200, json={"translatedText": "Привет"})])
    assert await server.libre.translate("안녕하세요", Language.KO, Language.RU) == "Привет"
    body = json.loads(server.requests[0].content)
    assert body == {"q": "안녕하세요", "source": "ko", "target": "ru", "format": "text", "api_key": "secret"}


GOOGLE_ERRORS = [
    (google_error(403, "dailyLimitExceeded"), QuotaExceeded),
    (google_error(429, "rateLimitExceeded"), QuotaExceeded),
    (google_error(403, "accessNotConfigured"), KeyRefused),
    (google_error(401, "required"), KeyRefused),
    (
        httpx.Response(400, json={"error": {"message": "", "details": [{"reason": "API_KEY_INVALID"}]}}),
        KeyRefused,
    ),
    (google_error(400, "invalid", "Bad language pair: ko|xx"), LanguageUnsupported),
    (google_error(500, "backendError"), TranslationFailed),
    (httpx.Response(502, text="<html>bad gateway</html>"), TranslationFailed),
    (httpx.Response(200, json={"data": {"translations": []}}), TranslationFailed),
    (httpx.Response(200, text="no json"), TranslationFailed),
    (google_says(" "), TranslationFailed),
]
LIBRE_ERRORS = [
    (httpx.Response(429, json={"error": "Slowdown: 30 per 1 minute"}), QuotaExceeded),
    (httpx.Response(403, json={"error": "Invalid API key"}), KeyRefused),
    (httpx.Response(400, json={"error": "Please contact the server operator to get an API key"}), KeyRefused),
    (httpx.Response(400, json={"error": "mn is not supported"}), LanguageUnsupported),
    (httpx.Response(400, json={"error": "Korean (ko) is not available as a target language"}), LanguageUnsupported),
    (httpx.Response(400, json={"error": "Invalid request: request (9) exceeds text limit (5)"}), TranslationFailed),
    (httpx.Response(500, json={"error": "Cannot translate text"}), TranslationFailed),
    (httpx.Response(200, json={"translatedText": ["list"]}), TranslationFailed),
]


@pytest.mark.parametrize(("answer", "error"), GOOGLE_ERRORS)
async def test_google_errors_are_told_apart(answer: httpx.Response, error: type[TranslationFailed]) -> None:
    with pytest.raises(TranslationFailed) as raised:
        await Server([answer]).google.translate("여권", Language.KO, Language.MN)
    assert type(raised.value) is error
    assert "여권" not in str(raised.value)


@pytest.mark.parametrize(("answer", "error"), LIBRE_ERRORS)
async def test_libre_errors_are_told_apart(answer: httpx.Response, error: type[TranslationFailed]) -> None:
    with pytest.raises(TranslationFailed) as raised:
        await Server([answer]).libre.translate("여권", Language.KO, Language.MN)
    assert type(raised.value) is error


@pytest.mark.parametrize(
    "first", [httpx.Response(429), httpx.Response(503), httpx.ConnectError("dropped"), httpx.RemoteProtocolError("cut")]
)
async def test_passing_failure_is_tried_once_more(first: Answer) -> None:
    server = Server([first, google_says("ok")])
    assert await server.google.translate("네", Language.KO, Language.EN) == "ok"
    assert (len(server.requests), len(server.waits)) == (2, 1)


async def test_second_failure_is_not_tried_again() -> None:
    server = Server([httpx.ReadError("dropped")])
    with pytest.raises(TranslationFailed):
        await server.google.translate("네", Language.KO, Language.EN)
    assert len(server.requests) == 2


async def test_refused_key_is_not_tried_again() -> None:
    server = Server([google_error(403, "forbidden")])
    with pytest.raises(KeyRefused):
        await server.google.translate("네", Language.KO, Language.EN)
    assert len(server.requests) == 1


async def test_retry_waits_as_long_as_the_service_asks() -> None:
    server = Server([httpx.Response(429, headers={"Retry-After": "2"}), google_says("ok")])
    await server.google.translate("네", Language.KO, Language.EN)
    assert server.waits == [2.0]


async def test_service_that_asks_for_a_long_wait_is_left_alone_and_says_how_long() -> None:
    server = Server([httpx.Response(429, headers={"Retry-After": "60"})])
    with pytest.raises(QuotaExceeded) as raised:
        await server.libre.translate("네", Language.KO, Language.EN)
    assert raised.value.retry_after == timedelta(seconds=60)
    assert (len(server.requests), server.waits) == (1, [])


async def test_moment_in_the_past_as_retry_after_means_at_once() -> None:
    server = Server([httpx.Response(503, headers={"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}), google_says("ok")])
    await server.google.translate("네", Language.KO, Language.EN)
    assert server.waits == [0.0]


async def test_slow_service_is_given_up() -> None:
    class Slow(FakeProvider):
        async def translate(self, text: str, source: Language, target: Language) -> str:  # noqa: ARG002 - the port
            await asyncio.Event().wait()
            return text

    with pytest.raises(TranslationTooSlow):
        await TextTranslator(Slow(str), timedelta(milliseconds=10)).translate("네", Language.KO, Language.EN)


async def test_time_limit_of_the_client_is_too_slow_as_well() -> None:
    server = Server([httpx.ReadTimeout("slow")])
    with pytest.raises(TranslationTooSlow):
        await server.libre.translate("네", Language.KO, Language.EN)
    assert len(server.requests) == 1


async def test_long_text_is_cut_at_sentences_and_put_together_again() -> None:
    text = "First sentence is here.\nSecond one, 2.5 long. Third sentence follows it. End."
    provider = FakeProvider(str.upper)
    translated = await TextTranslator(provider, LIMIT).translate(text, Language.EN, Language.KO)
    assert translated == text.upper()
    assert len(provider.texts) > 1
    assert all(len(piece) <= 40 and piece[-1] == "." for piece in provider.texts)


@pytest.mark.parametrize("text", ["가나다라" * 30, "一句话。" * 30, "word " * 40, "یہ جملہ ہے۔" * 12])
def test_pieces_joined_are_the_text(text: str) -> None:
    pieces = cut(text, 25)
    assert "".join(pieces) == text
    assert max(map(len, pieces)) <= 25


async def test_codes_numbers_addresses_and_laws_never_reach_the_service() -> None:
    text = "「출입국관리법」 E-9, 1577-1366, https://www.hikorea.go.kr, a@b.kr, [1] 참고"
    provider = FakeProvider(lambda piece: piece.replace("[", "［ ").replace("참고", "see"))
    provider.max_characters = 500
    translated = await TextTranslator(provider, LIMIT).translate(text, Language.KO, Language.EN)
    assert provider.texts == ["[2] [3], [4], [5], [6], [1] 참고"]
    assert translated.replace("［ 1]", "[1]") == text.replace("참고", "see")


async def test_lost_mark_means_translating_again_without_marks() -> None:
    provider = FakeProvider(lambda piece: piece.replace("[1]", ""))
    translated = await TextTranslator(provider, LIMIT).translate("E-9 visa", Language.EN, Language.VI)
    assert (translated, provider.texts) == ("E-9 visa", ["[1] visa", "E-9 visa"])


@pytest.mark.parametrize("text", ["", " \n", "1345", "https://www.hikorea.go.kr E-9", "👍"])
async def test_nothing_to_translate_is_not_sent(text: str) -> None:
    provider = FakeProvider(str.upper)
    assert await TextTranslator(provider, LIMIT).translate(text, Language.KO, Language.EN) == text
    assert provider.texts == []


@pytest.mark.parametrize(
    ("answer", "language"),
    [
        ("여권을 사장님에게 맡기지 마시고 직접 가지고 계세요.", "ko"),
        ("Пожалуйста, не отдавайте паспорт начальнику.", "ru"),
    ],
)
async def test_answer_in_another_language_is_the_only_difference(answer: str, language: str) -> None:
    text = "여권을 사장님에게 맡기지 마시고 직접 가지고 계세요."
    translator = TextTranslator(FakeProvider(lambda _: answer), LIMIT)
    detect = LanguageDetector.load().detect
    found = await translate_checked(translator, text, Language.KO, Language.VI, TODAY, detect)
    assert found.text == answer
    assert [(d.kind, d.in_translation) for d in found.differences] == [(FactKind.LANGUAGE, language)]


async def test_wrong_number_comes_back_with_the_translation() -> None:
    translator = TextTranslator(FakeProvider(lambda _: "Please report it within 40 days."), LIMIT)
    detect = LanguageDetector.load().detect
    found = await translate_checked(translator, "14일 안에 신고하세요.", Language.KO, Language.EN, TODAY, detect)
    assert found.text == "Please report it within 40 days."
    assert [d.kind for d in found.differences] == [FactKind.NUMBER]


def settings(**values: str) -> TranslationSettings:
    return TranslationSettings.model_validate(values)


async def test_translation_is_off_unless_a_provider_is_named() -> None:
    off = settings()
    async with new_client(off) as client:
        assert new_translator(off, client) is None


@pytest.mark.parametrize(
    "values", [{"translation_key": "key", "translation_provider": "google"},
               {"translation_base_url": "http://127.0.0.1:5000", "translation_provider": "libre"}]
)  # fmt: skip
async def test_named_provider_is_made(values: dict[str, str]) -> None:
    chosen = settings(**values)
    async with new_client(chosen) as client:
        assert isinstance(new_translator(chosen, client), TextTranslator)


@pytest.mark.parametrize("provider", ["google", "libre", "other"])
def test_incomplete_or_unknown_provider_is_refused_at_start(provider: str) -> None:
    with pytest.raises(ValidationError):
        settings(translation_provider=provider)
