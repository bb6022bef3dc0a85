"""The actions produce exactly the shapes of `tests/contracts/`, which the gateway's tests read."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from actions import payloads
from api.dialogue.rasa import read_item
from api.messages import Alarm, HandOver, Intake, LanguageSwitch, Reply
from knowledge.languages import Language
from knowledge.search import GuidebookSearch
from knowledge.splitting import plain_text
from tests.conftest import LANGUAGES

CONTRACTS = Path(__file__).resolve().parents[1] / "contracts"
FILES = sorted(path.stem for path in CONTRACTS.glob("*.json"))


def shape(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """The keys of objects and the types of everything else; lists by their first entry."""
    if isinstance(value, Mapping):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(inner) for inner in value[:1]]
    return "text" if isinstance(value, str) else type(value).__name__


def contract(name: str) -> dict[str, Any]:
    return dict(json.loads((CONTRACTS / f"{name}.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_actions_send_what_the_contract_says(search: GuidebookSearch, language: str) -> None:
    code = Language(language)
    hits = search.search("how do I extend my visa", code).hits
    sent = {
        "answer": payloads.answer(hits, code),
        "choices": payloads.topics(code),
        "danger": payloads.danger("home", code),
        "handover": payloads.hand_over(code, priority="urgent", reason="danger"),
        "language": payloads.language_switch(code),
    }
    for name, payload in sent.items():
        wanted = shape(contract(name))
        assert shape(payload) == {**wanted, **{k: [] for k in ("citations", "buttons") if payload.get(k) == []}}
        assert payload["language"] == language


@pytest.mark.parametrize("name", FILES)
def test_gateway_understands_what_the_contract_says(name: str) -> None:
    payload = contract(name)
    read = read_item({"recipient_id": "x", "custom": payload}, Language.KO)
    match read:
        case Reply():
            assert (read.kind, read.text, read.language) == (payload["kind"], payload["text"], payload["language"])
            assert [vars(c) for c in read.citations] == payload["citations"]
        case HandOver(priority, reason):
            assert (priority, reason) == (payload["priority"], payload["reason"])
        case LanguageSwitch(language, text):
            assert (language, text) == (payload["language"], payload["text"])
        case Alarm(danger):
            assert danger == payload["danger"]
        case Intake():
            assert vars(read) == {name: payload[name] for name in ("topic", "tried", "reach", "consent")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_payload_is_read_by_the_gateway(search: GuidebookSearch, language: str) -> None:
    code = Language(language)
    hits = search.search("how do I extend my visa", code).hits
    article = search.guidebook.get("visa.extension", code)
    for payload in (
        payloads.choices(hits, code),
        payloads.article(article, code),
        payloads.not_found(code, offer=True),
        payloads.not_found(code, offer=False),
        payloads.topic("visa", [article], code),
        payloads.language_choices(code),
    ):
        assert isinstance(read_item({"custom": json.loads(json.dumps(payload))}, code), Reply)


@pytest.mark.parametrize("language", LANGUAGES)
def test_quoted_passage_stands_in_the_article(search: GuidebookSearch, language: str) -> None:
    code = Language(language)
    payload = payloads.answer(search.search("wages not paid", code).hits, code)
    citation = payload["citations"][0]
    article = search.guidebook.get(citation["article"], code)
    text = plain_text("\n".join([article.summary, *(s.markdown for s in article.sections)]))
    assert citation["passage"] in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_in_another_language_is_said_to_be_so(search: GuidebookSearch, language: str) -> None:
    code = Language(language)
    foreign = Language.EN if code is Language.KO else Language.KO
    hits = search.search("how do I extend my visa", foreign).hits
    for payload in (
        payloads.answer(hits, code),
        payloads.choices(hits, code),
        payloads.article(hits[0].article, code),
    ):
        assert foreign.own_name in payload["text"]
        assert foreign.own_name not in payloads.answer(hits, foreign)["text"]
