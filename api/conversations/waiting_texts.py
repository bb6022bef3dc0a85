"""What a resident reads while waiting: that somebody comes and when, which help is open now, and who has the ticket."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from api.conversations.board import Board
from api.conversations.models import Ticket
from api.conversations.queue import QueueStanding
from api.messages import Author, Button, Kind, Reason, Reply
from api.routing.away import away_text, find_notice, format_moment, lines_text
from api.routing.hotlines import Line, find_lines
from api.routing.hours import find_hours
from api.routing.routing import Rung
from api.words import catalogue
from knowledge.languages import Language

# The languages that most residents read besides their own come first.
_BRIDGES = (Language.EN, Language.KO, Language.RU, Language.ZH)
_MOST_BRIDGES = 3


@dataclass(frozen=True)
class Situation:
    """All that the texts to one waiting resident depend on; `next_shift` is when a speaker of the language comes."""

    ticket: Ticket
    language: Language
    board: Board
    place: QueueStanding
    next_shift: datetime | None

    @property
    def rung(self) -> Rung:
        """Where the ticket stands."""
        outlook = self.board.outlooks.get(self.ticket.id)
        return outlook.rung if outlook else Rung(self.ticket.rung)

    @property
    def has_staff(self) -> bool:
        """Whether somebody who may serve the ticket is on shift."""
        outlook = self.board.outlooks.get(self.ticket.id)
        return outlook is not None and outlook.has_staff

    @property
    def speaks(self) -> bool:
        """Whether somebody on shift speaks the language."""
        return self.board.is_staffed(self.language, self.ticket.centre)

    def lines(self) -> tuple[Line, ...]:
        """The telephone lines to call now."""
        bridges = [Language(code) for code in self.ticket.bridges]
        return find_lines(self.language, bridges, self.board.at, self.ticket.area)


def hand_over_reply(situation: Situation, reason: Reason) -> Reply:
    """What a resident reads when a ticket is opened, and what they can do meanwhile."""
    say = catalogue(situation.language).gettext
    opening = {
        Reason.REQUEST: say("A counsellor will answer you here."),
        Reason.DANGER: say("A counsellor is being called with priority. Stay in this chat if it is safe for you."),
        Reason.FAILURE: say("I could not find an answer, so I am passing you on to a counsellor."),
    }[reason]
    return _reply(situation, Kind.HANDOVER, opening, _outlook(situation))


def climb_reply(situation: Situation, rung: Rung) -> Reply | None:
    """What a resident reads when their ticket has climbed; None where nothing changes for them."""
    say = catalogue(situation.language).gettext
    match rung:
        case Rung.TRANSLATED:
            return _reply(situation, Kind.NOTICE, _translated(situation.language))
        case Rung.CALL_BACK | Rung.HOTLINE if not situation.has_staff:
            return _reply(situation, Kind.NOTICE, _away(situation))
        case Rung.CALL_BACK | Rung.HOTLINE:
            busy = say(
                "All our counsellors are busy. You can keep waiting here, or say how we can reach you: "
                "we will get back to you."
            )
            return _reply(situation, Kind.NOTICE, busy, lines_text(situation.lines(), situation.language))
    return None


def returned_reply(situation: Situation, name: str) -> Reply:
    """What a resident reads whose counsellor had to leave."""
    say = catalogue(situation.language).gettext
    text = say("{name} had to leave the chat. Another counsellor will answer you here.").format(name=name)
    return _reply(situation, Kind.HANDOVER, text, _outlook(situation))


def passed_on_reply(situation: Situation, centre: str) -> Reply:
    """What a resident reads who is passed on to another centre; `centre` is its name."""
    say = catalogue(situation.language).gettext
    text = say("You are being passed on to {centre}. A counsellor there sees everything in this chat.")
    return _reply(situation, Kind.HANDOVER, text.format(centre=centre), _outlook(situation))


def joined_notice(name: str, language: Language) -> Reply:
    """What a resident reads when a counsellor takes the conversation."""
    say = catalogue(language).gettext
    text = say("{name} has joined the chat. The assistant is silent now.").format(name=name)
    return Reply(Kind.NOTICE, text, Author.SYSTEM, language)


def call_back_notice(at: datetime, now: datetime, language: Language) -> Reply:
    """What a resident reads who is given an appointment."""
    say = catalogue(language).gettext
    text = say("A counsellor will get back to you: {moment}.").format(moment=format_moment(at, language, now))
    return Reply(Kind.NOTICE, text, Author.SYSTEM, language)


def bridge_notice(bridge: Language, language: Language) -> Reply:
    """What a resident reads who has told which language they also read."""
    say = catalogue(language).gettext
    text = say("Thank you. A counsellor who speaks {language} can help you, too.").format(language=bridge.own_name)
    return Reply(Kind.NOTICE, text, Author.SYSTEM, language)


def _reply(situation: Situation, kind: Kind, *texts: str) -> Reply:
    say = catalogue(situation.language).gettext
    buttons = [
        Button(say("Tell the counsellor beforehand"), "#dialogue:intake"),
        Button(say("Ask the assistant meanwhile"), "#assistant"),
    ]
    parts = [text for text in texts if text]
    if bridges := tuple(_bridges(situation)):
        parts.append(say("Do you also read one of these languages? Press it, and more counsellors can help you."))
        buttons += [Button(language.own_name, f"#reads:{language}") for language in bridges]
    return Reply(kind, "\n".join(parts), Author.SYSTEM, situation.language, buttons=tuple(buttons))


def _bridges(situation: Situation) -> Iterable[Language]:
    """The languages to ask for: those spoken on shift, where nobody there speaks the resident's own."""
    if situation.speaks or situation.ticket.bridges:
        return ()
    spoken = situation.board.languages() - {situation.language}
    known = [language for language in _BRIDGES if language in spoken]
    return [*known, *sorted(spoken - set(known))][:_MOST_BRIDGES]


def _outlook(situation: Situation) -> str:
    """The place in the queue and how long, if that is known; with nobody there, which help is open now."""
    if not situation.has_staff:
        return _away(situation)
    say = catalogue(situation.language).gettext
    place = situation.place
    position = say("You are number {position} in the queue.").format(position=place.position)
    if place.wait_minutes is None:
        waiting = say(
            "We cannot say yet how long it will take. Please write down your question meanwhile. "
            "The counsellor will see everything in this chat."
        )
    else:
        waiting = say("Expected waiting time: about {minutes} min.").format(minutes=place.wait_minutes)
    told = f"{position} {waiting}"
    is_translated = situation.rung is Rung.TRANSLATED and not situation.speaks
    return f"{_translated(situation.language)}\n{told}" if is_translated else told


def _translated(language: Language) -> str:
    say = catalogue(language).gettext
    return say(
        "No counsellor who speaks your language is free now. "
        "Another counsellor will help you with texts that we have in your language."
    )


def _away(situation: Situation) -> str:
    ticket, at = situation.ticket, situation.board.at
    hours = find_hours(ticket.centre, situation.language)
    notice = find_notice(hours, at, covered_until=None, next_on_shift=situation.next_shift)
    return away_text(notice, situation.language, at, situation.lines())
