"""How far a resident was told of answers or has seen them; kept with the conversation, in the caller's transaction."""

from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.models import Conversation, Message
from api.conversations.storage import MAX_SEQ
from api.messages import Author, Kind

_NAME = "push"


@dataclass(frozen=True)
class Note:
    """Up to which message a resident was told or has looked; `unseen` while nobody has looked after a push."""

    seq: int = 0
    unseen: bool = False


def read_note(conversation: Conversation) -> Note:
    """Return how far a resident was told."""
    return Note(**conversation.details.get(_NAME, {}))


def write_note(conversation: Conversation, note: Note) -> None:
    """Note how far a resident was told; the conversation must be locked."""
    if conversation.details.get(_NAME) != vars(note):
        conversation.details = {**conversation.details, _NAME: vars(note)}


async def note_seen(session: AsyncSession, conversation: Conversation, until: int = MAX_SEQ) -> None:
    """Note that all answers up to a message have been seen; the conversation must be locked."""
    counsellor, _ = await newest(session, conversation.id, until)
    if counsellor >= read_note(conversation).seq:
        write_note(conversation, Note(counsellor))


async def newest(session: AsyncSession, conversation: str, until: int = MAX_SEQ) -> tuple[int, int]:
    """Return the numbers of the newest messages of a counsellor and of the resident up to a message, 0 for none."""
    # An answer that counsellors wrote for all who asked (api/desk/gaps) comes from the system.
    written = (Message.author == Author.SYSTEM) & (Message.kind == Kind.ANSWER)
    speaker = case((written, Author.COUNSELLOR.value), else_=Message.author).label("speaker")
    query = select(speaker, func.max(Message.seq)).where(
        Message.conversation_id == conversation,
        Message.seq <= until,
        written | Message.author.in_((Author.COUNSELLOR, Author.RESIDENT)),
    )
    found: dict[str, int] = dict((await session.execute(query.group_by(speaker))).tuples().all())
    return found.get(Author.COUNSELLOR, 0), found.get(Author.RESIDENT, 0)
