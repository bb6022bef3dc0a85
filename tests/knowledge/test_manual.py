"""The counselling manual: nothing is sent half filled in, no language says another number, no file is half written."""

from collections import Counter
from datetime import date, time
from pathlib import Path
from shutil import copyfile

import pytest
import yaml

from knowledge.articles import Guidebook, read_guidebook
from knowledge.languages import Language
from knowledge.manual import CHECK_LISTS, MANUAL_AREAS, PATH, ManualInvalid, read_check_list, read_manual, read_reply
from knowledge.manual_check import check_manual
from knowledge.manual_entries import StandardReply, Value, ValueMissing, Variable
from knowledge.parity import figures
from knowledge.settings import KnowledgeSettings

VISIT: dict[Variable, Value] = {
    Variable.CENTRE: "서울글로벌센터",
    Variable.DATE: date(2026, 12, 15),
    Variable.TIME: time(9, 5),
}
LIST = f"{CHECK_LISTS}/visa/extension"
MANUAL = read_manual()


@pytest.fixture(scope="module")
def guidebook() -> Guidebook:
    return read_guidebook(KnowledgeSettings().guidebook_dir)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of a few files: whole ones make the tests slow."""
    for name in ("general/greeting", "general/danger", "visa/booking-a-visit", "visa/changing-status", LIST):
        path = tmp_path / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        copyfile(PATH / f"{name}.yaml", path)
    return tmp_path


def rewrite(path: Path, **changes: object) -> Path:
    """Write a file again with some keys changed; a dictionary is merged into the one that is there, None removes."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    for key, change in changes.items():
        new = content.get(key, {}) | change if isinstance(change, dict) else change
        content[key] = {k: v for k, v in new.items() if v is not None} if isinstance(new, dict) else new
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path


def reply(identity: str) -> StandardReply:
    found = MANUAL.find_reply(identity)
    assert found is not None
    return found


def test_there_are_replies_and_check_lists_for_every_area() -> None:
    assert len(MANUAL.replies) == 60
    assert len(MANUAL.check_lists) == 12
    assert Counter(r.area for r in MANUAL.replies)["general"] == 15
    assert {r.area for r in MANUAL.replies} == {e.area for e in MANUAL.check_lists} == set(MANUAL_AREAS)


def test_what_is_shipped_passes_the_gate(guidebook: Guidebook) -> None:
    assert list(check_manual(PATH, guidebook)) == []


@pytest.mark.parametrize("language", list(Language))
def test_every_variable_of_every_reply_is_filled_in(language: Language) -> None:
    values = {variable: f"<{variable}>" for variable in Variable}
    for entry in MANUAL.replies:
        text = entry.write(language, values)
        assert "{" not in text
        assert {v for v in Variable if f"<{v}>" in text} == entry.variables


@pytest.mark.parametrize("name", [None, "", "  "])
def test_reply_without_a_value_is_not_written(name: str | None) -> None:
    values = {} if name is None else {Variable.NAME: name}
    with pytest.raises(ValueMissing, match="no value for name") as error:
        reply("greeting").write(Language.EN, values)
    assert error.value.variables == (Variable.NAME,)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        (Language.KO, "2026년 12월 15일"),
        (Language.EN, "15 December 2026"),
        (Language.ZH, "2026年12月15日"),
        (Language.VI, "15 tháng 12, 2026"),
        (Language.MN, "оны арван хоёрдугаар сарын 15"),
        (Language.RU, "15 декабря 2026"),
        (Language.UZ, "15-dekabr, 2026"),
        (Language.UR, "15 دسمبر، 2026"),
    ],
)
def test_date_and_time_are_written_as_the_language_writes_them(language: Language, written: str) -> None:
    text = reply("appointment-made").write(language, VISIT)
    assert written in text
    assert "9:05" in text


def test_what_a_value_holds_is_not_filled_in_again() -> None:
    assert "Kim {phone}" in reply("greeting").write(Language.EN, {Variable.NAME: "Kim {phone}"})


