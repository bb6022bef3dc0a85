"""The guided dialogues from the first button to the result, in every language, through gateway, Rasa and actions."""

from typing import Any

import httpx
import pytest

from tests.conftest import LANGUAGES
from tests.journeys.test_stack import resident

SKIP = "#answer:skipped"
# What a resident presses and types, and the articles that the result may rest on.
DIALOGUES = {
    "deadlines": (["#answer:stay_ends", "2027-01-15", "E-9"], "visa."),
    "visas": (["#answer:study", "#answer:degree", "#answer:admitted", "#answer:abroad"], "visa.d2-student"),
    "wages": (["400", "2026-11-20", "40", "2300000", "#answer:none", "E-9"], "job."),
    "programmes": (["7", "#answer:primary", SKIP, SKIP, SKIP], "family."),
    "centres": (["Guro-gu", "#answer:work", SKIP], "job.labor-centers"),
}
# "400 days", "stop" and a question of another kind, as people write them.
DAYS = {"ko": "400일", "en": "400 days", "zh": "400天", "vi": "400 ngày", "mn": "400 хоног", "ru": "400 дней",
        "uz": "400 kun", "ur": "400 دن"}  # fmt: skip
ASIDE = {
    "ko": "월급을 못 받았는데 어떻게 해요?",
    "en": "my boss has not paid my wages, what can I do?",
    "zh": "老板不给我发工资怎么办？",
    "vi": "chủ không trả lương cho tôi thì làm sao?",
    "mn": "дарга цалингаа өгөхгүй байна, яах вэ?",
    "ru": "начальник не платит мне зарплату, что делать?",
    "uz": "boshliq oyligimni bermayapti, nima qilay?",
    "ur": "باس میری تنخواہ نہیں دے رہا، کیا کروں؟",
}


async def say(client: httpx.AsyncClient, one: Any, text: str) -> list[dict[str, Any]]:  # noqa: ANN401 - a Resident
    body = {"text": text, "payload": text} if text.startswith("#") else {"text": text}
    response = await client.post(f"{one.path}/messages", json=body, headers=one.headers)
    assert response.status_code == 200, response.text
    return list(response.json()["replies"])


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DIALOGUES)
async def test_dialogue_leads_to_its_result(client: httpx.AsyncClient, name: str, language: str) -> None:
    one = await resident(client, language)
    answers, wanted = DIALOGUES[name]
    replies = await say(client, one, f"#dialogue:{name}")
    assert replies[0]["kind"] == "choices"
    for answer in answers:
        replies = await say(client, one, DAYS[language] if answer == "400" else answer)
        assert {reply["language"] for reply in replies} == {language}
    cited = [citation["article"] for reply in replies for citation in reply["citations"]]
    assert replies[0]["kind"] == "answer"
    assert any(article.startswith(wanted) for article in cited)


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
async def test_side_question_is_answered_and_the_dialogue_goes_on(client: httpx.AsyncClient, language: str) -> None:
    one = await resident(client, language)
    await say(client, one, "#dialogue:deadlines")
    asked = (await say(client, one, "#answer:address_change"))[-1]
    aside = await say(client, one, ASIDE[language])
    assert aside[0]["citations"][0]["article"] == "job.unpaid-wages"
    assert aside[-1]["text"].endswith(asked["text"].split("\n\n")[-1])
    assert (await say(client, one, "2026-11-16"))[-1]["language"] == language


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
async def test_stop_button_ends_a_dialogue(client: httpx.AsyncClient, language: str) -> None:
    one = await resident(client, language)
    await say(client, one, "#dialogue:wages")
    await say(client, one, "#cancel")
    answered = await say(client, one, ASIDE[language])
    assert answered[0]["citations"][0]["article"] == "job.unpaid-wages"


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_is_told_beforehand_reaches_the_ticket(client: httpx.AsyncClient, language: str) -> None:
    one = await resident(client, language)
    await say(client, one, "#counsellor")
    for answer in ("#dialogue:intake", "#answer:job", "1350", SKIP):
        replies = await say(client, one, answer)
    assert any(button["payload"] == "#answer:yes" for button in replies[-1]["buttons"])
    replies = await say(client, one, "#answer:yes")
    assert replies[-1]["text"]
    assert (await say(client, one, "hello")) == []
