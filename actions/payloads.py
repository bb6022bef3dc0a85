"""All shapes that are read from Rasa and sent back; the contract with the gateway is `tests/contracts/`.

Every payload has `kind`: `answer` (the guidebook says), `choices` (which of these?), `text`, `notice` (must be seen),
`language` (switch to this one) or `handover` (a person is wanted). Texts are in the resident's language.
"""

from collections.abc import Iterable
from typing import Any

from rasa_sdk import Tracker

from actions.resources import catalogue
from knowledge.articles import Article
from knowledge.documents.search import DocumentHit
from knowledge.languages import DEFAULT_LANGUAGE, Language
from knowledge.search import Hit
from knowledge.splitting import SUMMARY, plain_text
from knowledge.words import area_names, section_name

Payload = dict[str, Any]
Button = dict[str, str]

_MAX_EXTRA = 600


def read_language(tracker: Tracker) -> Language:
    """Return the language that the gateway sent with the latest message."""
    metadata = tracker.latest_message.get("metadata") or {}
    try:
        return Language(str(metadata.get("language")))
    except ValueError:
        return DEFAULT_LANGUAGE


def read_question(tracker: Tracker) -> tuple[str, Language]:
    """Return the latest message and its language."""
    return str(tracker.latest_message.get("text") or ""), read_language(tracker)


def read_intent(tracker: Tracker) -> str:
    """Return the bot's name for what the latest message means."""
    return str((tracker.latest_message.get("intent") or {}).get("name"))


def read_confidence(tracker: Tracker) -> float:
    """Return how sure the bot is of the latest message's intent, from 0 to 1."""
    return float((tracker.latest_message.get("intent") or {}).get("confidence") or 0.0)


def read_entity(tracker: Tracker, name: str) -> str | None:
    """Return the value of an entity of the latest message, or None."""
    value = next(tracker.get_latest_entity_values(name), None)
    return str(value) if value is not None else None


def answer(hits: Iterable[Hit], language: Language, passages: Iterable[DocumentHit] = ()) -> Payload:
    """Answer with the first hit and offer the others; passages of centres' documents are cited beside it."""
    first, *others = hits
    return {
        "kind": "answer",
        "language": language,
        "text": _answer_text(first, language),
        "citations": [
            _citation(first.article, first.passage.text),
            *(_document_citation(p, language) for p in passages),
        ],
        "buttons": [_article_button(hit.article) for hit in others] + [counsellor_button(language)],
    }


def choices(hits: Iterable[Hit], language: Language) -> Payload:
    """Say that the question is not clear, give the likeliest article's short answer, and offer the others."""
    say = catalogue(language).gettext
    first, *others = hits
    text = say("I am not sure that I understood you. This may be what you need:")
    shown = "\n".join([first.article.title, plain_text(first.article.summary)])
    return {
        "kind": "choices",
        "language": language,
        "text": f"{text}\n\n{_with_notice(shown, first.article.language, language)}",
        "citations": [_citation(hit.article, hit.passage.text) for hit in (first, *others)],
        "buttons": [_article_button(hit.article) for hit in (first, *others)] + [counsellor_button(language)],
    }


def document_answer(passages: Iterable[DocumentHit], hits: Iterable[Hit], language: Language) -> Payload:
    """Answer with a passage of a centre's document as it stands there, and offer what the guidebook has."""
    say = catalogue(language).gettext
    first, *_ = shown = list(passages)
    head = say("This is from the document “{title}”:").format(title=first.title)
    passage = f"\n{first.passage.section}\n{_shorten(first.passage.text)}"
    return {
        "kind": "answer",
        "language": language,
        "text": f"{head}\n{_with_notice(passage, first.passage.language, language)}",
        "citations": [_document_citation(passage, language) for passage in shown],
        "buttons": [_article_button(hit.article) for hit in hits] + [counsellor_button(language)],
    }


def article(shown: Article, language: Language) -> Payload:
    """Show a chosen article: the short answer and what to do."""
    steps = next(section for section in shown.sections if section.key == "steps")
    text = f"{plain_text(shown.summary)}\n\n{section_name('steps', language)}\n{_shorten(plain_text(steps.markdown))}"
    return {
        "kind": "answer",
        "language": language,
        "text": _with_notice(text, shown.language, language),
        "citations": [_citation(shown, plain_text(shown.summary))],
        "buttons": [counsellor_button(language)],
    }


