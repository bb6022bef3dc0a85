"""What residents are told of what they sent beside text: why it was not taken, and who could look at it."""

from api.conversations import storage
from api.conversations.models import Conversation
from api.messages import Author, Button, Kind, Reply
from api.words import catalogue
from knowledge.languages import Language


def unreadable(conversation: Conversation) -> Reply:
    """That voices, stickers and the like cannot be read."""
    say = catalogue(Language(conversation.language)).gettext
    text = say("I can only read text here for now. Please write your question, or ask for a counsellor.")
    return _notice(conversation, text)


def refused_file(conversation: Conversation) -> Reply:
    """That a file is too large, or of another kind."""
    say = catalogue(Language(conversation.language)).gettext
    return _notice(
        conversation, say("This file could not be taken. Please send a photo or a PDF document of at most 10 MB.")
    )


def lost_file(conversation: Conversation) -> Reply:
    """That a file could not be fetched."""
    say = catalogue(Language(conversation.language)).gettext
    return _notice(conversation, say("Your photo or document did not arrive. Please send it again."))


def too_many_files(conversation: Conversation) -> Reply:
    """That no more files are taken for now."""
    say = catalogue(Language(conversation.language)).gettext
    return _notice(conversation, say("That was too many files at once. Please send the others in an hour."))


def _notice(conversation: Conversation, text: str) -> Reply:
    """Return a notice with the way to a person, unless that way has been taken."""
    language = Language(conversation.language)
    say = catalogue(language).gettext
    counsellor = Button(say("Talk to a counsellor"), "#counsellor")
    buttons = () if conversation.state in {storage.HUMAN, storage.WAITING} else (counsellor,)
    return Reply(Kind.NOTICE, text, Author.SYSTEM, language, buttons=buttons)
