"""What the tests of knowledge gaps share: residents who ask what nobody knows, editors who answer it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from actions import payloads
from api.conversations.database import Database
from api.desk.models import GapQuestion
from api.dialogue.rasa import read_item
from api.messages import Utterance
from knowledge.languages import Language
from tests.channels.conftest import until
from tests.conftest import Gateway, Resident

PATH = "/api/v1/desk/gaps"
QUESTION = "Can I bring my parrot from home to Seoul on the plane?"
KOREAN = {
    "title": "앵무새를 한국에 데려와도 되나요?",
    "text": "앵무새는 공항에서 검역을 받아야 합니다.\n전화: 1577-9090",
}
ENGLISH = {
    "title": "Can I bring my parrot to Korea?",
    "text": "A parrot must pass quarantine at the airport.\nCall 1577-9090.",
}


def nothing(code: str = "en") -> list[Utterance]:
    """What the gateway reads when the bot says that it found nothing."""
    language = Language(code)
    return [read_item({"custom": payloads.not_found(language, offer=False)}, language)]


@asynccontextmanager
async def reading(gateway: Gateway) -> AsyncIterator[AsyncSession]:
    database = Database(gateway.settings.database_url)
    try:
        async with database.reading() as session:
            yield session
    finally:
        await database.close()


async def change(gateway: Gateway, *statements: Any) -> None:  # noqa: ANN401 - any statement
    database = Database(gateway.settings.database_url)
    async with database.writing() as session:
        for statement in statements:
            await session.execute(statement)
    await database.close()


async def kept(gateway: Gateway) -> list[GapQuestion]:
    async with reading(gateway) as session:
        return list(await session.scalars(select(GapQuestion).order_by(GapQuestion.created_at)))


async def grouped(gateway: Gateway) -> None:
    """Wait until every question has a group."""

    async def is_done() -> bool:
        questions = await kept(gateway)
        return bool(questions) and all(question.gap_id for question in questions)

    await until(is_done)


async def ask(gateway: Gateway, text: str = QUESTION, language: str = "en", *, agree: bool = False) -> Resident:
    """Let a resident ask what the bot does not know."""
    gateway.engine.replies.append(nothing(language))
    resident = await gateway.resident(language)
    await resident.client.patch(resident.path, json={"language": language}, headers=resident.headers)
    await resident.write(text)
    if agree:
        await resident.write("Tell me when you have an answer", payload="#notify")
    await grouped(gateway)
    return resident


async def only_gap(desk: httpx.AsyncClient) -> dict[str, Any]:
    (gap,) = (await desk.get(PATH)).json()["gaps"]
    return dict(gap)


async def write(desk: httpx.AsyncClient, gap: str, **texts: dict[str, str]) -> None:
    for language, text in texts.items():
        response = await desk.put(f"{PATH}/{gap}/texts/{language}", json=text)
        assert response.status_code == 200, response.text


async def told(resident: Resident) -> list[dict[str, Any]]:
    """What a resident was told of published answers."""
    return [one for one in await resident.messages() if (one["author"], one["kind"]) == ("system", "answer")]