def not_found(language: Language, *, offer: bool) -> Payload:
    """Say that the guidebook has no answer: ask for other words, or offer a counsellor."""
    say = catalogue(language).gettext
    if offer:
        text = say("I still do not find an answer in the guidebook. Would you like to talk to a counsellor?")
    else:
        text = say(
            "I do not find an answer to this in the guidebook. Please describe your situation in other words, "
            "with one or two details, or talk to a counsellor."
        )
    return {
        "kind": "choices",
        "language": language,
        "text": text,
        "citations": [],
        "buttons": [counsellor_button(language), {"title": say("Show topics"), "payload": "#topics"}],
    }


def topics(language: Language) -> Payload:
    """Offer the four parts of the guidebook."""
    say = catalogue(language).gettext
    names = area_names(language)
    return {
        "kind": "choices",
        "language": language,
        "text": say("I can help with these topics. Choose one, or write your question."),
        "citations": [],
        "buttons": [{"title": name, "payload": f"#topic:{area}"} for area, name in names.items()],
    }


def topic(area: str, articles: Iterable[Article], language: Language) -> Payload:
    """Offer the articles of one part of the guidebook."""
    return {
        "kind": "choices",
        "language": language,
        "text": area_names(language)[area],
        "citations": [],
        "buttons": [_article_button(one) for one in articles],
    }


def danger(language: Language) -> Payload:
    """The numbers to call at once; they come before anything else."""
    say = catalogue(language).gettext
    return {
        "kind": "notice",
        "language": language,
        "text": say(
            "If you or someone else is in danger now, call at once:\n"
            "• 112 – police\n"
            "• 119 – fire, ambulance\n"
            "• 1366 – violence against women, 24 hours\n"
            "• 1577-1366 – Danuri, help in several languages, 24 hours\n"
            "A counsellor is also being called to this chat."
        ),
        "citations": [],
        "buttons": [],
    }


def hand_over(language: Language, *, priority: str, reason: str) -> Payload:
    """Ask the gateway to open a ticket; it knows the queue and finds the words. Reasons: request, danger, failure."""
    return {"kind": "handover", "language": language, "priority": priority, "reason": reason}


def language_switch(language: Language) -> Payload:
    """Ask the gateway to go on in another language, and say so in it."""
    say = catalogue(language).gettext
    return {"kind": "language", "language": language, "text": say("I will answer in English from now on.")}


def language_choices(language: Language) -> Payload:
    """Ask which of the eight languages is wanted."""
    say = catalogue(language).gettext
    return {
        "kind": "choices",
        "language": language,
        "text": say("Which language would you like?"),
        "citations": [],
        "buttons": [{"title": one.own_name, "payload": f"#language:{one}"} for one in Language],
    }


def counsellor_button(language: Language) -> Button:
    """The way to a person, on every answer."""
    return {"title": catalogue(language).gettext("Talk to a counsellor"), "payload": "#counsellor"}


def _article_button(shown: Article) -> Button:
    return {"title": shown.title, "payload": f"#article:{shown.id}"}


def _citation(cited: Article, passage: str) -> Payload:
    return {
        "article": cited.id,
        "title": cited.title,
        "language": cited.language,
        "passage": passage,
        "source": "; ".join(f"{source.title} ({source.date})" for source in cited.sources),
        "verified": cited.verified.isoformat(),
        "url": f"/guide/{cited.language}/{cited.id}",
    }


def _document_citation(hit: DocumentHit, language: Language) -> Payload:
    passage, edition = hit.passage, hit.document.edition(hit.passage.edition)
    return {
        "article": f"document.{passage.document}",
        "title": edition.title,
        "language": passage.language,
        "passage": passage.text,
        "source": hit.source,
        "verified": edition.added.date().isoformat(),
        "url": f"/documents/{language}/{passage.document}/{passage.edition}#p{passage.number}",
    }


def _answer_text(hit: Hit, language: Language) -> str:
    text = plain_text(hit.article.summary)
    if hit.passage.section != SUMMARY:
        text = f"{text}\n\n{section_name(hit.passage.section, language)}\n{_shorten(hit.passage.text)}"
    return _with_notice(text, hit.article.language, language)


def _with_notice(text: str, written_in: Language, language: Language) -> str:
    """Say first that a text is in another language than the resident's, if it is."""
    if written_in is language:
        return text
    say = catalogue(language).gettext
    notice = say("The passage is in {language}. A counsellor can explain it to you.")
    return f"{notice.format(language=written_in.own_name)}\n{text}"


def _shorten(text: str) -> str:
    """Whole lines up to a length that is read on a phone; the article itself has the rest."""
    kept: list[str] = []
    for line in text.splitlines():
        if kept and sum(map(len, kept)) + len(line) > _MAX_EXTRA:
            return "\n".join([*kept, "…"])
        kept.append(line)
    return "\n".join(kept)
