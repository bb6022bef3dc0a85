"""Keeps photos from KakaoTalk: noted before the call is answered, fetched after it, also by the next process."""

import logging
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime, timedelta
from typing import Any

import httpx
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.channels.file_notices import lost_file
from api.channels.kakao.images import keep_images
from api.channels.kakao.notes import CHANNEL
from api.channels.models import ChannelAccount, ChannelEvent
from api.conversations import storage
from api.conversations.attachments import Attachments
from api.conversations.database import Database
from api.conversations.models import Conversation
from api.errors import NotFound
from api.settings import ApiSettings

logger = logging.getLogger(__name__)

LIFETIME = timedelta(minutes=10)
"""For so long the address of a photo works (channels.md, 3.7)."""

_KIND = "pictures"

Spawn = Callable[[Coroutine[Any, Any, None]], object]
"""Runs something in the background."""


def note_pictures(
    session: AsyncSession, account: ChannelAccount, client_id: str, addresses: Sequence[str], now: datetime
) -> str:
    """Store the addresses of photos that came with a call, and return the name under which they are kept."""
    # Calls of one person are counted anew once their account has been deleted, the account's id tells them apart.
    identity = f"{client_id}:{account.id}"
    body = {"kind": _KIND, "conversation": account.conversation_id, "addresses": list(dict.fromkeys(addresses))}
    session.add(
        ChannelEvent(
            id=identity, channel=CHANNEL, user_key=account.user_key, happened_at=now, received_at=now, body=body
        )
    )
    return identity


class Photos:
    """Fetches noted photos in the background; who sent one that did not arrive is told, once."""

    def __init__(
        self,
        database: Database,
        attachments: Attachments,
        settings: ApiSettings,
        http: httpx.AsyncClient,
        now: Callable[[], datetime],
        changed: Callable[[str], None],
        spawn: Spawn,
    ) -> None:
        self._database = database
        self._attachments = attachments
        self._hosts = settings.kakao_image_hosts
        self._http = http
        self._now = now
        self._changed = changed
        self._spawn = spawn
        self._is_running = True

    async def start(self) -> None:
        """Take up what an earlier process noted and did not fetch."""
        query = select(ChannelEvent.id).where(ChannelEvent.channel == CHANNEL, ChannelEvent.handled_at.is_(None))
        async with self._database.reading() as session:
            noted = list(await session.scalars(query.order_by(ChannelEvent.happened_at)))
        for identity in noted:
            self.submit(identity)

    def stop(self) -> None:
        """Begin nothing more; what is noted is taken up by the next process."""
        self._is_running = False

    def submit(self, identity: str) -> None:
        """See to it that noted photos are fetched; does not wait."""
        if self._is_running:
            self._spawn(self._keep(identity))

    async def _keep(self, identity: str) -> None:
        """Fetch photos before their addresses stop working, and note that it is done, whatever became of it."""
        try:
            is_kept = await self._fetch(identity)
        except NotFound:  # the conversation has been deleted
            is_kept = True
        except Exception as error:  # noqa: BLE001 - whatever fails, who sent the photo has to know; traces show addresses
            logger.error("photos %s: %s", identity, type(error).__name__)
            is_kept = False
        try:
            await self._end(identity, is_kept=is_kept)
        except Exception as error:  # noqa: BLE001 - as above; the next process tries again
            logger.error("photos %s not settled: %s", identity, type(error).__name__)

    async def _fetch(self, identity: str) -> bool:
        """Whether all photos are there now; raises NotFound for a deleted conversation."""
        async with self._database.reading() as session:
            row = await session.get_one(ChannelEvent, identity)
        if row.handled_at:
            return True
        if self._now() - row.happened_at >= LIFETIME:
            return False
        conversation, addresses = row.body["conversation"], row.body["addresses"]
        kept = await keep_images(self._http, self._attachments, conversation, addresses, self._hosts)
        return kept == len(addresses)

    async def _end(self, identity: str, *, is_kept: bool) -> None:
        """Empty the note, and say in the same transaction that something was lost."""
        async with self._database.writing() as session:
            row = await session.get_one(ChannelEvent, identity, with_for_update=True)
            if row.handled_at:
                return
            conversation = await session.get_one(Conversation, row.body["conversation"], with_for_update=True)
            is_told = not is_kept and conversation.state != storage.DELETED
            if is_told:
                storage.add_reply(session, conversation, lost_file(conversation), self._now())
            row.outcome, row.handled_at, row.body = "kept" if is_kept else "lost", self._now(), {"kind": _KIND}
        if is_told:
            self._changed(conversation.id)
