"""Which visa fits: asks what a counsellor would ask first; ends in articles and, where it is personal, a person."""

from actions import payloads
from actions.dialogues.dialogue import SKIPPED, Answers, Dialogue, Option, Question, Setting, choice
from actions.payloads import Payload
from actions.resources import catalogue, guidebook_search
from knowledge import routes, words
from knowledge.articles import Article
from knowledge.routes import Outcome
from knowledge.splitting import plain_text

_SENTENCE_ENDS = (". ", "。", "۔ ", "! ", "? ")
# Nothing more can be said without the answer that was left out.
_UNKNOWN = Outcome(articles=("visa.status-change", "visa.hikorea-booking"), counsellor=True)


class VisasDialogue(Dialogue):
    """Walks through `knowledge/routes.yaml`."""

    name = "visas"

    def introduction(self, setting: Setting) -> str:
        """Say what it can and cannot tell."""
        say = catalogue(setting.language).gettext
        return say("A few questions show which visas to read about. Only the immigration office decides.")

    def next_question(self, answers: Answers, setting: Setting) -> Question | None:
        """The next question of the graph; a skipped one ends it, since nothing follows without it."""
        if SKIPPED in answers.values():
            return None
        found = routes.next_question({key: str(value) for key, value in answers.items()})
        if isinstance(found, Outcome):
            return None
        translate = words.catalogue(setting.language).gettext
        say = catalogue(setting.language).gettext
        options = tuple(Option(answer.key, translate(answer.label)) for answer in found.answers)
        hint = say("Choose a button, or write its number, for example “1”.")
        return choice(found.id, translate(found.ask), hint, options, setting.language)

    def result(self, answers: Answers, setting: Setting) -> list[Payload]:
        """Name the articles, the likeliest first, and advise a person where the case is personal."""
        outcome = find_outcome(answers)
        guidebook = guidebook_search().guidebook
        found = guidebook.find_all_nearest(outcome.articles, setting.language)
        buttons = [payloads.article_button(one) for one in found]
        return [payloads.worked_out("\n".join(lines(outcome, found, setting)), found, setting.language, buttons)]


def find_outcome(answers: Answers) -> Outcome:
    """Return where the answers lead; to a person when one was left out."""
    if SKIPPED in answers.values():
        return _UNKNOWN
    found = routes.next_question({key: str(value) for key, value in answers.items()})
    return found if isinstance(found, Outcome) else _UNKNOWN


def lines(outcome: Outcome, articles: list[Article], setting: Setting) -> list[str]:
    """The text of the result, line by line."""
    say = catalogue(setting.language).gettext
    shown = [f"• {one.title}: {_first_sentence(plain_text(one.summary))}" for one in articles]
    advice = say("Your case depends on your own papers: please talk to a counsellor before you decide.")
    return [say("By your answers, these fit best:"), *shown, *([advice] if outcome.counsellor else [])]


def _first_sentence(text: str) -> str:
    ends = [place + len(end.strip()) for end in _SENTENCE_ENDS if (place := text.find(end)) >= 0]
    return text[: min(ends)] if ends else text
