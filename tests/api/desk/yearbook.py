"""Generated work of some months: what reports are compared with plain SQL counts on."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from api.conversations.database import Database
from api.conversations.models import Conversation, Counsellor, Rating, Ticket
from api.desk.models import CaseRecord
from api.routing.hours import seoul_day
from tests.conftest import LANGUAGES, Gateway

CENTRES = ("seoul-foreign-residents-support-centre", "seoul-foreigners-civil-service-centre-guro", None)
AREAS = ("visa", "settlement", "job", "family", "outside")
CHANNELS = ("web", "line", "kakao")
OUTCOMES = ("answered", "referred", "appointment", "no_reply", "abusive", "other")
BEGINS, DAYS = datetime(2026, 1, 1, tzinfo=UTC), 120


async def fill(gateway: Gateway, seed: int, count: int = 300) -> None:
    """Add conversations with their tickets, ratings and records, always the same ones for a seed."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    rows: dict[type[Any], list[dict[str, Any]]] = {Conversation: [], Ticket: [], Rating: [], CaseRecord: []}
    for number in range(count):
        conversation = _conversation(chance, number)
        rows[Conversation].append(conversation)
        for turn in range(chance.choice((0, 0, 0, 1, 1, 2))):
            ticket = _ticket(chance, conversation, f"t{number}-{turn}")
            rows[Ticket].append(ticket)
            if chance.random() < 0.7:
                rows[CaseRecord].append(_record(chance, f"r{number}-{turn}", conversation, ticket))
            if ticket["closed_at"] and chance.random() < 0.6:
                rows[Rating].append(_rating(chance, ticket["id"], conversation, ticket["closed_at"]))
        if chance.random() < 0.2:
            rows[Rating].append(_rating(chance, conversation["id"], conversation, conversation["created_at"]))
        if chance.random() < 0.2:
            rows[CaseRecord].append(_record(chance, f"v{number}", conversation, None))
    database = Database(gateway.settings.database_url)
    async with database.writing() as session:
        session.add(Counsellor(id="k", email="k", name="K", languages=["ko"], created_at=BEGINS))
        await session.flush()
        for table, found in rows.items():
            await session.execute(insert(table), found)
    await database.close()


def _moment(chance: random.Random) -> datetime:
    # Some exactly at midnight in Seoul, where one period ends and the next begins.
    day = BEGINS + timedelta(days=chance.randrange(DAYS))
    return day + (timedelta(hours=15) if chance.random() < 0.1 else timedelta(seconds=chance.randrange(86_400)))


def _conversation(chance: random.Random, number: int) -> dict[str, Any]:
    at = _moment(chance)
    return {
        "id": f"c{number}", "token_hash": "", "channel": chance.choice(CHANNELS), "language": chance.choice(LANGUAGES),
        "state": "bot", "turns": chance.choice((0, 1, 2, 5)), "last_seq": 0, "details": {}, "created_at": at,
        "updated_at": at,
    }  # fmt: skip


def _ticket(chance: random.Random, conversation: dict[str, Any], identity: str) -> dict[str, Any]:
    opened = conversation["created_at"] + timedelta(minutes=chance.randrange(60))
    state = chance.choice(("closed", "closed", "closed", "claimed", "waiting"))
    claimed = opened + timedelta(seconds=chance.randrange(7_200)) if state != "waiting" else None
    closed = (claimed or opened) + timedelta(seconds=chance.randrange(14_400)) if state == "closed" else None
    if state == "closed" and chance.random() < 0.2:
        claimed = None
    return {
        "id": identity, "conversation_id": conversation["id"], "state": state, "priority": "normal",
        "reason": "request", "language": conversation["language"], "summary": {}, "centre": chance.choice(CENTRES),
        "rung_since": opened, "created_at": opened, "waiting_since": opened, "claimed_at": claimed,
        "closed_at": closed, "counsellor_id": "k" if claimed else None,
    }  # fmt: skip


def _rating(chance: random.Random, subject: str, conversation: dict[str, Any], at: datetime) -> dict[str, Any]:
    score = chance.randint(1, 5)
    return {"subject": subject, "conversation_id": conversation["id"], "score": score, "comment": "", "created_at": at}


def _record(
    chance: random.Random, identity: str, conversation: dict[str, Any], ticket: dict[str, Any] | None
) -> dict[str, Any]:
    day: date = seoul_day(conversation["created_at"])
    return {
        "id": identity, "ticket_id": ticket and ticket["id"], "person": f"p{chance.randrange(60)}",
        "counsellor_id": "k", "centre": chance.choice(CENTRES), "area": chance.choice(AREAS),
        "channel": conversation["channel"] if ticket else None,
        "method": conversation["channel"] if ticket else chance.choice(("phone", "visit")),
        "language": conversation["language"], "nationality": chance.choice(("VN", "UZ", None)),
        "outcome": chance.choice(OUTCOMES), "expert": chance.choice((None, None, None, "tax", "property", "legal")),
        "follow_up_on": chance.choice((None, None, day + timedelta(days=7))), "text": "", "consulted_on": day,
        "created_at": conversation["created_at"], "updated_at": conversation["created_at"],
    }  # fmt: skip
