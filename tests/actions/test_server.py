"""The action server as Rasa calls it."""

import json
import zlib
from typing import Any

import httpx
import pytest

from actions import resources
from actions.app import create_app
from actions.settings import ActionsSettings
from knowledge.search import GuidebookSearch

TOKEN = "secret"


@pytest.fixture
def client(search: GuidebookSearch, monkeypatch: pytest.MonkeyPatch) -> httpx.AsyncClient:
    """A client of an action server that uses the search already loaded."""
    for module in ("answer_question", "browse_topic", "complain", "dialogues.conduct", "show_article"):
        monkeypatch.setattr(f"actions.{module}.guidebook_search", lambda: search)
    resources.settings.cache_clear()
    monkeypatch.setenv("ACTION_TOKEN", TOKEN)
    assert ActionsSettings().action_token == TOKEN
    return httpx.AsyncClient(transport=httpx.ASGITransport(create_app()), base_url="http://actions")


def call(
    action: str,
    text: str,
    language: str,
    intent: str = "ask_job",
    confidence: float = 1.0,
    entities: dict[str, str] | None = None,
    **slots: object,
) -> dict[str, Any]:
    """An action call as Rasa 3.6 sends it with selective domains: without a domain."""
    found = [{"entity": name, "value": value} for name, value in (entities or {}).items()]
    message = {
        "text": text,
        "intent": {"name": intent, "confidence": confidence},
        "metadata": {"language": language},
        "entities": found,
    }
    tracker = {"sender_id": "s", "slots": slots, "latest_message": message, "events": [], "paused": False}
    return {"next_action": action, "sender_id": "s", "tracker": tracker, "version": "3.6.21"}


async def run(client: httpx.AsyncClient, body: dict[str, Any]) -> dict[str, Any]:
    response = await client.post("/webhook", params={"token": TOKEN}, json=body)
    assert response.status_code == 200, response.text
    return dict(response.json())


async def test_question_is_answered_in_the_language_of_the_metadata(client: httpx.AsyncClient) -> None:
    result = await run(client, call("action_answer_question", "월급을 안 줘요", "vi"))
    payload = result["responses"][0]["custom"]
    assert (payload["kind"], payload["language"]) == ("answer", "vi")
    assert payload["citations"][0]["article"] == "job.unpaid-wages"


async def test_third_question_in_a_row_without_an_answer_hands_over(client: httpx.AsyncClient) -> None:
    kinds = []
    for failures in range(3):
        body = call("action_answer_question", "qwxz zzkj", "en", intent="out_of_scope", failures=failures)
        kinds.append((await run(client, body))["responses"][0]["custom"]["kind"])
    assert kinds == ["choices", "choices", "handover"]


@pytest.mark.parametrize(("offered", "expected"), [("counsellor", "handover"), ("nothing", None)])
async def test_yes_means_what_was_offered(client: httpx.AsyncClient, offered: str, expected: str | None) -> None:
    response = (await run(client, call("action_confirm", "ok", "en", offered=offered)))["responses"][0]
    assert (response["custom"] or {}).get("kind") == expected
    assert response["response"] == (None if expected else "utter_ask_for_question")


async def test_danger_raises_the_alarm_before_anything_else(client: httpx.AsyncClient) -> None:
    body = call("action_report_danger", "he hits me", "en", "danger_home")
    first = (await run(client, body))["responses"][0]["custom"]
    assert first == {"kind": "danger", "language": "en", "danger": "home"}


async def test_answer_about_violence_names_the_numbers(client: httpx.AsyncClient) -> None:
    body = call("action_answer_question", "is there a shelter for women whose husbands beat them", "en", "ask_family")
    payload = (await run(client, body))["responses"][0]["custom"]
    assert payload["citations"][0]["article"] == "family.domestic-violence"
    assert "1577-1366" in payload["text"].splitlines()[-1]


SHOWN = {"question": "how do I extend my visa", "article": "visa.extension", "others": [], "seen": ["visa.extension"]}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("how much is it?", "en"),
        ("얼마예요?", "ko"),
        ("多少钱？", "zh"),
        ("bao nhiêu tiền?", "vi"),
        ("хэд вэ?", "mn"),
        ("сколько это стоит?", "ru"),
        ("qancha turadi?", "uz"),
        ("کتنے پیسے لگیں گے؟", "ur"),
    ],
)
async def test_follow_up_speaks_of_what_was_answered(client: httpx.AsyncClient, text: str, language: str) -> None:
    body = call("action_answer_question", text, language, "ask_visa", shown=SHOWN)
    payload = (await run(client, body))["responses"][0]["custom"]
    assert payload["citations"][0]["article"] == "visa.extension"


async def test_same_question_again_is_noticed(client: httpx.AsyncClient) -> None:
    body = call("action_answer_question", "How do I extend my visa???", "en", "ask_visa", shown=SHOWN)
    payload = (await run(client, body))["responses"][0]["custom"]
    assert payload["text"].startswith("You asked this before")


