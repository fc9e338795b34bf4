"""What a scene may pass on of restricted events: counts of enough events, no single one."""

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import pandas as pd

from sahel_map.i18n import gettext
from sahel_map.store import Dataset
from sahel_map.withholding import FEWEST

__all__ = ["bare", "may_be_shown", "shaded_without_few"]


def may_be_shown(events: pd.DataFrame, data: Dataset) -> gpd.GeoDataFrame:
    """Return the events that may leave the dashboard: none of a restricted dataset."""
    return gpd.GeoDataFrame(events.iloc[:0] if data.restricted else events)


def shaded_without_few(view: Mapping[str, Any]) -> dict[str, Any]:
    """Return a view of shaded units without those of too few events, and without plain counts."""
    cells = view["units"] or {}
    kept = {
        unit: {**cell, "count": None, "text": ""}
        for unit, cell in cells.items()
        if cell["count"] >= FEWEST
    }
    legend = dict(view["legend"])
    # What is told beside the classes counts what is not shaded: with them it could be worked out.
    legend["parts"] = legend["parts"][:1]
    if len(kept) < len(cells):
        note = gettext("Units with fewer than {n} events are not shaded").format(n=FEWEST)
        legend["parts"] = [*legend["parts"], {"title": note, "items": []}]
    return {**view, "units": kept, "legend": legend, "selected": None, "events": []}


def bare(view: Mapping[str, Any]) -> dict[str, Any]:
    """Return a view of roads or slices without what rests on single events."""
    emptied: dict[str, Any] = {
        name: [] for name in ("events", "glow", "areas", "track", "ellipse") if name in view
    }
    if "roads" in view:
        # The reason names the last attack and its day.
        emptied["roads"] = {name: {**state, "reason": ""} for name, state in view["roads"].items()}
    return {**view, **emptied, "selected": view["selected"] if "roads" in view else None}
