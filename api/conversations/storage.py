"""Reads and writes conversations and messages; every function works inside the caller's transaction."""

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations.models import Conversation, ConversationKey, Counsellor, Message
from api.errors import NotFound
from api.messages import Author, IncomingMessage, Kind, Reply
from knowledge.languages import Language

BOT, WAITING, HUMAN, CLOSED, DELETED = "bot", "waiting", "human", "closed", "deleted"
PAGE = 500
"""So many messages of a conversation are read at once; the next begin after the last of them."""
MAX_SEQ = 2**31 - 1
"""The highest number of a message that every database keeps."""
# So many messages at most are answered together.
_BURST = 10


def new_id() -> str:
    """Return a random id that cannot be guessed."""
    return uuid.uuid4().hex


def hash_token(token: str) -> str:
    """Return what is stored of a secret with 256 bits of randomness."""
    return hashlib.sha256(token.encode()).hexdigest()


async def create_conversation(
    session: AsyncSession, channel: str, language: Language, now: datetime
) -> tuple[Conversation, str]:
    """Add a conversation; returns it with its token, which is not stored."""
    token = secrets.token_urlsafe(32)
    conversation = Conversation(
        id=new_id(),
        token_hash=hash_token(token),
        channel=channel,
        language=language,
        state=BOT,
        turns=0,
        last_seq=0,
        created_at=now,
        updated_at=now,
    )
    session.add(conversation)
    await session.flush()
    return conversation, token


async def get_conversation(session: AsyncSession, identity: str, token: str | None = None) -> Conversation:
    """Return a conversation; with a token only to its owner. Raises NotFound for both reasons alike."""
    conversation = await session.get(Conversation, identity)
    if conversation is None:
        raise NotFound
    if token is not None and (conversation.state == DELETED or not await _opens(session, conversation, token)):
        raise NotFound
    return conversation


def add_key(session: AsyncSession, conversation: Conversation, now: datetime) -> str:
    """Add a further token of a conversation and return it; it is not stored."""
    token = secrets.token_urlsafe(32)
    key = ConversationKey(token_hash=hash_token(token), conversation_id=conversation.id, created_at=now)
    session.add(key)
    return token


async def _opens(session: AsyncSession, conversation: Conversation, token: str) -> bool:
    """Whether a token is the first one of a conversation or a further key of it."""
    digest = hash_token(token)
    if secrets.compare_digest(conversation.token_hash, digest):
        return True
    key = await session.get(ConversationKey, digest)
    return key is not None and key.conversation_id == conversation.id


async def lock_conversation(session: AsyncSession, identity: str, token: str | None = None) -> Conversation:
    """Return a conversation that nobody else changes meanwhile; raises NotFound, also once it is deleted."""
    conversation = await get_conversation(session, identity)
    await session.refresh(conversation, with_for_update=True)
    # Only now can nobody take the key back any more.
    if conversation.state == DELETED or (token is not None and not await _opens(session, conversation, token)):
        raise NotFound
    return conversation


async def find_by_client_id(session: AsyncSession, conversation: str, client_id: str) -> Message | None:
    """Return the message that was sent with this client id, or None."""
    query = select(Message).where(Message.conversation_id == conversation, Message.client_id == client_id)
    return (await session.scalars(query)).first()


async def messages_after(session: AsyncSession, conversation: str, seq: int, limit: int = PAGE) -> list[Message]:
    """Return the first messages with a higher number, in order."""
    query = select(Message).where(Message.conversation_id == conversation, Message.seq > seq)
    return list(await session.scalars(query.order_by(Message.seq).limit(limit)))


async def newest_messages(
    session: AsyncSession, conversation: str, limit: int = PAGE, before: int = MAX_SEQ
) -> list[Message]:
    """Return the last messages before one, in order."""
    query = select(Message).where(Message.conversation_id == conversation, Message.seq < before)
    return list(await session.scalars(query.order_by(Message.seq.desc()).limit(limit)))[::-1]


async def replies_to(session: AsyncSession, message: str) -> list[Message]:
    """Return what was answered to a message, in order."""
    return list(await session.scalars(select(Message).where(Message.answers == message).order_by(Message.seq)))


async def next_pending(session: AsyncSession, conversation: str) -> list[Message]:
    """Return the oldest unanswered messages that belong together: one pressed button, or the texts up to the next."""
    query = select(Message).where(Message.conversation_id == conversation, Message.pending)
    waiting = list(await session.scalars(query.order_by(Message.seq).limit(_BURST)))
    texts = list(takewhile(lambda message: message.payload is None, waiting))
    return texts or waiting[:1]


async def still_pending(session: AsyncSession, messages: Sequence[Message]) -> list[Message]:
    """Return those messages, as they are now and in order, that wait for an answer."""
    query = select(Message).where(Message.id.in_([message.id for message in messages]), Message.pending)
    return list(await session.scalars(query.order_by(Message.seq)))


async def conversations_with_pending(session: AsyncSession) -> list[str]:
    """Return the conversations in which a message waits for its turn."""
    return list(await session.scalars(select(Message.conversation_id).where(Message.pending).distinct()))


def add_incoming(
    session: AsyncSession, conversation: Conversation, message: IncomingMessage, title: str, now: datetime
) -> Message:
    """Store what a resident sent; `title` is what others see of it."""
    return _add(
        session,
        conversation,
        now,
        author=Author.RESIDENT,
        kind=Kind.TEXT,
        text=title,
        language=conversation.language,
        client_id=message.client_id,
        payload=message.payload,
        pending=True,
        content={"masked": True} if message.masked else {},
    )


def add_reply(
    session: AsyncSession,
    conversation: Conversation,
    reply: Reply,
    now: datetime,
    *,
    answers: str | None = None,
    counsellor: Counsellor | None = None,
    client_id: str | None = None,
    ticket: dict[str, object] | None = None,
) -> Message:
    """Store something said to a resident."""
    content: dict[str, Any] = {
        "citations": [vars(citation) for citation in reply.citations],
        "buttons": [vars(button) for button in reply.buttons],
    }
    if ticket:
        content["ticket"] = ticket
    if counsellor:
        content["name"] = counsellor.name
    return _add(
        session,
        conversation,
        now,
        author=reply.author,
        kind=reply.kind,
        text=reply.text,
        language=reply.language or conversation.language,
        client_id=client_id,
        answers=answers,
        counsellor_id=counsellor.id if counsellor else None,
        content=content,
    )


def _add(session: AsyncSession, conversation: Conversation, now: datetime, **fields: Any) -> Message:  # noqa: ANN401
    conversation.last_seq += 1
    conversation.updated_at = now
    message = Message(id=new_id(), conversation_id=conversation.id, seq=conversation.last_seq, created_at=now, **fields)
    session.add(message)
    return message
