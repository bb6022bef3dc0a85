"""All shapes that are read from Rasa and sent back; the contract with the gateway is `tests/contracts/`.

Every payload has `kind`: `answer` (the guidebook says), `choices` (which of these?), `text`, `notice` (must be seen),
`language` (switch to this one), `handover` (a person is wanted), `danger` (an alarm) or `intake` (what to tell the
counsellor). Texts are in the resident's language.
"""

from collections.abc import Iterable
from typing import Any

from rasa_sdk import Tracker

from actions.resources import catalogue
from knowledge.articles import Article
from knowledge.danger.replies import numbers_at_hand
from knowledge.documents.search import DocumentHit
from knowledge.languages import DEFAULT_LANGUAGE, Language
from knowledge.search import Hit
from knowledge.splitting import SUMMARY, plain_text
from knowledge.words import area_names, foreign_notice, section_name

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
        "buttons": [article_button(hit.article) for hit in others] + [counsellor_button(language)],
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
        "buttons": [article_button(hit.article) for hit in (first, *others)] + [counsellor_button(language)],
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
        "buttons": [article_button(hit.article) for hit in hits] + [counsellor_button(language)],
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


def repeated(payload: Payload, language: Language) -> Payload:
    """Say that the same question was asked again, before the same answer."""
    say = catalogue(language).gettext
    notice = say("You asked this before, so here is the same answer. If it does not help, a counsellor can.")
    return {**payload, "text": f"{notice}\n\n{payload['text']}"}


def with_numbers(payload: Payload, language: Language) -> Payload:
    """Add whom to call in danger to an answer that touches it."""
    return {**payload, "text": f"{payload['text']}\n\n{numbers_at_hand(language)}"}


def with_dialogue(payload: Payload, name: str) -> Payload:
    """Offer a guided dialogue with an answer."""
    title = dialogue_titles(payload["language"])[name]
    return {**payload, "buttons": [{"title": title, "payload": f"#dialogue:{name}"}, *payload["buttons"]]}


def other_articles(articles: Iterable[Article], language: Language) -> Payload:
    """Offer what else a question may have meant, after a complaint."""
    say = catalogue(language).gettext
    text = say("I am sorry. Perhaps it is one of these? If not, please talk to a counsellor.")
    return plain(text, language, [*(article_button(one) for one in articles), counsellor_button(language)])


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
    """Offer the four parts of the guidebook and the guided dialogues."""
    say = catalogue(language).gettext
    names = area_names(language)
    return {
        "kind": "choices",
        "language": language,
        "text": say("I can help with these topics. Choose one, or write your question."),
        "citations": [],
        "buttons": [
            *({"title": name, "payload": f"#topic:{area}"} for area, name in names.items()),
            *({"title": title, "payload": f"#dialogue:{name}"} for name, title in dialogue_titles(language).items()),
            counsellor_button(language),
        ],
    }


def dialogue_titles(language: Language) -> dict[str, str]:
    """The guided dialogues that a resident can begin, by name."""
    say = catalogue(language).gettext
    return {
        "deadlines": say("Work out my visa deadlines"),
        "visas": say("Which visa fits me?"),
        "wages": say("Work out severance or unpaid wages"),
        "programmes": say("Find programmes for my child"),
        "centres": say("Find a centre near me"),
    }


def topic(area: str, articles: Iterable[Article], language: Language) -> Payload:
    """Offer the articles of one part of the guidebook."""
    return {
        "kind": "choices",
        "language": language,
        "text": area_names(language)[area],
        "citations": [],
        "buttons": [article_button(one) for one in articles],
    }


def danger(kind: str, language: Language) -> Payload:
    """Raise the alarm: the gateway says what to do at once and calls a counsellor, with the bot or without it."""
    return {"kind": "danger", "language": language, "danger": kind}


def plain(text: str, language: Language, buttons: Iterable[Button] = ()) -> Payload:
    """Say something that rests on no article."""
    return {"kind": "choices", "language": language, "text": text, "citations": [], "buttons": list(buttons)}


def worked_out(text: str, articles: Iterable[Article], language: Language, buttons: Iterable[Button] = ()) -> Payload:
    """Answer with something computed from a resident's own answers, and cite the articles whose rules it follows."""
    return {
        "kind": "answer",
        "language": language,
        "text": text,
        "citations": [_citation(one, plain_text(one.summary)) for one in articles],
        "buttons": [*buttons, counsellor_button(language)],
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


def language_unknown(language: Language) -> Payload:
    """Say, also in English, that a language is not among the eight, and who speaks more of them by telephone."""
    text = foreign_notice(language)
    return plain(text, language, [{"title": one.own_name, "payload": f"#language:{one}"} for one in Language])


def counsellor_button(language: Language) -> Button:
    """The way to a person, on every answer."""
    return {"title": catalogue(language).gettext("Talk to a counsellor"), "payload": "#counsellor"}


def article_button(shown: Article) -> Button:
    """The way to an article."""
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
        "verified": hit.verified.isoformat(),
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