async def test_two_questions_in_one_message_are_both_answered(client: httpx.AsyncClient) -> None:
    text = "How do I extend my visa? My boss has not paid my wages for two months, what can I do?"
    responses = (await run(client, call("action_answer_question", text, "en")))["responses"]
    cited = [response["custom"]["citations"][0]["article"] for response in responses]
    assert cited == ["visa.extension", "job.unpaid-wages"]


async def test_complaint_brings_the_next_best_articles_then_a_person(client: httpx.AsyncClient) -> None:
    shown = {**SHOWN, "others": ["visa.reentry", "visa.overstay"]}
    result = await run(client, call("action_complain", "no", "en", "complain", shown=shown))
    offered = [button["payload"] for button in result["responses"][0]["custom"]["buttons"]]
    assert offered == ["#article:visa.reentry", "#article:visa.overstay", "#counsellor"]
    kept = next(event["value"] for event in result["events"] if event["name"] == "shown")
    again = await run(client, call("action_complain", "no", "en", "complain", shown=kept))
    assert again["responses"][0]["custom"]["kind"] == "handover"


async def test_language_outside_the_eight_is_answered_in_two_languages(client: httpx.AsyncClient) -> None:
    body = call("action_set_language", "xin nói tiếng Thái", "vi", "change_language")
    text = (await run(client, body))["responses"][0]["custom"]["text"]
    assert "1345" in text
    assert "I can read and write" in text


@pytest.mark.parametrize(
    ("action", "intent"),
    [
        ("action_request_counsellor", "request_counsellor"),
        ("action_report_danger", "danger_work"),
        ("action_small_talk", "small_talk"),
        ("action_complain", "complain"),
        ("action_set_language", "change_language"),
        ("action_browse_topic", "ask_topics"),
    ],
)
async def test_plain_question_is_answered_when_the_bot_is_not_sure_of_another_meaning(
    client: httpx.AsyncClient, action: str, intent: str
) -> None:
    body = call(action, "사장님이 월급을 안 줘요", "en", intent, confidence=0.6)
    payload = (await run(client, body))["responses"][0]["custom"]
    assert (payload["kind"], payload["citations"][0]["article"]) == ("answer", "job.unpaid-wages")


@pytest.mark.parametrize("text", ["你好", "谢谢", "ok", "salom", "سلام"])
async def test_a_word_or_two_is_not_looked_up(client: httpx.AsyncClient, text: str) -> None:
    body = call("action_small_talk", text, "zh", "greet", confidence=0.5)
    assert (await run(client, body))["responses"][0]["response"] == "utter_greet"


@pytest.mark.parametrize("intent", ["greet", "goodbye", "thank", "ask_identity", "small_talk", "cancel"])
async def test_small_talk_is_answered_with_its_response(client: httpx.AsyncClient, intent: str) -> None:
    response = (await run(client, call("action_small_talk", "hello", "en", intent)))["responses"][0]
    assert response["response"].startswith("utter_")


async def test_chosen_article_is_shown(client: httpx.AsyncClient) -> None:
    body = call("action_show_article", "/show_article", "mn", entities={"article": "job.severance"})
    payload = (await run(client, body))["responses"][0]["custom"]
    assert (payload["citations"][0]["article"], payload["language"]) == ("job.severance", "mn")


async def test_topic_lists_its_articles(client: httpx.AsyncClient) -> None:
    body = call("action_browse_topic", "/browse_topic", "ko", entities={"area": "family"})
    buttons = (await run(client, body))["responses"][0]["custom"]["buttons"]
    assert all(button["payload"].startswith("#article:family.") for button in buttons)
    assert len(buttons) >= 3


async def test_language_named_in_words_is_switched_to(client: httpx.AsyncClient) -> None:
    payload = (await run(client, call("action_set_language", "Urdu please", "en")))["responses"][0]["custom"]
    assert (payload["kind"], payload["language"]) == ("language", "ur")


async def test_compressed_call_is_read(client: httpx.AsyncClient) -> None:
    body = zlib.compress(json.dumps(call("action_request_counsellor", "person", "en")).encode())
    response = await client.post(
        "/webhook", params={"token": TOKEN}, content=body, headers={"Content-Encoding": "deflate"}
    )
    assert response.json()["responses"][0]["custom"]["kind"] == "handover"


@pytest.mark.parametrize(
    ("token", "content", "status"),
    [
        ("wrong", b"{}", 401),
        (TOKEN, b"nonsense", 400),
        (TOKEN, b"[]", 400),
        (TOKEN, b'{"next_action": "action_unknown", "tracker": {}}', 404),
    ],
)
async def test_bad_call_is_refused(client: httpx.AsyncClient, token: str, content: bytes, status: int) -> None:
    response = await client.post("/webhook", params={"token": token}, content=content)
    assert response.status_code == status
