"""Keeps case records: those of tickets, prefilled, and those of calls and visits; each seen by its centre only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, or_, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import storage
from api.conversations.database import Database
from api.conversations.models import Conversation, Counsellor, Ticket
from api.desk import audit
from api.desk.access import check_ticket
from api.desk.models import CaseRecord
from api.desk.records.prefilled import prefill
from api.desk.records.schemas import NewRecord, RecordChanges
from api.desk.records.values import Outcome
from api.desk.records.words import find_centre
from api.desk.rights import Right, serves
from api.errors import ConsentMissing, InvalidRequest, NotAllowed, NotFound
from api.masking import mask
from api.routing.hours import seoul_day

MOST_FOLLOW_UPS = 500
_ORDER = (CaseRecord.consulted_on, CaseRecord.created_at, CaseRecord.id)
_CONSENTED_TO = ("text", "nationality", "stay_status", "area", "article")


@dataclass(frozen=True)
class KeptRecord:
    """A record with the name of the counsellor who keeps it."""

    record: CaseRecord
    counsellor: str


@dataclass(frozen=True)
class RecordFilter:
    """Which records to list; None for any. `since` and `until` are days in Seoul, both included."""

    since: date | None = None
    until: date | None = None
    centre: str | None = None
    area: str | None = None
    language: str | None = None
    method: str | None = None
    words: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what the records have to fulfil."""
        names = ("centre", "area", "language", "method")
        found = [getattr(CaseRecord, name) == wanted for name in names if (wanted := getattr(self, name)) is not None]
        if self.since is not None:
            found.append(CaseRecord.consulted_on >= self.since)
        if self.until is not None:
            found.append(CaseRecord.consulted_on <= self.until)
        if self.words:
            texts = (CaseRecord.text, CaseRecord.referred_to)
            found.append(or_(*(text.icontains(self.words, autoescape=True) for text in texts)))
        return found

    def named(self) -> dict[str, str]:
        """Return the filter for the audit log, without the words looked for."""
        return {name: str(value) for name, value in vars(self).items() if value is not None and name != "words"}


