"""What a valid table is: columns, codes and rules that hold within one table.

Rules between tables and against boundaries are in ``references`` and ``store``.
"""

from sahel_map.schema.events import EVENTS, PLACES, SOURCES
from sahel_map.schema.evidence import CLAIMS, CONTRADICTIONS, INDICATORS, POSITIONS

__all__ = [
    "CLAIMS", "CONTRADICTIONS", "EVENTS", "INDICATORS", "OPTIONAL", "PLACES", "POSITIONS",
    "SOURCES", "TABLES",
]  # fmt: skip

TABLES = {
    "events.csv": EVENTS,
    "sources.csv": SOURCES,
    "places.csv": PLACES,
    "claims.csv": CLAIMS,
    "indicators.csv": INDICATORS,
    "contradictions.csv": CONTRADICTIONS,
    "positions.csv": POSITIONS,
}
"""File name to schema, in the order in which they are reported."""

OPTIONAL = ("claims.csv", "indicators.csv", "contradictions.csv", "positions.csv")
"""A folder of events alone is a dataset too: a table that is missing here is empty."""
