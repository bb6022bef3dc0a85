"""The centres' guidebooks over HTTP: taken in at the desk, read by residents, cited by answers."""

from pathlib import Path

import httpx
import pytest

from actions import payloads
from api.dialogue.guidebook import GuidebookFallback
from knowledge.languages import Language
from knowledge.search import GuidebookSearch
from tests.conftest import Gateway

PATH = "/api/v1/desk/documents"


async def upload(desk: httpx.AsyncClient, name: str, content: str, **fields: str) -> httpx.Response:
    return await desk.post(PATH, files={"file": (name, content.encode())}, data=fields)


@pytest.mark.parametrize(("method", "path"), [("GET", PATH), ("POST", PATH), ("PUT", f"{PATH}/x/edition?number=1"),
                                              ("GET", "/api/v1/desk/terms")])  # fmt: skip
async def test_library_is_closed_without_a_session(gateway: Gateway, method: str, path: str) -> None:
    files = {"file": ("a.txt", b"text")} if method == "POST" else None
    assert (await gateway.client.request(method, path, files=files)).status_code == 401


async def test_document_goes_from_the_desk_to_an_answer_and_back(gateway: Gateway, search: GuidebookSearch) -> None:
    desk = await gateway.counsellor()
    old = "Table tennis club\n\nThe table tennis club of the centre meets on Mondays at 19:00 in room Pine."
    added = await upload(desk, "clubs.txt", old, title="Clubs <2026>", review_by="2027-01-01")
    assert (added.status_code, added.json()["is_new"]) == (201, True)
    assert (await upload(desk, "clubs.txt", old)).json()["is_new"] is False
    newer = await upload(desk, "other.txt", old.replace("19:00", "20:00"), document="clubs", title="Clubs")
    assert newer.json()["document"]["current"] == 2

    question = "when does the table tennis club of the centre meet"
    hit = search.search(question, Language.EN).passages[0]
    assert "20:00" in hit.passage.text
    payload = payloads.document_answer([hit], [], Language.EN)
    assert hit.passage.text in payload["text"]
    cited = payload["citations"][0]["url"]
    without_bot = await GuidebookFallback(search).answer(question, Language.EN)
    assert cited in [citation.url for citation in without_bot.citations]
    page = await gateway.client.get(cited.partition("#")[0])
    assert page.status_code == 200
    assert "20:00" in page.text

    earlier = await gateway.client.get("/documents/ko/clubs/1")
    assert "19:00" in earlier.text
    assert "Clubs &lt;2026&gt;" in earlier.text
    back = await desk.put(f"{PATH}/clubs/edition", params={"number": 1})
    assert back.json()["document"]["current"] == 1
    assert "19:00" in search.search(question, Language.EN).passages[0].passage.text
    await desk.put(f"{PATH}/clubs/edition", params={"number": 0})
    assert search.search(question, Language.EN).passages == ()
    assert [one["current"] for one in (await desk.get(PATH)).json()["documents"]] == [0]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", "no pdf", "a.pdf: extension and content differ"),
        ("a.exe", "x", "not supported"),
        ("b.txt", "", "empty"),
    ],
)
async def test_bad_file_is_refused_with_the_reason(gateway: Gateway, name: str, content: str, reason: str) -> None:
    desk = await gateway.counsellor()
    before = (await desk.get(PATH)).json()
    response = await upload(desk, name, content)
    assert (response.status_code, response.json()["type"]) == (422, "urn:gildongmu:problem:document-refused")
    assert reason in response.json()["detail"]
    assert response.json()["reason"] in {"mismatch", "unsupported", "empty"}
    assert (await desk.get(PATH)).json() == before


@pytest.mark.parametrize("path", ["/documents/en/none/1", "/documents/xx/clubs/1", "/documents/en/..%2F..%2Fetc/1"])
async def test_page_of_an_unknown_document_is_missing(gateway: Gateway, path: str) -> None:
    assert (await gateway.client.get(path)).status_code == 404


async def test_path_in_a_file_name_leads_nowhere(gateway: Gateway, tmp_path: Path) -> None:
    desk = await gateway.counsellor()
    response = await upload(desk, "../../escaped.txt", "A text that tries to leave its folder.")
    assert response.json()["document"]["id"] == "escaped"
    assert not list(tmp_path.parent.glob("escaped*"))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("안내서" * 50 + ".txt", ("안내서" * 22)[:66] + ".txt"),
        ("a\0b.txt", "ab.txt"),
        ("a." + "x" * 300, None),
        ("..", None),
    ],
    ids=["long", "null", "suffix", "parent"],
)
async def test_file_name_that_no_disk_takes_is_cut_or_refused(gateway: Gateway, name: str, kept: str | None) -> None:
    desk = await gateway.counsellor()
    head = f'--part\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    response = await desk.post(
        PATH,
        content=f"{head}The centre opens at nine.\r\n--part--\r\n".encode(),
        headers={"Content-Type": "multipart/form-data; boundary=part"},
    )
    if kept:
        assert response.json()["document"]["editions"][0]["file"] == kept
    else:
        assert (response.status_code, response.json()["reason"]) == (422, "unsupported")


async def test_glossary_lists_every_term_in_eight_languages(gateway: Gateway) -> None:
    desk = await gateway.counsellor()
    terms = (await desk.get("/api/v1/desk/terms")).json()["terms"]
    assert len(terms) > 250
    assert all(set(term["forms"]) == set(Language) for term in terms)


@pytest.mark.parametrize("role", ["counsellor", "interpreter", "auditor"])
async def test_only_who_edits_knowledge_changes_documents(gateway: Gateway, role: str) -> None:
    desk = await gateway.counsellor(role=role)
    added = await desk.post("/api/v1/desk/documents", files={"file": ("leaflet.md", b"# Leaflet\n\nText.")})
    chosen = await desk.put("/api/v1/desk/documents/leaflet/edition", params={"number": 0})
    assert (added.status_code, chosen.status_code) == (403, 403)
    assert (await desk.get("/api/v1/desk/documents")).status_code == 200