class Records:
    """The counselling database of all centres."""

    def __init__(self, database: Database, articles: Sequence[str], now: Callable[[], datetime]) -> None:
        self._database = database
        self._articles = frozenset(articles)
        self._now = now

    async def of_ticket(self, identity: str, counsellor: Counsellor) -> KeptRecord:
        """Return the record of a ticket, prefilled and without id while there is none; raises NotFound, NotAllowed."""
        now = self._now()
        async with self._database.writing() as session:
            ticket = await check_ticket(session, counsellor, identity, Right.KEEP_RECORDS)
            with session.no_autoflush:
                record = await _find_of(session, ticket) or await prefill(session, ticket, counsellor, now)
                kept = await _kept(session, record)
            audit.note(session, now, counsellor.id, "record.read", ("ticket", identity))
        return kept

    async def save_for_ticket(self, identity: str, counsellor: Counsellor, changes: RecordChanges) -> KeptRecord:
        """Store what a counsellor says of a ticket's case; raises NotFound, NotAllowed or InvalidRequest."""
        now = self._now()
        async with self._database.writing() as session:
            ticket = await check_ticket(session, counsellor, identity, Right.KEEP_RECORDS)
            is_deleted = await _is_deleted(session, Ticket.id == identity)
            # Whoever comes at the same moment waits, and then finds the record.
            await session.refresh(ticket, with_for_update=True)
            record = await _find_of(session, ticket) or await prefill(session, ticket, counsellor, now)
            if record.id is None:
                record.id = storage.new_id()
                action = "record.added"
            else:
                action = "record.changed"
            self._apply(record, changes, counsellor, now)
            if is_deleted:
                _tell_of_nobody(record)
            session.add(record)
            audit.note(session, now, counsellor.id, action, ("record", record.id), {"ticket": identity})
            return await _kept(session, record)

    async def add(self, counsellor: Counsellor, new: NewRecord) -> KeptRecord:
        """Store the record of a call or a visit; raises NotAllowed or InvalidRequest."""
        now = self._now()
        record = CaseRecord(
            id=storage.new_id(),
            counsellor_id=counsellor.id,
            centre=counsellor.centres[0] if len(counsellor.centres) == 1 else None,
            outcome=Outcome.ANSWERED,
            text="",
            consulted_on=seoul_day(now),
            created_at=now,
            updated_at=now,
        )
        async with self._database.writing() as session:
            given = new.given()
            record.person = await _known_person(session, counsellor, given.pop("person", None)) or storage.new_id()
            self._apply(record, RecordChanges.model_validate(given), counsellor, now)
            session.add(record)
            audit.note(session, now, counsellor.id, "record.added", ("record", record.id))
        return KeptRecord(record, counsellor.name)

    async def change(self, identity: str, counsellor: Counsellor, changes: RecordChanges) -> KeptRecord:
        """Change a record; raises NotFound, NotAllowed or InvalidRequest."""
        now = self._now()
        async with self._database.writing() as session:
            # First the conversation, as everywhere: two who wait for one another's rows would both fail.
            is_deleted = await _is_deleted(session, _is_of(identity))
            record = await _get(session, identity, counsellor)
            self._apply(record, changes, counsellor, now)
            if is_deleted:
                _tell_of_nobody(record)
            audit.note(session, now, counsellor.id, "record.changed", ("record", identity))
            return await _kept(session, record)

    async def consent(self, identity: str, counsellor: Counsellor, *, given: bool) -> KeptRecord:
        """Note that the person agrees, or no longer, to another institution being told.

        Raises NotFound, also where a person who has deleted the conversation is said to agree.
        """
        now = self._now()
        async with self._database.writing() as session:
            is_deleted = await _is_deleted(session, _is_of(identity))
            record = await _get(session, identity, counsellor)
            if given and is_deleted:
                raise NotFound
            record.consented_at = (record.consented_at or now) if given else None
            record.updated_at = now
            action = "record.consented" if given else "record.consent_withdrawn"
            audit.note(session, now, counsellor.id, action, ("record", identity))
            return await _kept(session, record)

    async def refer(self, identity: str, counsellor: Counsellor, to: str) -> KeptRecord:
        """Return a record that is about to be handed to an institution; raises NotFound or ConsentMissing."""
        now = self._now()
        async with self._database.writing() as session:
            record = await _get(session, identity, counsellor)
            if record.consented_at is None:
                raise ConsentMissing
            # Any other name is free text, and the log forgets nothing.
            details = {"to": to} if find_centre(to) else {}
            audit.note(session, now, counsellor.id, "record.referred", ("record", identity), details)
            return await _kept(session, record)

    async def find(
        self, counsellor: Counsellor, wanted: RecordFilter, before: str | None, limit: int
    ) -> tuple[list[KeptRecord], str | None]:
        """Return the newest records that fit, from behind the record `before`, and the id to go on from if any."""
        async with self._database.writing() as session:
            query = _listed().where(_is_seen_by(counsellor), *wanted.conditions())
            if before is not None:
                last = await _get(session, before, counsellor)
                query = query.where(tuple_(*_ORDER) < (last.consulted_on, last.created_at, last.id))
            newest = query.order_by(*(column.desc() for column in _ORDER)).limit(limit + 1)
            found = [KeptRecord(*row) for row in (await session.execute(newest)).tuples()]
            audit.note(session, self._now(), counsellor.id, "records.listed", ("records", ""), wanted.named())
        page = found[:limit]
        return page, page[-1].record.id if len(found) > limit else None

    async def follow_ups(self, counsellor: Counsellor, until: date | None) -> list[KeptRecord]:
        """Return the records whose follow-up is due by a day, today in Seoul if none is given, the oldest first."""
        now = self._now()
        due = _listed().where(_is_seen_by(counsellor), CaseRecord.follow_up_on <= (until or seoul_day(now)))
        oldest = due.order_by(CaseRecord.follow_up_on, *_ORDER).limit(MOST_FOLLOW_UPS)
        async with self._database.writing() as session:
            found = [KeptRecord(*row) for row in (await session.execute(oldest)).tuples()]
            audit.note(session, now, counsellor.id, "records.listed", ("records", ""), {"follow_ups": True})
        return found

    def _apply(self, record: CaseRecord, changes: RecordChanges, counsellor: Counsellor, now: datetime) -> None:
        given = changes.given()
        if "centre" in given and given["centre"] != record.centre and not serves(counsellor, given["centre"]):
            raise NotAllowed
        before = _consented_to(record)
        for name, value in given.items():
            setattr(record, name, mask(value)[0] if name in {"text", "referred_to"} and value else value)
        if not record.area:
            raise InvalidRequest("area: the ticket does not tell it, choose one")
        if record.article and record.article.partition(".")[0] != record.area and "article" not in given:
            record.article = None
        self._check(record, seoul_day(now))
        if _consented_to(record) != before:
            record.consented_at = None
        record.updated_at = now

    def _check(self, record: CaseRecord, today: date) -> None:
        if record.article and (
            record.article not in self._articles or not record.article.startswith(f"{record.area}.")
        ):
            raise InvalidRequest("article: there is no such article in this area")
        if record.consulted_on > today:
            raise InvalidRequest("consulted_on: lies in the future")
        if record.follow_up_on and record.follow_up_on < record.consulted_on:
            raise InvalidRequest("follow_up_on: lies before the consultation")


