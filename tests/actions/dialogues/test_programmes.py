"""The dialogue about programmes asks what can change the answer, and tells what fits, what is open and nothing else."""

import re
from datetime import date
from itertools import product

import pytest
import yaml

from actions.dialogues.dialogue import SKIPPED, Setting
from actions.dialogues.programmes import ProgrammesDialogue
from actions.dialogues.programmes_child import find_child, read_child_age
from actions.dialogues.programmes_result import articles, lines, more
from actions.dialogues.programmes_words import (
    contacts,
    family_names,
    income_names,
    need_names,
    open_points,
    school_names,
)
from knowledge.articles import read_guidebook
from knowledge.languages import Language
from knowledge.programmes import PATH, Family, Fit, Income, Need, Reason, School, match, read_programmes
from knowledge.settings import KnowledgeSettings

Given = dict[str, str | int | float]

TODAY = date(2026, 11, 23)
ENGLISH = Setting(Language.EN, TODAY)
DIALOGUE = ProgrammesDialogue()
KNOWN = {"school": "primary", "family": "multicultural", "income": "up_to_100"}


def text(answers: Given, setting: Setting = ENGLISH) -> str:
    return "\n".join(lines(answers, setting))


def asked(answers: Given) -> str | None:
    question = DIALOGUE.next_question(answers, ENGLISH)
    return question.key if question else None


@pytest.mark.parametrize(
    ("language", "said", "months"),
    [
        ("ko", "우리 아이가 만 7살인데 한국어 수업 있나요?", 84),
        ("ko", "2019-03-05", 92),
        ("ko", "생후 18개월이에요", 18),
        ("en", "Are there programmes for my 5-year-old son?", 60),
        ("en", "5 March 2019", 92),
        ("en", "7", 84),
        ("zh", "孩子五岁了,有什么项目?", 60),
        ("zh", "2019年3月5日", 92),
        ("vi", "con em 6 tuổi, có chương trình nào không?", 72),
        ("vi", "05/03/2019", 92),
        ("mn", "хүүхэд 3 настай", 36),
        ("mn", "2019 оны 3 сарын 5", 92),
        ("ru", "дочке 7 лет, какие есть программы?", 84),
        ("ru", "05.03.2019", 92),
        ("uz", "oʻgʻlim 6 yoshda", 72),
        ("uz", "05.03.2019", 92),
        ("ur", "بیٹی کی عمر ۶ سال ہے", 72),
        ("ur", "2019-03-05", 92),
    ],
)
def test_age_is_read_as_said_or_from_a_birth_date(language: str, said: str, months: int) -> None:
    assert read_child_age(said, Language(language), TODAY) == months


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ko", "초등학교 2학년이에요"),
        ("en", "We came to Korea on 5 March 2019 and look for a class"),
        ("en", "2027-03-05"),
        ("en", "I worked for 5 years"),
        ("zh", "工作了5个月"),
        ("vi", "lớp 3"),
        ("mn", "5 сар ажилласан"),
        ("ru", "работаю 7 лет"),
        ("uz", "3-sinf"),
        ("ur", "تیسری جماعت"),
    ],
)
def test_grades_stays_and_days_to_come_are_no_age(language: str, said: str) -> None:
    assert read_child_age(said, Language(language), TODAY) is None


@pytest.mark.parametrize(("born", "months"), [("2019-11-22", 84), ("2019-11-23", 84), ("2019-11-24", 83)])
def test_birthday_itself_makes_a_child_a_year_older(born: str, months: int) -> None:
    assert read_child_age(born, Language.EN, TODAY) == months


def test_questions_come_in_order_and_end() -> None:
    answers: Given = {}
    keys = []
    for value in (84, "primary", SKIPPED, "multicultural", "up_to_100"):
        keys.append(asked(answers))
        answers[str(keys[-1])] = value
    assert keys == ["age", "school", "need", "family", "income"]
    assert asked(answers) is None


@pytest.mark.parametrize(
    ("answers", "key"),
    [
        ({"age": 23}, "need"),
        ({"age": 24}, "school"),
        ({"age": 84, "school": "primary", "need": "sport"}, None),
        ({"age": 84, "school": "primary", "need": "speech", "family": SKIPPED}, None),
        ({"age": 83, "school": "primary", "need": "money"}, None),
        ({"age": 84, "school": "primary", "need": "money"}, "family"),
        ({"age": 84, "school": "primary", "need": "money", "family": "unsure"}, "income"),
    ],
)
def test_only_what_can_change_the_answer_is_asked(answers: Given, key: str | None) -> None:
    assert asked(answers) == key


def test_school_is_asked_again_when_the_age_is_corrected_beyond_it() -> None:
    answers: Given = {"age": 180, "school": "kindergarten"}
    question = DIALOGUE.next_question(answers, ENGLISH)
    assert question is not None
    assert (question.key, find_child(answers).school) == ("school", None)
    assert {option.key for option in question.options} == {"primary", "middle", "high", "out_of_school"}


def test_everything_can_be_skipped() -> None:
    answers: Given = {}
    while question := DIALOGUE.next_question(answers, ENGLISH):
        assert question.skippable
        answers[question.key] = SKIPPED
    assert find_child(answers) == find_child({})
    assert "These fit" not in text(answers)


@pytest.mark.parametrize(("months", "refused"), [(24 * 12 + 11, False), (25 * 12, True), (35 * 12, True)])
def test_age_of_a_parent_is_refused(months: int, refused: bool) -> None:
    reason = DIALOGUE.check({"age": months}, ENGLISH)
    assert (reason is not None) is refused
    assert reason is None or "24" in reason


