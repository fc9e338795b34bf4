"""What separates the values of a text, told from its header and first records."""

from typing import Final

from sahel_map.importers.records import Splitter

__all__ = ["DELIMITERS", "looks_tabular", "sniff"]

DELIMITERS: Final = (b",", b";", b"\t", b"|")

_SNIFFED: Final = 20
_ALIKE: Final = 0.5


def sniff(octets: bytes) -> bytes:
    """Return what separates values.

    It is what gives most records as many values as the header has; of several, what gives most
    values; a comma where nothing separates.
    """
    return max(DELIMITERS, key=lambda delimiter: _score(octets, delimiter))


def looks_tabular(octets: bytes) -> bool:
    """Return whether the first lines have a header of several values and records like it."""
    return _score(octets, sniff(octets))[0] >= _ALIKE


def _score(octets: bytes, delimiter: bytes) -> tuple[float, int]:
    splitter = Splitter(delimiter, 1)
    counts: list[int] = []
    place = 0
    while place < len(octets) and len(counts) <= _SNIFFED:
        end, after = splitter.first(octets, place)
        if end > place:
            counts.append(len(splitter.values(octets[place:end])))
        place = after
    if not counts or counts[0] == 1:
        return 0.0, 1
    others = counts[1:] or counts
    return sum(count == counts[0] for count in others) / len(others), counts[0]
