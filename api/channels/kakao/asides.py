"""What the channel says itself, beside what the conversation has to say."""

from enum import StrEnum
from typing import Any

from api.channels.joining import Joining, explain
from api.channels.kakao.rendering import Outgoing, Words, waiting
from api.messages import Author, Button
from api.words import catalogue
from knowledge.languages import Language
from knowledge.words import area_names


class Aside(StrEnum):
    """What the channel says itself, after what the conversation has to say."""

    GREETING = "greeting"
    ABOVE = "above"
    PICTURE = "picture"
    PENDING = "pending"
    HANDED = "handed"
    FAILED = "failed"
    HERE = "here"
    BUSY = "busy"
    UNSEEN = "unseen"
    WRONG = "wrong"
    TOO_OFTEN = "too often"


ANNOUNCING = frozenset({Aside.PENDING, Aside.HANDED, Aside.FAILED})
"""Asides after which more is to come, so that the button that brings it is shown."""


def say_aside(aside: Aside, language: Language, public_url: str) -> Outgoing:
    """Return an aside in words, with the buttons that help."""
    say = catalogue(language).gettext
    counsellor = Button(say("Counsellor"), "#counsellor")
    topics = tuple(Button(name, f"#topic:{area}") for area, name in area_names(language).items())
    text, buttons = {
        Aside.GREETING: (say("Hello. What can I help you with?"), (*topics, counsellor)),
        Aside.ABOVE: (say("The answer is above."), ()),
        Aside.PICTURE: (say("Thank you. A counsellor will see your photo."), (counsellor,)),
        Aside.PENDING: (words(language).pending, ()),
        Aside.HANDED: (
            say("You will see the counsellor's answer when you write again or press the button."),
            web_buttons(language, public_url),
        ),
        Aside.FAILED: (words(language).failed, (counsellor,)),
        Aside.HERE: (explain(Joining.HERE, language), ()),
        Aside.BUSY: (explain(Joining.BUSY, language), ()),
        Aside.UNSEEN: (explain(Joining.UNSEEN, language), ()),
        Aside.WRONG: (explain(Joining.WRONG, language), ()),
        Aside.TOO_OFTEN: (explain(Joining.TOO_OFTEN, language), ()),
    }[aside]
    return Outgoing(text, language, buttons=buttons, author=Author.SYSTEM)


def web_buttons(language: Language, public_url: str) -> tuple[Button, ...]:
    """Return the button that leads to the web, where a counsellor's answer is seen at once; none without an address."""
    say = catalogue(language).gettext
    return (Button(say("Continue on the web"), "#resume"),) if public_url else ()


def say_promise(language: Language) -> dict[str, Any]:
    """Return the response that says that the answer comes by itself."""
    say = catalogue(language).gettext
    return waiting(say("One moment, please. I am looking for the answer."))


def say_repeated(language: Language) -> Outgoing:
    """Return the note above what may have been shown before."""
    say = catalogue(language).gettext
    return Outgoing(say("You may have seen this already:"), language, author=Author.SYSTEM)


def say_slower(language: Language) -> Outgoing:
    """Return the request to write more slowly."""
    say = catalogue(language).gettext
    text = say("You are writing very fast. Please wait a minute, then write again.")
    return Outgoing(text, language, author=Author.SYSTEM)


def words(language: Language) -> Words:
    """Return what every response may need in a language."""
    say = catalogue(language).gettext
    return Words(
        more=say("Show more"),
        pending=say("I am still working on this. You will see the answer when you write again or press the button."),
        failed=say(
            "Sorry, I cannot answer right now. Please write again in a moment, or call 1345 (immigration, about 20 "
            "languages)."
        ),
        sources=say("Sources"),
        open=say("Read"),
        counsellor=say("Counsellor"),
    )
