"""Taking in the centres' guidebooks: every format, every kind of bad file, editions, searching while they change."""

import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document as WordDocument
from fpdf import FPDF
from hwpx import HwpxDocument
from openpyxl import Workbook

from knowledge.documents.formats import Limits, read_blocks
from knowledge.documents.library import Library
from knowledge.documents.search import DocumentSearch
from knowledge.errors import DocumentInvalid, DocumentMissing
from knowledge.languages import Language
from tests.fakes import FakeEmbedder

FEE = "The deposit for the meeting room is 30,000 won."


def english(_: str) -> Language:
    return Language.EN


def make_text(path: Path) -> None:
    path.write_text(f"Meeting rooms\n\n{FEE}\nIt is paid back.\n\nRoom\tSeats\nBlue\t12\nGreen\t30\n", encoding="utf-8")


def make_korean_text_of_old_windows(path: Path) -> None:
    path.write_bytes(
        f"회의실 안내\n\n보증금은 30,000원입니다. {FEE}\n\nRoom\tSeats\nBlue\t12\nGreen\t30\n".encode("cp949")
    )


def make_markdown(path: Path) -> None:
    text = f"# Centre\n\n## Meeting rooms\n\n- {FEE}\n\n| Room | Seats |\n|---|---|\n| Blue | 12 |\n| Green | 30 |\n"
    path.write_text(text, encoding="utf-8")


def make_html(path: Path) -> None:
    cells = ("<th>Room</th><th>Seats</th>", "<td>Blue</td><td>12</td>", "<td>Green</td><td>30</td>")
    table = f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"
    path.write_text(
        f"<html><head><style>p {{}}</style></head><body><nav>Home</nav><h1>Centre</h1><div><h2>Meeting rooms</h2>"
        f"<p>{FEE}</p>{table}</div><script>alert(1)</script></body></html>",
        encoding="utf-8",
    )


def make_word(path: Path) -> None:
    document = WordDocument()
    document.add_heading("Centre", level=1)
    document.add_heading("Meeting rooms", level=2)
    document.add_paragraph(FEE)
    table = document.add_table(rows=0, cols=2)
    for cells in (("Room", "Seats"), ("Blue", "12"), ("Green", "30")):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    document.save(str(path))


def make_hwpx(path: Path) -> None:
    document = HwpxDocument.new()
    document.add_heading("Meeting rooms", level=1)
    document.add_paragraph(FEE, style="본문")
    table = document.add_table(3, 2)
    for row, cells in enumerate((("Room", "Seats"), ("Blue", "12"), ("Green", "30"))):
        for column, text in enumerate(cells):
            table.set_cell_text(row, column, text)
    document.save_to_path(str(path))


def make_pdf(path: Path, pages: int = 2) -> None:
    document = FPDF()
    for number in range(pages):
        document.add_page()
        if number == pages - 1:
            document.set_font("Helvetica", style="B", size=18)
            document.cell(text="Meeting rooms", new_x="LMARGIN", new_y="NEXT")
            document.set_font("Helvetica", size=11)
            document.multi_cell(0, text=FEE, new_x="LMARGIN", new_y="NEXT")
            with document.table() as table:
                for cells in (("Room", "Seats"), ("Blue", "12"), ("Green", "30")):
                    table.row(cells)
        else:
            document.set_font("Helvetica", size=11)
            document.cell(text="Opening hours are on the door.")
    document.output(str(path))


def make_csv(path: Path) -> None:
    path.write_text(
        f"Question;Answer\nMeeting rooms: what do I pay?;{FEE}\nRoom;Room: Green; Seats: 30\n", encoding="utf-8"
    )


def make_workbook(path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Rooms"
    for row in (("질문", "답변"), ("Meeting rooms: what do I pay?", FEE), ("How large?", "Room: Green; Seats: 30")):
        sheet.append(row)
    workbook.save(path)


FORMATS: dict[str, Callable[[Path], None]] = {
    "rooms.txt": make_text,
    "old.txt": make_korean_text_of_old_windows,
    "rooms.md": make_markdown,
    "rooms.html": make_html,
    "rooms.docx": make_word,
    "rooms.hwpx": make_hwpx,
    "rooms.pdf": make_pdf,
    "rooms.csv": make_csv,
    "rooms.xlsx": make_workbook,
}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


@pytest.mark.parametrize("name", FORMATS)
def test_text_headings_and_tables_of_every_format_arrive(name: str, tmp_path: Path, library: Library) -> None:
    path = tmp_path / name
    FORMATS[name](path)
    document, is_new = library.add(path, english)
    passages = library.passages(document.id, 1)
    assert is_new
    whole = "\n".join(f"{p.section}\n{p.text}" for p in passages)
    assert FEE in whole
    assert "30" in whole
    assert "alert" not in whole
    if name not in {"old.txt", "rooms.csv", "rooms.xlsx"}:
        assert "Room: Green; Seats: 30" in whole
        assert any("Meeting rooms" in p.section and FEE in p.text for p in passages)
    if name == "rooms.pdf":
        assert [p.page for p in passages if FEE in p.text] == [2]


def make_zip_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b"0" * 30_000_000)


def make_macros(path: Path) -> None:
    make_word(path)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("word/vbaProject.bin", b"macro")


def make_locked_pdf(path: Path) -> None:
    document = FPDF()
    document.set_encryption(owner_password="owner", user_password="secret")
    document.add_page()
    document.set_font("Helvetica", size=11)
    document.cell(text=FEE)
    document.output(str(path))


def make_scan(path: Path) -> None:
    document = FPDF()
    document.add_page()
    document.rect(20, 20, 60, 60)
    document.output(str(path))


