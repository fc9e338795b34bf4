"""Turns: of the page scripts that are ready to run, one runs at a time, the most pressing first.

Scripts are threads of one process and share its interpreter lock. A hundred that run together end
together, when the work of all is done; in turns the first ends after its own, and half of them in
half the time. What readers wait for, the map, comes before what they read later (measured:
docs/performance.md).
"""

import heapq
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from sahel_map.server import metrics

__all__ = ["SCRIPTS", "Turns"]


class _Ticket:
    """A place in the queue: called when its turn has come, at ``since``."""

    def __init__(self) -> None:
        self.called = threading.Event()
        self.since = 0.0


class _Run:
    """A script, or a part of one, from its first turn to its end."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.began = time.monotonic()


class Turns:
    """Lets threads run one at a time.

    Args:
        longest: Seconds after which a turn is over for the others, whether or not its thread has
            ended: nobody waits for a long calculation, it goes on beside the next turn.
        waited: Told how many seconds a thread waited for a turn.
        ran: Told the name of a run that has ended and its seconds, waits within it included.
    """

    def __init__(
        self,
        longest: float,
        *,
        waited: Callable[[float], object] = lambda _seconds: None,
        ran: Callable[[str, float], object] = lambda _name, _seconds: None,
    ) -> None:
        self._longest = longest
        self._waited = waited
        self._ran = ran
        self._runs: set[_Run] = set()
        self._guard = threading.Lock()
        self._waiting: list[tuple[float, int, _Ticket]] = []
        self._order = itertools.count()
        self._running: _Ticket | None = None
        self._mine = threading.local()

    @contextmanager
    def turn(self, name: str = "part") -> Iterator[None]:
        """Run the block in a turn; in a thread that has one already, run it at once.

        Args:
            name: What runs, until ``call`` says it better.
        """
        if self._held() is not None:
            yield
            return
        self._take(0)
        self._mine.run = run = _Run(name)
        with self._guard:
            self._runs.add(run)
        try:
            yield
        finally:
            with self._guard:
                self._runs.discard(run)
            self._give()
            self._ran(run.name, time.monotonic() - run.began)

    def call(self, name: str) -> None:
        """Name what runs in the turn of this thread."""
        if self._held() is not None:
            self._mine.run.name = name

    def under_way(self, seconds: float = 0) -> frozenset[object]:
        """Return what has begun and not ended, pausing or not: each equal to itself alone.

        Args:
            seconds: For how long at least.
        """
        latest = time.monotonic() - seconds
        with self._guard:
            return frozenset(run for run in self._runs if run.began <= latest)

    @contextmanager
    def pause(self, patience: float = 0) -> Iterator[None]:
        """Let others run during the block, and afterwards wait for a new turn.

        Args:
            patience: Seconds by which those who come after this thread may still go before it.
        """
        if self._held() is None:
            yield
            return
        self._give()
        try:
            yield
        finally:
            self._take(patience)

    def _held(self) -> _Ticket | None:
        return getattr(self._mine, "ticket", None)

    def _take(self, patience: float) -> None:
        ticket = _Ticket()
        began = time.monotonic()
        with self._guard:
            due = began + patience
            heapq.heappush(self._waiting, (due, next(self._order), ticket))
            self._call_next()
        while not ticket.called.wait(self._longest):
            with self._guard:
                self._call_next()
        self._mine.ticket = ticket
        self._waited(time.monotonic() - began)

    def _give(self) -> None:
        ticket, self._mine.ticket = self._held(), None
        with self._guard:
            if self._running is ticket:
                self._running = None
                self._call_next()

    def _call_next(self) -> None:
        now = time.monotonic()
        if self._running is not None and now - self._running.since < self._longest:
            return
        self._running = heapq.heappop(self._waiting)[-1] if self._waiting else None
        if self._running is not None:
            self._running.since = now
            self._running.called.set()


SCRIPTS: Final = Turns(longest=1.0, waited=metrics.WAITED.observe, ran=metrics.ran)
"""The turns of the scripts of all sessions."""
