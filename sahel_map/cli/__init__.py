"""The ``sahel-map`` command."""

from sahel_map.cli import evidence, expansion, hosting, lines, roads, tables
from sahel_map.cli.base import app

__all__ = ["app", "evidence", "expansion", "hosting", "lines", "roads", "tables"]
