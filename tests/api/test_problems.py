"""Bad input gets a clear error with a stable type, and nothing is stored."""

import pytest

from tests.conftest import Gateway

BAD_BODIES = [
    (b'{"text": ""}', 422, "message-empty"),
    (b'{"text": "   \\n "}', 422, "message-empty"),
    (b'{"text": "' + b"a" * 4001 + b'"}', 413, "message-too-long"),
    (b'{"text": ', 400, "invalid-request"),
    (b"[]", 400, "invalid-request"),
    (b"{}", 400, "invalid-request"),
    (b'{"text": 5}', 400, "invalid-request"),
    (b'{"text": "\xff\xfe"}', 400, "invalid-request"),
    (b'{"text": "\\ud800"}', 400, "invalid-request"),
    (b'{"text": "a\\u0000b"}', 400, "invalid-request"),
    (b'{"text": "hi", "client_id": ""}', 400, "invalid-request"),
]


@pytest.mark.parametrize(("body", "status", "slug"), BAD_BODIES)
async def test_bad_message_is_refused_and_nothing_is_stored(
    gateway: Gateway, body: bytes, status: int, slug: str
) -> None:
    resident = await gateway.resident("en")
    headers = {**resident.headers, "Content-Type": "application/json"}
    response = await gateway.client.post(f"{resident.path}/messages", content=body, headers=headers)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"] == f"urn:gildongmu:problem:{slug}"
    assert await resident.messages() == []


async def test_unknown_language_is_refused(gateway: Gateway) -> None:
    response = await gateway.client.post("/api/v1/conversations", json={"language": "xx"})
    assert (response.status_code, response.json()["type"]) == (422, "urn:gildongmu:problem:unknown-language")


async def test_4000_characters_are_accepted(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    assert (await resident.write("a" * 4000)).status_code == 200


@pytest.mark.parametrize("path", ["/nothing", "/guide/xx/visa.extension", "/guide/en/visa.unknown", "/static/no.js"])
async def test_missing_page_is_a_problem_too(gateway: Gateway, path: str) -> None:
    response = await gateway.client.get(path)
    assert (response.status_code, response.json()["type"]) == (404, "urn:gildongmu:problem:not-found")


async def test_text_of_a_resident_never_becomes_a_command(gateway: Gateway) -> None:
    resident = await gateway.resident("en")
    await resident.write('/restart{"a": 1}')
    assert gateway.engine.turns[0].command is None
