"""The briefings that readers are putting together: kept in the store, for as long as it lasts.

A session ends when its page is loaded anew, a server when it is brought up to date; what a reader
has put together must not. Where nothing can be written it stays in memory.
"""

import json
import logging
import math
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sahel_map.briefing import Briefing, read_briefing, write_briefing
from sahel_map.errors import BriefingError, StoreError
from sahel_map.server.collection import owner_digest
from sahel_map.store import open_store
from sahel_map.store.files import FileStore

if TYPE_CHECKING:
    from sahel_map.ledger import Ledger

__all__ = ["DRAFTS", "Drafts"]

_KIND: Final = "draft"
_NAME: Final = "mine"
_KEPT_DAYS: Final = 365
_FRESH_SECONDS: Final = 2.0
"""For so long another replica's word on a draft need not be asked again."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Held:
    """A draft in memory: as the store has it, and when that was looked up last."""

    briefing: Briefing | None
    body: dict[str, Any] | None
    asked: float


def _ledger() -> "Ledger | None":
    """Return the ledger, None where nothing was ever written to it."""
    store = open_store()
    return None if isinstance(store, FileStore) and not store.written else store.ledger


class Drafts:
    """One briefing for each owner; of too many, those kept longest ago are forgotten.

    Args:
        most: How many owners have a place.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[str, _Held] = OrderedDict()
        self._guard = threading.Lock()

    def of(self, owner: str) -> Briefing | None:
        """Return the briefing of an owner, by the secret that their browser holds."""
        name = owner_digest(owner)
        with self._guard:
            held = self._kept.get(name)
            if held is not None:
                self._kept.move_to_end(name)
                if time.monotonic() - held.asked < _FRESH_SECONDS:
                    return held.briefing
        found = self._look(name, held)
        if found is not held and (found.briefing is not None or held is not None):
            self._hold(name, found)
        return found.briefing

    def _look(self, name: str, held: _Held | None) -> _Held:
        """Return what the store has; where it cannot be asked, what memory holds."""
        now = time.monotonic()
        fallback = held or _Held(None, None, now)
        try:
            ledger = _ledger()
            if ledger is None:
                return fallback
            from sahel_map.ledger.saved import saved  # noqa: PLC0415  (there is something to read)

            with ledger.begin() as connection:
                rows = saved(connection, name, _KIND)
        except StoreError:
            return fallback
        body = next((row["body"] for row in rows if row["name"] == _NAME), None)
        if held is not None and held.body == body:
            held.asked = now
            return held
        if body is None:
            return _Held(None, None, now)
        try:
            opened = read_briefing(json.dumps(body).encode())
        except BriefingError:
            _log.exception("A draft cannot be read")
            return fallback
        return _Held(opened.briefing, body, now)

    def keep(self, owner: str, briefing: Briefing | None) -> None:
        """Keep the briefing of an owner, or forget it."""
        name = owner_digest(owner)
        try:
            held = _Held(briefing, self._write(name, briefing), time.monotonic())
        except (StoreError, BriefingError) as error:
            _log.info("A draft stays in memory: %s", error)
            # What the store has is older than this, and is never asked for again.
            held = _Held(briefing, None, math.inf)
        self._hold(name, held)

    def _write(self, name: str, briefing: Briefing | None) -> dict[str, Any] | None:
        """Write a draft to the store; return what is there now."""
        if briefing is None:
            ledger = _ledger()
            if ledger is not None:
                from sahel_map.ledger.saved import forget  # noqa: PLC0415  (as above)

                with ledger.begin() as connection:
                    forget(connection, name, _KIND, _NAME)
            return None
        body: dict[str, Any] = json.loads(write_briefing(briefing))
        from sahel_map.ledger.saved import keep, sweep  # noqa: PLC0415  (as above)

        with open_store().ledger.begin() as connection:
            keep(connection, name, _KIND, _NAME, body, title=briefing.title)
            sweep(connection, _KIND, days=_KEPT_DAYS, most=self._most)
        return body

    def _hold(self, name: str, held: _Held) -> None:
        with self._guard:
            self._kept.pop(name, None)
            self._kept[name] = held
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


DRAFTS: Final = Drafts(most=5000)
"""The drafts of this host."""