def make_half_of_a_pdf(path: Path) -> None:
    make_pdf(path)
    path.write_bytes(path.read_bytes()[:600])


def make_half_of_a_word_file(path: Path) -> None:
    make_word(path)
    path.write_bytes(path.read_bytes()[:9000])


BAD: tuple[tuple[str, Callable[[Path], object], str], ...] = (
    ("scan.pdf", make_scan, "text recognition"),
    ("locked.pdf", make_locked_pdf, "password"),
    ("half.pdf", make_half_of_a_pdf, "no text|damaged"),
    ("half.docx", make_half_of_a_word_file, "damaged"),
    ("bomb.docx", make_zip_bomb, "unpacks to"),
    ("macros.docx", make_macros, "macros"),
    ("long.pdf", lambda path: make_pdf(path, 12), "12 pages; at most 10"),
    ("large.txt", lambda path: path.write_bytes(b"a " * 300_000), "at most"),
    ("wrong.pdf", make_word, "extension and content differ"),
    ("wrong.docx", make_workbook, "extension and content differ"),
    ("wrong.txt", make_word, "extension and content differ"),
    ("program.txt", lambda path: path.write_bytes(b"MZ\0\0\x01\x02" * 50), "no text"),
    ("old.docx", lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), "old binary"),
    ("picture.png", lambda path: path.write_bytes(b"\x89PNG"), "not supported"),
    ("empty.txt", lambda path: path.write_bytes(b""), "is empty"),
    ("blank.md", lambda path: path.write_text("\n\n \n"), "no text"),
)


@pytest.mark.parametrize(("name", "make", "reason"), BAD)
def test_bad_file_is_named_with_the_reason_and_nothing_is_added(
    name: str, make: Callable[[Path], object], reason: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    make(path)
    library = Library(tmp_path / "library", Limits(file=500_000, unpacked=20_000_000, pages=10))
    with pytest.raises(DocumentInvalid, match=reason) as caught:
        library.add(path, english)
    assert name in str(caught.value)
    assert library.documents() == ()
    assert not list((tmp_path / "library").glob("*/*"))


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentInvalid, match=r"gone\.txt: there is no such file"):
        read_blocks(tmp_path / "gone.txt")


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_editions_follow_one_another_and_can_be_rolled_back(tmp_path: Path, library: Library) -> None:
    path = tmp_path / "hours.txt"
    library.add(write(path, "Open until 18:00 on every weekday."), english)
    same, is_new = library.add(path, english)
    assert (is_new, len(same.editions)) == (False, 1)
    newer, is_new = library.add(write(path, "Open until 20:00 on every weekday."), english)
    assert (is_new, newer.current) == (True, 2)
    search = DocumentSearch(library, FakeEmbedder())
    assert "20:00" in search.search("open until weekday", Language.EN)[0].passage.text
    assert "18:00" in library.passages("hours", 1)[0].text, "the old edition stays readable"
    assert library.roll_back("hours").current == 1
    assert "18:00" in search.search("open until weekday", Language.EN)[0].passage.text
    with pytest.raises(DocumentMissing, match="no edition before 1"):
        library.roll_back("hours")
    again, is_new = library.add(path, english)
    assert (is_new, again.current, len(again.editions)) == (True, 2, 2), (
        "an edition known by its content is not doubled"
    )
    library.withdraw("hours")
    assert search.search("open until weekday", Language.EN) == []


@pytest.mark.parametrize("name", ["../hours", "a/b", "", "HOURS", ".."])
def test_name_that_is_none_finds_nothing(name: str, library: Library) -> None:
    with pytest.raises(DocumentMissing):
        library.passages(name, 1)


def test_search_never_fails_while_editions_change(tmp_path: Path, library: Library) -> None:
    path = tmp_path / "hours.txt"
    library.add(write(path, "Open until 10:00 on every weekday."), english)
    search = DocumentSearch(library, FakeEmbedder())
    ended, failures, counts = threading.Event(), [], []

    def ask() -> None:
        count = 0
        while not ended.is_set():
            try:
                hits = search.search("open until weekday", Language.EN)
            except Exception as error:  # noqa: BLE001 - whatever it is, it must not happen
                failures.append(error)
            else:
                if len(hits) != 1:
                    failures.append(AssertionError(hits))
            count += 1
        counts.append(count)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for hour in range(11, 21):
        library.add(write(path, f"Open until {hour}:00 on every weekday."), english)
    ended.set()
    for thread in threads:
        thread.join()
    assert "20:00" in search.search("open until weekday", Language.EN)[0].passage.text
    assert failures == []
    assert min(counts) > 0


def test_second_process_sees_the_new_edition(tmp_path: Path, library: Library) -> None:
    path = tmp_path / "hours.txt"
    library.add(write(path, "Open until 18:00 on every weekday."), english)
    here = DocumentSearch(library, FakeEmbedder())
    elsewhere = DocumentSearch(Library(tmp_path / "library"), FakeEmbedder())
    library.add(write(path, "Open until 20:00 on every weekday."), english)
    for search in (here, elsewhere):
        assert "20:00" in search.search("open until weekday", Language.EN)[0].passage.text


def test_question_in_another_language_goes_through_the_termbase(tmp_path: Path, library: Library) -> None:
    path = write(tmp_path / "k.txt", "보증금은 500,000원입니다.\n\n회의실은 3층에 있습니다.\n\n주차장은 없습니다.")
    library.add(path, lambda _: Language.KO)
    search = DocumentSearch(library, FakeEmbedder())
    for question, language in (("how much is the deposit", Language.EN), ("tiền đặt cọc bao nhiêu", Language.VI)):
        assert "보증금" in search.search(question, language)[0].passage.text
