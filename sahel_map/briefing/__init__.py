"""Briefings: numbered stories of live views that can be sent, opened and shown full-screen."""

from sahel_map.briefing.briefing import LONGEST, MOST_STEPS, Briefing, Frozen, Kept, Step
from sahel_map.briefing.bundled import bundled
from sahel_map.briefing.changes import changes
from sahel_map.briefing.freezing import freeze, step_of
from sahel_map.briefing.missing import missing
from sahel_map.briefing.reading import MOST_BYTES, Opened, read_briefing
from sahel_map.briefing.schema import SCHEMA_FILE
from sahel_map.briefing.writing import write_briefing

__all__ = [
    "LONGEST", "MOST_BYTES", "MOST_STEPS", "SCHEMA_FILE", "Briefing", "Frozen", "Kept", "Opened",
    "Step", "bundled", "changes", "freeze", "missing", "read_briefing", "step_of",
    "write_briefing",
]  # fmt: skip
