"""The dialogue that names centres for foreign residents near a place, for a need, in a language."""

from actions import payloads
from actions.dialogues.centres_result import OUTSIDE, articles, isolate, lines
from actions.dialogues.centres_words import need_names
from actions.dialogues.dialogue import Answers, Dialogue, Option, Question, Setting, Value, choice, find_option
from actions.resources import catalogue, guidebook_search
from knowledge.entities.districts import find_city_outside, find_district, read_districts
from knowledge.languages import Language, find_named_language


class CentresDialogue(Dialogue):
    """Place, need and language lead to up to three centres; outside Seoul to lines of the whole country."""

    name = "centres"

    def introduction(self, setting: Setting) -> str:
        """What it is for."""
        say = catalogue(setting.language).gettext
        return say("I look for a centre for foreign residents near you. You can skip any question.")

    def next_question(self, answers: Answers, setting: Setting) -> Question | None:
        """Place, need, and in Seoul the language."""
        if "place" not in answers:
            return _ask_place(setting)
        if "need" not in answers:
            return _ask_need(setting)
        if "language" not in answers and not str(answers["place"]).startswith(OUTSIDE):
            return _ask_language(setting)
        return None

    def result(self, answers: Answers, setting: Setting) -> list[payloads.Payload]:
        """The centres and the articles about them."""
        cited = guidebook_search().guidebook.find_all_nearest(articles(answers), setting.language)
        text = "\n".join(lines(answers, setting))
        return [payloads.worked_out(text, cited, setting.language)]


def read_place(text: str, language: Language) -> str | None:
    """The id of the district of Seoul that a text names, or "outside." and the English name of another city."""
    if district := find_district(text, language):
        return district.id
    city = find_city_outside(text, language)
    return f"{OUTSIDE}{city}" if city else None


def _ask_place(setting: Setting) -> Question:
    say = catalogue(setting.language).gettext
    return Question(
        "place",
        say("Where do you live or work? I look for centres nearby first."),
        say("Please write a district, a neighbourhood or a station of Seoul, for example: Guro-gu, or Itaewon."),
        read=lambda text: read_place(text, setting.language),
        show=lambda value: _show_place(value, setting.language),
        prefill=True,
    )


def _ask_need(setting: Setting) -> Question:
    say = catalogue(setting.language).gettext
    return choice(
        "need",
        say("What do you need help with? Not every centre helps with everything."),
        say("Please choose one, or write its number, for example: 1."),
        tuple(Option(key, label) for key, label in need_names(setting.language).items()),
        setting.language,
    )


def _ask_language(setting: Setting) -> Question:
    say = catalogue(setting.language).gettext
    options = tuple(Option(one.value, one.own_name) for one in Language)
    return Question(
        "language",
        say("Which language should the centre speak? Skip this if any will do."),
        say("Please choose one, or write the name of a language, for example: English."),
        read=lambda text: _read_language(text, options, setting.language),
        show=lambda value: Language(str(value)).own_name,
        options=options,
    )


def _read_language(text: str, options: tuple[Option, ...], language: Language) -> str | None:
    named = find_named_language(text)
    return named.value if named else find_option(text, options, language)


def _show_place(value: Value, language: Language) -> str:
    place = str(value)
    if place.startswith(OUTSIDE):
        return isolate(place.removeprefix(OUTSIDE), language)
    return next((one.names[language] for one in read_districts() if one.id == place), place)
