"""The ``sahel-map`` command."""

from sahel_map.cli import (
    audit,
    backup,
    boundaries,
    briefing,
    doctor,
    evidence,
    expansion,
    hosting,
    importing,
    ledger,
    lines,
    roads,
    tables,
    versions,
)
from sahel_map.cli.base import app

__all__ = [
    "app", "audit", "backup", "boundaries", "briefing", "doctor", "evidence", "expansion",
    "hosting", "importing", "ledger", "lines", "roads", "tables", "versions",
]  # fmt: skip
