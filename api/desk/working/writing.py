"""Writing to a resident from the desk: one door, whatever is written, for who holds the ticket and its guests."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.conversations import storage
from api.conversations.models import Counsellor, Message, Ticket
from api.desk import audit
from api.desk.working.guests import may_write
from api.errors import Conflict, NotYourTicket
from api.messages import Reply


async def write(
    session: AsyncSession,
    ticket: Ticket,
    counsellor: Counsellor,
    reply: Reply,
    client_id: str | None,
    now: datetime,
    action: str = "ticket.answered",
) -> Message:
    """Store what somebody writes, under their name, once per `client_id`, with its entry in the audit log.

    Raises NotYourTicket, NotFound once the conversation is deleted, or Conflict for a client id of another text.
    """
    conversation = await storage.lock_conversation(session, ticket.conversation_id)
    # Only now can nobody transfer or close it any more.
    await session.refresh(ticket)
    if not await may_write(session, counsellor, ticket):
        raise NotYourTicket
    earlier = await storage.find_by_client_id(session, conversation.id, client_id) if client_id else None
    if earlier is not None:
        if earlier.text != reply.text or earlier.counsellor_id != counsellor.id:
            raise Conflict
        return earlier
    message = storage.add_reply(session, conversation, reply, now, counsellor=counsellor, client_id=client_id)
    audit.note(session, now, counsellor.id, action, ("ticket", ticket.id), {"message": message.id})
    return message