@pytest.mark.parametrize(("months", "named"), [(59, False), (60, True), (12 * 13 - 1, True), (12 * 13, False)])
def test_football_class_is_named_from_five_to_the_last_day_of_twelve(months: int, named: bool) -> None:
    told = text({**KNOWN, "age": months, "need": "sport"})
    assert ("FC Seoul youth football class (FC서울 유소년 축구교실): ages 5 to 12." in told) is named
    assert ("I know no programme" in told) is not named


@pytest.mark.parametrize(("school", "won"), [("primary", "400,000"), ("middle", "500,000"), ("high", "600,000")])
def test_allowance_is_told_by_school(school: str, won: str) -> None:
    told = text({"age": 180, **KNOWN, "school": school, "need": "money"})
    assert f"{won} won a year." in told
    assert "These fit your answers:" in told


def test_without_income_and_school_the_allowance_is_a_span_and_both_are_open() -> None:
    told = text({"age": 180, "need": "money", "family": "multicultural"})
    assert "400,000 won to 600,000 won a year, by school." in told
    assert "Perhaps: It depends on the school. It depends on the household's income." in told


def test_family_without_a_korean_is_told_that_it_is_not_settled_and_by_which_law() -> None:
    told = text({"age": 84, "school": "primary", "need": "speech", "family": "foreign"})
    assert "I do not know whether a family without a Korean national can join" in told
    assert "다문화가족지원법" in told


def test_exclusion_is_told_only_where_both_programmes_are_named() -> None:
    assert "could not be combined" in text({"age": 84, **KNOWN, "need": "korean"})
    assert "could not be combined" not in text({"age": 84, **KNOWN, "need": "english"})


@pytest.mark.parametrize("language", Language)
def test_no_result_is_too_long_and_nothing_that_does_not_fit_is_named(language: Language) -> None:
    setting = Setting(language, TODAY)
    names = {one.id: one.name[language] for one in read_programmes()}
    choices = product((0, 35, 36, 84, 150, 288), [SKIPPED, *School], [SKIPPED, "money", "korean"], [SKIPPED, *Family])
    for age, school, need, family in choices:
        answers: Given = {"age": age, "school": str(school), "need": need, "family": str(family)}
        told = text(answers, setting)
        fitting = {one.programme.id for one in match(find_child(answers)) if one.fits is not Fit.NO}
        assert len(told) <= 1200
        assert {key for key, name in names.items() if f"• {name}" in told} <= fitting


def test_at_most_four_articles_are_cited_and_the_rest_become_buttons() -> None:
    answers: Given = {"age": 84, **KNOWN}
    every = [one.programme.article for one in match(find_child(answers))]
    assert len(articles(answers)) == 4
    assert [*articles(answers), *more(answers)] == every


def test_where_no_programme_gives_money_the_benefits_for_children_are_cited() -> None:
    assert articles({"age": 36, "need": "money"}) == ("family.child-benefits", "family.family-center")


def test_every_article_is_in_the_guidebook() -> None:
    guidebook = read_guidebook(KnowledgeSettings().guidebook_dir)
    needs: list[Given] = [{"age": 12, "need": str(need)} for need in Need]
    cited = {article for answers in needs for article in articles(answers)}
    assert all(guidebook.find_nearest(article, Language.EN) for article in cited)


def test_every_choice_and_open_point_has_words() -> None:
    schools, needs = school_names(Language.EN), need_names(Language.EN)
    incomes, families = income_names(Language.EN), family_names(Language.EN)
    assert (set(schools), set(needs), set(incomes)) == (set(School), set(Need), set(Income))
    assert set(families) == {*map(str, Family), "unsure"}
    labels = [*schools.values(), *needs.values(), *incomes.values(), *families.values()]
    assert all(len(label) <= 40 for label in labels)
    answers = product([None, *School], [None, *Income], [None, *Need], [None, *Family])
    keys = ("school", "income", "need", "family")
    children = (find_child({key: str(value) for key, value in zip(keys, one, strict=True) if value}) for one in answers)
    assert {point for child in children for one in match(child) for point in one.open_points} <= set(
        open_points(Language.EN)
    )
    assert Reason.CONDITIONS_MET not in open_points(Language.EN)


def test_operators_that_the_report_names_are_named_and_the_others_are_family_centres() -> None:
    rows = yaml.safe_load(PATH.read_text(encoding="utf-8"))["programmes"]
    named = contacts(Language.EN)
    stated = {row["id"]: row["operator"]["ko"] for row in rows if row["operator"]["stated"]}
    assert all(operator in named[key] for key, operator in stated.items())
    others = {row["operator"]["ko"] for row in rows if row["id"] not in named}
    assert others == {"자치구 가족센터"}


@pytest.mark.parametrize("key", ["age", "school", "need", "family", "income"])
def test_every_question_tells_with_an_example_what_can_be_read(key: str) -> None:
    answers: Given = {}
    given: Given = {"age": 84, "school": "primary", "need": SKIPPED, "family": SKIPPED}
    while (question := DIALOGUE.next_question(answers, ENGLISH)) and question.key != key:
        answers[question.key] = given[question.key]
    assert question is not None
    example = re.search(r"for example: ([\w-]+)", question.hint)
    assert example is not None
    assert question.read(example[1]) is not None
