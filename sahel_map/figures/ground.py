"""The base map: sea, land, waters, and the lines of regions and countries."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from sahel_map.figures.extent import Extent
from sahel_map.figures.layers import Layers
from sahel_map.figures.sheet import Sheet
from sahel_map.figures.stylesheet import look

__all__ = ["FOCUS_COUNTRY", "draw_borders", "draw_frame", "draw_land", "draw_units", "draw_waters"]

FOCUS_COUNTRY: Final = "MLI"

_RIVER_WIDTHS: Final = {1: 1.6}
_THIN: Final = 1.0


def draw_land(sheet: Sheet, extent: Extent, layers: Layers) -> None:
    """Draw the sea and the land on it."""
    sheet.box(extent.box, look("", fill="var(--sea)"))
    looks = [look(f"land {role}") for role in layers.countries["role"]]
    sheet.polygons(extent.shapes(layers.countries.geometry), looks)


def draw_waters(sheet: Sheet, extent: Extent, layers: Layers) -> None:
    """Draw lakes and rivers."""
    lakes = extent.shapes(layers.lakes.geometry)
    sheet.polygons(lakes, [look("lake")] * len(lakes))
    ranks = layers.rivers["rank"]
    looks = [look("river", stroke_width=_RIVER_WIDTHS.get(rank, _THIN)) for rank in ranks]
    sheet.lines(extent.shapes(layers.rivers.geometry), looks)


def draw_units(
    sheet: Sheet,
    extent: Extent,
    layers: Layers,
    cells: Mapping[str, Mapping[str, Any]] | None,
    levels: Sequence[int],
) -> None:
    """Draw the lines of regions, and the units that are shaded.

    Args:
        sheet: Where to draw.
        extent: Which ground.
        layers: The units.
        cells: The shaded units of the finest level, each with its ``colour``.
        levels: The finer levels that are drawn; none to shade the regions themselves.
    """
    for level in ([levels[-1]] if levels else []) + [1]:
        units = layers.units[level]
        shaded = cells if level == (levels[-1] if levels else 1) else None
        shapes = extent.shapes(units.geometry)
        looks = []
        for unit_id, country in zip(units.index, units["country"], strict=True):
            width = 1 if country == FOCUS_COUNTRY and level == 1 else 0.5
            cell = (shaded or {}).get(str(unit_id))
            # The script sets the colour of a shaded unit itself, over the rule of its class.
            own = look("unit", stroke_width=width)
            looks.append(
                own if cell is None
                else look("", fill=cell["colour"], fill_opacity=0.82, stroke="var(--line)",
                          stroke_width=width)
            )  # fmt: skip
        sheet.polygons(shapes, looks)


def draw_borders(sheet: Sheet, extent: Extent, layers: Layers) -> None:
    """Draw the borders of countries, that of the country in focus last."""
    roles = layers.countries["role"].to_numpy()
    order = np.argsort(roles == "focus", kind="stable")
    looks = [
        look(f"border {role}", stroke_width=1.8 if role == "focus" else 0.9)
        for role in roles[order]
    ]
    sheet.polygons(extent.shapes(layers.countries.geometry.to_numpy()[order]), looks)


def draw_frame(sheet: Sheet, extent: Extent) -> None:
    """Draw the edge of the map."""
    sheet.box(extent.box, look("", stroke="var(--border)", stroke_width=1))
