"""The guidebook's pages and the pages around them."""

import pytest

from knowledge.languages import Language
from knowledge.search import GuidebookSearch
from knowledge.words import section_name
from tests.conftest import LANGUAGES, Gateway


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_article_is_a_page_with_headings_sources_and_dates(
    gateway: Gateway, search: GuidebookSearch, language: str
) -> None:
    code = Language(language)
    for identity in search.guidebook.ids:
        article = search.guidebook.get(identity, code)
        page = (await gateway.client.get(f"/guide/{language}/{identity}")).text
        assert all(section_name(section.key, code) in page for section in article.sections)
        assert article.verified.isoformat() in page
        assert page.count("<li>") >= len(article.sources)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_contents_page_leads_to_every_article(gateway: Gateway, search: GuidebookSearch, language: str) -> None:
    page = (await gateway.client.get(f"/guide/{language}")).text
    assert all(f"/guide/{language}/{identity}" in page for identity in search.guidebook.ids)


@pytest.mark.parametrize("path", ["/", "/desk", "/embed", "/guide/ur/visa.extension", "/static/widget.js"])
async def test_pages_are_served_with_a_strict_policy(gateway: Gateway, path: str) -> None:
    response = await gateway.client.get(path)
    assert response.status_code == 200
    assert "script-src 'self'" in response.headers["content-security-policy"]
    assert "unsafe" not in response.headers["content-security-policy"]


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
async def test_front_end_gets_its_words(gateway: Gateway, language: str) -> None:
    words = (await gateway.client.get(f"/static/locale/{language}.json")).json()
    assert words["Talk to a counsellor"] not in {"", "Talk to a counsellor"}


@pytest.mark.parametrize("q", ["", "   ", "a" * 4001])
async def test_search_refuses_what_is_no_question(gateway: Gateway, q: str) -> None:
    response = await gateway.client.get("/api/v1/search", params={"q": q})
    assert response.headers["content-type"] == "application/problem+json"
    assert response.status_code in {413, 422}


async def test_readiness_tells_each_part(gateway: Gateway) -> None:
    response = await gateway.client.get("/readyz")
    assert response.json() == {
        "status": "ready",
        "parts": {"database": "ready", "dialogue": "ready", "guidebook": "ready"},
        "channels": {"line": "off", "kakao": "off"},
    }