def test_numbers_keep_their_direction_in_urdu_and_a_link_stays_whole() -> None:
    passed_on = reply("passing-on")
    values = {Variable.CENTRE: "서울글로벌센터", Variable.PHONE: "02-120"}
    assert "\u206802-120\u2069" in passed_on.write(Language.UR, values)
    assert "\u2068" not in passed_on.write(Language.RU, values)
    assert " https://seoul.go.kr " in reply("documents-to-bring").write(
        Language.UR, {Variable.LINK: "https://seoul.go.kr"}
    )


def test_reply_is_found_by_its_shortcut_in_any_case() -> None:
    assert MANUAL.find_by_shortcut(" /Greet ") is reply("greeting")
    assert MANUAL.find_by_shortcut("greet") is None


def test_typing_narrows_down_the_replies() -> None:
    assert len(MANUAL.suggest("/")) == 60
    assert [r.shortcut for r in MANUAL.suggest("/DE")] == ["/details", "/deposit", "/departure"]
    assert MANUAL.suggest("") == ()


def test_replies_and_check_lists_are_found_by_their_article() -> None:
    assert [r.id for r in MANUAL.replies_for("job.unpaid-wages")] == ["wages-not-paid"]
    assert [e.id for e in MANUAL.check_lists_for("job.unpaid-wages")] == ["unpaid-wages"]
    assert MANUAL.replies_for("job.unpaid") == ()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"text": {"ur": None}}, "missing or unknown languages.*ur"),
        ({"text": {"ur": "  "}}, "missing or unknown languages.*ur"),
        ({"text": {"ja": "こんにちは"}}, "ja"),
        ({"title": {"mn": None}}, "missing or unknown languages.*mn"),
        ({"variables": ["name", "colour"]}, "colour"),
        ({"variables": ["name", "time"]}, "variables missing .*time"),
        ({"text": {"uz": "Assalomu alaykum."}}, r"\[uz\] variables missing .*name"),
        ({"text": {"uz": "Men {name}, {time}."}}, r"\[uz\] variables .*added .*time"),
        ({"text": {"uz": "Men {ism}."}}, r"\[uz\].*ism"),
        ({"text": {"uz": "Men {name:>40}."}}, r"\[uz\].*without a format"),
        ({"text": {"uz": "Men {name.denominator}."}}, r"\[uz\]"),
        ({"text": {"uz": "Men {name."}}, r"\[uz\]"),
        ({"text": {"uz": "Men {name}, 1345."}}, r"\[uz\] figures .*added .*1345"),
        ({"shortcut": "greet"}, "not like /greet"),
        ({"shortcut": "/Greet"}, "not like /greet"),
        ({"shortcut": "/greet all"}, "not like /greet"),
        ({"edition": 0}, "edition"),
        ({"verified": "soon"}, "verified"),
        ({"owner": " "}, "owner"),
        ({"area": "visa"}, "differs from its place"),
        ({"id": "hello"}, "differs from its place"),
        ({"note": "x"}, "missing or unknown.*note"),
    ],
)
def test_reply_that_is_not_as_agreed_is_refused_with_the_reason(
    folder: Path, changes: dict[str, object], reason: str
) -> None:
    path = folder / "general" / "greeting.yaml"
    assert read_reply(path).id == "greeting"
    with pytest.raises(ManualInvalid, match=rf"greeting\.yaml: .*{reason}"):
        read_reply(rewrite(path, **changes))


@pytest.mark.parametrize("language", list(Language))
def test_another_phone_number_in_one_language_is_refused(folder: Path, language: Language) -> None:
    path = folder / "general" / "danger.yaml"
    text = reply("danger").texts[language].replace("1577-1366", "1577-1336")
    with pytest.raises(ManualInvalid, match=r"figures missing .*1577-13.6"):
        read_reply(rewrite(path, text={language.value: text}))


