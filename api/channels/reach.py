"""How a counsellor's message reaches a resident, for the desk."""

from collections.abc import Callable, Mapping

from sqlalchemy import exists, select

from api.channels.accounts import accounts_of
from api.channels.models import ChannelAccount
from api.conversations.database import Database
from api.conversations.models import Conversation, ConversationKey
from api.conversations.ports import Reach

_WEB = "web"


class ChannelReach:
    """Asks each channel about its people; on the web a message is seen as soon as the page is open."""

    def __init__(self, database: Database, ways: Mapping[str, Callable[[ChannelAccount], str]]) -> None:
        self._database = database
        self._ways = ways

    async def of(self, conversation: str) -> list[Reach]:
        """Return how messages of a conversation arrive, each way once, the web first."""
        async with self._database.reading() as session:
            began = (await session.get_one(Conversation, conversation)).channel
            has_key = await session.scalar(select(exists().where(ConversationKey.conversation_id == conversation)))
            accounts = await accounts_of(session, conversation)
        web = [Reach(_WEB, "live")] if began == _WEB or has_key else []
        known = [Reach(one.channel, self._ways[one.channel](one)) for one in accounts if one.channel in self._ways]
        return list(dict.fromkeys([*web, *known]))
