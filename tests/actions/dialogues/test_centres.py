"""The dialogue about centres finds the place, names at most three centres, and says what is not known."""

from datetime import date
from itertools import product

import pytest

from actions.dialogues.centres import CentresDialogue, read_place
from actions.dialogues.centres_result import articles, describe, find, lines
from actions.dialogues.centres_words import LINES, Line, line_names, need_names, why_named
from actions.dialogues.dialogue import SKIPPED, Setting
from actions.resources import catalogue
from knowledge.articles import read_guidebook
from knowledge.centres import NEIGHBOURS, CentreNeed, Why, find_centres, read_centres
from knowledge.languages import Language
from knowledge.settings import KnowledgeSettings

TODAY = date(2026, 11, 23)
ENGLISH = Setting(Language.EN, TODAY)
DIALOGUE = CentresDialogue()
EVERY = [
    {"place": place, "need": str(need), "language": str(language)}
    for place, need, language in product([SKIPPED, *NEIGHBOURS], [SKIPPED, *LINES], [SKIPPED, *Language])
]


def text(answers: dict[str, str], setting: Setting = ENGLISH) -> str:
    return "\n".join(lines(answers, setting))


@pytest.mark.parametrize(
    ("language", "said", "place"),
    [
        ("ko", "대림동에서 일하는데 가까운 센터 알려주세요", "yeongdeungpo-gu"),
        ("ko", "안산에 살아요", "outside.Ansan"),
        ("en", "I live near Itaewon station", "yongsan-gu"),
        ("en", "we live in Bucheon", "outside.Bucheon"),
        ("zh", "我住在九老", "guro-gu"),
        ("zh", "我在水原", "outside.Suwon"),
        ("vi", "em ở quận Yeongdeungpo", "yeongdeungpo-gu"),
        ("vi", "mình ở Ansan ạ", "outside.Ansan"),
        ("mn", "Гүрод амьдардаг", "guro-gu"),
        ("mn", "Инчонд байна", "outside.Incheon"),
        ("ru", "живу в Итхэвоне", "yongsan-gu"),
        ("ru", "я в Ансане", "outside.Ansan"),
        ("uz", "Dongdaemunda yashayman", "dongdaemun-gu"),
        ("uz", "Ansanda yashayman", "outside.Ansan"),
        ("ur", "میں گورو میں رہتا ہوں", "guro-gu"),
        ("ur", "main Ansan mein rehta hun", "outside.Ansan"),
    ],
)
def test_place_is_read_as_residents_say_it(language: str, said: str, place: str) -> None:
    assert read_place(said, Language(language)) == place


@pytest.mark.parametrize(
    ("language", "said"), [("ko", "서울이요"), ("en", "near me"), ("zh", "韩国"), ("ru", "в Сеуле")]
)
def test_no_district_is_made_of_seoul_alone(language: str, said: str) -> None:
    assert read_place(said, Language(language)) is None


@pytest.mark.parametrize(
    ("language", "said", "wanted"),
    [
        ("ko", "베트남어요", "vi"),
        ("en", "Russian please", "ru"),
        ("zh", "中文", "zh"),
        ("vi", "tiếng Việt", "vi"),
        ("mn", "монголоор", "mn"),
        ("ru", "по-узбекски", "uz"),
        ("uz", "oʻzbekcha", "uz"),
        ("ur", "اردو", "ur"),
        ("en", "4", "vi"),
        ("en", "any", None),
    ],
)
def test_language_is_read_by_any_of_its_names_or_its_number(language: str, said: str, wanted: str | None) -> None:
    answers = {"place": "guro-gu", "need": "work"}
    question = DIALOGUE.next_question(answers, Setting(Language(language), TODAY))
    assert question is not None
    assert question.read(said) == wanted


def test_place_need_and_language_are_asked_and_outside_seoul_no_language() -> None:
    steps = [
        {},
        {"place": "guro-gu"},
        {"place": "guro-gu", "need": SKIPPED},
        {"place": "outside.Ansan", "need": "work"},
    ]
    questions = [DIALOGUE.next_question(answers, ENGLISH) for answers in steps]
    assert [one.key if one else None for one in questions] == ["place", "need", "language", None]
    assert all(one.skippable and "for example: " in one.hint for one in questions if one)
    assert DIALOGUE.next_question({"place": "guro-gu", "need": "work", "language": SKIPPED}, ENGLISH) is None


