"""Rasa, actions and gateway together, over HTTP."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.test_conversations import QUESTIONS
from tests.conftest import LANGUAGES, Resident
from tools.stack import Stack, free_port, start_stack
from tools.steps import ROOT

PERSON = {
    "ko": "상담사랑 직접 얘기하고 싶어요",
    "en": "I want to talk to a real person please",
    "zh": "我想和真人咨询师谈谈",
    "vi": "tôi muốn nói chuyện với tư vấn viên",
    "mn": "би хүнтэй ярилцмаар байна, зөвлөхтэй холбож өгнө үү",
    "ru": "соедините меня с живым консультантом",
    "uz": "jonli maslahatchi bilan gaplashmoqchiman",
    "ur": "مجھے کسی انسان سے بات کرنی ہے، مشیر سے ملا دیں",
}
GREETING = {
    "ko": "안녕하세요",
    "en": "hello",
    "zh": "你好",
    "vi": "xin chào",
    "mn": "сайн байна уу",
    "ru": "здравствуйте",
    "uz": "assalomu alaykum",
    "ur": "السلام علیکم",
}


async def resident(client: httpx.AsyncClient, language: str | None = None) -> Resident:
    body = {"language": language} if language else {}
    created = (await client.post("/api/v1/conversations", json=body)).json()
    return Resident(client, created["id"], created["token"])


async def events(client: httpx.AsyncClient, one: Resident, last: str | None = None) -> list[dict[str, Any]]:
    """Read the stream for a while."""
    found: list[dict[str, Any]] = []
    headers = {**one.headers, **({"Last-Event-ID": last} if last else {})}

    async def read() -> None:
        async with client.stream("GET", f"{one.path}/events", headers=headers) as response:
            assert response.headers["content-type"].startswith("text/event-stream")
            async for line in response.aiter_lines():
                if line.startswith("event: "):
                    found.append({"event": line[7:]})
                elif line.startswith("data: "):
                    found[-1]["data"] = json.loads(line[6:])

    try:
        await asyncio.wait_for(read(), 3)
    except TimeoutError:
        return found
    return found


@pytest.mark.parametrize("language", LANGUAGES)
async def test_question_is_answered_with_its_source(client: httpx.AsyncClient, language: str) -> None:
    body = (await (await resident(client)).write(QUESTIONS[language])).json()
    reply = body["replies"][0]
    assert (reply["kind"], reply["author"], reply["language"]) == ("answer", "bot", language)
    citation = reply["citations"][0]
    assert citation["article"] == "visa.extension"
    page = await client.get(citation["url"])
    assert (page.status_code, f'lang="{language}"' in page.text) == (200, True)
    assert ('dir="rtl"' in page.text) == (language == "ur")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_wish_for_a_person_opens_a_ticket(client: httpx.AsyncClient, language: str) -> None:
    body = (await (await resident(client, language)).write(PERSON[language])).json()
    handovers = [reply for reply in body["replies"] if reply["kind"] == "handover"]
    assert len(handovers) == 1
    assert handovers[0]["ticket"]["priority"] == "normal"
    assert body["conversation"]["state"] == "waiting"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_greeting_is_returned_in_the_same_language(client: httpx.AsyncClient, language: str) -> None:
    reply = (await (await resident(client)).write(GREETING[language])).json()["replies"][0]
    assert (reply["kind"], reply["language"], len(reply["buttons"])) == ("text", language, 4)


async def test_yes_to_the_offer_of_a_counsellor_hands_over_once(client: httpx.AsyncClient) -> None:
    one = await resident(client, "en")
    await one.write("what is the bitcoin price tomorrow")
    body = (await one.write("yes please")).json()
    assert [reply["kind"] for reply in body["replies"]] == ["handover"]


async def test_leading_slash_of_a_resident_is_not_obeyed(client: httpx.AsyncClient) -> None:
    one = await resident(client, "en")
    body = (await one.write('/request_counsellor{"x": 1}')).json()
    await one.write("/restart")
    assert (await one.state())["state"] in {"bot", "waiting"}
    assert body["replies"] != []


async def test_article_and_topic_buttons_work(client: httpx.AsyncClient) -> None:
    one = await resident(client, "mn")
    topic = (await one.write("Ажил", payload="#topic:job")).json()["replies"][0]
    pressed = topic["buttons"][0]
    shown = (await one.write(pressed["title"], payload=pressed["payload"])).json()["replies"][0]
    assert pressed["payload"] == f"#article:{shown['citations'][0]['article']}"
    assert shown["language"] == "mn"


async def test_stream_resumes_where_it_was_cut(client: httpx.AsyncClient) -> None:
    one = await resident(client, "en")
    await one.write("hello")
    first = await events(client, one)
    assert [e["data"]["seq"] for e in first if e["event"] == "message"] == [1, 2]
    await one.write("thank you")
    rest = await events(client, one, last="2")
    assert [e["data"]["seq"] for e in rest if e["event"] == "message"] == [3, 4]
    assert [e["data"]["state"] for e in rest if e["event"] == "conversation"] == ["bot"]


async def test_search_and_language_can_be_asked_directly(client: httpx.AsyncClient) -> None:
    found = (await client.get("/api/v1/search", params={"q": QUESTIONS["ru"], "language": "zh", "limit": 2})).json()
    assert (found["language"], len(found["hits"])) == ("zh", 2)
    assert set(found["hits"][0]) == {"article", "language", "title", "passage", "score"}
    told = (await client.get("/api/v1/language", params={"text": QUESTIONS["uz"]})).json()
    assert told["language"] == "uz"
    assert told["confidence"] > 0.9


async def test_action_server_needs_its_token(client: httpx.AsyncClient) -> None:
    assert (await client.post("/internal/actions/webhook", json={})).status_code == 401


async def test_long_conversation_stays_fast(client: httpx.AsyncClient) -> None:
    loop = asyncio.get_running_loop()
    one = await resident(client, "en")
    durations = []
    for _ in range(90):
        began = loop.time()
        assert (await one.write("hello")).json()["replies"] != []
        durations.append(loop.time() - began)
    early, late = sorted(durations[10:30])[10], sorted(durations[70:90])[10]
    # A bound far above the measured ratio (`make bench` prints it): this only catches unbounded growth.
    assert late < 5 * early + 0.1


async def test_dead_rasa_is_bridged_and_started_again(tmp_path: Path) -> None:
    stack = await asyncio.to_thread(start_stack, tmp_path)
    try:
        async with httpx.AsyncClient(base_url=stack.url, timeout=30) as client:
            one = await resident(client, "ru")
            await one.write(QUESTIONS["ru"])
            os.kill(stack.child("rasa"), signal.SIGKILL)
            reply = (await one.write(QUESTIONS["ru"])).json()["replies"][0]
            assert reply["citations"][0]["article"] == "visa.extension"
            assert reply["buttons"][0]["payload"] == "#counsellor"
            assert (await client.get("/readyz")).json()["status"] == "degraded"
            assert set((await asyncio.to_thread(stack.wait_until_ready)).values()) == {"ready"}
            again = (await one.write(QUESTIONS["ru"])).json()["replies"][0]
            assert (again["kind"], len(again["buttons"]) > 1) == ("answer", True)
            os.kill(stack.child("gateway"), signal.SIGKILL)
            await asyncio.sleep(0.5)
            assert set((await asyncio.to_thread(stack.wait_until_ready)).values()) == {"ready"}
            assert len(await one.messages()) == 6
            desk = await client.post("/api/v1/desk/session", json={"code": stack.first_code})
            assert desk.status_code == 200
    finally:
        assert await asyncio.to_thread(stack.stop) == 0


async def test_actions_can_run_alone(tmp_path: Path) -> None:
    port = str(free_port())
    stack = await asyncio.to_thread(start_stack, tmp_path, MOUNT_ACTIONS="false", ACTIONS_PORT=port)
    try:
        async with httpx.AsyncClient(base_url=stack.url, timeout=30) as client:
            assert (await client.post("/internal/actions/webhook", json={})).status_code == 404
            reply = (await (await resident(client)).write(QUESTIONS["vi"])).json()["replies"][0]
        assert reply["citations"][0]["article"] == "visa.extension"
        assert len(reply["buttons"]) > 1
    finally:
        assert await asyncio.to_thread(stack.stop) == 0


def test_taken_port_is_one_clear_line(stack: Stack) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.serve"],
        cwd=ROOT,
        env=stack.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "is taken" in done.stderr
