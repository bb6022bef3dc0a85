"""Makes what the routes of people and rights need."""

from collections.abc import Callable
from datetime import datetime

import httpx2

from api.conversations.database import Database
from api.conversations.ports import Listener
from api.desk.accounts import Accounts, lifetimes
from api.desk.people.audit_search import AuditLog
from api.desk.people.ciphers import SecretCipher
from api.desk.people.directory import Directory
from api.desk.people.second_factor import SecondFactors
from api.desk.people.single_sign_on import SingleSignOn
from api.desk.rights import Role
from api.settings import ApiSettings


class PeopleParts:
    """Accounts, second factors, the directory, the log and single sign-on of one gateway."""

    def __init__(
        self,
        database: Database,
        listener: Listener,
        settings: ApiSettings,
        now: Callable[[], datetime],
        sign_on_transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        """Read the settings; raises ValueError for a role that does not exist or a key that is too short."""
        self.settings = settings
        self.accounts = Accounts(database, lifetimes(settings), now, read_roles(settings.desk_second_factor_roles))
        self.second_factors = SecondFactors(database, SecretCipher(settings.desk_secret_key), now)
        self.directory = Directory(database, listener, settings.public_url, now)
        self.log = AuditLog(database, now)
        self.single_sign_on = SingleSignOn(database, self.accounts, settings, now, sign_on_transport)


def read_roles(text: str) -> frozenset[Role]:
    """Return the roles in a list with commas; raises ValueError for one that does not exist."""
    return frozenset(Role(name.strip()) for name in text.split(",") if name.strip())
