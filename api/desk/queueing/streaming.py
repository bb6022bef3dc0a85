"""The stream of one desk: what changes in the tickets that its counsellor may see, and the counts beside the lists."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

from api import streams
from api.desk.accounts import Accounts
from api.desk.broadcasting import Broadcaster
from api.desk.queueing.lists import count
from api.requests import utc_now

# A session that was ended, or rights that were taken, hold for a stream no longer than this.
_CHECKED_EVERY = timedelta(seconds=5)


async def follow_desk(accounts: Accounts, broadcaster: Broadcaster, secret: str | None) -> AsyncIterator[str]:
    """Begin with `ready`, after which a page loads what it shows; then send events until the session ends."""
    with broadcaster.follow() as follower:
        counsellor, checked = await accounts.get_signed_in(secret), utc_now()
        counts = count(broadcaster.tally, counsellor)
        yield streams.event("ready", {})
        yield streams.event("counts", counts)
        while not follower.is_lost:
            try:
                event = await asyncio.wait_for(follower.events.get(), streams.HEARTBEAT)
            except TimeoutError:
                counsellor, checked = await accounts.get_signed_in(secret), utc_now()
                yield streams.comment("still here")
                continue
            if event is None:
                return
            if _is_due(checked):
                counsellor, checked = await accounts.get_signed_in(secret), utc_now()
            told = broadcaster.render(event, counsellor)
            if told is not None:
                yield streams.event(*told)
            if follower.events.empty() and counts != (now := count(broadcaster.tally, counsellor)):
                counts = now
                yield streams.event("counts", counts)


def _is_due(checked: datetime) -> bool:
    return utc_now() - checked > _CHECKED_EVERY
