"""Notes of the server for the audit log: who came and went, what was taken, who was refused."""

import logging
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Hashable
from typing import Final

from sahel_map.errors import SahelMapError
from sahel_map.people import Person
from sahel_map.store import open_store

__all__ = ["REFUSALS", "TAKEN", "Allowance", "Lately", "noted"]

_log = logging.getLogger(__name__)


class Allowance:
    """Lets something happen a number of times in a while, and counts what it holds back.

    Args:
        most: How many times.
        seconds: In how long.
    """

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._times: deque[float] = deque()
        self._held = 0
        self._guard = threading.Lock()

    def take(self, now: float | None = None) -> int | None:
        """Return None where it is too much, else how many were held back since the last time."""
        now = time.monotonic() if now is None else now
        with self._guard:
            while self._times and now - self._times[0] >= self._seconds:
                self._times.popleft()
            if len(self._times) >= self._most:
                self._held += 1
                return None
            self._times.append(now)
            held, self._held = self._held, 0
            return held


class Lately:
    """Knows whether something has happened within a while already.

    Args:
        seconds: How long that is.
        most: How much it keeps in mind.
    """

    def __init__(self, seconds: float, most: int = 1000) -> None:
        self._seconds = seconds
        self._most = most
        self._seen: OrderedDict[Hashable, float] = OrderedDict()
        self._guard = threading.Lock()

    def first(self, what: Hashable, now: float | None = None) -> bool:
        """Return whether it happens for the first time within the while, which begins now."""
        now = time.monotonic() if now is None else now
        with self._guard:
            before = self._seen.pop(what, None)
            self._seen[what] = now
            while len(self._seen) > self._most:
                self._seen.popitem(last=False)
        return before is None or now - before >= self._seconds


TAKEN: Final = Lately(seconds=60)
"""Who took which file just now: browsers ask twice for a file that is saved once."""

REFUSALS: Final = Allowance(most=60, seconds=3600)
"""However often somebody knocks, so many refusals an hour are written down, with their number."""


def noted(person: Person, act: str, subject: str = "", **detail: object) -> None:
    """Note an act in the audit log; where that cannot be written, in the log of the server.

    Args:
        person: Who did it.
        act: A short code.
        subject: What it was done to.
        detail: What else is worth knowing; never a secret.
    """
    from sahel_map.ledger.audit import note  # noqa: PLC0415  (a host without a team needs none)

    try:
        with open_store().ledger.begin() as connection:
            note(connection, person, act, subject, **detail)
    except SahelMapError as error:
        _log.warning("Not in the audit log: %s of %r: %s", act, subject, error)
