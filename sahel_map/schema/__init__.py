"""What a valid table is: columns, codes and rules that hold within one table.

Rules between tables and against boundaries are in ``references`` and ``store``.
"""

from sahel_map.schema.events import EVENTS, PLACES, SOURCES
from sahel_map.schema.evidence import CLAIMS, CONTRADICTIONS, INDICATORS, POSITIONS
from sahel_map.schema.roads import (
    AGREEMENTS,
    BLOCKADES,
    CORRIDOR_SHARES,
    CORRIDORS,
    FUEL,
    WAYPOINTS,
)
from sahel_map.schema.slices import SLICES

__all__ = [
    "AGREEMENTS", "BLOCKADES", "CLAIMS", "CONTRADICTIONS", "CORRIDORS", "CORRIDOR_SHARES",
    "EVENTS", "FUEL", "INDICATORS", "OPTIONAL", "PLACES", "POSITIONS", "SLICES", "SOURCES",
    "TABLES", "WAYPOINTS",
]  # fmt: skip

TABLES = {
    "events.csv": EVENTS,
    "sources.csv": SOURCES,
    "places.csv": PLACES,
    "claims.csv": CLAIMS,
    "indicators.csv": INDICATORS,
    "contradictions.csv": CONTRADICTIONS,
    "positions.csv": POSITIONS,
    "corridors.csv": CORRIDORS,
    "corridor_waypoints.csv": WAYPOINTS,
    "corridor_shares.csv": CORRIDOR_SHARES,
    "blockades.csv": BLOCKADES,
    "agreements.csv": AGREEMENTS,
    "fuel.csv": FUEL,
    "slices.csv": SLICES,
}
"""File name to schema, in the order in which they are reported."""

OPTIONAL = tuple(name for name in TABLES if name not in {"events.csv", "sources.csv", "places.csv"})
"""A folder of events alone is a dataset too: a table that is missing here is empty."""
