"""The ``sahel-map`` command."""

from sahel_map.cli import evidence, hosting, lines, roads, tables
from sahel_map.cli.base import app

__all__ = ["app", "evidence", "hosting", "lines", "roads", "tables"]
