"""The waiting time is told only when it can be known."""

from datetime import UTC, datetime, timedelta

from api.conversations.database import Database
from api.conversations.models import Counsellor, DeskSession, Ticket
from api.conversations.queue import CLOSED, WAITING, standing
from api.conversations.storage import create_conversation
from api.messages import Priority, Reason
from knowledge.languages import Language
from tests.conftest import Gateway

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


async def waiting_time(gateway: Gateway, *, present: int, closed: int) -> int | None:
    """Expected minutes of the second in the queue, after tickets that took ten minutes each."""
    database = Database(gateway.settings.database_url)
    async with database.writing() as session:
        conversation, _ = await create_conversation(session, "web", Language.EN, NOW)

        def ticket(number: int, state: str) -> Ticket:
            began = NOW - timedelta(hours=1) + timedelta(minutes=number)
            ended = began + timedelta(minutes=10) if state == CLOSED else None
            return Ticket(
                id=f"{state}{number}",
                conversation_id=conversation.id,
                state=state,
                priority=Priority.NORMAL,
                reason=Reason.REQUEST,
                language="en",
                created_at=began,
                claimed_at=began if ended else None,
                closed_at=ended,
            )

        session.add_all([ticket(number, CLOSED) for number in range(closed)])
        queued = [ticket(number, WAITING) for number in range(2)]
        session.add_all(queued)
        for number in range(present):
            who = Counsellor(id=f"c{number}", email=f"{number}@x", name="K", languages=["ko"], created_at=NOW)
            session.add(who)
            await session.flush()
            session.add(DeskSession(token_hash=f"t{number}", counsellor_id=who.id, expires_at=NOW, seen_at=NOW))
        await session.flush()
        place = await standing(session, queued[1], NOW)
    await database.close()
    assert place.position == 2
    return place.wait_minutes


async def test_wait_is_position_times_handling_time_by_counsellors_present(gateway: Gateway) -> None:
    assert await waiting_time(gateway, present=2, closed=5) == 10


async def test_wait_is_unknown_when_nobody_is_at_the_desk(gateway: Gateway) -> None:
    assert await waiting_time(gateway, present=0, closed=5) is None


async def test_wait_is_unknown_without_experience(gateway: Gateway) -> None:
    assert await waiting_time(gateway, present=2, closed=2) is None
