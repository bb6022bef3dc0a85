"""What counsellors tell one another about a ticket: private notes and mentions of colleagues; residents see neither."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, cast, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import storage
from api.conversations.database import Database
from api.conversations.models import Counsellor, Ticket
from api.conversations.ports import Listener
from api.desk import audit
from api.desk.access import check_ticket
from api.desk.models import Note
from api.desk.rights import Right
from api.desk.working.guests import sees
from api.errors import Conflict, InvalidRequest, NotFound

MENTIONED_WITHIN = timedelta(days=90)
"""Older mentions are no longer listed."""
PAGE = 50


async def notes_of(session: AsyncSession, ticket: str) -> list[dict[str, Any]]:
    """Return the notes of a ticket as JSON, oldest first."""
    return await _read(session, ticket)


async def notes_after(session: AsyncSession, ticket: str, moment: datetime) -> list[dict[str, Any]]:
    """Return the notes that were written at a moment or later, for who follows the ticket."""
    return await _read(session, ticket, moment)


async def add_note(
    session: AsyncSession,
    ticket: str,
    counsellor: Counsellor,
    text: str,
    now: datetime,
    kind: str = "note",
    mentions: Sequence[str] = (),
    identity: str | None = None,
) -> dict[str, Any]:
    """Add a note within the caller's transaction and return it as JSON; `kind` is one of `Note`'s."""
    note = Note(
        id=identity or storage.new_id(),
        ticket_id=ticket,
        counsellor_id=counsellor.id,
        kind=kind,
        text=text.strip(),
        mentions=list(mentions),
        created_at=now,
    )
    session.add(note)
    audit.note(session, now, counsellor.id, "note.added", ("ticket", ticket), {"note": note.id, "kind": kind})
    return _render(note, counsellor.name)


class Notes:
    """Takes notes and lists mentions."""

    def __init__(self, database: Database, listener: Listener, now: Callable[[], datetime]) -> None:
        self._database = database
        self._listener = listener
        self._now = now

    async def add(
        self, ticket: str, counsellor: Counsellor, text: str, mentions: Sequence[str], client_id: str | None
    ) -> dict[str, Any]:
        """Add a note, once per `client_id`; whoever is mentioned must be able to see the ticket.

        Raises NotFound, also once the conversation is deleted, InvalidRequest for a mention of somebody else,
        Conflict for a client id of another text.
        """
        mentions = list(dict.fromkeys(mentions))
        identity = _identity(ticket, counsellor.id, client_id) if client_id else storage.new_id()
        async with self._database.writing() as session:
            conversation = (await check_ticket(session, counsellor, ticket, Right.READ_TICKETS)).conversation_id
            await storage.lock_conversation(session, conversation)
            earlier = await session.get(Note, identity)
            if earlier is not None:
                if (earlier.text, earlier.mentions) != (text.strip(), mentions):
                    raise Conflict
                return _render(earlier, counsellor.name)
            await _check_mentions(session, ticket, mentions)
            note = await add_note(session, ticket, counsellor, text, self._now(), mentions=mentions, identity=identity)
        self._listener.ticket_changed(ticket)
        return note

    async def mentions(self, counsellor: Counsellor, before: datetime | None, limit: int = PAGE) -> dict[str, Any]:
        """Return where somebody was mentioned of late, newest first; `next` is the `before` of the following page."""
        since = self._now() - MENTIONED_WITHIN
        query = (
            select(Note, Counsellor.name)
            .join(Counsellor, Counsellor.id == Note.counsellor_id)
            .join(Ticket, Ticket.id == Note.ticket_id)
            # Ids hold letters and digits only, so that one is found in the list's own spelling.
            .where(Note.created_at > since, cast(Note.mentions, String).contains(f'"{counsellor.id}"'))
            .where(sees(counsellor))
        )
        if before is not None:
            query = query.where(Note.created_at < before)
        async with self._database.writing() as session:
            rows = (await session.execute(query.order_by(Note.created_at.desc()).limit(limit + 1))).all()
            read = {"notes": [note.id for note, _ in rows[:limit]]}
            audit.note(session, self._now(), counsellor.id, "mentions.listed", ("notes", ""), read)
        shown = [{"ticket_id": note.ticket_id, "note": _render(note, name)} for note, name in rows[:limit]]
        following = shown[-1]["note"]["created_at"] if len(rows) > limit else None
        return {"mentions": shown, "next": following}


def _identity(ticket: str, counsellor: str, client_id: str) -> str:
    """The id of a note with a client id: the same note sent twice has the same one."""
    return hashlib.sha256(f"{ticket}\n{counsellor}\n{client_id}".encode()).hexdigest()[:32]


async def _check_mentions(session: AsyncSession, ticket: str, mentions: Sequence[str]) -> None:
    found = list(await session.scalars(select(Counsellor).where(Counsellor.id.in_(mentions))))
    try:
        for counsellor in found:
            await check_ticket(session, counsellor, ticket, Right.READ_TICKETS)
    except NotFound as error:
        raise InvalidRequest("Only colleagues who can see this ticket can be mentioned.") from error
    if len(found) != len(mentions) or any(one.disabled_at for one in found):
        raise InvalidRequest("Only colleagues who can see this ticket can be mentioned.")


async def _read(session: AsyncSession, ticket: str, since: datetime | None = None) -> list[dict[str, Any]]:
    query = (
        select(Note, Counsellor.name)
        .join(Counsellor, Counsellor.id == Note.counsellor_id)
        .where(Note.ticket_id == ticket)
        .order_by(Note.created_at, Note.id)
    )
    if since is not None:
        query = query.where(Note.created_at >= since)
    return [_render(note, name) for note, name in await session.execute(query)]


def _render(note: Note, name: str) -> dict[str, Any]:
    return {
        "id": note.id,
        "kind": note.kind,
        "text": note.text,
        "counsellor": {"id": note.counsellor_id, "name": name},
        "mentions": note.mentions,
        "created_at": note.created_at.isoformat(),
    }
