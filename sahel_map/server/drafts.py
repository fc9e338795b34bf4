"""The briefings that readers are putting together: kept for their browser until the host stops.

A session ends when its page is loaded anew; what a reader has put together must not.
"""

import threading
from collections import OrderedDict
from typing import Final

from sahel_map.briefing import Briefing
from sahel_map.server.collection import owner_digest

__all__ = ["DRAFTS", "Drafts"]


class Drafts:
    """One briefing for each owner; of too many, those touched longest ago are forgotten.

    Args:
        most: How many owners have a place.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[str, Briefing] = OrderedDict()
        self._guard = threading.Lock()

    def of(self, owner: str) -> Briefing | None:
        """Return the briefing of an owner, by the secret that their browser holds."""
        name = owner_digest(owner)
        with self._guard:
            if name in self._kept:
                self._kept.move_to_end(name)
            return self._kept.get(name)

    def keep(self, owner: str, briefing: Briefing | None) -> None:
        """Keep the briefing of an owner, or forget it."""
        name = owner_digest(owner)
        with self._guard:
            self._kept.pop(name, None)
            if briefing is not None:
                self._kept[name] = briefing
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


DRAFTS: Final = Drafts(most=500)
"""The drafts of this host."""