@pytest.mark.parametrize(("value", "shown"), [("guro-gu", "Куро-гу"), ("outside.Ansan", "Ansan")])
def test_place_is_said_back_by_name(value: str, shown: str) -> None:
    question = DIALOGUE.next_question({}, Setting(Language.RU, TODAY))
    assert question is not None
    assert question.prefill
    assert question.show(value) == shown


def test_centre_in_the_district_comes_first_with_its_address_and_what_is_not_known() -> None:
    told = text({"place": "seongbuk-gu", "need": "work", "language": "uz"})
    first, checks = told.split("\n")[2:4]
    assert "(성북외국인노동자센터). In your district." in first
    assert "129 Jongam-ro, Seongbuk-gu (성북구 종암로 129 청한빌딩 302호)." in first
    assert checks == "Not known to me: phone number, opening hours, languages spoken. As of 2024-09."
    assert "It speaks the language that you want." in told


def test_phone_is_told_as_it_is_and_an_old_one_with_its_year() -> None:
    told = text({"place": "dongdaemun-gu", "need": "family", "language": SKIPPED})
    assert "Phone: 02-957-1073." in told
    assert "As of 2022." in told


def test_centre_that_may_have_closed_is_told_so_with_the_age_of_its_facts() -> None:
    old = tuple(one for one in read_centres() if one.id == "yeoksam-global-village-centre")
    (found,) = find_centres("gangnam-gu", CentreNeed.ANY, None, among=old)
    told = " ".join(describe(found, {"place": "gangnam-gu"}, ENGLISH))
    assert "Phone: 02-3423-7960." in told
    assert told.endswith("I cannot confirm that it is still open. As of 2018.")
    assert not any(
        "I cannot confirm" in text(answers) for answers in EVERY if all(hit.confirmed for hit in find(answers))
    )


@pytest.mark.parametrize(
    ("need", "number"), [("work", "1577-0071"), ("visa", "1345"), ("family", "1577-1366"), ("legal", "132")]
)
def test_outside_seoul_no_centre_but_the_lines_of_the_country_are_named(need: str, number: str) -> None:
    told = lines({"place": "outside.Ansan", "need": need}, ENGLISH)
    assert told[0].startswith("Ansan is outside Seoul.")
    assert told[3].startswith(f"• {number},")
    assert {"1345", "1577-1366"} <= {line[2:].split(",")[0] for line in told if line.startswith("• ")}
    assert not any("Dasan" in line for line in told)


@pytest.mark.parametrize("language", Language)
def test_two_nearest_centres_are_always_named_and_no_result_is_too_long(language: Language) -> None:
    setting = Setting(language, TODAY)
    for answers in EVERY:
        told = text(answers, setting)
        assert len(told) <= (1250 if language is Language.EN else 1500)
        assert all(one.centre.name[language] in told for one in find(answers, 2))


def test_number_of_seoul_is_named_wherever_a_phone_number_is_missing() -> None:
    missing = [answers for answers in EVERY if any(one.centre.phone is None for one in find(answers))]
    assert missing
    assert all(line_names(Language.EN)[Line.CITY] in text(answers) for answers in missing)


def test_who_wants_urdu_hears_that_danuri_does_not_speak_it() -> None:
    notice = "Urdu is not among the 13 languages of the Danuri Helpline."
    assert notice in text({"place": "guro-gu", "need": "family", "language": "ur"})
    assert catalogue(Language.UR).gettext(notice) in text({"place": "outside.Ansan"}, Setting(Language.UR, TODAY))
    assert notice not in text({"place": "guro-gu", "need": "family", "language": "uz"})
    assert notice not in text({"place": "guro-gu", "need": "visa", "language": "ur"})


def test_numbers_and_addresses_keep_their_order_in_urdu() -> None:
    told = text({"place": "dongdaemun-gu", "need": "family"}, Setting(Language.UR, TODAY))
    assert "\u206602-957-1073\u2069" in told
    assert "\u20662022\u2069" in told


def test_at_most_four_articles_are_cited_and_all_are_in_the_guidebook() -> None:
    guidebook = read_guidebook(KnowledgeSettings().guidebook_dir)
    cited = [articles(answers) for answers in (*EVERY, {"place": "outside.Ansan"})]
    assert all(1 <= len(one) <= 4 for one in cited)
    assert all(guidebook.find_nearest(article, Language.EN) for article in {a for one in cited for a in one})


def test_every_need_reason_and_line_has_words() -> None:
    names = need_names(Language.EN)
    assert {*names, CentreNeed.ANY} == set(LINES) == set(CentreNeed)
    assert set(why_named(Language.EN)) == set(Why)
    assert set(line_names(Language.EN)) == set(Line)
    assert all(len(label) <= 40 for label in names.values())
