"""Slows down who guesses: so many attempts in a quarter of an hour, for an account and for an address."""

from collections import OrderedDict, deque
from collections.abc import Callable
from datetime import datetime, timedelta

from api.errors import TooManyAttempts

WINDOW = timedelta(minutes=15)
ATTEMPTS = 10
"""So many wrong passwords or codes in a row an account takes."""
ATTEMPTS_OF_ADDRESS = 100
"""A whole centre may share an address."""
_KEPT = 10_000


class Throttle:
    """Counts attempts by name, in memory, of the last names only: every process counts for itself."""

    def __init__(self, limit: int, now: Callable[[], datetime]) -> None:
        self._limit = limit
        self._now = now
        self._attempts: OrderedDict[str, deque[datetime]] = OrderedDict()

    def begin(self, who: str) -> None:
        """Count an attempt before its outcome is known, so that many at once are not many more; or TooManyAttempts."""
        now = self._now()
        attempts = self._attempts.setdefault(who, deque())
        self._attempts.move_to_end(who)
        while attempts and now - attempts[0] >= WINDOW:
            attempts.popleft()
        if len(attempts) >= self._limit:
            raise TooManyAttempts
        attempts.append(now)
        if len(self._attempts) > _KEPT:
            self._make_room(now)

    def _make_room(self, now: datetime) -> None:
        """Drop the names that were seen longest ago: all whose attempts count no more, else one of the others."""
        while _is_over(next(iter(self._attempts.values())), now):
            self._attempts.popitem(last=False)
        if len(self._attempts) > _KEPT:
            self._attempts.popitem(last=False)

    def take_back(self, who: str) -> None:
        """Uncount the last attempt, which was no guess."""
        if attempts := self._attempts.get(who):
            attempts.pop()

    def forget(self, who: str) -> None:
        """Uncount all attempts of somebody who has shown that they are who they say."""
        self._attempts.pop(who, None)


def _is_over(attempts: deque[datetime], now: datetime) -> bool:
    return not attempts or now - attempts[-1] >= WINDOW


class SignInThrottle:
    """The two throttles of signing in."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._accounts = Throttle(ATTEMPTS, now)
        self._addresses = Throttle(ATTEMPTS_OF_ADDRESS, now)

    def begin(self, account: str, address: str = "") -> None:
        """Count an attempt; raises TooManyAttempts. An empty address stands for somebody at the machine itself."""
        self.begin_at(address)
        self._accounts.begin(account)

    def begin_at(self, address: str) -> None:
        """Count an attempt that names no account; raises TooManyAttempts."""
        if address:
            self._addresses.begin(address)

    def succeeded_at(self, address: str) -> None:
        """Uncount such an attempt."""
        self._addresses.take_back(address)

    def succeeded(self, account: str, address: str = "") -> None:
        """Let an account begin anew; of the address only this attempt is uncounted."""
        self._accounts.forget(account)
        self.succeeded_at(address)
