"""Sends a resident their version of a text that the counsellor read in another language, with its source."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from api.conversations.database import Database
from api.conversations.models import Conversation, Counsellor, Message, Ticket
from api.conversations.ports import Listener
from api.desk.working.texts import AlignedTexts, TextKind
from api.desk.working.writing import write
from api.errors import NotFound, TextIncomplete
from api.messages import Author, Citation, Kind, Reply
from knowledge.centres import read_centres
from knowledge.languages import Language
from knowledge.manual import read_manual
from knowledge.manual_entries import StandardReply, Value, ValueMissing, Variable

_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{1,24}")
_LINK = re.compile(r"https?://[^\s<>\"]{3,500}")


@dataclass(frozen=True)
class Chosen:
    """A text that is to be sent: an article's section (None for the short answer) or a reply with its values.

    `to` is the language of the version, None for the conversation's.
    """

    kind: TextKind
    id: str
    section: str | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    to: Language | None = None


class Sending:
    """Puts texts into conversations."""

    def __init__(
        self, database: Database, listener: Listener, texts: AlignedTexts, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._listener = listener
        self._texts = texts
        self._now = now

    async def send(self, identity: str, counsellor: Counsellor, chosen: Chosen, client_id: str) -> Message:
        """Send a text once per `client_id`, as the counsellor's message.

        Raises NotFound for a text or ticket that is not there, TextIncomplete, NotYourTicket or Conflict.
        """
        async with self._database.reading() as session:
            ticket = await session.get(Ticket, identity)
            if ticket is None:
                raise NotFound
            conversation = await session.get_one(Conversation, ticket.conversation_id)
        reply = self._compose(chosen, chosen.to or Language(conversation.language), counsellor)
        async with self._database.writing() as session:
            ticket = await session.get_one(Ticket, identity)
            message = await write(session, ticket, counsellor, reply, client_id, self._now(), "text.sent")
        self._listener.conversation_changed(ticket.conversation_id)
        self._listener.ticket_changed(ticket.id)
        return message

    def _compose(self, chosen: Chosen, language: Language, counsellor: Counsellor) -> Reply:
        citations: tuple[Citation, ...]
        match chosen.kind:
            case TextKind.ARTICLE:
                version, citations = self._texts.article(chosen.id, chosen.section, language)
                text, language = f"{version.title}\n{version.text}", version.language
            case TextKind.REPLY:
                found = read_manual().find_reply(chosen.id)
                if found is None:
                    raise NotFound
                text = _fill(found, language, chosen.variables, counsellor.name)
                citations = self._texts.cite_all(found.articles, language)
        return Reply(Kind.TEXT, text, Author.COUNSELLOR, language, citations)


def _fill(reply: StandardReply, language: Language, given: Mapping[str, str], name: str) -> str:
    """The reply with its values; raises TextIncomplete."""
    wanted = {variable: given.get(variable, "").strip() for variable in reply.variables - {Variable.NAME}}
    values = {variable: _read(variable, text, language) for variable, text in wanted.items()}
    known: dict[Variable, Value] = {variable: value for variable, value in values.items() if value is not None}
    try:
        return reply.write(language, known | {Variable.NAME: name})
    except ValueMissing as error:
        raise TextIncomplete(error.variables) from error


def _read(variable: Variable, text: str, language: Language) -> Value | None:
    """The value that a text means; None where it cannot be read."""
    try:
        match variable:
            case Variable.DATE:
                return date.fromisoformat(text)
            case Variable.TIME:
                return time.fromisoformat(text)
            case Variable.PHONE:
                return text if _PHONE.fullmatch(text) else None
            case Variable.LINK:
                return text if _LINK.fullmatch(text) else None
            case _:
                return _name_centre(text, language)
    except ValueError:
        return None


def _name_centre(text: str, language: Language) -> str:
    """The name of one of our centres in the language, or the words as they are."""
    centre = next((one for one in read_centres() if one.id == text), None)
    return (centre.name.get(language) or centre.name[Language.KO]) if centre else text
