"""The brake on guessing: how often somebody may try within a quarter of an hour."""

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from threading import Lock

WINDOW = timedelta(minutes=15)
MOST_KEYS = 10_000
PER_ACCOUNT_AND_ADDRESS = 5
PER_ACCOUNT = 20
PER_ADDRESS = 30


@dataclass(slots=True)
class Throttle:
    """Failures of the last quarter of an hour, in the memory of this process only.

    Three counts run side by side: an account from one address, an account from anywhere, an
    address for any account. What somebody typed is kept as a hash; when 10 000 keys are full
    the one touched longest ago goes first.
    """

    _tries: OrderedDict[bytes, deque[datetime]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def admit(self, account_id: str, address: str, at: datetime) -> bool:
        """Whether one more try is allowed now; an allowed try counts as failed until forgiven.

        Counting before the password is checked leaves no gap for tries at the same moment.
        """
        with self._lock:
            keys = _keys(account_id, address)
            if any(self._recent(key, at) >= most for key, most in keys.items()):
                return False
            for key in keys:
                self._tries.setdefault(key, deque()).append(at)
                self._tries.move_to_end(key)
            while len(self._tries) > MOST_KEYS:
                self._tries.popitem(last=False)
            return True

    def forgive(self, account_id: str, address: str) -> None:
        """It was the right password: forget this try, and the failures before it from here."""
        with self._lock:
            own, account, place = _keys(account_id, address)
            self._tries.pop(own, None)
            for key in (account, place):
                if self._tries.get(key):
                    self._tries[key].pop()

    def _recent(self, key: bytes, at: datetime) -> int:
        tries = self._tries.get(key)
        while tries and tries[0] <= at - WINDOW:
            tries.popleft()
        if tries is not None and not tries:
            del self._tries[key]
        return len(tries or ())


def _keys(account_id: str, address: str) -> dict[bytes, int]:
    """The three counts that a try belongs to, each with its limit."""
    return {
        _key("both", account_id, address): PER_ACCOUNT_AND_ADDRESS,
        _key("account", account_id): PER_ACCOUNT,
        _key("address", address): PER_ADDRESS,
    }


def _key(*parts: str) -> bytes:
    return blake2b("\x00".join(parts).encode(errors="replace"), digest_size=16).digest()
