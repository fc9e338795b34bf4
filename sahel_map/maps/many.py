"""The changing layer of many events: tiles that the server draws, or hexagons."""

from typing import Any

import numpy.typing as npt
import pandas as pd

from sahel_map import vocabulary as v
from sahel_map.i18n import current, gettext, ngettext, number_text
from sahel_map.maps.base import ScriptGroup
from sahel_map.maps.legend import (
    HEAT,
    HEAT_DARK,
    SHADES,
    heat_legend,
    hexagon_legend,
    tile_legend,
)
from sahel_map.measures.counts import class_breaks
from sahel_map.tiles.hexagons import Hexagons

__all__ = ["hexagon_group", "tiles_group"]


def _group(view: dict[str, Any]) -> ScriptGroup:
    common: dict[str, Any] = {
        "language": current(),
        "selected": None,
        "focus": None,
        "events": [],
        "colours": {code: term.colour for code, term in v.CATEGORIES.items()},
        "units": None,
        "gradient": HEAT,
        "gradient_dark": HEAT_DARK,
    }
    return ScriptGroup("events", "show", {**common, **view})


def tiles_group(
    address: str,
    *,
    kind: str,
    events: int,
    categories: list[str],
    near: str = "",
    linked: bool = False,
) -> ScriptGroup:
    """Return the feature group that shows tiles.

    Args:
        address: The address of the tiles, with ``{z}``, ``{x}``, ``{y}``, ``{theme}`` and
            ``{scale}`` in it.
        kind: ``points`` or ``heat``.
        events: How many events they draw.
        categories: The categories that the tiles contain.
        near: The place that the reader has asked about, "lat,lon,zoom", or "".
        linked: Whether another map of the page shows the same ground.
    """
    words = {
        "stack": "",
        "stack_hint": "",
        "no_events": gettext("No selected events"),
        "empty": "" if events else gettext("No event fits this selection."),
    }
    legend = heat_legend() if kind == "heat" else tile_legend(categories)
    return _group(
        {
            "mode": "tiles",
            "tiles": address,
            "heat": kind == "heat",
            "count": events,
            "linked": linked,
            "near": [float(part) for part in near.split(",")[:2]] if near else None,
            "legend": legend,
            "words": words,
        }
    )


def hexagon_group(
    hexagons: Hexagons,
    selected: npt.NDArray[Any],
    *,
    per_area: bool,
    linked: bool = False,
) -> ScriptGroup:
    """Return the feature group that shades hexagons by their events.

    Args:
        hexagons: The hexagons of all events.
        selected: Which events are selected, or how many of each spot, as the hexagons have them.
        per_area: Shade by events per 10,000 km2 instead of plain counts.
        linked: Whether another map of the page shows the same ground.
    """
    counts = hexagons.counts(selected)
    column = "per_10000_km2" if per_area else "events"
    breaks = class_breaks(pd.Series(counts[column]))
    cells = []
    row: Any
    for row in counts.itertuples():
        value = getattr(row, column)
        step = next(i for i, bound in enumerate(breaks) if value <= bound)
        count = ngettext("{n} event", "{n} events", row.events).format(n=number_text(row.events))
        density = number_text(round(float(row.per_10000_km2), 2))
        cells.append(
            {
                "outline": [[round(a, 4), round(b, 4)] for a, b in hexagons.outline(row.cell)],
                "colour": SHADES[len(breaks) - 1][step],
                "text": gettext("{count}; {density} per 10,000 km²").format(
                    count=count, density=density
                ),
            }
        )
    total = int(counts["events"].sum())
    words = {
        "stack": "",
        "stack_hint": "",
        "no_events": gettext("No selected events"),
        "empty": "" if total else gettext("No event fits this selection."),
    }
    legend = hexagon_legend(breaks, per_area=per_area, wider=hexagons.left_out(selected))
    return _group(
        {
            "mode": "hexagons",
            "cells": cells,
            "count": total,
            "linked": linked,
            "legend": legend,
            "words": words,
        }
    )
