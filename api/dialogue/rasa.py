"""Asks Rasa over its REST channel and reads the payloads of the actions (contract: `tests/contracts/`)."""

import json
from typing import Any

import httpx

from api.errors import EngineFailed
from api.messages import (
    Alarm,
    Button,
    Citation,
    HandOver,
    Intake,
    Kind,
    LanguageSwitch,
    Priority,
    Reason,
    Reply,
    Turn,
    Utterance,
)
from knowledge.danger.kinds import Danger
from knowledge.languages import Language


class RasaEngine:
    """A client of one Rasa server."""

    def __init__(self, client: httpx.AsyncClient, token: str) -> None:
        self._client = client
        self._token = token

    async def respond(self, turn: Turn) -> list[Utterance]:
        """Send one message; an empty list from Rasa is a failure, since a crash inside looks the same."""
        body = {"sender": turn.session, "message": _message(turn), "metadata": {"language": turn.language}}
        try:
            response = await self._client.post("/webhooks/rest/webhook", json=body)
            response.raise_for_status()
            items = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise EngineFailed(f"rasa: {type(error).__name__}") from error
        if not isinstance(items, list) or not items:
            raise EngineFailed("rasa: no reply")
        return [read_item(item, turn.language) for item in items]

    async def is_ready(self) -> bool:
        """Tell whether Rasa has a model loaded."""
        try:
            response = await self._client.get("/status", params={"token": self._token}, timeout=2)
        except httpx.HTTPError:
            return False
        return response.status_code == httpx.codes.OK


def read_item(item: dict[str, Any], language: Language) -> Utterance:
    """Read one message of Rasa's REST channel; raises EngineFailed when it has an unknown shape."""
    try:
        payload = item.get("custom")
        if payload is None:
            return _read_reply({"kind": Kind.TEXT, **item}, language)
        match payload["kind"]:
            case "handover":
                return HandOver(Priority(payload["priority"]), Reason(payload["reason"]))
            case "language":
                return LanguageSwitch(Language(payload["language"]), payload["text"])
            case "danger":
                return Alarm(Danger(payload["danger"]))
            case "intake":
                return Intake(*(payload[name] for name in ("topic", "tried", "reach", "consent")))
            case _:
                return _read_reply(payload, language)
    except (KeyError, TypeError, ValueError) as error:
        raise EngineFailed(f"rasa: unreadable payload: {error!r}") from error


def _read_reply(payload: dict[str, Any], language: Language) -> Reply:
    return Reply(
        kind=Kind(payload["kind"]),
        text=payload["text"],
        language=Language(payload.get("language", language)),
        citations=tuple(Citation(**citation) for citation in payload.get("citations", [])),
        buttons=tuple(Button(b["title"], b["payload"]) for b in payload.get("buttons", [])),
    )


def _message(turn: Turn) -> str:
    """Commands are made by us only; a leading slash of a resident must not reach Rasa, which would obey it."""
    if turn.command:
        entities = json.dumps(turn.entities, ensure_ascii=False) if turn.entities else ""
        return f"/{turn.command}{entities}"
    return turn.text.lstrip().lstrip("/").lstrip() or "?"
