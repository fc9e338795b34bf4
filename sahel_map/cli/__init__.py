"""The ``sahel-map`` command."""

from sahel_map.cli import (
    boundaries,
    briefing,
    evidence,
    expansion,
    hosting,
    importing,
    lines,
    roads,
    tables,
)
from sahel_map.cli.base import app

__all__ = [
    "app", "boundaries", "briefing", "evidence", "expansion", "hosting", "importing", "lines",
    "roads", "tables",
]  # fmt: skip