@pytest.mark.parametrize("content", ["", "- a\n- b\n", "title: [", "\ufffe"])
def test_file_that_is_no_mapping_is_refused(folder: Path, content: str) -> None:
    path = folder / "general" / "greeting.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ManualInvalid, match=r"greeting\.yaml"):
        read_reply(path)


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ({"kind": "shout", "ko": "1345", "en": "1345"}, "shout"),
        ({"kind": "ask", "ko": "1345"}, "languages"),
        ({"kind": "ask", "ko": "1345", "en": "1350"}, "figures"),
    ],
)
def test_check_list_with_a_faulty_item_is_refused(folder: Path, item: dict[str, str], reason: str) -> None:
    path = folder / f"{LIST}.yaml"
    assert len(read_check_list(path).items) == 7
    with pytest.raises(ManualInvalid, match=rf"extension\.yaml: .*{reason}"):
        read_check_list(rewrite(path, items=[item]))


def test_check_list_without_items_is_refused(folder: Path) -> None:
    with pytest.raises(ManualInvalid, match="no items"):
        read_check_list(rewrite(folder / f"{LIST}.yaml", items=[]))


def test_shortcut_of_two_replies_is_refused(folder: Path) -> None:
    rewrite(folder / "visa" / "booking-a-visit.yaml", shortcut="/greet")
    with pytest.raises(ManualInvalid, match="shortcut '/greet' is there twice"):
        read_manual(folder)


def test_empty_manual_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ManualInvalid, match="no replies"):
        read_manual(tmp_path)


def test_gate_names_every_fault_not_only_the_first(folder: Path, guidebook: Guidebook) -> None:
    rewrite(folder / "general" / "greeting.yaml", edition=0)
    rewrite(folder / f"{LIST}.yaml", items=[])
    rewrite(folder / "visa" / "booking-a-visit.yaml", shortcut="/status")
    findings = list(check_manual(folder, guidebook))
    assert len(findings) == 3
    assert "shortcut '/status' is there twice" in findings


def test_figure_that_the_article_does_not_have_is_found(folder: Path, guidebook: Guidebook) -> None:
    path = folder / "visa" / "booking-a-visit.yaml"
    rewrite(path, text={code: text.replace("5", "15") for code, text in reply("booking-a-visit").texts.items()})
    assert "figures that none of its articles has: ['13415', '15']" in "".join(check_manual(folder, guidebook))


def test_article_that_does_not_exist_is_found(folder: Path, guidebook: Guidebook) -> None:
    rewrite(folder / "general" / "greeting.yaml", articles=["visa.nothing"])
    assert list(check_manual(folder, guidebook)) == ["greeting no article 'visa.nothing'"]


@pytest.mark.parametrize(
    ("language", "text", "finding"),
    [
        ("ur", "خطرے میں 112 یا 119 پر کال کریں، یا فون 1577-1366 پر۔", "turn round"),
        ("ur", "خطرے ميں 112 یا 119 پر کال کریں، یا فون \u20661577-1366\u2069 پر۔", "does not write"),
        ("uz", "Xavf bo'lsa, 112 yoki 119 yoki 1577-1366 ga qoʻngʻiroq qiling.", "does not write"),
        ("mn", "In danger, call 112 or 119. For violence or family trouble, call 1577-1366.", "script of mn"),
        ("vi", "Hãy gọi công an 112, 119 hoặc 1577-1366.", "công an"),
    ],
)
def test_words_and_letters_that_we_do_not_write_are_found(
    folder: Path, guidebook: Guidebook, language: str, text: str, finding: str
) -> None:
    rewrite(folder / "general" / "danger.yaml", text={language: text})
    findings = list(check_manual(folder, guidebook))
    assert len(findings) == 1
    assert findings[0].startswith(f"danger [{language}]")
    assert finding in findings[0]


@pytest.mark.parametrize("language", list(Language))
def test_reply_about_danger_names_the_numbers_to_call(language: Language) -> None:
    for identity in ("danger", "after-hours"):
        assert {"112", "119"} <= figures(reply(identity).texts[language])
