"""The referral pack: one page in two languages, only with consent, every character in a font that has it."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pdfplumber
import pytest

from tests.api.desk.claimed import DESK, audited
from tests.conftest import LANGUAGES, Gateway, StartGateway
from tools.fonts import copy_fonts

CITY, GURO = "seoul-foreign-residents-support-centre", "seoul-foreigners-civil-service-centre-guro"
CASE = {
    "area": "visa",
    "article": "visa.extension",
    "method": "visit",
    "centre": CITY,
    "nationality": "UZ",
    "stay_status": "E-9",
    "text": '서류가 *부족*함 #panic("markup") $x^2$ <b>',
}
# Words of the guidebook's article about extending a stay, and the country, as the page has to say them.
TOLD = {
    "ko": ("체류기간 연장", "우즈베키스탄"),
    "en": ("Extending your period of stay", "Uzbekistan"),
    "zh": ("延长居留期限", "乌兹别克斯坦"),
    "vi": ("Gia hạn thời hạn lưu trú", "Uzbekistan"),
    "mn": ("Оршин суух хугацаа сунгах", "Узбекистан"),
    "ru": ("Продление", "Узбекистан"),
    "uz": ("uzaytirish", "Oʻzbekiston"),
    "ur": ("توسیع", "ازبکستان"),
}
FONTS = {
    "NotoSansKR": re.compile("[가-힣]"),
    "NotoNastaliqUrdu": re.compile("[\u0620-\u06d3]"),
    "NotoSans": re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff\u0400-\u04ff]"),
}


@pytest.fixture(scope="session")
def web_dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built front end as far as fonts go."""
    folder = tmp_path_factory.mktemp("dist")
    copy_fonts(folder / "fonts")
    return folder


@pytest.fixture
async def desk(start_gateway: StartGateway, web_dist: Path) -> tuple[Gateway, httpx.AsyncClient]:
    """A gateway with fonts and somebody signed in."""
    gateway = await start_gateway(web_dist=web_dist)
    return gateway, await gateway.counsellor()


async def add(desk: httpx.AsyncClient, *, consent: bool = True, **fields: object) -> str:
    record = (await desk.post(f"{DESK}/records", json=CASE | {"language": "en"} | fields)).json()["record"]
    if consent:
        await desk.put(f"{DESK}/records/{record['id']}/consent", json={"given": True})
    return str(record["id"])


async def fetch(desk: httpx.AsyncClient, record: str, to: str = GURO) -> httpx.Response:
    return await desk.get(f"{DESK}/records/{record}/referral-pack.pdf", params={"to": to})


def read(content: bytes) -> tuple[int, str, list[dict[str, Any]]]:
    """Return the number of pages, the text of the first without line ends, and its characters with their fonts."""
    with pdfplumber.open(BytesIO(content)) as document:
        page = document.pages[0]
        half = page.width / 2
        texts = [page.crop((left, 0, left + half, page.height)).extract_text() for left in (0, half)]
        return len(document.pages), re.sub(r"\s+", " ", " ".join([*texts, page.extract_text()])), page.chars


async def test_nothing_is_handed_on_without_consent(desk: tuple[Gateway, httpx.AsyncClient]) -> None:
    gateway, client = desk
    record = await add(client, consent=False)
    refused = await fetch(client, record)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:gildongmu:problem:consent-missing")
    await client.put(f"{DESK}/records/{record}/consent", json={"given": True})
    assert (await fetch(client, record)).status_code == 200
    await client.put(f"{DESK}/records/{record}/consent", json={"given": False})
    assert (await fetch(client, record)).status_code == 409
    (entry,) = await audited(gateway, "record.referred")
    assert (entry.subject, entry.details) == (record, {"to": GURO})


@pytest.mark.parametrize("language", LANGUAGES)
async def test_page_tells_the_case_in_korean_and_the_persons_language(
    desk: tuple[Gateway, httpx.AsyncClient], language: str
) -> None:
    response = await fetch(desk[1], await add(desk[1], language=language))
    pages, text, characters = read(response.content)
    assert (response.headers["content-type"], pages) == ("application/pdf", 1)
    assert all(word in text for word in TOLD["ko"])
    if language == "ur":  # shaped and from right to left: what is read back are the letters, not the words
        letters = {character["text"] for character in characters if "Nastaliq" in character["fontname"]}
        assert set("".join(TOLD["ur"])) <= set("".join(letters))
    else:
        assert all(word in text for word in TOLD[language])
    assert "E-9" in text
    assert "서울외국인민원센터" in text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_letter_stands_in_a_font_that_has_it(
    desk: tuple[Gateway, httpx.AsyncClient], language: str
) -> None:
    response = await fetch(desk[1], await add(desk[1], language=language, text="한국어 English Ўзбек Tiếng Việt اردو"))
    _, _, characters = read(response.content)
    # A letter that no font has is drawn as a box of the first one.
    found = set()
    for character in characters:
        if character["text"].startswith("(cid:"):  # one of several strokes that make a letter; 0 is the box
            assert character["text"] != "(cid:0)"
            continue
        for font, letters in FONTS.items():
            if letters.search(character["text"]):
                assert character["fontname"].partition("+")[2].partition("-")[0] == font, character["text"]
                found.add(font)
    assert found == set(FONTS)


async def test_chinese_characters_have_their_chinese_shapes(desk: tuple[Gateway, httpx.AsyncClient]) -> None:
    _, _, characters = read((await fetch(desk[1], await add(desk[1], language="zh"))).content)
    chinese = [one["fontname"] for one in characters if "\u4e00" <= one["text"] <= "\u9fff"]
    assert chinese
    assert all("NotoSansSC" in font for font in chinese)


async def test_what_a_person_wrote_is_shown_and_never_read_as_markup(desk: tuple[Gateway, httpx.AsyncClient]) -> None:
    institution = '#read("/etc/passwd") *법원* @ref'
    _, text, _ = read((await fetch(desk[1], await add(desk[1]), institution)).content)
    assert CASE["text"] in text
    assert institution in text


async def test_log_names_a_centre_and_no_other_words(desk: tuple[Gateway, httpx.AsyncClient]) -> None:
    gateway, client = desk
    record = await add(client)
    for institution in (GURO, "a shelter for pregnant women"):
        assert (await fetch(client, record, institution)).status_code == 200
    assert [entry.details for entry in await audited(gateway, "record.referred")] == [{"to": GURO}, {}]


async def test_longest_text_still_leaves_one_page(desk: tuple[Gateway, httpx.AsyncClient]) -> None:
    record = await add(desk[1], language="ur", text="체류기간 연장 상담을 함.\n" * 600)
    pages, text, _ = read((await fetch(desk[1], record)).content)
    assert pages == 1
    assert "…" in text


async def test_speaker_of_another_language_gets_english_beside_korean(
    desk: tuple[Gateway, httpx.AsyncClient],
) -> None:
    _, text, _ = read((await fetch(desk[1], await add(desk[1], language="ne"))).content)
    assert "Extending your period of stay" in text
    assert "Nepali" in text


async def test_missing_fonts_are_told_instead_of_printing_boxes(start_gateway: StartGateway, tmp_path: Path) -> None:
    gateway = await start_gateway(web_dist=tmp_path)
    client = await gateway.counsellor()
    response = await fetch(client, await add(client))
    assert (response.status_code, response.json()["detail"]) == (500, "The fonts of this document are not installed.")
