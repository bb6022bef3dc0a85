"""What LINE's residents are told by ourselves: the greeting, and why a code opened nothing."""

from api.channels.joining import Joining, explain
from api.conversations import storage
from api.conversations.models import Conversation
from api.messages import Author, Button, Kind, Reply
from api.words import catalogue
from knowledge.languages import Language
from knowledge.words import area_names


def greeting(conversation: Conversation) -> Reply | None:
    """What can be asked for; nothing while a counsellor has the conversation."""
    if conversation.state in {storage.HUMAN, storage.WAITING}:
        return None
    language = Language(conversation.language)
    say = catalogue(language).gettext
    texts = (
        say("Hello. What can I help you with?"),
        say("Ask about visas, daily life, work or family in Seoul. Write in your own language, or choose a topic."),
        say("You can ask for a counsellor at any time."),
    )
    topics = (Button(name, f"#topic:{area}") for area, name in area_names(language).items())
    counsellor = Button(say("Talk to a counsellor"), "#counsellor")
    return Reply(Kind.NOTICE, "\n".join(texts), Author.SYSTEM, language, buttons=(*topics, counsellor))


def not_joined(conversation: Conversation, result: Joining) -> Reply:
    """That a code has not opened anything, and why."""
    language = Language(conversation.language)
    return Reply(Kind.NOTICE, explain(result, language), Author.SYSTEM, language)
