"""Records as places in bytes, so that each can be handed back exactly as it came."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Spans"]


@dataclass(frozen=True, slots=True)
class Spans:
    """Records within bytes, in order.

    Attributes:
        octets: What holds them.
        starts: Where each begins.
        ends: Where each ends, without its line end.
        rows: The number of each in its file.
    """

    octets: bytes
    starts: npt.NDArray[Any]
    ends: npt.NDArray[Any]
    rows: npt.NDArray[Any]

    def raw(self, place: int) -> bytes:
        """Return the bytes of one record."""
        return self.octets[self.starts[place] : self.ends[place]]

    def whole(self) -> bytes:
        """Return the bytes from the first record to the last, with what stands between."""
        return self.octets[self.starts[0] : self.ends[-1]] if len(self.rows) else b""

    def without(self, places: Collection[int]) -> "Spans":
        """Return the records but for some."""
        if not places:
            return self
        keep = np.ones(len(self.rows), dtype=bool)
        keep[list(places)] = False
        return Spans(self.octets, self.starts[keep], self.ends[keep], self.rows[keep])