def _listed() -> Select[tuple[CaseRecord, str]]:
    return select(CaseRecord, Counsellor.name).join(Counsellor, Counsellor.id == CaseRecord.counsellor_id)


def _is_seen_by(counsellor: Counsellor) -> ColumnElement[bool]:
    """The condition for lists that `_get` applies to one record: those of their centres, of none, and their own."""
    if not counsellor.centres:
        return true()
    theirs = CaseRecord.centre.in_(counsellor.centres)
    return or_(theirs, CaseRecord.centre.is_(None), CaseRecord.counsellor_id == counsellor.id)


async def _get(session: AsyncSession, identity: str, counsellor: Counsellor) -> CaseRecord:
    record = await session.get(CaseRecord, identity, with_for_update=True)
    if record is None or not (serves(counsellor, record.centre) or record.counsellor_id == counsellor.id):
        raise NotFound
    return record


async def _is_deleted(session: AsyncSession, which: ColumnElement[bool]) -> bool:
    """Whether the conversation of a ticket is deleted; it stays as it is until the transaction ends."""
    query = select(Conversation.state).join(Ticket, Ticket.conversation_id == Conversation.id).where(which)
    return await session.scalar(query.with_for_update(of=Conversation)) == storage.DELETED


def _is_of(record: str) -> ColumnElement[bool]:
    """The condition for the ticket of a record; no ticket fulfils it where a record has none."""
    return Ticket.id.in_(select(CaseRecord.ticket_id).where(CaseRecord.id == record))


def _tell_of_nobody(record: CaseRecord) -> None:
    """Keep only what is counted, as `forget` does."""
    record.text, record.referred_to, record.follow_up_on, record.consented_at = "", None, None, None
    record.person = record.id


def _consented_to(record: CaseRecord) -> tuple[object, ...]:
    """What a person agrees to be handed on."""
    return tuple(getattr(record, name) for name in _CONSENTED_TO)


async def _find_of(session: AsyncSession, ticket: Ticket) -> CaseRecord | None:
    return (await session.scalars(select(CaseRecord).where(CaseRecord.ticket_id == ticket.id))).first()


async def _kept(session: AsyncSession, record: CaseRecord) -> KeptRecord:
    keeper = await session.get_one(Counsellor, record.counsellor_id)
    return KeptRecord(record, keeper.name)


async def _known_person(session: AsyncSession, counsellor: Counsellor, person: str | None) -> str | None:
    """Return a person of whom somebody sees a record, None for none; raises InvalidRequest for an unknown one."""
    if person is None:
        return None
    seen = select(CaseRecord.person).where(CaseRecord.person == person, _is_seen_by(counsellor)).limit(1)
    if await session.scalar(seen) is None:
        raise InvalidRequest("person: no record that you can see is of this person")
    return person
