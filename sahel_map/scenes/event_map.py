"""The map of selected events in its modes, as pages and pictures draw it."""

from typing import Any

from sahel_map.boundaries import level_key
from sahel_map.maps import ScriptGroup, event_group
from sahel_map.maps.events import Mode
from sahel_map.maps.features import DRAWN
from sahel_map.outcome import Outcome
from sahel_map.store import Dataset

__all__ = ["event_map", "region_columns"]


def region_columns(data: Dataset) -> list[str]:
    """Return the columns by which units are shaded."""
    joined = [name for level in data.finer for name in (level_key(level), f"admin{level}_method")]
    return ["admin1_id", "lat", *joined]


def event_map(outcome: Outcome, data: Dataset, mode: Mode, **manner: Any) -> ScriptGroup:  # noqa: ANN401
    """Return the feature group that draws selected events one by one or by unit.

    Args:
        outcome: The selected events; hardly more than are drawn one by one.
        data: The data they come from.
        mode: Points, clusters, heat or regions.
        manner: How to draw them, as ``event_group`` takes it.
    """
    regions = mode == "regions"
    rows = outcome.placed(*region_columns(data)) if regions else outcome.only(*DRAWN)
    return event_group(rows, data.admin1, mode=mode, finer=data.finer, **manner)
