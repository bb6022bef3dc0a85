"""The dialogue that finds the city's programmes for a child of a multicultural or foreign family."""

from dataclasses import replace

from actions import payloads
from actions.dialogues.dialogue import SKIPPED, Answers, Dialogue, Option, Question, Setting, Value, choice
from actions.dialogues.programmes_child import (
    FIRST_SCHOOL_AGE,
    find_child,
    offered_schools,
    oldest_age,
    read_child_age,
)
from actions.dialogues.programmes_result import articles, lines, more
from actions.dialogues.programmes_words import MEDIAN_OF_FOUR, family_names, income_names, need_names, school_names
from actions.dialogues.show import show_won
from actions.resources import catalogue, guidebook_search
from knowledge.languages import Language
from knowledge.programmes import Family, Income, match


class ProgrammesDialogue(Dialogue):
    """Age, school, need, family and income of one child lead to the programmes that fit or perhaps fit."""

    name = "programmes"

    def introduction(self, setting: Setting) -> str:
        """What it is for."""
        say = catalogue(setting.language).gettext
        return say("I look for programmes of the city of Seoul for one child. You can skip any question.")

    def next_question(self, answers: Answers, setting: Setting) -> Question | None:
        """The first question that is open and can change what is found."""
        builders = (_ask_age, _ask_school, _ask_need, _ask_family, _ask_income)
        questions = (build(answers, setting) for build in builders)
        return next((one for one in questions if one is not None and not _is_settled(one, answers)), None)

    def check(self, answers: Answers, setting: Setting) -> str | None:
        """Refuse an age for which there is no programme at all: mostly a parent's."""
        age = find_child(answers).age
        if age is None or age <= oldest_age():
            return None
        say = catalogue(setting.language).gettext
        return say("These programmes are for children and young people up to age {age}.").format(age=oldest_age())

    def result(self, answers: Answers, setting: Setting) -> list[payloads.Payload]:
        """The programmes, their articles, and buttons for those that did not find room."""
        guidebook = guidebook_search().guidebook
        cited = guidebook.find_all_nearest(articles(answers), setting.language)
        others = guidebook.find_all_nearest(more(answers), setting.language)
        buttons = [payloads.article_button(one) for one in others]
        text = "\n".join(lines(answers, setting))
        return [payloads.worked_out(text, cited, setting.language, buttons)]


def _ask_age(answers: Answers, setting: Setting) -> Question:  # noqa: ARG001 - all questions are built alike
    say = catalogue(setting.language).gettext
    return Question(
        "age",
        say("How old is the child? Most programmes depend on the age. For several children, take one at a time."),
        say("Please write the age in full years (만 나이) or the birth date, for example: 7, or 2019-03-05."),
        read=lambda text: read_child_age(text, setting.language, setting.today),
        show=lambda value: _show_age(value, setting.language),
        prefill=True,
    )


def _ask_school(answers: Answers, setting: Setting) -> Question | None:
    age = find_child(answers).age
    if age is not None and age < FIRST_SCHOOL_AGE:
        return None
    say = catalogue(setting.language).gettext
    offered = offered_schools(answers.get("age"))
    return choice(
        "school",
        say("Where does the child learn now? Some programmes are for certain schools."),
        say("Please choose one, or write its number, for example: 1."),
        tuple(Option(key, label) for key, label in school_names(setting.language).items() if key in offered),
        setting.language,
    )


def _ask_need(answers: Answers, setting: Setting) -> Question | None:
    if not match(replace(find_child(answers), needs=frozenset(), family=None, income=None)):
        return None
    say = catalogue(setting.language).gettext
    return choice(
        "need",
        say("What do you look for? Then I show only what helps with this. Skip it to see everything."),
        say("Please choose one, or write its number, for example: 1."),
        tuple(Option(key, label) for key, label in need_names(setting.language).items()),
        setting.language,
    )


def _ask_family(answers: Answers, setting: Setting) -> Question | None:
    child = replace(find_child(answers), family=None, income=None)
    if all(match(replace(child, family=one)) == match(child) for one in Family):
        return None
    say = catalogue(setting.language).gettext
    return choice(
        "family",
        say(
            "Are you a multicultural family? By law that is a marriage migrant or naturalised person together "
            "with a Korean national (Multicultural Families Support Act (다문화가족지원법), art. 2). Children stay "
            "covered after a divorce, and if they were born with a Korean partner outside marriage. Some programmes "
            "are only for such families."
        ),
        say("Please choose one, or write its number, for example: 1."),
        tuple(Option(str(key), label) for key, label in family_names(setting.language).items()),
        setting.language,
    )


def _ask_income(answers: Answers, setting: Setting) -> Question | None:
    child = replace(find_child(answers), income=None)
    if all(match(replace(child, income=one)) == match(child) for one in Income):
        return None
    say = catalogue(setting.language).gettext
    ask = say(
        "How high is your household's income against the standard median income (기준 중위소득)? An allowance depends "
        "on it. For 4 people in 2026, 50% is {half} a month and 100% is {full}. For other sizes, call 129."
    )
    return choice(
        "income",
        ask.format(
            half=show_won(MEDIAN_OF_FOUR[50], setting.language), full=show_won(MEDIAN_OF_FOUR[100], setting.language)
        ),
        say("Please choose one, or write its number, for example: 1."),
        tuple(Option(key, label) for key, label in income_names(setting.language).items()),
        setting.language,
    )


def _is_settled(question: Question, answers: Answers) -> bool:
    """Whether it is answered with something that can still be chosen; another age changes the schools."""
    value = answers.get(question.key)
    return value is not None and (
        value == SKIPPED or not question.options or any(option.key == value for option in question.options)
    )


def _show_age(months: Value, language: Language) -> str:
    say = catalogue(language).gettext
    years, rest = divmod(int(months), 12)
    return say("age {years}").format(years=years) if years else say("age in months: {months}").format(months=rest)
